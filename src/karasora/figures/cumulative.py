"""Figures counted from the beginning of a year on: «январь–март», «январь–июнь», «9 месяцев», the year.

Each holds the ones before it, so that they are never added up. They stand at the month that each ends in, and
the measure's name says that they are counted since the year began, which makes it a stock of that month.
"""

from collections.abc import Iterable

from karasora import periods
from karasora.measures import traits

_SINCE = {"ru": "с начала года", "kk": "жыл басынан", "en": "year to date"}


def are_cumulative(codes: Iterable[str]) -> bool:
    """Whether all periods of a table begin with a year, and in one of the years some hold others, or all are
    the same months of different years.

    A year beside its quarters or months does not: those begin later too.
    """
    by_year: dict[str, set[str]] = {}
    codes = list(codes)
    for code in codes:
        start, end = periods.bounds(code)
        if (start.month, start.day) != (1, 1) or start == end or start.year != end.year:
            return False
        by_year.setdefault(code[:4], set()).add(end.isoformat())
    are_spans = len(by_year) > 1 and all("/" in code for code in codes)
    return are_spans or any(len(ends) > 1 for ends in by_year.values())


def last_month(code: str) -> str:
    """The month that a period ends in."""
    return periods.bounds(code)[1].isoformat()[: len("2025-09")]


def since(names: Iterable[str], text: str) -> list[str]:
    """What a cumulative measure's name says besides, in the language of a text; nothing where the names
    already say that it is a state."""
    from karasora.incidents.reports import language_of

    says = traits(" ".join(names), "")
    return [] if says.additive and says.over_time == "last" else [_SINCE[language_of(text)]]
