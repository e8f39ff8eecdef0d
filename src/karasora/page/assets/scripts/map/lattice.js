// Points all over a region, its label's place and a lattice of its box: where its label may stand, and how much of it a label
// would cover.
import { Data } from "../data/data.js";
import { Geometry } from "./geometry.js";
import { Layout } from "./layout.js";

export const Lattice = (() => {
  const STEPS = 12; // of the box, across and down
  const LABEL = STEPS * STEPS; // the number of the label's place
  const lattices = []; // region by region, once asked for

  // In Geometry's steps. `within` is 1 for a point that lies in the region, line by line; `total` is how many do;
  // `sums` has how many do in the lines above and the columns to the left, so that a box is four look-ups.
  function of(u) {
    return (lattices[u] ??= made(u));
  }

  function made(u) {
    const box = Geometry.boxOf(u);
    const [west, north, east, south] = box;
    const [dx, dy] = [(east - west) / STEPS, (south - north) / STEPS];
    const within = new Uint8Array(STEPS * STEPS);
    const sums = new Uint8Array((STEPS + 1) * (STEPS + 1));
    for (let line = 0; line < STEPS; line++) {
      const border = line ? Geometry.crossings(u, north + dy * line) : [];
      for (let column = 0, sum = 0; column < STEPS; column++) {
        const is = column && Geometry.isInside(west + dx * column, border) ? 1 : 0;
        within[line * STEPS + column] = is;
        sum += is;
        sums[(line + 1) * (STEPS + 1) + column + 1] = sums[line * (STEPS + 1) + column + 1] + sum;
      }
    }
    return { box, dx, dy, within, sums, label: label(u), total: sums[sums.length - 1] + 1 };
  }

  const label = (u) => Geometry.place(...Data.regions[u].label);

  // Lines or columns of a lattice that begins at `from`, from the first to before the last that lie in a span.
  const first = (edge, from, step) => Math.min(STEPS, Math.max(0, Math.ceil((edge - from) / step)));
  const last = (edge, from, step) => Math.min(STEPS, Math.max(0, Math.floor((edge - from) / step) + 1));
  const spans = ({ box, dx, dy }, here) => [
    first(here[0], box[0], dx),
    first(here[1], box[1], dy),
    last(here[2], box[0], dx),
    last(here[3], box[1], dy),
  ];

  const meets = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
  const holds = (box, [x, y]) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];

  // How many of a region's points lie in a box.
  function count(u, here) {
    if (!meets(Geometry.boxOf(u), here)) return 0;
    const lattice = of(u);
    const [left, top, right, bottom] = spans(lattice, here);
    const upTo = (column, line) => lattice.sums[line * (STEPS + 1) + column];
    const own = holds(here, lattice.label) ? 1 : 0;
    return (
      own +
      (right > left && bottom > top ? upTo(right, bottom) - upTo(left, bottom) - upTo(right, top) + upTo(left, top) : 0)
    );
  }

  // Which they are, by number.
  function inBox(u, here) {
    if (!meets(Geometry.boxOf(u), here)) return [];
    const lattice = of(u);
    const found = holds(here, lattice.label) ? [LABEL] : [];
    const [left, top, right, bottom] = spans(lattice, here);
    for (let line = top; line < bottom; line++)
      for (let k = line * STEPS + left; k < line * STEPS + right; k++) if (lattice.within[k]) found.push(k);
    return found;
  }

  // All of them, the label's own place first, then the nearest to it; labels are broad, so what lies beside it is nearer.
  function spots(u) {
    const { box, dx, dy, within, label } = of(u);
    const found = [];
    for (let k = 0; k < within.length; k++)
      if (within[k]) found.push([box[0] + dx * (k % STEPS), box[1] + dy * Math.floor(k / STEPS)]);
    return [label, ...Layout.sorted(found, ([x, y]) => Math.hypot(x - label[0], (y - label[1]) * 1.4))];
  }

  return { of, count, inBox, label, spots };
})();
