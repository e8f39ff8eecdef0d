"""A table as it was found in a file: headers, columns of cells, and the spreadsheet row of each row."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora.faults import quote
from karasora.names.fold import fold
from karasora.tables.cells import CONTROLS
from karasora.tables.columns import column_of, kind_of
from karasora.tables.findings import Findings
from karasora.tables.near import near

MOST_ROWS = 5_000_000
MOST_COLUMNS = 16_384
MOST_CELLS = 300_000_000
_MOST_TITLES = 10  # rows that may stand above the headers


@dataclass
class Table:
    """Cells of one file or sheet. `columns` are pyarrow arrays: texts, or numbers where the file has types.

    `rows` counts as a spreadsheet does and skips blank rows; the headers stand in row `head`. `rejected`
    counts the rows that were set aside because they can't be told apart into cells. `unnamed` has the headers
    that stand for none: a column's letter. `roles` has, once the table is known to be one of incidents, the
    position of every column that was recognised, `beside` further columns that name the regions, and `taken`
    the headers that no list knows, with the columns that they were taken for. `merged` has by header the
    first and last row of cells that were merged over several rows.
    """

    file: str
    headers: list[str]
    columns: list[Any]
    rows: NDArray[np.int64]
    sheet: str = ""
    kind: str = ""
    rejected: int = 0
    head: int = 1
    unnamed: set[str] = field(default_factory=set)
    roles: dict[str, int] | None = None
    beside: list[int] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)
    merged: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, wrong: str) -> str:
        """What a message says, with the sheet before it where a workbook has several."""
        return f"sheet «{self.sheet}»: {wrong}" if self.sheet else wrong

    def positions(self, kind: str | None = None) -> dict[str, int]:
        """The position of every column that a table of this kind knows, by the column's name.

        Of two headers that mean one column its own name comes first, then the header that stands first.
        """
        if self.roles is not None and (kind or self.kind) == "incidents":
            return self.roles
        known = ((column_of(kind or self.kind, header), i) for i, header in enumerate(self.headers))
        found: dict[str, int] = {}
        for column, i in known:
            if column and (column not in found or fold(self.headers[i]) == fold(column)):
                found[column] = i
        return found


def make_table(
    file: str,
    headers: Sequence[str],
    columns: Sequence[Any],
    rows: NDArray[np.int64],
    findings: Findings,
    *,
    sheet: str = "",
    rejected: int = 0,
    head: int = 1,
    merged: Sequence[tuple[int, int, int]] = (),
) -> Table:
    """A table from raw cells: trimmed, blank rows left out, headers checked.

    `merged` has the column, the first and the last row, as a spreadsheet counts, of cells merged over rows.
    """
    table = Table(file, [*headers], [_trimmed(c) for c in columns], rows, sheet, rejected=rejected, head=head)
    spans: dict[str, list[tuple[int, int]]] = {}
    for column, first, last in merged:
        spans.setdefault(" ".join(headers[column].split()) or letter(column), []).append((first, last))
    table.merged = spans
    _check_headers(table, findings)
    _drop_blank_rows(table)
    return table


def titles_above(rows: Iterable[Sequence[str]]) -> int:
    """How many of a table's first rows are titles above its headers: one cell each, then known headers."""
    for number, row in enumerate(rows):
        if number == _MOST_TITLES or kind_of(row) or _names_regions(row):
            return number if number < _MOST_TITLES else 0
        if sum(bool(cell.strip()) for cell in row) > 1:
            return 0
    return 0


def _names_regions(row: Sequence[str]) -> bool:
    """Whether a row of several cells has one that may be the header of the regions."""
    return sum(bool(c.strip()) for c in row) > 1 and any(near("regions", c) for c in row)


def warn_titles(title: str, row: int, head: int, file: str, findings: Findings, sheet: str = "") -> None:
    """Warn of titles that were skipped, the first of which stands in `row`."""
    wrong = f"{quote(title)} stands above the headers, which are in row {head}"
    wrong = f"sheet «{sheet}»: {wrong}" if sheet else wrong
    findings.warn(file, row, "-", wrong, "leave it, or delete what stands above the headers", "title")


def is_text(column: Any) -> bool:
    """Whether a column holds texts rather than numbers."""
    return bool(pa.types.is_string(column.type) or pa.types.is_large_string(column.type))


