"""The rows of one table on their way to being checked: cells by column, and which rows are at fault."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from karasora.faults import quote
from karasora.quantities import Problem
from karasora.tables import Table, cells
from karasora.tables.columns import column_of
from karasora.tables.findings import Findings

_ONE_ONLY = ("regions", "from_regions", "id", "report", "lat", "lon", "measure", "value", "incident")


class Rows:
    """A table's cells by the name of their column; what is found is told with the header as it is written."""

    def __init__(self, table: Table, findings: Findings) -> None:
        self.table = table
        self.findings = findings
        self.positions = table.positions()
        self.known = set(self.positions.values())
        self.at_fault = np.zeros(len(table), bool)
        self._drop_synonyms()
        self._empty = pa.chunked_array([pa.array([""]).take(pa.array(np.zeros(len(table), np.int8)))])

    def __len__(self) -> int:
        return len(self.table)

    def __contains__(self, column: str) -> bool:
        return column in self.positions

    def _drop_synonyms(self) -> None:
        """Tell of headers that name a column which the table has already, where only one can count.

        Elsewhere (Город, Район) what doesn't become the column is carried like one that isn't understood.
        """
        for position, header in enumerate(self.table.headers):
            column = column_of(self.table.kind, header)
            if column in _ONE_ONLY and position not in self.known:
                self.known.add(position)
                wrong = f"the header {quote(header)} says the same as {quote(self.header(column))}"
                right = "keep one of the columns, or rename one"
                self.findings.fault(
                    self.table.file, self.table.head, header, self.table.where(wrong), right, "doubled header"
                )

    def header(self, column: str) -> str:
        """The header of a column as it is written, or the column's own name if the table has none."""
        return self.table.headers[self.positions[column]] if column in self.positions else column

    def raw(self, column: str) -> Any:
        """The cells of a column as texts or numbers."""
        return self.table.columns[self.positions[column]] if column in self.positions else self._empty

    def texts(self, column: str) -> Any:
        """The cells of a column as texts without control characters, "" throughout if the table has none."""
        if column not in self.positions:
            return self._empty
        read, problems = cells.without_controls(cells.as_texts(self.raw(column)))
        self.tell(column, problems)
        return read

    def read(self, column: str, read: Callable[[str], str]) -> Any:
        """The cells of a column, each distinct one read by `read` (see `cells.read_cells`)."""
        if column not in self.positions:
            return self._empty
        meanings, problems = cells.read_cells(self.texts(column), read)
        self.tell(column, problems)
        return meanings

    def links(self, column: str) -> Any:
        """The cells of a column of links."""
        meanings, problems = cells.read_links(self.texts(column))
        self.tell(column, problems)
        return meanings

    def dates(self) -> tuple[Any, Any]:
        """The columns start and end; an end before its start is told of and left as it is."""
        start, end = self.read("start", cells.read_date), self.read("end", cells.read_date)
        if "start" in self and "end" in self:
            early = np.flatnonzero(cells.is_before(end, start))
            self.warn("end", early, "the end is before the start", "check both dates", "end before start")
        return start, end

    def tell(self, column: str, problems: Iterable[Problem], header: str | None = None) -> None:
        """Tell of problems that reading a column found."""
        for p in problems:
            (self.fault if p.is_fault else self.warn)(
                column, p.places, p.wrong, p.right, p.kind, header=header
            )

    def fault(
        self,
        column: str,
        places: NDArray[np.int64] | Sequence[int],
        wrong: str,
        right: str,
        kind: str,
        *,
        header: str | None = None,
    ) -> None:
        """Tell a fault of the rows at these positions, and mark them."""
        self.at_fault[places] = True
        rows = self.table.rows[places]
        name = header or self.header(column)
        self.findings.fault_rows(self.table.file, rows, name, self.table.where(wrong), right, kind)

    def warn(
        self,
        column: str,
        places: NDArray[np.int64] | Sequence[int],
        wrong: str,
        right: str,
        kind: str,
        *,
        header: str | None = None,
    ) -> None:
        """Tell one warning of the rows at these positions, which are counted."""
        rows = self.table.rows[places]
        name = header or self.header(column)
        self.findings.warn_rows(self.table.file, rows.tolist(), name, self.table.where(wrong), right, kind)
