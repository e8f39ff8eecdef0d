// A city of small area is a ring, with a target as large as a finger's; it always has its name.
import { Data } from "../../data/data.js";
import { Dom } from "../../dom.js";
import { Geometry } from "../geometry.js";
import { Layout } from "../layout.js";
import { Places } from "../places.js";

export const Rings = (() => {
  const SMALL = 22; // pixels: a city that is wider is seen as an area
  const R = 6.5,
    TARGET = 12;

  const isRinged = (u, { plane }) => {
    if (Data.regions[u].type !== "city") return false;
    const [west, , east] = Geometry.boxOf(u);
    return (east - west) * plane.factor < SMALL;
  };

  function items(scene) {
    return [...Data.regions.keys()]
      .filter((u) => isRinged(u, scene))
      .map((u) => {
        const [x, y] = scene.at(Places.label(u));
        return { fixed: Layout.box(x, y, 2 * R + 2, 2 * R + 2), put: (drawing) => draw(drawing, u, x, y, scene) };
      });
  }

  function draw(drawing, u, cx, cy, { figures }) {
    const { iso } = Data.regions[u];
    drawing.under(
      Dom.svg(
        "g",
        { class: "ring-mark", "data-of": iso },
        Dom.svg("circle", { class: "target", cx, cy, r: TARGET }),
        Dom.svg("circle", { class: `ring ${figures[u].css}`, cx, cy, r: R, "data-unit": iso }),
      ),
    );
  }

  return { items, isRinged };
})();
