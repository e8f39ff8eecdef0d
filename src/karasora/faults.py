"""What is wrong with the data, told to the person who must mend it.

A reader of files gathers every `Fault` and raises them together, once, as a `DataError`.
Warnings are faults that do not stop a build.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding in one cell of one file.

    `row` counts as a spreadsheet does (the header is row 1) and `column` is the header as written;
    what concerns a whole file stands at row 1, column "-". `kind` groups findings of one sort.
    """

    file: str
    row: int
    column: str
    wrong: str
    right: str
    kind: str = ""

    def __str__(self) -> str:
        file, column, wrong, right = (
            _seen(text, most)
            for text, most in ((self.file, 255), (self.column, 200), (self.wrong, 1000), (self.right, 1000))
        )
        return f"{file}:{self.row}:{column}: {wrong}; {right}"


class KarasoraError(Exception):
    """The base of every error that this package raises on purpose."""


class UsageError(KarasoraError):
    """The command or the call asks for something that isn't there."""


class DataError(KarasoraError):
    """The data or a file are at fault; `faults` has every finding of the run.

    `counts` says where the rows went that could be read: read, mapped, several_regions, unlocated, rejected.
    """

    def __init__(
        self, faults: Iterable[Fault], warnings: Iterable[Fault] = (), counts: Mapping[str, int] | None = None
    ) -> None:
        self.faults = in_reading_order(faults)
        self.warnings = in_reading_order(warnings)
        self.counts = dict(counts or {})
        super().__init__("\n".join(map(str, self.faults)))


class LayerRefused(KarasoraError):
    """A layer that was added to the map needs more than Leaflet, so an offline file can't carry it."""


def in_reading_order(findings: Iterable[Fault]) -> list[Fault]:
    """The findings file by file, from the top of each to its end."""
    found = list(findings)
    files = {file: place for place, file in enumerate(dict.fromkeys(f.file for f in found))}
    return sorted(found, key=lambda f: (files[f.file], f.row))


def quote(cell: object) -> str:
    """The cell as a message shows it: in «», shortened, with what can't be seen made visible."""
    return f"«{_seen(str(cell), _SHOWN)}»"


def _seen(text: str, most: int) -> str:
    if len(text) > most:
        text = text[: most - 1] + "…"
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
