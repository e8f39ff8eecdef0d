// What part of the country is in the window: the whole of it, a place of an address, a closer look; and its limits.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Geometry } from "./geometry.js";

export const View = (() => {
  const CLOSEST = 11; // zoom: borders and places are no finer
  const BEYOND = 0.35; // of the country, that may be seen around it
  const NARROW = 560; // pixels: there the buttons are below the country (styles/controls.css)
  const FILLED = 0.86; // of the window's width or height, that the whole country takes at least
  let map,
    size = "",
    home = true,
    before = null,
    covers = null;

  const prefersReducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const country = () => Geometry.box(Data.regions.keys());
  const place = (x, y) => map.unproject(L.point(x + Geometry.origin[0], y + Geometry.origin[1]), Geometry.ZOOM);

  function start(onMap) {
    map = onMap;
    const [west, north, east, south] = country();
    const [dx, dy] = [(east - west) * BEYOND, (south - north) * BEYOND];
    // Not by Leaflet's own setters: they move the map at once, and again after each move.
    Object.assign(map.options, {
      maxZoom: CLOSEST,
      maxBoundsViscosity: 1,
      maxBounds: L.latLngBounds(place(west - dx, south + dy), place(east + dx, north - dy)),
    });
    map.on("movestart", () => (home = false));
    new ResizeObserver(refit).observe(map.getContainer());
    const above = new ResizeObserver(() => (covers = null));
    for (const element of Dom.all("#karasora-controls, #karasora-credit, #karasora-scale")) above.observe(element);
  }

  // The zoom at which a box of Geometry's steps fits between margins.
  function fitting([west, north, east, south], margin) {
    const { x: w, y: h } = map.getSize();
    const fits =
      Geometry.ZOOM + Math.log2(Math.min((w - 2 * margin) / (east - west), (h - 2 * margin) / (south - north)));
    return Math.floor(fits / map.options.zoomSnap) * map.options.zoomSnap;
  }

  // The whole country, as large as the window holds it, and where the buttons cover nothing of it.
  function whole() {
    const box = country();
    const { x: w, y: h } = map.getSize();
    const zoom = fitting(box, Math.min(w, h) * 0.02 + 4);
    map.options.minZoom = Math.min(CLOSEST, zoom - 0.5);
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
    map.setView(place(...found.centre), found.at, { animate: false });
    home = true;
  }

  const RIM = 4; // pixels around what covers
  const inside = (c, x, y) => x > c.left - RIM && x < c.right + RIM && y > c.top - RIM && y < c.bottom + RIM;

  // What stands over the map's window, in its pixels: nothing is written below it. Asked once, and again when it changes:
  // every asking makes the browser lay out the page.
  const covered = () => (covers ??= measured());

  function measured() {
    const { left, top } = map.getContainer().getBoundingClientRect();
    return Dom.all("#karasora-controls, #karasora-credit, #karasora-scale")
      .map((e) => e.getBoundingClientRect())
      .filter((r) => r.width)
      .map((r) => ({ left: r.left - left, top: r.top - top, right: r.right - left, bottom: r.bottom - top }));
  }

  // After the window or the drawer changed its size.
  function refit() {
    const { clientWidth, clientHeight } = map.getContainer();
    if (!clientWidth || !clientHeight) return; // not on the screen, as in print
    if (size === `${clientWidth} ${clientHeight}`) return;
    size = `${clientWidth} ${clientHeight}`;
    covers = measured(); // before the map changes
    const stay = home;
    map.invalidateSize({ animate: false, pan: true });
    if (stay) whole();
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

  // By a part of the window.
  function move(x, y) {
    const { x: w, y: h } = map.getSize();
    map.setView(map.containerPointToLatLng([w * (0.5 + x), h * (0.5 + y)]), map.getZoom(), {
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
    const { x, y } = map.project([clamp(lat, 20, 70), clamp(lon, 20, 110)], Geometry.ZOOM);
    const [west, north, east, south] = country();
    const centre = place(clamp(x - Geometry.origin[0], west, east), clamp(y - Geometry.origin[1], north, south));
    map.setView(centre, clamp(zoom, map.getMinZoom(), CLOSEST), { animate: animate && !prefersReducedMotion() });
    home = false;
  }

  return { start, move, whole, covered, refit, reveal, putBack, text, closer, go, place, prefersReducedMotion };
})();
