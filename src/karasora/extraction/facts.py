"""Facts of a report: every figure once, with its place, substance, measure, words and confidence."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from karasora.extraction import inferred, substances
from karasora.extraction.aside import why_aside
from karasora.extraction.attach import Walk
from karasora.extraction.figures import EARLIER_PERIOD, KILOGRAMS, Figure
from karasora.extraction.inferred import Context
from karasora.extraction.reading import Reading, Where
from karasora.extraction.roles import ABROAD
from karasora.extraction.substances import BEFORE, CARRIED, NONE, Named
from karasora.extraction.text import Document

#: What each doubt costs. Weighed on labelled texts; `tests/benchmarks/extract.py` shows what comes of it.
COSTS = {
    "noun left out": 0.3,
    "noun unknown": 0.2,
    "no numeral": 0.2,
    "substance before": 0.15,
    "substance carried": 0.3,
    "substance not named": 0.3,
    "place carried": 0.3,
    "place not named": 0.3,
    "paragraph before": 0.4,
    "one of several": 0.4,
    "earlier period": 0.3,
    "agency words": 0.3,
    "at most": 0.3,
}
_HIGH, _MEDIUM = 0.75, 0.45


def judged(doubts: Iterable[str]) -> str:
    """The confidence of a fact with these doubts: high, medium or low."""
    trust = 1.0 - sum(COSTS[doubt] for doubt in doubts)
    return "high" if trust > _HIGH else "medium" if trust > _MEDIUM else "low"


COLUMNS = (
    "article", "fact_no", "level", "region_iso", "place", "substance", "value", "unit", "measure",
    "qualifier", "quote", "quote_start", "quote_end", "confidence", "note", "region_words", "region_how",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a report.

    `codes` are ISO codes (none: the whole country, or a place that the text leaves open), `level` is
    national, region, place, macro (`macro` names it), corridor or open (see `where.Where`); `value` is in
    `unit`; `start` and `end` bound the words that carry it. `sentence` and `paragraph` count within the
    document. `confidence` is high, medium or low, and `doubts` say why. `region_words` are the
    place words that decided the region, `region_how` whether they stand in the same sentence, were carried
    from one before or from the headline, or are not named.
    """

    article: str
    level: str
    codes: tuple[str, ...]
    place: str
    macro: str
    substances: tuple[str, ...]
    value: float
    unit: str
    measure: str
    qualifier: str
    quote: str
    start: int
    end: int
    paragraph: int
    sentence: int
    is_title: bool
    is_part: bool
    doubts: frozenset[str]
    confidence: str
    region_words: str = ""
    region_how: str = ""

    @property
    def base(self) -> float:
        """The value in kilograms for a mass, else as it is."""
        return round(self.value * KILOGRAMS.get(self.unit, 1.0), 6)


def find(document: Document, readings: Sequence[Reading]) -> list[Fact]:
    """Every figure of a document that is a fact, in the order of the text, repeats included."""
    walk = Walk(readings)
    named = [[hit.key for hit in substances.mentions(reading.sentence)] for reading in readings]
    title = [keys for keys, reading in zip(named, readings, strict=True) if reading.sentence.is_title]
    context = Context(
        frozenset(key for keys in title for key in keys), frozenset(k for keys in named for k in keys)
    )
    facts: list[Fact] = []
    for number, reading in enumerate(readings):
        where = walk.read(reading)
        following = readings[number + 1] if number + 1 < len(readings) else None
        context.begin(reading.sentence, where[0] if where else walk.now)
        for index, place in enumerate(where):
            figure = inferred.with_measure(reading, following, reading.figures[index], context)
            why = figure and (ABROAD if place.level == ABROAD else why_aside(reading.sentence, figure))
            if figure and why:
                reading.aside.append((figure, why))
            elif figure:
                substance = _substance(reading, following, index, figure, context)
                context.add(figure, substance.keys)
                for own in _places(reading, figure, place):
                    facts.append(_fact(document, reading, number, figure, own, substance))
        context.end(named[number])
    return facts


def _places(reading: Reading, figure: Figure, place: Where) -> list[Where]:
    """The place of a figure; each of its regions if it is so much in each («по одной – в Семее и Атырау»)."""
    is_each = reading.sentence.ends("each", figure.start) and len(place.codes) > 1
    if not is_each:
        return [place]
    return [replace(place, codes=(code,), name="", level="region") for code in place.codes]


