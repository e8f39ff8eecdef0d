// A curved, tapering arrow between two points of the screen. It shows a direction, never a route.
import { Data } from "../data/data.js";
import { Places } from "./places.js";

export const Arrow = (() => {
  const STEPS = 20, TAIL = 1.2, NECK = 5, HEAD = 9, LENGTH = 17;

  function shape([x0, y0], [x1, y1]) {
    const [dx, dy] = [x1 - x0, y1 - y0];
    const [cx, cy] = [(x0 + x1) / 2 - dy * 0.22, (y0 + y1) / 2 + dx * 0.22];
    const point = (t) => [(1 - t) ** 2 * x0 + 2 * t * (1 - t) * cx + t * t * x1, (1 - t) ** 2 * y0 + 2 * t * (1 - t) * cy + t * t * y1];
    const normal = (t) => {
      const [a, b] = [2 * (1 - t) * (cx - x0) + 2 * t * (x1 - cx), 2 * (1 - t) * (cy - y0) + 2 * t * (y1 - cy)];
      const length = Math.hypot(a, b) || 1;
      return [-b / length, a / length];
    };
    const total = Math.hypot(dx, dy) || 1;
    const neck = Math.max(0.4, 1 - LENGTH / total);
    const side = (sign) => Array.from({ length: STEPS + 1 }, (_, k) => {
      const t = (k / STEPS) * neck;
      const half = (TAIL + ((NECK - TAIL) * k) / STEPS) / 2;
      const [[x, y], [a, b]] = [point(t), normal(t)];
      return [x + sign * half * a, y + sign * half * b];
    });
    const [[nx, ny], [a, b]] = [point(neck), normal(neck)];
    const outline = [...side(1), [nx + HEAD * a, ny + HEAD * b], [x1, y1], [nx - HEAD * a, ny - HEAD * b], ...side(-1).reverse()];
    return {
      d: `M${outline.map((p) => p.map((v) => v.toFixed(1)).join(" ")).join("L")}Z`,
      along: (n) => Array.from({ length: n }, (_, k) => point(k / (n - 1))),
    };
  }

  // From the far side of the regions that a corridor comes from, to the one where it was cut.
  function between(i, at) {
    const from = (Data.get("from_units", i) || []).map(Places.label);
    const target = at(Places.label(Data.units(i)[0]));
    const middle = at(from.reduce(([a, b], [x, y]) => [a + x / from.length, b + y / from.length], [0, 0]));
    return shape(middle.map((v, k) => v + (v - target[k]) * 0.3), target);
  }

  return { between };
})();
