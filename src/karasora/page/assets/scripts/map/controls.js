// Buttons and keys to zoom and to move the map, so that nothing needs dragging; and a bar for its scale.
import { Dom } from "../dom.js";
import { Geometry } from "./geometry.js";
import { Panes } from "./panes.js";
import { Plane } from "./plane.js";
import { View } from "./view.js";
import { Words } from "../data/words.js";

export const Controls = (() => {
  const { html, one } = Dom;
  const SIGNS = {
    zoom_in: "M8 2.500v11M2.500 8h11",
    zoom_out: "M2.500 8h11",
    reset: "M2.500 8.200L8 3l5.500 5.200M4.200 7v6.200h7.600V7",
    pan_north: "M3 10l5-5.500L13 10",
    pan_south: "M3 6l5 5.500L13 6",
    pan_west: "M10 3L4.500 8l5.500 5",
    pan_east: "M6 3l5.500 5L6 13",
  };
  const KEYS = {
    "+": "zoom_in",
    "=": "zoom_in",
    "-": "zoom_out",
    0: "reset",
    ArrowLeft: "pan_west",
    ArrowUp: "pan_north",
    ArrowDown: "pan_south",
    ArrowRight: "pan_east",
  };
  const [LONGEST, PART] = [130, 0.25]; // pixels of the scale's bar, and of the map's width

  function start() {
    const by = (x, y) => () => View.move(0.3 * x, 0.3 * y);
    const zoom = (step) => () => View.zoom(step);
    const actions = {
      zoom_in: zoom(1),
      zoom_out: zoom(-1),
      reset: View.whole,
      pan_west: by(-1, 0),
      pan_north: by(0, -1),
      pan_south: by(0, 1),
      pan_east: by(1, 0),
    };
    Panes.box().addEventListener("keydown", (e) => {
      const action = e.ctrlKey || e.metaKey || e.altKey || e.target.closest(".card") ? null : actions[KEYS[e.key]];
      if (!action) return;
      e.preventDefault();
      action();
    });
    one("#karasora-controls").append(
      ...Object.entries(actions).map(([name, click]) =>
        html("button", { type: "button", class: name, "data-name": `map.${name}`, click }, Dom.icon(SIGNS[name])),
      ),
    );
    Plane.hear(scale);
  }

  function credit() {
    one("#karasora-credit").replaceChildren(
      Dom.link("https://www.openstreetmap.org/copyright", Words.t("credit.osm")),
      " · ",
      Dom.link("https://leafletjs.com", "Leaflet"),
    );
  }

  // Leaflet has keys and a wheel of its own.
  function join(map) {
    map.keyboard?.disable(); // it listens to the map alone, not to the regions and marks on it
    map.getContainer().removeAttribute("tabindex");
    if (window.top === window) return;
    map.scrollWheelZoom.disable(); // in a frame the wheel scrolls the page around it until the map is used
    map.getContainer().addEventListener("focusin", () => map.scrollWheelZoom.enable());
    map.on("click", () => map.scrollWheelZoom.enable());
  }

  // A round number of kilometres, as long as it fits.
  function scale() {
    const { factor, window } = Plane.sheets;
    const metres = Geometry.METRES / factor;
    const most = (Math.min(LONGEST, PART * window.width) * metres) / 1000;
    const power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((step) => step * power).find((length) => length <= most);
    const bar = one("#karasora-scale");
    bar.style.width = `${Math.round((km * 1000) / metres)}px`;
    bar.textContent = Words.t("map.scale", { n: Words.number(km) });
  }

  return { start, credit, join };
})();
