"""What a number counts where its noun alone does not say it, by what the report said before."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from karasora.extraction.attach import names_place_beside
from karasora.extraction.figures import NOUN_LEFT_OUT, UNIT_OF, Figure
from karasora.extraction.reading import Reading, Where
from karasora.extraction.roles import ASIDE, FROM
from karasora.extraction.sentence import DASHES, Sentence


class Stated(NamedTuple):
    """A figure whose measure is known, and its substances."""

    figure: Figure
    substances: tuple[str, ...]


@dataclass(slots=True)
class Context:
    """Grows with the report.

    `title` and `document` have every substance of the headline and of the report. `stated` are all
    figures so far, `here` those of the sentence, `last` those of the paragraph's last sentence that had
    any. Substances named: `spoken` in the paragraph, `before` in the paragraphs before, both about the
    same region. `plants` are the substances of the last plants counted in the region, `any_plants`
    anywhere. `named`: all so far; `is_generic`: «наркотики» were weighed.
    """

    title: frozenset[str]
    document: frozenset[str]
    stated: list[Stated] = field(default_factory=list)
    here: list[Stated] = field(default_factory=list)
    last: list[Stated] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    plants: tuple[str, ...] = ()
    any_plants: tuple[str, ...] = ()
    is_generic: bool = False
    named: set[str] = field(default_factory=set)
    _paragraph: int = -1
    _codes: tuple[str, ...] = ()
    _name: str = ""

    def begin(self, sentence: Sentence, where: Where) -> None:
        """At a sentence that speaks of this place; elsewhere, what was found before is not meant."""
        is_new = sentence.paragraph != self._paragraph
        is_other_town = is_new and where.name and self._name and where.name != self._name
        if where.codes != self._codes or (is_other_town and not sentence.hits.get("more")):
            self.before, self.spoken, self.plants = [], [], ()
        self._codes, self._name = where.codes, where.name or self._name
        if is_new:
            self._paragraph = sentence.paragraph
            self.before += self.spoken
            self.spoken, self.last = [], []
        self.here = []

    def add(self, figure: Figure, substances: tuple[str, ...]) -> None:
        """At a figure that is a fact."""
        self.stated.append(Stated(figure, substances))
        self.here.append(self.stated[-1])

    def end(self, named: list[str]) -> None:
        """After a sentence that names these substances."""
        self.spoken += named
        self.named.update(named)
        if self.here:
            self.last = self.here
        for stated in self.here:
            if stated.figure.measure == "plants" and stated.substances:
                self.plants = self.any_plants = stated.substances


_FIGURES_BACK = 4  # how far back a part's whole may stand
_PLANTS = ("hemp_plant", "poppy", "cannabis")
_SHORT = 14  # words of a sentence that can do without its verb
_AFTERTHOUGHT = 12  # words of a sentence that says that those before were detained


def with_measure(
    reading: Reading, following: Reading | None, figure: Figure, context: Context
) -> Figure | None:
    """The figure with its measure known, or None if it is no fact.

    Args:
        following: the next sentence, which may say of people here that they were detained.
        context: what was said before.
    """
    if not figure.measure:
        return _inferred(reading, figure, context)
    if figure.measure == "vehicles":
        return figure if reading.sentence.hits.get("seize") else None
    if figure.measure == "detained":
        was_detained = any(stated.figure.measure == "detained" for stated in context.last)
        if was_detained and _is_elliptic(reading):
            return replace(figure, doubts=figure.doubts | {NOUN_LEFT_OUT})
        return figure if _are_detained(reading, following, figure, context) else None
    return figure


# --- numbers without a noun ----------------------------------------------------------------------------


def _inferred(reading: Reading, figure: Figure, context: Context) -> Figure | None:
    """A number without a noun: plants, people, or what the figure before it counts."""
    sentence = reading.sentence
    if _is_origin(reading, figure) or sentence.word(figure.start - 1) == "у":  # «у двоих нашли»
        return None
    if figure.is_joined:
        return _shared(reading, figure)
    if plant := _plant_after(sentence, figure):
        return _counting(figure, "plants") if plant in _PLANTS else None
    counted = [stated.figure.measure for stated in context.stated[-_FIGURES_BACK:]]
    last = next((measure for measure in reversed(counted) if measure != "mass"), "")
    is_detained = _touches_detain(sentence, figure)
    if figure.is_collective and (sentence.hits.get("detain") or (figure.is_part and last == "detained")):
        return _counting(figure, "detained")
    if figure.is_part and (is_detained or last):
        return _counting(figure, "detained" if is_detained else last)
    if last and _follows_part(reading, figure):
        return _counting(figure, last)
    if is_detained:
        return _counting(figure, "detained")
    if figure.is_collective and sentence.lang == "ru":  # «двое» are people, whatever was counted before
        return None
    if names_place_beside(reading, figure) and (measure := _noun_of_list(reading, figure) or last):
        return _counting(figure, measure)
    return None


def _is_origin(reading: Reading, figure: Figure) -> bool:
    """ "(three from Almaty, two from Taraz)": a bracket that tells where people are from."""
    before = [reading.sentence.word(at) for at in range(figure.start)]
    is_inside = before.count("(") > before.count(")")
    return is_inside and any(
        place.role in (FROM, ASIDE) and 0 <= place.start - figure.end <= 2 for place in reading.places
    )


def _counting(figure: Figure, measure: str) -> Figure:
    return replace(figure, measure=measure, unit=UNIT_OF.get(measure, "items"))


def _shared(reading: Reading, figure: Figure) -> Figure | None:
    """A number that shares the noun or unit of the next: «8 международных и 14 внутренних каналов»."""
    after = next((other for other in reading.figures if other.start > figure.start), None)
    if not after or after.measure in ("", "detained"):
        return None
    if after.measure == "mass":  # «5 и 7 кг», and no words between
        return replace(figure, measure="mass", unit=after.unit) if after.start - figure.end == 1 else None
    return _counting(figure, after.measure)


def _plant_after(sentence: Sentence, figure: Figure) -> str:
    """The substance right after a number without a noun: «260-қа жуық көкнәр»."""
    between = sentence.begins("qualifier", figure.end)
    hit = sentence.begins("substance", between.end if between else figure.end)
    return hit.key if hit else ""


def _follows_part(reading: Reading, figure: Figure) -> bool:
    """«из них 137 – сбыт, 9 – пропаганда»: the next number of a list of parts."""
    before = next((other for other in reversed(reading.figures) if other.end <= figure.start), None)
    is_part = before is not None and before.is_part and not before.head_is_named
    return is_part and reading.sentence.word(figure.end) in DASHES


def _touches_detain(sentence: Sentence, figure: Figure) -> bool:
    """Whether a word for detaining stands right before or after a number («задержаны 17»)."""
    return any(
        0 <= figure.start - hit.end <= 1 or 0 <= hit.start - figure.end <= 2
        for hit in sentence.hits.get("detain", ())
    )


def _noun_of_list(reading: Reading, figure: Figure) -> str:
    """What a list counts: «нарколабораторий по регионам: Алматы – 14, Караганда – 9»."""
    sentence = reading.sentence
    colon = max((at for at in range(figure.start) if sentence.word(at) == ":"), default=-1)
    if colon < 0 or any(
        colon < other.start < figure.start and other.head_is_named for other in reading.figures
    ):
        return ""
    nouns = (hit for hit in sentence.within("count", 0, colon) if not _is_number(sentence, hit.start - 1))
    return next((hit.key for hit in nouns), "")


def _is_number(sentence: Sentence, at: int) -> bool:
    return at >= 0 and (sentence.tokens[at].kind == "number" or sentence.begins("number", at) is not None)


# --- people --------------------------------------------------------------------------------------------


def _is_elliptic(reading: Reading) -> bool:
    """«Солтүстік Қазақстан облысында – 11 келі және 8 адам»: the verb is that of the sentence before."""
    words = {token.word for token in reading.sentence.tokens}
    is_short = len(reading.sentence.tokens) <= _SHORT
    return is_short and bool(reading.groups) and not words.isdisjoint(DASHES)


def _are_detained(reading: Reading, following: Reading | None, figure: Figure, context: Context) -> bool:
    """Whether people are said to be detained: in their clause, their sentence or the next."""
    sentence = reading.sentence
    if any(hit.key == "detained" and hit.start == figure.head for hit in sentence.hits.get("count", ())):
        return True  # «23 задержанных»
    detain = sentence.hits.get("detain", [])
    start, end = sentence.clause_of(figure.start)
    if any(start <= hit.start < end for hit in detain):
        return True
    if figure.is_part and context.stated and context.stated[-1].figure.measure == "detained":
        return True
    if detain or figure.is_part:
        others = [other for other in reading.figures if other.measure in ("detained", "") and other != figure]
        return any(not _is_taken(sentence, hit.start, others) for hit in detain)
    return following is not None and _says_detained(sentence, following)


def _is_taken(sentence: Sentence, at: int, others: Sequence[Figure]) -> bool:
    """Whether a word for detaining is said of other people, in whose clause it stands."""
    return any(sentence.clauses[at] == sentence.clauses[other.start] for other in others)


def _says_detained(sentence: Sentence, following: Reading) -> bool:
    """«Все они под стражей»: a short sentence of the same paragraph that counts nobody itself."""
    after = following.sentence
    counts = any(other.measure == "detained" or other.is_collective for other in following.figures)
    is_near = after.paragraph == sentence.paragraph and len(after.tokens) <= _AFTERTHOUGHT
    return is_near and not counts and bool(after.hits.get("detain"))
