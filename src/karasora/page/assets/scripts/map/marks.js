// Everything that stands on the coloured regions. Each kind says what it would draw; all of it is placed once, then drawn once.
import { Circles } from "./kinds/circles.js";
import { Corridors } from "./kinds/corridors.js";
import { Dots } from "./kinds/dots.js";
import { Drawing } from "./drawing.js";
import { Layout } from "./layout.js";
import { Names } from "./kinds/names.js";
import { Outlines } from "./kinds/outlines.js";
import { Places } from "./places.js";
import { Plane } from "./plane.js";
import { Plates } from "./kinds/plates.js";
import { Rings } from "./kinds/rings.js";
import { Scene } from "./scene.js";
import { Telling } from "./telling.js";
import { View } from "./view.js";

export const Marks = (() => {
  let drawing,
    gathered,
    rows = new Uint32Array(0),
    shown = null,
    dotted = false;

  function start() {
    drawing = Drawing.made();
    Plane.hear(draw);
  }

  function show(state, figures, nextRows) {
    if (nextRows !== rows || !gathered) [rows, gathered] = [nextRows, Scene.gather(nextRows)];
    shown = { state, figures };
    draw();
  }

  // An item: {fixed: its box} or {forms, rank …} as Layout places them, and `put`, which draws it.
  function items(scene) {
    const told =
      scene.marks === "words" || scene.marks === "numbers"
        ? [Circles, Corridors, Plates, Outlines].flatMap((kind) => kind.items(scene))
        : [];
    const named = new Map(told.filter((item) => item.u !== undefined).map((item) => [item.u, item]));
    return [...Rings.items(scene), ...told, ...Names.items(scene, named)];
  }

  function draw() {
    if (!shown) return;
    const scene = Scene.of(shown.state, shown.figures, rows, gathered, View.covered());
    const all = items(scene);
    for (const item of all) if (item.fixed) Layout.take(scene.ground, item.fixed);
    Layout.place(
      all.filter((item) => item.forms).sort((a, b) => b.rank - a.rank),
      scene.ground,
    );
    drawing.begin(scene);
    for (const item of all) if (item.put && (!item.forms || item.at)) item.put(drawing, item);
    drawing.end();
    Dots.draw(scene);
    dotted = scene.marks === "dots";
  }

  function pick(state) {
    if (shown) shown.state = state;
    drawing.pick(state.incident);
  }

  // The one dot at a spot of the map's layer, if it is the only one within reach; -1 for none.
  const dotAt = ({ x, y }, reach) => (dotted ? Places.only(rows, Plane.sheets, [x, y], reach) : -1);

  const members = (place) => Circles.members(rows, place, Plane.sheets.factor);

  return { start, show, draw, pick, members, dotAt, said: Telling.all, figureOf: Telling.figureOf };
})();
