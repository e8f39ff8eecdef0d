// How much of a coloured region its marks cover: never more than a third, since they would hide what they explain.
// A region is known by points all over it; each that a mark takes is counted once.
import { Data } from "../data/data.js";
import { Figures } from "../data/figures.js";
import { Lattice } from "./lattice.js";
import { Rings } from "./kinds/rings.js";

export const Cover = (() => {
  const MOST = 0.3; // its points are few: a third, with some room

  function of(scene) {
    const { figures, plane } = scene;
    const every = [...Data.regions.keys()];
    const known = every.filter((u) => Figures.isKnown(figures[u]));
    const coloured = every.filter((u) => figures[u].state === "stated" && !Rings.isRinged(u, scene));
    const taken = new Map(coloured.map((u) => [u, new Set()]));
    const steps = /** @returns {[number, number, number, number]} */ ([west, north, east, south]) => {
      const [a, b] = [plane.from([west, north]), plane.from([east, south])];
      return [a[0], a[1], b[0], b[1]];
    };

    function suits(box) {
      const here = steps(box);
      return coloured.every((u) => {
        const before = taken.get(u);
        const more = Lattice.count(u, here) && Lattice.inBox(u, here).filter((k) => !before.has(k)).length;
        return !more || before.size + more <= Lattice.of(u).total * MOST;
      });
    }

    function take(box) {
      const here = steps(box);
      for (const u of coloured) for (const k of Lattice.inBox(u, here)) taken.get(u).add(k);
    }

    const isBare = (box, u, among) => {
      const here = steps(box);
      return !among.some((v) => v !== u && Lattice.count(v, here));
    };

    // A box beside a region: on the sea, on neighbours, at least on nothing that has a figure. On it: more than on others.
    const isAside = (box, u) => isBare(box, u, every);
    const isQuiet = (box, u) => isBare(box, u, known);
    function isOn(box, u) {
      const here = steps(box);
      let more = Lattice.count(u, here);
      return every.every((v) => v === u || (more -= Lattice.count(v, here)) >= 0);
    }

    return { suits, take, isAside, isQuiet, isOn };
  }

  return { of };
})();
