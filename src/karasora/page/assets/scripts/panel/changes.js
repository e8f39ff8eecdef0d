// Two reports side by side: the country's totals, the cases known to be the same, and what only one of them has.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { List } from "./list.js";
import { Marks } from "../map/marks.js";
import { Popup } from "./popup.js";
import { State } from "../data/state.js";
import { Totals } from "../data/totals.js";
import { Words } from "../data/words.js";

export const Changes = (() => {
  const { html, one } = Dom;
  const { dataText } = Words;
  let other = "";

  const titleOf = (report) => Words.pick(report.title, report.language);
  const keyOf = (total) => total.measure || Object.values(total.name || {}).join();

  async function show(state) {
    const holder = one("#karasora-changes");
    const here = Data.reports.get(state.report);
    const others = Data.page.reports.filter((r) => r !== here);
    if (!others.length) return holder.replaceChildren();
    const there = others.find((r) => r.id === other) || others[0];
    await Data.need(Data.TELL());
    // The earlier report stands first, whichever is on the map.
    const [a, b] = Data.page.reports.indexOf(here) < Data.page.reports.indexOf(there) ? [here, there] : [there, here];
    holder.replaceChildren(
      ...[
        others.length > 1 ? chooser(others, there) : null,
        html("p", {}, Words.t("change.help")),
        national(a, b),
        cases(a, b),
      ].filter(Boolean),
    );
  }

  function chooser(others, there) {
    const select = html(
      "select",
      { change: (e) => ((other = e.target.value), show(State.get())) },
      others.map((r) => html("option", { value: r.id, selected: r === there }, titleOf(r).text)),
    );
    return html("label", {}, html("span", {}, Words.t("control.report")), select);
  }

  function national(a, b) {
    const goesOn = a.start && b.start <= a.start && b.end >= a.end; // b tells of a's months too
    const keys = [...new Set([...a.totals, ...b.totals].map(keyOf))];
    const rows = keys.map((key) => {
      const [x, y] = [a, b].map((r) => r.totals.find((t) => keyOf(t) === key));
      const total = x || y;
      return html(
        "tr",
        { class: total.of ? "part" : null },
        html("th", { scope: "row" }, Totals.nameOf(total)),
        figure(x),
        figure(y),
        difference(x, y, total, goesOn),
      );
    });
    if (!rows.length) return html("p", {}, Words.t("national.none"));
    const head = [Words.t("column.measure"), ...[a, b].map((r) => titleOf(r)), Words.t("change.difference")];
    return html(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": Words.t("change.national.caption") },
      html(
        "table",
        { class: "compare" },
        html("caption", {}, Words.t("change.national.caption")),
        html(
          "thead",
          {},
          html(
            "tr",
            {},
            head.map((h, k) =>
              h.text === undefined
                ? html("th", { scope: "col", class: k ? "numeric" : null }, h)
                : dataText("th", h.text, h.lang, { scope: "col", class: "numeric" }),
            ),
          ),
        ),
        html("tbody", {}, rows),
      ),
    );
  }

  const figure = (total) =>
    html(
      "td",
      { class: "numeric" },
      total ? Totals.amount(total) : html("span", { class: "mute" }, Words.t("change.not_given")),
    );

  // Two bounds have no difference; another category is not compared; and a count of the same months, and more, can't fall.
  function difference(x, y, total, goesOn) {
    const mute = (text) => html("td", { class: "numeric mute" }, text);
    if (!x || !y) return mute(Data.measures.has(total.measure) || total.of ? "" : Words.t("change.category"));
    if (x.value === null || y.value === null) return mute("–");
    const gap = y.value - x.value;
    if (!gap && x.flags === y.flags) return mute(Words.t("change.same"));
    if ((x.flags | y.flags) & (Figures.AT_LEAST | Figures.ABOUT | Figures.AT_MOST))
      return mute(Words.t("change.inexact"));
    if (gap < 0 && goesOn) return mute(Words.t("change.fewer"));
    return html(
      "td",
      { class: "numeric" },
      `${gap > 0 ? "+" : "−"}${Words.amount(Math.abs(gap), Totals.unitOf(total))}`,
    );
  }

  function cases(a, b) {
    const byCase = new Map();
    const alone = new Map([
      [a.id, []],
      [b.id, []],
    ]);
    for (let i = 0; i < Data.n; i++) {
      const report = Data.text("report", i) || Data.page.reports[0].id;
      const name = Data.text("case", i);
      if (!alone.has(report)) continue;
      if (name) byCase.set(name, { ...byCase.get(name), [report]: i });
      else alone.get(report).push(i);
    }
    for (const [name, pair] of byCase) {
      if (pair[a.id] !== undefined && pair[b.id] !== undefined) continue;
      byCase.delete(name);
      for (const [report, i] of Object.entries(pair)) alone.get(report).push(i);
    }
    const open = (i) =>
      html(
        "button",
        {
          type: "button",
          class: "plain",
          "aria-haspopup": "dialog",
          click: (e) => Popup.openIncident(i, e.currentTarget),
        },
        Words.brief(Data.heading(i).text, 120),
      );
    const told = (i) => [
      open(i),
      html("span", { class: "where" }, List.whereParts(i), Marks.said(i) ? ` · ${Marks.said(i)}` : null),
    ];
    const only = (r) =>
      html(
        "section",
        {},
        dataText("h4", titleOf(r).text, titleOf(r).lang),
        html(
          "ul",
          { class: "only" },
          alone
            .get(r.id)
            .slice(0, 200)
            .map((i) => html("li", {}, told(i))),
        ),
      );
    return html(
      "div",
      {},
      html("h3", {}, Words.t("change.cases")),
      byCase.size
        ? html(
            "ul",
            { class: "pairs" },
            [...byCase.values()].slice(0, 200).map((pair) =>
              html(
                "li",
                {},
                [a.id, b.id].map((id) => html("div", {}, told(pair[id]))),
              ),
            ),
          )
        : html("p", {}, Words.t("change.no_cases")),
      html("h3", {}, Words.t("change.unlinked")),
      html("div", { class: "columns" }, only(a), only(b)),
    );
  }

  return { show };
})();
