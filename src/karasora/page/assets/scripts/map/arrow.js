// A curved, tapering arrow on the screen, into the region where a corridor was cut. It shows a direction, never a route.
// Regions that are named as origins send a strand each. Of a part of the country the arrow is short, and begins in dashes
// out of the region's border, so that no place there looks named.
import { Data } from "../data/data.js";
import { Geometry } from "./geometry.js";
import { Places } from "./places.js";

export const Arrow = (() => {
  const STEPS = 20,
    THIN = 2,
    NECK = 5,
    HEAD = 9,
    LENGTH = 17;
  const JOIN = 0.4; // of the way, where strands or dashes have become one
  const DASHES = [
    [0, 0.05],
    [0.12, 0.2],
    [0.27, 0.36],
  ];
  const DEPTH = 0.3; // of the way through the region where it was cut: where the tip is
  const [SHORT, LONG] = [52, 120]; // pixels, of an arrow from a part of the country

  // A quadratic curve: its points, and its directions turned by a right angle.
  function curve([x0, y0], [cx, cy], [x1, y1]) {
    const point = /** @returns {[number, number]} */ (t) => [
      (1 - t) ** 2 * x0 + 2 * t * (1 - t) * cx + t * t * x1,
      (1 - t) ** 2 * y0 + 2 * t * (1 - t) * cy + t * t * y1,
    ];
    const normal = (t) => {
      const [a, b] = [2 * (1 - t) * (cx - x0) + 2 * t * (x1 - cx), 2 * (1 - t) * (cy - y0) + 2 * t * (y1 - cy)];
      const length = Math.hypot(a, b) || 1;
      return [-b / length, a / length];
    };
    return { point, normal };
  }

  // One side of a band along a curve, from `a` to `b` of the way, that widens from `thin` to `broad`.
  const side = ({ point, normal }, sign, [a, b], thin, broad) =>
    Array.from({ length: STEPS + 1 }, (_, k) => {
      const t = a + ((b - a) * k) / STEPS;
      const half = (thin + ((broad - thin) * k) / STEPS) / 2;
      const [[x, y], [nx, ny]] = [point(t), normal(t)];
      return [x + sign * half * nx, y + sign * half * ny];
    });

  const outline = (points) => `M${points.map((p) => p.map((v) => v.toFixed(1)).join(" ")).join("L")}Z`;
  const band = (line, way, thin, broad, head = []) =>
    outline([...side(line, 1, way, thin, broad), ...head, ...side(line, -1, way, thin, broad).reverse()]);

  function shape(sources, start, tip) {
    const [dx, dy] = [tip[0] - start[0], tip[1] - start[1]];
    const body = curve(start, [(start[0] + tip[0]) / 2 - dy * 0.22, (start[1] + tip[1]) / 2 + dx * 0.22], tip);
    const total = Math.hypot(dx, dy) || 1;
    const neck = Math.max(JOIN + 0.1, 1 - LENGTH / total);
    const [[nx, ny], [a, b]] = [body.point(neck), body.normal(neck)];
    const head = [[nx + HEAD * a, ny + HEAD * b], tip, [nx - HEAD * a, ny - HEAD * b]];
    const join = body.point(JOIN);
    const [na, nb] = body.normal(JOIN);
    const strand = (from) => curve(from, [join[0] - nb * total * JOIN * 0.5, join[1] + na * total * JOIN * 0.5], join);
    const tails = sources.length
      ? sources.map((from) => band(strand(from), [0, 1], THIN / 2, THIN))
      : DASHES.map((way) => band(body, way, THIN, THIN));
    return {
      d: [band(body, [JOIN, neck], THIN, NECK, head), ...tails].join(""),
      along: (n) => Array.from({ length: n }, (_, k) => body.point(k / (n - 1))),
      // Where a plate of this size may stand: where the corridor was cut, beside the tip, then back along the arrow.
      plates: (w, h) => [
        [tip[0], tip[1] - h / 2 - 6],
        ...[-12, -24, -36, 12].flatMap((off) =>
          [1, 0.92, 0.84, 0.7, 0.55].map(body.point).map(([x, y]) => [x + off + (Math.sign(off) * w) / 2, y]),
        ),
      ],
    };
  }

  const mean = (points) => [0, 1].map((k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);
  const between = /** @returns {[number, number]} */ ([x0, y0], [x1, y1], t) => [
    x0 + (x1 - x0) * t,
    y0 + (y1 - y0) * t,
  ];

  // Where the tip is: some way behind the border that the line from `start` to the region's label crosses last.
  function tipIn(u, start) {
    const label = Places.label(u);
    let entry = 1;
    while (entry > 0 && Geometry.inside(u, ...between(start, label, entry - 0.02))) entry -= 0.02;
    return between(start, label, entry + (1 - entry) * DEPTH);
  }

  function ofIncident(i, at) {
    const [u] = Data.units(i);
    const named = Data.get("from_units", i) || [];
    const macro = Data.text("from_macro", i);
    const from = (named.length ? named : [...Data.regions.keys()].filter((v) => Data.regions[v].macro === macro)).map(
      Places.label,
    );
    const [start, tip] = [at(mean(from)), at(tipIn(u, mean(from)))];
    if (named.length) return shape(from.map(at), start, tip);
    const whole = Math.hypot(start[0] - tip[0], start[1] - tip[1]) || 1;
    return shape([], between(tip, start, Math.min(1, Math.max(SHORT, Math.min(LONG, whole * 0.6)) / whole)), tip);
  }

  return { ofIncident };
})();
