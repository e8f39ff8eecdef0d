"""CSV: delimiters sniffed, rows counted as a spreadsheet counts them, nothing shifted or swallowed unseen."""

import csv
import io
import itertools
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from karasora.faults import quote
from karasora.names import lookup
from karasora.tables import table as t
from karasora.tables.columns import column_of, kind_of, known_headers
from karasora.tables.encodings import to_utf8
from karasora.tables.findings import Findings
from karasora.tables.grid import Grid

_DELIMITERS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(rb'"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)')
_BLANK_LINES = re.compile(rb"(?:[ \t,;|]*(?:\r\n|\r|\n))*")
_NEWLINE = re.compile(rb"\r\n|\r|\n")
_LOOKED_AT = 50  # rows that tell the delimiter, and how many cells a row has
_RUNS = "-=+@\uff1d\uff0b\uff0d\uff20"  # where a spreadsheet sees a formula begin; - first, for sets
#: The page's downloads put an apostrophe before such beginnings, and before an apostrophe: of a cell, and of
#: what a spreadsheet that separates cells by semicolons, and so doesn't see our quotes, would take for one.
_ESCAPED = ((rf"^'([{_RUNS}'\t\r\n])", r"\1"), (rf"([;\n\r][\s\"]*)'('*[{_RUNS}])", r"\1\2"))
_MOST_LOOKED_AT = 1000  # rows with cells beyond the header: whether a region has slipped into the next column
_REGIONS = ("regions", "from_regions")

csv.field_size_limit(2**31 - 1)  # a cell may be as long as a file


def read_delimited(raw: bytes, file: str, findings: Findings) -> Grid | None:
    """Read CSV and its kin from bytes; None where the file as a whole is at fault."""
    data, is_damaged = to_utf8(raw, file, findings)
    delimiter = None
    above = 0
    if marked := _SEP_LINE.match(data):
        delimiter = marked[1].decode("latin-1")
        above, data = 1, data[marked.end() :]
    lead = _BLANK_LINES.match(data)
    assert lead is not None
    above += len(_NEWLINE.findall(lead[0]))
    data = data[lead.end() :]
    if not data.strip():
        findings.file_fault(file, "the file is empty", "give it a row of headers and a row for each incident")
        return None
    delimiter = delimiter or _sniff(data)
    titles, data = _below_titles(data, delimiter)
    above += len(titles)
    headers: list[str] = next(_records(data, delimiter), [])
    if not _is_bounded(data, len(headers), file, findings):
        return None
    if is_damaged:
        _refuse_damage(data, delimiter, headers, above, file, findings)
        data = data.decode("utf-8", "replace").encode()
    parsed = _parse(data, delimiter, headers)
    if _lines(data) != parsed.records and not _are_quotes_sound(data, delimiter, above, file, findings):
        return None
    columns, numbers, rejected = _with_odd_rows(parsed, headers, above, file, findings)
    columns = [
        pa.chunked_array(
            [pa.array([row[i] if i < len(row) else "" for row in titles], pa.string()), *c.chunks]
        )
        for i, c in enumerate(map(_unescaped, columns))
    ]
    rows = np.concatenate([np.arange(above - len(titles), above), numbers - 1 + above]) + 1
    return Grid(file, columns, rows, rejected=rejected)


class _Parsed:
    """What the quick parser made of a file: its rows, and those whose cells don't fit the header."""

    def __init__(self, columns: list[Any], odd: list[tuple[int, str]], delimiter: str) -> None:
        self.columns = columns
        self.odd = odd  # number of the record, from 1, and its text
        self.delimiter = delimiter
        self.records = (len(columns[0]) if columns else 0) + len(odd)


