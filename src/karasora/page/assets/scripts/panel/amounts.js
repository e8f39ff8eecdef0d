// What was seized and who was held in an incident: the numbers lead, and what has no number never stands large.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Words } from "../data/words.js";

export const Amounts = (() => {
  const { html } = Dom;
  const isNumber = (q) => q.value !== null;

  const said = (q) => Words.quantity(q.value, q.flags, q.measure.unit === "kg" ? "kg" : "");
  const name = (q) => Words.pick(q.measure.name).text;
  // «103 кг марихуаны»: what the tables have no such form of stands apart.
  const ofWhat = (q) =>
    Words.has(`of.${q.measure.key}`) ? ` ${Words.t(`of.${q.measure.key}`)}` : ` · ${name(q).toLowerCase()}`;

  function draw(i) {
    const stated = Data.stated(i);
    if (!stated.length) return null;
    const numbers = stated.filter(isNumber);
    const substances = numbers.filter((q) => q.measure.group === "substances");
    const lead = substances.length ? substances : numbers.slice(0, 1);
    const rest = stated.filter((q) => !lead.includes(q)).sort((a, b) => +isNumber(b) - +isNumber(a));
    return html(
      "ul",
      { class: "amounts" },
      lead.map((q) => html("li", { class: "lead" }, html("b", {}, said(q)), ofWhat(q))),
      rest.map((q) => html("li", {}, `${name(q)}: `, isNumber(q) ? html("b", {}, said(q)) : said(q))),
    );
  }

  return { draw };
})();
