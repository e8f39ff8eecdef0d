"""Facts of a report: every figure with its place, substance, measure and qualifier, and the words that carry it."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from karasora.extraction import attach, confidence, counts, figures, places, sentence, substances, words
from karasora.extraction.attach import Reading, Where
from karasora.extraction.figures import EARLIER_PERIOD, KILOGRAMS, Figure
from karasora.extraction.substances import Earlier, Named
from karasora.extraction.text import Document

COLUMNS = (
    "article", "fact_no", "level", "region_iso", "place", "substance", "value", "unit", "measure", "qualifier",
    "quote", "quote_start", "quote_end", "confidence", "note",
)  # fmt: skip
_TITLE_WORDS = 25


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a report.

    `codes` are ISO codes (none: the whole country, or a place that the text leaves open), `level` is national,
    region, place, macro (`macro` names it), corridor or open (see `attach.Where`); `value` is in `unit`; `start` and `end` bound the words that carry it.
    `sentence` and `paragraph` count within the document. `confidence` is high, medium or low, and `doubts` say why.
    """

    article: str
    level: str
    codes: tuple[str, ...]
    place: str
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
    macro: str = ""
    confidence: str = ""

    @property
    def base(self) -> float:
        """The value in kilograms for a mass, else as it is."""
        return round(self.value * KILOGRAMS.get(self.unit, 1.0), 6)


def read(document: Document) -> list[Reading]:
    """Every sentence of a document with its places and figures."""
    of_document = words.language(document.text[:20_000])
    readings = []
    for number, paragraph in enumerate(document.paragraphs):
        lang = words.language(document.text[paragraph.start : paragraph.end], of_document)
        for span in paragraph.sentences:
            found = sentence.analyse(document.text, span, lang)
            found.paragraph, found.is_item = number, paragraph.is_item
            found.is_whole_paragraph = len(paragraph.sentences) == 1
            found.is_title = number == 0 and _is_title(document, found)
            readings.append(Reading(found, _placed(document, found), figures.find(found)))
    return readings


def _is_title(document: Document, found: sentence.Sentence) -> bool:
    """The first paragraph is a headline if it is one short line with others after it."""
    line = document.paragraphs[0]
    text = document.text[line.start : line.end]
    return (
        len(document.paragraphs) > 1
        and len(text.split()) <= _TITLE_WORDS
        and (not text.endswith(".") or (len(line.sentences) == 1 and text.endswith("!")))
    )


def _placed(document: Document, found: sentence.Sentence) -> list[places.Place]:
    """The places of a sentence, that of a dateline («ASTANA – …», «Астана. 9 сентября») being known as one."""
    named = places.find(found)
    if not named or named[0].start or found.is_item:
        return named
    line = document.paragraphs[found.paragraph]
    text = document.text[line.start : line.end]
    written = [document.text[found.tokens[p.start].start : found.tokens[p.end - 1].end] for p in named]
    shouted = written[0].isupper() and len(written[0]) > 3 and not text.isupper()
    if found.span.start != line.start or not (shouted or words.is_dateline(text[len(written[0]) :])):
        return named
    found.has_dateline = True
    joined = named[0].end + 2
    return [
        replace(place, role=places.DATELINE)
        if place is named[0] or (place.end <= joined and name.isupper())
        else place
        for place, name in zip(named, written, strict=True)
    ]


def find(document: Document) -> list[Fact]:
    """The facts of one document, each once, in the order of the text."""
    return find_in(document, read(document))


def find_in(document: Document, readings: Sequence[Reading]) -> list[Fact]:
    """The facts of a document that is read already."""
    walk = attach.Walk(readings)
    mentioned = frozenset(hit.key for reading in readings for hit in substances.mentions(reading.sentence))
    title = frozenset(
        hit.key for r in readings if r.sentence.is_title for hit in substances.mentions(r.sentence)
    )
    facts: list[Fact] = []
    context = _Context(mentioned, title)
    for number, reading in enumerate(readings):
        where = walk.read(reading)
        following = readings[number + 1] if number + 1 < len(readings) else None
        context.begin(reading, where[0].codes if where else walk.now.codes)
        for index, place in enumerate(where):
            if fact := _fact(document, context, reading, following, index, place, number):
                facts.append(fact)
        context.end(reading)
    return [confidence.judged(fact) for fact in _once(facts)]


