// How much of a coloured region its marks cover: never more than a third, since they would hide what they explain.
// A region is known by points all over it; each that a mark takes is counted once.
import { Data } from "../data/data.js";
import { Figures } from "../data/figures.js";
import { Geometry } from "./geometry.js";
import { Places } from "./places.js";
import { Rings } from "./kinds/rings.js";

export const Cover = (() => {
  const MOST = 0.3; // its points are few: a third, with some room
  const land = []; // region by region, once asked for

  // Of a region its box and its points, x and y in turns, all in Geometry's steps.
  function pointsOf(u) {
    return (land[u] ??= { box: Geometry.boxOf(u), points: Float64Array.from([...Places.spots(u)].flat()) });
  }

  const meet = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

  // Calls `hit` with each point in a box, by its number, until that returns false.
  function each({ points }, [west, north, east, south], hit) {
    for (let k = 0; k < points.length; k += 2) {
      if (points[k] >= west && points[k] <= east && points[k + 1] >= north && points[k + 1] <= south && hit(k >> 1) === false) return;
    }
  }

  function of(scene) {
    const { figures, plane } = scene;
    const every = [...Data.regions.keys()];
    const known = every.filter((u) => Figures.isKnown(figures[u]));
    const coloured = every.filter((u) => figures[u].state === "stated" && !Rings.isRinged(u, scene));
    const regions = coloured.map((u) => {
      const { points, box } = pointsOf(u);
      return { points, box, taken: new Uint8Array(points.length / 2), count: 0, most: (points.length / 2) * MOST };
    });
    const steps = /** @returns {[number, number, number, number]} */ ([west, north, east, south]) => {
      const [a, b] = [plane.from([west, north]), plane.from([east, south])];
      return [a[0], a[1], b[0], b[1]];
    };

    function suits(box) {
      const here = steps(box);
      return regions.every((region) => {
        if (!meet(region.box, here)) return true;
        let { count } = region;
        const before = count;
        each(region, here, (k) => void (count += 1 - region.taken[k]));
        return count === before || count <= region.most;
      });
    }

    function take(box) {
      const here = steps(box);
      for (const region of regions) if (meet(region.box, here)) each(region, here, (k) => void (region.count += 1 - region.taken[k], region.taken[k] = 1));
    }

    // How many points of a region lie in a box, and of the others.
    function below(here, v) {
      if (!meet(Geometry.boxOf(v), here)) return 0;
      let count = 0;
      each(pointsOf(v), here, () => void count++);
      return count;
    }
    const others = (here, u, among) => among.reduce((sum, v) => sum + (v === u ? 0 : below(here, v)), 0);
    const isBare = (box, u, among) => {
      const here = steps(box);
      return !among.some((v) => v !== u && below(here, v));
    };

    // A box beside a region: on the sea, on neighbours, at least on nothing that has a figure. On it: more than on others.
    const isAside = (box, u) => isBare(box, u, every);
    const isQuiet = (box, u) => isBare(box, u, known);
    function isOn(box, u) {
      const here = steps(box);
      return below(here, u) >= others(here, u, every);
    }

    return { suits, take, isAside, isQuiet, isOn };
  }

  return { of };
})();
