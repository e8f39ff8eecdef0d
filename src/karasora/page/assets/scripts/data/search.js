// Which incidents the reader asked for: of the report shown, by substance, by kind, and by words in any spelling.
import { Data } from "./data.js";
import { Periods } from "./periods.js";
import { Query } from "./query.js";
import { Times } from "./times.js";
import { Vocabulary } from "./vocabulary.js";
import { Words } from "./words.js";

export const Search = (() => {
  const NAMED = 1,
    OTHER = 8; // ranks: best, and what another language adds
  let last = {};

  const languages = () => [Words.lang(), ...Words.LANGS.filter((lang) => lang !== Words.lang())];
  const TEXTS = () => [
    "case",
    "status",
    ...["place", "title", "text"].flatMap((stem) => languages().map((lang) => `${stem}_${lang}`)),
  ];
  const isThere = (name) => Boolean(Data.column(name));
  const isForeign = (name) => /_(?:ru|kk|en)$/.test(name) && !name.endsWith(Words.lang());

  // ---- one term: a rank for each row, 0 for those that don't meet it ----
  const better = (ranks, i, rank) => (ranks[i] === 0 || rank < ranks[i]) && (ranks[i] = rank);

  function meets(term) {
    const ranks = new Uint8Array(Data.n);
    if (term.regions && term.regions.size)
      inRegions(
        ranks,
        [...term.regions].map((u) => [u, NAMED]),
      );
    if (term.date) onDate(ranks, term.date);
    if (!(term.date && term.date.d)) inWords(ranks, term.words, { names: !(term.regions && term.regions.size) });
    return ranks;
  }

  // A date that no row has may stand in a text; a town that no text names leads to its region; a word may be mistyped.
  const SECOND = [
    (term, ranks) => term.date && inWords(ranks, term.words),
    (term, ranks) =>
      term.towns &&
      inRegions(
        ranks,
        [...term.towns].map((u) => [u, OTHER]),
      ),
    (term, ranks) => inWords(ranks, term.words, { slips: true }),
  ];

  function inRegions(ranks, found) {
    const rank = new Map(found);
    const best = (units) => Math.min(...units.map((u) => rank.get(u) ?? Infinity));
    for (const name of ["units", "from_units"])
      spread(name, best, (i, value) => value < Infinity && better(ranks, i, value));
  }

  function onDate(ranks, date) {
    const [start, end] = [Data.column("start"), Data.column("end")];
    const known = new Map();
    for (let i = 0; i < Data.n; i++) {
      const [from, to] = [start ? start(i) : "", end ? end(i) : ""];
      const key = `${from} ${to}`;
      if (!known.has(key)) known.set(key, Query.holds(date, from, to));
      if (known.get(key)) better(ranks, i, NAMED);
    }
  }

  // All of the words, each in a text of the row or in a name of what it is: its regions, if `names`, its measures, its kind.
  function inWords(ranks, words, { slips = false, names = true } = {}) {
    if (!words.length) return;
    const all = words.map((word) => inWord(Vocabulary.typed(word), slips, names));
    for (let i = 0; i < Data.n; i++) {
      let worst = 0;
      for (const one of all) {
        if (!one[i]) {
          worst = 0;
          break;
        }
        if (one[i] > worst) worst = one[i];
      }
      if (worst) better(ranks, i, worst);
    }
  }

  function inWord(token, slips, names) {
    const ranks = new Uint8Array(Data.n);
    if (names) inRegions(ranks, Query.like(token, slips));
    for (const [key, rank] of measures(token, slips)) {
      const flags = Data.column(`${key}:flags`);
      if (flags) for (let i = 0; i < Data.n; i++) if (flags(i)) better(ranks, i, rank);
    }
    spread(
      "kind",
      (kind) => inLanguages((lang) => Words.inLanguage(`kind.${kind}`, lang) || kind, token, slips),
      (i, rank) => rank && better(ranks, i, rank),
    );
    const words = Vocabulary.ranks(token, slips);
    for (const name of TEXTS().filter(isThere))
      Vocabulary.scan(name, words, (i, rank) => better(ranks, i, rank + (isForeign(name) ? OTHER : 0)));
    return ranks;
  }

  // Measures by their names and keys; «Нарколаборатории» also without the prefix.
  const measures = (token, slips) =>
    Data.page.measures
      .filter((m) => m.key !== "incidents")
      .map((m) => [
        m.key,
        inLanguages(
          (lang) => `${m.key} ${m.name[lang] || ""} ${(m.name[lang] || "").replace(/^нарко/i, "")}`,
          token,
          slips,
        ),
      ])
      .filter(([, rank]) => rank);

  // The likeness to a name that has a form in each language: the reader's own counts first.
  function inLanguages(name, token, slips) {
    const ranks = languages()
      .map((lang, k) => [Vocabulary.words(token, name(lang), slips), k])
      .filter(([rank]) => rank);
    return ranks.length ? Math.min(...ranks.map(([rank, k]) => rank + (k ? OTHER : 0))) : 0;
  }

  // A column with few distinct values is asked once per value.
  function spread(name, test, hit) {
    const column = Data.column(name);
    if (!column) return;
    const known = new Map();
    for (let i = 0; i < Data.n; i++) {
      const value = column(i);
      if (!value || !value.length) continue;
      if (!known.has(value)) known.set(value, test(value));
      hit(i, known.get(value));
    }
  }

  // The rows to show, in the order of the data: of those that pass all else, what lies wholly within the span.
  async function rows(state) {
    const found = await matching(state);
    if (!isSpan(state)) return found;
    await Data.need(Times.NEEDS);
    return found.filter(Times.within(Periods.span(state.from, state.to)));
  }

  // The rows that pass every filter but time.
  async function matching(state) {
    const key = [state.report, state.substance, state.kind, state.q, Words.lang()].join("\n");
    if (last.key === key) return last.rows;
    const query = state.q.trim();
    await Data.need([
      "report",
      "kind",
      ...(state.substance ? [`${state.substance}:flags`] : []),
      ...(query
        ? [
            "id",
            "units",
            "from_units",
            "start",
            "end",
            ...TEXTS(),
            ...Data.figures().filter((f) => f.endsWith(":flags")),
          ]
        : []),
    ]);
    if (query) await Vocabulary.need(TEXTS().filter(isThere));
    const flags = state.substance && Data.flags(state.substance);
    const [report, kind] = [
      Data.is(Data.column("report"), state.report),
      Data.is(state.kind && Data.column("kind"), state.kind),
    ];
    const passes = (i) => report(i) && kind(i) && (!flags || flags[i] > 0);
    const ranks = query ? asked(query, passes) : null;
    const found = new Uint32Array(Data.n);
    let count = 0;
    for (let i = 0; i < Data.n; i++) if ((!ranks || ranks[i]) && passes(i)) found[count++] = i;
    last = { key, rows: found.slice(0, count), ranks };
    return last.rows;
  }

  // A rank for each row that meets every term; an id finds its incident alone.
  function asked(query, passes) {
    const named = Data.row(query);
    if (named !== undefined) return Uint8Array.from({ length: Data.n }, (_, i) => (i === named ? NAMED : 0));
    const some = (ranks) => ranks.some((rank, i) => rank && passes(i));
    return Query.terms(query)
      .map((term) => {
        const ranks = meets(term);
        for (const second of SECOND) if (!some(ranks)) second(term, ranks);
        return ranks;
      })
      .reduce(
        (a, b) => a.map((rank, i) => (rank && b[i] ? Math.max(rank, b[i]) : 0)),
        new Uint8Array(Data.n).fill(NAMED),
      );
  }

  // Rows of the last search, best first.
  function ranked(rows) {
    const { ranks } = last;
    return ranks ? Uint32Array.from(rows).sort((a, b) => ranks[a] - ranks[b] || a - b) : rows;
  }

  const isSpan = (state) => Boolean(state.from || state.to);
  const isFiltered = (state) => Boolean(isSpan(state) || state.substance || state.kind || state.q.trim());

  return { rows, matching, ranked, regions: Query.regions, isFiltered, isSpan };
})();
