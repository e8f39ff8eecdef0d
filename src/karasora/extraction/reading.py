"""A document read sentence by sentence: places, figures, headline, datelines, and what it is about."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from karasora.extraction import numbers, places
from karasora.extraction.counted import counted
from karasora.extraction.figures import Figure, dated, is_difference, unit_inside, weighed, without_numeral
from karasora.extraction.roles import ASIDE, AT, BY, DATELINE, FINE, FROM, TOWARDS, Place
from karasora.extraction.sentence import Sentence, analyse
from karasora.extraction.text import Document
from karasora.extraction.words import language


@dataclass(frozen=True, slots=True)
class Where:
    """ISO codes (several: all of them together; none: the whole country, or a place left open) and the place.

    `level` is national, region or place; without codes also macro (in the macro-regions `macro`),
    corridor (on a way whose region is not named) or open (no place is named at all). `doubts` name what
    was inferred.
    """

    codes: tuple[str, ...] = ()
    name: str = ""
    level: str = "national"
    doubts: frozenset[str] = frozenset()
    macro: str = ""

    def doubted(self, doubt: str) -> "Where":
        """The same place with one doubt more."""
        return replace(self, doubts=self.doubts | {doubt})


NATION, OPEN, CORRIDOR = Where(), Where(level="open"), Where(level="corridor")


def whole(codes: tuple[str, ...]) -> Where:
    """Regions as a whole."""
    return Where(tuple(dict.fromkeys(codes)), level="region")


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
    """A sentence with its places and figures; `groups` are the places where something happened."""

    sentence: Sentence
    places: list[Place]
    figures: list[Figure]
    groups: list[Group] = field(default_factory=list)

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
        """Whether it names the country or a ministry."""
        return bool(self.sentence.hits.get("nation") or self.sentence.hits.get("ministry"))

    @property
    def sums_up(self) -> bool:
        """Whether it speaks of a total or a period, or of the country."""
        return self.speaks_of_nation or bool(
            self.sentence.hits.get("total") or self.sentence.hits.get("period")
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
    figures = [f for f in figures if not is_difference(sentence, f)]
    return _parts_of_lists([dated(sentence, figure) for figure in figures])


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
    readings = []
    for number, paragraph in enumerate(document.paragraphs):
        lang = language(document.text[paragraph.start : paragraph.end], of_document)
        for span in paragraph.sentences:
            sentence = analyse(document.text, span, lang)
            sentence.paragraph, sentence.is_item = number, paragraph.is_item
            sentence.is_whole_paragraph = len(paragraph.sentences) == 1
            sentence.is_title = number == 0 and _has_title(document)
            readings.append(Reading(sentence, _places(document, sentence), find_figures(sentence)))
    return readings


def _has_title(document: Document) -> bool:
    """Whether the first paragraph is a headline: one short line that no full stop ends, with others
    after it.
    """
    first = document.paragraphs[0]
    line = document.text[first.start : first.end]
    return len(document.paragraphs) > 1 and len(line.split()) <= _TITLE_WORDS and not line.endswith(".")


def _places(document: Document, sentence: Sentence) -> list[Place]:
    """The places of a sentence, those of a dateline («ASTANA – …», «Астана. 9 сентября») being known
    as such.
    """
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


_NEWSROOMS = ("KZ-71", "KZ-75")  # where the agencies sit
_SIDE_REGIONS = 3  # so many other regions make a headline's region one of several


def scope(readings: Sequence[Reading]) -> Where:
    """The region of a report, by its headline, its lead and how often it is named; else the country,
    or none.
    """
    spoken = Counter(codes for reading in readings for codes in reading.regions)
    if not spoken:
        is_national = any(r.speaks_of_nation or any(p.kind == "macro" for p in r.places) for r in readings)
        return NATION if is_national else OPEN
    title = [reading for reading in readings if reading.sentence.is_title]
    in_title = list(dict.fromkeys(codes for reading in title for codes in reading.regions))
    if len(in_title) in (1, 2) and not any(reading.speaks_of_nation for reading in title):
        others = spoken.keys() - set(in_title)
        if len(others) < _SIDE_REGIONS:
            return whole(tuple(code for codes in in_title for code in codes))
    lead = _lead(readings)
    first = next((codes for reading in lead for codes in reading.regions), None)
    is_national = any(reading.speaks_of_nation for reading in [*title, *lead])
    if len(spoken) == 1:
        is_by = any(place.role == BY for reading in readings for place in reading.places)
        leads = first and not any(reading.sentence.hits.get("nation") for reading in lead)
        if leads or (is_by and not is_national):
            return whole(next(iter(spoken)))
    if first and not is_national and spoken[first] * 2 > spoken.total():
        return whole(first)
    return NATION


def _lead(readings: Sequence[Reading]) -> list[Reading]:
    """What stands after the headline up to the first figure, with its sentence."""
    lead = []
    for reading in readings:
        if not reading.sentence.is_title:
            lead.append(reading)
            if reading.figures:
                break
    return lead


def settle_datelines(readings: Sequence[Reading]) -> None:
    """Give datelines their role: several of them head the parts of a report; one only tells who wrote it."""
    codes = {place.codes for reading in readings for place in reading.places if place.role == DATELINE}

    def role(codes_of_place: tuple[str, ...]) -> str:
        if len(codes) > 1:
            return AT
        return ASIDE if set(codes_of_place) & set(_NEWSROOMS) else BY

    for reading in readings:
        reading.places = [
            replace(place, role=role(place.codes)) if place.role == DATELINE else place
            for place in reading.places
        ]
