// Leaflet comes once the map is drawn. From then on it moves what stands there, and tells clicks from drags.
import { Albers } from "./map/albers.js";
import { Controls } from "./map/controls.js";
import { Gestures } from "./gestures.js";
import { Plane } from "./map/plane.js";
import { Popup } from "./panel/popup.js";
import { Tooltip } from "./map/tooltip.js";
import { View } from "./map/view.js";

export const Leaflet = (() => {
  // `make` is folium's script, which makes the map and adds the layers that were added to it in Python.
  function join(make) {
    Albers.teach();
    const map = make();
    map.attributionControl?.remove();
    for (const part of [View, Plane, Controls]) part.join(map);
    for (const part of [Tooltip, Popup, Gestures]) part.start(map);
  }

  return { join };
})();
