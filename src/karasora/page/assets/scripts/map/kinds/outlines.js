// A find in several regions together: their shared outline, and a sign on each part of it.
import { Choropleth } from "../choropleth.js";
import { Data } from "../../data/data.js";
import { Geometry } from "../geometry.js";

export const Outlines = (() => {
  function items(scene) {
    return scene.several.flatMap((i, k) => [
      outline(Data.units(i), k % 2 ? "odd" : "even"),
      ...Geometry.parts(Data.units(i)).map((part, n) => sign(i, part, n, scene)),
    ]);
  }

  function outline(units, order) {
    const lines = Geometry.lines(Geometry.used(1, units)).join("");
    return {
      put: () =>
        Choropleth.above().append(Choropleth.path(lines, "shared casing"), Choropleth.path(lines, `shared ${order}`)),
    };
  }

  function sign(i, part, n, scene) {
    const spots = () => Geometry.along(part).map(scene.at);
    return {
      rank: 300,
      gap: 1,
      suits: scene.cover.suits,
      covers: scene.cover.take,
      forms: [{ w: scene.size.sign, h: scene.size.sign, spots }],
      put: (drawing, { at }) => drawing.mark(i, "macro", at, { part: n }),
    };
  }

  return { items };
})();
