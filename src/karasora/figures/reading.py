"""A sheet of figures: set out, told from incidents, molten, its places read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from karasora import periods
from karasora.faults import quote
from karasora.figures import words
from karasora.figures.columns import check_columns, check_other_codes, is_too_wide, region_header
from karasora.figures.deciding import decide, is_surely_incidents, repeats_days
from karasora.figures.layout import lay_out
from karasora.figures.melting import WHOLE, Melting, Molten, nothing_molten
from karasora.figures.places import COUNTRY, Place
from karasora.figures.readings import Reading
from karasora.figures.roles import Roles, find_roles
from karasora.names.fold import fold
from karasora.tables.columns import column_of, kind_named, kind_of
from karasora.tables.findings import Findings
from karasora.tables.grid import Grid

FIGURES, INCIDENTS = "figures", "incidents"
_LONG, _SAMPLE = 20_000, 2_000  # rows
_NAMED = ("incidents", "инциденты", "инциденттер")  # what a sheet of incidents is called in so many words
_PLAIN_SHEET = re.compile(
    r"(?:лист|sheet|данные|data|таблица|table|парақ|кесте|worksheet)?\s*\d*", re.IGNORECASE
)


@dataclass
class Piece:
    """One sheet of figures: molten, not yet checked against others."""

    grid: Grid
    molten: Molten
    reading: Reading
    titles: list[str] = field(default_factory=list)


def read_piece(grid: Grid, findings: Findings, *, as_: str | None = None) -> Piece | None:
    """The figures of one sheet; None where it holds something else.

    Needs no files and no state: a part of a table is read like the whole.

    Args:
        grid: the sheet as it stands.
        findings: where what is wrong is told.
        as_: "figures" or "incidents" where somebody says what the sheet holds; None for what it shows.
    """
    is_said = as_ == INCIDENTS or grid.kind or (as_ is None and fold(grid.sheet or stem_of(grid)) in _NAMED)
    if is_said or (as_ is None and (is_surely_incidents(grid) or _is_list_by_name(grid))):
        return None
    if as_ is None and len(grid) > _LONG and _lists_incidents(grid):
        return None
    layout = lay_out(grid)
    if layout is None:
        if as_ == FIGURES:
            _refuse_without_figures(grid, findings, "there is no row of figures, or no column of regions")
        return None
    roles = find_roles(layout)
    verdict = decide(roles)
    if verdict.kind != FIGURES and as_ == FIGURES:
        if not (roles.places or roles.across):
            _refuse_without_figures(grid, findings, "there is no column of regions")
            return None
        if not roles["value"]:
            _refuse_without_figures(grid, findings, "there is no column of figures")
            return None
    elif verdict.kind == "doubtful":
        findings.fault(
            grid.file, layout.head, "-",
            grid.where(f"{verdict.wrong}: the rows may be incidents, or figures already added up"),
            "say which: --as incidents, or --as figures, where each region stands once", "two readings",
        )  # fmt: skip
        nothing = Molten(grid.file, nothing_molten(), {}, {})
        return Piece(grid, nothing, Reading(grid.file, grid.sheet, FIGURES, 0))
    elif verdict.kind != FIGURES:
        return None
    return _piece(grid, roles, findings)


def _lists_incidents(grid: Grid) -> bool:
    """Whether the first rows of a long sheet already say that it lists incidents: one region has two of them
    on one day."""
    start = replace(grid, columns=[c.slice(0, _SAMPLE) for c in grid.columns], rows=grid.rows[:_SAMPLE])
    layout = lay_out(start)
    return layout is not None and repeats_days(find_roles(layout))


def _is_list_by_name(grid: Grid) -> bool:
    """Whether name and every header say that a sheet lists reports, national totals or notes; no figure of a
    region is in such a one."""
    kind = kind_named(grid.sheet or stem_of(grid))
    if kind not in ("reports", "totals", "notes"):
        return False
    headers = [header for header in grid.names or next(iter(grid.top(1)), []) if header]
    named = {column_of(kind, header) for header in headers}
    return kind_of(headers) == kind and None not in named and (kind == "reports" or "report" in named)


def stem_of(grid: Grid) -> str:
    """The name of a grid's file without its ending."""
    return Path(grid.file.removesuffix(".gz")).stem


def _refuse_without_figures(grid: Grid, findings: Findings, wrong: str) -> None:
    findings.file_fault(grid.file, grid.where(wrong), "name a column region, область or облыс")


