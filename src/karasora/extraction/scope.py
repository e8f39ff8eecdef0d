"""What a report as a whole is about: one region, or the country."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from karasora.extraction.reading import CARRIED, HEADLINE, NATION, OPEN, Reading, Where, whole
from karasora.extraction.roles import ASIDE, AT, BY, DATELINE

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
            codes = tuple(code for codes in in_title for code in codes)
            return whole(codes, _words(title, in_title), HEADLINE)
    lead = _lead(readings)
    first = next((codes for reading in lead for codes in reading.regions), None)
    is_national = any(reading.speaks_of_nation for reading in [*title, *lead])
    if len(spoken) == 1:
        is_by = any(place.role == BY for reading in readings for place in reading.places)
        leads = first and not any(reading.sentence.hits.get("nation") for reading in lead)
        if leads or (is_by and not is_national):
            return _carried(readings, next(iter(spoken)))
    if first and not is_national and spoken[first] * 2 > spoken.total():
        return _carried(readings, first)
    return NATION


def _carried(readings: Sequence[Reading], codes: tuple[str, ...]) -> Where:
    """A region that is not in the headline, with the words that first name it."""
    return whole(codes, _words(readings, [codes]), CARRIED)


def _words(readings: Sequence[Reading], regions: Sequence[tuple[str, ...]]) -> str:
    """The words that first name each of some regions."""
    first: dict[tuple[str, ...], str] = {}
    for reading in readings:
        for place in reading.places:
            if place.codes in regions and place.role in (AT, BY):
                first.setdefault(place.codes, reading.sentence.written(place.start, place.end))
    return "; ".join(first.values())


def _lead(readings: Sequence[Reading]) -> list[Reading]:
    """What stands after the headline up to the first figure, with its sentence."""
    lead = []
    for reading in readings:
        if not reading.sentence.is_title:
            lead.append(reading)
            if reading.figures:
                break
    return lead


def resolve_datelines(readings: Sequence[Reading]) -> None:
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
