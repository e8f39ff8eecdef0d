"""The cells of a workbook as texts; also a program that reads one from stdin within bounds of memory.

As a program it gets the bytes that it may take and the cells that a sheet may span, and writes JSON. It needs
nothing of the package, so that little of its memory is spent before it starts.
"""

import datetime as dt
import io
import json
import sys
from typing import Any


class TooLarge(Exception):
    """A sheet spans more cells than are read: its rows and columns."""


def read(raw: bytes, most_cells: int) -> list[dict[str, Any]]:
    """Every sheet: its name, whether it is hidden, its merged areas, and its rows of texts from the first on.

    Raises:
        TooLarge: a sheet spans more than `most_cells`.
        Exception: whatever the reader says of a damaged file.
    """
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
    found = []
    for told in book.sheets_metadata:
        if told.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(told.name)
        rows, columns = (last + 1 for last in sheet.end or (-1, -1))
        if rows * columns > most_cells:
            raise TooLarge(rows, columns)
        found.append(
            {
                "name": told.name,
                "is_hidden": told.visible != python_calamine.SheetVisibleEnum.Visible,
                "merged": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()],
                "cells": [[text(c) for c in row] for row in sheet.to_python(skip_empty_area=False)],
            }
        )
    return found


def text(value: Any) -> str:
    """A cell as a text: days as ISO days, whole numbers without a decimal point."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)


def number_text(value: float) -> str:
    """A number as a cell: whole ones without a decimal point."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


def _run(most_memory: int, most_cells: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such bounds
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    try:
        answer: dict[str, Any] = {"sheets": read(sys.stdin.buffer.read(), most_cells)}
    except TooLarge as error:
        answer = {"too_large": error.args}
    except BaseException as error:
        answer = {"damaged": str(error), "is_locked": "password" in f"{type(error).__name__} {error}".lower()}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _run(*map(int, sys.argv[1:]))