def _parse(data: bytes, delimiter: str, headers: list[str]) -> _Parsed:
    odd: list[tuple[int, str]] = []

    def set_aside(row: Any) -> str:
        odd.append((row.number, row.text))
        return "skip"

    names = [f"f{i}" for i in range(len(headers))]
    block = 1 << 20
    while True:
        try:
            parsed = pyarrow.csv.read_csv(
                pa.BufferReader(data),
                pyarrow.csv.ReadOptions(use_threads=False, block_size=block, column_names=names),
                pyarrow.csv.ParseOptions(
                    delimiter=delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=set_aside,
                ),
                pyarrow.csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=False,
                    check_utf8=False,
                ),
            )
        except pa.ArrowInvalid:  # a row is longer than a block
            if block > len(data):
                raise
            odd.clear()
            block = min(block * 16, 2**31 - 1)
        else:
            return _Parsed(parsed.columns, odd, delimiter)


def _with_odd_rows(
    parsed: _Parsed, headers: list[str], above: int, file: str, findings: Findings
) -> tuple[list[Any], NDArray[np.int64], int]:
    """The columns, rows of fewer or of more cells put back in place where that is safe."""
    numbers = np.arange(1, parsed.records + 1)
    numbers = np.delete(numbers, [number - 1 for number, _ in parsed.odd])
    columns = parsed.columns
    mended: list[list[str]] = []
    mended_numbers: list[int] = []
    rejected = 0
    for place, (number, text) in enumerate(parsed.odd):
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=parsed.delimiter), [])
        beyond = [cell for cell in cells[len(headers) :] if cell.strip()]
        shifted = _shifted_region(headers, cells) if place < _MOST_LOOKED_AT else None
        if shifted:
            rejected += 1
            findings.fault(
                file,
                number + above,
                "-",
                f"the row has {len(cells)} cells, the header {len(headers)}: "
                f"{quote(shifted)} stands in a cell of its own",
                'put several regions in double quotes, as in "KZ-31;KZ-61"',
                "too many cells",
            )
            continue
        if beyond:
            rejected += 1
            findings.fault(
                file,
                number + above,
                "-",
                f"the row has {len(cells)} cells, the header {len(headers)}: {quote(beyond[0])} is beyond it",
                f"a cell that holds {quote(parsed.delimiter)} must stand in double quotes",
                "too many cells",
            )
            continue
        mended.append([*cells, *[""] * (len(headers) - len(cells))][: len(headers)])
        mended_numbers.append(number)
    if mended:
        numbers = np.concatenate([numbers, np.array(mended_numbers, np.int64)])
        order = np.argsort(numbers, kind="stable")
        columns = [
            pa.chunked_array([*column.chunks, pa.array(cells, pa.string())]).take(pa.array(order))
            for column, cells in zip(columns, zip(*mended, strict=True), strict=True)
        ]
        numbers = numbers[order]
    return columns, numbers, rejected


def _shifted_region(headers: list[str], cells: list[str]) -> str | None:
    """The region that stands right of the regions, in a row with cells beyond the header.

    «Жамбылская; Туркестанская» without quotes is two cells where the delimiter is a semicolon; if the row's
    last cell is empty, nothing else would tell that all others have moved.
    """
    if len(cells) <= len(headers):
        return None
    columns = [column_of("incidents", header) for header in headers]
    for column, right, cell in zip(columns, columns[1:], cells[1:], strict=False):
        if column not in _REGIONS or right in _REGIONS or not any(c.isalpha() for c in cell):
            continue
        kinds = ("code", "oblast") if right == "place" else ("code", "oblast", "city")
        if lookup(cell, suggest=False).kind in kinds:
            return cell.strip()
    return None


def _below_titles(data: bytes, delimiter: str) -> tuple[list[list[str]], bytes]:
    """The rows that stand above the headers, and the data from these on."""
    number = _titles(_first_records(data, delimiter))
    if not number:
        return [], data
    records = _records(data, delimiter)
    titles = [[cell.encode("utf-8", "replace").decode() for cell in next(records)] for _ in range(number)]
    ends = itertools.islice(_NEWLINE.finditer(data), records.line_num - 1, None)
    return titles, data[next(ends).end() :]


