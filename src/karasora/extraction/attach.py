"""Where each figure of a report happened: its clause, its sentence, its paragraph, the whole report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from karasora.extraction.figures import Figure
from karasora.extraction.places import ASIDE, AT, BY, DATELINE, FROM, TOWARDS, Place
from karasora.extraction.sentence import Sentence

_NEAR = 3  # words between a number and the place that stands for its noun


@dataclass(frozen=True, slots=True)
class Where:
    """ISO codes (several: all of them together; none: the whole country, or a place left open) and the place.

    `level` is national, region, place; without codes also macro (in the macro-regions `macro`), corridor (on a way
    whose region is not named) or open (no place is named at all). `doubts` name what was inferred.
    """

    codes: tuple[str, ...] = ()
    name: str = ""
    level: str = "national"
    doubts: frozenset[str] = frozenset()
    macro: str = ""

    def doubted(self, *doubts: str) -> "Where":
        return replace(self, doubts=self.doubts | set(doubts))


NATION = Where()
OPEN = Where(level="open")


@dataclass(slots=True)
class Reading:
    """A sentence with its places and figures."""

    sentence: Sentence
    places: list[Place]
    figures: list[Figure]
    groups: list[tuple[int, int, Where]] = field(default_factory=list)  # places of AT, joined ones as one


# --- the report as a whole -----------------------------------------------------------------------------------


def scope(readings: Sequence[Reading]) -> Where:
    """What the report as a whole is about: one region, or the country."""
    title = [reading for reading in readings if reading.sentence.is_title]
    body = [reading for reading in readings if not reading.sentence.is_title]
    spoken = Counter(codes for reading in readings for codes in _codes(reading))
    if not spoken:
        macros = any(place.kind == "macro" for reading in readings for place in reading.places)
        return NATION if macros or any(_speaks_of_nation(reading.sentence) for reading in readings) else OPEN
    in_title = list(dict.fromkeys(codes for reading in title for codes in _codes(reading)))
    nation_in_title = any(_speaks_of_nation(reading.sentence) for reading in title)
    if len(in_title) in (1, 2) and not nation_in_title:
        others = {codes for codes in spoken if codes not in in_title}
        if len(others) < 3:
            return _whole([code for codes in in_title for code in codes])
    lead = _lead(body)
    first = next((codes for reading in lead for codes in _codes(reading)), None)
    ministry = any(_speaks_of_nation(reading.sentence) for reading in [*title, *lead])
    if len(spoken) == 1 and first and not any(reading.sentence.hits.get("nation") for reading in lead):
        return _whole(first)
    if len(spoken) == 1 and not ministry and any(place.role == BY for r in readings for place in r.places):
        return _whole(next(iter(spoken)))
    if first and not ministry and spoken[first] * 2 > sum(spoken.values()):
        return _whole(first)
    return NATION


def _codes(reading: Reading) -> list[tuple[str, ...]]:
    return [place.codes for place in reading.places if place.role in (AT, BY) and len(place.codes) == 1]


def _whole(codes: Sequence[str]) -> Where:
    return Where(tuple(dict.fromkeys(codes)), level="region")


def _lead(body: Sequence[Reading]) -> list[Reading]:
    """What stands before the first figure and in its sentence."""
    lead = []
    for reading in body:
        lead.append(reading)
        if reading.figures:
            break
    return lead


def _speaks_of_nation(sentence: Sentence) -> bool:
    return bool(sentence.hits.get("nation") or sentence.hits.get("ministry"))


# --- sentence after sentence ---------------------------------------------------------------------------------


class Walk:
    """Goes through a report and knows, at each figure, what place was last spoken of."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        _settle_datelines(readings)
        self.whole = scope(readings)
        self.now = self.whole
        self.section: Where | None = None
        self.paragraph = -1
        self.oblast = self.whole
        self.towards: Where | None = None  # where the sentence before was on its way to
        self.recent: list[tuple[str, ...]] = []
        self.is_plural = len({codes for reading in readings for codes in _codes(reading)}) > 1

    def read(self, reading: Reading) -> list[Where]:
        """The place of each figure of the next sentence."""
        if reading.sentence.paragraph != self.paragraph:
            self._begin(reading)
        reading.groups = self._grouped(reading)
        if not reading.groups and not self.now.codes and is_corridor(reading):
            self.now = Where(level="corridor")
        found = self._respectively(reading) or [self._place(reading, figure) for figure in reading.figures]
        self._remember(reading)
        return found

    def _begin(self, reading: Reading) -> None:
        self.paragraph = reading.sentence.paragraph
        before = self.now
        if self.section:
            self.now = self.section
        elif (
            self.whole.codes
            or before.level in ("national", "macro", "corridor", "open")
            or reading.sentence.is_title
        ) or _sums_up(reading.sentence) or "one of several" in before.doubts or reading.sentence.is_item:
            self.now = self.whole
        else:
            self.now = before.doubted("paragraph before")

    def _remember(self, reading: Reading) -> None:
        """Keep what place the sentence ends with; a paragraph that only names a place heads what follows."""
        groups = [group for group in reading.groups if group[2].level != "macro"]
        bound = [place for place in reading.places if place.role == TOWARDS and len(place.codes) == 1]
        self.towards = Where(bound[-1].codes, level="region") if bound else None
        if not groups:
            return
        distinct = {where.codes for _, _, where in groups}
        last = groups[-1][2]
        self.now = last.doubted("one of several") if len(distinct) > 1 else last
        sentence = reading.sentence
        if (
            not reading.figures
            and not sentence.is_title
            and sentence.is_whole_paragraph
            and len(sentence.tokens) <= 8
        ):
            self.section = None if sentence.is_item else last

    # --- the places of one sentence --------------------------------------------------------------------------

    def _grouped(self, reading: Reading) -> list[tuple[int, int, Where]]:
        """The places where something happened, those joined by «и» or a comma as one."""
        strong = [place for place in reading.places if place.role == AT]
        named = [place for place in strong if place.codes] or [
            p for p in reading.places if p.role == BY and p.codes
        ]
        places = sorted({*strong, *named}, key=lambda place: place.start)
        groups: list[tuple[int, int, Where]] = []
        for place in places:
            where = groups[-1][2] if groups and place.kind in ("here", "there") else self._where(place)
            if where is None:
                continue
            if groups and _are_joined(reading.sentence, groups[-1], place.start, where):
                start, _, before = groups.pop()
                where = _together(before, where)
                groups.append((start, place.end, where))
            else:
                groups.append((place.start, place.end, where))
            if len(where.codes) == 1:
                self.oblast = where
                self.recent = [*(codes for codes in self.recent if codes != where.codes), where.codes]
        return groups

    def _where(self, place: Place) -> Where | None:
        if place.kind == "nation":
            return NATION
        if place.kind == "macro":
            return Where((), place.name, "macro", macro=place.macro)
        if place.kind == "here":
            return self.now if self.now.codes else None
        if place.kind == "there":
            return self.towards or (self.now if self.now.codes else None)
        if place.kind == "both":
            last = list(dict.fromkeys(code for codes in self.recent for code in codes))[-2:]
            return _whole(last) if len(last) == 2 else None
        if place.kind == "around":
            return self._around()
        codes = self._chosen(place.codes)
        if not codes:
            return None
        fine = place.kind in ("town", "village", "district", "landmark")
        return Where(codes, place.name if fine else "", "place" if fine else "region")

    def _around(self) -> Where | None:
        """The region that «в области» means: the report's own, else the one spoken of last."""
        if self.whole.codes:
            return self.whole
        return Where(self.now.codes, level="region") if self.now.codes else None

    def _chosen(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Of several units that a name may mean, the one spoken of; none if that does not settle it."""
        if len(codes) == 1:
            return codes
        for known in (self.now.codes, self.oblast.codes, self.whole.codes):
            if common := [code for code in codes if code in known]:
                return (common[0],)
        return ()

    # --- the place of one figure -----------------------------------------------------------------------------

    def _place(self, reading: Reading, figure: Figure) -> Where:
        groups, sentence = reading.groups, reading.sentence
        if not groups:
            return self._carried(reading)
        start, end = sentence.clause_of(figure.start)
        own = [group for group in groups if start <= group[0] < end]
        first_figure = min((f.start for f in reading.figures if start <= f.start < end), default=figure.start)
        if own:
            return self._in_clause(own, figure, first_figure, reading, end)
        groups = [group for group in groups if group[2].level != "macro"]
        before = [group for group in groups if group[1] <= start]
        if before:
            return before[-1][2]
        if (
            not groups
            or (self._is_apart(sentence, figure, groups[0][0])
            and "paragraph before" not in self.now.doubts)
        ):
            by = [place for place in reading.places if place.role == BY and place.end <= figure.start]
            return (self._where(by[-1]) if by else None) or self.now
        return groups[0][2]

    def _carried(self, reading: Reading) -> Where:
        """The place that a sentence without one inherits, with its doubt where the report speaks of several."""
        if self.now.codes:
            return self.now.doubted("place carried") if self.is_plural else self.now
        named = self.recent or any(place.codes for place in reading.places)
        return self.now.doubted("place not named") if named and not _sums_up(reading.sentence) else self.now

    def _respectively(self, reading: Reading) -> list[Where]:
        """As many places as figures, in the same order, where the sentence says so."""
        places = [place for place in reading.places if place.role == AT and place.codes]
        if not reading.sentence.hits.get("respectively") or len(places) != len(reading.figures):
            return []
        return [self._where(place) or NATION for place in places]

    def _in_clause(
        self, own: list[tuple[int, int, Where]], figure: Figure, first_figure: int, reading: Reading, end: int
    ) -> Where:
        before = [group for group in own if group[1] <= figure.start]
        after = [group for group in own if group[0] >= figure.end]
        leads = own[0][0] < first_figure
        if before and (leads or not after):
            later = [f for f in reading.figures if figure.end <= f.start < end]
            follows = (
                after and not any(f.start < after[0][0] for f in later) and not _opens(reading, after[0], end)
            )
            if not (follows and _is_dashed(reading.sentence, figure.end, after[0][0])):
                return before[-1][2]
        return after[0][2] if after else before[-1][2]

    def _is_apart(self, sentence: Sentence, figure: Figure, place: int) -> bool:
        """Whether a place is only said of a part of what the figure counts («…, из них 12 – в Таразе»)."""
        return bool(sentence.within("part", figure.end, place)) or any(
            sentence.tokens[at].text == ";" for at in range(figure.end, place)
        )


def _settle_datelines(readings: Sequence[Reading]) -> None:
    """Give datelines their role: several of them head the parts of a report; one only tells who wrote it."""
    datelines = {place.codes for reading in readings for place in reading.places if place.role == DATELINE}
    role = AT if len(datelines) > 1 else BY
    for reading in readings:
        reading.places = [
            replace(p, role=ASIDE if role == BY and p.codes[:1] in _NEWSROOMS else role)
            if p.role == DATELINE
            else p
            for p in reading.places
        ]


_NEWSROOMS = (("KZ-71",), ("KZ-75",))  # where the agencies sit


def is_corridor(reading: Reading) -> bool:
    """Whether a sentence tells of a supply channel and of where it leads from or to."""
    channel = any(hit.key == "channels" for hit in reading.sentence.hits.get("count", ()))
    return channel and any(place.role in (FROM, TOWARDS) for place in reading.places)


def _sums_up(sentence: Sentence) -> bool:
    return any(sentence.hits.get(kind) for kind in ("total", "period", "nation", "ministry"))


def _are_joined(sentence: Sentence, before: tuple[int, int, Where], start: int, where: Where) -> bool:
    """Whether two places are one: side by side in one region, or listed with «и» at the end of the list."""
    words = [token.word for token in sentence.tokens[before[1] : start]]
    if not words or len(words) > 3 or not all(word in _JOINTS for word in words):
        return False
    if words[0] != "," or before[2].codes == where.codes or not before[2].codes or not where.codes:
        return True
    return any(token.word in _ANDS for token in sentence.tokens[start : start + _LIST])


_LIST = 6  # words in which a list of places comes to its «и»
_ANDS = frozenset(["и", "мен", "пен", "бен", "және", "and"])
_JOINTS = frozenset(
    [
        ",",
        "и",
        "мен",
        "пен",
        "бен",
        "және",
        "and",
        "в",
        "во",
        "также",
        "а",
        "in",
        "the",
        "/",
        "(",
        "of",
        "под",
        "близ",
    ]
)


def _together(one: Where, other: Where) -> Where:
    """Two joined places: the finer of one region, or both regions."""
    if one.level == "macro" or other.level == "macro":
        return one if one.codes else other
    if one.codes == other.codes:
        name = "; ".join(dict.fromkeys(filter(None, (one.name, other.name))))
        return Where(one.codes, name, "place" if name else "region", one.doubts | other.doubts)
    if not one.codes or not other.codes:
        return other if other.codes else one
    return Where(
        tuple(dict.fromkeys([*one.codes, *other.codes])),
        "; ".join(filter(None, (one.name, other.name))),
        "region",
        one.doubts | other.doubts,
    )


def _is_dashed(sentence: Sentence, end: int, start: int) -> bool:
    """Whether a place follows a figure at once, as in «11 кг – в Степногорске»."""
    return start - end <= 5 and any(sentence.word(at) in ("–", "—", "-") for at in range(end, start))


def _opens(reading: Reading, group: tuple[int, int, Where], end: int) -> bool:
    """Whether a place has a figure of its own after it in the clause."""
    return any(group[1] <= figure.start < end for figure in reading.figures)


def names_place_beside(reading: Reading, figure: Figure) -> bool:
    """Whether a place stands right before or after a bare number, which then leaves its noun out."""
    for start, end, _ in reading.groups:
        if 0 <= figure.start - end <= _NEAR or 0 <= start - figure.end <= _NEAR:
            return True
    return False
