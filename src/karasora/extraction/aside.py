"""Figures that are left aside, and why: not happened, differences, earlier periods, courts, customs."""

from collections.abc import Iterable
from dataclasses import replace

from karasora.extraction.figures import EARLIER_PERIOD, Figure
from karasora.extraction.sentence import DASHES, Sentence

NOT_HAPPENED, DIFFERENCE = "did not happen", "a difference"
IN_COURT, GOODS, BORDER = "a case in court", "other goods", "a border offence"

_AGAINST = frozenset(["против", "against"])
_YEARS = range(2000, 2100)
_OPENING = 4  # words in which a sentence says that it is about an earlier period
_NEAR = 3  # words after a figure that make it a difference


def why_aside(sentence: Sentence, figure: Figure) -> str:
    """Why a figure is no fact of the report; "" if it may be one."""
    if _is_difference(sentence, figure):
        return DIFFERENCE
    if _is_unreal(sentence, figure):
        return NOT_HAPPENED
    start, end = sentence.phrase_of(figure.start)
    if figure.measure == "detained" and sentence.within("border", start, end):
        return BORDER
    court = [
        hit for hit in sentence.within("court", start, end) if not figure.start <= hit.start < figure.end
    ]
    if figure.measure == "crimes" and court:
        return IN_COURT
    return GOODS if _is_of_goods(sentence, figure) else ""


def _is_of_goods(sentence: Sentence, figure: Figure) -> bool:
    """«3 тонны дизтоплива», «ГСМ – 460 фактов (21 тонна)»: what customs count besides drugs."""
    phrase = sentence.phrase_of(figure.start)
    whole = (0, len(sentence.tokens))
    if figure.measure == "mass":
        is_bracket = phrase[0] < sentence.clause_of(figure.start)[0]
        if any(sentence.begins("goods", figure.end + skip) for skip in range(2)):
            return True
        return bool(sentence.within("goods", *whole)) and not _names_drugs(
            sentence, phrase if is_bracket else whole
        )
    is_plain = sentence.begins("plaincase", figure.head) is not None  # «870 фактов, из них …»
    goods = sentence.within("goods", *(whole if is_plain else phrase))
    return figure.measure == "crimes" and bool(goods) and not _names_drugs(sentence, phrase)


def _names_drugs(sentence: Sentence, span: tuple[int, int]) -> bool:
    return bool(sentence.within("generic", *span) or sentence.within("substance", *span))


def _is_difference(sentence: Sentence, figure: Figure) -> bool:
    """«на 5 кг больше, чем», "rose by 25 kg", «25 келіге көп», «402 против 455»: not a figure of its own."""
    start, end = sentence.clause_of(figure.start)
    word = sentence.word(figure.start - 1)
    if word == "на" and (
        sentence.within("compare", figure.end, min(end, figure.end + _NEAR))
        or sentence.within("risen", start, figure.start)
    ):
        return True
    if sentence.lang == "kk" and sentence.begins("compare", figure.end):
        return sentence.word(figure.end - 1).endswith(("ға", "ге", "қа", "ке"))
    if word == "by" and sentence.within("risen", start, figure.start):
        return True
    return word in _AGAINST or (sentence.lang == "en" and sentence.ends("compare", figure.start) is not None)


def _is_unreal(sentence: Sentence, figure: Figure) -> bool:
    """«из них можно получить 90 кг», "could make 10 kg a day": said of what did not happen, or not yet."""
    start, end = sentence.clause_of(figure.start)
    return any(
        not hit.key
        or (hit.key == "after" and hit.start <= figure.end + 1)
        or (hit.key == "rate" and 0 <= hit.start - figure.end <= _NEAR)
        for hit in sentence.within("unreal", start, end)
    )


# --- earlier periods -----------------------------------------------------------------------------------


def current_year(sentences: Iterable[Sentence]) -> int:
    """The latest year that a report names."""
    return max((year for one in sentences for year, _ in _years(one)), default=0)


def dated(sentence: Sentence, figure: Figure, current: int) -> Figure:
    """The figure, doubted if its clause or the beginning of its sentence speaks of an earlier period."""
    if sentence.word(figure.end) in _AGAINST:  # «402 против 455 в прошлом году»
        return figure
    past = [hit.start for hit in sentence.hits.get("past", ())]
    start, end = sentence.phrase_of(figure.start)
    is_contrast = sentence.within("only", 0, figure.start) or sentence.within("only", figure.end, end)
    past += [
        at
        for year, at in _years(sentence)
        if year < current or sentence.begins("whole", at - 1) or is_contrast
    ]
    for at in past:
        is_opening = at <= _OPENING and not sentence.within("now", at, figure.start)
        if is_opening or start <= at < end:
            return replace(figure, doubts=figure.doubts | {EARLIER_PERIOD})
    return figure


def _years(sentence: Sentence) -> list[tuple[int, int]]:
    """The years that a sentence names, each with the position of its token."""
    return [
        (int(token.text), at)
        for at, token in enumerate(sentence.tokens)
        if token.kind == "number" and len(token.text) == 4 and token.text.isdecimal()
        and int(token.text) in _YEARS and _names_year(sentence, at)
    ]  # fmt: skip


def _names_year(sentence: Sentence, at: int) -> bool:
    """Whether «год», «жыл» or a month's or period's preposition says that a number is a year."""
    after = sentence.word(at + 1)
    if sentence.lang == "en":
        return sentence.word(at - 1) in ("in", "of", "since", "whole", "during") and not sentence.begins(
            "unit", at + 1
        )
    is_ordinal = after in DASHES and sentence.word(at + 2) in ("м", "го", "й")  # «в 2022-м»
    return after.startswith(("год", "жыл")) or after == "г" or is_ordinal
