"""Which place a figure belongs to: in its clause, its sentence, its paragraph, or the whole report."""

from collections.abc import Sequence
from dataclasses import replace

from karasora.extraction.figures import Figure
from karasora.extraction.reading import (
    CARRIED,
    CORRIDOR,
    NATION,
    SAME_SENTENCE,
    Group,
    Reading,
    Where,
    placed,
    whole,
)
from karasora.extraction.roles import ABROAD, AT, BY, RELATIVE, TOWARDS, Place
from karasora.extraction.scope import are_joined, resolve_datelines, scope, together
from karasora.extraction.sentence import DASHES, Sentence

PLACE_CARRIED, PLACE_NOT_NAMED, AGENCY = "place carried", "place not named", "agency words"
PARAGRAPH_BEFORE, ONE_OF_SEVERAL = "paragraph before", "one of several"
_NEAR = 3  # words between a number and the place that stands for its noun
_DASHED = 5  # words in which a place follows a figure by a dash
_HEADING = 8  # words of a paragraph that only names a place


class Walk:
    """Goes through a report and knows, at each figure, what place was last spoken of.

    `whole` is what the report is about, `now` the place of the sentence that comes next.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        resolve_datelines(readings)
        self.whole = scope(readings)
        self.now = self.whole
        self._region = self.whole  # the last single region
        self._section: Where | None = None  # what a heading says of the paragraphs below
        self._towards: Where | None = None  # where the sentence before was on its way to
        self._recent: list[tuple[str, ...]] = []  # regions, the last one last
        self._paragraph = -1
        self._spoken: set[tuple[str, ...]] = set()  # regions of the paragraph
        self._first: Where | None = None  # the first single region
        self._is_of_nation = False  # whether anything says that it is about the country
        self._is_of_agency = False  # whether an agency of the whole country tells it
        self._is_plural = len({codes for reading in readings for codes in reading.regions}) > 1

    def read(self, reading: Reading) -> list[Where]:
        """The place of each figure of the next sentence."""
        if reading.sentence.paragraph != self._paragraph:
            self._begin(reading)
        reading.groups = self._grouped(reading)
        self._is_of_agency |= reading.names_agency
        self._is_of_nation |= reading.sums_up or reading.names_agency
        if not reading.groups and (reading.is_of_agency or (self._is_of_agency and reading.is_grand_total)):
            self.now = replace(NATION.doubted(AGENCY), how=SAME_SENTENCE)
        if not reading.groups and not self.now.codes and reading.is_corridor:
            self.now = CORRIDOR
        found = self._respectively(reading) or [self._place(reading, figure) for figure in reading.figures]
        self._remember(reading)
        return found

    def _begin(self, reading: Reading) -> None:
        """At a new paragraph: what a heading says, else what the report is about, else the place before."""
        self._paragraph = reading.sentence.paragraph
        is_anew = reading.sentence.is_title or reading.sentence.is_item or reading.sums_up
        if self._section:
            self.now = self._section
        elif self.whole.codes or not self.now.codes or is_anew or len(self._spoken) > 1:
            self.now = self.whole
        else:
            self.now = self.now.doubted(PARAGRAPH_BEFORE)
        self._spoken = set()

    def _remember(self, reading: Reading) -> None:
        """Keep what place the sentence ends with; a paragraph that only names a place heads what follows."""
        sentence = reading.sentence
        bound = [place for place in reading.places if place.role == TOWARDS and len(place.codes) == 1]
        self._towards = whole(bound[-1].codes) if bound else None
        groups = [group for group in reading.groups if group.where.level not in ("macro", ABROAD)]
        if not groups:
            return
        self._spoken |= {group.where.codes for group in groups}
        last = replace(groups[-1].where, how=CARRIED)
        self.now = last.doubted(ONE_OF_SEVERAL) if len({g.where.codes for g in groups}) > 1 else last
        is_heading = (
            sentence.is_whole_paragraph and len(sentence.tokens) <= _HEADING and not sentence.is_title
        )
        if is_heading and not reading.figures:
            self._section = None if sentence.is_item else last

    # --- the places of one sentence --------------------------------------------------------------------

    def _grouped(self, reading: Reading) -> list[Group]:
        """Where something happened, joined places as one; by whom it is told if no other place is named."""
        at = [place for place in reading.places if place.role == AT]
        by = [place for place in reading.places if place.role == BY and place.codes]
        groups: list[Group] = []
        for place in sorted([*at, *([] if any(p.codes for p in at) else by)], key=lambda place: place.start):
            where = groups[-1].where if groups and place.kind in ("here", "there") else self._where(place)
            if where is None:
                continue
            start = place.start
            if groups and are_joined(reading.sentence, groups[-1], start, where):
                start, _, before = groups.pop()
                where = together(before, where)
            if place.kind not in RELATIVE:
                words = reading.sentence.written(start, place.end)
                where = replace(where, words=words, how=SAME_SENTENCE)
            if at and any(len(p.codes) == 1 and p.codes != where.codes for p in by) and where.codes:
                where = where.doubted(ONE_OF_SEVERAL)  # the police of one region tell of a place in another
            groups.append(Group(start, place.end, where))
            if len(where.codes) == 1:
                self._region = where
                self._first = self._first or replace(where, name="", level="region", how=CARRIED)
                self._recent = [*(codes for codes in self._recent if codes != where.codes), where.codes]
        return groups

    def _where(self, place: Place) -> Where | None:
        """What a place means here; None where that is not clear."""
        if place.kind == "nation":
            return NATION
        if place.kind == ABROAD:
            return Where((), place.name, ABROAD)
        if place.kind == "macro":
            return Where((), place.name, "macro", macro=place.macro)
        known = self.now if self.now.codes else None
        if place.kind == "here":
            return known or (self._region.doubted(PARAGRAPH_BEFORE) if self._region.codes else None)
        if place.kind == "there":
            return self._towards or known
        if place.kind == "around":
            if self.whole.codes or known:
                return self.whole if self.whole.codes else known and replace(known, name="", level="region")
            return self._first and self._first.doubted(ONE_OF_SEVERAL)
        if place.kind == "both":
            last = tuple(dict.fromkeys(code for codes in self._recent for code in codes))[-2:]
            return whole(last) if len(last) == 2 else None
        codes = self._chosen(place.codes)
        return placed(codes, place) if codes else None

    def _chosen(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Of several units that a name may mean, the one spoken of; none if that does not settle it."""
        if len(codes) == 1:
            return codes
        for known in (self.now.codes, self._region.codes, self.whole.codes):
            if common := [code for code in codes if code in known]:
                return (common[0],)
        return ()

    # --- the place of one figure -----------------------------------------------------------------------

    def _place(self, reading: Reading, figure: Figure) -> Where:
        if not reading.groups:
            return self._carried(reading)
        start, end = reading.sentence.clause_of(figure.start)
        own = [group for group in reading.groups if start <= group.start < end]
        if own:
            return _in_clause(reading, own, figure)
        groups = [group for group in reading.groups if group.where.level not in ("macro", ABROAD)]
        before = [group for group in groups if group.end <= start]
        if before:
            return before[-1].where
        is_apart = groups and _is_apart(reading, figure, groups[0].start, bool(self.now.codes))
        if groups and not (is_apart and PARAGRAPH_BEFORE not in self.now.doubts):
            return groups[0].where
        by = [place for place in reading.places if place.role == BY and place.end <= figure.start]
        return (self._where(by[-1]) if by else None) or self._carried(reading)

    def _carried(self, reading: Reading) -> Where:
        """The place that a sentence without one inherits, doubted where the report speaks of several."""
        if reading.names_agency and reading.sums_up:
            return NATION.doubted(AGENCY)
        if self.now.codes:
            return self.now.doubted(PLACE_CARRIED) if self._is_plural else self.now
        is_named = self._recent or any(p.codes for p in reading.places) or not self._is_of_nation
        return self.now.doubted(PLACE_NOT_NAMED) if is_named and not reading.sums_up else self.now

    def _respectively(self, reading: Reading) -> list[Where]:
        """As many places as figures, in the same order, where the sentence says so."""
        places = [place for place in reading.places if place.role == AT and place.codes]
        if not reading.sentence.hits.get("respectively") or len(places) != len(reading.figures):
            return []
        found = [(self._where(place) or NATION, place) for place in places]
        written = reading.sentence.written
        return [replace(w, words=written(p.start, p.end), how=SAME_SENTENCE) for w, p in found]


