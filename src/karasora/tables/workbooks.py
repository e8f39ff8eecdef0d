"""Workbooks: every sheet of an XLSX, XLS, XLSB or ODS with its saved values, as a grid.

The reader of all four makes room for every cell up to the farthest one. An XLSX is looked through before that
(see `guard`). Of the others only the size of a zip can be told from outside: they are read in a process of
their own, which may take `MOST_MEMORY` bytes and ends alone where that isn't enough.
"""

import json
import struct
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from karasora.tables import guard, sheets
from karasora.tables.columns import UNREAD, kind_named
from karasora.tables.findings import Findings
from karasora.tables.grid import Area, Grid
from karasora.tables.marks import Marks, of_xls

MOST_MEMORY = 2_000_000_000
_LOCKED = "the workbook is locked with a password", "save it without one"
_TOO_MUCH = (
    "the workbook needs too much memory",
    "delete empty rows and columns beyond the table, or save it as CSV or Parquet",
)


def read_workbook(raw: bytes, file: str, findings: Findings) -> list[Grid]:
    """Read the sheets of a workbook from bytes; nothing where the file as a whole is at fault."""
    marks: dict[str, Marks] = {}
    try:
        if not raw.startswith(b"PK"):
            found = _apart(raw)
            marks = _marks_of_xls(raw)
        else:
            is_xlsx, marks = guard.look_through(raw)
            found = _here(raw) if is_xlsx else _apart(raw)
        grids = [
            _grid(file, sheet, marks.get(sheet["name"], Marks()))
            for sheet in found
            if kind_named(sheet["name"]) != UNREAD and any(any(row) for row in sheet["cells"])
        ]
    except guard.Refused as refused:
        findings.file_fault(file, *refused.args)
        return []
    if not grids:
        findings.file_fault(file, "the file is empty", "give it a sheet with a row of headers")
    return grids


def _here(raw: bytes) -> list[dict[str, Any]]:
    try:
        return sheets.read(raw, guard.MOST_CELLS)
    except sheets.TooLarge as error:
        raise guard.too_large(*error.args) from error
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise guard.damaged() from error
        raise


def _apart(raw: bytes) -> list[dict[str, Any]]:
    """The sheets as a process of its own reads them."""
    command = [sys.executable, "-I", sheets.__file__, str(MOST_MEMORY), str(guard.MOST_CELLS)]
    run = subprocess.run(command, input=raw, capture_output=True, check=False)
    if run.returncode:  # the reader ends its process where there is no memory
        raise guard.Refused(*_TOO_MUCH)
    answer = json.loads(run.stdout)
    if "too_large" in answer:
        raise guard.too_large(*answer["too_large"])
    if "damaged" in answer:
        raise guard.Refused(*_LOCKED) if answer["is_locked"] else guard.damaged()
    found: list[dict[str, Any]] = answer["sheets"]
    return found


def _marks_of_xls(raw: bytes) -> dict[str, Marks]:
    try:
        return of_xls(raw)
    except (struct.error, IndexError, KeyError) as error:
        raise guard.damaged() from error


def _grid(file: str, sheet: dict[str, Any], marks: Marks) -> Grid:
    cells = sheet["cells"]
    percents = _shown_as_percent(cells, marks)
    for row, column, _ in marks.troubles:
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = ""  # an ODS has the error's text there
    merged = _filled(cells, sheet["merged"] or marks.merged)
    return Grid(
        file,
        [pa.chunked_array([pa.array(column, pa.large_string())]) for column in zip(*cells, strict=True)],
        np.arange(1, len(cells) + 1),
        sheet=sheet["name"],
        is_hidden=sheet["is_hidden"],
        merged=merged,
        troubles=marks.troubles,
        percents=percents,
    )


def _shown_as_percent(cells: list[list[str]], marks: Marks) -> dict[int, list[int]]:
    """Write the numbers that are shown as per cent as such; their rows by column."""
    found: dict[int, list[int]] = {}
    for row, column in marks.percents:
        if (
            row < len(cells)
            and column < len(cells[row])
            and (number := _number(cells[row][column])) is not None
        ):
            cells[row][column] = f"{number * 100:.12g}%"
            found.setdefault(column, []).append(row)
    return found


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _filled(cells: list[list[str]], areas: Sequence[Sequence[int]]) -> list[Area]:
    """The merged areas within a sheet, every cell of which gets what its first one holds."""
    height, width = len(cells), len(cells[0])
    merged = []
    room = guard.MOST_CELLS
    for top, left, bottom, right in areas:
        area = Area(top, left, min(bottom, height - 1), min(right, width - 1))
        if area.top > area.bottom or area.left > area.right:
            continue
        room -= (area.bottom - area.top + 1) * (area.right - area.left + 1)
        if room < 0:
            raise guard.damaged()
        for row in cells[area.top : area.bottom + 1]:
            row[area.left : area.right + 1] = [cells[area.top][area.left]] * (area.right - area.left + 1)
        merged.append(area)
    return merged
