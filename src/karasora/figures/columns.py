"""What has to be told of a sheet's columns before their figures are read."""

import re
from collections.abc import Sequence

from karasora import periods
from karasora.faults import quote
from karasora.figures.labels import is_comparison, read_labels
from karasora.figures.places import read_place
from karasora.figures.roles import Roles
from karasora.measures import MOST_OWN
from karasora.tables.findings import Findings
from karasora.tables.grid import Grid
from karasora.tables.table import letter


def check_columns(roles: Roles, findings: Findings) -> None:
    """Tell of columns that are not read, and of headers that leave open what their figures are of."""
    _warn_of_unread(roles, findings)
    _refuse_nameless(roles, findings)
    _refuse_half_years(roles, findings)


def is_too_wide(roles: Roles, findings: Findings) -> bool:
    """Whether more measures stand side by side than a page can offer; that is a fault."""
    read = read_labels([column.labels for column in roles["value"]], roles.across)
    if len({label.names for label in read}) <= MOST_OWN:
        return False
    grid = roles.layout.grid
    findings.file_fault(
        grid.file,
        grid.where(f"over {MOST_OWN} columns are measures of the table's own"),
        "leave out those that no map needs, or write a row per region, measure and value",
    )
    return True


def region_header(roles: Roles) -> str:
    """The header of the column of regions, "-" where it has none."""
    column = roles.first("region")
    return column.header if column and column.header else "-"


def _warn_of_unread(roles: Roles, findings: Findings) -> None:
    grid = roles.layout.grid
    for column in (*roles["event"], *roles["unread"]):
        findings.warn(
            grid.file, roles.layout.head, column.header,
            grid.where(
                f"the column {quote(column.header or letter(column.at))} was not read: "
                "figures have no such column"
            ),
            "leave it out, or say --as incidents", "unknown column",
        )  # fmt: skip


def _refuse_nameless(roles: Roles, findings: Findings) -> None:
    """Figures without a header beside others that have one could be of anything."""
    columns = roles["value"]
    for column in columns if len(columns) > 1 else ():
        if not column.header:
            grid, name = roles.layout.grid, letter(column.at)
            wrong = grid.where(f"column {name} has figures but no header")
            findings.fault(grid.file, roles.layout.rows[0], name, wrong, "give it a header", "no header")


_HALF_YEAR = re.compile(
    r"(?:19|20)\d\d(?:\d\)|(?!\d|\s*[/–—-]\s*\d))|'?\d\d\s*(?:г|год|ж|жыл)\b", re.IGNORECASE
)


def _refuse_half_years(roles: Roles, findings: Findings) -> None:
    """A header that begins with a year but says more, «2025 г. (прогноз)», would be a measure without its
    period. What is compared with a year, «2024 в % к 2023», is one."""
    columns = roles["value"]
    read = read_labels([column.labels for column in columns], roles.across)
    for column, label in zip(columns, read, strict=True):
        for name in label.names:
            if _HALF_YEAR.match(name) and not periods.parse(name) and not is_comparison(name):
                grid = roles.layout.grid
                wrong = grid.where(f"{quote(name)} begins with a year, but is none")
                right = "write the year alone, or before it what tells it apart, such as «прогноз 2025»"
                findings.fault(grid.file, roles.layout.head, column.header, wrong, right, "period")


def check_other_codes(roles: Roles, cells: Sequence[str], grid: Grid, findings: Findings) -> None:
    """A code beside a name must mean the same region."""
    region = roles.first("region")
    assert region is not None
    by_header = [column.header for column in (region, *roles["code"])]
    if len(set(by_header)) < len(by_header) and any(by_header):
        wrong = f"{quote(region.header)} stands above two columns: two tables seem to stand side by side"
        right = "put each table on a sheet of its own"
        findings.fault(grid.file, roles.layout.head, region.header, grid.where(wrong), right, "two tables")
        return
    for row, code, text in zip(roles.layout.rows, cells, region.cells, strict=True):
        by_code, by_name = read_place(code), roles.places.get(text)
        if (
            by_code.kind == "region"
            and by_name
            and by_name.kind == "region"
            and (not set(by_code.codes) & set(by_name.codes))
        ):
            wrong = f"the code {quote(code)} is {by_code.codes[0]}, the name {quote(text)} {by_name.codes[0]}"
            findings.fault(grid.file, row, region.header, grid.where(wrong), "mend one of them", "region")
