// Periods of time: their codes ('2024', '2024-H1', '2024-Q3', '2024-09', '2024-09-05'), as days, and in words.
// A day is a number, counted from 1970-01-01; a bin is the number of a period, counted in its own step.
import { Words } from "./words.js";

export const Periods = (() => {
  const STEPS = ["day", "week", "month", "quarter", "half", "year"]; // a week has no code of its own
  const MONTHS = { month: 1, quarter: 3, half: 6, year: 12 };
  const CODE = /^([1-9]\d{3})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])(?:-(\d\d))?))?$/;
  const DAY = 864e5;
  const AGES = 2 ** 31 - 1; // days before or after all others
  const ROMAN = ["", "I", "II", "III", "IV"];

  // '2024-Q3' -> {step, bin}; null for what is no code.
  function parse(code) {
    const [, written, half, quarter, month, day] = CODE.exec(code) || [];
    if (!written) return null;
    const year = +written;
    if (half) return { step: "half", bin: year * 2 + +half - 1 };
    if (quarter) return { step: "quarter", bin: year * 4 + +quarter - 1 };
    if (!month) return { step: "year", bin: year };
    if (!day) return { step: "month", bin: year * 12 + +month - 1 };
    const bin = Date.UTC(year, +month - 1, +day) / DAY;
    return iso(bin) === code ? { step: "day", bin } : null;
  }

  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  function first(step, bin) {
    if (step === "day") return bin;
    if (step === "week") return bin * 7 - 3; // Monday; 1970 began on a Thursday
    return Date.UTC(0, bin * MONTHS[step] - 1900 * 12, 1) / DAY; // years below 100 count from 1900 there
  }

  const last = (step, bin) => first(step, bin + 1) - 1;

  function binOf(step, day) {
    if (step === "day") return day;
    if (step === "week") return Math.floor((day + 3) / 7);
    const date = new Date(day * DAY);
    return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / MONTHS[step]);
  }

  const pad = (n) => String(n).padStart(2, "0");

  // The codes of a bin's first and last part: one and the same, but for weeks.
  function codes(step, bin) {
    const said = {
      year: () => String(bin),
      half: () => `${bin >> 1}-H${(bin & 1) + 1}`,
      quarter: () => `${bin >> 2}-Q${(bin & 3) + 1}`,
      month: () => `${Math.floor(bin / 12)}-${pad((bin % 12) + 1)}`,
      day: () => iso(bin),
    }[step];
    return said ? [said(), said()] : [iso(first(step, bin)), iso(last(step, bin))];
  }

  // The first and the last day of a code; null for what is no code.
  function bounds(code) {
    const found = parse(code);
    return found && [first(found.step, found.bin), last(found.step, found.bin)];
  }

  // The days of a span of two codes, "" for an open end.
  /** @returns {[number, number]} */
  function span(from, to) {
    const [a, b] = [bounds(from), bounds(to)];
    return [a ? a[0] : -AGES, b ? b[1] : AGES];
  }

  // The days that something took; what has no date may have been at any time.
  const interval = (start, end) => (start ? span(start, end || start) : span("", ""));

  // ---- in words ----
  // Two codes in one step: the coarser one gives way to the finer.
  function alike(from, to) {
    const [a, b] = [parse(from), parse(to)];
    const step = STEPS[Math.min(STEPS.indexOf(a.step), STEPS.indexOf(b.step))];
    return { step, a: binOf(step, first(a.step, a.bin)), b: binOf(step, last(b.step, b.bin)) };
  }

  // What stands for a bin beside its year: 'июнь' and, after «с», 'июня'; 'II квартал'; '5 сентября'.
  function part(step, bin, of = "") {
    const [, month, day] = iso(first(step, bin)).split("-").map(Number);
    if (step === "day") return Words.t("span.day", { day, month: Words.t(`month.${month}.of`) });
    if (step === "month") return Words.t(`month.${month}${of}`);
    return Words.t(`span.${step}${of}`, number(step, bin));
  }

  const number = (step, bin) => {
    const n = (bin & (step === "half" ? 1 : 3)) + 1;
    return { n: Words.lang() === "en" ? n : ROMAN[n] };
  };

  // «с июня по август 2025 года»; one period alone: «июнь 2025 года». Both ends are codes.
  function say(from, to = from) {
    const { step, a, b } = alike(from, to);
    const [start, end] = [a, b].map((bin) => +iso(first(step, bin)).slice(0, 4));
    if (step === "year" || (step === "half" && start === end && a < b))
      return Words.t(start === end ? "span.year" : "span.years", { start, end });
    if (a === b) return Words.t("span.alone", { to: part(step, b), end });
    const key = start === end ? "span.within" : "span.across";
    const text = Words.t(key, {
      from: start === end ? brief(step, a, b) : part(step, a, ".of"),
      to: part(step, b),
      start,
      end,
    });
    return text.replace(/^с (?=(2|II) )/, "со "); // «со второго»
  }

  // «с 5 по 12 сентября», «с I по III квартал»: what both ends have in common is said once.
  function brief(step, a, b) {
    if (step === "quarter") return Words.t("span.n", number(step, a));
    return step === "day" && iso(a).slice(0, 7) === iso(b).slice(0, 7) ? +iso(a).slice(8) : part(step, a, ".of");
  }

  // The codes of the span before, of the same length.
  function before(from, to) {
    const { step, a, b } = alike(from || to, to || from);
    return [codes(step, 2 * a - b - 1)[0], codes(step, a - 1)[1]];
  }

  const sayBin = (step, bin) => say(...codes(step, bin));

  return {
    STEPS,
    AGES,
    parse,
    first,
    last,
    binOf,
    codes,
    bounds,
    span,
    interval,
    before,
    say,
    sayBin,
    sayPart: part,
    iso,
    isCode: (code) => parse(code) !== null,
  };
})();
