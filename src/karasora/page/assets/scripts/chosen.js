// One way for every selection: the rows that pass, what the regions come to, then the map.
import { Bins } from "./data/bins.js";
import { Change } from "./data/change.js";
import { Choropleth } from "./map/choropleth.js";
import { Data } from "./data/data.js";
import { Dom } from "./dom.js";
import { Figures } from "./data/figures.js";
import { Headline } from "./panel/headline.js";
import { Marks } from "./map/marks.js";
import { Search } from "./data/search.js";
import { State } from "./data/state.js";
import { Sums } from "./data/sums.js";
import { Timeline } from "./panel/timeline.js";
import { Tooltip } from "./map/tooltip.js";
import { Words } from "./data/words.js";

export const Chosen = (() => {
  let matching = new Uint32Array(0),
    rows = matching,
    past = null,
    figures = [],
    request = 0;

  // What is on the map; `request` tells one selection from a later one.
  const now = () => ({ state: State.get(), figures, rows, request });

  function paint() {
    const state = State.get();
    figures = Figures.update(state, rows, { past });
    Choropleth.paint(state, figures);
    Tooltip.show(state, figures);
    Headline.show(state, figures);
  }

  // Of many incidents: what is done is shown, and the page answers, between the parts of the work.
  const pause = () =>
    !Data.isSmall() && document.documentElement.dataset.ready ? new Promise((done) => setTimeout(done)) : null;

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
    const parts = [time, () => painted || paint(), marks];
    for (const part of parts) {
      part();
      await pause();
      if (mine !== request) return;
    }
  }

  const marks = () => Marks.show(State.get(), figures, rows);
  const time = () => Timeline.show(State.get(), matching);

  // What the measure doesn't allow is not shown; a change without a span is that of the last one.
  function allow(state) {
    if (!Figures.pers(state).includes(state.per)) State.set({ per: "absolute" }, { quiet: true });
    else if (state.per === "change" && !Search.isSpan(state)) State.set(Change.lastSpan(state), { quiet: true });
  }

  // A span that is only being drawn: bins are added up, regions painted; the rest waits until it is chosen.
  function brush(state, bins, span) {
    const [a, b] = span;
    const pastSummed = a > b - a ? Bins.sums(bins, 2 * a - b - 1, a - 1) : null;
    Choropleth.paint(state, Figures.update(state, rows, { summed: Bins.sums(bins, a, b), past: [], pastSummed }));
  }

  return { now, paint, select, marks, time, brush };
})();