def _in_clause(reading: Reading, own: Sequence[Group], figure: Figure) -> Where:
    """Of the places in a figure's clause the one before it, or after it if figures begin the clause."""
    start, end = reading.sentence.clause_of(figure.start)
    figures = [other for other in reading.figures if start <= other.start < end]
    before = [group for group in own if group.end <= figure.start]
    after = [group for group in own if group.start >= figure.end]
    if not after or not before:
        return (before[-1] if before else after[0]).where
    if own[0].start > figures[0].start:  # «5 кг в Астане и 3 кг в Алматы»
        return after[0].where
    follows = not any(figure.end <= other.start for other in figures)
    return (
        after[0] if follows and _is_dashed(reading.sentence, figure.end, after[0].start) else before[-1]
    ).where


def _is_dashed(sentence: Sentence, end: int, start: int) -> bool:
    """Whether a place follows a figure at once, as in «11 кг – в Степногорске»."""
    return start - end <= _DASHED and any(sentence.word(at) in DASHES for at in range(end, start))


def _is_apart(reading: Reading, figure: Figure, place: int, is_known: bool) -> bool:
    """Whether a place is only said of a part of what the figure counts («…, из них 12 – в Таразе»).

    A semicolon divides only where another place is known.
    """
    sentence = reading.sentence
    others = [other for other in reading.figures if other.start >= figure.end]
    signs = [sentence.word(at) for at in range(figure.end, place)]
    if (";" in signs and is_known) or (":" in signs and others) or sentence.within("part", figure.end, place):
        return True
    return any(not other.head_is_named and other.start < place for other in others)  # «ещё одного – в Актау»


def names_place_beside(reading: Reading, figure: Figure) -> bool:
    """Whether a place stands right before or after a bare number, which then leaves its noun out."""
    return any(
        0 <= figure.start - group.end <= _NEAR or 0 <= group.start - figure.end <= _NEAR
        for group in reading.groups
    )
