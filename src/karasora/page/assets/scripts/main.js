// The page comes alive: read the address, draw the regions, then the incidents, then bring everything that can wait.
import { Chosen } from "./chosen.js";
import { Choropleth } from "./map/choropleth.js";
import { Controls } from "./map/controls.js";
import { Data } from "./data/data.js";
import { Geometry } from "./map/geometry.js";
import { Marks } from "./map/marks.js";
import { Panes } from "./map/panes.js";
import { Places } from "./map/places.js";
import { Plane } from "./map/plane.js";
import { Search } from "./data/search.js";
import { Sheet } from "./panel/sheet.js";
import { State } from "./data/state.js";
import { Timeline } from "./panel/timeline.js";
import { View } from "./map/view.js";
import { Words } from "./data/words.js";

export const Karasora = (() => {
  // `box` holds the map; once that is drawn, `library` brings Leaflet, and `make` has it move the map.
  async function start(box, library, make) {
    State.start();
    Words.choose(State.get().lang, Data.page.lang, navigator.languages);
    const whole = !Search.isFiltered(State.get()) && State.get().per === "absolute"; // then nothing needs to be read before the regions are painted
    size(box);
    Choropleth.draw();
    Timeline.start(Chosen.brush);
    if (whole) Chosen.paint();
    View.go(State.get().map);
    await Data.need(Data.DRAW);
    Places.load();
    Marks.start();
    if (Data.isSmall()) await Data.need();
    await Chosen.select({ painted: whole });
    performance.mark("karasora-drawn");
    const { Alive } = await import("./alive.js");
    await Alive.start(library, make);
  }

  // The map's window, while the page lies there as it was parsed: whoever measures after a change has it all laid out anew.
  function size(box) {
    Geometry.load(Data.page.borders);
    Panes.start(box);
    Plane.start();
    Controls.start();
    Controls.credit();
    Sheet.start();
    View.start();
    View.refit();
  }

  return { start };
})();
