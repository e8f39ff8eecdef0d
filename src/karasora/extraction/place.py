"""A place that a sentence names, and what it is to the figures near it."""

from dataclasses import dataclass

#: It happened AT the place, or there by what BY (a police department) reports. FROM and TOWARDS are
#: the ends of a
#: way; ASIDE is where someone lives, a road leads or something was told; DATELINE where the report was
#: written.
AT, BY, FROM, TOWARDS, ASIDE, DATELINE = "at", "by", "from", "towards", "aside", "dateline"

#: Kinds that are finer than a region.
FINE = frozenset(["town", "village", "district", "landmark"])
#: Kinds whose codes depend on what was named before: «там же», «там», «оба региона», «в области».
RELATIVE = frozenset(["here", "there", "both", "around"])


@dataclass(frozen=True, slots=True)
class Place:
    """A place at tokens `start` to `end`.

    `kind` is oblast, city, town, village, district or landmark; nation; macro (`macro` has its key,
    several joined by ";"); or one of `RELATIVE`. `codes` has several ISO codes where the name alone may
    mean several.
    """

    start: int
    end: int
    kind: str
    codes: tuple[str, ...] = ()
    name: str = ""
    role: str = AT
    macro: str = ""
