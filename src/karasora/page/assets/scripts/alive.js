// Everything that can wait until the map is drawn: what stands beside it and below it, downloads, Leaflet; and what a change of
// the page's state asks for from then on.
import { Changes } from "./panel/changes.js";
import { Chosen } from "./chosen.js";
import { Controls } from "./map/controls.js";
import { Data } from "./data/data.js";
import { Details } from "./panel/details.js";
import { Dom } from "./dom.js";
import { Downloads } from "./downloads/downloads.js";
import { Highlights } from "./panel/highlights.js";
import { Leaflet } from "./leaflet.js";
import { Legend } from "./panel/legend.js";
import { List } from "./panel/list.js";
import { Marks } from "./map/marks.js";
import { Panel } from "./panel/panel.js";
import { Paper } from "./downloads/paper.js";
import { Popup } from "./panel/popup.js";
import { Selection } from "./panel/selection.js";
import { Share } from "./downloads/share.js";
import { Sheet } from "./panel/sheet.js";
import { State } from "./data/state.js";
import { Tables } from "./panel/tables.js";
import { View } from "./map/view.js";
import { Words } from "./data/words.js";

export const Alive = (() => {
  const LARGE = 200000; // incidents: from here on, texts are only read when asked for: a phone has little memory
  const LOOKS = new Set(["lang", "report", "measure", "per"]);
  const FILTERS = new Set(["report", "substance", "kind", "q", "from", "to"]);
  const any = (changed, keys) => [...changed].some((key) => keys.has(key));

  // `library` brings Leaflet, and `make` has it move the map.
  async function start(library, make) {
    Panel.start();
    List.start();
    Tables.start();
    Details.start();
    Share.start();
    Downloads.start(Chosen.now);
    speak();
    Details.show(State.get());
    Paper.start(Chosen.now);
    explain(State.get(), Chosen.now().figures);
    const small = Data.isSmall();
    if (small) {
      await lists();
      await table(State.get().view);
      await others();
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

  // What was asked for is seen before what stands beside it is made; a page in the background draws nothing.
  const shown = () => (document.hidden ? null : new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const idle = () => new Promise((done) => (window.requestIdleCallback || setTimeout)(done));

  function speak() {
    Panel.speak(State.get());
    Sheet.speak();
    Controls.credit();
  }

  // What stands beside the map.
  function explain(state, figures) {
    Legend.show(state, figures);
    Panel.claim(state);
    Details.totals(state);
  }

  async function lists() {
    const { state, figures, rows } = Chosen.now();
    Selection.show(state, rows);
    await Highlights.show(state, rows, figures);
    await List.show(state, rows);
    Legend.marks(rows);
  }

  // What is folded out; where there is little to fold out, the rest is made ready while the page rests.
  async function tables() {
    const state = State.get();
    await table(state.view);
    if (Data.isSmall()) idle().then(() => state === State.get() && others());
  }

  const others = () =>
    Promise.all(["regions", "incidents"].filter((view) => view !== State.get().view).map((view) => table(view)));

  async function table(view) {
    const { state, figures, rows } = Chosen.now();
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
      await Chosen.select();
      if (state !== State.get()) Panel.choices(State.get()); // what the measure doesn't allow was left
      const { rows, figures, request } = Chosen.now();
      Selection.announce(state, changed, rows);
      await shown();
      if (request === Chosen.now().request) {
        explain(State.get(), figures);
        await lists();
      } // else a newer selection fills them
    } else if (changed.has("marks")) Chosen.marks();
    else if (changed.has("step")) Chosen.time();
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