def _substance(
    reading: Reading, following: Reading | None, index: int, figure: Figure, context: Context
) -> Named:
    figures = [*reading.figures[:index], figure, *reading.figures[index + 1 :]]
    found = substances.near(reading.sentence, figures, index)
    if found.how == NONE and figure.measure in substances.OF_SUBSTANCE:
        last = context.stated[-1] if context.stated else None
        if last and last.substances and not figure.head_is_named and last.figure.measure == figure.measure:
            return Named(last.substances, CARRIED)
        found = substances.carried(reading.sentence, figure, context)
        if found.how == NONE and following:
            found = substances.identified(reading.sentence, following.sentence)
    elif found.how == substances.GENERIC and reading.sentence.within("the", figure.start, figure.end + 4):
        spoken = dict.fromkeys(context.spoken)
        found = Named(tuple(spoken), CARRIED) if len(spoken) == 1 else Named((), NONE)
    context.is_generic |= figure.measure == "mass" and found.how == substances.GENERIC
    return found


def _fact(
    document: Document, reading: Reading, number: int, figure: Figure, where: Where, substance: Named
) -> Fact:
    sentence = reading.sentence
    first, last = _words_of(reading, figure, substance)
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    doubts = figure.doubts | where.doubts
    if substance.how in (BEFORE, CARRIED):
        doubts |= {f"substance {substance.how}"}
    elif substance.how == NONE and figure.measure in ("mass", "plants"):
        doubts |= {"substance not named"}
    return Fact(
        article=document.name, level=where.level, codes=where.codes, place=where.name, macro=where.macro,
        substances=substance.keys, value=figure.value, unit=figure.unit, measure=figure.measure,
        qualifier=figure.qualifier, quote=document.text[start:end], start=start, end=end,
        paragraph=sentence.paragraph, sentence=number, is_title=sentence.is_title, is_part=figure.is_part,
        doubts=doubts, confidence=judged(doubts), region_words=where.words, region_how=where.how,
    )  # fmt: skip


def _words_of(reading: Reading, figure: Figure, substance: Named) -> tuple[int, int]:
    """The tokens that carry a figure: its qualifier, number, unit and substance."""
    first, last = min(figure.start, figure.head), max(figure.end, figure.head + 1)
    qualifier = reading.sentence.ends("qualifier", figure.start)
    first = min(first, qualifier.start) if qualifier else first
    return (min(first, substance.start), max(last, substance.end)) if substance.start >= 0 else (first, last)


def facts_file(facts: Iterable[Fact]) -> bytes:
    """The facts as a CSV file, one row per figure, in the columns of `COLUMNS`."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    numbers: Counter[str] = Counter()
    for fact in facts:
        numbers[fact.article] += 1
        table.writerow([
            fact.article, numbers[fact.article], fact.level, ";".join(fact.codes), fact.place,
            ";".join(fact.substances), f"{fact.value:.6f}".rstrip("0").rstrip("."), fact.unit, fact.measure,
            fact.qualifier, fact.quote, fact.start, fact.end,
            fact.confidence, "; ".join(sorted(fact.doubts)), fact.region_words, fact.region_how,
        ])  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


_WIDER = {"other:chemicals": "precursor"}  # what headlines call it
_ROUNDED = 1.25  # how far a headline's figure may be from the body's


def is_earlier(fact: Fact) -> bool:
    """Whether a fact seems to be of a period before the report's."""
    return EARLIER_PERIOD in fact.doubts


def once(facts: Sequence[Fact]) -> list[Fact]:
    """The facts without repeats, in the order of the text.

    Left out are figures of an earlier period (unless the report has no others), those that were stated
    already, and those of a headline that the body states again, less rounded.
    """
    facts = [fact for fact in facts if not is_earlier(fact)] or facts
    body = [fact for fact in facts if not fact.is_title]
    title = [fact for fact in facts if fact.is_title and not _is_restated(fact, body)]
    kept: dict[tuple[object, ...], Fact] = {}
    for fact in [*body, *title]:
        key = (fact.codes, fact.measure, frozenset(fact.substances), fact.base, fact.unit == "l")
        kept.setdefault(key, fact)
    return sorted(kept.values(), key=lambda fact: (fact.start, fact.end))


def _is_restated(title: Fact, body: Sequence[Fact]) -> bool:
    """Whether the body has a headline's figure, alone or, of plants, as the sum of its kinds."""
    alike = [fact for fact in body if fact.measure == title.measure]
    if title.measure == "plants" and _is_about(title, sum(f.base for f in alike if f.codes == title.codes)):
        return True
    return any(_may_be_one(title, fact) and _is_about(title, fact.base) for fact in alike)


def _may_be_one(title: Fact, fact: Fact) -> bool:
    one, other = ({_WIDER.get(key, key) for key in keys} for keys in (title.substances, fact.substances))
    return not one or not other or bool(one & other)


def _is_about(title: Fact, value: float) -> bool:
    return value > 0 and 1 / _ROUNDED <= title.base / value <= _ROUNDED
