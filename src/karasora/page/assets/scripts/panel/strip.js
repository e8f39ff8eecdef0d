// The bars of the time strip as paths, and the marks under them; pure, in pixels.
import { Periods } from "../data/periods.js";
import { Words } from "../data/words.js";

export const Strip = (() => {
  const LETTER = 7; // pixels of a letter under the strip

  const left = (k, n, width) => (k * width) / n;

  // The bars from `a` to `b` as one path; what is stated without a number, or is very little, is still to be seen.
  function bars({ n, total, totalFlags }, [a, b], width, height) {
    const most = Math.max(...total) || 1;
    const gap = Math.min(1, width / n / 4);
    let path = "";
    for (let k = a; k <= b; k++) {
      if (!totalFlags[k]) continue;
      const tall = Math.max(3, (Math.max(0, total[k]) / most) * height);
      path += `M${(left(k, n, width) + gap / 2).toFixed(1)} ${height}v${(-tall).toFixed(1)}h${(width / n - gap).toFixed(1)}v${tall.toFixed(1)}z`;
    }
    return path;
  }

  // What stands under the bars: [x, words], none over another. Years where there are several, else the bins themselves.
  function ticks({ step, lo, n }, width) {
    const days = Array.from({ length: n }, (_, k) => Periods.iso(Periods.first(step, lo + k)));
    const years = new Set(days.map((day) => day.slice(0, 4)));
    const fine = step === "day" || step === "week";
    const names = days.map((day, k) => {
      const [year, month, date] = day.split("-");
      const before = k ? days[k - 1] : "";
      if (step === "year" || (before && before.slice(0, 4) !== year) || (!k && !fine && month === "01")) return year;
      if (years.size > 2 || (years.size > 1 && !fine && n > 14)) return "";
      if (!fine) return step === "month" ? Words.t(`month.${+month}`) : Periods.sayPart(step, lo + k);
      return n > 40
        ? before && before.slice(5, 7) !== month
          ? Words.t(`month.${+month}`)
          : ""
        : Words.t("span.day", { day: +date, month: Words.t(`month.${+month}.of`) });
    });
    const shown = [];
    let free = -1;
    for (const [k, name] of names.entries()) {
      const x = left(k, n, width);
      const end = x + name.length * LETTER + 10;
      if (!name || x < free || end > width + 10) continue;
      shown.push([x, name]);
      free = end;
    }
    return shown;
  }

  // Which bin lies at x; beyond the ends the first or the last.
  const binAt = (x, n, width) => Math.min(n - 1, Math.max(0, Math.floor((x * n) / width)));

  // Where a key leads from a bin; nothing for other keys.
  function reached(key, at, n) {
    const far = Math.max(2, Math.round(n / 10));
    const steps = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -far,
      PageUp: far,
      Home: -n,
      End: n,
    };
    return Object.hasOwn(steps, key) ? Math.min(n - 1, Math.max(0, at + steps[key])) : undefined;
  }

  return { left, bars, ticks, binAt, reached };
})();
