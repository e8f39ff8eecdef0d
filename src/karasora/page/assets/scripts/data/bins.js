// The selection by time: what each period comes to, for the whole country and region by region.
// Summed once per measure and filter, so that whoever moves a span only adds up bins.
import { Data } from "./data.js";
import { Given } from "./given.js";
import { Periods } from "./periods.js";
import { Sums } from "./sums.js";
import { Times } from "./times.js";

export const Bins = (() => {
  const MOST = 120; // bars
  const FIT = 0.75; // of what is dated must lie within single bars
  const axes = new Map();
  let last = {};

  // ---- the axis of a report: it stays where it is whatever is filtered ----
  // Distinct intervals of the report, each with how many rows it has: [first, last, n].
  function intervals(state) {
    const report = Data.reports.get(state.report);
    const given = Given.of(state);
    if (given)
      return report.figures.periods
        .filter((code, p) => code && given.f[p].some(Boolean))
        .map((code) => [...Periods.bounds(code), 1]);
    const counts = new Uint32Array(Times.count() || 1);
    const of = Data.column("report");
    const slots = Times.all();
    const mine = Data.is(of, report.id);
    for (let i = 0; i < Data.n; i++) if (mine(i)) counts[slots[i]]++;
    return Array.from(counts, (n, slot) => [Times.first(slot), Times.last(slot), n]).filter(
      ([day, , n]) => n && day > -Periods.AGES,
    );
  }

  // {steps: those that can be chosen, step: the finest of them, first, last}; null without two days or periods.
  function axis(state) {
    const key = `${state.report} ${Given.of(state) ? state.measure : ""}`;
    if (!Times.NEEDS.every(Data.ready)) return null; // not yet
    if (!axes.has(key))
      axes.set(key, axisOf(intervals(state), Given.of(state) && Data.measures.get(state.measure).over_time === "last"));
    return axes.get(key);
  }

  // `isLast`: what isn't added up over time has bars of its own periods alone.
  function axisOf(known, isLast) {
    if (known.length < 2) return null;
    const first = known.reduce((day, [a]) => Math.min(day, a), Infinity);
    const last = known.reduce((day, [, b]) => Math.max(day, b), -Infinity);
    const all = known.reduce((sum, [, , n]) => sum + n, 0);
    const fits = (step) =>
      known.reduce((sum, [a, b, n]) => sum + (Periods.binOf(step, a) === Periods.binOf(step, b) ? n : 0), 0) / all;
    const length = (step) => Periods.binOf(step, last) - Periods.binOf(step, first) + 1;
    const few = Periods.STEPS.filter((step) => step === "year" || length(step) <= MOST);
    const steps = few.filter((step) => step !== "half" && fits(step) >= FIT && length(step) > 1);
    return { steps: steps.length ? steps.slice(0, isLast ? 1 : undefined) : few.slice(-1), first, last };
  }

  const stepOf = (state) => {
    const { steps } = axis(state);
    return steps.includes(state.step) ? state.step : steps[0];
  };

  // ---- what lies in the bins ----
  // `rows`: those that pass every filter but time. -> {step, lo, n, sum, flags, total, totalFlags, wide, undated}
  function of(state, rows) {
    const key = [state.report, state.measure, stepOf(state)].join("\n");
    if (last.key === key && last.rows === rows) return last.bins;
    const bins = fill(empty(state), state, rows);
    last = { key, rows, bins };
    return bins;
  }

  function empty(state) {
    const { first, last: end } = axis(state);
    const step = stepOf(state);
    const lo = Periods.binOf(step, first);
    const n = Periods.binOf(step, end) - lo + 1;
    const cells = n * Data.regions.length;
    return {
      step,
      lo,
      n,
      sum: new Float64Array(cells).fill(NaN),
      flags: new Uint8Array(cells), // cell: region * n + bin
      total: new Float64Array(n),
      totalFlags: new Uint8Array(n),
      wide: [],
      undated: 0,
    };
  }

  function fill(bins, state, rows) {
    const given = Given.of(state);
    return given ? ofFigures(bins, state, given) : ofRows(bins, state, rows);
  }

  // Figures by period; a period that takes more than one bar goes beside them, as an incident does.
  function ofFigures(bins, state, { v, f }) {
    const { periods, national } = Data.reports.get(state.report).figures;
    const whole = national?.[state.measure];
    bins.isBare = !whole && Data.measures.get(state.measure).additive === false; // the country has no figure: bars only mark the periods
    for (const [p, code] of periods.entries()) {
      if (!code) continue;
      const [first, end] = Periods.bounds(code);
      const bin = spotOf(bins, first, end);
      for (const [u, flags] of f[p].entries()) {
        if (flags && bin === WIDE) bins.wide.push([first, end, u, v[p][u], flags]);
        else if (flags) add(bins, bin, u, v[p][u], flags, !whole && !bins.isBare);
        if (bins.isBare && bin >= 0) bins.totalFlags[bin] |= flags;
      }
      if (whole?.f[p] && bin >= 0) count(bins, bin, whole.v[p], whole.f[p]);
    }
    return bins;
  }

  function ofRows(bins, state, rows) {
    const [place, context] = [Data.places(), Data.context()];
    const counted = state.measure === "incidents";
    const [value, flag] = counted ? [] : [Data.values(state.measure), Data.flags(state.measure)];
    const spot = Int32Array.from({ length: Times.count() }, (_, slot) =>
      spotOf(bins, Times.first(slot), Times.last(slot)),
    );
    const slots = Times.all();
    for (let k = 0; k < rows.length; k++) {
      const i = rows[k];
      const f = context[i] ? 0 : counted ? Sums.STATED : flag[i];
      if (!f) continue;
      const x = counted ? 1 : Number.isNaN(value[i]) ? null : value[i];
      const slot = slots[i];
      const bin = spot[slot];
      if (bin === UNDATED) bins.undated++;
      else if (bin === WIDE) bins.wide.push([Times.first(slot), Times.last(slot), place[i], x, f]);
      else add(bins, bin, place[i], x, f);
    }
    return bins;
  }

  const UNDATED = -1,
    WIDE = -2;

  function spotOf(bins, first, end) {
    if (first === -Periods.AGES) return UNDATED;
    const bin = Periods.binOf(bins.step, first);
    return bin === Periods.binOf(bins.step, end) ? bin - bins.lo : WIDE;
  }

  function count(bins, bin, x, f) {
    bins.totalFlags[bin] |= f;
    if (x !== null) bins.total[bin] += x;
  }

  function add(bins, bin, u, x, f, counts = true) {
    if (counts) count(bins, bin, x, f);
    if (u < 0) return;
    const cell = u * bins.n + bin;
    bins.flags[cell] |= f;
    if (x !== null) bins.sum[cell] = (Number.isNaN(bins.sum[cell]) ? 0 : bins.sum[cell]) + x;
  }

  // Region by region [value or null, flags] of the bins from `a` to `b` and of what else lies within these.
  function sums(bins, a, b) {
    const n = Data.regions.length;
    const totals = Sums.totals(n),
      flags = new Uint8Array(n);
    for (let u = 0; u < n; u++)
      for (let cell = u * bins.n + a; cell <= u * bins.n + b; cell++) {
        flags[u] |= bins.flags[cell];
        if (!Number.isNaN(bins.sum[cell])) totals.add(u, bins.sum[cell]);
      }
    const [from, to] = [Periods.first(bins.step, bins.lo + a), Periods.last(bins.step, bins.lo + b)];
    for (const [first, end, u, x, f] of bins.wide) {
      if (u < 0 || first < from || end > to) continue;
      flags[u] |= f;
      if (x !== null) totals.add(u, x);
    }
    return totals.values().map((v, u) => [v, Sums.finalFlags(flags[u], v !== null)]);
  }

  // ---- words and codes of a span ----
  // The span of a state, its open ends taken from the data; "" where none is chosen.
  function say(state) {
    if ((!state.from && !state.to) || !axis(state)) return "";
    return Periods.say(...ends(state));
  }

  // The codes of both ends; an open one is where the data begin or end.
  function ends(state) {
    const { first, last: end } = axis(state);
    const { step } = Periods.parse(state.from || state.to);
    const open = (day) => Periods.codes(step, Periods.binOf(step, day))[0];
    return [state.from || open(first), state.to || open(end)];
  }

  // All the time that there is: in years, where it is two or more.
  function sayAll(state) {
    const { first, last: end } = axis(state);
    const [a, b] = [first, end].map(Periods.iso);
    const length = a.slice(0, 4) === b.slice(0, 4) ? 7 : 4;
    return Periods.say(a.slice(0, length), b.slice(0, length));
  }

  // The other end of the bin whose one end a code is.
  function other(step, code, name) {
    const [first, end] = Periods.bounds(code);
    return Periods.codes(step, Periods.binOf(step, name === "from" ? first : end))[name === "from" ? 1 : 0];
  }

  const needs = (state) => [...Times.NEEDS, "units", "kind", state.measure, `${state.measure}:flags`];

  return { needs, axis, stepOf, of, last: () => last.bins, ends, sums, say, sayAll, other };
})();
