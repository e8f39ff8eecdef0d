"""The template can be filled in without reading anything, and is accepted as it stands."""

import csv
import io
import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import range_boundaries

from karasora import geodata
from karasora.faults import DataError, UsageError
from karasora.incidents import read_dataset
from karasora.template import SHEETS, template, write_template


@pytest.fixture  # looking at a cell makes it: a fresh book for each test
def book() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(template()))


def header(book: Workbook, sheet: str) -> list[str]:
    return [cell.value for cell in book[sheet][1]]


def committed_header(name: str) -> list[str]:
    with geodata.path(name).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def choices(book: Workbook, sheet: str, column: str) -> list[str]:
    """What the drop-down of a column offers, wherever its list stands."""
    number = header(book, sheet).index(column) + 1
    for validation in book[sheet].data_validations.dataValidation:
        [block] = validation.sqref.ranges
        if block.min_col <= number <= block.max_col:
            assert (block.min_row, validation.showErrorMessage) == (2, False), "a hint from the first row on"
            if validation.formula1.startswith('"'):
                return validation.formula1.strip('"').split(",")
            where, _, cells = validation.formula1.partition("!")
            left, top, right, bottom = range_boundaries(cells)
            block_cells = book[where].iter_rows(top, bottom, left, right, values_only=True)
            return [value for (value,) in block_cells]
    raise AssertionError(f"{sheet}.{column} has no drop-down")


@pytest.mark.parametrize("sheet", SHEETS)
def test_has_every_column_of_our_own_tables(book: Workbook, sheet: str) -> None:
    ours = header(book, sheet)
    assert set(committed_header(f"{sheet}.csv")) <= set(ours)
    assert len(ours) == len(set(ours))


def test_has_every_measure_that_a_cell_can_hold(book: Workbook) -> None:
    with geodata.path("measures.csv").open(encoding="utf-8", newline="") as file:
        keys = {row["key"] for row in csv.DictReader(file)}
    ours = set(header(book, "incidents"))
    assert keys - ours == {"incidents"}, "counted, not written"


def test_the_first_column_is_the_one_that_is_needed(book: Workbook) -> None:
    assert header(book, "incidents")[0] == "regions"


def test_drop_downs_for_units_and_kinds(book: Workbook) -> None:
    units = choices(book, "incidents", "regions")
    assert len(set(units)) == 20 and "область Ұлытау" in units and "город Алматы" in units
    assert choices(book, "incidents", "from_regions") == units
    assert {"seizure", "context"} <= set(choices(book, "incidents", "kind"))
    assert choices(book, "incidents", "report")[0] == "example-2026-06"
    assert set(choices(book, "reports", "coverage")) == {"partial", "complete"}
    measures = choices(book, "totals", "measure")
    assert measures[0] == "incidents" and None not in measures and "groups" in measures


def test_every_column_is_explained_in_three_languages(book: Workbook) -> None:
    told = list(book["help"].iter_rows(2, max_col=6, values_only=True))
    explained = {(sheet, column) for sheet, column, _, *texts in told if all(texts)}
    assert {(sheet, column) for sheet in SHEETS for column in header(book, sheet)} <= explained


def test_cells_are_text_so_that_no_program_makes_dates_of_them(book: Workbook) -> None:
    for sheet in SHEETS:
        assert {cell.number_format for row in book[sheet].iter_rows() for cell in row} == {"@"}
        assert {dimension.number_format for dimension in book[sheet].column_dimensions.values()} == {"@"}


def test_same_bytes_at_any_time() -> None:
    first = template()
    time.sleep(2.1)  # a zip tells two seconds apart
    assert template() == first


def test_is_accepted_as_it_stands(tmp_path: Path) -> None:
    write_template(tmp_path / "new.xlsx")
    dataset = read_dataset([tmp_path / "new.xlsx"])
    assert list(map(str, dataset.warnings)) == []
    [row] = dataset.incidents.itertuples()
    assert (row.units, row.kind, row.report) == ("KZ-31", "seizure", "example-2026-06")
    assert dataset.incidents["marijuana_kg"].tolist() == [206.0]
    assert [report.id for report in dataset.reports] == ["example-2026-06"]
    assert [total.measure for total in dataset.totals] == ["marijuana_kg"]


def test_never_writes_over_a_filled_in_table(tmp_path: Path) -> None:
    mine = tmp_path / "mine.xlsx"
    mine.write_bytes(b"a year of work")
    with pytest.raises(DataError, match=r"mine\.xlsx:1:-: this file exists already; another name"):
        write_template(mine)
    assert mine.read_bytes() == b"a year of work"


def test_says_that_it_is_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Excel workbook: its name ends in \.xlsx, not as mine\.csv does"):
        write_template(tmp_path / "mine.csv")
    assert list(tmp_path.iterdir()) == []
