// The change of each region: the span chosen against the one before, of the same length.
// It is told only as far as both figures allow, and why not where they don't.
import { Bins } from "./bins.js";
import { Data } from "./data.js";
import { Periods } from "./periods.js";
import { Sums } from "./sums.js";
import { Words } from "./words.js";

export const Change = (() => {
  const { AT_LEAST, ABOUT, AT_MOST } = Sums;
  const ROUND = [1, 2, 5, 10];
  const SHADES = ["n3", "n1", "zero", "p1", "p3"]; // falls, none, rises

  // What is not additive (shares, rates, averages) has no change here; nor has what has no time.
  const isOffered = (state) => Boolean(Data.measures.get(state.measure).additive !== false && Bins.axis(state));

  // The last bar that has ended, where the reader has chosen no span to compare.
  function lastSpan(state) {
    const { last } = Bins.axis(state);
    const step = Bins.stepOf(state);
    const bin = Periods.binOf(step, last);
    const [from, to] = Periods.codes(step, Periods.last(step, bin) > last ? bin - 1 : bin);
    return { from, to };
  }

  function before(state) {
    const [from, to] = Periods.before(...Bins.ends(state));
    return { ...state, from, to };
  }

  // What a figure may be, from the least to the most; null where it is not told well enough.
  function range([value, flags, known]) {
    if (known === "zero") return [0, 0];
    if (known !== "stated" || flags & ABOUT) return null;
    return [flags & AT_MOST ? -Infinity : value, flags & AT_LEAST ? Infinity : value];
  }

  // `now`, `past`: region by region [value, flags, state] of the span and of the one before.
  function figures(state, now, past) {
    const step = Bins.stepOf(state);
    const start = Periods.first(step, Periods.binOf(step, Bins.axis(state).first));
    const early = Periods.bounds(before(state).from)[0] < start;
    const strong = bound(state);
    return now.map((figure, u) => ({
      ...(early ? none("early") : difference(figure, past[u], strong)),
      amount: figure[0],
    }));
  }

  const none = (why, state = "not-stated") => ({ value: null, flags: 0, doubt: 0, state, css: state, why });

  function difference(now, past, strong) {
    if (now[2] === past[2] && now[2] === "not-mentioned") return { ...none("", now[2]), why: "" };
    const [a, b] = [range(now), range(past)];
    if (!a || !b) return [now, past].every(([, flags]) => flags) ? none("inexact", "unknown") : none("missing");
    const [least, most] = [a[0] - b[1], a[1] - b[0]];
    if (least === most) return told(least, 0, strong, b[0]);
    if (least > 0) return told(least, AT_LEAST, strong);
    return most < 0 ? told(most, AT_MOST, strong) : none("inexact", "unknown");
  }

  function told(value, doubt, strong, base = 0) {
    const shade = value === 0 ? 2 : (value > 0 ? 3 : 1) + (Math.abs(value) >= strong ? Math.sign(value) : 0);
    const share = base > 0 && value ? Math.round((100 * value) / base) : null;
    return { value, flags: Sums.STATED, doubt, state: "stated", css: SHADES[shade], share };
  }

  // From where on a change is strong: rounded, in the middle of all changes from span to span of this length that the
  // data have, so that colours compare from one step to the next.
  function bound(state) {
    const bins = Bins.last();
    const [a, b] = Bins.ends(state).map((code, end) => Periods.binOf(bins.step, Periods.bounds(code)[end]));
    const length = Math.max(1, Math.min(b - a + 1, bins.n >> 1));
    const added = Data.measures.get(state.measure).over_time === "last" ? 1 : length;
    const found = [];
    for (let u = 0; u < Data.regions.length; u++) {
      const at = (k) => bins.sum[u * bins.n + k] || 0;
      for (let k = 2 * length - 1; k < bins.n; k += length) {
        let change = 0;
        for (let i = 0; i < added; i++) change += at(k - i) - at(k - i - length);
        if (change) found.push(Math.abs(change));
      }
    }
    const middle = found.sort((x, y) => x - y)[found.length >> 1] || 1;
    const decade = 10 ** Math.floor(Math.log10(middle));
    return ROUND.find((step) => step * decade >= middle * 0.999) * decade;
  }

  const signed = (n, text) => `${n > 0 ? "+" : "−"}${text}`;

  // '+12 (+25 %)', '≥ +3', 'no change'; where there is none, why. In short without the share.
  function say({ value, doubt, state: known, share, why }, unit, short) {
    if (value === 0) return Words.t("diff.none");
    if (value === null) return why ? Words.t(`diff.${why}`) : Words.t(`state.${known}`);
    const sign = Words.sign(doubt);
    const amount = `${sign}${sign && "\u00a0"}${signed(value, Words.amount(Math.abs(value), unit))}`;
    return short || share === null || share === undefined || Math.abs(share) > 999
      ? amount
      : `${amount} (${signed(share, Words.t("number.percent", { n: Math.abs(share) }))})`;
  }

  function classes(state) {
    const strong = Words.number(bound(state));
    return [`≤\u00a0−${strong}`, "<\u00a00", "0", ">\u00a00", `≥\u00a0${strong}`].map((text, k) => ({
      css: SHADES[k],
      text,
      whole: true,
    }));
  }

  // «С … по …, сравнение с …».
  const against = (state) => Words.t("diff.against", { now: Bins.say(state), before: Bins.say(before(state)) });

  return { isOffered, lastSpan, before, figures, say, classes, against };
})();
