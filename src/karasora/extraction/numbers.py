"""Numbers in a sentence, in figures or in words: «8,5», «27 тыс.», «двадцать пять», «бір жарым», "half a"."""

import re
from dataclasses import dataclass
from functools import cache

from karasora.extraction import vocabulary
from karasora.extraction.sentence import Sentence

_ENGLISH_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
#: What may hang on a number by a hyphen and leaves it a count: Kazakh case endings, «52-сі».
_KAZAKH_CASE = re.compile(
    r"(?:[дтн][ае]н|[ғқ]а|[гк]е|н?[ае]|[дт][ае]й|с?[ыі]н?(?:[ыі]ң)?|[ндт]?[ыі]ң?|у?[ыі]|е?у[іы])"
)
_ABOUT_CASE = re.compile(r"[дт][ае]й")
#: What hangs on a Russian cardinal («3-х»); anything else makes an ordinal or an adjective.
_RUSSIAN_CASE = frozenset(["х", "ти", "и", "мя", "ми", "рех", "ех", "ух", "тью", "стам"])
_POSSESSED = re.compile(r"с?[ыі](?:н|н[ыі]ң)?|[еа]у[ыі]")
_LARGEST = 1e12


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


def find(sentence: Sentence) -> list[Number]:
    """The numbers of a sentence that count or measure; ordinals and vague ones are left out."""
    numbers, at = [], 0
    while at < len(sentence.tokens):
        number = _figures(sentence, at) or _words(sentence, at)
        if number and number.value <= _LARGEST:
            numbers.append(number)
        at = number.end if number else at + 1
    return [number for number in numbers if number.value > 0 or number.hung]


def _figures(sentence: Sentence, at: int) -> Number | None:
    token = sentence.tokens[at]
    if token.kind != "number":
        return None
    value = _value(token.text, sentence.lang)
    end, hung, about, possessed = at + 1, "", False, False
    if value is not None and _is_hung(sentence, end):
        word = sentence.tokens[end + 1].word
        end += 2
        if sentence.lang == "kk" and _KAZAKH_CASE.fullmatch(word):
            about, possessed = bool(_ABOUT_CASE.fullmatch(word)), bool(_POSSESSED.fullmatch(word))
        elif sentence.lang != "ru" or word not in _RUSSIAN_CASE:
            hung = word
    if value is None:
        return Number(0, at, end)
    value, end = _with_rest(sentence, *_multiplied(sentence, value, end), at + 1)
    if sentence.lang == "ru" and sentence.word(end) == "с" and sentence.word(end + 1) == "половиной":
        value, end = value + 0.5, end + 2
    if sentence.lang == "kk" and sentence.word(end) == "жарым":
        value, end = value + 0.5, end + 1
    return Number(value, at, end, hung, is_about=about, is_possessed=possessed)


def _value(text: str, lang: str) -> float | None:
    """The value of a number in figures; None for what is none, such as a date."""
    text = re.sub(r"\s", "", text)
    if lang == "en" and _ENGLISH_THOUSANDS.fullmatch(text):
        return float(text.replace(",", ""))
    if text.count(".") + text.count(",") > 1 or len(text) > 15:
        return None
    return float(text.replace(",", "."))


def _is_hung(sentence: Sentence, at: int) -> bool:
    """Whether a hyphen and a word follow without a space."""
    if at + 1 >= len(sentence.tokens):
        return False
    before, hyphen, word = sentence.tokens[at - 1 : at + 2]
    return (
        hyphen.text in "-‑–"
        and word.kind == "word"
        and before.end == hyphen.start
        and hyphen.end == word.start
    )


def _multiplied(sentence: Sentence, value: float, at: int) -> tuple[float, int]:
    """A number with the «тыс.», «млн» that follow it."""
    while hit := sentence.begins("times", at):
        value, at = value * float(hit.key), hit.end
        if sentence.word(at) == "." and sentence.tokens[at - 1].word in ("тыс", "млн", "млрд"):
            at += 1
    return value, at


