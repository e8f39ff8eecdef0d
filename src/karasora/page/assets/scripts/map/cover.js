// How much of a coloured region its marks cover: never more than a third, since they would hide what they explain.
// A region is known by points all over it; each that a mark takes is counted once.
import { Data } from "../data/data.js";
import { Places } from "./places.js";
import { Rings } from "./kinds/rings.js";

export const Cover = (() => {
  const MOST = 0.3; // its points are few: a third, with some room

  function of(scene) {
    const { figures, at } = scene;
    const land = [...Data.regions.keys()].map((u) => [...Places.spots(u)].map(at));
    const coloured = [...Data.regions.keys()].filter((u) => figures[u].state === "stated" && !Rings.isRinged(u, scene));
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

    // Whether a box lies on no region but this one: on the sea, or on neighbours.
    const isAside = (box, u) => land.every((points, v) => v === u || !points.some((point) => holds(box, point)));

    return { suits, take, isAside };
  }

  return { of };
})();
