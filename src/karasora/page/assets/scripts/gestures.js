// What the reader does: clicks, keys and moves on the map become an open card, a closer look, an address; skip links lead on.
import { Data } from "./data/data.js";
import { Dom } from "./dom.js";
import { Geometry } from "./map/geometry.js";
import { Marks } from "./map/marks.js";
import { Popup } from "./panel/popup.js";
import { State } from "./data/state.js";
import { View } from "./map/view.js";

export const Gestures = (() => {
  let map;

  function start(onMap) {
    map = onMap;
    const act = (target, at) => {
      if (!target.isConnected) return; // a button of a card that has been drawn anew meanwhile
      const mark = target.closest(".mark");
      if (mark && mark.cluster) return open(mark);
      if (mark && mark.dataset.incident) return Popup.openIncident(+mark.dataset.row, mark);
      const unit = target.closest("[data-of]")?.dataset.of || target.closest("[data-region]")?.dataset.region; // what names a region opens it
      const dot =
        unit && at && target.closest("[data-region]") && Data.ready("id")
          ? Marks.dotAt(at, matchMedia("(pointer: coarse)").matches ? 9 : 6)
          : -1;
      if (dot >= 0) return Popup.openIncident(dot, target); // its region's card, turned to it
      if (unit) return Popup.openRegion(unit, mark || target);
      if (!target.closest(".leaflet-popup")) Popup.dismiss();
    };
    // Leaflet tells a click from a drag.
    map.on("click", (e) => act(e.originalEvent.target, e.layerPoint));
    map.getContainer().addEventListener("keydown", (e) => {
      if ((e.key === "Enter" || e.key === " ") && e.target.matches("[data-region]")) {
        e.preventDefault();
        Popup.openRegion(e.target.dataset.region, e.target);
      }
    });
    document.addEventListener("keydown", (e) => e.key === "Escape" && Popup.isOpen() && Popup.dismiss());
    for (const link of Dom.all(".skips a")) link.addEventListener("click", skip);
    let resting = 0;
    map.on("moveend", () => {
      clearTimeout(resting);
      resting = setTimeout(() => State.set({ map: View.text() }, { quiet: true }), 400);
    });
  }

  // Several incidents at one spot: look closer, or if that is no use, turn their cards over.
  function open(mark) {
    const { rows: inside, box } = Marks.members(mark.cluster);
    const wide = Math.max(box[2] - box[0], box[3] - box[1]) * 2 ** (map.getMaxZoom() - Geometry.ZOOM);
    if (wide < 60 || map.getZoom() >= map.getMaxZoom()) return Popup.openIncident(inside[0], mark, inside);
    State.set({ map: View.text() }, { quiet: true });
    State.set({ map: View.closer(box) }); // an address of its own: Back undoes it
  }

  function skip(e) {
    e.preventDefault();
    const target = Dom.one(e.currentTarget.getAttribute("href"));
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }

  return { start };
})();
