// Written words made comparable, by the same rules as the tool's own names (names/fold.py): `fold` for one spelling,
// `sound` for the key that Latin spellings and the Cyrillic form share, `stem` for a word without its ending.
export const Fold = (() => {
  const LETTERS = new Map([
    ...pairs("ёәғқңөұүһі", "еагкноуухи"),
    ...pairs("јєќѕґўїњђљџ", "агкноуухдлж"),
    ...pairs("əŋḫıŭý", "anhiuu"),
    ["ž", "zh"],
    ["š", "sh"],
    ["ş", "sh"],
    ["ș", "sh"],
    ["ŝ", "sh"],
    ["č", "ch"],
    ["â", "ya"],
    ["û", "yu"],
    ...Array.from("'`´ʹʺʻʼʾʿˈ‘’‛′‵＇\"“”„«»", /** @returns {[string, string]} */ (quote) => [quote, ""]),
  ]);
  const UNSEEN = /[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]/gu;
  const SEPARATORS = /[^\p{L}\p{N}]+/gu;
  const PLAIN = /^[a-z0-9а-я ]*$/;
  const ALIKE = pairs("abcehkmoptxyi", "авсенкмортхуи");
  const TO_CYRILLIC = new Map(ALIKE);
  const TO_LATIN = new Map(ALIKE.map(/** @returns {[string, string]} */ ([latin, cyrillic]) => [cyrillic, latin]));

  /** @returns {[string, string][]} */
  function pairs(from, to) {
    return Array.from(from, (letter, i) => [letter, to[i]]);
  }

  const translate = (text, table) => Array.from(text, (c) => table.get(c) ?? c).join("");

  // «Северо-Казахстанская» -> "северо казахстанская".
  function fold(text) {
    const lowered = text.toLowerCase();
    if (PLAIN.test(lowered)) return words(lowered);
    let folded = translate(lowered, LETTERS);
    if (/[^ -~а-я]/.test(folded)) {
      const composed = translate(text.replace(UNSEEN, "").normalize("NFKC").toLowerCase().normalize("NFC"), LETTERS);
      folded = translate(
        composed.replace(/[^ -~а-я]/gu, (c) => c.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "")),
        LETTERS,
      );
    }
    return words(folded.replace(SEPARATORS, " "));
  }

  function words(text) {
    const trimmed = text.trim().replace(/ {2,}/g, " ");
    return /[a-z]/.test(trimmed) && /[а-я]/.test(trimmed) ? trimmed.split(" ").map(ofOneAlphabet).join(" ") : trimmed;
  }

  function ofOneAlphabet(word) {
    if (!/[a-z]/.test(word) || !/[а-я]/.test(word)) return word;
    const cyrillic = translate(word, TO_CYRILLIC);
    if (!/[a-z]/.test(cyrillic)) return cyrillic;
    const latin = translate(word, TO_LATIN);
    return /[а-я]/.test(latin) ? word : latin;
  }

  const isLatin = (folded) => /[a-z]/.test(folded);

  // ---- the key of a folded word in any alphabet: караганды, karagandy, qaraghandy -> karagandi ----
  const SOUNDS = new Map([
    ...pairs("абвгдежзийклмнопрстуфхцчшщыэ", "abvgdejziiklmnoprstufhccssie"),
    ["ю", "iu"],
    ["я", "ia"],
    ["ъ", ""],
    ["ь", ""],
  ]);
  const CONSONANTS = {
    shch: "s",
    tsch: "c",
    dzh: "j",
    shh: "s",
    sch: "s",
    tch: "c",
    ch: "c",
    cz: "c",
    dj: "j",
    gh: "g",
    kh: "h",
    sh: "s",
    ts: "c",
    tz: "c",
    zh: "j",
    q: "k",
    w: "u",
    x: "h",
    y: "i",
  };
  const CONSONANT = new RegExp(Object.keys(CONSONANTS).join("|"), "g");
  const VOWELS = { oe: "o", ue: "u", ie: "e", ii: "i" };

  function sound(folded) {
    const key = translate(folded, SOUNDS)
      .replace(CONSONANT, (found) => CONSONANTS[found])
      .replace(/(.)\1+/gu, "$1")
      .replace(/iu/g, "u")
      .replace(/ju/g, "u")
      .replace(/ng/g, "n");
    return key.replace(/([aeiou])j(?=[^aeiou]|$)|j(?=a$)/g, "$1i").replace(/oe|ue|ie|ii/g, (found) => VOWELS[found]);
  }

  // ---- a word without its ending, so that «лаборатория» and «лабораторий», "laboratory" and "laboratories" are one ----
  // The и before a noun's vowel belongs to the stem: «задержание» is not «задержанные».
  const RUSSIAN =
    /(?:[ая]ми|[кгхшжчщ](?:ими|ий|ие|их|им)|ыми|[ое]го|[ое]му|[ая]х|[ая]м|[ое]м|[ое]й|[ое]в|ый|ые|ых|ым|ая|яя|ое|ее|ую|юю|[аеиоуыьэюяй])$/;
  const ENGLISH = /(?:ies|es|s|y)$/;
  const KAZAKH = /(?:[лдт][ае]р)?(?:с?[ыи])?(?:[ндт][ыи]н?|[гкдт][ае]|нд[ае]|[дтн][ае]н|м[ае]н)?$/;

  function stem(folded) {
    if (folded.length < 4 || /\d/.test(folded)) return folded;
    const bare = folded.replace(isLatin(folded) ? ENGLISH : RUSSIAN, (ending) =>
      /^[кгхшжчщ]/.test(ending) ? ending[0] : "",
    );
    return bare.length < 3 || (bare.length === 3 && folded.length > 4) ? folded : bare;
  }

  // A Kazakh word without the endings of number, person and case.
  const base = (folded) => folded.replace(KAZAKH, "");

  return { fold, sound, stem, base, isLatin };
})();
