// The figure of each region under a measure, per head or per area, and the class that it is painted in.
import { Change } from "./change.js";
import { Data } from "./data.js";
import { Shades } from "./shades.js";
import { State } from "./state.js";
import { Sums } from "./sums.js";
import { Words } from "./words.js";

export const Figures = (() => {
  const { AT_LEAST, ABOUT, AT_MOST } = Sums;
  const COUNTED = new Set(["incidents", "items", "plants", "persons"]); // in whole numbers
  const PLACED = "c0"; // where a report has examples, however many

  const divisor = {
    absolute: () => 1,
    "100k": (region) => region.population / 1e5,
    "1000km2": (region) => region.area_km2 / 1e3,
  };

  const breaks = (measure, per) => Data.measures.get(measure).breaks[per] || [];

  let current = [];

  // What is painted: per region its figure by `per`, with the class that it is drawn in. It is kept for whoever asks.
  // `summed` are sums that whoever asks has already; `past` are the rows, or sums, of the span before.
  /** @param {any} state @param {ArrayLike<number>} rows @param {{ summed?: any, past?: any, pastSummed?: any }} [sums] */
  function update(state, rows, { summed, past, pastSummed } = {}) {
    const now = Sums.regions(state, rows, summed);
    if (state.per === "change")
      return (current = Change.figures(state, now, Sums.regions(Change.before(state), past, pastSummed)));
    current = now.map(([amount, flags, known], u) => {
      if (known !== "stated") return { value: known === "zero" ? 0 : null, amount, flags, state: known, css: known };
      const value = amount / divisor[state.per](Data.regions[u]);
      const css = isNeutral(state) ? PLACED : Shades.of(value, breaks(state.measure, state.per)) + doubt(flags);
      return { value, amount, flags, state: known, css };
    });
    return current;
  }

  // How many examples a report tells of a region, beside its own totals, is no measure of it: no class is darker than another.
  function isNeutral(state) {
    const report = Data.reports.get(state.report);
    return state.measure === "incidents" && report.examples && report.totals.length > 0;
  }

  const doubt = (flags) =>
    flags & AT_LEAST ? " at-least" : flags & ABOUT ? " about" : flags & AT_MOST ? " at-most" : "";

  // What the measure allows: no rate of a rate, no change without time.
  const pers = (state) => State.pers(state).filter((per) => per !== "change" || Change.isOffered(state));

  // A figure in words: '≥ 206 kg', '1.2 kg per 100 000 residents', 'not mentioned'.
  function say(figure, state, { short = false } = {}) {
    if (state.per === "change")
      return Change.say(figure, short && state.measure === "incidents" ? "" : unitOf(state.measure), short);
    const unit = unitOf(state.measure);
    if (figure.state !== "stated")
      return Words.t(
        Words.has(`state.${figure.state}.${unit}`) ? `state.${figure.state}.${unit}` : `state.${figure.state}`,
      );
    if (state.per === "absolute")
      return Words.quantity(figure.value, figure.flags, short && unit === "incidents" ? "" : unit);
    const value = Words.quantity(figure.value, figure.flags, unit === "kg" ? "kg" : "", {
      write: rate(figure.flags),
      keep: true,
    });
    return short ? value : Words.t(`per.${state.per}.value`, { value });
  }

  // A bound stays one when it is shortened: at least is rounded down, at most up.
  const rate = (flags) =>
    flags & AT_LEAST
      ? (n) => Words.rate(n, Math.floor)
      : flags & AT_MOST
        ? (n) => Words.rate(n, Math.ceil)
        : Words.rate;

  const unitOf = (key) => (key === "incidents" ? "incidents" : Data.measures.get(key).unit);

  // The classes of the legend; the outer ones are open.
  /** @returns {{ css: string, text: string, from?: number, to?: number, whole?: boolean }[]} */
  function classes(state) {
    if (state.per !== "change" && isNeutral(state)) return [{ css: PLACED, from: 0, text: Words.t("legend.placed") }];
    if (state.per === "change") return Change.classes(state);
    const bounds = breaks(state.measure, state.per);
    const whole =
      state.per === "absolute" &&
      COUNTED.has(unitOf(state.measure)) &&
      bounds.every((b) => Number.isInteger(b) && b > 0);
    const write = state.per === "absolute" ? (n) => Words.number(n) : Words.rate;
    return Shades.names(bounds).map((css, k) => {
      const [from, to] = [bounds[k - 1], bounds[k]];
      return { css, from, to, whole, text: interval(from, to, whole, write) };
    });
  }

  function interval(from, to, whole, write) {
    if (to === undefined) return from === undefined ? "" : `≥\u00a0${write(from)}`;
    if (!whole)
      return from === undefined
        ? `<\u00a0${write(to)}`
        : `${write(from)}${from < 0 ? "\u00a0…\u00a0" : "–"}${write(to)}`;
    const [low, high] = [from ?? 1, to - 1];
    return low >= high ? write(low) : `${write(low)}–${write(high)}`;
  }

  // Whether the report says something of the region, be it without a number; a zero is drawn as ground.
  const isKnown = (figure) => figure.state === "stated" || figure.state === "unknown";

  return { AT_LEAST, ABOUT, AT_MOST, isNeutral, update, pers, of: (u) => current[u], say, classes, isKnown };
})();
