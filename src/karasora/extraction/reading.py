"""A document read sentence by sentence: places, figures, headline, datelines, and what it is about."""

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from karasora.extraction import numbers, places
from karasora.extraction.aside import current_year, dated, why_aside
from karasora.extraction.counted import counted
from karasora.extraction.figures import AT_MOST, Figure, unit_inside, weighed, without_numeral
from karasora.extraction.roles import AT, BY, DATELINE, FINE, FROM, TOWARDS, Place
from karasora.extraction.sentence import Sentence, analyse
from karasora.extraction.text import Document
from karasora.extraction.words import is_latin_kazakh, language

#: How place words reach a figure: they stand in its sentence, before it, in the headline, or nowhere.
SAME_SENTENCE, CARRIED, HEADLINE, NOT_NAMED = "same sentence", "carried", "headline", "not named"


@dataclass(frozen=True, slots=True)
class Where:
    """ISO codes (several: all of them together; none: the whole country, or a place left open) and the place.

    `level` is national, region or place; without codes also macro (in the macro-regions `macro`),
    corridor (on a way whose region is not named) or open (no place is named at all). `doubts` name what
    was inferred. `words` are the place words that decided it, and `how` they reached the figure.
    """

    codes: tuple[str, ...] = ()
    name: str = ""
    level: str = "national"
    doubts: frozenset[str] = frozenset()
    macro: str = ""
    words: str = ""
    how: str = NOT_NAMED

    def doubted(self, doubt: str) -> "Where":
        """The same place with one doubt more."""
        return replace(self, doubts=self.doubts | {doubt})


NATION, OPEN, CORRIDOR = Where(), Where(level="open"), Where(level="corridor")


def whole(codes: tuple[str, ...], words: str = "", how: str = CARRIED) -> Where:
    """Regions as a whole."""
    return Where(tuple(dict.fromkeys(codes)), level="region", words=words, how=how)


def placed(codes: tuple[str, ...], place: Place) -> Where:
    """The region of a place, and the place itself if it is finer."""
    is_fine = place.kind in FINE
    return Where(codes, place.name if is_fine else "", "place" if is_fine else "region")


class Group(NamedTuple):
    """A place of a sentence, or several that it joins, at tokens `start` to `end`."""

    start: int
    end: int
    where: Where


@dataclass(slots=True)
class Reading:
    """A sentence with its places and figures; `groups` are the places where something happened, `aside` the
    figures that are no facts, with why.
    """

    sentence: Sentence
    places: list[Place]
    figures: list[Figure]
    groups: list[Group] = field(default_factory=list)
    aside: list[tuple[Figure, str]] = field(default_factory=list)

    @property
    def regions(self) -> list[tuple[str, ...]]:
        """The regions that it speaks of as where something happened, each as its one code."""
        return [place.codes for place in self.places if place.role in (AT, BY) and len(place.codes) == 1]

    @property
    def is_corridor(self) -> bool:
        """Whether it tells of a supply channel and of where that leads from or to."""
        is_channel = any(hit.key == "channels" for hit in self.sentence.hits.get("count", ()))
        return is_channel and any(place.role in (FROM, TOWARDS) for place in self.places)

    @property
    def speaks_of_nation(self) -> bool:
        """Whether it speaks of the whole country, as «по стране» does; a ministry that tells it does not."""
        return any(place.kind == "nation" for place in self.places)

    @property
    def is_of_agency(self) -> bool:
        """Whether a national agency sums up, and no region is named: «с начала года КНБ изъял»."""
        hits = self.sentence.hits
        is_total = bool(hits.get("total") or hits.get("period"))
        return is_total and not self.regions and (self.names_agency or bool(hits.get("country")))

    @property
    def names_agency(self) -> bool:
        """Whether it names an agency of the whole country."""
        return any(not self._is_beside(hit.start, hit.end) for hit in self.sentence.hits.get("ministry", ()))

    @property
    def is_grand_total(self) -> bool:
        """Whether it sums up a period and names no place: «всего за девять месяцев»."""
        hits = self.sentence.hits
        return bool(hits.get("total") and hits.get("period")) and not self.regions and not hits.get("around")

    def _is_beside(self, start: int, end: int) -> bool:
        """Whether an agency is a regional one («департамент КНБ») or only helps («совместно с КНБ»)."""
        near = range(end, end + 4) if self.sentence.lang == "kk" else range(start - 3, start)
        return any(self.sentence.begins("helped", at) for at in near)

    @property
    def sums_up(self) -> bool:
        """Whether it speaks of a total or a period, or of the country."""
        return (
            self.speaks_of_nation
            or self.is_of_agency
            or bool(self.sentence.hits.get("total") or self.sentence.hits.get("period"))
        )


