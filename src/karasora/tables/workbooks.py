"""Workbooks: every sheet of an XLSX, XLS, XLSB or ODS with its saved values, as a grid.

The reader of all four makes room for every cell up to the farthest one. An XLSX is looked through before that
(see `guard`). Of the others only the size of a zip can be told from outside: they are read in a process of
their own, which may take `MOST_MEMORY` bytes and ends alone where that isn't enough.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from karasora.tables import guard, sheets
from karasora.tables.columns import UNREAD, kind_named
from karasora.tables.findings import Findings
from karasora.tables.grid import Area, Grid, Trouble

MOST_MEMORY = 2_000_000_000
_LOCKED = "the workbook is locked with a password", "save it without one"
_TOO_MUCH = (
    "the workbook needs too much memory",
    "delete empty rows and columns beyond the table, or save it as CSV or Parquet",
)


def read_workbook(raw: bytes, file: str, findings: Findings) -> list[Grid]:
    """Read the sheets of a workbook from bytes; nothing where the file as a whole is at fault."""
    troubles: dict[str, list[Trouble]] = {}
    try:
        if not raw.startswith(b"PK"):
            found = _apart(raw)
        else:
            is_xlsx, troubles = guard.look_through(raw)
            found = _here(raw) if is_xlsx else _apart(raw)
        grids = [
            _grid(file, sheet, troubles.get(sheet["name"], ()))
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


def _grid(file: str, sheet: dict[str, Any], troubles: Sequence[Trouble]) -> Grid:
    cells = sheet["cells"]
    merged = _filled(cells, sheet["merged"])
    return Grid(
        file,
        [pa.chunked_array([pa.array(column, pa.large_string())]) for column in zip(*cells, strict=True)],
        np.arange(1, len(cells) + 1),
        sheet=sheet["name"],
        is_hidden=sheet["is_hidden"],
        merged=merged,
        troubles=troubles,
    )


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
