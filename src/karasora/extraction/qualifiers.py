"""How exactly a figure is meant: more than, about, at most; a difference; said of an earlier period."""

from dataclasses import replace

from karasora.extraction.figure import EARLIER_PERIOD, Figure
from karasora.extraction.numbers import Number
from karasora.extraction.sentence import Sentence
from karasora.extraction.vocabulary import Hit, endings

_SIGNS = {"~": "about", "≈": "about", ">": "at_least", "≥": "at_least", "<": "at_most", "≤": "at_most"}
_FILLERS = frozenset(["на", "чем", "в", "of", "the", "a", "an", "than", "чуть"])
_AGAINST = frozenset(["против", "against"])
_OPENING = 4  # words in which a sentence says that it is about an earlier period
_NEAR = 3  # words after a figure that make it a difference


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


def is_difference(sentence: Sentence, figure: Figure) -> bool:
    """«на 5 кг больше, чем», "up from 30 kg", «402 против 455»: not a figure of its own."""
    _, end = sentence.clause_of(figure.start)
    word = sentence.word(figure.start - 1)
    if word == "на" and sentence.within("compare", figure.end, min(end, figure.end + _NEAR)):
        return True
    return word in _AGAINST or (sentence.lang == "en" and sentence.ends("compare", figure.start) is not None)


def dated(sentence: Sentence, figure: Figure) -> Figure:
    """The figure, with its doubt if its clause or the beginning of its sentence speaks of an earlier
    period.
    """
    start, end = sentence.clause_of(figure.start)
    opens = any(hit.start <= _OPENING for hit in sentence.hits.get("past", ()))
    if opens or sentence.within("past", start, end):
        return replace(figure, doubts=figure.doubts | {EARLIER_PERIOD})
    return figure
