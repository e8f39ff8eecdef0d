// What part of the country is in the window: the whole of it, a place of an address, a closer look; and its limits.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Geometry } from "./geometry.js";
import { Panes } from "./panes.js";
import { Plane } from "./plane.js";

export const View = (() => {
  const CLOSEST = 11; // zoom: borders and places are no finer
  const BEYOND = 0.35; // of the country, that may be seen around it
  const SNAP = 0.05; // of zooms, as map_parts.py tells Leaflet
  const NARROW = 560; // pixels: there the buttons are below the country (styles/controls.css)
  const FILLED = 0.86; // of the window's width or height, that the whole country takes at least
  let map = null, // Leaflet's, which comes once all is drawn
    extent = { x: 0, y: 0 },
    seen = null, // until then: {centre, zoom}
    least = 0,
    home = true,
    before = null,
    covers = null;

  const prefersReducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const country = () => Geometry.box(Data.regions.keys());
  const place = (x, y) => map.unproject(L.point(x + Geometry.origin[0], y + Geometry.origin[1]), Geometry.ZOOM);

  function start() {
    new ResizeObserver(refit).observe(Panes.box());
    const above = new ResizeObserver(() => (covers = null));
    for (const element of Dom.all("#karasora-controls, #karasora-credit, #karasora-scale")) above.observe(element);
  }

  // From now on Leaflet moves the map; it begins where the map stands.
  function join(onMap) {
    map = onMap;
    const [west, north, east, south] = country();
    const [dx, dy] = [(east - west) * BEYOND, (south - north) * BEYOND];
    // Not by Leaflet's own setters: they move the map at once, and again after each move.
    Object.assign(map.options, {
      minZoom: least,
      maxZoom: CLOSEST,
      maxBoundsViscosity: 1,
      maxBounds: L.latLngBounds(place(west - dx, south + dy), place(east + dx, north - dy)),
    });
    map.setView(place(...seen.centre), seen.zoom, { animate: false });
    map.on("movestart", () => (home = false));
  }

  // A place of Geometry's steps in the middle of the window.
  function look(centre, zoom, options = { animate: false }) {
    if (map) return map.setView(place(...centre), zoom, options);
    seen = { centre, zoom: clamp(Math.round(zoom / SNAP) * SNAP, least, CLOSEST) };
    Plane.look(seen.centre, seen.zoom, extent);
  }

  // The zoom at which a box of Geometry's steps fits between margins.
  function fitting([west, north, east, south], margin) {
    const { x: w, y: h } = extent;
    const fits =
      Geometry.ZOOM + Math.log2(Math.min((w - 2 * margin) / (east - west), (h - 2 * margin) / (south - north)));
    return Math.floor(fits / SNAP) * SNAP;
  }

  // The whole country, as large as the window holds it, and where the buttons cover nothing of it.
  function whole() {
    const box = country();
    const { x: w, y: h } = extent;
    const zoom = fitting(box, Math.min(w, h) * 0.02 + 4);
    least = Math.min(CLOSEST, zoom - 0.5);
    if (map) map.options.minZoom = least;
    const outline = Geometry.along([...Data.regions.keys()], 8);
    const over = covered();
    const higher = w < NARROW ? [[0, -0.85]] : []; // the buttons stand below, and words have room there
    let found = null;
    for (const at of [zoom, zoom - 0.05, zoom - 0.1, zoom - 0.15]) {
      const scale = 2 ** (at - Geometry.ZOOM);
      const [width, height] = [(box[2] - box[0]) * scale, (box[3] - box[1]) * scale];
      if (found && width < FILLED * w && height < FILLED * h) break;
      const [spareX, spareY] = [(w - width) / 2, (h - height) / 2];
      for (const [fx, fy] of [
        ...higher,
        [0, 0],
        [0, -0.5],
        [0, -0.85],
        [0.85, 0],
        [0.85, -0.85],
        [-0.85, 0],
        [-0.85, -0.85],
        [0, 0.85],
        [0.85, 0.85],
      ]) {
        const corner = [spareX * (1 + fx) - box[0] * scale, spareY * (1 + fy) - box[1] * scale];
        const free = !outline.some(([x, y]) =>
          over.some((c) => inside(c, x * scale + corner[0], y * scale + corner[1])),
        );
        if (free || !found) found = { at, free, centre: [(w / 2 - corner[0]) / scale, (h / 2 - corner[1]) / scale] };
        if (free) break;
      }
      if (found.free) break;
    }
    look(found.centre, found.at);
    home = true;
  }

  const RIM = 4; // pixels around what covers
  const inside = (c, x, y) => x > c.left - RIM && x < c.right + RIM && y > c.top - RIM && y < c.bottom + RIM;

  // What stands over the map's window, in its pixels: nothing is written below it. Asked once, and again when it changes:
  // every asking makes the browser lay out the page.
  const covered = () => (covers ??= measured());

  function measured() {
    const { left, top } = Panes.box().getBoundingClientRect();
    return Dom.all("#karasora-controls, #karasora-credit, #karasora-scale")
      .map((e) => e.getBoundingClientRect())
      .filter((r) => r.width)
      .map((r) => ({ left: r.left - left, top: r.top - top, right: r.right - left, bottom: r.bottom - top }));
  }

  // After the window or the drawer changed its size.
  function refit() {
    const { clientWidth: x, clientHeight: y } = Panes.box();
    if (!x || !y) return; // not on the screen, as in print
    if (x === extent.x && y === extent.y) return;
    extent = { x, y };
    covers = measured(); // before the map changes
    const stay = home;
    map?.invalidateSize({ animate: false, pan: true });
    if (stay) whole();
    else if (!map && seen) look(seen.centre, seen.zoom);
  }

  // A card below covers the map from `free` on: what it tells of comes into sight, and goes back when it is closed.
  function reveal(at, free) {
    const { x: w, y: h } = map.getSize();
    const spot = map.latLngToContainerPoint(at);
    const bottom = Math.min(h, free);
    const by = [spot.x - clamp(spot.x, 40, w - 40), spot.y - clamp(spot.y, 48, bottom - 32)];
    if (!by[0] && !by[1]) return;
    const stay = home;
    before ??= { centre: map.getCenter(), zoom: map.getZoom(), home };
    map.panBy(by, { animate: !prefersReducedMotion(), duration: 0.3 });
    before.after = map.getZoom();
    home = stay;
  }

  function putBack() {
    if (!before) return;
    const { centre, zoom, home: was } = before;
    before = null;
    if (map.getZoom() !== zoom) return; // the reader has looked elsewhere meanwhile
    if (was) whole();
    else map.panTo(centre, { animate: !prefersReducedMotion(), duration: 0.3 });
  }

  const zoom = (step) => map?.setZoom(map.getZoom() + step, { animate: !prefersReducedMotion() });

  // By a part of the window.
  function move(x, y) {
    const { x: w, y: h } = extent;
    map?.setView(map.containerPointToLatLng([w * (0.5 + x), h * (0.5 + y)]), map.getZoom(), {
      animate: !prefersReducedMotion(),
    });
  }

  const clamp = (v, a, b) => (a > b ? (a + b) / 2 : Math.min(b, Math.max(a, v)));
  const written = (zoom, { lat, lng }) => `${+zoom.toFixed(2)}/${lat.toFixed(3)}/${lng.toFixed(3)}`;

  // 'zoom/lat/lon' of the address, or nothing while the whole country is shown.
  const text = () => (home ? "" : written(map.getZoom(), map.getCenter()));

  // The same for a closer look at a box of Geometry's steps.
  function closer(box) {
    return written(Math.min(CLOSEST, fitting(box, 60)), place((box[0] + box[2]) / 2, (box[1] + box[3]) / 2));
  }

  // Whatever an address says, the country stays in sight.
  function go(text, { animate = false } = {}) {
    if (!text) return home || whole();
    const [zoom, lat, lon] = text.split("/").map(Number);
    const [x, y] = Geometry.place(clamp(lon, 20, 110), clamp(lat, 20, 70));
    const [west, north, east, south] = country();
    const centre = /** @type {[number, number]} */ ([clamp(x, west, east), clamp(y, north, south)]);
    look(centre, clamp(zoom, least, CLOSEST), { animate: animate && !prefersReducedMotion() });
    home = false;
  }

  return {
    start,
    join,
    zoom,
    move,
    whole,
    covered,
    refit,
    reveal,
    putBack,
    text,
    closer,
    go,
    place,
    prefersReducedMotion,
  };
})();
