// A report's own figures for the whole country, in words.
import { Data } from "./data.js";
import { Periods } from "./periods.js";
import { Words } from "./words.js";

export const Totals = (() => {
  const unitOf = (total) => {
    const measure = Data.measures.get(total.measure);
    return measure ? measure.unit : /_kg$/.test(total.measure || "") ? "kg" : "items";
  };

  const nameOf = (total) => {
    const measure = Data.measures.get(total.measure);
    const own = Words.pick(total.name || {}).text;
    return own || (measure ? Words.pick(measure.name).text : total.measure || "");
  };

  // Beside its name a count needs no unit: «Растения: ≥ 27 000».
  const COUNTED = ["items", "persons", "plants"];
  const amount = (total) =>
    Words.quantity(total.value, total.flags, COUNTED.includes(unitOf(total)) ? "" : unitOf(total));
  const say = (total) => Words.t("total.named", { name: nameOf(total), value: amount(total) });

  // The country's figures that came by period, a pair of name and figures for each measure: «2022: 9.7 t; 2025: ≥ 27 t».
  function byPeriod(report) {
    const { periods = [], national = {} } = report.figures || {};
    return Object.entries(national).map(([measure, { v, f }]) => {
      const stated = periods.flatMap((code, p) =>
        f[p] ? [{ code, said: amount({ measure, value: v[p], flags: f[p] }) }] : [],
      );
      return [
        nameOf({ measure }),
        stated
          .map(({ code, said }) => (code ? Words.t("total.named", { name: Periods.say(code), value: said }) : said))
          .join("; "),
      ];
    });
  }

  return { unitOf, nameOf, amount, say, byPeriod };
})();
