// A small line per region through all the time there is, with words beside it; and a figure's bar among the others'.
import { Bins } from "../data/bins.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Given } from "../data/given.js";
import { Periods } from "../data/periods.js";
import { Sums } from "../data/sums.js";
import { Words } from "../data/words.js";

export const Trend = (() => {
  const { html, svg } = Dom;
  const WIDE = 88,
    TALL = 20,
    BAR = 64;

  const isThere = (state) => Boolean(Bins.axis(state)) && Bins.last().n > 2;

  // Bin by bin the region's value, null where there is none. A register tells of all that was: silence is none of it.
  function values(u, state) {
    const { n, sum } = Bins.last();
    const own = sum.subarray(u * n, (u + 1) * n);
    if (own.every(Number.isNaN)) return null;
    const silence = Given.of(state) ? null : 0;
    return Array.from(own, (x) => (Number.isNaN(x) ? silence : x));
  }

  // How much more the last stated is than the first; what the table is sorted by.
  function rise(u, state) {
    const stated = (isThere(state) && values(u, state)?.filter((x) => x !== null)) || [];
    return stated.length > 1 ? stated.at(-1) - stated[0] : -Infinity;
  }

  function draw(u, state) {
    const line = isThere(state) ? values(u, state) : null;
    if (!line) return null;
    const text = say(u, line, state);
    const most = Math.max(...line.filter((x) => x !== null)),
      least = Math.min(0, ...line.filter((x) => x !== null));
    const x = (k) => +(2 + (k * (WIDE - 4)) / (line.length - 1)).toFixed(1);
    const y = (value) => +(TALL - 2 - ((value - least) / (most - least || 1)) * (TALL - 4)).toFixed(1);
    let path = "",
      down = false;
    line.forEach((value, k) => {
      if (value !== null) path += `${down ? "L" : "M"}${x(k)} ${y(value)}${down || line[k + 1] !== null ? "" : "h.1"}`;
      down = value !== null;
    });
    const end = line.findLastIndex((value) => value !== null);
    return html(
      "span",
      { class: "trend", title: text },
      svg(
        "svg",
        { width: WIDE, height: TALL, "aria-hidden": "true", focusable: "false" },
        svg("path", { d: path }),
        svg("circle", { cx: x(end), cy: y(line[end]), r: 2 }),
      ),
      html("span", { class: "unseen" }, text),
    );
  }

  // «январь 2021 года: 3 кг; декабрь 2025 года: 9 кг; больше всего: август 2023 года, 24 кг».
  function say(u, line, state) {
    const { step, lo, n, flags } = Bins.last();
    const unit = state.measure === "incidents" ? "incidents" : Data.measures.get(state.measure).unit;
    const stated = line.flatMap((value, k) => (value === null ? [] : [k]));
    const told = (k) => ({
      when: Periods.sayBin(step, lo + k),
      value: Words.quantity(line[k], Sums.finalFlags(flags[u * n + k], true), unit),
    });
    const most = stated.reduce((best, k) => (line[k] > line[best] ? k : best));
    const [first, last, top] = [stated[0], stated.at(-1), most].map(told);
    return Words.t("trend.words", {
      first: first.when,
      a: first.value,
      last: last.when,
      b: last.value,
      when: top.when,
      most: top.value,
    });
  }

  // A bar as long as the value is among `values`; falls go to the left.
  function bar(value, values, css) {
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
    const at = (v) => ((v - low) / (high - low || 1)) * BAR;
    const [a, b] = [at(Math.min(0, value)), at(Math.max(0, value))];
    return svg(
      "svg",
      { class: "rank", width: BAR, height: 10, "aria-hidden": "true", focusable: "false" },
      svg("rect", { x: a.toFixed(1), width: Math.max(1, b - a).toFixed(1), height: 10, class: css.split(" ")[0] }),
    );
  }

  return { isThere, rise, draw, bar };
})();