class _Context:
    """What was said before, as the figures need it."""

    def __init__(self, document: frozenset[str], title: frozenset[str]) -> None:
        self.document, self.title = document, title
        self.paragraph = -1
        self.codes: tuple[str, ...] = ()
        self.any_plants: tuple[str, ...] = ()
        self.generic = False
        self.plants: tuple[str, ...] = ()  # what the last plants were
        self.before: list[str] = []  # substances of earlier paragraphs
        self.spoken: list[str] = []  # of this paragraph
        self.last: list[tuple[str, tuple[str, ...]]] = []  # the sentence before
        self.figures: list[tuple[str, tuple[str, ...]]] = []  # this sentence
        self.measures: list[tuple[Figure, tuple[str, ...]]] = []  # figures so far, for parts and elided nouns

    def begin(self, reading: Reading, codes: tuple[str, ...]) -> None:
        if codes != self.codes:  # elsewhere, what was found here is not meant
            self.codes, self.before, self.spoken, self.plants = codes, [], [], ()
        if reading.sentence.paragraph != self.paragraph:
            self.paragraph = reading.sentence.paragraph
            self.before += self.spoken
            self.spoken, self.last = [], []
        self.figures = []

    def end(self, reading: Reading) -> None:
        self.spoken += [hit.key for hit in substances.mentions(reading.sentence)]
        if self.figures:
            self.last = self.figures
            self.plants = next(
                (keys for measure, keys in reversed(self.figures) if measure == "plants" and keys),
                self.plants,
            )
            self.any_plants = self.plants or self.any_plants

    def earlier(self, reading: Reading, figure: Figure) -> Earlier:
        here = [hit.key for hit in substances.mentions(reading.sentence) if hit.end <= figure.start]
        return Earlier(
            self.figures,
            self.last,
            [*self.spoken, *here],
            self.before,
            self.plants,
            self.any_plants,
            self.title,
            self.document,
            self.generic,
        )


def _fact(
    document: Document,
    context: _Context,
    reading: Reading,
    following: Reading | None,
    index: int,
    where: Where,
    number: int,
) -> Fact | None:
    found = reading.sentence
    figure = counts.settled(reading, following, reading.figures[index], context.measures, context.last)
    if figure is None:
        return None
    settled = [*reading.figures[:index], figure, *reading.figures[index + 1 :]]
    named = substances.beside(found, settled, index)
    inherited: tuple[str, ...] = ()
    if not figure.head_is_named and figure.measure in substances.OF_SUBSTANCE and context.measures:
        inherited = context.measures[-1][1]
    if named.how == "none":
        named = (
            Named(inherited, "carried")
            if inherited
            else substances.carried(found, figure, context.earlier(reading, figure))
        )
    context.generic |= figure.measure == "mass" and named.how == "generic"
    context.figures.append((figure.measure, named.keys))
    context.measures.append((figure, named.keys))
    begin, end = _words_of(reading, figure, named)
    start, stop = found.tokens[begin].start, found.tokens[end - 1].end
    doubts = set(figure.doubts) | set(where.doubts)
    if named.how in ("carried", "before"):
        doubts.add(f"substance {named.how}")
    elif named.how == "none" and figure.measure in ("mass", "plants"):
        doubts.add("substance not named")
    return Fact(
        document.name, where.level, where.codes, where.name, named.keys, figure.value, figure.unit, figure.measure,
        figure.qualifier, document.text[start:stop], start, stop, found.paragraph, number, found.is_title,
        figure.is_part, frozenset(doubts), where.macro,
    )  # fmt: skip


def _words_of(reading: Reading, figure: Figure, named: Named) -> tuple[int, int]:
    """The tokens that carry a figure: its qualifier, number, unit and substance."""
    begin, end = min(figure.start, figure.head), max(figure.end, figure.head + 1)
    for hit in reading.sentence.hits.get("qualifier", ()):
        if hit.end == figure.start:
            begin = min(begin, hit.start)
    if named.start >= 0:
        begin, end = min(begin, named.start), max(end, named.end)
    return begin, end


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """Each fact once: repeats are dropped, and headline figures that the body states again."""
    facts = list(facts)
    today = {(fact.measure, fact.codes) for fact in facts if EARLIER_PERIOD not in fact.doubts}
    # a figure of an earlier period that only stands beside today's is no fact of this report
    facts = [f for f in facts if EARLIER_PERIOD not in f.doubts or (f.measure, f.codes) not in today]
    body = [fact for fact in facts if not fact.is_title]
    seen = set()
    kept = []
    for fact in [*body, *(fact for fact in facts if fact.is_title and not _is_restated(fact, body))]:
        key = (fact.codes, fact.measure, frozenset(fact.substances), fact.base, fact.unit == "l")
        if key not in seen:
            seen.add(key)
            kept.append(fact)
    return sorted(kept, key=lambda fact: (fact.start, fact.end))


def _is_restated(title: Fact, body: Sequence[Fact]) -> bool:
    """Whether the body has a headline's figure, exact or less rounded, of the same thing."""
    together = sum(fact.base for fact in body if fact.measure == title.measure and fact.codes == title.codes)
    if title.measure == "plants" and together and 0.8 <= title.base / together <= 1.25:
        return True
    return any(
        fact.measure == title.measure
        and (not title.substances or not fact.substances or set(title.substances) & set(fact.substances))
        and 0.8 <= title.base / fact.base <= 1.25
        for fact in body
        if fact.base
    )


def write(facts: Iterable[Fact]) -> str:
    """The facts as CSV, one row per figure, in the columns of `COLUMNS`."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    numbers: dict[str, int] = {}
    for fact in facts:
        numbers[fact.article] = numbers.get(fact.article, 0) + 1
        qualifier = "about" if fact.qualifier == "at_most" else fact.qualifier
        table.writerow([
            fact.article, numbers[fact.article], fact.level, ";".join(fact.codes), fact.place, ";".join(fact.substances),
            f"{fact.value:.6f}".rstrip("0").rstrip("."), fact.unit, fact.measure, qualifier, fact.quote,
            fact.start, fact.end, fact.confidence, "; ".join(sorted(fact.doubts)),
        ])  # fmt: skip
    return out.getvalue()
