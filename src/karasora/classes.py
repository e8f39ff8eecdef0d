"""Class breaks of a choropleth: few, rounded, none of the classes empty; pure functions.

A class is closed on the left: with the breaks 10 and 100 the classes are (0, 10), [10, 100) and [100, ∞).
Zero has a look of its own and belongs to none of them. Where figures are negative, zero is a break, and the
classes on its two sides have hues of their own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import floor, inf, isfinite, log10

MOST_CLASSES = 5
_DARKEST = 4  # the style sheet's sequential classes are c0 to c4
_SIDES = {1: (2,), 2: (1, 3), 3: (1, 2, 3), 4: (0, 1, 2, 3)}  # of its diverging ones, n0 to n3 and p0 to p3
_DIGITS = 15
# What a class that is one region too large or small costs, against a bound that is one digit longer to say.
_UNEVEN, _LONG = 1.0, 1.5
_BOUNDS = 100  # that breaks are chosen of; with many more the time would grow as their square
# Fixed breaks stay while so many classes are used, and none holds more than this part of the values.
_TOLD, _KEPT = (MOST_CLASSES - 1, 1 / 2), (MOST_CLASSES - 2, 3 / 4)


def class_of(value: float, breaks: Sequence[float]) -> int:
    """The class of a value, counted from 0."""
    return sum(value >= bound for bound in breaks)


def class_names(breaks: Sequence[float]) -> list[str]:
    """The style sheet's name of each class, lowest first; scripts/data/shades.js is its twin.

    Few classes are spread over the shades, so that the outermost is always the darkest: c0 to c4, or where
    zero is a break n3 to n0 below it and p0 to p3 above.
    """
    if all(bound > 0 for bound in breaks):
        last = len(breaks)
        return [f"c{round(i * _DARKEST / last)}" for i in range(last + 1)] if last else ["c3"]
    below = sum(bound <= 0 for bound in breaks) if 0 in breaks else len(breaks) + 1
    above = len(breaks) + 1 - below
    return [f"n{i}" for i in reversed(_SIDES[below])] + [f"p{i}" for i in _SIDES.get(above, ())]


def rounded_breaks(values: Iterable[float]) -> tuple[float, ...]:
    """Breaks that part `values` into four or five classes of about as many values each.

    Each break is the number between two neighbouring values that is shortest to say aloud, and the values
    that it falls between are chosen so that classes are even and breaks short. Fewer than five different
    values have a class each. Where some are negative, zero is one of the breaks.
    """
    finite = [v for v in values if isfinite(v) and v]
    below = sorted(-v for v in finite if v < 0)
    above = sorted(v for v in finite if v > 0)
    if not below:
        return tuple(_breaks(above, MOST_CLASSES))
    most = MOST_CLASSES - 1
    wanted = min(most, max(1, round(MOST_CLASSES * len(below) / len(finite))))
    negative = sorted(-bound for bound in _breaks(below, wanted, upper_is_outer=True))
    return (*negative, 0.0, *_breaks(above, MOST_CLASSES - wanted)) if above else tuple(negative) or (0.0,)


def fitting_breaks(
    fixed: Sequence[float], values: Iterable[float], *, chosen: bool = False
) -> tuple[float, ...]:
    """The fixed breaks, or new ones from `values` where the fixed ones no longer tell them apart.

    Breaks chosen for a few incidents paint a national register in one or two colours. They stay while there
    are fewer than five different values, or these fall into at least four classes, none of which holds more
    than half of the values. Where they were chosen for some of these values, three classes do, and three
    quarters of the values in one of them.
    """
    shown = [v for v in values if isfinite(v) and v]
    if (
        fixed
        and min(shown, default=0) >= 0
        and (len(set(shown)) < MOST_CLASSES or _tells_apart(fixed, shown, *(_KEPT if chosen else _TOLD)))
    ):
        return tuple(fixed)
    return rounded_breaks(shown) or tuple(fixed)


def _tells_apart(breaks: Sequence[float], values: Sequence[float], least: int, most: float) -> bool:
    found = [class_of(v, breaks) for v in values]
    fullest = max(found.count(k) for k in set(found))
    return len(set(found)) >= least and fullest <= most * len(values)


def _breaks(values: Sequence[float], classes: int, *, upper_is_outer: bool = False) -> list[float]:
    """At most `classes` - 1 breaks of rising positive values, of all ways to choose them the cheapest."""
    distinct = sorted(set(values))
    most = min(classes, len(distinct))
    if most < 2:
        return []
    below = [bisect_left(values, d) for d in distinct]  # how many a break before each leaves below it
    bounds = _bounds(distinct, below, upper_is_outer=upper_is_outer)
    fair = len(values) / most
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for _ in range(most - 1):
        after: dict[int, tuple[float, list[int]]] = {}
        for k, (_, digits) in bounds.items():
            ways = (
                (cost + _cost(below[k] - below[j], fair) + _LONG * digits, [*chosen, k])
                for j, (cost, chosen) in best.items()
                if j < k
            )
            after[k] = min(ways, default=(inf, []))
        best = {k: way for k, way in after.items() if way[0] < inf}
    _, chosen = min(
        (cost + _cost(len(values) - below[k], fair), chosen) for k, (cost, chosen) in best.items()
    )
    return [bounds[k][0] for k in chosen]


def _bounds(
    distinct: Sequence[float], below: Sequence[int], *, upper_is_outer: bool
) -> dict[int, tuple[float, float]]:
    """What breaks are chosen of: by how many different values lie below, a bound and how long it is to say.

    There is one between any two neighbours; of more than `_BOUNDS` values the shortest in each part of them.
    """
    places = range(1, len(distinct))
    parts = [[k] for k in places]
    if len(parts) > _BOUNDS:
        total = below[-1] + 1
        parts = [list(part) for _, part in groupby(places, key=lambda k: below[k] * _BOUNDS // total)]
    side = bisect_right if upper_is_outer else bisect_left
    found = {}
    for part in parts:
        bound, digits = _shortest(distinct[part[0] - 1], distinct[part[-1]], upper_is_outer=upper_is_outer)
        found[side(distinct, bound)] = (bound, digits)
    return found


def _cost(size: int, fair: float) -> float:
    return _UNEVEN * (size - fair) ** 2 / fair


def _shortest(low: float, high: float, *, upper_is_outer: bool) -> tuple[float, float]:
    """The number in (low, high], or in [low, high), that is shortest to say, and how long that is.

    Of several that are as short, the one in the middle.
    """
    for digits in range(1, _DIGITS):
        step = 10.0 ** (floor(log10(high)) - digits + 1)
        decimals = max(0, digits - 1 - floor(log10(high)))
        found = [
            m
            for m in _multiples(step, decimals, low, high)
            if (low <= m < high if upper_is_outer else low < m <= high)
        ]
        if found:
            round_ones = [m for m in found if _is_round(m, step, digits)]
            middle = (low * high) ** 0.5
            best = min(round_ones or found, key=lambda m: abs(m - middle))
            return best, digits - (1 if round_ones else 0.5)
    return (low if upper_is_outer else high), _DIGITS


def _is_round(number: float, step: float, digits: int) -> bool:
    """1, 2, 5 or 10 of its last digit; of several digits, 5 or 0."""
    last = round(number / step)
    return last in (1, 2, 5, 10) if digits == 1 else last % 5 == 0


def _multiples(step: float, decimals: int, low: float, high: float) -> Iterator[float]:
    first, last = floor(low / step), floor(high / step) + 1
    stride = max(1, (last - first) // 1000)
    return (round(i * step, decimals) for i in range(first, last + 1, stride))
