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

  // The country's figures that came by period: for each measure its name, and pairs of a period and what is stated.
  function byPeriod(report) {
    const { periods = [], national = {} } = report.figures || {};
    return Object.entries(national).map(([measure, { v, f }]) => {
      const unit = unitOf({ measure });
      const told = periods.flatMap((code, p) =>
        f[p] ? [[code && Periods.say(code), Words.quantity(v[p], f[p], unit)]] : [],
      );
      return [nameOf({ measure }), told];
    });
  }

  return { unitOf, nameOf, amount, say, byPeriod };
})();
