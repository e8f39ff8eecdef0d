// The colours and patterns of a picture: the light ones, whatever the page wears, since it goes on paper and into other pages.
import { Dom } from "../dom.js";

export const Ink = (() => {
  const { svg } = Dom;
  const SHADES = ["c0", "c1", "c2", "c3", "c4", "n0", "n1", "n2", "n3", "p0", "p1", "p2", "p3"];
  const TOKENS = [
    "land",
    "ground",
    "water",
    "abroad",
    "border",
    "edge",
    "ink",
    "mute",
    "mark",
    "on-mark",
    "dot",
    "ring",
    ...SHADES,
    ...SHADES.map((name) => `on-${name}`),
  ];

  /** @returns {Record<string, string>} */
  function palette() {
    const root = document.documentElement;
    const worn = root.dataset.theme;
    root.dataset.theme = "light";
    const style = getComputedStyle(root);
    const colours = Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    root.dataset.theme = worn;
    return { ...colours, family: getComputedStyle(document.body).fontFamily.replace(/"/g, "'") };
  }

  // Only those that this picture needs.
  function patterns(looks, p) {
    const all = {
      dots: () => pattern("k-dots", 7, p.land, svg("path", { d: "M2.600 3h1.500v1.500H2.600z", fill: p.dot })),
      dashes: () =>
        pattern(
          "k-dashes",
          8,
          p.land,
          svg("path", { d: "M1 2h3.500M4.500 6h3.500", stroke: p.dot, "stroke-width": 1.3 }),
        ),
      crosses: () =>
        pattern(
          "k-crosses",
          10,
          p.land,
          svg("path", { d: "M2.500 2.500l4 4m0-4l-4 4", stroke: p.ink, "stroke-width": 1 }),
        ),
      hatch: (name) =>
        pattern(
          `k-hatch-${name}`,
          7,
          p[name],
          svg("path", { d: "M-1 8L8-1M-1 1L1-1M6 8L8 6", stroke: p[`on-${name}`], "stroke-width": 1.3 }),
        ),
      about: (name) =>
        pattern(
          `k-about-${name}`,
          7,
          p[name],
          svg("path", { d: "M1 1h1.6v1.6H1zM4.500 4.500h1.600v1.600H4.500z", fill: p[`on-${name}`] }),
        ),
    };
    const ids = new Set(
      looks
        .map((css) => /^url\(#k-(\w+)-?(\w*)\)$/.exec(fill(css, p)))
        .filter(Boolean)
        .map(([, kind, name]) => `${kind} ${name}`),
    );
    return [...ids].map((id) => all[id.split(" ")[0]](id.split(" ")[1]));
  }

  const pattern = (id, size, fill, ...marks) =>
    svg(
      "pattern",
      { id, width: size, height: size, patternUnits: "userSpaceOnUse" },
      svg("rect", { width: size, height: size, fill }),
      marks,
    );

  // What a region of this look is painted with.
  function fill(css, p) {
    const [look, doubt] = css.split(" ");
    if (look === "not-mentioned") return "url(#k-dots)";
    if (look === "unknown") return "url(#k-crosses)";
    if (look === "not-stated") return "url(#k-dashes)";
    if (look === "zero") return p.ground;
    return doubt === "at-least" ? `url(#k-hatch-${look})` : doubt ? `url(#k-about-${look})` : p[look];
  }

  return { palette, patterns, fill };
})();
