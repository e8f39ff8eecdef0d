"""Where something happened, and a sentence with all that was read in it."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from karasora.extraction.figure import Figure
from karasora.extraction.place import AT, BY, FINE, FROM, TOWARDS, Place
from karasora.extraction.sentence import Sentence


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
