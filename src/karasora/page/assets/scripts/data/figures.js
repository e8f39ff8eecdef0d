// The figure of each region under a measure, per head or per area, and the class that it is painted in.
import { Data } from "./data.js";
import { Words } from "./words.js";

export const Figures = (() => {
  const STATED = 1, AT_LEAST = 2, ABOUT = 4, AT_MOST = 8, UNKNOWN = 16;
  const SHADES = 5;

  const divisor = {
    absolute: () => 1,
    "100k": (region) => region.population / 1e5,
    "1000km2": (region) => region.area_km2 / 1e3,
  };

  const breaks = (measure, per) => Data.measures.get(measure).breaks[per] || [];

  // Classes are closed on the left; with fewer than five they spread over the shades, so that the top one is the darkest.
  function shade(value, bounds) {
    const k = bounds.filter((b) => value >= b).length;
    return bounds.length ? Math.round((k * (SHADES - 1)) / bounds.length) : 3;
  }

  function ofRegion(state, u) {
    const report = Data.reports.get(state.report);
    const [amount, flags] = (report.units[state.measure] || [])[u] || [null, 0];
    const silent = report.coverage === "complete" && !report.units.incidents[u][0] ? "zero" : "not-mentioned";
    if (state.measure === "incidents" ? !amount : !(flags & STATED)) return { value: null, amount: null, flags: 0, state: silent, css: silent };
    if (amount === null) return { value: null, amount, flags, state: "unknown", css: "unknown" };
    if (amount === 0 && !(flags & AT_LEAST)) return { value: 0, amount, flags, state: "zero", css: "zero" };
    const value = amount / divisor[state.per](Data.regions[u]);
    const doubt = flags & AT_LEAST ? " at-least" : flags & (ABOUT | UNKNOWN) ? " about" : flags & AT_MOST ? " at-most" : "";
    return { value, amount, flags: flags & UNKNOWN ? flags | AT_LEAST : flags, state: "stated", css: `c${shade(value, breaks(state.measure, state.per))}${doubt}` };
  }

  const all = (state) => Data.regions.map((_, u) => ofRegion(state, u));

  // A figure in words: '≥ 206 kg', '1.2 kg per 100 000 residents', 'not mentioned'.
  function say(figure, state, { short = false } = {}) {
    if (figure.state !== "stated") return Words.t(`state.${figure.state}`);
    const unit = unitOf(state.measure);
    if (state.per === "absolute") return Words.quantity(figure.value, figure.flags, short && unit === "incidents" ? "" : unit);
    const value = Words.quantity(figure.value, figure.flags, unit === "kg" ? "kg" : "", { write: Words.rate, keep: true });
    return short ? value : Words.t(`per.${state.per}.value`, { value });
  }

  const unitOf = (key) => (key === "incidents" ? "incidents" : Data.measures.get(key).unit);

  // The classes of the legend: [{css, from, to, text}].
  function classes(state) {
    const bounds = breaks(state.measure, state.per);
    const whole = state.per === "absolute" && Data.measures.get(state.measure).unit !== "kg";
    const write = state.per === "absolute" ? (n) => Words.number(n) : Words.rate;
    return [0, ...bounds].map((from, k) => {
      const to = bounds[k];
      const css = `c${bounds.length ? Math.round((k * (SHADES - 1)) / bounds.length) : 3}`;
      return { css, from, to, text: interval(from, to, whole, write) };
    });
  }

  function interval(from, to, whole, write) {
    if (to === undefined) return from ? `≥\u00a0${write(from)}` : "";
    if (!whole) return from ? `${write(from)}–${write(to)}` : `<\u00a0${write(to)}`;
    const [low, high] = [Math.max(1, from), to - 1];
    return low >= high ? write(low) : `${write(low)}–${write(high)}`;
  }

  // Whether the report says something of the region, be it without a number; a zero is drawn as ground.
  const isKnown = (figure) => figure.state === "stated" || figure.state === "unknown";

  return { AT_LEAST, ABOUT, AT_MOST, ofRegion, all, say, classes, isKnown };
})();
