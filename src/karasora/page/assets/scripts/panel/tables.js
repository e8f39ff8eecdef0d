// The two tables: all data, in the reader's language, sorted by any column; long ones hold only the rows in sight.
import { Announcer } from "../announcer.js";
import { Columns } from "./columns.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Popup } from "./popup.js";
import { Virtual } from "./virtual.js";
import { Words } from "../data/words.js";

export const Tables = (() => {
  const { html, one } = Dom;
  const ROW = 34;
  const order = { regions: ["", 1], incidents: ["", 1] };
  const lists = {};

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
      Columns.ofRegions(state, figures),
      [...Data.regions.keys()],
    );
  }

  async function incidents(state, rows) {
    await Data.need(Data.TELL());
    draw("incidents", Words.t("table.incidents.caption"), Columns.ofIncidents(state), rows);
  }

  return { start, regions, incidents };
})();
