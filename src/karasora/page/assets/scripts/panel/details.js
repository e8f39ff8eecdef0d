// The folds under the map: tables, what changed, and the notes on the data.
import { Changes } from "./changes.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { State } from "../data/state.js";
import { Words } from "../data/words.js";

export const Details = (() => {
  const { html, one, all, link } = Dom;
  const { dataText } = Words;
  const TITLES = { regions: "table.regions", incidents: "table.incidents", changes: "change.open", about: "about.title" };

  const views = () => State.VIEWS.filter((view) => view !== "changes" || Data.page.reports.length > 1);

  function start() {
    for (const leaf of all(".leaf")) leaf.id = `karasora-leaf-${leaf.dataset.view}`;
    one("#karasora-tabs").append(...views().map((view) => html("button", { type: "button", "data-fold": view, "aria-controls": `karasora-leaf-${view}`, "data-word": TITLES[view],
      click: () => State.set({ view: State.get().view === view ? "" : view }) })));
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
    const list = report.totals.map((total) => html("li", { class: total.of ? "part" : null }, html("b", {}, Words.quantity(total.value, total.flags, Changes.unitOf(total))), " ", Changes.nameOf(total)));
    one("#karasora-national").replaceChildren(...(list.length ? [html("ul", { class: "national" }, list), html("p", { class: "hint" }, Words.t("national.help"))] : [html("p", {}, Words.t("national.none"))]));
  }

  function about(state) {
    const report = Data.reports.get(state.report);
    const population = Data.page.population;
    const source = String(population.source || "").split(/ ; /)[0];
    const lines = ["about.enforcement", report.coverage === "partial" ? "report.partial" : "report.complete", "about.not_clean", "about.substances", "about.qualifiers", "report.not_added", "about.people", "total.several_regions.help"];
    const ground = [Data.page.vintage === 2018 ? "about.borders_2018" : "about.borders", report.vintage !== Data.page.vintage ? "about.vintage" : null, "about.baikonur", "about.area", "about.projection"];
    const reports = Data.page.reports.filter((r) => r.url).map((r) => {
      const title = Words.pick(r.title, r.language);
      return html("li", {}, link(r.url, title.text, { lang: title.lang === Words.lang() ? null : title.lang }), r.publisher ? [" · ", dataText("span", r.publisher, r.language)] : null, r.published ? ` · ${Words.date(r.published)}` : null);
    });
    one("#karasora-about").replaceChildren(
      html("ul", {}, lines.map((key) => html("li", {}, Words.t(key)))),
      html("h3", {}, Words.t("column.source")),
      html("ul", {}, reports, html("li", {}, link(source, Words.t("about.population", { date: Words.date(population.date), source: Words.t("about.population.source") }))), ground.filter(Boolean).map((key) => html("li", {}, Words.t(key)))),
      html("h3", {}, Words.t("mistake.title")), html("p", {}, Words.t("mistake.help")),
      html("h3", {}, Words.t("map.help.title")), html("p", {}, Words.t("map.help")),
      ...(Data.page.warnings.length ? [html("h3", {}, Words.t("about.warnings")), html("ul", { class: "said", lang: "en" }, Data.page.warnings.slice(0, 100).map((text) => html("li", {}, Words.brief(text, 400))))] : []));
  }

  return { start, show, totals, about };
})();
