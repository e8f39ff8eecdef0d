"""How far a fact can be trusted: high where all stands beside the figure, less for each thing inferred."""

from collections.abc import Iterable

#: What each doubt costs. Weighed on labelled texts; `tests/benchmarks/extract.py` shows what comes of it.
COSTS = {
    "noun left out": 0.3,
    "noun unknown": 0.2,
    "no numeral": 0.2,
    "substance before": 0.15,
    "substance carried": 0.3,
    "substance not named": 0.3,
    "place carried": 0.3,
    "place not named": 0.3,
    "paragraph before": 0.4,
    "one of several": 0.4,
    "earlier period": 0.3,
}
_HIGH, _MEDIUM = 0.75, 0.45


def judged(doubts: Iterable[str]) -> str:
    """The confidence of a fact with these doubts: high, medium or low."""
    trust = 1.0 - sum(COSTS[doubt] for doubt in doubts)
    return "high" if trust > _HIGH else "medium" if trust > _MEDIUM else "low"
