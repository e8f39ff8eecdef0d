"""A figure of a sentence, and its units."""

from dataclasses import dataclass

#: What a unit weighs in kilograms; litres are kept apart.
KILOGRAMS = {"t": 1000.0, "centner": 100.0, "kg": 1.0, "g": 0.001}
#: The unit of what is counted, where it is not items.
UNIT_OF = {"plants": "plants", "detained": "persons", "crimes": "facts"}

NOUN_LEFT_OUT, NOUN_UNKNOWN, NO_NUMERAL = "noun left out", "noun unknown", "no numeral"
EARLIER_PERIOD = "earlier period"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence: tokens `start` to `end`, `head` being where the noun or unit begins.

    `measure` is "" for a number whose noun the text leaves out; what it counts is then taken from before.
    `qualifier` is exact, at_least, about or at_most. `is_part`: it counts a part of the figure before;
    `is_collective`: it is a word that counts people («трое»); `is_joined`: it shares its noun with the next.
    `doubts` name what was inferred, for the confidence.
    """

    value: float
    unit: str
    measure: str
    qualifier: str
    start: int
    end: int
    head: int
    is_part: bool = False
    is_collective: bool = False
    is_joined: bool = False
    doubts: frozenset[str] = frozenset()

    @property
    def head_is_named(self) -> bool:
        """Whether a noun or unit of its own says what is counted."""
        return NOUN_LEFT_OUT not in self.doubts
