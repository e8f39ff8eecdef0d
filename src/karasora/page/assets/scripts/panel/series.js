// A region's figures by period as a small table: those of the span shown are marked.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Given } from "../data/given.js";
import { Periods } from "../data/periods.js";
import { Words } from "../data/words.js";

export const Series = (() => {
  const { html } = Dom;
  const MOST = 12; // periods, the latest

  function draw(u, state) {
    const given = Given.of(state);
    if (!given) return null;
    const [from, to] = Periods.span(state.from, state.to);
    const told = Data.reports
      .get(state.report)
      .figures.periods.map((code, p) => ({
        code,
        days: Periods.bounds(code),
        value: given.v[p][u],
        flags: given.f[p][u],
      }))
      .filter(({ days, flags }) => days && flags)
      .sort((a, b) => a.days[0] - b.days[0] || b.days[1] - a.days[1])
      .slice(-MOST);
    if (told.length < 2) return null;
    const measure = Data.measures.get(state.measure);
    const row = ({ code, days, value, flags }) =>
      html(
        "tr",
        { "aria-current": days[0] >= from && days[1] <= to ? "true" : null },
        html("th", { scope: "row" }, Periods.say(code)),
        html("td", { class: "numeric" }, Words.quantity(value, flags, measure.unit)),
      );
    return html(
      "table",
      { class: "series" },
      html("caption", {}, Words.pick(measure.name).text),
      html("tbody", {}, told.map(row)),
    );
  }

  return { draw };
})();
