// Every distinct word of the texts once, and for each text the numbers of its words: a query is held against the words,
// and the texts are then found by number. Bytes in, without a string per word, so that a million texts take seconds.
import { Data } from "./data.js";
import { Fold } from "./fold.js";

export const Vocabulary = (() => {
  const UTF8 = new TextEncoder();
  const DECODER = new TextDecoder();
  const [SHORT, LONG] = [3, 5]; // letters: below, a word must stand nearly alone; from here on, a slip is forgiven
  // Words are parted at ASCII signs; what quotes and signs beyond ASCII do is left to Fold.
  const PARTS = Uint8Array.from(
    { length: 256 },
    (_, code) => +(code < 128 && !/[\w'`"]/.test(String.fromCharCode(code))),
  );
  const forms = []; // by number: the folded word, or words
  const sounds = [];
  const stems = [];
  const columns = new Map();

  // ---- distinct words as bytes, in a table that is asked by their hash ----
  let pool = new Uint8Array(1 << 16),
    filled = 0;
  let starts = new Uint32Array(1 << 12),
    hashes = new Uint32Array(1 << 12),
    count = 0;
  let slots = new Int32Array(1 << 13).fill(-1);

  const larger = (array, least = 0) => {
    const next = new array.constructor(Math.max(2 * array.length, least));
    next.set(array);
    return next;
  };

  function number(bytes, from, to, hash) {
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const word = slots[at];
      if (word < 0) {
        slots[at] = count;
        return add(bytes, from, to, hash);
      }
      if (hashes[word] === hash && same(word, bytes, from, to)) return word;
    }
  }

  function same(word, bytes, from, to) {
    const start = starts[word];
    if (starts[word + 1] - start !== to - from) return false;
    for (let k = from, at = start; k < to; k++, at++) if (pool[at] !== bytes[k]) return false;
    return true;
  }

  function add(bytes, from, to, hash) {
    if (filled + to - from > pool.length) pool = larger(pool, filled + to - from);
    pool.set(bytes.subarray(from, to), filled);
    filled += to - from;
    if (count + 2 > starts.length) [starts, hashes] = [larger(starts), larger(hashes)];
    hashes[count] = hash;
    starts[count + 1] = filled;
    if (2 * ++count > slots.length) spread();
    return count - 1;
  }

  function spread() {
    slots = new Int32Array(2 * slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let word = 0; word < count; word++) {
      let at = hashes[word] & mask;
      while (slots[at] >= 0) at = (at + 1) & mask;
      slots[at] = word;
    }
  }

  // ---- a column of texts ----
  let rested = 0;
  // The page answers in between.
  async function rest() {
    if (performance.now() - rested < 30) return;
    await new Promise((go) => setTimeout(go));
    rested = performance.now();
  }

  // Texts that follow each other in UTF-8, each up to one of `ends` -> {words, upto}: the words of text i end before upto[i].
  async function read(bytes, start, ends) {
    let words = new Uint32Array(1024),
      at = 0;
    const upto = new Uint32Array(ends.length);
    for (let i = 0, k = start; i < ends.length; i++) {
      const end = ends[i];
      while (k < end) {
        if (PARTS[bytes[k]]) {
          k++;
          continue;
        }
        const from = k;
        let hash = 2166136261;
        while (k < end && !PARTS[bytes[k]]) hash = Math.imul(hash ^ bytes[k++], 16777619);
        if (at === words.length) words = larger(words);
        words[at++] = number(bytes, from, k, (hash ^ (hash >>> 15)) >>> 0);
      }
      upto[i] = at;
      if (!(i & 1023)) await rest();
    }
    return { words: words.subarray(0, at), upto };
  }

  async function index(name) {
    const column = Data.column(name);
    if (column.raw) return { ...(await read(column.raw.bytes, column.raw.start(0), column.raw.ends)), codes: null };
    const known = new Map(); // distinct text -> its number
    const codes = Uint32Array.from({ length: Data.n }, (_, i) => {
      const text = column(i) || "";
      if (!known.has(text)) known.set(text, known.size);
      return known.get(text);
    });
    const texts = [...known.keys()].map((text) => UTF8.encode(text));
    let sum = 0;
    const ends = Uint32Array.from(texts, (text) => (sum += text.length));
    const bytes = new Uint8Array(sum);
    texts.forEach((text, k) => bytes.set(text, k ? ends[k - 1] : 0));
    return { ...(await read(bytes, 0, ends)), codes };
  }

  // The columns by name, read once, one after the other; every new word is folded.
  let queue = Promise.resolve();
  function need(names) {
    queue = queue.then(async () => {
      for (const name of names) if (!columns.has(name)) columns.set(name, await index(name));
      for (let word = forms.length; word < count; word++) {
        forms[word] = Fold.fold(DECODER.decode(pool.subarray(starts[word], starts[word + 1])));
        if (!(word & 1023)) await rest();
      }
    });
    return queue;
  }

  // ---- a word that was typed against one that stands there ----
  // Best first: the word itself, one that begins with it, another form of it, another spelling; last a slip.
  const SAME = 1,
    BEGINS = 2,
    FORM = 3,
    SPELLING = 4,
    SLIP = 6;

  function typed(word) {
    return {
      text: word,
      latin: Fold.isLatin(word),
      number: /^\d+$/.test(word),
      stem: Fold.stem(word),
      sound: Fold.sound(word),
      base: Fold.base(word),
    };
  }

  const begins = (word, part) => word.startsWith(part) && (part.length > SHORT || word.length <= part.length + 2);

  // -> 0 for nothing in common, else one of the above.
  function likeness(token, word, slips, say = spoken) {
    if (word === token.text) return SAME;
    if (token.number) return 0;
    if (begins(word, token.text)) return BEGINS;
    const sameAlphabet = token.latin === Fold.isLatin(word);
    if (sameAlphabet && word.slice(0, 3) === token.text.slice(0, 3) && token.stem === say.stem(word)) return FORM;
    if (token.latin || !sameAlphabet) {
      const key = say.sound(word);
      if (key === token.sound && key.length > 1) return SPELLING;
      if (key.startsWith(token.sound) && token.sound.length >= LONG) return SPELLING;
      return slips && isSlip(token.sound, key) ? SLIP : 0;
    }
    if (!slips) return 0;
    const [base, bare] = [token.base, Fold.base(word)];
    return (base.length >= LONG && (base === bare || word === base)) ||
      isSlip(token.text, word) ||
      isSlip(token.stem, say.stem(word))
      ? SLIP
      : 0;
  }

  // Names of regions, towns, measures and kinds are few, and each query is held against all of them.
  const remembered = (make) => {
    const known = new Map();
    return (word) => known.get(word) ?? known.set(word, make(word)).get(word);
  };
  const spoken = { sound: remembered(Fold.sound), stem: remembered(Fold.stem) };

  // One letter more, less, other, or two turned round.
  function isSlip(a, b) {
    if (
      Math.abs(a.length - b.length) > 1 ||
      Math.min(a.length, b.length) < LONG - 1 ||
      Math.max(a.length, b.length) < LONG
    )
      return false;
    let k = 0;
    while (k < a.length && a[k] === b[k]) k++;
    const rest = (x, y) => a.slice(k + x) === b.slice(k + y);
    return rest(1, 1) || rest(1, 0) || rest(0, 1) || (a[k] === b[k + 1] && a[k + 1] === b[k] && rest(2, 2));
  }

  // The likeness of a token to each word of the vocabulary.
  function ranks(token, slips) {
    const found = new Uint8Array(count);
    let word = 0;
    const kept = {
      sound: (form) => (sounds[word] ??= Fold.sound(form)),
      stem: (form) => (stems[word] ??= Fold.stem(form)),
    };
    for (; word < count; word++) {
      const form = forms[word];
      found[word] = form.includes(" ") ? phrase(token, form.split(" "), slips) : likeness(token, form, slips, kept);
    }
    return found;
  }

  // The best of several words.
  const phrase = (token, words, slips) =>
    words.reduce((best, word) => {
      const rank = likeness(token, word, slips);
      return rank && (!best || rank < best) ? rank : best;
    }, 0);

  const words = (token, text, slips) => phrase(token, Fold.fold(text).split(" "), slips);

  // Calls `hit(row, rank)` for each row of a column in which a word with a rank stands.
  function scan(name, ranks, hit) {
    const { words, upto, codes } = columns.get(name);
    const best = (text) => {
      let rank = 0;
      for (let k = text ? upto[text - 1] : 0; k < upto[text]; k++)
        if (ranks[words[k]] && (!rank || ranks[words[k]] < rank)) rank = ranks[words[k]];
      return rank;
    };
    const of = codes && Uint8Array.from(upto, (_, text) => best(text));
    for (let i = 0; i < Data.n; i++) {
      const rank = of ? of[codes[i]] : best(i);
      if (rank) hit(i, rank);
    }
  }

  return { need, typed, ranks, phrase, words, scan, sound: spoken.sound, BEGINS };
})();
