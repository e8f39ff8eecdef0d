// What an incident says in one figure, for marks and lists.
import { Data } from "../data/data.js";
import { Glyphs } from "./glyphs.js";
import { Words } from "../data/words.js";

export const Telling = (() => {
  const write = (q) => Words.quantity(q.value, q.flags, q.measure.unit);

  function figureOf(i) {
    const chief = Glyphs.chief(i);
    return !chief || chief.value === null || Data.isContext(i) ? "" : write(chief);
  }

  // A second substance of the same incident.
  function second(i) {
    const chief = Glyphs.chief(i);
    const other = Data.stated(i).find(
      (q) => q.measure.group === "substances" && q.measure !== chief.measure && q.value !== null,
    );
    return other ? { glyph: other.measure.key, text: write(other) } : null;
  }

  const all = (i) =>
    Data.stated(i)
      .filter((q) => q.measure.group === "substances" || q.measure.unit !== "items")
      .map((q) => `${Words.pick(q.measure.name).text}: ${write(q)}`)
      .join(", ");

  return { figureOf, second, all };
})();
