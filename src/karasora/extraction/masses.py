"""Masses: a number with its unit, compounds of several, and units that stand without a numeral."""

from collections.abc import Sequence
from functools import cache

from karasora.extraction import qualifiers
from karasora.extraction.figure import KILOGRAMS, NO_NUMERAL, Figure
from karasora.extraction.numbers import Number
from karasora.extraction.sentence import Sentence
from karasora.extraction.vocabulary import Hit, listed, single
from karasora.extraction.words import dictionary_forms

_SMALLER = {"t": ("kg", "centner"), "centner": ("kg",), "kg": ("g",)}
_HALF = ("and", "a", "half")
_ADJECTIVES = ("", "овый", "ный")  # what makes an adjective of a unit
_SHORT = 3  # letters of an abbreviation


def weighed(sentence: Sentence, number: Number, others: Sequence[Number]) -> Figure | None:
    """The mass that a number gives with the unit after it, and with the smaller ones of `others` (8 t
    587 kg).
    """
    if number.hung:
        unit = unit_inside(number.hung, sentence.lang)
        return _mass(sentence, number, number.value, unit, number.end, number.end - 1) if unit else None
    hit = _unit_at(sentence, number.end)
    if not hit or (number.is_plural and not qualifiers.before(sentence, number.start)):
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
        elif (hit := sentence.begins("unit", at)) and len(token.word) > _SHORT:
            found.extend(_one(sentence, hit))
    return found


def _mass(
    sentence: Sentence, number: Number, value: float, unit: str, end: int, head: int, *doubts: str
) -> Figure:
    if unit == "centner":
        value, unit = value * KILOGRAMS[unit], "kg"
    return Figure(
        value=round(value, 6),
        unit=unit,
        measure="mass",
        qualifier=qualifiers.qualifier(sentence, number, end, head),
        start=number.start,
        end=end,
        head=head,
        is_part=bool(sentence.within("part", 0, number.start)),
        doubts=frozenset(doubts),
    )


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
    is_qualified = qualifiers.qualifier(sentence, number, end, unit.start) != "exact"
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