def _with_rest(sentence: Sentence, value: float, at: int, start: int) -> tuple[float, int]:
    """«2 тыс. 870»: the figures that follow a multiple."""
    if at > start and value >= 1000 and value % 1000 == 0 and at < len(sentence.tokens):
        rest = sentence.tokens[at].text
        if rest.isdecimal() and len(rest) == 3:
            return value + float(rest), at + 1
    return value, at


def _words(sentence: Sentence, start: int) -> Number | None:
    """A number in words: addends one after another, each smaller than the one before."""
    total, last, at = 0.0, float("inf"), start
    while at < len(sentence.tokens) and (found := _addend(sentence, at)):
        value, end = found
        if value >= last or (at > start and last < 10):
            break
        total, last, at = total + value, value, end
    if at > start:
        if total == 0.5 and sentence.begins("number", at):  # half a dozen
            total, at = total * float(sentence.begins("number", at).key), at + 1  # type: ignore[union-attr]
        value, end = _multiplied(sentence, total, at)
        while value >= 1000 and end > at and (found := _addend(sentence, end)) and found[0] < 1000:
            value, end = value + found[0], found[1]
        value, end = _with_half(sentence, value, end)
        word = sentence.word(end - 1)
        possessed = sentence.lang == "kk" and word not in _number_words("kk") and word.endswith(("ы", "і"))
        return Number(value, start, end, is_word=True, is_possessed=possessed)
    return _bare_multiple(sentence, start)


def _addend(sentence: Sentence, at: int) -> tuple[float, int] | None:
    hit = sentence.begins("number", at)
    if (
        hit
        and not _is_other(sentence, at)
        and (sentence.lang != "kk" or _is_kazakh_number(sentence.word(at)))
    ):
        return float(hit.key), hit.end
    word = sentence.word(at)
    if sentence.lang == "en" and "-" in word:
        parts = [_number_words(sentence.lang).get(part) for part in word.split("-")]
        if all(part is not None for part in parts):
            return sum(part for part in parts if part is not None), at + 1
    return None


def _is_other(sentence: Sentence, at: int) -> bool:
    """A word that only looks like a number: «оның» is not ten, "one of" not one, «один из» neither."""
    if any(hit.start <= at < hit.end for hit in sentence.hits.get("part", ())):
        return True
    after = sentence.word(at + 1)
    is_one = sentence.word(at) in _ONES
    return (
        (is_one and after in ("из", "of", "another", "за")) or sentence.word(at) in ("бірі", "біріне", "once")
    )


def _is_kazakh_number(word: str) -> bool:
    """Whether a word is a numeral as it stands or with a possessive: «он тоғызы», but not «оны» or «алтын»."""
    numerals = _number_words("kk")
    return word in numerals or any(
        word.endswith(end) and word[: -len(end)] in numerals and len(word) - len(end) > 2 and word != "алтын"
        for end in ("ы", "і", "сы", "сі", "ын", "ін", "ының", "інің")
    )


_ONES = frozenset(["один", "одна", "одно", "одну", "одного", "одной", "одним", "одном", "one", "бір"])


@cache
def _number_words(lang: str) -> dict[str, float]:
    return {
        form: float(key)
        for form, terms in vocabulary.terms(lang).items()
        for rest, kind, key in terms
        if kind == "number" and not rest
    }


def _with_half(sentence: Sentence, value: float, at: int) -> tuple[float, int]:
    words = tuple(sentence.word(at + n) for n in range(3))
    if words[:2] == ("с", "половиной"):
        return value + 0.5, at + 2
    if words[0] == "жарым":
        return value + 0.5, at + 1
    if words == ("and", "a", "half"):
        return value + 0.5, at + 3
    return value, at


def _bare_multiple(sentence: Sentence, at: int) -> Number | None:
    """«более тысячи», «мыңнан аса», "a hundred"."""
    hit = sentence.begins("times", at)
    if not hit:
        return None
    value, end = _multiplied(sentence, 1, at)
    plural = sentence.word(at) in (
        "тысячи",
        "сотни",
        "десятки",
        "миллионы",
        "thousands",
        "hundreds",
        "millions",
        "мыңдаған",
    )
    while (found := _addend(sentence, end)) and found[0] < 1000 and not plural:
        value, end = value + found[0], found[1]
    return Number(value, at, end, is_word=True, is_plural=plural)
