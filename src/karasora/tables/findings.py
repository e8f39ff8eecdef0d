"""One place where a run gathers what it finds, so that it can tell everything at once."""

import re
from collections.abc import Iterable, Sequence

from karasora.faults import Fault


class Findings:
    """The faults and warnings of one run, in the order in which they were found."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def in_order(self) -> tuple[list[Fault], list[Fault]]:
        """Faults and warnings, file by file and row by row."""
        files = {f.file: i for i, f in reversed([*enumerate([*self.faults, *self.warnings])])}
        faults, warnings = (
            sorted(found, key=lambda f: (files[f.file], f.row)) for found in (self.faults, self.warnings)
        )
        return faults, warnings

    def add(self, other: "Findings") -> None:
        """Take over what another one gathered."""
        self.faults += other.faults
        self.warnings += other.warnings

    def fault(self, file: str, row: int, column: str, wrong: str, right: str, kind: str = "") -> None:
        """Add a fault of one cell."""
        self.faults.append(Fault(file, row, column or "-", wrong, right, kind))

    def fault_rows(
        self, file: str, rows: Iterable[int], column: str, wrong: str, right: str, kind: str = ""
    ) -> None:
        """Add the same fault of many rows, one by one: each of them has to be mended."""
        self.faults += [Fault(file, int(row), column or "-", wrong, right, kind) for row in rows]

    def file_fault(self, file: str, wrong: str, right: str, kind: str = "file") -> None:
        """Add a fault of a whole file."""
        self.fault(file, 1, "-", wrong, right, kind)

    def warn(self, file: str, row: int, column: str, wrong: str, right: str, kind: str = "") -> None:
        """Add a warning of one cell."""
        self.warnings.append(Fault(file, row, column or "-", wrong, right, kind))

    def warn_rows(
        self, file: str, rows: Sequence[int], column: str, wrong: str, right: str, kind: str = ""
    ) -> None:
        """Add one warning that stands for many rows: the first is named, the rest are counted."""
        if len(rows) == 0:
            return
        rest = len(rows) - 1
        self.warn(file, int(rows[0]), column, with_more_rows(wrong, rest), right, kind)


_MORE = re.compile(r" \(and in (\d+) more rows?\)$")


def with_more_rows(wrong: str, rest: int) -> str:
    """The words of a warning that stands for so many more rows."""
    return wrong + (f" (and in {rest} more row{'s' * (rest > 1)})" if rest else "")


def without_more_rows(wrong: str) -> tuple[str, int]:
    """The words of such a warning alone, and for how many more rows it stands."""
    more = _MORE.search(wrong)
    return _MORE.sub("", wrong), int(more[1]) if more else 0
