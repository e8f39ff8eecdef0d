// The regions' names, with their figures below where no mark tells them. What the report knows of is placed first.
import { Data } from "../../data/data.js";
import { Figures } from "../../data/figures.js";
import { Geometry } from "../geometry.js";
import { Layout } from "../layout.js";
import { Places } from "../places.js";
import { Rings } from "./rings.js";
import { Telling } from "../telling.js";
import { Words } from "../../data/words.js";

export const Names = (() => {
  const BROADEST = 1.25; // widths of its region, of a name that has no figure
  const STARTS = 12; // places where a leader may begin
  const [NEAR, FAR] = [5, 8]; // rings around a region, in which its name is looked room for

  // What stands on a region: [{text, size, weight, css}], its name and, where it has one, its figure.
  function lines(u, { figures, state, size, isLoud, crowded, regions }) {
    const figure = figures[u];
    const value = (text) => ({ text, size: size.value, weight: 650, css: "value" });
    const known = Figures.isKnown(figure);
    const name = {
      text: Words.pick(Data.regions[u].short).text,
      size: known ? size.name : size.quiet,
      weight: known ? 600 : 400,
      css: known ? "name known" : "name",
    };
    if (!known) return [name];
    // Marks tell their figures themselves, but on a narrow map they are small signs.
    if (isLoud && !crowded.has(u))
      return [name, ...(size.narrow ? regions.get(u) || [] : []).map(Telling.figureOf).filter(Boolean).map(value)];
    return [name, value(figure.state === "unknown" ? "?" : Figures.say(figure, state, { short: true }))];
  }

  function form(lines, spots) {
    const height = lines.reduce((sum, line) => sum + line.size * Layout.LINE, 0);
    return {
      lines,
      w: Math.max(...lines.map((line) => Layout.width(line.text, line.size, line.weight))),
      h: height,
      spots,
    };
  }

  // `told`: by region, the item that already has its name if there is room for it.
  function items(scene, told) {
    return [...Data.regions.keys()].map((u) => item(u, scene, told.get(u))).filter(Boolean);
  }

  function item(u, scene, told) {
    const region = Data.regions[u];
    const known = Figures.isKnown(scene.figures[u]);
    const ringed = Rings.isRinged(u, scene);
    const all = lines(u, scene);
    const [west, , east] = Geometry.boxOf(u);
    const isCity = region.type === "city";
    const across = (east - west) * scene.plane.factor;
    const whole = form(
      all,
      isCity
        ? besideRing(u, scene, ringed ? 0 : across / 2)
        : inside(u, scene, { rings: known ? FAR : NEAR, broadest: known ? Infinity : across * BROADEST }),
    );
    // Where name and figure find no room, the figure alone may.
    const forms = all.length > 1 && !isCity ? [whole, form(all.slice(1), inside(u, scene))] : [whole];
    const rank = (isCity ? 2000 : known ? 600 : 100) - Math.log(region.area_km2); // the small have less choice
    return {
      rank,
      forms,
      gap: 1,
      unless: () => Boolean(told?.form?.label.lines.length),
      put: (drawing, { at, form: { lines: shown }, leader }) => drawing.label(region.iso, shown, at, leader),
    };
  }

  // Where the whole of it lies inside; else where its middle does, if it isn't too broad for that; else, with a leader, around
  // it: on no other region, near by on one that has no figure, and if it must be seen, on any.
  const inside = (u, { at, plane, cover }, { rings = 0, broadest = Infinity, must = false } = {}) =>
    function* ({ w, h }) {
      const holds = Geometry.holder(u);
      const straddling = [];
      const spots = Places.spots(u).map(at);
      const half = /** @type {[number, number]} */ ([w / 2 / plane.factor, h / 2 / plane.factor]);
      for (const [x, y] of spots) {
        if (holds(plane.from([x, y]), half)) yield [x, y];
        else straddling.push([x, y]);
      }
      const isOn = (spot) => cover.isOn(Layout.box(spot[0], spot[1], w, h), u);
      const beside = [];
      for (const spot of w > broadest ? [] : straddling) {
        if (isOn(spot)) yield spot;
        else beside.push(spot);
      }
      if (!rings) return;
      const around = [...Layout.around(...at(Places.label(u)), w, h, { rings, step: 9 })];
      // Asked spot by spot: most often one of the first will do.
      const led = function* (list, suits = undefined) {
        for (const spot of list)
          if (!suits || suits(Layout.box(spot[0], spot[1], w, h), u)) yield [...spot, nearest(spots, spot)];
      };
      yield* led(around.slice(0, NEAR * Layout.SIDES), cover.isAside);
      yield* beside;
      if (broadest === Infinity) yield* led(around, cover.isQuiet);
      yield* led(around, cover.isAside);
      if (must) yield* led(around);
    };

  // Where a leader may begin, the nearest first, which may be below other words. Found one by one: most often the first will do.
  function* nearest(spots, [x, y]) {
    const away = spots.map(([a, b]) => Math.hypot(a - x, b - y));
    for (let k = 0; k < Math.min(STARTS, spots.length); k++) {
      const at = away.indexOf(Math.min(...away));
      yield spots[at];
      away[at] = Infinity;
    }
  }

  // On a narrow map rather where no region lies: its own region's name needs what room there is.
  const besideRing = (u, { at, cover, size }, half) =>
    function* ({ w, h }) {
      const [x, y] = at(Places.label(u));
      const close = [10, 15, 22]
        .map((pixels) => pixels + half)
        .flatMap((gap) => [
          ...[0, 12, -12].flatMap((dy) => [1, -1].map((side) => [x + side * (gap + w / 2), y + dy])),
          ...[1, -1].map((side) => [x, y + side * (gap + h / 2 - 2)]),
        ]);
      const over = [];
      for (const spot of close) {
        if (!size.narrow || cover.isAside(Layout.box(spot[0], spot[1], w, h), u)) yield spot;
        else over.push(spot);
      }
      yield* over;
      for (const spot of Layout.around(x, y, w, h, { rings: 16, step: 8, first: 20 + half })) yield [...spot, [[x, y]]];
    };

  return { items, lines, form, inside };
})();
