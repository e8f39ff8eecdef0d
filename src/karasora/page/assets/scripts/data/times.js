// When incidents happened: every distinct interval once, as its first and its last day, and each row's own among them.
import { Data } from "./data.js";
import { Periods } from "./periods.js";

export const Times = (() => {
  const NEEDS = ["report", "start", "end"];
  const first = [], last = [];
  let slots = null; // row -> place in `first` and `last`

  function slotOf(i) {
    slots ??= read();
    return slots[i];
  }

  function read() {
    const known = new Map();
    const [start, end] = ["start", "end"].map(Data.column);
    const [a, b] = [start, end].map((column) => (column?.codes ? (i) => column.codes[i] : (i) => (column && column(i)) || ""));
    return Uint32Array.from({ length: Data.n }, (_, i) => {
      const key = `${a(i)} ${b(i)}`;
      if (!known.has(key)) {
        known.set(key, first.length);
        const days = Periods.interval(start ? start(i) : "", end ? end(i) : "");
        first.push(days[0]);
        last.push(days[1]);
      }
      return known.get(key);
    });
  }

  function count() {
    slotOf(0);
    return first.length;
  }

  // Which rows lie wholly within the days: a test of a row.
  function within([from, to]) {
    count();
    const inside = Uint8Array.from(first, (day, slot) => +(day >= from && last[slot] <= to));
    return (i) => inside[slots[i]] === 1;
  }

  return { NEEDS, slotOf, within, first: (slot) => first[slot], last: (slot) => last[slot], count };
})();
