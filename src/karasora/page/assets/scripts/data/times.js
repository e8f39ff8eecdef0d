// When incidents happened: every distinct interval once, as its first and its last day, and each row's own among them.
import { Data } from "./data.js";
import { Periods } from "./periods.js";

export const Times = (() => {
  const NEEDS = ["report", "start", "end"];
  const first = [],
    last = [];
  let slots = null; // row -> place in `first` and `last`

  const all = () => (slots ??= read());

  function read() {
    const [start, end] = ["start", "end"].map(Data.column);
    const day = (column, i) => (column && column(i)) || "";
    const slot = (i) => {
      const days = Periods.interval(day(start, i), day(end, i));
      last.push(days[1]);
      return first.push(days[0]) - 1;
    };
    // Numbered columns are looked up by their two numbers, others by their texts.
    const numbered = [start, end].every((column) => !column || column.codes);
    const [wide, a, b] = [end ? end.d?.length : 1, start?.codes, end?.codes];
    const known = new Map();
    return Data.each(Uint32Array, (i) => {
      const key = numbered ? (a ? a[i] : 0) * wide + (b ? b[i] : 0) : `${day(start, i)} ${day(end, i)}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      known.set(key, slot(i));
      return known.get(key);
    });
  }

  function count() {
    all();
    return first.length;
  }

  // Which rows lie wholly within the days: a test of a row.
  function within([from, to]) {
    all();
    const inside = Uint8Array.from(first, (day, slot) => +(day >= from && last[slot] <= to));
    return (i) => inside[slots[i]] === 1;
  }

  return { NEEDS, all, within, first: (slot) => first[slot], last: (slot) => last[slot], count };
})();
