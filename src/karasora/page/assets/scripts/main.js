// The page comes alive: read the address, draw the regions, then the incidents, then everything that can wait.
import { Bins } from "./data/bins.js";
import { Change } from "./data/change.js";
import { Changes } from "./panel/changes.js";
import { Choropleth } from "./map/choropleth.js";
import { Controls } from "./map/controls.js";
import { Data } from "./data/data.js";
import { Details } from "./panel/details.js";
import { Dom } from "./dom.js";
import { Downloads } from "./downloads/downloads.js";
import { Figures } from "./data/figures.js";
import { Geometry } from "./map/geometry.js";
import { Headline } from "./panel/headline.js";
import { Highlights } from "./panel/highlights.js";
import { Leaflet } from "./leaflet.js";
import { Legend } from "./panel/legend.js";
import { List } from "./panel/list.js";
import { Marks } from "./map/marks.js";
import { Panel } from "./panel/panel.js";
import { Panes } from "./map/panes.js";
import { Paper } from "./downloads/paper.js";
import { Places } from "./map/places.js";
import { Plane } from "./map/plane.js";
import { Popup } from "./panel/popup.js";
import { Search } from "./data/search.js";
import { Selection } from "./panel/selection.js";
import { Share } from "./downloads/share.js";
import { Sheet } from "./panel/sheet.js";
import { State } from "./data/state.js";
import { Sums } from "./data/sums.js";
import { Tables } from "./panel/tables.js";
import { Timeline } from "./panel/timeline.js";
import { Tooltip } from "./map/tooltip.js";
import { View } from "./map/view.js";
import { Words } from "./data/words.js";

