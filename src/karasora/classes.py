"""Class breaks of a choropleth: fixed, rounded and few; pure functions.

A class is closed on the left: with the breaks 10 and 100 the classes are (0, 10), [10, 100) and [100, ∞).
Zero has a look of its own and belongs to none of them.
"""

from collections.abc import Iterable, Sequence
from itertools import count
from math import floor, isfinite, log10

MOST_BREAKS = 4
_ENOUGH = 5
_STEPS = (1.0, 2.0, 5.0)


def class_of(value: float, breaks: Sequence[float]) -> int:
    """The class of a positive value, counted from 0."""
    return sum(value >= bound for bound in breaks)


def rounded_breaks(values: Iterable[float]) -> tuple[float, ...]:
    """At most four breaks from the series 1-2-5-10-20-50… that spread over `values`.

    The breaks lie between the least and the greatest positive value, evenly in the series, so that a measure
    nobody has drawn before gets classes that a reader can say aloud. Values too close together for that, such
    as 4 812 to 5 145, are parted by even steps of 1, 2 or 5. No positive value gives no break.
    """
    positive = [v for v in values if isfinite(v) and v > 0]
    if not positive:
        return ()
    low, high = min(positive), max(positive)
    decades = range(floor(log10(low)), floor(log10(high)) + 1)
    series = [step * 10.0**decade for decade in decades for step in _STEPS]
    inside = [bound for bound in series if low < bound <= high]
    if len(inside) < 2 and len(set(positive)) >= _ENOUGH:
        return _even_breaks(low, high)
    if len(inside) <= MOST_BREAKS:
        return tuple(inside)
    stride = (len(inside) - 1) / (MOST_BREAKS - 1)
    return tuple(inside[round(i * stride)] for i in range(MOST_BREAKS))


def _even_breaks(low: float, high: float) -> tuple[float, ...]:
    """The multiples between two values of the finest step of 1, 2 or 5 × 10ⁿ that gives four or fewer."""
    finest = floor(log10(high - low)) - 1
    steps = ((step, decade) for decade in count(finest) for step in _STEPS)
    found = (_multiples(step * 10.0**decade, -decade, low, high) for step, decade in steps)
    return next(breaks for breaks in found if len(breaks) <= MOST_BREAKS)


def _multiples(step: float, decimals: int, low: float, high: float) -> tuple[float, ...]:
    around = range(floor(low / step), floor(high / step) + 2)
    return tuple(bound for i in around if low < (bound := round(i * step, max(0, decimals))) <= high)


def fitting_breaks(fixed: Sequence[float], values: Iterable[float]) -> tuple[float, ...]:
    """The fixed breaks, or new ones from `values` where the fixed ones no longer tell them apart.

    Breaks chosen for a few incidents paint a national register in one colour. They stay unless at least five
    positive values fall into a single class, whereas rounded breaks would part them.
    """
    positive = [v for v in values if isfinite(v) and v > 0]
    tells_apart = len(positive) < _ENOUGH or len({class_of(v, fixed) for v in positive}) > 1
    if fixed and tells_apart:
        return tuple(fixed)
    return rounded_breaks(positive) or tuple(fixed)
