// The painted units, their borders and the water: one SVG that is drawn once and then only moved and scaled.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Geometry } from "./geometry.js";
import { Words } from "../data/words.js";

export const Choropleth = (() => {
  const { svg } = Dom;
  const paths = [];
  let map, plane, above, outlines, borderPaths;

  // A Leaflet renderer whose shapes stand in Geometry's steps: a zoom sets one transform.
  const Plane = L.Renderer.extend({
    options: { padding: 0.2 },
    _initContainer() {
      this.scaled = svg("g", { class: "scaled" });
      this.upright = svg("g", { class: "upright" }); // in screen pixels: rings, arrows, words
      this.patterns = Dom.all(".patterns pattern");
      this._container = svg("svg", { class: "plane", role: "group" }, this.scaled, this.upright);
    },
    _destroyContainer() {
      this._container.remove();
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      this._container.setAttribute("width", size.x);
      this._container.setAttribute("height", size.y);
      this._container.setAttribute("viewBox", `${min.x} ${min.y} ${size.x} ${size.y}`);
      L.DomUtil.setPosition(this._container, min);
      const zoom = this._map.getZoom();
      if (zoom !== this.zoom) this._scale(zoom);
      this.fire("update");
    },
    _scale(zoom) {
      this.zoom = zoom;
      const scale = 2 ** (zoom - Geometry.ZOOM);
      const corner = this._map.getPixelOrigin();
      this.shift = [Geometry.origin[0] * scale - corner.x, Geometry.origin[1] * scale - corner.y];
      this.factor = scale;
      this.scaled.setAttribute("transform", `translate(${this.shift}) scale(${scale})`);
      for (const pattern of this.patterns) pattern.setAttribute("patternTransform", `scale(${1 / scale})`);
      this.fire("scaled");
    },
    _reset() {
      this.zoom = null;
      this._update(); // at whole pixels, so that words are sharp
    },
    from([x, y]) {
      return [(x - this.shift[0]) / this.factor, (y - this.shift[1]) / this.factor];
    },
    at([x, y]) {
      return [x * this.factor + this.shift[0], y * this.factor + this.shift[1]];
    },
  });

  const path = (d, css) => svg("path", { class: css, d, "vector-effect": "non-scaling-stroke" });
  // Many short lines rather than one long: the browser then draws only those that it needs.
  const group = (css, lines) => svg("g", { class: css }, lines.map((d) => path(d)));

  function draw(onMap) {
    map = onMap;
    const { borders, backdrop } = Data.page;
    Geometry.load(borders);
    plane = new Plane({ pane: "overlayPane" });
    plane.addTo(map);
    const shapes = (kind, closed, css) => group(css, Geometry.loose(backdrop[kind] || [], backdrop.scale, closed));
    plane.scaled.append(shapes("land", true, "land"), shapes("water", true, "water"), shapes("lines", false, "country-line"));
    const units = svg("g", { class: "units" });
    for (const [u, region] of Data.regions.entries()) {
      paths[u] = path(Geometry.unit(u), "unit");
      for (const [name, value] of [["data-region", region.iso], ["role", "button"], ["tabindex", "0"], ["aria-haspopup", "dialog"]]) paths[u].setAttribute(name, value);
      units.append(paths[u]);
    }
    const inner = Geometry.lines(Geometry.used(2));
    const edge = Geometry.lines(Geometry.used(1));
    borderPaths = { inner: inner.join(""), edge: edge.join("") };
    above = svg("g", { class: "above" });
    outlines = { hover: path("", "outline hovered"), picked: path("", "outline picked"), focus: path("", "outline focused") };
    plane.scaled.append(units, shapes("lakes", true, "water lake"), group("border casing", inner), group("border", inner), group("edge", edge), above, ...Object.values(outlines));
    units.addEventListener("focusin", (e) => outline("focus", e.target.matches(":focus-visible") ? unitOf(e.target) : null));
    units.addEventListener("focusout", () => outline("focus", null));
    units.addEventListener("pointerover", (e) => outline("hover", e.pointerType === "mouse" ? unitOf(e.target) : null));
    units.addEventListener("pointerout", () => outline("hover", null));
  }

  const unitOf = (element) => {
    const unit = element.closest && element.closest("[data-region]");
    return unit ? Data.unitOf.get(unit.dataset.region) : null;
  };

  // `units`: one, several together, or none.
  function outline(kind, units) {
    const group = [units ?? []].flat();
    outlines[kind].setAttribute("d", group.length ? Geometry.lines(Geometry.used(1, group)).join("") : "");
  }

  function paint(state, figures) {
    const measure = Words.pick(Data.measures.get(state.measure).name).text;
    for (const [u, figure] of figures.entries()) {
      const region = Data.regions[u];
      paths[u].setAttribute("class", `unit ${figure.css}`);
      paths[u].dataset.state = figure.state;
      paths[u].dataset.value = figure.value === null ? "" : String(figure.value);
      const label = Words.t("map.region", { region: Words.pick(region.name).text, measure, value: Figures.say(figure, state) });
      paths[u].setAttribute("aria-label", label);
      (paths[u].firstChild || paths[u].appendChild(svg("title"))).textContent = label; // shown while the pointer rests
    }
  }

  return { draw, paint, outline, group, plane: () => plane, above: () => above, borders: () => borderPaths };
})();