def _trimmed(column: Any) -> Any:
    return pc.utf8_trim_whitespace(pc.fill_null(column, "")) if is_text(column) else column


def _blank(column: Any) -> NDArray[np.bool_]:
    blank = pc.equal(column, "") if is_text(column) else pc.is_null(column, nan_is_null=True)
    return np.asarray(blank, bool)


def _drop_blank_rows(table: Table) -> None:
    blank = np.ones(len(table), bool)
    for column in table.columns:
        if not blank.any():
            return
        blank &= _blank(column)
    if blank.any():
        kept = pa.array(~blank)
        table.columns = [c.filter(kept) for c in table.columns]
        table.rows = table.rows[~blank]


def is_bounded(rows: int, columns: int, file: str, findings: Findings, called: str = "rows") -> bool:
    """Whether a table of this size is read; if not, that is told."""
    if rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS:
        return True
    findings.file_fault(
        file,
        f"the table has {rows} {called} of {columns} cells",
        f"at most {MOST_ROWS} {called} and {MOST_CELLS} cells are read; split it, or use --totals",
    )
    return False


def _check_headers(table: Table, findings: Findings) -> None:
    """Tell of doubled headers and of cells without one; leave out columns that have neither."""
    kept: list[int] = []
    seen: dict[str, str] = {}
    for i, (header, column) in enumerate(zip(table.headers, table.columns, strict=True)):
        written = " ".join(header.split())
        header = table.headers[i] = " ".join(re.sub(CONTROLS, "", written).split())
        if header != written:
            wrong = f"the header {quote(written)} holds control characters, which were taken out"
            findings.warn(
                table.file, table.head, header, table.where(wrong), "type it again", "control characters"
            )
        if not header:
            if _blank(column).all():
                continue
            header = table.headers[i] = letter(i)
            table.unnamed.add(header)
        name = fold(header) or header
        if name in seen:
            findings.fault(
                table.file,
                table.head,
                header,
                table.where(f"the header «{header}» stands twice"),
                "keep one of the columns, or rename one",
                "doubled header",
            )
            continue
        seen[name] = header
        kept.append(i)
    table.headers = [table.headers[i] for i in kept]
    table.columns = [table.columns[i] for i in kept]


def without_unnamed(table: Table, findings: Findings) -> None:
    """Leave out columns without a header that are no more than numbers of rows; another one is a fault."""
    used = {*(table.roles or {}).values()}
    dropped = []
    for i, header in enumerate(table.headers):
        if header not in table.unnamed or i in used:
            continue
        filled = np.flatnonzero(~_blank(table.columns[i]))
        where = (table.file, int(table.rows[filled[0]]) if len(filled) else table.head, header)
        wrong = table.where(f"column {header} has cells but no header")
        if i == 0 or counts_rows(table.columns[i]):
            findings.warn(
                *where, f"{wrong} and was left out", "give it a header if it should count", "no header"
            )
        else:
            findings.fault(*where, wrong, "give it a header, or empty it", "no header")
        dropped.append(i)
    kept = [i for i in range(len(table.headers)) if i not in dropped]
    table.headers = [table.headers[i] for i in kept]
    table.columns = [table.columns[i] for i in kept]
    if table.roles is not None:
        table.roles = {column: kept.index(i) for column, i in table.roles.items()}
        table.beside = [kept.index(i) for i in table.beside]


def counts_rows(column: Any) -> bool:
    """Whether a column's cells are whole numbers, each one more than the cell above it."""
    texts = pc.fill_null(pc.cast(column, pa.string()), "")
    if not pc.all(pc.match_substring_regex(texts, r"^[0-9]{1,7}(\.0)?$")).as_py():
        return False
    numbers = pc.cast(pc.cast(texts, pa.float64()), pa.int64()).to_numpy()
    return len(numbers) > 1 and bool((np.diff(numbers) == 1).all()) and numbers[0] < 2


def letter(position: int) -> str:
    """The letters that a spreadsheet puts above the column at this position: A … Z, AA …"""
    letters = ""
    position += 1
    while position:
        position, digit = divmod(position - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def position(letters: bytes) -> int:
    """The position of the column that has these letters above it, from 0; -1 without letters."""
    found = 0
    for c in letters.upper():
        found = found * 26 + c - ord("A") + 1
    return found - 1