def _titles(rows: Sequence[Sequence[str]]) -> int:
    """How many rows of one cell stand above the headers: known ones, else the first of the usual width."""
    number = t.titles_above(rows)
    if number or not rows or kind_of(rows[0]):
        return number
    sizes = [len(row) for row in rows]
    first = sizes.index(
        max(filter(None, sizes), key=lambda size: (sizes.count(size), size), default=sizes[0])
    )
    return first if all(size <= 1 for size in sizes[:first]) else 0


def _sniff(data: bytes) -> str:
    """The delimiter under which the headers are known best, then the one that makes the most even columns."""

    def merit(delimiter: str) -> tuple[bool, int, bool, int, int, int]:
        rows = [row for row in _first_records(data, delimiter) if any(row)]
        titles = _titles(rows)
        first = rows[titles] if rows else []
        wide = {len(row) for row in rows[titles:] if len(row) > 1}
        even = sum(len(row) == len(first) for row in rows)
        return len(first) > 1, known_headers(first), len(wide) < 2, even, len(first), -titles

    return max(_DELIMITERS, key=merit)


def _first_records(data: bytes, delimiter: str) -> list[list[str]]:
    return [row for _, row in zip(range(_LOOKED_AT), _records(data, delimiter), strict=False)]


def _records(data: bytes, delimiter: str) -> Any:  # a csv.reader
    """The first records, as long as they are sound; at most a few hundred KB are looked at."""
    head = data if len(data) < 1 << 20 else data[: 1 << 20]
    return _reader(head, delimiter, strict=False)


def _reader(data: bytes, delimiter: str, *, strict: bool) -> Any:  # a csv.reader
    text = io.TextIOWrapper(io.BytesIO(data), "utf-8", "surrogateescape", newline="")
    return csv.reader(text, delimiter=delimiter, strict=strict)


def _is_bounded(data: bytes, columns: int, file: str, findings: Findings) -> bool:
    if columns > t.MOST_COLUMNS:
        findings.file_fault(
            file,
            f"the first row has {columns} cells",
            f"a table has at most {t.MOST_COLUMNS} columns; is the delimiter a comma, a semicolon or a tab?",
        )
        return False
    lines = max(data.count(b"\n"), data.count(b"\r"))
    return t.is_bounded(lines, columns, file, findings, "lines")


def _lines(data: bytes) -> int:
    """How many records the file has if no cell holds a line end."""
    ends = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    return ends + (not data.endswith((b"\n", b"\r")))


def _are_quotes_sound(data: bytes, delimiter: str, above: int, file: str, findings: Findings) -> bool:
    """Whether cells that hold line ends were meant to: a lost quote swallows rows silently."""
    row = 0
    try:
        for row, _ in enumerate(_reader(data, delimiter, strict=True), start=1):  # noqa: B007
            pass
    except csv.Error as error:
        wrong = (
            "a cell that opens with a double quote is never closed"
            if "end of data" in str(error)
            else "a double quote closes in the middle of a cell"
        )
        findings.fault(
            file,
            row + 1 + above,
            "-",
            wrong,
            "close it, or write two double quotes for one in a cell",
            "quotes",
        )
        return False
    return True


def _refuse_damage(
    data: bytes, delimiter: str, headers: list[str], above: int, file: str, findings: Findings
) -> None:
    for number, cells in enumerate(_reader(data, delimiter, strict=False), start=1 + above):
        for i, cell in enumerate(cells):
            if any("\udc80" <= c <= "\udcff" for c in cell):
                shown = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                findings.fault(
                    file,
                    number,
                    headers[i] if i < len(headers) and number > 1 + above else t.letter(i),
                    f"{quote(shown)} holds a broken UTF-8 character",
                    "type the cell again and save the file as UTF-8",
                    "encoding",
                )


def _unescaped(column: Any) -> Any:
    """Take off the apostrophes that our own downloads put before what a spreadsheet would run."""
    if not pc.any(pc.match_substring(column, "'")).as_py():
        return column
    for escaped, text in _ESCAPED:
        column = pc.replace_substring_regex(column, escaped, text)
    return column
