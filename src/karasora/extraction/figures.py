"""A figure of a sentence: what it weighs, in which unit, and how exactly it is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from karasora.extraction.numbers import Number
from karasora.extraction.sentence import Hit, Sentence, endings, listed, single
from karasora.extraction.words import dictionary_forms

#: What a unit weighs in kilograms; litres are kept apart.
KILOGRAMS = {"t": 1000.0, "centner": 100.0, "kg": 1.0, "g": 0.001}
#: The unit of what is counted, where it is not items.
UNIT_OF = {"plants": "plants", "detained": "persons", "crimes": "facts"}

NOUN_LEFT_OUT, NOUN_UNKNOWN, NO_NUMERAL = "noun left out", "noun unknown", "no numeral"
EARLIER_PERIOD, AT_MOST = "earlier period", "at most"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence: tokens `start` to `end`, `head` being where the noun or unit begins.

    `measure` is "" for a number whose noun the text leaves out; what it counts is then taken from before.
    `qualifier` is exact, at_least, about or at_most. `is_part`: it counts a part of the figure before;
    `is_collective`: it is a word that counts people («трое»); `is_joined`: it shares its noun with the next.
    `doubts` name what was inferred, for the confidence.
    """

    value: float
    unit: str
    measure: str
    qualifier: str
    start: int
    end: int
    head: int
    is_part: bool = False
    is_collective: bool = False
    is_joined: bool = False
    doubts: frozenset[str] = frozenset()

    @property
    def head_is_named(self) -> bool:
        """Whether a noun or unit of its own says what is counted."""
        return NOUN_LEFT_OUT not in self.doubts


_SIGNS = {"~": "about", "≈": "about", ">": "at_least", "≥": "at_least", "<": "at_most", "≤": "at_most"}
_FILLERS = frozenset(["на", "чем", "в", "of", "the", "a", "an", "than", "чуть"])


def qualifier(sentence: Sentence, number: Number, end: int, head: int) -> str:
    """The qualifier of a number whose noun or unit begins at `head` and ends at `end`.

    One of exact, at_least, about and at_most; it belongs to this number alone.
    """
    hit = before(sentence, number.start) or _after(sentence, number, end, head)
    if hit:
        return "at_most" if _is_at_most(sentence, hit) else hit.key
    sign = sentence.word(number.start - 1)
    if sign in _SIGNS:
        return _SIGNS[sign]
    if "+" in (sentence.word(number.end), sign):
        return "at_least"
    has_ending = sentence.lang == "kk" and sentence.word(end - 1).endswith(endings("kk", "about"))
    return "about" if number.is_about or has_ending else "exact"


def before(sentence: Sentence, start: int) -> Hit | None:
    """The qualifier that ends right before a number, or before the fillers that stand between."""
    for filler in range(3):
        if filler and sentence.word(start - filler) not in _FILLERS:
            return None
        if hit := sentence.ends("qualifier", start - filler):
            return hit
    return None


def _after(sentence: Sentence, number: Number, end: int, head: int) -> Hit | None:
    """A qualifier after the number or its unit: all Kazakh ones; «с лишним», "or more", "or so"."""
    for at in (number.end, head + 1, end):
        hit = sentence.begins("qualifier", at)
        if hit and (sentence.lang == "kk" or sentence.word(at) in ("с", "or")):
            return hit
    return None


def _is_at_most(sentence: Sentence, hit: Hit) -> bool:
    return any(other.start == hit.start or other.end == hit.end for other in sentence.hits.get("at_most", ()))


_SMALLER = {"t": ("kg", "centner"), "centner": ("kg",), "kg": ("g",)}
_HALF = ("and", "a", "half")
_ADJECTIVES = ("", "овый", "ный")  # what makes an adjective of a unit
_SHORT = 3  # letters of an abbreviation


def weighed(sentence: Sentence, number: Number, others: Sequence[Number]) -> Figure | None:
    """The mass of a number with the unit after it, and with smaller ones of `others` (8 t 587 kg)."""
    if number.hung:
        unit = unit_inside(number.hung, sentence.lang)
        return _mass(sentence, number, number.value, unit, number.end, number.end - 1) if unit else None
    hit = _unit_at(sentence, number.end)
    if not hit or (number.is_plural and not before(sentence, number.start)):
        return None
    if hit.key == "g" and len(sentence.word(hit.start)) == 1 and number.is_year:  # «2025 г.»
        return None
    unit, value, end = hit.key, number.value, _past_dot(sentence, hit.end)
    half = _half_after(sentence, end)
    value, end = value + 0.5 * bool(half), end + half
    for other in others:
        start = end + (sentence.word(end) in ("и", "and"))
        smaller = _unit_at(sentence, other.end)
        if other.start != start or not smaller or smaller.key not in _SMALLER.get(unit, ()):
            break
        value += other.value * KILOGRAMS[smaller.key] / KILOGRAMS[unit]
        end = _past_dot(sentence, smaller.end)
    return _mass(sentence, number, value, unit, end, hit.start)


