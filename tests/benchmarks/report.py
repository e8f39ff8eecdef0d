"""The report of the benchmarks, in markdown."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


class Report:
    """Markdown, printed and written as it comes: a run that is broken off has told what it knew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = ["# Benchmarks"]
        self._put("", f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}; by `make bench`, all in one run.")

    def section(self, title: str, said: str = "") -> None:
        self._put("", f"## {title}", *(["", said] if said else []), "")

    def table(self, head: tuple[str, ...]) -> None:
        self.row(*head)
        self._put("|---|" + "---:|" * (len(head) - 1))

    def row(self, *cells: object) -> None:
        self._put("| " + " | ".join(map(_cell, cells)) + " |")

    def _put(self, *lines: str) -> None:
        print(*lines, sep="\n", flush=True)
        self._lines += lines
        self._path.write_text("\n".join(self._lines) + "\n", "utf-8")


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}" if value < 10 else f"{value:,.0f}".replace(",", " ")
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else str(value)


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"
