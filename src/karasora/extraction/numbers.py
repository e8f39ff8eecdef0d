"""Numbers in a sentence, in figures or in words: «8,5», «27 тыс.», «двадцать пять», «бір жарым», "half a"."""

import re
from dataclasses import dataclass
from functools import cache

from karasora.extraction.sentence import DASHES, Sentence, endings, listed

_ENGLISH_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
#: What may hang on a number by a hyphen and leaves it a count: «900-ден», «50-дей», «52-сі», «3-х».
_KAZAKH_CASE = re.compile(
    r"[дтн][ае]н|[ғқ]а|[гк]е|н?[ае]|[дт][ае]й|[ндт]?[ыі]ң|[еа]?у?[ыі]|с?[ыі]н?(?:[ыі]ң)?"
)
_KAZAKH_POSSESSIVE = re.compile(r"с?[ыі](?:н|н[ыі]ң)?|[еа]у[ыі]")
_RUSSIAN_CASE = frozenset(["х", "ти", "и", "мя", "ми", "рех", "ех", "ух", "тью", "стам"])
_KAZAKH_OWNED = ("ы", "і", "сы", "сі", "ын", "ін", "ының", "інің")
_VAGUE = {"тысячи", "сотни", "десятки", "миллионы", "thousands", "hundreds", "millions", "мыңдаған"}
_HALVES = {("с", "половиной"): 0.5, ("жарым",): 0.5, ("and", "a", "half"): 0.5}
_NOT_ONE_OF = frozenset(["из", "of", "another", "за"])
_NO_NUMERALS = frozenset(["алтын", "бірі", "біріне"])  # gold, one of them, to one of them
_RANGES = frozenset([*DASHES, "и", "and", "до", "to", "мен"])
_MOST_DIGITS = 15
_LARGEST = 1e12
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens `start` to `end`; `hung` is what hangs on it by a hyphen («-килограммовый»)."""

    value: float
    start: int
    end: int
    hung: str = ""
    is_word: bool = False
    is_about: bool = False
    is_plural: bool = False  # «тысячи», «сотни»: a number only after "more than"
    is_possessed: bool = False  # «52-сі», «он тоғызы»: so many of them
    is_year: bool = False  # it may be one


def find(sentence: Sentence) -> list[Number]:
    """The numbers of a sentence that count or measure; dates and vague ones are left out."""
    found, at = [], 0
    while at < len(sentence.tokens):
        number = _in_figures(sentence, at) or _in_words(sentence, at) or _multiple(sentence, at)
        if number and (number.value > 0 or number.hung) and number.value <= _LARGEST:
            found.append(number)
        at = number.end if number else at + 1
    return found


def is_range(sentence: Sentence, number: Number) -> bool:
    """Whether a number is an end of «14–20» or "24 and 30"."""

    def joined(sign: int, other: int) -> bool:
        inside = 0 <= other < len(sentence.tokens)
        return inside and sentence.word(sign) in _RANGES and sentence.tokens[other].kind == "number"

    return joined(number.end, number.end + 1) or joined(number.start - 1, number.start - 2)


def counts_people(sentence: Sentence, number: Number) -> bool:
    """«трое», «үшеуі»: words that count people."""
    if not number.is_word:
        return False
    if sentence.lang == "kk":
        return sentence.word(number.end - 1).endswith(endings("kk", "collective"))
    return sentence.begins("collective", number.end - 1) is not None


# --- in figures ----------------------------------------------------------------------------------------


def _in_figures(sentence: Sentence, at: int) -> Number | None:
    token = sentence.tokens[at]
    if token.kind != "number":
        return None
    value = _value(token.text, sentence.lang)
    if value is None:
        return Number(0, at, at + 1)
    hanging = _hanging(sentence, at + 1)
    begin = at + 1 + 2 * bool(hanging)
    is_case = sentence.lang == "kk" and _KAZAKH_CASE.fullmatch(hanging) is not None
    value, end = _with_rest(sentence, *_multiplied(sentence, value, begin), begin)
    value, end = _with_half(sentence, value, end)
    return Number(
        value,
        at,
        end,
        hung="" if is_case or (sentence.lang == "ru" and hanging in _RUSSIAN_CASE) else hanging,
        is_about=is_case and hanging in endings("kk", "about"),
        is_possessed=is_case and _KAZAKH_POSSESSIVE.fullmatch(hanging) is not None,
        is_year=end == at + 1 and token.text.isdecimal() and int(token.text) in _YEARS,
    )


def _value(text: str, lang: str) -> float | None:
    """The value of a number in figures; None for what is none, such as a date."""
    text = re.sub(r"\s", "", text)
    if lang == "en" and _ENGLISH_THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if text.count(".") + text.count(",") > 1 or len(text) > _MOST_DIGITS:
        return None
    return float(text.replace(",", "."))


def _hanging(sentence: Sentence, at: int) -> str:
    """The word that a hyphen without spaces joins to a number; "" if none."""
    if not 0 < at < len(sentence.tokens) - 1:
        return ""
    before, hyphen, word = sentence.tokens[at - 1 : at + 2]
    is_tight = before.end == hyphen.start and hyphen.end == word.start
    return word.word if is_tight and hyphen.text in DASHES and word.kind == "word" else ""


def _multiplied(sentence: Sentence, value: float, at: int) -> tuple[float, int]:
    """A number with the «тыс.», «млн» that follow it."""
    while hit := sentence.begins("times", at):
        value, at = value * float(hit.key), hit.end
        if sentence.word(at) == "." and len(sentence.word(at - 1)) <= 4:
            at += 1
    return value, at


def _with_rest(sentence: Sentence, value: float, at: int, start: int) -> tuple[float, int]:
    """«2 тыс. 870»: the figures that follow a multiple."""
    if at > start and value % 1000 == 0 and at < len(sentence.tokens):
        rest = sentence.tokens[at].text
        if rest.isdecimal() and len(rest) == 3:
            return value + float(rest), at + 1
    return value, at


def _with_half(sentence: Sentence, value: float, at: int) -> tuple[float, int]:
    for words, half in _HALVES.items():
        if tuple(sentence.word(at + n) for n in range(len(words))) == words:
            return value + half, at + len(words)
    return value, at


# --- in words ------------------------------------------------------------------------------------------


def _in_words(sentence: Sentence, start: int) -> Number | None:
    """Addends one after another, each smaller than the one before, then what multiplies them."""
    value, last, at = 0.0, float("inf"), start
    while at < len(sentence.tokens) and (found := _addend(sentence, at)):
        addend, end = found
        is_multiple = value == 0.5  # half a dozen
        if not is_multiple and (addend >= last or last < 10):
            break
        value, last, at = (value * addend if is_multiple else value + addend), addend, end
    if at == start:
        return None
    value, end = _multiplied(sentence, value, at)
    value, end = _with_hundreds(sentence, value, end, at)
    value, end = _with_half(sentence, value, end)
    word = sentence.word(end - 1)
    is_possessed = sentence.lang == "kk" and word not in listed("kk", "number") and word.endswith(("ы", "і"))
    return Number(value, start, end, is_word=True, is_possessed=is_possessed)


def _with_hundreds(sentence: Sentence, value: float, at: int, start: int) -> tuple[float, int]:
    """«две тысячи триста сорок»: the addends that follow a multiple."""
    while at > start and value >= 1000 and (found := _addend(sentence, at)) and found[0] < 1000:
        value, at = value + found[0], found[1]
    return value, at


def _multiple(sentence: Sentence, at: int) -> Number | None:
    """A multiple alone: «более тысячи», «мыңнан аса», "a hundred"."""
    if not sentence.begins("times", at):
        return None
    value, end = _multiplied(sentence, 1, at)
    is_plural = sentence.word(at) in _VAGUE
    if not is_plural:
        value, end = _with_hundreds(sentence, value, end, at)
    return Number(value, at, end, is_word=True, is_plural=is_plural)


def _addend(sentence: Sentence, at: int) -> tuple[float, int] | None:
    """One number word at a position, and where it ends."""
    word = sentence.word(at)
    if sentence.lang == "en" and "-" in word:
        return (value, at + 1) if (value := _hyphenated(word)) else None
    hit = sentence.begins("number", at)
    return (float(hit.key), hit.end) if hit and not _only_looks_like_one(sentence, at) else None


def _only_looks_like_one(sentence: Sentence, at: int) -> bool:
    """«оның» is not ten, "one of" and «один из» not one, «алтын» (gold) not six."""
    word = sentence.word(at)
    if sentence.covers("part", at) or (sentence.lang == "kk" and not _is_kazakh_numeral(word)):
        return True
    return word in listed(sentence.lang, "one") and sentence.word(at + 1) in _NOT_ONE_OF


@cache
def _is_kazakh_numeral(word: str) -> bool:
    """Whether a word is a numeral as it stands or with a possessive: «он тоғызы», but not «оны»."""
    numerals = listed("kk", "number")
    stems = [word.removesuffix(end) for end in _KAZAKH_OWNED if word.endswith(end)]
    is_owned = any(stem in numerals and len(stem) > 2 for stem in stems)
    return word in numerals or (is_owned and word not in _NO_NUMERALS)


@cache
def _hyphenated(word: str) -> float | None:
    """ "twenty-five" is 25."""
    numerals = listed("en", "number")
    parts = [numerals.get(part) for part in word.split("-")]
    return sum(float(part) for part in parts if part) if all(parts) else None