export const Karasora = (() => {
  let matching = new Uint32Array(0),
    rows = matching,
    past = null,
    figures = [],
    request = 0;

  const SMALL = 2000; // incidents: so few that everything is read and drawn at once
  const LARGE = 200000; // from here on, texts are only read when asked for: a phone has little memory
  const LOOKS = new Set(["lang", "report", "measure", "per"]);
  const FILTERS = new Set(["report", "substance", "kind", "q", "from", "to"]);
  const any = (changed, keys) => [...changed].some((key) => keys.has(key));

  // `box` holds the map; once that is drawn, `library` brings Leaflet, and `make` has it move the map.
  async function start(box, library, make) {
    State.start();
    Words.choose(State.get().lang, Data.page.lang, navigator.languages);
    const whole = !Search.isFiltered(State.get()) && State.get().per === "absolute"; // then nothing needs to be read before the regions are painted
    size(box);
    Choropleth.draw();
    Timeline.start(brush);
    if (whole) paint();
    View.go(State.get().map);
    await Data.need(Data.DRAW);
    Places.load();
    Marks.start();
    const small = Data.n <= SMALL;
    if (small) await Data.need();
    await select({ painted: whole });
    performance.mark("karasora-drawn");
    Panel.start();
    List.start();
    Tables.start();
    Details.start();
    Share.start();
    Downloads.start(() => ({ state: State.get(), figures, rows }));
    speak();
    Details.show(State.get());
    Paper.start(() => ({ state: State.get(), figures, rows }));
    if (whole) explain();
    if (small) {
      await lists();
      await table(State.get(), State.get().view);
      await others(State.get());
    }
    await library();
    Leaflet.join(make);
    if (State.get().view) unfold(State.get());
    State.on(react);
    document.documentElement.dataset.ready = "true";
    Dom.one("#karasora-figure").replaceChildren(); // print draws it anew, as the page is then
    if (State.get().region || State.get().incident) await Popup.show(State.get(), { focus: false });
    if (!small) await idle().then(lists).then(tables).then(Marks.draw); // marks get their names once these are read
    if (Data.n <= LARGE) await idle().then(() => Data.need(Data.TELL())); // so that the first card opens at once
  }

  // The map's window, while the page lies there as it was parsed: whoever measures after a change has it all laid out anew.
  function size(box) {
    Geometry.load(Data.page.borders);
    Panes.start(box);
    Plane.start();
    Controls.start();
    credit();
    Sheet.start();
    View.start();
    View.refit();
  }

  // Of many incidents: what is done is shown, and the page answers, between the parts of the work.
  const pause = () =>
    Data.n > SMALL && document.documentElement.dataset.ready ? new Promise((done) => setTimeout(done)) : null;
  // What was asked for is seen before what stands beside it is made; a page in the background draws nothing.
  const shown = () => (document.hidden ? null : new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const idle = () => new Promise((done) => (window.requestIdleCallback || setTimeout)(done));

  function speak() {
    Panel.speak(State.get());
    Sheet.speak();
    credit();
  }

  function credit() {
    const parts = [
      Dom.link("https://www.openstreetmap.org/copyright", Words.t("credit.osm")),
      " · ",
      Dom.link("https://leafletjs.com", "Leaflet"),
    ];
    Dom.one("#karasora-credit").replaceChildren(...parts);
  }

  function paint() {
    const state = State.get();
    figures = Figures.update(state, rows, { past });
    Choropleth.paint(state, figures);
    Tooltip.show(state, figures);
    Headline.show(state, figures);
  }

  // What stands beside the map.
  function explain() {
    const state = State.get();
    Legend.show(state, figures);
    Panel.claim(state);
    Details.totals(state);
  }

  // One way for every selection: the rows that pass, what the regions come to, then the map.
  // A slow search that was overtaken by a newer one is forgotten.
  async function select({ painted = false } = {}) {
    const mine = ++request;
    const slow = setTimeout(() => (Dom.one("#karasora-found").textContent = Words.t("state_of.texts")), 400);
    await Data.need(Bins.needs(State.get()));
    allow(State.get());
    const state = State.get();
    const all = await Search.matching(state);
    const found = await Search.rows(state).finally(() => clearTimeout(slow));
    const before = state.per === "change" ? await Search.rows(Change.before(state)) : null;
    await Data.need(Sums.needs(state));
    if (mine !== request) return;
    [matching, rows, past] = [all, found, before];
    const parts = [
      () => Timeline.show(state, matching),
      () => painted || paint(),
      () => Marks.show(State.get(), figures, rows),
      () => painted || explain(),
    ];
    for (const part of parts) {
      part();
      await pause();
      if (mine !== request) return;
    }
  }

  // What the measure doesn't allow is not shown; a change without a span is that of the last one.
  function allow(state) {
    if (!Figures.pers(state).includes(state.per)) State.set({ per: "absolute" }, { quiet: true });
    else if (state.per === "change" && !Search.isSpan(state)) State.set(Change.lastSpan(state), { quiet: true });
    if (state !== State.get()) Panel.choices(State.get());
  }

  // A span that is only being drawn: bins are added up, regions painted; the rest waits until it is chosen.
  function brush(state, bins, span) {
    const [a, b] = span;
    const pastSummed = a > b - a ? Bins.sums(bins, 2 * a - b - 1, a - 1) : null;
    Choropleth.paint(state, Figures.update(state, rows, { summed: Bins.sums(bins, a, b), past: [], pastSummed }));
  }

  async function lists() {
    const state = State.get();
    Selection.show(state, rows);
    await Highlights.show(state, rows, figures);
    await List.show(state, rows);
    Legend.marks(rows);
  }

  // What is folded out; where there is little to fold out, the rest is made ready while the page rests.
  async function tables() {
    const state = State.get();
    await table(state, state.view);
    if (Data.n <= SMALL) idle().then(() => state === State.get() && others(state));
  }

  const others = (state) =>
    Promise.all(["regions", "incidents"].filter((view) => view !== state.view).map((view) => table(state, view)));

  async function table(state, view) {
    if (view === "regions") Tables.regions(state, figures);
    if (view === "incidents") await Tables.incidents(state, rows);
    if (view === "changes") await Changes.show(state);
    if (view === "about") Details.about(state);
  }

  async function react(state, changed) {
    const chosen = any(changed, LOOKS) || any(changed, FILTERS);
    if (changed.has("lang")) {
      Words.choose(state.lang, Data.page.lang, navigator.languages);
      speak();
    }
    if (chosen || changed.has("theme")) Panel.choices(state);
    if (chosen) {
      await select();
      Selection.announce(state, changed, rows);
      const mine = request;
      await shown();
      if (mine === request) await lists(); // else a newer selection fills them
    } else if (changed.has("marks")) Marks.show(state, figures, rows);
    else if (changed.has("step")) Timeline.show(state, matching);
    else if (changed.has("incident")) Marks.pick(state);
    if (changed.has("incident") && !chosen) List.pick(state);
    if (changed.has("view")) Details.show(state);
    if (chosen || changed.has("view")) await tables();
    if (changed.has("view")) unfold(state);
    if (changed.has("map") && state.map !== View.text()) View.go(state.map, { animate: true });
    if (chosen || changed.has("region") || changed.has("incident")) await Popup.show(state);
    Share.show();
    Paper.outdate();
  }

  // What was folded out comes into sight.
  function unfold(state) {
    View.refit();
    if (!state.view) return;
    if (Sheet.isPhone()) Sheet.go(2);
    Dom.one("#karasora-tables").scrollIntoView({ block: Sheet.isPhone() ? "start" : "nearest" });
  }

  return { start };
})();
