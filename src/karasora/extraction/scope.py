"""What a report as a whole is about, one region or the country; and which places of a sentence are one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from karasora.extraction.reading import CARRIED, HEADLINE, NATION, OPEN, Group, Reading, Where, whole
from karasora.extraction.roles import ASIDE, AT, BY, DATELINE
from karasora.extraction.sentence import Sentence, listed

_BETWEEN = 3  # words that may join two places
_LIST = 6  # words in which a list of places comes to its «и»
_NEWSROOMS = ("KZ-71", "KZ-75")  # where the agencies sit
_SIDE_REGIONS = 3  # so many other regions make a headline's region one of several


def scope(readings: Sequence[Reading]) -> Where:
    """The region of a report by its headline, its lead and how often it is named; else the country."""
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


# --- places that are one -----------------------------------------------------------------------------------


def are_joined(sentence: Sentence, before: Group, start: int, where: Where) -> bool:
    """Whether two places are one: side by side in one region, or listed with «и» at the end of the list."""
    between = range(before.end, start)
    if not 0 < len(between) <= _BETWEEN or not all(_may_join(sentence, at) for at in between):
        return False
    is_one = before.where.codes == where.codes or not before.where.codes or not where.codes
    if sentence.word(before.end) != "," or is_one:
        return True
    return any(sentence.begins("joint", at) for at in range(start, start + _LIST))


def _may_join(sentence: Sentence, at: int) -> bool:
    word = sentence.word(at)
    is_beside = word in listed(sentence.lang, "beside")
    return is_beside or word in (",", "/", "(", "а") or sentence.begins("joint", at) is not None


def together(one: Where, other: Where) -> Where:
    """Two joined places: the finer of one region, or both regions."""
    if "macro" in (one.level, other.level) or not one.codes or not other.codes:
        return one if one.codes else other
    name = "; ".join(dict.fromkeys(filter(None, (one.name, other.name))))
    codes = tuple(dict.fromkeys([*one.codes, *other.codes]))
    level = "place" if name and len(codes) == 1 else "region"
    return Where(codes, name, level, one.doubts | other.doubts)
