// The page's own words, and how each language writes numbers, quantities and dates.
const Words = (() => {
  const LANGS = ["ru", "kk", "en"];
  const tables = JSON.parse(Dom.one("#karasora-words").textContent);
  // Browsers carry no Kazakh of their own: it writes numbers as Russian does and has two plural forms, as English.
  const LOCALES = { kk: { PluralRules: "en", NumberFormat: "ru", Collator: "ru" } };
  const made = new Map();
  let now = "ru";

  function choose(...wanted) {
    now = wanted.flat().map((l) => String(l || "").slice(0, 2).toLowerCase()).find((l) => LANGS.includes(l)) || "ru";
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
    const form = `${key}.${intl(Intl.PluralRules).select(n)}`;
    return t(has(form) ? form : `${key}.other`, { n: number(n), ...values });
  }

  // Intl's objects are dear to make and cheap to keep.
  function intl(Kind, options) {
    const name = now + Kind.name + JSON.stringify(options || "");
    if (!made.has(name)) made.set(name, new Kind(LOCALES[now]?.[Kind.name] || now, options));
    return made.get(name);
  }

  const number = (n, digits = 3) => intl(Intl.NumberFormat, { maximumFractionDigits: digits }).format(n);
  // 950, 1.2k, 34k, 1.1M: for where a count must be short.
  function compact(n) {
    const [size, key] = n >= 1e6 ? [1e6, "million"] : n >= 1e3 ? [1e3, "thousand"] : [1, ""];
    const text = number(n / size, n / size < 10 && size > 1 ? 1 : 0);
    return key ? t(`number.${key}`, { n: text }) : text;
  }
  // Two significant digits below ten, as rates need; none lost above.
  const rate = (n) => intl(Intl.NumberFormat, n < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: n < 100 ? 1 : 0 }).format(n);

  const DOUBT = { 0: "exact", 2: "at_least", 4: "about", 6: "at_least_about", 8: "at_most", 12: "at_most_about" };

  // '≥ 206 kg', '43 t', 'number not given'; `write` says how a number is written, `keep` keeps kilograms.
  function quantity(value, flags, unit, { write = number, keep = false } = {}) {
    if (value === null || value === undefined) return flags ? t("quantity.unknown") : "";
    return t(`quantity.${DOUBT[flags & 14] || "about"}`, { value: amount(value, unit, write, keep) });
  }

  function amount(value, unit, write = number, keep = false) {
    const tonnes = unit === "kg" && !keep && value >= 1000;
    const n = tonnes ? value / 1000 : value;
    return unit ? plural(tonnes ? "unit.t" : unit === "incidents" ? "count.incidents" : `unit.${unit}`, n, { n: write(n) }) : write(n);
  }

  // The sign alone, for where a number stands without words.
  const sign = (flags) => ["", "≥", "≈", "≥≈", "≤", "", "≤≈"][(flags & 14) >> 1] || "";

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
      return t("date.months", { from: t(`month.${+start.slice(5)}`), to: t(`month.${+end.slice(5)}`), year: end.slice(0, 4) });
    }
    return t("date.range", { from: date(start), to: date(end) });
  }

  // {ru, kk, en} -> what this reader reads: their language, else the writer's, else any.
  function pick(texts, written) {
    for (const lang of [now, written, ...LANGS]) if (texts && texts[lang]) return { text: texts[lang], lang };
    return { text: "", lang: now };
  }

  const brief = (text, length = 120) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);
  const compare = (a, b) => intl(Intl.Collator, { numeric: true }).compare(a, b);

  return { LANGS, choose, t, has, inLanguage, plural, number, compact, rate, sign, quantity, amount, date, period, pick, brief, compare, lang: () => now };
})();
