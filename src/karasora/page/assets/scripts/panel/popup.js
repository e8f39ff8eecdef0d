// The card of a region or an incident. Numbers lead; then what, where, when, and who reports it.
import { Choropleth } from "../map/choropleth.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Pager } from "./pager.js";
import { Places } from "../map/places.js";
import { Search } from "../data/search.js";
import { Series } from "./series.js";
import { State } from "../data/state.js";
import { Story } from "./story.js";
import { View } from "../map/view.js";
import { Trend } from "./trend.js";
import { Words } from "../data/words.js";

export const Popup = (() => {
  const { html } = Dom;
  const CLOSE = "M3.500 3.500l9 9m0-9l-9 9";
  let map,
    popup = null,
    opener = null,
    cluster = null,
    shown = "";

  function start(onMap) {
    map = onMap;
  }

  // Who asked for it gets the focus back; a cluster's incidents are what its pager turns over.
  function ask(patch, { from = document.activeElement, rows = null } = {}) {
    opener = from;
    cluster = rows;
    State.set(patch);
  }

  const openRegion = (iso, from) => ask({ region: iso, incident: "" }, { from });
  function openIncident(i, from, rows) {
    const units = Data.units(i);
    ask(
      { incident: Data.text("id", i), region: units.length === 1 && !rows ? Data.regions[units[0]].iso : "" },
      { from, rows },
    );
  }

  // All that the report has in a region, and what of it passes the filters: the pager counts what the list shows.
  // An incident that was asked for by name is told all the same.
  async function rowsOf(state, u, row) {
    const report = Data.column("report");
    const known = (cluster || (u === undefined ? [row] : Places.ofUnit(u))).filter(
      (i) => !report || report(i) === state.report,
    );
    const all = [true, false].flatMap((wanted) => known.filter((i) => counts(i, u) === wanted));
    if (!Search.isFiltered(state)) return { all, rows: all };
    const shown = await Search.rows(state);
    const rows = all.filter((i) => i === row || has(shown, i));
    return { all, rows };
  }

  // What a region's number of incidents counts stands first: notes, and what several regions share, come after it.
  const counts = (i, u) =>
    !Data.isContext(i) &&
    (u === undefined || cluster !== null || (Data.units(i).length === 1 && Data.units(i)[0] === u));

  // Whether a row is among those that are shown, which stand in the order of the data.
  function has(rows, i) {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle] < i) low = middle + 1;
      else high = middle;
    }
    return rows[low] === i;
  }

  async function show(state, { focus = true } = {}) {
    const key = [state.region, state.incident, state.report, state.measure, state.per, Words.lang()].join("\n");
    if (!state.region && !state.incident) return close();
    await Data.need(Data.TELL());
    const row = state.incident ? Data.row(state.incident) : undefined;
    const u = state.region ? Data.unitOf.get(state.region) : undefined;
    if (u === undefined && row === undefined) return close();
    if (row !== undefined && Data.text("report", row) && Data.text("report", row) !== state.report) {
      State.set({ report: Data.text("report", row) }, { quiet: true });
      return;
    }
    const { all, rows } = await rowsOf(state, u, row);
    if (state !== State.get()) return; // overtaken
    const content = card(state, u, row, rows, all);
    const moved = !popup || shown.split("\n").slice(0, 2).join() !== key.split("\n").slice(0, 2).join();
    shown = key;
    const point =
      row !== undefined && !(u !== undefined && Places.sort(row) !== Places.POINT)
        ? Places.anchor(row)
        : Places.label(u);
    put(content, View.place(...point), moved);
    if (focus && moved) content.focus({ preventScroll: true });
    Choropleth.outline("picked", row !== undefined ? Data.units(row) : u);
  }

  // It docks: at the foot of the panel, or of the window where that stands below the map.
  function put(content, at, moved) {
    if (!popup) {
      popup = L.popup({ pane: "dock", closeButton: false, autoClose: false, closeOnClick: false, autoPan: false });
      popup.setLatLng(at).setContent(content).addTo(map);
    } else popup.setLatLng(at).setContent(content);
    document.documentElement.classList.add("telling");
    if (moved) View.reveal(at, free());
  }

  // Pixels of the map above the card, where it covers any.
  function free() {
    const [card, window] = [popup.getElement(), map.getContainer()].map((e) => e.getBoundingClientRect());
    return card.right > window.left + 40 ? card.top - window.top : Infinity;
  }

  function drop() {
    if (popup) popup.remove();
    popup = null;
  }

  function close() {
    if (!popup) return;
    const within = popup.getElement().contains(document.activeElement);
    drop();
    shown = "";
    cluster = null;
    document.documentElement.classList.remove("telling");
    View.putBack();
    Choropleth.outline("picked", null);
    if (within || document.activeElement === document.body) giveBack();
    opener = null;
  }

  // Marks may have been drawn anew meanwhile: then the one with the same incident gets the focus.
  function giveBack() {
    if (!opener || opener === document.body) return;
    const again = opener.isConnected
      ? opener
      : opener.dataset &&
        opener.dataset.incident &&
        Dom.all(".mark[data-incident]").find((m) => m.dataset.incident === opener.dataset.incident);
    if (again) again.focus({ preventScroll: true });
  }

  const dismiss = () => State.set({ region: "", incident: "" });

  // ---- what the card says ----
  function card(state, u, row, rows, all) {
    const at = row === undefined ? 0 : Math.max(0, rows.indexOf(row));
    const incident = rows[at];
    const head = u !== undefined ? regionHead(state, u, rows, all) : [];
    const box = html(
      "div",
      { class: "card", role: "dialog", tabindex: "-1", "aria-labelledby": "karasora-card" },
      html(
        "button",
        { type: "button", class: "close", "aria-label": Words.t("popup.close"), click: dismiss },
        Dom.icon(CLOSE),
      ),
      head,
      incident === undefined ? null : Story.draw(incident, u === undefined, (patch) => ask(patch, { from: opener })),
      Pager.draw(
        rows,
        at,
        (i) => counts(i, u),
        (to, css) => turn(rows, to, css),
      ),
    );
    const title = box.querySelector("h2, h3");
    if (title) title.id = "karasora-card";
    return box;
  }

  function regionHead(state, u, rows, all) {
    const region = Data.regions[u];
    const figure = Figures.of(u);
    const measure = Words.pick(Data.measures.get(state.measure).name);
    const counted = state.measure === "incidents" && state.per === "absolute";
    return [
      html("h2", {}, Words.pick(region.name).text),
      html(
        "p",
        { class: `value ${figure.state}` },
        html(figure.state === "stated" || figure.state === "zero" ? "b" : "span", {}, Figures.say(figure, state)),
        counted && figure.state === "stated" ? null : ` · ${measure.text}`,
      ),
      Trend.draw(u, state),
      Series.draw(u, state),
      ...Data.footnotes(u).map((text) => html("p", { class: "remark" }, text)),
      silence(figure, rows, all),
    ];
  }

  // Why there is no incident to tell; nothing of that where a figure stands above.
  function silence(figure, rows, all) {
    if (!rows.length && all.length)
      return html("p", { class: "silent" }, Words.t("popup.region_none_selected", { n: Words.number(all.length) }));
    const key =
      figure.state === "not-stated"
        ? "popup.region_not_stated"
        : rows.length || Figures.isKnown(figure)
          ? ""
          : figure.state === "zero"
            ? "popup.region_zero"
            : "popup.region_silent";
    return key ? html("p", { class: "silent" }, Words.t(key)) : null;
  }

  function turn(rows, to, css) {
    State.set({ incident: Data.text("id", rows[(to + rows.length) % rows.length]) }, { quiet: true });
    Dom.one(`.card .${css}`)?.focus({ preventScroll: true });
  }

  return { start, show, dismiss, openRegion, openIncident, isOpen: () => Boolean(popup) };
})();
