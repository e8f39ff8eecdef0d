// What the map's element holds, one over the other, as Leaflet names it. It is made before Leaflet is there, which then moves
// all of it but the dock.
import { Dom } from "../dom.js";

export const Panes = (() => {
  const MOVED = ["dots", "words", "marks"];
  const panes = {};
  let box;

  function start(element) {
    box = element;
    box.classList.add("leaflet-container");
    for (const name of ["overlay", ...MOVED, "dock"])
      panes[name] = Dom.html("div", { class: `leaflet-pane leaflet-${name}-pane` });
    box.append(...Object.values(panes));
  }

  const put = (name, element) => panes[name].append(element);

  // What stands in ours for shapes goes to Leaflet's own, where its renderer puts it.
  function join(map) {
    const { overlay, ...ours } = panes;
    overlay.remove();
    map.getPane("mapPane").append(...MOVED.map((name) => panes[name]));
    Object.assign(map.getPanes(), ours);
  }

  return { start, put, join, dock: () => panes.dock, box: () => box };
})();
