// Figures known only by region: square plates below the region's name, or one with their number.
import { Data } from "../../data/data.js";
import { Layout } from "../layout.js";
import { Names } from "./names.js";
import { Places } from "../places.js";
import { Telling } from "../telling.js";
import { Words } from "../../data/words.js";

export const Plates = (() => {
  const APART = 2; // pixels between plates
  const [NEAR, FAR] = [8, 16]; // rings around, to be looked for room in
  const MOST = 2; // plates on a region; beyond, its name has their number, and a closer look a plate with it

  function items(scene) {
    const shown = [...scene.regions].filter(([, list]) => list.length <= MOST || scene.marks === "numbers");
    return shown.map(([u, list]) => {
      const y = scene.at(Places.label(u))[1];
      return {
        rank: 700 - y / 1e4,
        u,
        must: true,
        ...covering(scene),
        forms: forms(u, list, scene),
        put: (drawing, placed) => draw(drawing, u, placed),
      };
    });
  }

  // Of a stack its plates cover what is below them, its words don't.
  function covering({ cover, size }) {
    const step = size.sign + APART;
    const plates = ([west, , east, south], { plates, inRow }) => {
      const middle = (west + east) / 2;
      const half = inRow ? (plates.length * step) / 2 : Math.max(...plates.map((one) => one.w)) / 2;
      return [middle - half, south - (inRow ? 1 : plates.length) * step, middle + half, south];
    };
    return {
      suits: (here, form) => cover.suits(plates(here, form)),
      covers: (here, form) => cover.take(plates(here, form)),
    };
  }

  // With all its words, with fewer, with its signs alone. On a narrow map figures are words, not plates.
  function forms(u, list, scene) {
    const name = Names.lines(u, scene);
    const signs = list.length > MOST ? [counted(list.length, scene)] : list.map((i) => plate(i, 0, scene));
    const told = scene.isLoud && list.length <= MOST;
    const plates = (words) => list.map((i) => plate(i, words, scene));
    return [
      ...(told && !scene.size.narrow ? [2, 1].map((words) => stack(u, name, plates(words), scene, NEAR)) : []),
      stack(u, name, signs, scene, scene.size.narrow ? 0 : NEAR),
      ...(scene.size.narrow ? [stack(u, [], signs, scene, 0)] : []),
      stack(u, [], signs, scene, FAR),
    ];
  }

  const counted = (count, { size }) => ({
    count,
    text: Words.compact(count),
    w: Layout.width(Words.compact(count), size.mark, 650) + 22,
  });

  function plate(i, words, { size }) {
    const text = words ? Telling.figureOf(i) : "";
    const more = words > 1 ? Telling.second(i) : null;
    const wide = (one, room) => (one ? Layout.width(one, size.mark, 650) + room : 0);
    return { row: i, text, more, w: size.sign + wide(text, 6) + wide(more && more.text, 24) };
  }

  // Words above, plates with figures below each other, signs side by side.
  function stack(u, words, plates, scene, rings) {
    const step = scene.size.sign + APART;
    const inRow = plates.every((one) => !one.text || one.count);
    const label = words.length ? Names.form(words) : { lines: [], w: 0, h: 0 };
    const wide = inRow ? plates.reduce((sum, one) => sum + one.w + 2, 0) : Math.max(...plates.map((one) => one.w));
    const high = inRow ? step : plates.length * step;
    return {
      label,
      plates,
      inRow,
      step,
      w: Math.max(label.w, wide),
      h: label.h + high,
      spots: Names.inside(u, scene, { rings, must: true }),
    };
  }

  function draw(drawing, u, { at: [x, y], form: { label, plates, inRow, step, h }, leader }) {
    const top = y - h / 2;
    drawing.label(label.lines.length ? Data.regions[u].iso : "", label.lines, [x, top + label.h / 2], leader);
    plates.forEach((one, k) => {
      const across = inRow ? (k - (plates.length - 1) / 2) * step : 0;
      const spot = [x + across, top + label.h + step / 2 + (inRow ? 0 : k * step)];
      if (one.count) many(drawing, u, one, spot);
      else drawing.mark(one.row, "plate", spot, one);
    });
  }

  function many(drawing, u, { count, text }, spot) {
    const { iso, name } = Data.regions[u];
    const button = drawing.button(`region ${u}`, "mark plate many", spot);
    button.dataset.of = iso;
    button.setAttribute("aria-label", `${Words.pick(name).text}: ${Words.plural("count.incidents", count)}`);
    button.replaceChildren(text);
  }

  return { items };
})();
