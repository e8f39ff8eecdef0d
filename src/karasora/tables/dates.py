"""Dates as tables write them: one day, one month, or a span of months; times count on Kazakhstan's day.

A cell is read by itself, except that 05/03/2026 and 05-03-2026 need their column: another of its cells, such
as 25/03/2026, shows whether the day or the month stands first. Where none does, the cell is a fault.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pyarrow.compute as pc

from karasora import periods
from karasora.faults import quote
from karasora.tables.cells import CellError

_LIKELY_YEARS = periods.LIKELY_YEARS
_HOW = "write a day as 2025-06-01, or a month as 2025-06"
_CLOCK = r"(?P<clock>\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?)"
_ZONE = r"(?P<zone>Z|UTC|GMT|(?:UTC|GMT)? ?[+-]\d\d?(?::?\d\d)?)"
#: A day and the time of day after it.
_TIMED = re.compile(
    rf"(?P<day>.*?\S)(?:[T_]|,? +(?:at |в )?){_CLOCK}(?: ?{_ZONE})?(?: ?\[\S+\])?", re.I | re.A
)
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.A)
_YEAR_FIRST = re.compile(r"(\d{4})([./])(\d{1,2})\2(\d{1,2})", re.A)
_DOTTED = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})(?: ?(?:г|ж)\.?)?", re.A)
_SHORT = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d\d)(?: ?(?:г|ж)\.?)?", re.A)
_EITHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})", re.A)
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)", re.A)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.A)
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.0+)?", re.A)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.I)
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник"
    r"|среда|четверг|пятница|суббота|воскресенье)[.,]* +",
    re.I,
)
_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(25569, 62093)  # 1970-01-01 to 2069-12-31


class Dates(NamedTuple):
    """What a cell says: its first day or month and, where it spans several months, its last one, else ""."""

    first: str
    last: str = ""


def read_date(text: str) -> str:
    """A day or a month as ISO 8601, "2025-06-01" or "2025-06"; of a span its first month.

    Raises:
        CellError: the text is no date, or may mean two days.
    """
    return read_dates(text).first


def read_dates(text: str, *, day_first: bool | None = None, zone: str = "") -> Dates:
    """What a cell says of its time.

    Args:
        text: the cell.
        day_first: whether 05/03/2026 is the 5 March; None where nothing tells.
        zone: that of times which name none; "" where they are Kazakhstan's own.

    Raises:
        CellError: the text is no date, or may mean two days.
    """
    timed = _TIMED.fullmatch(text)
    if timed:
        day = _day(timed["day"], day_first, text)
        return Dates(_in_kazakhstan(day.first, timed["clock"], timed["zone"] or zone))
    return _day(text, day_first, text)


def shows_day_first(texts: Iterable[str]) -> bool | None:
    """Whether the day or the month stands first in the cells of a column; None where none shows it.

    Raises:
        ValueError: some cells show the one and some the other.
    """
    orders = set()
    for text in texts:
        if match := _EITHER.match(text):
            first, second = int(match[1]), int(match[3])
            if first > 12 or second > 12:
                orders.add(first > 12)
    if len(orders) > 1:
        raise ValueError("both orders")
    return next(iter(orders), None)


class Reader:
    """Reads the cells of one column: the header may tell the zone, the cells which of day and month is first.

    A span of months comes as its first and last one, "2025-01/2025-12".
    """

    def __init__(self, header: str) -> None:
        words = {*header.casefold().replace("_", " ").replace("(", " ").replace(")", " ").split()}
        self._zone = "UTC" if words & {"utc", "gmt"} else ""
        self._day_first: bool | None = None
        self.order_told = ""

    def prepared(self, column: Any) -> Callable[[str], str]:
        """A reader of single cells that has looked at the whole column."""
        either = pc.match_substring_regex(column, r"^[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}")
        if pc.any(either).as_py():
            try:
                self._day_first = shows_day_first(pc.unique(column.filter(either)).to_pylist())
            except ValueError:
                self._day_first = None
            if self._day_first is not None:
                first, second = ("day", "month") if self._day_first else ("month", "day")
                self.order_told = f"the {first} was read before the {second}, as other cells show"
        return self._read

    def _read(self, text: str) -> str:
        found = read_dates(text, day_first=self._day_first, zone=self._zone)
        return f"{found.first}/{found.last}" if found.last else found.first


def _day(text: str, day_first: bool | None, cell: str) -> Dates:
    if match := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        return _checked(match[1], match[2], match[3], cell)
    if match := _YEAR_FIRST.fullmatch(text):
        return _checked(match[1], match[3], match[4], cell)
    if match := _DOTTED.fullmatch(text):
        return _checked(match[3], match[2], match[1], cell)
    if match := _SHORT.fullmatch(text):
        return _checked(f"20{match[3]}", match[2], match[1], cell)
    if match := _EITHER.fullmatch(text):
        return _either(int(match[1]), int(match[3]), match[4], day_first, cell)
    if match := _SERIAL.fullmatch(text):
        if int(match[1]) in _SERIALS:
            return Dates((_FIRST_SERIAL + timedelta(days=int(match[1]))).isoformat())
    elif match := _EPOCH.fullmatch(text):
        seconds = int(match[1]) / (1000 if len(match[1]) > 10 else 1)
        return Dates(datetime.fromtimestamp(seconds, UTC).astimezone(_kazakhstan()).date().isoformat())
    return _worded(text, cell)


def _worded(text: str, cell: str) -> Dates:
    """What `periods` understands: «5 марта 2025 г.», «I квартал 2025», "May 2025", 2025."""
    code = periods.parse(_ORDINAL.sub("", _WEEKDAY.sub("", text)))
    if code is None:
        raise CellError(f"{quote(cell)} is no date", _HOW, "date")
    if "/" in code:
        return Dates(*code.split("/"))
    if periods.step(code) in ("day", "month"):
        return Dates(code)
    first, last = periods.bounds(code)
    return Dates(first.isoformat()[:7], last.isoformat()[:7])


def _either(first: int, second: int, year: str, day_first: bool | None, cell: str) -> Dates:
    if first == second:
        day_first = True
    if day_first is None and first <= 12 and second <= 12:
        both = (f"{year}-{month:02}-{day:02}" for day, month in ((first, second), (second, first)))
        raise CellError(f"{quote(cell)} may mean {' or '.join(both)}", _HOW, "two dates")
    if day_first is None:
        day_first = first > 12
    day, month = (first, second) if day_first else (second, first)
    return _checked(year, str(month), str(day), cell)


def _checked(year: str, month: str, day: str | None, cell: str) -> Dates:
    try:
        found = date(int(year), int(month), int(day or 1))
        if found.year not in _LIKELY_YEARS:
            raise ValueError
    except ValueError:
        raise CellError(f"there is no date {quote(cell)}", "write a day as 2025-06-01", "date") from None
    return Dates(found.isoformat()[: 10 if day else 7])


def _in_kazakhstan(day: str, clock: str, zone: str | None) -> str:
    """The day that it was in Kazakhstan at that time; times without a zone are Kazakhstan's own."""
    if not zone or len(day) < 10:
        return day
    hours, minutes, *_ = (int(n) for n in re.findall(r"\d+", clock))
    if "p" in clock.lower():
        hours = hours % 12 + 12
    elif "a" in clock.lower():
        hours %= 12
    if hours > 23 or minutes > 59:
        return day
    there = datetime.fromisoformat(day).replace(hour=hours, minute=minutes, tzinfo=UTC) - _offset(zone)
    return there.astimezone(_kazakhstan()).date().isoformat()


def _offset(zone: str) -> timedelta:
    match = re.search(r"([+-])(\d\d?):?(\d\d)?$", zone)
    if not match:
        return timedelta()
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] == "-" else offset


@cache
def _kazakhstan() -> ZoneInfo:
    return ZoneInfo("Asia/Almaty")
