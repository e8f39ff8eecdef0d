"""Tables of figures to one frame: sheets set out, told from incidents, molten, checked, put together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from karasora import periods
from karasora.faults import quote
from karasora.figures import checking, frame, words
from karasora.figures.deciding import decide, is_surely_incidents, repeats_days
from karasora.figures.labels import dated_headers, is_comparison, read_label
from karasora.figures.layout import lay_out
from karasora.figures.melting import WHOLE, Melting, Molten, nothing_molten
from karasora.figures.naming import FigureMeasure
from karasora.figures.places import COUNTRY, Place, names_new_units
from karasora.figures.readings import Reading
from karasora.figures.roles import Roles, find_roles
from karasora.measures import MOST_OWN
from karasora.names.fold import fold
from karasora.tables.columns import column_of, kind_named, kind_of
from karasora.tables.findings import Findings
from karasora.tables.grid import Grid
from karasora.tables.table import letter
from karasora.units import split_unit

FIGURES, INCIDENTS = "figures", "incidents"
_LONG, _SAMPLE = 20_000, 2_000  # rows
_NAMED = ("incidents", "инциденты", "инциденттер")  # what a sheet of incidents is called in so many words
_DIVISION = "2022-06-08"  # from this day on there are 20 units
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


@dataclass
class Figures:
    """All figures of a run (see Dataset.figures), the measures that they bring along, and how they were read.

    `vintage` is that of the map that they belong on.
    """

    frame: pd.DataFrame
    measures: dict[str, FigureMeasure]
    readings: list[Reading]
    titles: list[str]
    vintage: int


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


def _is_too_wide(roles: Roles, findings: Findings) -> bool:
    """Whether more measures stand side by side than a page can offer; that is a fault."""
    dated = dated_headers([label for column in roles["value"] for label in column.labels])
    read = (read_label(column.labels, roles.across, dated) for column in roles["value"])
    if len({label.names for label in read}) <= MOST_OWN:
        return False
    grid = roles.layout.grid
    findings.file_fault(
        grid.file,
        grid.where(f"over {MOST_OWN} columns are measures of the table's own"),
        "leave out those that no map needs, or write a row per region, measure and value",
    )
    return True


def _piece(grid: Grid, roles: Roles, findings: Findings) -> Piece | None:
    layout = roles.layout
    for told in roles.told:
        findings.warn(grid.file, layout.head, _region_header(roles), grid.where(told),
                      "write the code or the full name if it is another", "settled name")  # fmt: skip
    _warn_of_unread_columns(roles, findings)
    _refuse_nameless(roles, findings)
    _refuse_half_years(roles, findings)
    grid.check_cells({c.at: c.header for c in layout.columns}, {*layout.rows}, findings)
    sheet = "" if _PLAIN_SHEET.fullmatch(grid.sheet.strip()) or periods.parse(grid.sheet) else grid.sheet
    stem = sheet or stem_of(grid)
    if _is_too_wide(roles, findings):
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


def _region_header(roles: Roles) -> str:
    column = roles.first("region")
    return column.header if column and column.header else "-"


def _warn_of_unread_columns(roles: Roles, findings: Findings) -> None:
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
    labels = [label for column in roles["value"] for label in column.labels]
    dated = dated_headers(labels)
    for column in roles["value"]:
        for name in read_label(column.labels, roles.across, dated).names:
            if _HALF_YEAR.match(name) and not periods.parse(name) and not is_comparison(name):
                grid = roles.layout.grid
                wrong = grid.where(f"{quote(name)} begins with a year, but is none")
                right = "write the year alone, or before it what tells it apart, such as «прогноз 2025»"
                findings.fault(grid.file, roles.layout.head, column.header, wrong, right, "period")


def _placed(molten: Molten, roles: Roles, grid: Grid, findings: Findings) -> pd.DataFrame:
    """The figures whose place is a region or the whole country; what else stands there is told."""
    long = molten.long
    places = molten.places
    kinds = {text: _kind(places.get(text), text) for text in long["place"].unique()}
    header = _region_header(roles)
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
        _check_other_codes(roles, code.cells, grid, findings)
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


def _check_other_codes(roles: Roles, cells: Sequence[str], grid: Grid, findings: Findings) -> None:
    """A code beside a name must mean the same region."""
    from karasora.figures.places import read_place

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


def put_together(pieces: Sequence[Piece], *, vintage: int | None, findings: Findings) -> Figures:
    """The figures of all sheets: in one vintage, added up over names and files, without totals.

    Args:
        pieces: what `read_piece` gave.
        vintage: that of the map, or None to take the one that the figures belong to.
        findings: where what is wrong is told.
    """
    measures: dict[str, FigureMeasure] = {}
    for piece in pieces:
        for key, measure in piece.molten.measures.items():
            first = measures.setdefault(key, measure)
            if (first.unit, first.additive) != (measure.unit, measure.additive):
                wrong = f"{quote(measure.name)} has another unit in another table"
                findings.file_fault(piece.grid.file, wrong, "name them differently")
    is_old = [_is_of_before_2022(piece.molten) for piece in pieces]
    vintage = vintage or (2018 if pieces and all(is_old) else 2022)
    readings = [_in_vintage(piece.reading, vintage) for piece in pieces]
    frames = [
        _with_regions(piece, number, vintage, old, findings)
        for number, (piece, old) in enumerate(zip(pieces, is_old, strict=True))
    ]
    long = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if long.empty:
        return Figures(frame.blank(), measures, readings, [], vintage)
    long = checking.added(long, measures, findings)
    long = checking.without_totals(long, measures, findings)
    long = checking.without_overlaps(long, measures, findings)
    checking.hold_national(long, measures, findings)
    figures = long[list(frame.COLUMNS)].reset_index(drop=True)
    figures = figures.astype({"value": np.float64, "flags": np.uint8})
    kept = set(figures["measure"].unique())
    # Without its unit: the figures are told in base units, a thousand persons as persons.
    titles = [split_unit(title).name or title for piece in pieces for title in piece.titles]
    return Figures(
        figures,
        {k: m for k, m in measures.items() if k in kept},
        readings,
        titles,
        vintage,
    )


def _in_vintage(reading: Reading, vintage: int) -> Reading:
    from karasora.incidents.division import in_vintage

    named = ((in_vintage(code, vintage), line) for code, line in reading.footnotes)
    return replace(reading, footnotes=tuple(dict.fromkeys(named)))


def _is_of_before_2022(molten: Molten) -> bool:
    """Whether all periods end before June 2022 and only units of that time are named."""
    codes = list(molten.long["period"].unique())
    if not codes or not all(code and periods.bounds(code)[1].isoformat() < _DIVISION for code in codes):
        return False
    return not names_new_units(molten.places.values())


def _with_regions(piece: Piece, number: int, vintage: int, is_old: bool, findings: Findings) -> pd.DataFrame:
    """The figures with their region's code in the vintage of the map.

    Figures of a unit that was divided belong to none of today's regions, and keep its code.
    """
    from karasora.incidents.division import divided, in_vintage, members_of

    molten, grid = piece.molten, piece.grid
    long = molten.long
    new = names_new_units(molten.places.values())

    def region(text: str, period: str) -> str:
        place = molten.places.get(text)
        if place is None or place.kind == COUNTRY:
            return ""
        code = place.codes[0]
        early = bool(period) and periods.bounds(period)[0].isoformat() < _DIVISION
        if vintage == 2018:
            return in_vintage(code, 2018)
        is_former = place.is_former or (not new and (is_old or early) and divided(code))
        return in_vintage(code, 2018) if is_former else code

    pairs, distinct = pd.factorize(pd.MultiIndex.from_frame(long[["place", "period"]]))
    codes = (
        np.array([region(*pair) for pair in distinct], object)[pairs] if len(long) else np.empty(0, object)
    )
    long = long.assign(region=codes, file=grid.file, sheet=f"{number}")
    _tell_south(long, grid, findings)
    former = long[long["region"].isin(list(members_of()))] if vintage != 2018 else long[:0]
    for text, rows in former.groupby("place", sort=False)["row"]:
        wrong = (
            f"{quote(text)} is a unit of before June 2022; its figures are shown in each of its heirs, "
            "and were added to none"
        )
        right = "--vintage 2018 draws the units of that time"
        findings.warn_rows(
            grid.file, sorted(set(rows.tolist())), "-", grid.where(wrong), right, "unit of before June 2022"
        )
    return long


_SOUTH = re.compile(r"южно ?казахстан|онтустик казакстан|south kazakhstan|\bюко\b")
_SHYMKENT_APART = "2018-06-19"  # when Shymkent became a unit of its own, and the rest Turkistan Region


def _tell_south(long: pd.DataFrame, grid: Grid, findings: Findings) -> None:
    """Figures of South Kazakhstan of before Shymkent left it are those of more than Turkistan Region."""
    names = [text for text in long["place"].unique() if _SOUTH.search(fold(text))]
    early = [c for c in long["period"].unique() if c and periods.bounds(c)[0].isoformat() < _SHYMKENT_APART]
    rows = long["row"][long["place"].isin(names) & long["period"].isin(early)]
    if len(rows):
        wrong = (
            f"{quote(names[0])} had Shymkent in it until June 2018: its figures stand for Turkistan Region"
        )
        right = "leave out the periods of before that, if it matters"
        findings.warn_rows(grid.file, sorted({*rows}), "-", grid.where(wrong), right, "unit of before 2018")


def own_values(figures: pd.DataFrame, key: str) -> "pd.Series[float]":
    """The values of a measure by region, as class breaks need them."""
    own = figures[(figures["measure"] == key) & (figures["region"] != "")]
    return own.set_index("region")["value"].dropna()
