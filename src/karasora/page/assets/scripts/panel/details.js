// The folds under the map: tables, what changed, and the notes on the data.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { State } from "../data/state.js";
import { Totals } from "../data/totals.js";
import { Words } from "../data/words.js";

export const Details = (() => {
  const { html, one, all, link } = Dom;
  const { dataText } = Words;
  const TITLES = {
    regions: "table.regions",
    incidents: "table.incidents",
    changes: "change.open",
    about: "about.title",
  };

  const has = { changes: () => Data.page.reports.length > 1, incidents: () => Data.n > 0 };
  const views = () => State.VIEWS.filter((view) => !has[view] || has[view]());

  function start() {
    for (const leaf of all(".leaf")) leaf.id = `karasora-leaf-${leaf.dataset.view}`;
    one("#karasora-tabs").append(
      ...views().map((view) =>
        html("button", {
          type: "button",
          "data-fold": view,
          "aria-controls": `karasora-leaf-${view}`,
          "data-word": TITLES[view],
          click: () => State.set({ view: State.get().view === view ? "" : view }),
        }),
      ),
    );
  }

  function show(state) {
    const open = state.view;
    for (const leaf of all(".leaf")) leaf.classList.toggle("open", leaf.dataset.view === open);
    for (const tab of all("[data-fold]")) tab.setAttribute("aria-expanded", String(tab.dataset.fold === open));
    document.documentElement.classList.toggle("folded-out", Boolean(open));
    if (open) one("#karasora-tables").scrollTop = 0;
  }

  // The report's own totals, and what was read for it.
  function totals(state) {
    const report = Data.reports.get(state.report);
    for (const element of all("[data-total]")) element.textContent = Words.number(report.counts[element.dataset.total]);
    const line = (name, value, part) =>
      html("li", { class: part ? "part" : null }, Words.t("total.named", { name, value: "" }), html("b", {}, value));
    const series = (name, told) =>
      !told[0][0]
        ? line(name, told[0][1])
        : html(
            "li",
            {},
            name,
            html(
              "ul",
              {},
              told.map(([period, value]) => line(period, value)),
            ),
          );
    const list = [
      ...report.totals.map((total) => line(Totals.nameOf(total), Totals.amount(total), total.of)),
      ...Totals.byPeriod(report).map(([name, told]) => series(name, told)),
    ];
    const help = report.totals.length ? html("p", { class: "hint" }, Words.t("national.help")) : null;
    one("#karasora-national").replaceChildren(
      ...(list.length
        ? [html("ul", { class: "national" }, list), help].filter(Boolean)
        : [html("p", {}, Words.t("national.none"))]),
    );
    one("#karasora-counts").hidden = !report.counts.read;
    one("#karasora-explained").textContent = Words.t("total.explained", {
      read: Words.number(report.counts.read),
      incidents: Words.number(report.counts.read - report.notes),
      notes: Words.number(report.notes),
    });
  }

  // What the report goes back to and who acted, then what others add to it as a whole.
  function ofReport(report) {
    const text = Words.pick(report.text, report.language);
    const notes = Data.page.notes.filter((note) => note.report === report.id && !note.incident);
    if (!text.text && !notes.length) return [];
    return [
      html("h3", {}, Words.t("about.report")),
      text.text ? dataText("p", text.text, text.lang) : null,
      notes.length
        ? html(
            "ul",
            {},
            notes.map((note) => {
              const said = Words.pick(note.text);
              return html(
                "li",
                {},
                dataText("span", said.text, said.lang),
                note.url ? [" ", link(note.url, Words.t("popup.source"), { class: "out" })] : null,
              );
            }),
          )
        : null,
    ].filter(Boolean);
  }

  function about(state) {
    const report = Data.reports.get(state.report);
    const population = Data.page.population;
    const source = String(population.source || "").split(/ ; /)[0];
    const has = (group) => Data.page.measures.some((m) => m.group === group && report.sums[m.key]);
    const lines = [
      has("substances") && "about.enforcement",
      report.coverage === "partial" ? "report.partial" : "report.complete",
      has("substances") && "about.not_clean",
      has("substances") && "about.substances",
      "about.qualifiers",
      Data.page.reports.length > 1 && "report.not_added",
      report.sums.detained && "about.people",
      Data.n && "total.several_regions.help",
    ].filter(Boolean);
    const ground = [
      Data.page.vintage === 2018 ? "about.borders_2018" : "about.borders",
      report.vintage !== Data.page.vintage ? "about.vintage" : null,
      "about.baikonur",
      "about.area",
      Data.page.vintage === 2018 ? null : "about.area_derived",
      "about.projection",
    ];
    const reports = Data.page.reports
      .filter((r) => r.url)
      .map((r) => {
        const title = Words.pick(r.title, r.language);
        return html(
          "li",
          {},
          link(r.url, title.text, { lang: title.lang === Words.lang() ? null : title.lang }),
          r.publisher ? [" · ", dataText("span", r.publisher, r.language)] : null,
          r.published ? ` · ${Words.date(r.published)}` : null,
        );
      });
    one("#karasora-about").replaceChildren(
      ...ofReport(report),
      html(
        "ul",
        {},
        lines.map((key) => html("li", {}, Words.t(key))),
      ),
      html("h3", {}, Words.t("column.source")),
      html(
        "ul",
        {},
        reports,
        html(
          "li",
          {},
          link(
            source,
            Words.t("about.population", {
              date: Words.asOf(population.date),
              source: Words.t("about.population.source"),
            }),
          ),
        ),
        ground.filter(Boolean).map((key) => html("li", {}, Words.t(key))),
      ),
      html("h3", {}, Words.t("mistake.title")),
      html("p", {}, Words.t("mistake.help")),
      html("h3", {}, Words.t("map.help.title")),
      html("p", {}, Words.t("map.help")),
      ...(Data.page.readings.length
        ? [
            html("h3", {}, Words.t("about.readings")),
            html(
              "ul",
              {},
              Data.page.readings.slice(0, 100).map((r) =>
                html(
                  "li",
                  {},
                  reading(r),
                  r.notes.length
                    ? html(
                        "ul",
                        {},
                        r.notes.slice(0, 100).map((line) => html("li", {}, line)),
                      )
                    : null,
                ),
              ),
            ),
          ]
        : []),
      ...(Data.page.warnings.length
        ? [
            html("h3", {}, Words.t("about.warnings")),
            html(
              "ul",
              { class: "said", lang: "en" },
              Data.page.warnings.slice(0, 100).map((text) => html("li", {}, Words.brief(text, 400))),
            ),
          ]
        : []),
    );
  }

  // How a table was understood: 'crimes.csv: read as figures – regions: 20, measures: 1, periods: 5'.
  function reading({ file, sheet, kind, ...counts }) {
    const numbers = Object.fromEntries(
      Object.entries(counts).map(([name, n]) => [name, typeof n === "number" ? Words.number(n) : n]),
    );
    return Words.t(`about.reading.${kind}`, { file: sheet ? `${file}, «${sheet}»` : file, ...numbers });
  }

  return { start, show, totals, about };
})();
