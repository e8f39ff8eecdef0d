// The selects beside the strip: the first and the last bin of a span, and how long a bin is.
import { Bins } from "../data/bins.js";
import { Dom } from "../dom.js";
import { Periods } from "../data/periods.js";
import { Words } from "../data/words.js";

export const Ends = (() => {
  const PARTS = ["year", "month", "day"];

  function show(root, bins, state) {
    const { steps } = Bins.axis(state);
    fill(root, "from", [["", Words.t("time.start")], ...options(bins, 0)], state.from);
    fill(root, "to", [...options(bins, 1), ["", Words.t("time.end")]], state.to);
    const named = steps.map((step) => [step, Words.t(`step.${step}`)]);
    fill(root, "step", named, bins.step).disabled = steps.length < 2;
  }

  // The days that bins begin with, or end with; a select is as wide as its longest words.
  function options({ step, lo, n }, end) {
    const isFine = step === "day" || step === "week";
    return Array.from({ length: n }, (_, k) => {
      const code = Periods.codes(step, lo + k)[end];
      return [code, isFine ? numeric(code) : Periods.sayBin(step, lo + k)];
    });
  }

  const numeric = (day) => Words.t("date.short", Object.fromEntries(day.split("-").map((part, k) => [PARTS[k], part])));

  function fill(root, name, list, value) {
    const select = Dom.one(`[data-control="${name}"]`, root);
    if (!list.some(([known]) => known === value)) list.push([value, Periods.say(value)]); // of an address, finer than the bars
    if (select.filled !== String(list))
      select.replaceChildren(...list.map(([known, text]) => Dom.html("option", { value: known }, text)));
    select.filled = String(list); // hundreds of options: those that stand there are left alone
    select.value = value;
    return select;
  }

  // What a choice makes of the selection. An end that would lie behind the other takes it along.
  function chosen(name, value, bins, state) {
    if (name === "step") return { step: value === Bins.axis(state).steps[0] ? "" : value };
    const next = { from: state.from, to: state.to, [name]: value };
    const [from, to] = Periods.span(next.from, next.to);
    if (from > to) next[name === "from" ? "to" : "from"] = Bins.other(bins.step, value, name);
    return next;
  }

  return { show, chosen };
})();
