// Places: a round mark for one incident, a circle with a number for several so near that they would touch.
import { Dom } from "../../dom.js";
import { Layout } from "../layout.js";
import { Places } from "../places.js";
import { Telling } from "../telling.js";
import { Words } from "../../data/words.js";

export const Circles = (() => {
  const CELL = 46; // pixels; places closer than this are drawn as one
  const WIDEST = 26; // pixels, the radius of the largest
  const MANY = 12; // incidents, that the largest circle has at least: two don't look like a crowd
  const TABBED = 80; // circles that the Tab key stops at: beyond these, the list does for it

  // By area, as far as its number fits in.
  const radius = (count, most, size) =>
    count === 1
      ? size.sign / 2
      : Math.min(
          WIDEST,
          Math.max(12 + 13 * Math.sqrt(count / most), Layout.width(Words.compact(count), size.mark - 1, 650) / 2 + 6),
        );

  // Places in the window; those that would touch a larger one are drawn with it.
  function gather({ rows, plane, size }) {
    const found = Places.clusters(rows, plane, plane.bounds, CELL).sort((a, b) => b.count - a.count);
    const most = Math.max(MANY, found.length ? found[0].count : 1);
    const kept = [];
    const around = new Map(); // what was kept, by squares so wide that only neighbours touch
    const square = (one, dx = 0, dy = 0) =>
      (Math.floor(one.x / (2 * WIDEST)) + dx) * 1e4 + Math.floor(one.y / (2 * WIDEST)) + dy;
    const neighbours = (one) =>
      [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => around.get(square(one, dx, dy)) || []));
    for (const one of found) {
      one.r = radius(one.count, most, size);
      const near = neighbours(one).find(
        (other) => Math.hypot(other.x - one.x, other.y - one.y) < (one.r + other.r) * 0.95,
      );
      if (near) {
        merge(near, one, most, size);
        continue;
      }
      kept.push(one);
      around.set(square(one), [...(around.get(square(one)) || []), one]);
    }
    return kept;
  }

  function merge(near, one, most, size) {
    const total = near.count + one.count;
    near.x = (near.x * near.count + one.x * one.count) / total;
    near.y = (near.y * near.count + one.y * one.count) / total;
    near.count = total;
    near.cells.push(...one.cells);
    near.r = radius(total, most, size);
  }

  function items(scene) {
    const places = gather(scene);
    for (const { x, y, r } of places) scene.cover.take(Layout.box(x, y, 2 * r, 2 * r));
    const marks = places.map((place) => ({
      fixed: Layout.box(place.x, place.y, 2 * place.r, 2 * place.r, 1),
      put: (drawing) =>
        place.count === 1
          ? drawing.mark(place.row, "place", [place.x, place.y])
          : cluster(drawing, place, places.length <= TABBED),
    }));
    const captions = scene.isLoud
      ? places.filter((place) => place.count === 1).map((place) => caption(place, scene))
      : [];
    return [...marks, ...captions.filter(Boolean)];
  }

  // The figure of a place, beside its mark.
  function caption({ row, x, y, r }, { size }) {
    const text = Telling.figureOf(row);
    if (!text) return null;
    const line = { text, size: size.name, weight: 650, css: "value" };
    const [w, h, gap] = [Layout.width(text, line.size, line.weight), line.size * 1.2, r + 5];
    const spots = () => [
      [x + gap + w / 2, y],
      [x - gap - w / 2, y],
      [x, y - gap - h / 2],
      [x, y + gap + h / 2],
    ];
    return { rank: 900, forms: [{ w, h, spots }], put: (drawing, { at }) => drawing.label("", [line], at) };
  }

  function cluster(drawing, place, tabbed) {
    const button = drawing.button(`cluster ${place.cells[0]}`, "mark cluster", [place.x, place.y]);
    button.cluster = place;
    button.tabIndex = tabbed ? 0 : -1;
    button.setAttribute("aria-label", Words.plural("count.incidents", place.count));
    button.style.width = button.style.height = `${Math.round(2 * place.r)}px`;
    button.replaceChildren(Dom.html("span", {}, Words.compact(place.count)));
  }

  const members = (rows, place, factor) => Places.members(rows, place, factor, CELL);

  return { items, members };
})();
