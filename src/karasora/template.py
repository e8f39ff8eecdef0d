"""The spreadsheet to fill in: the right columns, drop-downs, an example row, and help in three languages.

What stands in it is a table, `template.csv`: sheet, column, choices of its drop-down, cell of the example,
and help in Russian, Kazakh and English. Measures come from `measures.csv`, units from `regions.csv`.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from karasora import geodata
from karasora.atomic import write_atomic
from karasora.faults import DataError, Fault, UsageError
from karasora.tables.columns import choices

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_Row = dict[str, str]

SHEETS = ("incidents", "reports", "totals")
_LANGUAGES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}
_LAST_ROW = 10_000  # how far down the drop-downs go
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold


def write_template(path: Path | str) -> None:
    """Write an XLSX template to `path`; the same bytes every time.

    Raises:
        DataError: `path` exists (it may be somebody's filled-in table).
        UsageError: `path` isn't named .xlsx.
        OSError: it can't be written there.
    """
    write_new_workbook(path, template)


def write_new_workbook(path: Path | str, made: Callable[[], bytes]) -> None:
    """Write what `made` gives to `path`, where no file stands yet.

    Raises:
        DataError: `path` exists (it may be somebody's filled-in table).
        UsageError: `path` isn't named .xlsx.
        OSError: it can't be written there.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"a template is an Excel workbook: its name ends in .xlsx, not as {path.name} does")
    if path.exists():
        raise DataError(
            [Fault(path.name, 1, "-", "this file exists already", "another name; nothing is overwritten")]
        )
    write_atomic(path, made())


def template() -> bytes:
    """The workbook as bytes: the sheets incidents, reports, totals, and help with the lists."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    rows = list(_rows())
    columns = {sheet: [row for row in rows if row["sheet"] == sheet] for sheet in SHEETS}
    lists = {"units": _named("regions.csv", "iso"), "keys": _named("measures.csv", "key")}
    offered = {  # by a drop-down: the cells where the list stands; units are listed in Russian
        "units": f"help!$I$2:$I${len(lists['units']) + 1}",
        "keys": f"help!$M$2:$M${len(lists['keys']) + 1}",
        "reports": "reports!$A$2:$A$100",
    }
    for sheet in SHEETS:
        _fill(book.create_sheet(sheet), columns[sheet], offered)
    _help(book.create_sheet("help"), rows, lists)
    written = io.BytesIO()
    book.save(written)
    return timeless(written.getvalue())


def _read(path: Path) -> list[_Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _named(table: str, key: str) -> list[list[str]]:
    return [[row[key], row["name_ru"], row["name_kk"], row["name_en"]] for row in _read(geodata.path(table))]


def _rows() -> Iterator[_Row]:
    """The rows of workbook.csv, the row `measures` replaced by a row for each measure that cells can hold."""
    for row in _read(Path(__file__).with_suffix(".csv")):
        if row["choices"] == "choices":
            row["choices"] = ";".join(choices(row["column"]))
        if row["column"] != "measures":
            yield row
            continue
        for measure in _read(geodata.path("measures.csv")):
            if measure["key"] != "incidents":  # counted, not written
                names = {language: measure[f"name_{language}"] for language in _LANGUAGES}
                cell = ">206" if measure["key"] == "marijuana_kg" else ""
                yield row | names | {"column": measure["key"], "example": cell}


def _fill(sheet: "Worksheet", columns: list[_Row], offered: dict[str, str]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.append([row["column"] for row in columns])
    sheet.append([row["example"] or None for row in columns])
    sheet.freeze_panes = "A2"
    for number, row in enumerate(columns, start=1):
        letter = get_column_letter(number)
        dimension = sheet.column_dimensions[letter]
        dimension.width = 28 if row["column"].startswith(("title", "text", "regions")) else 14
        # Everything is text: a spreadsheet program would make a date of 2026-06 and of 1.5.
        dimension.number_format = "@"
        for cell in sheet[letter]:
            cell.number_format = "@"
        sheet[f"{letter}1"].font = Font(bold=True)
        if row["choices"]:
            # A hint, not a fence: several regions and kinds of one's own may be typed.
            listed = offered.get(row["choices"], '"' + row["choices"].replace(";", ",") + '"')
            choice = DataValidation("list", listed)
            choice.showErrorMessage = False
            choice.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(choice)


def _help(sheet: "Worksheet", rows: list[_Row], lists: dict[str, list[list[str]]]) -> None:
    from openpyxl.styles import Alignment, Font

    def put(column: int, table: list[list[str]]) -> None:
        for number, cells in enumerate(table, start=1):
            for offset, text in enumerate(cells):
                cell = sheet.cell(number, column + offset, text)
                cell.number_format = "@"
                cell.font = Font(bold=number == 1)
                cell.alignment = Alignment(wrap_text=True, vertical="top")

    languages = list(_LANGUAGES.values())
    told = [
        [row["sheet"], row["column"], row["choices"], *(row[code] for code in _LANGUAGES)] for row in rows
    ]
    put(1, [["sheet", "column", "choices", *languages], *told])
    put(8, [["unit", *languages], *lists["units"]])
    put(13, [["measure", *languages], *lists["keys"]])
    for letter, width in zip(
        "ABCDEFHIJKMNOP", [10, 18, 22, 48, 48, 48, 9, 30, 30, 30, 16, 26, 26, 26], strict=True
    ):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def timeless(workbook: bytes) -> bytes:
    """The same workbook without the time of its making: it stands in each zip entry and in the properties."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return written.getvalue()
