// What was typed, taken apart into terms: names of regions, dates, and words. A row must meet every term.
import { Data } from "./data.js";
import { Fold } from "./fold.js";
import { Vocabulary } from "./vocabulary.js";
import { Words } from "./words.js";

export const Query = (() => {
  const MOST = 12; // words
  const every = (key) => Words.LANGS.map((lang) => Words.inLanguage(key, lang));

  // ---- the names of regions ----
  let known; // per region: its names by language, all its names, and the towns in it, folded

  function names() {
    known ??= Data.regions.map(({ iso, name, short, search, towns = [] }) => {
      const own = Object.fromEntries(Words.LANGS.map((lang) => [lang, [name[lang], short[lang]].map(Fold.fold)]));
      return {
        own,
        all: [...new Set([Fold.fold(iso), Fold.fold(iso).replace(" ", ""), ...Object.values(own).flat(), ...search])],
        towns,
      };
    });
    return known;
  }

  // Spelled so; else, unless it is an abbreviation, so that it sounds the same: «СКО» is not "SKO".
  function called(phrase, list) {
    const found = (test) => new Set([...Data.regions.keys()].filter((u) => list(names()[u]).some(test)));
    const exact = found((name) => name === phrase);
    if (exact.size || phrase.length < 4) return exact;
    const [latin, key] = [Fold.isLatin(phrase), Fold.sound(phrase)];
    return found((name) => (latin || Fold.isLatin(name)) && Vocabulary.sound(name) === key);
  }

  // Regions of which a word of the name is like `token`: by their names in the reader's language, else by any. -> Map(u -> rank)
  function like(token, slips = false) {
    for (const list of [(n) => n.own[Words.lang()], (n) => n.all]) {
      const found = [...Data.regions.keys()]
        .map(
          /** @returns {[number, number]} */ (u) => [
            u,
            Vocabulary.phrase(
              token,
              list(names()[u]).flatMap((name) => name.split(" ")),
              slips,
            ),
          ],
        )
        .filter(([, rank]) => rank);
      if (found.length) return new Map(found);
    }
    return new Map();
  }

  // ---- dates, as the page writes them and as tables do ----
  let months; // folded word -> 1 to 12

  function month(word) {
    months ??= new Map(
      Array.from({ length: 12 }, (_, k) =>
        [...every(`month.${k + 1}`), ...every(`month.${k + 1}.of`)].map(
          /** @returns {[string, number]} */ (name) => [Fold.fold(name), k + 1],
        ),
      ).flat(),
    );
    return months.get(word) || 0;
  }

  const DAY = /^(?:[1-9]|[12]\d|3[01])$/,
    YEAR = /^(?:19|20)\d\d$/,
    YEARLY = new Set(["года", "году", "год", "г", "жылгы", "жыл", "ж"]);
  const WRITTEN = /(?<![\w-])(?:(\d{4})-(\d\d)(?:-(\d\d))?|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?![\w-])/g;

  // A month at words[at] with the day and the year around it -> {from, to, date}, or nothing.
  function dateAt(words, at) {
    const m = month(words[at]);
    if (!m) return null;
    const date = { m };
    let [from, to] = [at, at + 1];
    const take = (key, test, k) =>
      k >= 0 && date[key] === undefined && test.test(words[k] || "") && ((date[key] = +words[k]), true);
    if (take("d", DAY, from - 1)) from--;
    if (YEARLY.has(words[from - 1]) && take("y", YEAR, from - 2)) from -= 2;
    if (take("d", DAY, to)) to++;
    if (take("y", YEAR, to)) to++;
    if (YEARLY.has(words[to])) to++;
    return { from, to, date };
  }

  const two = (n) => String(n).padStart(2, "0");

  // Whether a start and an end, as ISO writes them, are or hold the date asked for.
  function holds({ y, m, d }, start, end) {
    const is = (text) =>
      text && (!y || +text.slice(0, 4) === y) && (!m || +text.slice(5, 7) === m) && (!d || +text.slice(8, 10) === d);
    if (is(start) || is(end)) return true;
    if (!y || !start || !end) return false;
    const iso = `${y}${m ? `-${two(m)}` : ""}${d ? `-${two(d)}` : ""}`;
    const long = (text) => text.length >= iso.length;
    return long(start) && long(end) && start.slice(0, iso.length) <= iso && iso <= end.slice(0, iso.length);
  }

  // ---- the whole ----
  // A term: {words, regions?, towns?, date?}: a row meets it by one of its regions, by its date, or by all its words in its texts.
  function terms(text) {
    const found = [];
    const rest = text.replace(WRITTEN, (_, y, m, d, day, month, year) => {
      found.push({ words: [], date: { y: +(y || year), m: +(m || month), d: +(d || day) || undefined } });
      return " ";
    });
    const words = Fold.fold(rest).split(" ").filter(Boolean).slice(0, MOST);
    const taken = words.map(() => false);
    const take = (from, to, term) => {
      taken.fill(true, from, to);
      found.push({ words: words.slice(from, to), ...term });
    };
    words.forEach((_, at) => {
      const date = !taken[at] && dateAt(words, at);
      if (date && (date.to - date.from > 1 || words.length === 1)) take(date.from, date.to, { date: date.date });
    });
    for (let size = words.length; size > 0; size--)
      for (let at = 0; at + size <= words.length; at++) {
        if (taken.slice(at, at + size).some(Boolean)) continue;
        const phrase = words.slice(at, at + size).join(" ");
        const [regions, towns] = [called(phrase, (n) => n.all), called(phrase, (n) => n.towns)];
        if (regions.size || towns.size) take(at, at + size, { regions, towns });
      }
    words.forEach((word, at) => taken[at] || take(at, at + 1, YEAR.test(word) ? { date: { y: +word } } : {}));
    return found;
  }

  // The regions to offer for what was typed, best first: named so, beginning so, with such a town; and, if none, nearly so.
  function regions(text) {
    const typed = Fold.fold(text).split(" ").filter(Boolean).slice(0, MOST);
    if (!typed.length) return [];
    const phrase = typed.join(" ");
    const tokens = typed.map(Vocabulary.typed);
    const together = (slips) =>
      tokens
        .map((token) => like(token, slips))
        .reduce((a, b) => new Map([...a].filter(([u]) => b.has(u)).map(([u, rank]) => [u, Math.max(rank, b.get(u))])));
    const exact = called(phrase, (n) => n.all);
    const named = terms(text).flatMap(({ regions = [], towns = [] }) => [...regions, ...towns]);
    const begin = [...together(false)].filter(([, rank]) => !exact.size || rank <= Vocabulary.BEGINS);
    const found = [...exact, ...byRank(begin), ...named];
    return [...new Set(found.length ? found : byRank(together(true)))];
  }

  const byRank = (ranks) => [...ranks].sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([u]) => u);

  return { terms, regions, like, holds };
})();
