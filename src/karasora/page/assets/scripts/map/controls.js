// Buttons to zoom and to move the map, so that nothing needs dragging; and the view that shows the whole country.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Geometry } from "./geometry.js";

export const Controls = (() => {
  const { html, one } = Dom;
  const SIGNS = {
    zoom_in: "M8 2.500v11M2.500 8h11", zoom_out: "M2.500 8h11", reset: "M2.500 8.200L8 3l5.500 5.200M4.200 7v6.200h7.600V7",
    pan_north: "M3 10l5-5.500L13 10", pan_south: "M3 6l5 5.500L13 6", pan_west: "M10 3L4.500 8l5.500 5", pan_east: "M6 3l5.500 5L6 13",
  };
  let map, size = "", home = true;

  const prefersReducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function start(onMap) {
    map = onMap;
    const by = (x, y) => () => map.panBy([x * map.getSize().x * 0.3, y * map.getSize().y * 0.3], { animate: !prefersReducedMotion() });
    const zoom = (step) => () => map.setZoom(map.getZoom() + step, { animate: !prefersReducedMotion() });
    const actions = { zoom_in: zoom(1), zoom_out: zoom(-1), reset: whole, pan_west: by(-1, 0), pan_north: by(0, -1), pan_south: by(0, 1), pan_east: by(1, 0) };
    const keys = { "+": "zoom_in", "=": "zoom_in", "-": "zoom_out", 0: "reset", ArrowLeft: "pan_west", ArrowUp: "pan_north", ArrowDown: "pan_south", ArrowRight: "pan_east" };
    map.keyboard?.disable(); // it listens to the map alone, not to the regions and marks on it
    map.getContainer().removeAttribute("tabindex");
    map.getContainer().addEventListener("keydown", (e) => {
      const action = e.ctrlKey || e.metaKey || e.altKey || e.target.closest(".card") ? null : actions[keys[e.key]];
      if (!action) return;
      e.preventDefault();
      action();
    });
    one("#karasora-controls").append(...Object.entries(actions).map(([name, click]) =>
      html("button", { type: "button", class: name, "data-label": `map.${name}`, title: "", click }, Dom.icon(SIGNS[name]))));
    // In a frame the wheel scrolls the page around it until the map is used.
    if (window.top !== window) {
      map.scrollWheelZoom.disable();
      map.getContainer().addEventListener("focusin", () => map.scrollWheelZoom.enable());
      map.on("click", () => map.scrollWheelZoom.enable());
    }
    map.on("movestart", () => (home = false));
    new ResizeObserver(settle).observe(map.getContainer());
  }

  // The whole country, as large as the map holds it.
  function whole() {
    const [west, north, east, south] = Geometry.box(Data.regions.keys());
    const { x: w, y: h } = map.getSize();
    const pad = Math.min(w, h) * 0.03 + 6;
    const fits = Math.log2(Math.min((w - 2 * pad) / (east - west), (h - 2 * pad) / (south - north)));
    const zoom = Geometry.ZOOM + Math.floor(fits / map.options.zoomSnap) * map.options.zoomSnap;
    // On a phone the sheet and the cards come up from below: the country stands above them.
    const low = document.documentElement.classList.contains("docked") ? (h / 2 - pad) * 2 ** (Geometry.ZOOM - zoom) - (south - north) / 2 : 0;
    map.setView(place((west + east) / 2, (north + south) / 2 + Math.max(0, low)), zoom, { animate: false });
    home = true;
  }

  const place = (x, y) => map.unproject(L.point(x + Geometry.origin[0], y + Geometry.origin[1]), Geometry.ZOOM);

  // After the window or the drawer changed its size.
  function settle() {
    const { clientWidth, clientHeight } = map.getContainer();
    if (!clientWidth || !clientHeight) return; // not on the screen, as in print
    if (size === `${clientWidth} ${clientHeight}`) return;
    size = `${clientWidth} ${clientHeight}`;
    const stay = home;
    map.invalidateSize({ animate: false, pan: true });
    if (stay) whole();
  }

  // A small move that the page makes by itself: the reader still looks at the whole country.
  function nudge(by, options) {
    const stay = home;
    map.panBy(by, options);
    home = stay;
  }

  // 'zoom/lat/lon' of the address, or nothing while the whole country is shown.
  function view() {
    const { lat, lng } = map.getCenter();
    return home ? "" : `${map.getZoom()}/${lat.toFixed(3)}/${lng.toFixed(3)}`;
  }

  function go(text) {
    if (!text) return home || whole();
    const [zoom, lat, lon] = text.split("/").map(Number);
    map.setView([lat, lon], zoom, { animate: false });
  }

  return { start, settle, nudge, view, go, prefersReducedMotion, place };
})();
