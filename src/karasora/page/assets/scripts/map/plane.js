// The map's three sheets, one over the other: the regions, which are drawn once and then only scaled; a canvas for dots;
// and what stands upright on them in pixels of the screen. Leaflet moves them, and scales them while a zoom goes on.
import { Dom } from "../dom.js";
import { Geometry } from "./geometry.js";
import { Patterns } from "./patterns.js";

export const Plane = (() => {
  const { html, svg } = Dom;
  const SPARE = 0.2; // of the window on every side, so that a small move needs no new drawing

  // What Leaflet's renderers do by themselves, beside their public names.
  const inherited =
    /** @type {L.Renderer & { _update(): void, _updateTransform(centre: L.LatLng, zoom: number): void }} */ (
      L.Renderer.prototype
    );

  const Sheets = /** @type {new (options: L.RendererOptions) => L.Renderer} */ (
    L.Renderer.extend({
      options: { padding: SPARE },
      _initContainer() {
        this.scaled = svg("g", { class: "scaled" });
        this.upright = svg("svg", { class: "plane upright leaflet-zoom-animated" });
        this.canvas = html("canvas", { class: "dots-canvas leaflet-zoom-animated" });
        this._container = svg("svg", { class: "plane", role: "group" }, this.scaled);
      },
      onAdd(map) {
        L.Renderer.prototype.onAdd.call(this, map);
        this._map.createPane("dots").append(this.canvas);
        this._map.createPane("words").append(this.upright);
      },
      _destroyContainer() {
        for (const sheet of [this._container, this.canvas, this.upright]) sheet.remove();
      },
      _update() {
        if (this._map._animatingZoom && this._bounds) return;
        inherited._update.call(this);
        const { min } = this._bounds;
        const size = this._bounds.getSize();
        for (const sheet of [this._container, this.upright]) {
          sheet.setAttribute("width", size.x);
          sheet.setAttribute("height", size.y);
          sheet.setAttribute("viewBox", `${min.x} ${min.y} ${size.x} ${size.y}`);
        }
        for (const sheet of [this._container, this.canvas, this.upright]) L.DomUtil.setPosition(sheet, min);
        const zoom = this._map.getZoom();
        if (zoom !== this.zoom) this._scale(zoom);
        this.fire("update");
      },
      _updateTransform(centre, zoom) {
        inherited._updateTransform.call(this, centre, zoom);
        for (const sheet of [this.canvas, this.upright]) sheet.style.transform = this._container.style.transform;
      },
      _scale(zoom) {
        this.zoom = zoom;
        const scale = 2 ** (zoom - Geometry.ZOOM);
        const corner = this._map.getPixelOrigin();
        this.shift = [Geometry.origin[0] * scale - corner.x, Geometry.origin[1] * scale - corner.y];
        this.factor = scale;
        this.scaled.setAttribute("transform", `translate(${this.shift}) scale(${scale})`);
        Patterns.scale(1 / scale);
      },
      _reset() {
        this.zoom = null;
        this._update(); // at whole pixels, so that words are sharp
      },
      // Between Geometry's steps and pixels of the screen.
      from([x, y]) {
        return [(x - this.shift[0]) / this.factor, (y - this.shift[1]) / this.factor];
      },
      at([x, y]) {
        return [x * this.factor + this.shift[0], y * this.factor + this.shift[1]];
      },
    })
  );

  return { on: (map) => new Sheets({ pane: "overlayPane" }).addTo(map) };
})();