def without_numeral(sentence: Sentence, figures: Sequence[Figure]) -> list[Figure]:
    """Masses that no number gives: «более тонны», «полкило», «двухкилограммовый», "a kilogram and a half"."""
    taken = {at for figure in figures for at in range(figure.start, figure.end)}
    found = []
    for at, token in enumerate(sentence.tokens):
        if at in taken or token.kind != "word":
            continue
        if inside := _number_and_unit_inside(token.word, sentence.lang):
            value, unit = inside
            found.append(_mass(sentence, Number(value, at, at + 1, is_word=True), value, unit, at + 1, at))
        elif (hit := sentence.begins("unit", at)) and (len(token.word) > _SHORT or token.word == "ton"):
            found.extend(_one(sentence, hit))
    return found


def _mass(
    sentence: Sentence, number: Number, value: float, unit: str, end: int, head: int, *doubts: str
) -> Figure:
    if unit == "centner":
        value, unit = value * KILOGRAMS[unit], "kg"
    return Figure(
        value=round(value, 6), unit=unit, measure="mass",
        qualifier=qualifier(sentence, number, end, head), start=number.start, end=end, head=head,
        is_part=bool(sentence.within("part", 0, number.start)), doubts=frozenset(doubts),
    )  # fmt: skip


def _unit_at(sentence: Sentence, at: int) -> Hit | None:
    """The unit right after a number, or after what may stand between («650+ кг», «5-тен астам кг»)."""
    hit = sentence.begins("unit", at + (sentence.word(at) == "+"))
    between = sentence.begins("qualifier", at)
    if not hit and between and sentence.lang == "kk":
        hit = sentence.begins("unit", between.end)
    return hit


def _past_dot(sentence: Sentence, at: int) -> int:
    """The position after a unit's full stop («12 кг. марихуаны»), unless the sentence ends with it."""
    is_short = len(sentence.word(at - 1)) <= _SHORT
    return at + 1 if is_short and sentence.word(at) == "." and at + 1 < len(sentence.tokens) else at


def _half_after(sentence: Sentence, at: int) -> int:
    """How many words after a unit add a half of it: «үш келі жарым», "a kilogram and a half"."""
    if sentence.word(at) == "жарым":
        return 1
    return len(_HALF) if tuple(sentence.word(at + n) for n in range(len(_HALF))) == _HALF else 0


def _one(sentence: Sentence, unit: Hit) -> list[Figure]:
    """A unit alone, if words about it say that it is one: "more than" it, "a" of it, or what it is one of."""
    word = sentence.word(unit.start)
    has_article = sentence.lang == "en" and sentence.word(unit.start - 1) in ("a", "an")
    number = Number(1, unit.start - has_article, unit.start, is_word=True)
    half = _half_after(sentence, unit.end)
    end = unit.end + half
    is_qualified = qualifier(sentence, number, end, unit.start) != "exact"
    is_named = sentence.begins("substance", unit.end + (sentence.word(unit.end) == "of")) is not None
    is_singular = has_article or word in ("тонна", "тонну", "килограмм", "тоннасы")
    is_plural = sentence.lang == "en" and word.endswith("s")
    if is_plural or not (is_qualified or (is_named and is_singular) or (half and has_article)):
        return []
    return [_mass(sentence, number, 1 + 0.5 * bool(half), unit.key, end, unit.start, NO_NUMERAL)]


@cache
def _number_and_unit_inside(word: str, lang: str) -> tuple[float, str] | None:
    """«полукилограмм» is half a kilogram, «двухкилограммовый» two, "half-kilogram" half of one."""
    if lang == "en":
        first, hyphen, rest = word.partition("-")
        unit, value = unit_inside(rest, lang) if hyphen else "", single(first, lang, "number")
        return (float(value), unit) if unit and value else None
    for prefix, value in listed("ru", "prefix").items():
        if word.startswith(prefix) and (unit := unit_inside(word[len(prefix) :], lang)):
            return float(value), unit
    return None


@cache
def unit_inside(word: str, lang: str) -> str:
    """The unit that an adjective or the second half of a compound is made of; "" if none."""
    stem = word.split("-")[0] if lang == "en" else word
    for ending in _ADJECTIVES:
        for form in dictionary_forms(stem, lang) if len(stem) > 2 else ():
            unit = single(form.removesuffix(ending), lang, "unit") if form.endswith(ending) else None
            if unit and unit != "l":
                return unit
    return ""
