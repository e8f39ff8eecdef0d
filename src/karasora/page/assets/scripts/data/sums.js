// What each region comes to under a measure, for whatever the reader selected: value, doubt, state.
// The twin of sums.py, held against it by a test. What nobody narrowed down is taken as Python summed it.
import { Data } from "./data.js";
import { Given } from "./given.js";
import { Search } from "./search.js";
import { State } from "./state.js";

export const Sums = (() => {
  const STATED = 1,
    AT_LEAST = 2,
    ABOUT = 4,
    AT_MOST = 8,
    UNKNOWN = 16;

  // A sum that loses no digit on the way (Neumaier), rounded as Python rounds it.
  function totals(regions) {
    const sum = new Float64Array(regions),
      rest = new Float64Array(regions),
      any = new Uint8Array(regions);
    function add(u, x) {
      const next = sum[u] + x;
      rest[u] += Math.abs(sum[u]) >= Math.abs(x) ? sum[u] - next + x : x - next + sum[u];
      sum[u] = next;
      any[u] = 1;
    }
    const round = (x) => (Math.abs(x) < 1e6 ? Math.round(x * 1e9) / 1e9 : x);
    return { add, values: () => Array.from(sum, (s, u) => (any[u] ? round(s + rest[u]) : null)) };
  }

  // The doubt of a sum: a number and "?" are at least that number, "at least" with "at most" is about.
  function finalFlags(flags, hasNumber) {
    if (flags & UNKNOWN) flags = hasNumber ? (flags & ~UNKNOWN) | AT_LEAST : STATED | UNKNOWN;
    const both = AT_LEAST | AT_MOST;
    return (flags & both) === both ? (flags & ~both) | ABOUT : flags;
  }

  // The incidents of `rows` added up: per region [value or null, flags]. Those of several regions, of none, and
  // context notes count in no region.
  function ofRows(rows, key) {
    const n = Data.regions.length;
    const place = Data.places();
    if (key === "incidents") {
      const counts = new Uint32Array(n);
      for (let k = 0; k < rows.length; k++) if (place[rows[k]] >= 0) counts[place[rows[k]]]++;
      return Array.from(counts, (count) => [count, count ? STATED : 0]);
    }
    const [value, flag] = [Data.values(key), Data.flags(key)];
    const sums = totals(n),
      flags = new Uint8Array(n);
    for (let k = 0; k < rows.length; k++) {
      const i = rows[k],
        u = place[i],
        f = u < 0 ? 0 : flag[i];
      if (!f) continue;
      flags[u] |= f;
      if (!Number.isNaN(value[i])) sums.add(u, value[i]);
    }
    return sums.values().map((v, u) => [v, finalFlags(flags[u], v !== null)]);
  }

  // The only rule of state there is in the page: `silent` is what the region is where nothing is stated.
  function stateOf(value, flags, silent) {
    if (!flags) return silent;
    if (value === null) return "unknown";
    return value === 0 && !(flags & (AT_LEAST | UNKNOWN)) ? "zero" : "stated";
  }

  // Figures that came already added up, of a span of their periods.
  function ofFigures(state) {
    const figures = Given.figures(state);
    const sums = totals(figures.length);
    const flags = figures.map((list, u) => list.reduce((all, [x, f]) => (x === null || sums.add(u, x), all | f), 0));
    return sums.values().map((v, u) => [v, finalFlags(flags[u], v !== null)]);
  }

  // Region by region [value or null, flags, state] of the measure shown; `rows` are those that pass the filters.
  function regions(state, rows, summed = null) {
    const report = Data.reports.get(state.report);
    const whole = report.sums[state.measure];
    const given = Given.of(state);
    const { from, to } = State.opening(state.report);
    const isWhole = given ? state.from === from && state.to === to : !Search.isFiltered(state);
    if (isWhole) return whole || report.silent.map((silent) => [null, 0, silent]);
    // A region that has incidents of its own, but none among those selected, has zero of these.
    const silent = (u) =>
      state.measure !== "incidents"
        ? report.silent[u]
        : report.sums.incidents[u][1]
          ? "zero"
          : report.sums.incidents[u][2];
    return (given ? ofFigures(state) : summed || ofRows(rows, state.measure)).map(([value, flags], u) => [
      value,
      flags,
      stateOf(value, flags, silent(u)),
    ]);
  }

  // The columns that `regions` reads.
  const needs = (state) => (Search.isFiltered(state) ? ["units", "kind", state.measure, `${state.measure}:flags`] : []);

  return { STATED, AT_LEAST, ABOUT, AT_MOST, ofRows, finalFlags, totals, regions, needs };
})();
