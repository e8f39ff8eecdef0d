// The page's own words, and how each language writes numbers, quantities and dates.
import { Dom } from "../dom.js";

export const Words = (() => {
  const tables = JSON.parse(Dom.one("#karasora-words").textContent);
  const LANGS = Object.keys(tables);
  let now = "ru";

  function choose(...wanted) {
    now =
      wanted
        .flat()
        .map((l) =>
          String(l || "")
            .slice(0, 2)
            .toLowerCase(),
        )
        .find((l) => LANGS.includes(l)) || "ru";
    return now;
  }

  function t(key, values) {
    let text = tables[now][key] ?? tables.ru[key] ?? key;
    for (const name in values) text = text.split(`{${name}}`).join(values[name]);
    return text;
  }

  const has = (key) => Object.hasOwn(tables[now], key);
  const inLanguage = (key, lang) => tables[lang][key] || "";

  function plural(key, n, values) {
    const form = `${key}.${FORMS[now](n)}`;
    return t(has(form) ? form : `${key}.other`, { n: number(n), ...values });
  }

  // The languages' own rules for plurals and numbers: three lines, where the browser's tables know no Kazakh and load slowly.
  const one = (n) => (n === 1 ? "one" : "other");
  const FORMS = {
    ru: (n) =>
      !Number.isInteger(n)
        ? "other"
        : n % 10 === 1 && n % 100 !== 11
          ? "one"
          : n % 10 >= 2 && n % 10 <= 4 && !(n % 100 >= 12 && n % 100 <= 14)
            ? "few"
            : "many",
    kk: one,
    en: one,
  };
  const MARKS = { ru: ["\u00a0", ","], kk: ["\u00a0", ","], en: [",", "."] };

  function number(n, digits = 3) {
    const [group, point] = MARKS[now];
    const [whole, rest = ""] = Math.abs(n).toFixed(digits).split(".");
    const tail = rest.replace(/0+$/, "");
    return (n < 0 ? "−" : "") + whole.replace(/\B(?=(\d{3})+$)/g, group) + (tail && point + tail);
  }

  // 950, 1.2k, 34k, 1.1M: for where a count must be short.
  function compact(n) {
    const [size, key] = n >= 1e6 ? [1e6, "million"] : n >= 1e3 ? [1e3, "thousand"] : [1, ""];
    const text = number(n / size, n / size < 10 && size > 1 ? 1 : 0);
    return key ? t(`number.${key}`, { n: text }) : text;
  }

  // Two significant digits below ten, as rates need; none lost above. A bound, which `round` keeps one, has two throughout.
  function rate(n, round) {
    if (n === 0) return number(0);
    const size = Math.floor(Math.log10(Math.abs(n)));
    if (!round) return n >= 10 ? number(n, n < 100 ? 1 : 0) : number(n, Math.max(0, 1 - size));
    const step = 10 ** Math.abs(size - 1); // a whole number, or one by which to divide: no digit is made up
    return size > 1
      ? number(round(n / step) * step)
      : number(round(+(n * step).toFixed(6)) / step, Math.max(0, 1 - size));
  }

  const DOUBT = { 0: "exact", 2: "at_least", 4: "about", 6: "at_least_about", 8: "at_most", 12: "at_most_about" };

  // '≥ 206 kg', '43 t', 'number not given'; `write` says how a number is written, `keep` keeps kilograms.
  function quantity(value, flags, unit, { write = number, keep = false } = {}) {
    if (value === null || value === undefined)
      return flags ? t(has(`quantity.unknown.${unit}`) ? `quantity.unknown.${unit}` : "quantity.unknown") : "";
    return t(`quantity.${DOUBT[flags & 14] || "about"}`, { value: amount(value, unit, write, keep) });
  }

  function amount(value, unit, write = number, keep = false) {
    const tonnes = unit === "kg" && !keep && value >= 1000;
    const n = tonnes ? value / 1000 : value;
    const key = tonnes ? "unit.t" : unit === "incidents" ? "count.incidents" : `unit.${unit.toLowerCase()}`;
    if (!has(`${key}.other`)) return unit ? `${write(n)}\u00a0${unit}` : write(n);
    return plural(key, n, { n: write(n) });
  }

  // The sign alone, for where a number stands without words.
  const sign = (flags) => ["", "≥", "≈", "≥≈", "≤", "", "≤≈"][(flags & 14) >> 1] || "";

  // A day as «as of {date}» wants it: Kazakh bends the month.
  function asOf(text) {
    const [year, month, day] = text.split("-");
    return day ? t("date.day", { day: +day, month: t(`month.${+month}.as_of`), year }) : date(text);
  }

  // '2025', '2025-06' or '2025-06-09' as the language writes it; anything else as it stands.
  function date(text) {
    const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text || "") || [];
    if (!month || +month < 1 || +month > 12) return text || "";
    if (day) return t("date.day", { day: +day, month: t(`month.${+month}.of`), year });
    return t("date.month", { month: t(`month.${+month}`), year });
  }

  function period(start, end) {
    if (!start || !end || start === end) return date(start || end);
    if (start.length === 7 && end.length === 7 && start.slice(0, 4) === end.slice(0, 4)) {
      return t("date.months", {
        from: t(`month.${+start.slice(5)}`),
        to: t(`month.${+end.slice(5)}`),
        year: end.slice(0, 4),
      });
    }
    return t("date.range", { from: date(start), to: date(end) });
  }

  // {ru, kk, en} -> what this reader reads: their language, else the writer's, else any.
  function pick(texts, written) {
    for (const lang of [now, written, ...LANGS]) if (texts && texts[lang]) return { text: texts[lang], lang };
    return { text: "", lang: now };
  }

  const brief = (text, length = 120) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);
  const orders = {};
  const compare = (a, b) =>
    (orders[now] ??= new Intl.Collator(now === "kk" ? "ru" : now, { numeric: true })).compare(a, b);

  // Text that came with the data: marked with its language, kept from turning the line around it.
  function dataText(tag, text, lang, attributes) {
    return Dom.html(
      tag,
      {
        ...attributes,
        lang: lang && lang !== now ? lang : null,
        class: `said ${(attributes && attributes.class) || ""}`.trim(),
      },
      text,
    );
  }

  return {
    LANGS,
    choose,
    t,
    dataText,
    has,
    inLanguage,
    plural,
    number,
    compact,
    rate,
    sign,
    quantity,
    amount,
    date,
    asOf,
    period,
    pick,
    brief,
    compare,
    lang: () => now,
  };
})();
