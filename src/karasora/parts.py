"""A table of incidents too long to hold at once: read and added up part by part, for `karasora join`.

Each part is read, checked, resolved and summed as a whole table is, and knows nothing of the others; sums are
exact, so that they come to the same. What only the whole shows is held here: ids that stand twice.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from karasora.faults import DataError, Fault
from karasora.figures import joining
from karasora.figures.reading import INCIDENTS
from karasora.incidents import Dataset, read_dataset
from karasora.sums import Counts, Tally, tally
from karasora.tables import parquet
from karasora.tables.columns import column_of
from karasora.tables.findings import Findings, with_more_rows, without_more_rows
from karasora.tables.grid import Grid

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

MOST_AT_ONCE = 1_000_000  # rows
PART = 500_000


class Joined(NamedTuple):
    """Figures in the columns of joining.COLUMNS, what was read for them, and the vintage of their regions."""

    figures: pd.DataFrame
    tally: Tally
    vintage: int


def join(
    path: Path,
    *,
    by: str | None,
    vintage: int | None = None,
    boundaries: "str | Path | GeoDataFrame | None" = None,
    as_: str | None = None,
) -> Joined | None:
    """The figures of a long Parquet of incidents; None for what is read at once, such as figures.

    Raises:
        DataError: names every fault of all parts.
    """
    if parquet.rows_of(path) <= MOST_AT_ONCE:
        return None
    gathered = _Gathered()
    findings = Findings()
    for grid in parquet.read_parts(path, PART, findings):
        try:
            dataset = read_dataset([grid], vintage=vintage, boundaries=boundaries, as_=as_)
        except DataError as error:
            gathered.add_faults(error)
        else:
            if len(dataset.figures):
                return None
            gathered.add(grid, dataset, by)
        as_ = INCIDENTS  # what the first part is, they all are
    gathered.faults += findings.faults
    return gathered.joined(path.name)


class _Gathered:
    """What the parts came to so far."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._warnings: dict[tuple[str, ...], tuple[Fault, int]] = {}
        self._sums: list[pd.DataFrame] = []
        self._names: dict[str, joining.Named] = {}
        self._counts: Counter[str] = Counter()
        self._regions: set[str] = set()
        self._rows = 0
        self._vintage = 0
        self._ids: list[Any] = []

    def add_faults(self, error: DataError) -> None:
        """Add a part at fault."""
        self.faults += error.faults
        self._counts.update(error.counts)
        self._warn(error.warnings)

    def add(self, grid: Grid, dataset: Dataset, by: str | None) -> None:
        """Add a sound part."""
        told = tally(dataset)
        self._counts.update(told.rows.as_dict())
        self._regions |= told.regions
        self._rows += len(grid)
        self._reading, self._vintage = dataset.readings[0], dataset.vintage
        self._sums.append(joining.summed(dataset, by=by))
        self._names |= joining.names_of(dataset)
        if any(column_of("incidents", name) == "id" for name in grid.names or ()):
            self._ids.append(pd.util.hash_array(dataset.incidents["id"].to_numpy(object), categorize=False))
        self._warn(dataset.warnings)

    def _warn(self, warnings: "list[Fault] | Any") -> None:
        """Count a warning that several parts give as one, of the first row and how many more."""
        for warning in warnings:
            wrong, more = without_more_rows(warning.wrong)
            key = (warning.column, wrong, warning.right)
            first, rows = self._warnings.get(key, (replace(warning, wrong=wrong), 0))
            self._warnings[key] = first, rows + 1 + more

    def joined(self, file: str) -> Joined:
        """The figures of all parts together."""
        self._check_repeated_ids(file)
        warnings = [
            replace(w, wrong=with_more_rows(w.wrong, rows - 1)) for w, rows in self._warnings.values()
        ]
        if self.faults:
            raise DataError(self.faults, warnings, self._counts)
        figures = joining.as_written(joining.added(self._sums), self._names)
        counts = Counts(**{name: self._counts[name] for name in Counts.__annotations__})
        readings = [replace(self._reading, rows=self._rows)]
        told = Tally(counts, frozenset(self._regions), 0, readings, warnings)
        return Joined(figures, told, self._vintage)

    def _check_repeated_ids(self, file: str) -> None:
        """Tell of ids that stand in two parts: twice in one was told there."""
        if not self._ids:
            return
        ids = np.concatenate(self._ids)
        _, firsts = np.unique(ids, return_index=True)
        later = np.setdiff1d(np.arange(len(ids)), firsts)
        if len(later) and not self.faults:
            wrong = "the row has the id of another one" + (
                f" (as {len(later) - 1} more have)" * (len(later) > 1)
            )
            right = "give each incident its own id, or leave out the column"
            self.faults.append(Fault(file, int(later[0]) + 2, "id", wrong, right, "repeated id"))
