"""A file or a sheet as it stands: every row, as cells, before anything of it is understood."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from karasora.tables.cells import as_texts
from karasora.tables.findings import Findings
from karasora.tables.table import Table, letter, make_table, titles_above, warn_titles

_LOOKED_AT = 50  # rows in which a header is sought


class Trouble(NamedTuple):
    """A cell that a spreadsheet program left without a value: its row and column, from 0, and why."""

    row: int
    column: int
    wrong: str


class Area(NamedTuple):
    """Merged cells: first and last row and column of a grid, from 0, both inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(eq=False)
class Grid:
    """All cells of one sheet or file, nothing understood yet.

    `columns` are pyarrow arrays of one length: texts ("" for nothing), or numbers where the file has types.
    `rows` has the number of each row as a spreadsheet counts. `names` are the headers where the format itself
    has some (JSON's keys, Parquet's columns), which then are no row; else the headers are among the rows.
    The cells of every area in `merged` were filled from its first one. `rejected` counts rows that can't be
    told apart into cells, which were told as faults. `troubles`, and the rows of `percents` by column
    (both from 0: numbers shown as per cent), are told by whoever reads the grid.
    """

    file: str
    columns: list[Any]
    rows: NDArray[np.int64]
    names: list[str] | None = None
    sheet: str = ""
    kind: str = ""
    is_hidden: bool = False
    merged: Sequence[Area] = ()
    troubles: Sequence[Trouble] = ()
    percents: Mapping[int, Sequence[int]] = field(default_factory=dict)
    rejected: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, wrong: str) -> str:
        """What a message says, with the sheet before it where a workbook has several."""
        return f"sheet «{self.sheet}»: {wrong}" if self.sheet else wrong

    def top(self, most: int = _LOOKED_AT, *, once: bool = False) -> list[list[str]]:
        """The first rows as texts without the format's own names; `once` shows merged cells only once."""
        columns = [as_texts(column.slice(0, most)).to_pylist() for column in self.columns]
        rows = [list(row) for row in zip(*columns, strict=True)]
        for area in self.merged if once else ():
            for row in range(area.top, min(area.bottom + 1, len(rows))):
                for column in range(area.left, area.right + 1):
                    if (row, column) != area[:2]:
                        rows[row][column] = ""
        return rows

    def table(self, findings: Findings) -> Table:
        """The grid as a table of incidents or the like: its headers found, and titles above them told of."""
        if self.names is not None:
            return self._below(self.names, 0, 1, findings)
        top, seen = self.top(), self.top(once=True)
        first = next((i for i, row in enumerate(seen) if any(cell.strip() for cell in row)), 0)
        head = first + (titles := titles_above(seen[first:]))
        if titles:
            title = next(cell for cell in seen[first] if cell.strip())
            warn_titles(title, int(self.rows[first]), int(self.rows[head]), self.file, findings, self.sheet)
        last = max((area.bottom for area in self.merged if area.top == head), default=head)
        return self._below(headers_of(top[head : last + 1]), last + 1, int(self.rows[head]), findings)

    def check_cells(self, headers: Mapping[int, str], rows: Container[int], findings: Findings) -> None:
        """Tell of formulas without a value, and of numbers shown as per cent, in these columns and rows."""
        for row, column, wrong in self.troubles:
            if column in headers and row + 1 in rows:
                right = "open the workbook in a spreadsheet program, mend the formula and save it"
                place = headers[column] or letter(column)
                findings.fault(self.file, row + 1, place, self.where(wrong), right, "formula")
        for column, marked in self.percents.items():
            told = [row + 1 for row in marked if row + 1 in rows]
            if column in headers and told:
                wrong = "the cell is shown as per cent, and was read so: 0.053 is 5.3%"
                right = "leave it, or give the cell another number format"
                place = headers[column] or letter(column)
                findings.warn_rows(self.file, told, place, self.where(wrong), right, "per cent")

    def _below(self, headers: Sequence[str], start: int, head: int, findings: Findings) -> Table:
        self.check_cells(dict(enumerate(headers)), set(self.rows[start:].tolist()), findings)
        table = make_table(
            self.file,
            headers,
            [column.slice(start) for column in self.columns],
            self.rows[start:],
            findings,
            sheet=self.sheet,
            rejected=self.rejected,
            head=head,
            merged=[
                (column, int(self.rows[max(area.top, start)]), int(self.rows[area.bottom]))
                for area in self.merged
                if area.bottom > max(area.top, start)
                for column in range(area.left, area.right + 1)
            ],
        )
        table.kind = self.kind
        return table


def headers_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """A header per column out of one or several rows: «Изъято» above «Мак, кг» is «Изъято Мак, кг»."""
    return [
        " ".join(dict.fromkeys(cell for c in column if (cell := " ".join(c.split()))))
        for column in zip(*rows, strict=True)
    ]
