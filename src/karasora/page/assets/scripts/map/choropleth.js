// The painted units, their borders and the water: drawn once, then only painted anew.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Geometry } from "./geometry.js";
import { Patterns } from "./patterns.js";
import { Plane } from "./plane.js";
import { Words } from "../data/words.js";

export const Choropleth = (() => {
  const { svg } = Dom;
  const paths = [];
  const plane = Plane.sheets;
  let above, outlines, borderPaths;

  const path = (d, css) => svg("path", { class: css, d, "vector-effect": "non-scaling-stroke" });
  function draw() {
    const { backdrop } = Data.page;
    const shapes = (kind, closed, css) => path(Geometry.loose(backdrop[kind], backdrop.scale, closed).join(""), css);
    plane.scaled.append(shapes("water", true, "water"), shapes("lines", false, "country-line"));
    const units = svg("g", { class: "units" });
    for (const [u, region] of Data.regions.entries()) {
      paths[u] = path(Geometry.unit(u), "unit");
      for (const [name, value] of [
        ["data-region", region.iso],
        ["role", "button"],
        ["tabindex", "0"],
        ["aria-haspopup", "dialog"],
      ])
        paths[u].setAttribute(name, value);
      units.append(paths[u]);
    }
    const [edge, inner] = [1, 2].map((times) => Geometry.lines(Geometry.used(times)).join(""));
    borderPaths = { inner, edge };
    above = svg("g", { class: "above" });
    outlines = {
      hover: path("", "outline hovered"),
      picked: path("", "outline picked"),
      focus: path("", "outline focused"),
    };
    plane.scaled.append(
      units,
      shapes("lakes", true, "water lake"),
      path(inner, "border casing"),
      path(inner, "border"),
      path(edge, "edge"),
      above,
      ...Object.values(outlines),
    );
    units.addEventListener("focusin", (e) =>
      outline("focus", e.target.matches(":focus-visible") ? unitOf(e.target) : null),
    );
    units.addEventListener("focusout", () => outline("focus", null));
    for (const sheet of [units, plane.upright]) {
      sheet.addEventListener("pointerover", (e) =>
        outline("hover", e.pointerType === "mouse" ? unitOf(e.target) : null),
      );
      sheet.addEventListener("pointerout", () => outline("hover", null));
    }
  }

  const unitOf = (element) => {
    const { region, of } = element.closest?.("[data-region], [data-of]")?.dataset || {};
    return Data.unitOf.get(region || of) ?? null;
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
      Patterns.need(figure.css);
      paths[u].setAttribute("class", `unit ${figure.css}`);
      paths[u].dataset.state = figure.state;
      paths[u].dataset.value = figure.value === null ? "" : String(figure.value);
      const label = Words.t("map.region", {
        region: Words.pick(region.name).text,
        measure,
        value: Figures.say(figure, state),
      });
      paths[u].setAttribute("aria-label", label);
    }
  }

  return { draw, paint, outline, path, above: () => above, borders: () => borderPaths };
})();
