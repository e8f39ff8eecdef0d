// How much of a coloured region its marks cover: never more than a third, since they would hide what they explain.
// A region is known by points all over it; each that a mark takes is counted once.
import { Data } from "../data/data.js";
import { Figures } from "../data/figures.js";
import { Places } from "./places.js";
import { Rings } from "./kinds/rings.js";

export const Cover = (() => {
  const MOST = 0.3; // its points are few: a third, with some room

  function of(scene) {
    const { figures, at } = scene;
    const every = [...Data.regions.keys()];
    const known = every.filter((u) => Figures.isKnown(figures[u]));
    const land = every.map((u) => [...Places.spots(u)].map(at));
    const coloured = every.filter((u) => figures[u].state === "stated" && !Rings.isRinged(u, scene));
    const regions = coloured.map((u) => {
      const points = land[u];
      return { points, taken: new Set(), most: points.length * MOST };
    });
    const holds = ([west, north, east, south], [x, y]) => x >= west && x <= east && y >= north && y <= south;
    const hit = (region, box) => region.points.filter((point) => !region.taken.has(point) && holds(box, point));

    const suits = (box) => regions.every((region) => {
      const more = hit(region, box).length;
      return !more || region.taken.size + more <= region.most;
    });

    function take(box) {
      for (const region of regions) for (const point of hit(region, box)) region.taken.add(point);
    }

    const below = (box, v) => land[v].filter((point) => holds(box, point)).length;
    const others = (box, u, among = every) => among.reduce((sum, v) => sum + (v === u ? 0 : below(box, v)), 0);

    // A box beside a region: on the sea, on neighbours, at least on nothing that has a figure. On it: more than on others.
    const isAside = (box, u) => !others(box, u);
    const isQuiet = (box, u) => !others(box, u, known);
    const isOn = (box, u) => below(box, u) >= others(box, u);

    return { suits, take, isAside, isQuiet, isOn };
  }

  return { of };
})();
