// The list of incidents beside the map, and the search over it.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Glyphs } from "../map/glyphs.js";
import { Marks } from "../map/marks.js";
import { Places } from "../map/places.js";
import { Popup } from "./popup.js";
import { Search } from "../data/search.js";
import { Virtual } from "./virtual.js";
import { Words } from "../data/words.js";

export const List = (() => {
  const { html, one } = Dom;
  const { dataText } = Words;
  const HEIGHT = 64;
  const ORDERS = ["given", "best", "date", "amount", "region"];
  let list,
    state,
    rows,
    order = "";

  function start() {
    const holder = one("#karasora-incidents-list");
    list = Virtual.list(holder, HEIGHT, item, () => html("li", { class: "spacer", "aria-hidden": "true" }));
    one("#karasora-order").addEventListener("change", (e) => {
      order = e.target.value;
      list.show(ordered(rows));
    });
    one("#karasora-list-box").addEventListener("click", (e) => {
      const button = e.target.closest("button");
      if (!button) return;
      if (button.dataset.incident) Popup.openIncident(+button.dataset.row, button);
      else if (button.dataset.of) Popup.openRegion(button.dataset.of, button);
    });
    // Arrow keys step through the list.
    holder.addEventListener("keydown", (e) => {
      const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[e.key];
      const next = step && e.target.closest("li")?.[step]?.querySelector("button");
      if (!next) return;
      e.preventDefault();
      next.focus();
    });
  }

  // Place and regions, as elements, the place marked with its language; and as text.
  const regions = (i) =>
    Data.units(i)
      .map((u) => Words.pick(Data.regions[u].short).text)
      .join(", ");
  const where = (i) =>
    whereParts(i)
      .map((part) => part.textContent ?? part)
      .join("");

  function whereParts(i) {
    const place = Data.words("place", i);
    const parts = [
      place.text ? dataText("span", Words.brief(place.text, 80), place.lang) : null,
      regions(i) || (place.text ? null : Words.t("total.unlocated")),
    ];
    return parts.filter(Boolean).flatMap((part, k) => (k ? [" · ", part] : [part]));
  }

  // ---- the order: the reader's choice, else by likeness while something is searched, else as in the report ----
  const offered = () =>
    ORDERS.filter((name) =>
      name === "best"
        ? state.q.trim()
        : name === "amount"
          ? state.measure !== "incidents" && Data.names.includes(`${state.measure}:flags`)
          : name !== "date" || Data.names.includes("start"),
    );

  function choices() {
    const names = offered();
    if (!names.includes(order)) order = "";
    const select = one("#karasora-order");
    select.replaceChildren(...names.map((name) => html("option", { value: name }, Words.t(`list.order.${name}`))));
    select.value = order || (names.includes("best") ? "best" : "given");
    select.closest("label").hidden = rows.length < 2;
  }

  // Values are read once per row; rows alike keep the order of the report.
  function ordered(rows) {
    const by = order || (state.q.trim() ? "best" : "given");
    if (by === "given") return rows;
    if (by === "best") return Search.ranked(rows);
    const regions = Data.regions
      .map((r, u) => [Words.pick(r.name).text, u])
      .sort((a, b) => Words.compare(a[0], b[0]))
      .reduce((places, [, u], k) => ((places[u] = k), places), []);
    const value = {
      date: (i) =>
        -Number((Data.text("end", i) || Data.text("start", i)).replace(/\D/g, "").slice(0, 8).padEnd(8, "0")),
      amount: (i) => {
        const q = Data.quantity(state.measure, i);
        return q ? -(q.value ?? 0) : Infinity;
      },
      region: (i) => {
        const units = Data.units(i);
        return units.length === 1 ? regions[units[0]] : units.length ? 1000 : 2000;
      },
    }[by];
    const keys = Float64Array.from(rows, value);
    return Uint32Array.from(rows.keys())
      .sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b))
      .map((k) => rows[k]);
  }

  // An incident's own dates; those of the whole report are not repeated.
  function when(i) {
    const [start, end, report] = [Data.text("start", i), Data.text("end", i), Data.report(i)];
    return start === report.start && (end || start) === report.end ? "" : Words.period(start, end);
  }

  function item(i) {
    const id = Data.text("id", i);
    const title = Data.heading(i);
    const figure = Marks.figureOf(i);
    const date = when(i);
    return html(
      "li",
      { class: Data.isContext(i) ? "context" : null },
      mark(
        html(
          "button",
          { type: "button", "data-incident": id, "data-row": i, "aria-haspopup": "dialog" },
          html(
            "span",
            { class: `badge ${["", "place", "plate", "corridor", "macro"][Places.sort(i)]}` },
            Glyphs.icon(Glyphs.name(i)),
          ),
          html(
            "span",
            { class: "told" },
            dataText("span", Words.brief(title.text, 140), title.lang, { class: "what" }),
            html(
              "span",
              { class: "where" },
              Data.isDraft(i) ? html("b", { class: "draft" }, `${Words.t("status.draft")} · `) : null,
              figure ? html("b", {}, figure) : null,
              figure ? " · " : null,
              whereParts(i),
              date ? ` · ${date}` : null,
            ),
          ),
        ),
      ),
    );
  }

  function mark(button) {
    if (button.dataset.incident === state.incident) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    return button;
  }

  // Regions whose name was typed, also those that the report doesn't mention.
  function regionItem(u) {
    const figure = Figures.of(u);
    return html(
      "li",
      { class: "region" },
      html(
        "button",
        { type: "button", "data-of": Data.regions[u].iso, "aria-haspopup": "dialog" },
        html("span", { class: `swatch ${figure.css}` }),
        html(
          "span",
          { class: "told" },
          html("span", { class: "what" }, Words.pick(Data.regions[u].name).text),
          html("span", { class: "where" }, Figures.say(figure, state)),
        ),
      ),
    );
  }

  async function show(nextState, nextRows) {
    state = nextState;
    await Data.need([...Data.LIST(), "start", "end"]);
    if (state !== nextState) return;
    rows = nextRows;
    choices();
    list.show(ordered(rows));
    const regions = state.q ? Search.regions(state.q).slice(0, 5) : [];
    one("#karasora-region-hits").replaceChildren(...regions.map(regionItem));
    const total = Data.reports.get(state.report).counts.read;
    const found = one("#karasora-found");
    const said =
      !rows.length && !regions.length
        ? state.q
          ? Words.t("search.empty", { query: Words.brief(state.q, 40) })
          : Data.n
            ? Words.t("list.empty")
            : ""
        : Search.isFiltered(state)
          ? Words.t("list.shown", { n: Words.number(rows.length), total: Words.number(total) })
          : "";
    found.textContent = said;
    return said;
  }

  function pick(nextState) {
    state = nextState;
    for (const button of one("#karasora-incidents-list").querySelectorAll("[data-incident]")) mark(button);
  }

  return { start, show, pick, where, whereParts };
})();
