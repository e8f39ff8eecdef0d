"""Dates that a table tells in several columns: a year, a month and a day; or a day and a time in UTC.

They are put together into one column, which is then read as any other column of dates.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from karasora import periods
from karasora.faults import quote
from karasora.names.fold import fold
from karasora.tables.cells import as_texts, encode
from karasora.tables.columns import column_of
from karasora.tables.findings import Findings
from karasora.tables.near import near, words_of
from karasora.tables.table import Table

_PARTS = {
    "year": frozenset(("год", "жыл", "жылы", "year", "yr", "yyyy")),
    "month": frozenset(("месяц", "ай", "айы", "month", "mon", "mm")),
    "day": frozenset(("день", "кун", "куни", "day", "dd", "day of month")),
}
_CLOCK = r"^[0-9]{1,2}:?[0-9]{2}(:?[0-9]{2})?$"


def put_together(table: Table, findings: Findings) -> None:
    """Put the parts of dates together, in place; their headers, joined, tell of it."""
    found = {
        part: i for i, h in enumerate(table.headers) for part, names in _PARTS.items() if fold(h) in names
    }
    if {"year", "month"} <= found.keys() and not _has_date(table, [*found.values()]):
        _join_parts(table, found)
    for i, header in enumerate(table.headers):
        if _is_utc_clock(header):
            _join_clock(table, i, findings)


def _has_date(table: Table, but: list[int]) -> bool:
    return any(column_of("incidents", h) == "start" for i, h in enumerate(table.headers) if i not in but)


def _join_parts(table: Table, found: dict[str, int]) -> None:
    """One column in place of those that tell a year, a month and perhaps a day, if all rows do so."""
    parts = [found[part] for part in _PARTS if part in found]
    codes, rows = _distinct([as_texts(table.columns[i]) for i in parts])
    written = [_written(row) for row in rows]
    if None in written:
        return
    joined = pa.chunked_array([pa.array(written, pa.string()).take(pa.array(codes))])
    headers = [table.headers[i] for i in parts]
    table.headers[parts[0]], table.columns[parts[0]] = " ".join(headers), joined
    kept = [i for i in range(len(table.headers)) if i not in parts[1:]]
    table.headers = [table.headers[i] for i in kept]
    table.columns = [table.columns[i] for i in kept]


def _distinct(columns: list[Any]) -> tuple[Any, list[tuple[str, ...]]]:
    """Which of the distinct rows each row is, and these."""
    joined = pc.binary_join_element_wise(*columns, "\x1f")
    codes, texts = encode(joined)
    return codes, [tuple(text.split("\x1f")) for text in texts]


def _written(parts: tuple[str, ...]) -> str | None:
    """A date as `dates` reads it, of what the parts tell; None where they are no parts of a date."""
    year, month, day = (*(text.strip().removesuffix(".0") for text in parts), "", "")[:3]
    if not (year or month or day):
        return ""
    number = month if month.isdecimal() else (periods.part(month) or "")
    if not (
        year.isdecimal()
        and int(year) in periods.LIKELY_YEARS
        and number.isdecimal()
        and 1 <= int(number) <= 12
    ):
        return None
    code = f"{year}-{int(number):02}"
    if not day:
        return code
    return f"{code}-{int(day):02}" if day.isdecimal() and 1 <= int(day) <= 31 else None


def _is_utc_clock(header: str) -> bool:
    """Whether a header is one of times in UTC: it says so, or is that of sensor feeds, which keep it."""
    words = words_of(header)
    return "time" in words and bool({"utc", "gmt", "acq"} & set(words))


def _join_clock(table: Table, clock: int, findings: Findings) -> None:
    """Put times in UTC behind the days beside them, so that they count on Kazakhstan's day."""
    times = as_texts(table.columns[clock])
    days = [
        i for i, header in enumerate(table.headers)
        if i != clock and "date" in words_of(header)
        and (near("start", header) or column_of("incidents", header) == "start")
    ]  # fmt: skip
    if len(days) != 1 or not pc.all(pc.match_substring_regex(times, _CLOCK)).as_py():
        return
    column = as_texts(table.columns[days[0]])
    if not pc.all(pc.match_substring_regex(column, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")).as_py():
        return
    digits = pc.utf8_lpad(pc.utf8_slice_codeunits(pc.replace_substring(times, ":", ""), 0, 4), 4, "0")
    hours, minutes = (pc.utf8_slice_codeunits(digits, *bounds) for bounds in ((0, 2), (2, 4)))
    table.columns[days[0]] = pc.binary_join_element_wise(column, " ", hours, ":", minutes, " UTC", "")
    wrong = f"{quote(table.headers[clock])} is in UTC: days are those that it was in Kazakhstan"
    findings.warn(
        table.file, table.head, table.headers[clock], table.where(wrong), "leave it if that is right", "zone"
    )
