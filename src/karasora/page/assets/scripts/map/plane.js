// The map's three sheets, one over the other: the regions, which are drawn once and then only scaled; a canvas for dots;
// and what stands upright on them in pixels of the screen. At first the page places them itself, so that the map is drawn
// before Leaflet is read; then Leaflet moves them, and scales them while a zoom goes on.
import { Dom } from "../dom.js";
import { Geometry } from "./geometry.js";
import { Panes } from "./panes.js";
import { Patterns } from "./patterns.js";

export const Plane = (() => {
  const { html, svg } = Dom;
  const SPARE = 0.2; // of the window on every side, so that a small move needs no new drawing
  const scaled = svg("g", { class: "scaled" });
  const root = svg("svg", { class: "plane leaflet-zoom-animated", role: "group" }, scaled);
  const canvas = /** @type {HTMLCanvasElement} */ (html("canvas", { class: "dots-canvas leaflet-zoom-animated" }));
  const upright = svg("svg", { class: "plane upright leaflet-zoom-animated" });
  const moved = [root, canvas, upright];
  const listeners = [];

  // In pixels of the screen that move with the map: `window` is what is seen, `bounds` what is drawn.
  const sheets = { scaled, upright, canvas, factor: NaN, shift: [0, 0], window: null, bounds: null, from, at };
  let shown = "";

  function start() {
    Panes.put("overlay", root);
    Panes.put("dots", canvas);
    Panes.put("words", upright);
  }

  // Between Geometry's steps and pixels of the screen.
  function from([x, y]) {
    return [(x - sheets.shift[0]) / sheets.factor, (y - sheets.shift[1]) / sheets.factor];
  }
  function at([x, y]) {
    return [x * sheets.factor + sheets.shift[0], y * sheets.factor + sheets.shift[1]];
  }

  // Until Leaflet does: a place of Geometry's steps in the middle of a window, at whole pixels, as Leaflet counts them.
  function look([x, y], zoom, { x: width, y: height }) {
    const scale = 2 ** (zoom - Geometry.ZOOM);
    const corner = [
      Math.round((Geometry.origin[0] + x) * scale - width / 2),
      Math.round((Geometry.origin[1] + y) * scale - height / 2),
    ];
    show({ zoom, corner, left: 0, top: 0, width, height });
  }

  // `corner`: where the screen's pixels begin among those of the whole map at this zoom; the rest is what the window shows.
  function show({ zoom, corner, left, top, width, height }) {
    const key = [zoom, corner, left, top, width, height].join(" ");
    if (key === shown) return;
    shown = key;
    const scale = 2 ** (zoom - Geometry.ZOOM);
    const min = { x: Math.round(left - SPARE * width), y: Math.round(top - SPARE * height) };
    const max = { x: Math.round(min.x + width * (1 + 2 * SPARE)), y: Math.round(min.y + height * (1 + 2 * SPARE)) };
    sheets.window = { left, top, width, height };
    sheets.bounds = { min, max, width: max.x - min.x, height: max.y - min.y };
    for (const sheet of [root, upright]) {
      sheet.setAttribute("width", sheets.bounds.width);
      sheet.setAttribute("height", sheets.bounds.height);
      sheet.setAttribute("viewBox", `${min.x} ${min.y} ${sheets.bounds.width} ${sheets.bounds.height}`);
    }
    for (const sheet of moved) sheet.style.transform = `translate3d(${min.x}px, ${min.y}px, 0)`;
    sheets.shift = [Geometry.origin[0] * scale - corner[0], Geometry.origin[1] * scale - corner[1]];
    scaled.setAttribute("transform", `translate(${sheets.shift}) scale(${scale})`);
    if (scale !== sheets.factor) Patterns.scale(1 / scale);
    sheets.factor = scale;
    for (const listener of listeners) listener();
  }

  // From now on Leaflet says what is shown. Where that is what was shown before, nothing is drawn anew.
  function join(map) {
    // What its renderers do by themselves, beside their public names.
    const inherited =
      /** @type {L.Renderer & { _update(): void, _updateTransform(centre: L.LatLng, zoom: number): void }} */ (
        L.Renderer.prototype
      );
    const Sheets = /** @type {new (options: L.RendererOptions) => L.Renderer} */ (
      L.Renderer.extend({
        options: { padding: SPARE },
        _initContainer() {
          this._container = root;
        },
        _destroyContainer() {
          for (const sheet of moved) sheet.remove();
        },
        _update() {
          if (this._map._animatingZoom && this._bounds) return;
          inherited._update.call(this);
          const [size, corner, { x: left, y: top }] = [
            this._map.getSize(),
            this._map.getPixelOrigin(),
            this._map.containerPointToLayerPoint([0, 0]),
          ];
          show({ zoom: this._map.getZoom(), corner: [corner.x, corner.y], left, top, width: size.x, height: size.y });
        },
        _updateTransform(centre, zoom) {
          inherited._updateTransform.call(this, centre, zoom);
          for (const sheet of [canvas, upright]) sheet.style.transform = root.style.transform;
        },
        _reset() {
          this._update(); // at whole pixels, so that words are sharp
        },
      })
    );
    Panes.join(map);
    new Sheets({ pane: "overlayPane" }).addTo(map);
    map.getPane("overlayPane").prepend(root); // lines and circles that were added in Python are seen on the regions
  }

  return { sheets, start, look, join, hear: (listener) => listeners.push(listener) };
})();
