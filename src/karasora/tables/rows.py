"""The rows of one table on their way to being checked: cells by column, and which rows are at fault."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora.faults import quote
from karasora.quantities import Problem
from karasora.tables import Table, cells, dates
from karasora.tables.columns import column_of
from karasora.tables.findings import Findings

_ONE_ONLY = ("regions", "from_regions", "id", "report", "lat", "lon", "measure", "value", "incident")


#: Columns in which a dash and the like stand for nothing; in a title a dash is a dash.
_MAY_BE_MISSING = frozenset(
    ("start", "end", "published", "lat", "lon", "scope", "kind", "status", "place", "case", "locator")
) | {"source_url", "url", "confidence"}


class Rows:
    """A table's cells by the name of their column; what is found is told with the header as it is written."""

    def __init__(self, table: Table, findings: Findings) -> None:
        self.table = table
        self.findings = findings
        self.positions = table.positions()
        self.known = {*self.positions.values(), *table.beside}
        self.unusable: dict[str, Any] = {}  # cells that were set aside with a warning, by header
        self.at_fault = np.zeros(len(table), bool)
        self._read: dict[str, Any] = {}
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
            if column == "regions" and self.table.kind == "incidents" and self.table.roles is not None:
                continue  # whether it is one was told by its cells
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
        if column not in self._read:
            texts, problems = cells.without_controls(cells.as_texts(self.raw(column)))
            self.add_problems(column, problems)
            self._read[column] = self._without_missing(column, texts) if column in _MAY_BE_MISSING else texts
        return self._read[column]

    def _without_missing(self, column: str, texts: Any) -> Any:
        """A column without the signs that stand for nothing, such as «-» and н/д, which are told of once."""
        read, signs = cells.without_missing(texts)
        if signs is not None:
            places = np.flatnonzero(signs)
            wrong = f"{quote(texts[int(places[0])].as_py())} was read as nothing"
            self.warn(column, places, wrong, "leave the cell empty", "missing")
        return read

    def read(self, column: str, read: Callable[[str], str]) -> Any:
        """The cells of a column, each distinct one read by `read` (see `cells.read_cells`)."""
        if column not in self.positions:
            return self._empty
        meanings, problems = cells.read_cells(self.texts(column), read)
        self.add_problems(column, problems)
        return meanings

    def links(self, column: str, *, strict: bool = True) -> Any:
        """The cells of a column of links; what can't be opened is a fault.

        Unless `strict`, it is warned of and set aside in `unusable`.
        """
        texts = self.texts(column)
        meanings, problems = cells.read_links(texts)
        self.add_problems(column, [p._replace(is_fault=strict) for p in problems])
        if problems and not strict:
            self.unusable[self.header(column)] = pc.if_else(pc.equal(meanings, ""), texts, "")
        return meanings

    def dates(self) -> tuple[Any, Any]:
        """The columns start and end; an end before its start is told of and left as it is."""
        start, last = self._dates("start")
        end_first, end_last = self._dates("end")
        end = pc.if_else(pc.equal(end_last, ""), end_first, end_last)
        end = pc.if_else(pc.equal(end, ""), last, end)
        if "start" in self and "end" in self:
            early = np.flatnonzero(cells.is_before(end, start))
            self.warn("end", early, "the end is before the start", "check both dates", "end before start")
        return start, end

    def _dates(self, column: str) -> tuple[Any, Any]:
        """The first and the last day or month that each cell of a column says."""
        if column not in self.positions:
            return self._empty, self._empty
        reader = dates.Reader(self.header(column))
        firsts, problems = cells.read_cells(self.texts(column), reader.prepared(self.texts(column)))
        self.add_problems(column, problems)
        if reader.order_told:
            self.findings.warn(
                self.table.file, self.table.head, self.header(column), self.table.where(reader.order_told),
                "write days as 2025-06-01 to be sure", "order of day and month",
            )  # fmt: skip
        lasts, _ = cells.read_cells(firsts, lambda first: first.partition("/")[2])
        firsts, _ = cells.read_cells(firsts, lambda first: first.partition("/")[0])
        return firsts, lasts

    def add_problems(self, column: str, problems: Iterable[Problem], header: str | None = None) -> None:
        """Add the problems that reading a column found."""
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