def _piece(grid: Grid, roles: Roles, findings: Findings) -> Piece | None:
    layout = roles.layout
    for told in roles.told:
        findings.warn(grid.file, layout.head, region_header(roles), grid.where(told),
                      "write the code or the full name if it is another", "settled name")  # fmt: skip
    check_columns(roles, findings)
    grid.check_cells({c.at: c.header for c in layout.columns}, {*layout.rows}, findings)
    sheet = "" if _PLAIN_SHEET.fullmatch(grid.sheet.strip()) or periods.parse(grid.sheet) else grid.sheet
    stem = sheet or stem_of(grid)
    if is_too_wide(roles, findings):
        return None
    molten = Melting(roles, findings, stem=stem).melt()
    molten.long = _placed(molten, roles, grid, findings)
    reading = _reading(grid, molten, len(layout.rows), layout.notes)
    return Piece(grid, molten, replace(reading, footnotes=_footnotes(roles)), layout.titles)


def _footnotes(roles: Roles) -> tuple[tuple[str, str], ...]:
    """The lines below whose sign a region's name bears, or one of its figures."""
    told: dict[str, list[str]] = {}
    for line in roles.layout.notes:
        if mark := words.note_mark(line):
            told.setdefault(mark, []).append(line)
    if not told:
        return ()
    region = roles.first("region")
    marked = [(text, words.mark_of(text)) for text in (*roles.places, *roles.across)]
    for column in roles["value"]:
        across = next((label for label in column.labels if label in roles.across), "")
        names = region.cells if region else [across] * len(column.cells)
        marked += [(name, words.mark_of(cell)) for name, cell in zip(names, column.cells, strict=True)]
    places = {**roles.places, **roles.across}
    found = {
        (code, line): None
        for text, mark in marked if mark and text in places
        for code in places[text].codes
        for line in told.get(mark, ())
    }  # fmt: skip
    return tuple(found)


def _placed(molten: Molten, roles: Roles, grid: Grid, findings: Findings) -> pd.DataFrame:
    """The figures whose place is a region or the whole country; what else stands there is told."""
    long = molten.long
    places = molten.places
    kinds = {text: _kind(places.get(text), text) for text in long["place"].unique()}
    header = region_header(roles)
    regions = {code for text, kind in kinds.items() if kind == "region" for code in places[text].codes}
    for text, kind in kinds.items():
        rows = long["row"][long["place"] == text].unique().tolist()
        if kind in ("region", COUNTRY):
            continue
        if kind == "part" or (kind == "finer" and set(places[text].codes) <= regions):
            what = (
                "a total of some rows" if kind == "part" else "a part of a region that has a row of its own"
            )
            wrong = grid.where(f"{quote(text)} is {what} and was not read")
            findings.warn_rows(
                grid.file, rows, header, wrong, "leave the row out if that is right", "finer place"
            )
            continue
        wrong, right = _why_not(kind, text, places.get(text))
        findings.fault_rows(grid.file, rows, header, grid.where(wrong), right, "region")
    for code in roles["code"]:
        check_other_codes(roles, code.cells, grid, findings)
    kept = long["place"].map(kinds).isin(["region", COUNTRY])
    return long[kept]


def _kind(place: Place | None, text: str) -> str:
    return COUNTRY if text == WHOLE else place.kind if place else ""


def _why_not(kind: str, text: str, place: Place | None) -> tuple[str, str]:
    if kind == "doubtful" and place:
        return place.wrong, place.right
    if kind == "finer":
        return (
            f"{quote(text)} is a town or a district: its figure is not its region's",
            "give figures of regions",
        )
    if kind == "several":
        return (
            "a figure already added up must belong to one of today's regions",
            "write one region, such as KZ-62",
        )
    if not text:
        return "the row names no region", "write one, such as KZ-62"
    if words.role_of(text) in ("region", "code"):
        return "the headers of a second table seem to stand here", "put each table on a sheet of its own"
    from karasora.names import UnknownName

    error = UnknownName(text)
    return error.wrong, error.right


def _reading(grid: Grid, molten: Molten, rows: int, notes: Sequence[str]) -> Reading:
    long = molten.long
    codes = [code for code in long["period"].unique() if code]
    steps = {periods.step(code) for code in codes}
    regions = {
        c for text in long["place"].unique() if text in molten.places for c in molten.places[text].codes
    }
    return Reading(
        grid.file, grid.sheet, FIGURES, rows, len(regions), long["measure"].nunique(), len(codes),
        steps.pop() if len(steps) == 1 else "", tuple(notes),
    )  # fmt: skip
