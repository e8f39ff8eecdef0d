// Figures that came already added up, region by region, of the periods within a span.
import { Data } from "./data.js";
import { Periods } from "./periods.js";

export const Given = (() => {
  const STATED = 1,
    AT_LEAST = 2,
    UNKNOWN = 16;

  const DIVISION = 19151; // 2022-06-08, when three regions were divided
  const NEW = ["KZ-10", "KZ-33", "KZ-62"];

  const of = (state) => Data.reports.get(state.report).figures?.measures[state.measure];
  const isOverTime = (key) => Data.measures.get(key).over_time !== "last";

  // The periods that lie wholly within the span and have a figure; what has no period always does.
  function told(state) {
    const { f } = of(state);
    const [from, to] = Periods.span(state.from, state.to);
    return Data.reports
      .get(state.report)
      .figures.periods.map((code, p) => ({ p, code, days: code ? Periods.bounds(code) : null }))
      .filter(({ p, days }) => f[p].some(Boolean) && (!days || (days[0] >= from && days[1] <= to)));
  }

  // Of what isn't added up over time only those count that end last.
  function within(state) {
    const all = told(state);
    const end = Math.max(...all.map(({ days }) => (days ? days[1] : -Infinity)));
    return isOverTime(state.measure) ? all : all.filter(({ days }) => !days || days[1] === end);
  }

  // The period that stands for the span, where periods aren't added up; "" else.
  function lastOf(state) {
    if (!of(state) || isOverTime(state.measure)) return "";
    return (
      within(state)
        .map(({ code }) => code)
        .sort((a, b) => b.length - a.length)[0] || ""
    );
  }

  // Whether the span reaches back over June 2022, and the regions that are new since have no figures of before.
  function isBeforeDivision(state) {
    if (!of(state) || Data.page.vintage !== 2022) return false;
    const { f } = of(state);
    const early = within(state).filter(({ days }) => days && days[0] < DIVISION);
    return early.length > 0 && !early.some(({ p }) => NEW.some((iso) => f[p][Data.unitOf.get(iso)]));
  }

  // Region by region the figures to add up, [[value or null, flags]…]. A sum that lacks a period which others have is
  // at least that much, or unknown where figures may be negative.
  function figures(state) {
    const { v, f } = of(state);
    const counted = within(state);
    const days = (list) => union(list.filter((one) => one.days).map((one) => one.days));
    const whole = days(counted);
    const below = v.some((row) => row.some((x) => x < 0));
    return Data.regions.map((_, u) => {
      const own = counted.filter(({ p }) => f[p][u]);
      const found = own.map(({ p }) => [v[p][u], f[p][u]]);
      if (!found.length || !isOverTime(state.measure) || days(own) === whole) return found;
      return below ? [[null, STATED | UNKNOWN]] : [...found, [0, STATED | AT_LEAST]];
    });
  }

  // How many days some intervals cover.
  function union(intervals) {
    let covered = 0,
      end = -Infinity;
    for (const [a, b] of [...intervals].sort((x, y) => x[0] - y[0])) {
      if (b > end) covered += b - Math.max(a - 1, end);
      end = Math.max(end, b);
    }
    return covered;
  }

  return { of, told, figures, lastOf, isBeforeDivision };
})();
