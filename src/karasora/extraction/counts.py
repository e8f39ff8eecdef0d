"""What a number counts where its noun alone does not say it: people only when detained, parts, nouns left out."""

from collections.abc import Sequence
from dataclasses import replace

from karasora.extraction.attach import Reading, names_place_beside
from karasora.extraction.figures import Figure
from karasora.extraction.sentence import Sentence

_FIGURES_BACK = 4  # how far back a part's whole may stand
_PLANTS = ("hemp_plant", "poppy", "cannabis")
_UNIT_OF = {"plants": "plants", "detained": "persons", "crimes": "facts"}


def settled(
    reading: Reading,
    following: Reading | None,
    figure: Figure,
    earlier: Sequence[tuple[Figure, tuple[str, ...]]],
    last: Sequence[tuple[str, tuple[str, ...]]],
) -> Figure | None:
    """The figure with its measure known, or None if it is no fact.

    Args:
        following: the next sentence, which may say of people here that they were detained.
        earlier: the figures so far, with their substances.
        last: the measures and substances of the paragraph's sentence before.
    """
    sentence = reading.sentence
    if not figure.measure:
        return _inferred(reading, figure, earlier)
    if figure.measure == "detained":
        if _is_elliptic(reading) and any(measure == "detained" for measure, _ in last):
            return replace(figure, doubts=figure.doubts | {"noun left out"})
        return figure if _are_detained(reading, following, figure, earlier) else None
    if figure.measure == "vehicles":
        return figure if sentence.hits.get("seize") else None
    return figure


def _is_elliptic(reading: Reading) -> bool:
    """«Солтүстік Қазақстан облысында – 11 келі және 8 адам»: the verb is that of the sentence before."""
    words = [token.word for token in reading.sentence.tokens]
    return len(words) <= _SHORT and bool(reading.groups) and any(dash in words for dash in ("–", "—"))


_SHORT = 14  # words of a sentence that can do without its verb


def _inferred(
    reading: Reading, figure: Figure, earlier: Sequence[tuple[Figure, tuple[str, ...]]]
) -> Figure | None:
    """A number without a noun: people, or what the figure before it counts."""
    sentence = reading.sentence
    if figure.is_joined:
        after = next((other for other in reading.figures if other.start > figure.start), None)
        if after and after.measure == "mass" and after.start - figure.end == 1:  # 5 and 7 kg
            return replace(figure, measure="mass", unit=after.unit)
        return (
            _counting(figure, after.measure)
            if after and after.measure not in ("", "mass", "detained")
            else None
        )
    counted = [before for before, _ in earlier[-_FIGURES_BACK:] if before.measure != "mass"]
    last = counted[-1].measure if counted else ""
    qualifier = sentence.begins("qualifier", figure.end)
    if hit := sentence.begins("substance", qualifier.end if qualifier else figure.end):
        return _counting(figure, "plants") if hit.key in _PLANTS else None
    if figure.is_part and _touches_detain(sentence, figure):
        return _counting(figure, "detained")
    if figure.is_collective and (sentence.hits.get("detain") or (figure.is_part and last == "detained")):
        return _counting(figure, "detained")
    if figure.is_part and last:
        return _counting(figure, last)
    before = next((other for other in reversed(reading.figures) if other.end <= figure.start), None)
    if (
        before
        and before.is_part
        and not before.head_is_named
        and last
        and sentence.word(figure.end) in ("–", "—")
    ):
        return _counting(figure, last)
    if _touches_detain(sentence, figure):
        return _counting(figure, "detained")
    if (listed := _noun_of_list(sentence, reading.figures, figure)) and names_place_beside(reading, figure):
        return _counting(figure, listed)
    if last and names_place_beside(reading, figure):
        return _counting(figure, last)
    return None


def _noun_of_list(sentence: Sentence, figures: Sequence[Figure], figure: Figure) -> str:
    """What a list counts: «нарколабораторий по регионам: Алматы – 14, Караганда – 9»."""
    colons = [at for at in range(figure.start) if sentence.word(at) == ":"]
    if not colons or any(
        colons[-1] < other.start < figure.start and other.head_is_named for other in figures
    ):
        return ""
    nouns = [
        hit
        for hit in sentence.within("count", 0, colons[-1])
        if hit.start == 0 or not _is_number(sentence, hit.start - 1)
    ]
    return nouns[0].key if nouns else ""


def _is_number(sentence: Sentence, at: int) -> bool:
    return sentence.tokens[at].kind == "number" or sentence.begins("number", at) is not None


def _counting(figure: Figure, measure: str) -> Figure:
    return replace(figure, measure=measure, unit=_UNIT_OF.get(measure, "items"))


def _touches_detain(sentence: Sentence, figure: Figure) -> bool:
    """Whether a word for detaining stands right before or after a number («задержаны 17»)."""
    return any(
        0 <= figure.start - hit.end <= 1 or 0 <= hit.start - figure.end <= 2
        for hit in sentence.hits.get("detain", ())
    )


def _are_detained(
    reading: Reading,
    following: Reading | None,
    figure: Figure,
    earlier: Sequence[tuple[Figure, tuple[str, ...]]],
) -> bool:
    """Whether a sentence says of people that they were detained."""
    sentence = reading.sentence
    if any(hit.key == "detained" and hit.start == figure.head for hit in sentence.hits.get("count", ())):
        return True
    detained = sentence.hits.get("detain", [])
    start, end = sentence.clause_of(figure.start)
    if any(start <= hit.start < end for hit in detained):
        return True
    if detained or figure.is_part:
        others = [other for other in reading.figures if other.measure in ("detained", "") and other != figure]
        claimed = all(
            any(_same_clause(sentence, hit.start, other.start) for other in others) for hit in detained
        )
        of_detained = bool(earlier) and earlier[-1][0].measure == "detained"
        return (figure.is_part and of_detained) or (bool(detained) and not claimed)
    same_paragraph = following is not None and following.sentence.paragraph == sentence.paragraph
    return bool(
        same_paragraph
        and following
        and following.sentence.hits.get("detain")
        and not any(other.measure == "detained" or other.is_collective for other in following.figures)
        and len(following.sentence.tokens) <= 12
    )


def _same_clause(sentence: Sentence, one: int, other: int) -> bool:
    return sentence.clauses[one] == sentence.clauses[other]
