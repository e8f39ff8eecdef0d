"""How far a fact can be trusted: high where everything stands beside the figure, less for each thing inferred."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from karasora.extraction.facts import Fact

#: What each doubt costs; above 0.75 a fact is of high confidence, above 0.5 of medium.
COSTS = {
    "noun left out": 0.3,
    "no numeral": 0.2,
    "substance before": 0.15,
    "substance carried": 0.3,
    "substance not named": 0.3,
    "place carried": 0.3,
    "place not named": 0.3,
    "paragraph before": 0.4,
    "earlier period": 0.3,
    "one of several": 0.4,
}
_HIGH, _MEDIUM = 0.75, 0.45


def judged(fact: "Fact") -> "Fact":
    """The fact with its confidence: high, medium or low."""
    trust = 1.0 - sum(COSTS.get(doubt, 0.2) for doubt in fact.doubts)
    level = "high" if trust > _HIGH else "medium" if trust > _MEDIUM else "low"
    return replace(fact, confidence=level)
