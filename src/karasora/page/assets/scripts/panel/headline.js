// The head: whose figures these are and for which months, the country's totals, what has a place; the report, and a later one.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { State } from "../data/state.js";
import { Totals } from "../data/totals.js";
import { Words } from "../data/words.js";

export const Headline = (() => {
  const { html, one, link } = Dom;
  const { dataText } = Words;
  const LEADING = 4; // totals that the head has room for: the first of the report's own

  function show(state, figures) {
    const report = Data.reports.get(state.report);
    const title = Words.pick(report.headline || {}).text || Words.t("page.headline_plain");
    one("#karasora-headline").textContent = title.replace(/[ \u00a0]–[ \u00a0](?=\d)/g, "\u00a0–\u2060\u00a0");
    document.title = title;
    fill("#karasora-origin", origin(report));
    fill(
      "#karasora-totals",
      separated(
        report.totals
          .filter((total) => !total.of)
          .slice(0, LEADING)
          .map(leading),
      ),
    );
    one("#karasora-facts").replaceChildren(html("b", {}, facts(report, state, figures)));
    one("#karasora-source").replaceChildren(...separated(source(report)));
    fill("#karasora-later", later(report));
  }

  // A line that has nothing to say takes no room.
  function fill(css, parts) {
    one(css).replaceChildren(...parts);
    one(css).hidden = !parts.length;
  }

  const separated = (parts) => parts.flatMap((part, k) => (k ? [" · ", part] : [part]));
  const leading = (total) => html("span", { class: "total" }, Totals.say(total));
  const period = (report) => Words.period(report.start, report.end);

  function origin(report) {
    const origin = Words.pick(report.origin, report.language);
    return origin.text ? [dataText("span", [origin.text, period(report)].filter(Boolean).join(", "), origin.lang)] : [];
  }

  function facts(report, state, figures) {
    const known = figures.filter(Figures.isKnown).length;
    const regions = Words.plural("count.regions", known);
    const measure = Words.pick(Data.measures.get(state.measure).name).text;
    if (state.measure !== "incidents")
      return measure === Words.pick(report.headline || {}).text ? regions : `${measure} · ${regions}`; // no word twice
    const incidents = Words.plural(
      "count.incidents",
      figures.reduce((sum, figure) => sum + (figure.amount || 0), 0),
    );
    if (!report.examples) return Words.t("page.facts", { incidents, regions });
    return Words.t("head.places", { incidents, in_regions: Words.plural("count.in_regions", known) });
  }

  function source(report) {
    const name = Words.pick(report.title, report.language);
    const isNew = report.url || name.text !== Words.pick(report.headline || {}).text;
    const said = name.text && isNew && dataText("span", report.url ? "" : name.text, report.url ? null : name.lang);
    if (said && report.url)
      said.append(link(report.url, name.text, { lang: name.lang === Words.lang() ? null : name.lang }));
    const told = [report.publisher, Words.pick(report.origin).text ? "" : period(report)].filter(Boolean);
    return [said, ...told.map((text) => dataText("span", text, null))].filter(Boolean);
  }

  // A report that begins no later, goes on longer and has totals of its own says more of the same.
  function later(report) {
    const [next] = Data.page.reports
      .filter(
        (other) =>
          other.totals.length &&
          report.totals.length &&
          report.end &&
          other.start <= report.start &&
          other.end > report.end,
      )
      .sort((a, b) => (a.end < b.end ? 1 : -1));
    if (!next) return [];
    const title = Words.pick(next.title, next.language);
    return [
      html(
        "button",
        { type: "button", class: "plain", click: () => State.set({ report: next.id, incident: "", region: "" }) },
        Words.t("head.later", { title: title.text || next.id }),
      ),
    ];
  }

  return { show };
})();
