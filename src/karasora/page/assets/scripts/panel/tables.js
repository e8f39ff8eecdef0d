// The two tables: all data, in the reader's language, sorted by any column; long ones hold only the rows in sight.
import { Announcer } from "../announcer.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { List } from "./list.js";
import { Popup } from "./popup.js";
import { Story } from "./story.js";
import { Trend } from "./trend.js";
import { Virtual } from "./virtual.js";
import { Words } from "../data/words.js";

export const Tables = (() => {
  const { html, one, link } = Dom;
  const { dataText } = Words;
  const ROW = 34;
  const order = { regions: ["", 1], incidents: ["", 1] };
  const lists = {};

  const name = (u) => Words.pick(Data.regions[u].name).text;

  // column: {key, label, numeric, value(row): what is sorted by, cell(row): text or element}
  function regionColumns(state, figures) {
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
    if (state.measure !== "incidents")
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

  function incidentColumns(state) {
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

  function start() {
    for (const table of Dom.all("table[data-table]")) {
      table.addEventListener("click", (e) => {
        const button = e.target.closest("button");
        if (!button) return;
        if (button.dataset.row) Popup.openIncident(+button.dataset.row, button);
        else if (button.dataset.of) Popup.openRegion(button.dataset.of, button);
      });
    }
  }

  function draw(kind, caption, columns, rows) {
    const table = one(`table[data-table="${kind}"]`);
    const [by, way] = order[kind];
    const column = columns.find((c) => c.key === by);
    const sorted = column ? sort(rows, column, way) : rows;
    const head = (c) =>
      html(
        "th",
        {
          scope: "col",
          class: c.numeric ? "numeric" : null,
          "aria-sort": c.key === by ? (way > 0 ? "ascending" : "descending") : "none",
        },
        html(
          "button",
          {
            type: "button",
            title: Words.t("table.sort", { column: c.label }),
            click: () => turn(kind, c, () => draw(kind, caption, columns, rows)),
          },
          c.label,
        ),
      );
    table.caption.textContent = caption;
    table.closest(".scroll").setAttribute("aria-label", caption);
    table.tHead.rows[0].replaceChildren(...columns.map(head));
    table.setAttribute("aria-rowcount", rows.length + 1);
    const body = table.tBodies[0];
    const line = (i, k) =>
      html(
        "tr",
        { "aria-rowindex": k + 2 },
        columns.map((c, n) =>
          html(n ? "td" : "th", { scope: n ? null : "row", class: c.numeric ? "numeric" : null }, c.cell(i)),
        ),
      );
    lists[kind] =
      lists[kind] && lists[kind].line
        ? lists[kind]
        : {
            line,
            virtual: Virtual.list(
              body,
              ROW,
              (i, k) => lists[kind].line(i, k),
              () => html("tr", { class: "spacer", "aria-hidden": "true" }),
            ),
          };
    lists[kind].line = line;
    table.classList.toggle("long", rows.length > 200);
    lists[kind].virtual.show(sorted);
    for (const rest of Dom.all(".rest", table.closest(".leaf"))) rest.remove();
  }

  function turn(kind, column, again) {
    const [by, way] = order[kind];
    order[kind] = by === column.key ? [by, -way] : [column.key, column.numeric ? -1 : 1];
    again();
    Dom.all(`table[data-table="${kind}"] th[aria-sort] button`)
      .find((b) => b.parentElement.getAttribute("aria-sort") !== "none")
      ?.focus();
    Announcer.say(
      Words.t("table.sorted", {
        column: column.label,
        direction: Words.t(order[kind][1] > 0 ? "table.ascending" : "table.descending"),
      }),
    );
  }

  // Values are read once per row, then compared.
  function sort(rows, column, way) {
    const keys = column.numeric ? Float64Array.from(rows, column.value) : Array.from(rows, column.value);
    const compare = column.numeric
      ? (a, b) => a - b
      : rows.length > 20000
        ? (a, b) => (a < b ? -1 : a > b ? 1 : 0)
        : Words.compare;
    return Uint32Array.from(rows.keys())
      .sort((a, b) => way * compare(keys[a], keys[b]) || a - b)
      .map((k) => rows[k]);
  }

  function regions(state, figures) {
    const measure = Words.pick(Data.measures.get(state.measure).name).text;
    draw(
      "regions",
      Words.t("table.regions.caption", { measure, per: Words.t(`per.${state.per}`).toLowerCase() }),
      regionColumns(state, figures),
      [...Data.regions.keys()],
    );
  }

  async function incidents(state, rows) {
    await Data.need(Data.TELL());
    draw("incidents", Words.t("table.incidents.caption"), incidentColumns(state), rows);
  }

  return { start, regions, incidents };
})();
