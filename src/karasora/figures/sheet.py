"""A sheet of figures to fill in: `karasora template --figures`."""

import csv
import io
from pathlib import Path

from karasora import geodata
from karasora.template import timeless, write_new_workbook

_PERIODS = ("2023", "2024", "2025")
_MEASURES = ("Население, чел.", "Число пожаров, ед.", "Уровень безработицы, %")


def write_sheet(path: Path | str) -> None:
    """Write an XLSX with a row for each region, two rows of headers and a year under each measure.

    Raises:
        DataError: `path` exists.
        UsageError: it isn't named .xlsx.
        OSError: it can't be written there.
    """
    write_new_workbook(path, sheet)


def sheet() -> bytes:
    """The workbook as bytes, the same every time: measures over years, and a row per region."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    page = book.active
    page.title = "figures"
    many = len(_PERIODS)
    page.append(["Регион", *(text for m in _MEASURES for text in (m, *[None] * (many - 1)))])
    page.append([None, *(period for _ in _MEASURES for period in _PERIODS)])
    page.merge_cells("A1:A2")
    for number in range(len(_MEASURES)):
        page.merge_cells(
            start_row=1, end_row=1, start_column=2 + number * many, end_column=1 + (number + 1) * many
        )
    for name in _regions():
        page.append([name])
    for cell in (*page[1], *page[2]):
        cell.font = Font(bold=True)
    page.column_dimensions["A"].width = 30
    page.freeze_panes = "B3"
    written = io.BytesIO()
    book.save(written)
    return timeless(written.getvalue())


def _regions() -> list[str]:
    with geodata.path("regions.csv").open(encoding="utf-8", newline="") as file:
        return [row["name_ru"] for row in csv.DictReader(file)]