def find_figures(sentence: Sentence) -> list[Figure]:
    """The figures of a sentence, by place; ages, dates, money and what else is no fact left out."""
    figures: list[Figure] = []
    found = [n for n in numbers.find(sentence) if not n.hung or unit_inside(n.hung, sentence.lang)]
    taken = -1
    for index, number in enumerate(found):
        if number.start < taken:
            continue
        following = found[index + 1].start if index + 1 < len(found) else len(sentence.tokens)
        figure = weighed(sentence, number, found[index + 1 : index + 3])
        figure = figure or counted(sentence, number, following)
        if figure:
            taken = figure.end
            figures.append(figure)
    figures.extend(without_numeral(sentence, figures))
    figures.sort(key=lambda figure: figure.start)
    return _parts_of_lists([
        replace(figure, doubts=figure.doubts | {AT_MOST}) if figure.qualifier == "at_most" else figure
        for figure in figures
    ])  # fmt: skip


def _parts_of_lists(figures: list[Figure]) -> list[Figure]:
    """What follows a part of its kind is a part too: «включая 242 факта сбыта и 220 культивации»."""
    parts: set[str] = set()
    found = []
    for figure in figures:
        if figure.is_part and figure.measure not in ("", "mass"):
            parts.add(figure.measure)
        found.append(replace(figure, is_part=True) if figure.measure in parts else figure)
    return found


_TITLE_WORDS = 25
_SAMPLE = 20_000  # characters that tell the language of a document
_SHOUTED = 3  # letters that an abbreviation may have
_DATELINE = re.compile(
    r"\s*[.,]\s*\d{1,2}\s+[^\W\d_]+\s*[.,–—]"  # Астана. 9 сентября.
    r"|\s*[.,–—/-]*\s*\(?[^\W\d_]*(?:inform|информ|today|news)\b",  # ASTANA. KAZINFORM
    re.IGNORECASE,
)


def read(document: Document) -> list[Reading]:
    """Every sentence of a document with its places and figures."""
    of_document = language(document.text[:_SAMPLE])
    readings: list[Reading] = []
    if is_latin_kazakh(document.text[:_SAMPLE]):
        return readings
    for number, paragraph in enumerate(document.paragraphs):
        lang = language(document.text[paragraph.start : paragraph.end], of_document)
        for span in paragraph.sentences:
            sentence = analyse(document.text, span, lang)
            sentence.paragraph, sentence.is_item = number, paragraph.is_item
            sentence.is_whole_paragraph = len(paragraph.sentences) == 1
            sentence.is_title = number == 0 and _has_title(document)
            readings.append(Reading(sentence, _places(document, sentence), find_figures(sentence)))
    current = current_year(reading.sentence for reading in readings)
    for reading in readings:
        _set_aside(reading, current)
    return readings


def _set_aside(reading: Reading, current: int) -> None:
    """Keep the figures that may be facts, those of earlier periods with a doubt; the others with why not."""
    kept = []
    for figure in reading.figures:
        if why := why_aside(reading.sentence, figure):
            reading.aside.append((figure, why))
        else:
            kept.append(dated(reading.sentence, figure, current))
    reading.figures = kept


def _has_title(document: Document) -> bool:
    """Whether the first paragraph is a headline: a short line without a full stop, others after it."""
    first = document.paragraphs[0]
    line = document.text[first.start : first.end]
    return len(document.paragraphs) > 1 and len(line.split()) <= _TITLE_WORDS and not line.endswith(".")


def _places(document: Document, sentence: Sentence) -> list[Place]:
    """The places of a sentence; those of a dateline («ASTANA – …», «Астана. 9 сентября») as such."""
    found = places.find(sentence)
    paragraph = document.paragraphs[sentence.paragraph]
    if not found or found[0].start or sentence.is_item or sentence.span.start != paragraph.start:
        return found
    text = document.text[paragraph.start : paragraph.end]
    first, *_ = names = [_written(document, sentence, place) for place in found]
    is_shouted = first.isupper() and len(first) > _SHOUTED and not text.isupper()
    if not is_shouted and not _DATELINE.match(text, len(first)):
        return found
    beside = found[0].end + 2  # TURKISTAN/KYZYLORDA
    return [
        replace(place, role=DATELINE)
        if place is found[0] or (place.end <= beside and name.isupper())
        else place
        for place, name in zip(found, names, strict=True)
    ]


def _written(document: Document, sentence: Sentence, place: Place) -> str:
    return document.text[sentence.tokens[place.start].start : sentence.tokens[place.end - 1].end]
