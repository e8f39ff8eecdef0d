"""Each fact once: what a report says twice, rounds in its headline, or compares with an earlier period."""

from collections.abc import Sequence

from karasora.extraction.facts import Fact
from karasora.extraction.figure import EARLIER_PERIOD

_ROUNDED = 1.25  # how far a headline's figure may be from the body's


def once(facts: Sequence[Fact]) -> list[Fact]:
    """The facts without repeats, in the order of the text.

    Left out are figures of an earlier period that stand beside today's, figures that were stated already, and
    those of a headline that the body states again, less rounded.
    """
    today = {(fact.measure, fact.codes) for fact in facts if EARLIER_PERIOD not in fact.doubts}
    facts = [f for f in facts if EARLIER_PERIOD not in f.doubts or (f.measure, f.codes) not in today]
    body = [fact for fact in facts if not fact.is_title]
    title = [fact for fact in facts if fact.is_title and not _is_restated(fact, body)]
    kept: dict[tuple[object, ...], Fact] = {}
    for fact in [*body, *title]:
        key = (fact.codes, fact.measure, frozenset(fact.substances), fact.base, fact.unit == "l")
        kept.setdefault(key, fact)
    return sorted(kept.values(), key=lambda fact: (fact.start, fact.end))


def _is_restated(title: Fact, body: Sequence[Fact]) -> bool:
    """Whether the body has a headline's figure, alone or, of plants, as the sum of its kinds."""
    alike = [fact for fact in body if fact.measure == title.measure]
    if title.measure == "plants" and _is_about(title, sum(f.base for f in alike if f.codes == title.codes)):
        return True
    return any(_may_be_one(title, fact) and _is_about(title, fact.base) for fact in alike)


def _may_be_one(title: Fact, fact: Fact) -> bool:
    one, other = set(title.substances), set(fact.substances)
    return not one or not other or bool(one & other)


def _is_about(title: Fact, value: float) -> bool:
    return value > 0 and 1 / _ROUNDED <= title.base / value <= _ROUNDED
