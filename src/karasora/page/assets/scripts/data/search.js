// Which incidents the reader asked for: of the report shown, by substance, by kind, and by words in any spelling.
import { Data } from "./data.js";
import { Periods } from "./periods.js";
import { Times } from "./times.js";
import { Words } from "./words.js";

export const Search = (() => {
  const CHUNK = 2048;
  const PAIRS = "а a ә a б b в v г g ғ g д d е e ё e ж j з z и i й i і i к k қ k л l м m н n ң n о o ө o п p р r с s т t у u ұ u ү u ф f х h һ h ц s ч ch ш sh щ sh ъ _ ы i ь _ э e ю iu я ia y i q k w v ı i";
  const DIGRAPHS = { zh: "j", dj: "j", kh: "h", gh: "g", ts: "s" };
  const folded = new Map();
  let last = {};

  // ---- one skeleton for every spelling: Жамбыл, Zhambyl, Jambyl -> jambil; Ақтөбе, Aktobe -> aktobe ----
  // Bytes in, codes out, without a string per letter: a million texts are folded in a second or two.
  const codes = (text) => Array.from(text, (c) => c.charCodeAt(0));
  const letters = new Array(0x2100); // by code point, as far as the alphabets here go: what a letter becomes
  for (let code = 0; code < 128; code++) letters[code] = codes(String.fromCharCode(code).toLowerCase());
  PAIRS.split(" ").forEach((letter, i, list) => {
    const becomes = list[i + 1] === "_" ? [] : codes(list[i + 1] || "");
    if (i % 2 === 0) for (const form of [letter, letter.toUpperCase()]) letters[form.codePointAt(0)] = becomes;
  });
  for (const mark of "’'ʹʼ`\"«»“”") letters[mark.codePointAt(0)] = [];
  letters[10] = [32];
  const digraphs = new Uint8Array(1 << 14);
  for (const [[a, b], becomes] of Object.entries(DIGRAPHS)) digraphs[(a.charCodeAt(0) << 7) | b.charCodeAt(0)] = becomes.charCodeAt(0);
  const UTF8 = new TextEncoder();
  const UTF16 = new TextDecoder("utf-16le");

  // Accents are taken off; what has no form among the letters stays as it is.
  function unusual(code) {
    const plain = String.fromCodePoint(code).toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    const becomes = plain.split("").flatMap((c) => letters[c.charCodeAt(0)] || [c.charCodeAt(0)]);
    if (code < letters.length) letters[code] = becomes;
    return becomes;
  }

  // Texts that follow each other in UTF-8, each up to one of `ends` -> their skeletons, a line each.
  function skeletons(bytes, start, ends) {
    let out = new Uint16Array(2 * (ends[ends.length - 1] - start) + ends.length + 1);
    let at = 1; // out[0] is what stands before the first letter
    for (let row = 0, i = start; row < ends.length; row++) {
      if (row) out[at++] = 10;
      while (i < ends[row]) {
        const size = bytes[i] < 0x80 ? 1 : bytes[i] < 0xe0 ? 2 : bytes[i] < 0xf0 ? 3 : 4;
        let code = size === 1 ? bytes[i] : bytes[i] & (0xff >> (size + 1));
        for (let k = 1; k < size; k++) code = (code << 6) | (bytes[i + k] & 0x3f);
        i += size;
        const becomes = letters[code] || unusual(code);
        if (at + becomes.length + 1 >= out.length) out = grown(out);
        for (let k = 0; k < becomes.length; k++) at = put(out, at, becomes[k]);
      }
    }
    return UTF16.decode(out.subarray(1, at));
  }

  // The code joins the last one where both are one sound or the same letter; -> where the next goes.
  function put(out, at, code) {
    const last = out[at - 1];
    if (last === code && code > 96 && code < 123) return at;
    const both = last < 128 && code < 128 ? digraphs[(last << 7) | code] : 0;
    if (both) return put(out, at - 1, both);
    out[at] = code;
    return at + 1;
  }

  function grown(out) {
    const larger = new Uint16Array(2 * out.length + 64);
    larger.set(out);
    return larger;
  }

  function fold(text) {
    const bytes = UTF8.encode(text);
    return skeletons(bytes, 0, [bytes.length]);
  }

  const tokens = (q) => fold(q).split(/[\s,;]+/).filter(Boolean);

  // Units whose names begin a word with every token of `q`, or whose other names have it as a word.
  function units(q) {
    const wanted = tokens(q);
    return wanted.length ? [...Data.regions.keys()].filter((u) => wanted.every((token) => isCalled(u, token))) : [];
  }

  function isCalled(u, token) {
    const key = `unit ${u}`;
    const { name, short, iso, search } = Data.regions[u];
    const words = (list) => ` ${fold(list.join(" ").replace(/[-\n]/g, " "))} `;
    if (!folded.has(key)) folded.set(key, [words([iso, ...Object.values(name), ...Object.values(short)]), words(search)]);
    const [names, others] = folded.get(key);
    return names.includes(` ${token}`) || others.includes(` ${token} `);
  }

  // A short word would be found inside half of all longer ones: it must stand alone, but for an ending.
  function finder(token) {
    if (token.length > 3) return (text) => text.includes(token);
    const pattern = new RegExp(`(?<![a-z])${token.replace(/[^a-z0-9]/g, "\\$&")}[a-z]{0,2}(?![a-z])`);
    return (text) => pattern.test(text);
  }

  const everyLanguage = (key) => Words.LANGS.map((lang) => Words.inLanguage(key, lang)).join(" ");

  // Every row in which `token` stands is marked in `hits`; `bit` is the token's own.
  async function mark(token, hits, bit) {
    const has = finder(token);
    const here = [...Data.regions.keys()].filter((u) => isCalled(u, token));
    if (here.length) spread("units", hits, bit, (list) => list.some((u) => here.includes(u)));
    for (const measure of Data.page.measures) {
      if (measure.key === "incidents" || !has(fold(Object.values(measure.name).join(" ")))) continue;
      const flags = Data.column(`${measure.key}:flags`);
      if (flags) for (let i = 0; i < Data.n; i++) if (flags(i)) hits[i] |= bit;
    }
    spread("kind", hits, bit, (kind) => has(fold(everyLanguage(`kind.${kind}`))));
    for (const name of TEXTS()) {
      if (!Data.column(name)) continue;
      if (Data.column(name).raw) await scan(name, has, token, hits, bit);
      else spread(name, hits, bit, (text) => has(fold(text)));
    }
  }

  const TEXTS = () => ["id", "case", "start", "end", ...Words.LANGS.flatMap((l) => [`place_${l}`, `title_${l}`, `text_${l}`])];

  // A column with few distinct values is asked once per value.
  function spread(name, hits, bit, test) {
    const column = Data.column(name);
    if (!column) return;
    const known = new Map();
    for (let i = 0; i < Data.n; i++) {
      const value = column(i);
      if (!value) continue;
      if (!known.has(value)) known.set(value, test(value));
      if (known.get(value)) hits[i] |= bit;
    }
  }

  // A packed text column is folded a chunk at a time, and the folded chunks are kept.
  async function scan(name, has, token, hits, bit) {
    const { bytes, start, ends } = Data.column(name).raw;
    for (let from = 0, k = 0; from < Data.n; from += CHUNK, k++) {
      const to = Math.min(Data.n, from + CHUNK);
      const key = `${name} ${k}`;
      if (!folded.has(key)) {
        folded.set(key, skeletons(bytes, start(from), ends.subarray(from, to)));
        if (k % 8 === 7) await new Promise((go) => setTimeout(go));
      }
      if (!folded.get(key).includes(token)) continue;
      folded.get(key).split("\n").forEach((line, i) => has(line) && (hits[from + i] |= bit));
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
    const key = [state.report, state.substance, state.kind, state.q].join("\n");
    if (last.key === key) return last.rows;
    const wanted = tokens(state.q).slice(0, 8);
    await Data.need(["report", "kind", ...(state.substance ? [`${state.substance}:flags`] : []), ...(wanted.length ? ["units", ...TEXTS(), ...Data.figures().filter((f) => f.endsWith(":flags"))] : [])]);
    const hits = new Uint8Array(wanted.length ? Data.n : 0);
    for (const [k, token] of wanted.entries()) await mark(token, hits, 1 << k);
    const all = (1 << wanted.length) - 1;
    const flags = state.substance && Data.column(`${state.substance}:flags`);
    const [report, kind] = [Data.column("report"), Data.column("kind")];
    const found = new Uint32Array(Data.n);
    let count = 0;
    for (let i = 0; i < Data.n; i++) {
      if (report && report(i) !== state.report) continue;
      if (state.kind && kind(i) !== state.kind) continue;
      if (state.substance && !(flags && flags(i))) continue;
      if (all && hits[i] !== all) continue;
      found[count++] = i;
    }
    last = { key, rows: found.slice(0, count) };
    return last.rows;
  }

  const isSpan = (state) => Boolean(state.from || state.to);
  const isFiltered = (state) => Boolean(isSpan(state) || state.substance || state.kind || state.q.trim());

  return { rows, matching, units, isFiltered, isSpan };
})();
