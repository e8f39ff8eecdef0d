// The regions' names, with their figures below where no mark tells them. What the report knows of is placed first.
import { Data } from "../../data/data.js";
import { Figures } from "../../data/figures.js";
import { Geometry } from "../geometry.js";
import { Layout } from "../layout.js";
import { Places } from "../places.js";
import { Rings } from "./rings.js";
import { Words } from "../../data/words.js";

export const Names = (() => {
  // What stands on a region: [{text, size, weight, css}], its name and, where it has one, its figure.
  function lines(u, { figures, state, size, isLoud, crowded }) {
    const figure = figures[u];
    const known = Figures.isKnown(figure);
    const name = { text: Words.pick(Data.regions[u].short).text, size: known ? size.name : size.quiet, weight: known ? 600 : 400, css: known ? "name known" : "name" };
    if (!known || (isLoud && !crowded.has(u))) return [name];
    const text = figure.state === "unknown" ? "?" : Figures.say(figure, state, { short: true });
    return [name, { text, size: size.value, weight: 650, css: "value" }];
  }

  function form(lines, spots) {
    const height = lines.reduce((sum, line) => sum + line.size * Layout.LINE, 0);
    return { lines, w: Math.max(...lines.map((line) => Layout.width(line.text, line.size, line.weight))), h: height, spots };
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
    const [west, , east] = Geometry.box([u]);
    const isCity = region.type === "city";
    const whole = form(all, isCity ? besideRing(u, scene, ringed ? 0 : ((east - west) * scene.plane.factor) / 2) : inside(u, scene, { rings: known ? 14 : 0 }));
    if (!known && !isCity && whole.w > (east - west) * scene.plane.factor * (scene.size.narrow ? 0.95 : 1.15)) return null;
    // Where name and figure find no room, the figure alone may.
    const forms = all.length > 1 && !isCity ? [whole, form(all.slice(1), inside(u, scene))] : [whole];
    const rank = (isCity ? 2000 : known ? 600 : 100) + Math.log(region.area_km2);
    return { rank, forms, gap: 1, unless: () => Boolean(told?.form?.label.lines.length), put: (drawing, { at, form: { lines: shown }, leader }) => drawing.label(region.iso, shown, at, leader) };
  }

  // Where the whole of it lies inside; else where its middle does; else, with a leader, around it: on no other region, and
  // if it must be seen, even there.
  const inside = (u, { at, plane, cover }, { rings = 0, must = false } = {}) => function* ({ w, h }) {
    const holds = Geometry.holder(u);
    const straddling = [];
    const spots = [...Places.spots(u)].map(at);
    for (const [x, y] of spots) {
      const [west, north] = plane.from([x - w / 2, y - h / 2]);
      const [east, south] = plane.from([x + w / 2, y + h / 2]);
      if (holds([west, north, east, south])) yield [x, y];
      else straddling.push([x, y]);
    }
    yield* straddling;
    const around = rings ? [...Layout.around(...at(Places.label(u)), w, h, { rings, step: 9 })] : [];
    const aside = around.filter((spot) => cover.isAside(Layout.box(...spot, w, h), u));
    for (const spot of must ? [...aside, ...around] : aside) yield [...spot, nearest(spots, spot)];
  };

  const nearest = (spots, [x, y]) => spots.reduce((best, spot) => (Math.hypot(spot[0] - x, spot[1] - y) < Math.hypot(best[0] - x, best[1] - y) ? spot : best));

  const besideRing = (u, { at }, half) => function* ({ w, h }) {
    const [x, y] = at(Places.label(u));
    for (const gap of [10, 15, 22].map((pixels) => pixels + half)) {
      for (const dy of [0, 12, -12]) for (const side of [1, -1]) yield [x + side * (gap + w / 2), y + dy];
      for (const side of [1, -1]) yield [x, y + side * (gap + h / 2 - 2)];
    }
    for (const spot of Layout.around(x, y, w, h, { rings: 10, step: 12, first: 28 + half })) yield [...spot, [x, y]];
  };

  return { items, lines, form, inside };
})();
