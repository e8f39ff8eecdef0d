"""The numbers of a report that became no fact, with their words, for the person who reviews the drafts."""

from collections.abc import Sequence

from karasora.extraction.columns import Row
from karasora.extraction.facts import Fact
from karasora.extraction.figures import EARLIER_PERIOD
from karasora.extraction.reading import Reading
from karasora.extraction.text import Document

COLUMNS = ["report", "locator", "number", "words", "why"]
_AROUND = 60  # characters on either side of a number
_NEAR = 3  # words after a number that say what it is
EARLIER = "an earlier period"
LATIN = "Kazakh in Latin letters is not read"


def unread(document: Document, readings: Sequence[Reading], facts: Sequence[Fact]) -> list[Row]:
    """A row per number in figures that no fact has, by place; `why` is empty where that is not known."""
    if document.paragraphs and not readings:
        return [_row(document, 0, "", 0, 0, LATIN)]
    rows = []
    of_sentence: dict[int, list[Fact]] = {}
    for fact in facts:
        of_sentence.setdefault(fact.sentence, []).append(fact)
    for number, reading in enumerate(readings):
        sentence = reading.sentence
        earlier = [(figure, EARLIER) for figure in reading.figures if EARLIER_PERIOD in figure.doubts]
        aside = [*reading.aside, *earlier]
        reasons = {at: why for figure, why in aside for at in range(figure.start, figure.end)}
        for at, token in enumerate(sentence.tokens):
            is_read = any(fact.start <= token.start < fact.end for fact in of_sentence.get(number, ()))
            if token.kind == "number" and not is_read:
                why = reasons.get(at) or _what(reading, at)
                rows.append(_row(document, sentence.paragraph, token.text, token.start, token.end, why))
    return rows


def _what(reading: Reading, at: int) -> str:
    """What a number is by the word after it, or before it: money, an age, a date, …"""
    sentence = reading.sentence
    for near in (*range(at + 1, at + 1 + _NEAR), at - 1):
        if hit := sentence.begins("other", near):
            return hit.key
        if near > at and (sentence.begins("preposition", near) or sentence.word(near) in (",", ";", ")")):
            break
    hit = sentence.ends("other", at)
    return hit.key if hit else ""


def _row(document: Document, paragraph: int, number: str, start: int, end: int, why: str) -> Row:
    words = " ".join(document.text[max(0, start - _AROUND) : end + _AROUND].split())
    return dict(zip(COLUMNS, (document.name, f"¶ {paragraph + 1}", number, words, why), strict=True))
