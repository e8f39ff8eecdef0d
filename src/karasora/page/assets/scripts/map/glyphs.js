// One simple sign per substance, told apart by shape, on a grid of 16 x 16.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";

export const Glyphs = (() => {
  const PATHS = {
    marijuana_kg:
      "M8 .8c1.3 3.300 1.400 6.500 0 9.700C6.600 7.300 6.700 4.100 8 .8zM8.400 10.400c.7-3.200 2.500-5.800 5.300-7.200-.3 3.400-2.200 6-5.300 7.200zM7.600 10.400c-.7-3.200-2.500-5.800-5.300-7.200.3 3.400 2.200 6 5.300 7.200zM8.500 11.200c2.100-1.700 4.500-2.300 6.900-1.700-1.900 2-4.400 2.700-6.900 1.700zM7.500 11.200c-2.100-1.700-4.500-2.300-6.900-1.700 1.900 2 4.400 2.700 6.900 1.700zM7.400 11h1.200v4.500H7.400z",
    hemp_kg:
      "M7.400 1h1.200v14.500H7.400zM8.500 6.300c.6-2.400 2.500-3.800 5.300-3.700-.4 2.600-2.300 4-5.300 3.700zM7.500 6.300C6.900 3.900 5 2.500 2.200 2.600c.4 2.600 2.300 4 5.300 3.700zM8.500 11.300c.6-2.400 2.500-3.800 5.300-3.700-.4 2.600-2.300 4-5.300 3.700zM7.500 11.300C6.900 8.900 5 7.500 2.200 7.600c.4 2.600 2.300 4 5.300 3.700z",
    cannabis_kg:
      "M5 1.500h6L9.600 4.600C12.600 6 14.200 8.700 14.200 11.200c0 2.600-2 3.600-6.200 3.600s-6.200-1-6.200-3.600C1.800 8.700 3.400 6 6.400 4.600z",
    hashish_kg: "M1.500 3h13v4.200h-13zM1.500 8.800h13V13h-13z",
    poppy_kg:
      "M3.800 1l2.100 1.400L8 .8l2.100 1.600L12.200 1v2.900H3.800zM8 4.600c3.200 0 4.900 1.700 4.900 4 0 2.200-1.700 3.900-4.200 4.200v2.700H7.300v-2.700C4.800 12.500 3.100 10.800 3.100 8.600c0-2.300 1.700-4 4.900-4z",
    synthetics_kg:
      "M8.300 3a3.400 3.400 0 0 1 4.800 0 3.400 3.400 0 0 1 0 4.800l-2.200 2.200L6.100 5.200zM5.200 6.100L10 10.900 7.800 13A3.400 3.400 0 0 1 3 13 3.400 3.400 0 0 1 3 8.200z",
    precursors_kg:
      "M5.800 1h4.400v1.600h-.7v3.700l4.100 6.600c.6 1-.1 2.100-1.300 2.100H3.700c-1.200 0-1.900-1.100-1.300-2.100l4.100-6.600V2.600h-.7z",
    plants:
      "M7.300 15.200V9.800C4 9.700 2 7.700 1.900 4.200c3.300 0 5.200 1.400 5.900 3.600.5-3 2.700-4.800 6.300-4.800 0 4.100-2 6.300-5.400 6.600v5.600z",
    labs: "M8 1.500l6.500 5.300V14.500H10V10H6v4.500H1.500V6.800z",
    detained:
      "M8 1.500a3.200 3.200 0 1 1 0 6.400 3.200 3.200 0 0 1 0-6.400zM1.800 14.500c.2-3.400 2.600-5.400 6.200-5.400s6 2 6.200 5.400z",
    channels:
      "M1.500 13.200C5.500 12.800 8.300 10.800 9.700 7L6.600 6.200 13 1.500l1.500 7.800-2.600-1.600C10.200 12.200 6.600 14.800 1.500 15z",
    context: "M6.5 2h3v3h-3zM6.5 6.5h3V14h-3z",
    other: "M8 1.500L14.500 8 8 14.500 1.500 8z",
  };

  // The measure that an incident is known by: its first substance, else whatever else it states first.
  function chief(i) {
    const stated = Data.stated(i);
    return stated.find((q) => q.measure.group === "substances") || stated[0] || null;
  }

  function name(i) {
    if (Data.isContext(i)) return "context";
    const first = chief(i);
    return first && Object.hasOwn(PATHS, first.measure.key)
      ? first.measure.key
      : Data.text("scope", i) === "corridor"
        ? "channels"
        : "other";
  }

  // Each shape stands in the document once, from when it is first used.
  const drawn = new Set();
  function shape(key) {
    const id = `glyph-${key}`;
    if (!drawn.has(key))
      Dom.one(".patterns").append(Dom.svg("symbol", { id, viewBox: "0 0 16 16" }, Dom.svg("path", { d: PATHS[key] })));
    drawn.add(key);
    return id;
  }

  const icon = (key) =>
    Dom.svg(
      "svg",
      { class: "icon", "aria-hidden": "true", focusable: "false" },
      Dom.svg("use", { href: `#${shape(Object.hasOwn(PATHS, key) ? key : "other")}` }),
    );

  return { chief, name, icon };
})();
