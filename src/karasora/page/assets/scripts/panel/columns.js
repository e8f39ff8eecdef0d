// What the two tables have in their columns: {key, label, numeric, value(row): what is sorted by, cell(row): text or element}.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { List } from "./list.js";
import { Story } from "./story.js";
import { Trend } from "./trend.js";
import { Words } from "../data/words.js";

export const Columns = (() => {
  const { html, link } = Dom;
  const { dataText } = Words;

  const name = (u) => Words.pick(Data.regions[u].name).text;

  function ofRegions(state, figures) {
    const measure = Words.pick(Data.measures.get(state.measure).name).text;
    const counts = Data.reports.get(state.report).sums.incidents;
    const columns = [
      {
        key: "region",
        label: Words.t("column.region"),
        value: name,
        cell: (u) =>
          html(
            "button",
            { type: "button", class: "plain", "data-of": Data.regions[u].iso, "aria-haspopup": "dialog" },
            name(u),
          ),
      },
      {
        key: "value",
        label: state.per === "absolute" ? measure : `${measure}, ${Words.t(`per.${state.per}`).toLowerCase()}`,
        numeric: true,
        value: (u) => rank(figures[u]),
        cell: (u) =>
          figures[u].state === "stated"
            ? ranked(figures[u])
            : html("span", { class: "mute" }, Figures.say(figures[u], state)),
      },
    ];
    const stated = figures.filter((f) => f.state === "stated").map((f) => f.value);
    const ranked = (f) =>
      html("span", { class: "ranked" }, Figures.say(f, state, { short: true }), Trend.bar(f.value, stated, f.css));
    if (Trend.isThere(state))
      columns.push({
        key: "trend",
        label: Words.t("column.trend"),
        numeric: true,
        value: (u) => Trend.rise(u, state),
        cell: (u) => Trend.draw(u, state) ?? "",
      });
    if (state.measure !== "incidents" && Data.n)
      columns.push({
        key: "incidents",
        label: Words.t("column.incidents"),
        numeric: true,
        value: (u) => counts[u][0] || 0,
        cell: (u) => (counts[u][0] ? Words.number(counts[u][0]) : ""),
      });
    columns.push({
      key: "population",
      label: Words.t("column.population"),
      numeric: true,
      value: (u) => Data.regions[u].population,
      cell: (u) => Words.number(Data.regions[u].population),
    });
    columns.push({
      key: "area",
      label: Words.t("column.area"),
      numeric: true,
      value: (u) => Data.regions[u].area_km2,
      cell: (u) => Words.number(Data.regions[u].area_km2, 0),
    });
    columns.push({
      key: "code",
      label: Words.t("column.code"),
      value: (u) => Data.regions[u].iso,
      cell: (u) => Data.regions[u].iso,
    });
    return columns;
  }

  // Below all figures, also negative ones, what is stated without a number, then what isn't stated, then what isn't mentioned.
  const rank = (f) => ({ stated: f.value, zero: 0, unknown: -1e306, "not-stated": -1e307 })[f.state] ?? -1e308;

  function ofIncidents(state) {
    const shown = Data.page.measures.filter(
      (m) =>
        m.key !== "incidents" && Data.names.includes(`${m.key}:flags`) && Data.reports.get(state.report).sums[m.key],
    );
    const title = Data.heading;
    return [
      {
        key: "title",
        label: Words.t("column.title"),
        value: (i) => title(i).text,
        cell: (i) =>
          html(
            "button",
            {
              type: "button",
              class: "plain",
              "data-row": i,
              "aria-haspopup": "dialog",
              lang: title(i).lang === Words.lang() ? null : title(i).lang,
            },
            Words.brief(title(i).text, 160),
          ),
      },
      {
        key: "where",
        label: Words.t("column.where"),
        value: List.where,
        cell: (i) => html("span", {}, List.whereParts(i)),
      },
      {
        key: "when",
        label: Words.t("column.when"),
        value: (i) => Data.text("start", i),
        cell: (i) => Words.period(Data.text("start", i), Data.text("end", i)),
      },
      Data.names.includes("kind") && {
        key: "kind",
        label: Words.t("column.kind"),
        value: (i) => Data.text("kind", i),
        cell: (i) => Story.kindName(Data.text("kind", i)),
      },
      ...shown.map((m) => ({
        key: m.key,
        label: m.unit === "kg" ? `${Words.pick(m.name).text}, ${Words.t("unit.kg.short")}` : Words.pick(m.name).text,
        numeric: true,
        value: (i) => {
          const q = Data.quantity(m.key, i);
          return q ? (q.value ?? -1) : -2;
        },
        cell: (i) => {
          const q = Data.quantity(m.key, i);
          return q ? (q.value === null ? "?" : Words.quantity(q.value, q.flags, "")) : "";
        },
      })),
      Data.names.some((name) => name.startsWith("locator_")) && {
        key: "locator",
        label: Words.t("column.locator"),
        value: (i) => Data.words("locator", i).text,
        cell: (i) => dataText("span", Words.brief(Data.words("locator", i).text, 120), Data.words("locator", i).lang),
      },
      (Data.names.includes("source_url") || Data.reports.get(state.report).url) && {
        key: "source",
        label: Words.t("column.source"),
        value: (i) => Data.report(i).publisher,
        cell: (i) => source(Data.text("source_url", i) || Data.report(i).url, Data.report(i).publisher),
      },
    ].filter(Boolean);
  }

  const source = (url, publisher) => (url ? link(url, publisher || Words.t("popup.source")) : publisher || "");

  return { ofRegions, ofIncidents };
})();
