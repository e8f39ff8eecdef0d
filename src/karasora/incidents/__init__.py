"""Tables to checked incidents: every fault of every file at once, or a data set in which nothing is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from karasora import geodata
from karasora.faults import DataError, Fault, UsageError
from karasora.figures.reading import FIGURES, INCIDENTS, Piece, read_piece
from karasora.figures.readings import Reading
from karasora.figures.together import Figures, put_together
from karasora.geodata import LANGUAGES
from karasora.incidents import former, reports
from karasora.incidents.assembly import TEXTS, Assembled, assemble, own_measures, warn_of_excess
from karasora.incidents.points import Borders
from karasora.incidents.reading import Part, read_part
from karasora.incidents.reports import IMPLICIT, Note, Report, Total
from karasora.measures import Measure, read_measures
from karasora.regions import check_vintage
from karasora.tables import Grid, Source, Table, as_tables, read_grids
from karasora.tables.columns import KINDS
from karasora.tables.findings import Findings

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

#: A file, a folder, "-" for standard input, a DataFrame, or the cells of a table as a reader gives them.
Tabular: TypeAlias = "str | Path | pd.DataFrame | Grid"

_OURS = ("incidents.csv", "reports.csv", "totals.csv", "notes.csv")


@dataclass(frozen=True)
class Dataset:
    """Incidents that were read and checked, with everything that belongs to them.

    `incidents` has a RangeIndex and one row per incident. Columns of texts, "" for empty: id, case, report,
    units and from_units (ISO codes joined by ";", "" for nowhere), scope, kind ("context" is shown and not
    counted), status ("draft" or ""), start, end, from_macro ("south", …: the part of the country that a
    corridor comes from), place; place, title, text and locator with _ru, _kk and _en; source_url, confidence,
    quote. Then lat and lon (degrees, NaN for none), file, row (as a spreadsheet counts), per measure KEY
    (float64, in kg or counted) and "KEY:flags" (uint8, see quantities),
    and what no rule understood as texts "x:HEADER".

    `figures` came already added up: report, region (an ISO code, "" for the whole country), measure, period
    (a code, see periods, or ""), value (float64, in the measure's unit) and flags (uint8). Within a report,
    region and measure the periods don't overlap.

    `measures` has all measures by key, "incidents" first, which is counted and has no column. `reports` stand
    in the order in which they are shown. `readings` tell how each table was understood.
    """

    incidents: pd.DataFrame
    measures: Mapping[str, Measure]
    reports: Sequence[Report]
    totals: Sequence[Total]
    notes: Sequence[Note]
    warnings: Sequence[Fault]
    vintage: int
    sources: Sequence[tuple[str, str]]
    figures: pd.DataFrame
    readings: Sequence[Reading] = ()


def read_incidents(
    *paths: "Tabular", regions: "GeoDataFrame | str | Path | None" = None, vintage: int = 2022
) -> pd.DataFrame:
    """Read and check incidents; the article's data if no path is given.

    Args:
        paths: files (CSV, XLSX, JSON, GeoJSON, Parquet), folders, "-" for standard input, or DataFrames with
            the same columns.
        regions: the borders that points are looked up in, as `read_regions` gives them, or the path of some.
        vintage: 2022 for today's 20 units, 2018 for the 17 before June 2022.

    Returns:
        A table as `Dataset.incidents` describes it.

    Raises:
        DataError: the data are at fault; names every fault with its row and column.
    """
    return read_dataset(paths, vintage=vintage, boundaries=regions, as_=INCIDENTS).incidents


def read_dataset(
    paths: "Tabular | Sequence[Tabular] | None" = (),
    *,
    report: str | None = None,
    vintage: int | None = None,
    totals: "Tabular | None" = None,
    boundaries: "str | Path | GeoDataFrame | None" = None,
    as_: str | None = None,
) -> Dataset:
    """Read and check incidents, figures already added up, reports, totals and notes.

    Args:
        paths: one or several files, folders, "-" or DataFrames; geodata's own tables if there is none.
        report: the id of the report to stand first.
        vintage: the units of the map: 2022 or 2018; None for today's, or for those of 2018 where all there is
            are figures of before June 2022.
        totals: a table to read as figures, whatever it shows; without `paths` it is all there is.
        boundaries: the borders that points are looked up in; the packaged ones if not given.
        as_: "incidents" or "figures", to say what tables hold; None to tell it by what stands in them.

    Raises:
        DataError: the data or a file are at fault; names every fault of the run.
        UsageError: there is no report with that id.
        ValueError: there is no such vintage, or nothing that tables are read `as_`.
    """
    if vintage is not None:
        check_vintage(vintage)
    if as_ not in (None, INCIDENTS, FIGURES):
        raise ValueError(f"tables are read as {INCIDENTS} or as {FIGURES}, not as {as_!r}")
    findings = Findings()
    sources: list[Source] = []
    tables, pieces = _read(_paths(paths, totals), as_, findings, sources)
    if totals is not None:
        pieces += _read([totals], FIGURES, findings, sources)[1]
    incident_tables, report_tables, total_tables, note_tables = (
        [t for t in tables if t.kind == kind] for kind in KINDS
    )
    if not incident_tables and not pieces and not findings.faults:
        findings.file_fault(
            _first_name(paths),
            "there is no table of incidents or of figures",
            "give one with a column of regions",
        )

    listed = reports.read_reports(report_tables, findings) or None
    figures = put_together(pieces, vintage=vintage or (2022 if incident_tables else None), findings=findings)
    vintage = figures.vintage
    borders = Borders(vintage, boundaries)
    parts = [read_part(table, listed, borders, findings) for table in incident_tables]
    given = reports.owned(figures.frame, listed, findings)
    of_old: list[Part] = []
    if vintage != 2018:
        given, of_old = former.set_apart(given, pieces[0].grid.file if pieces else "", TEXTS)
    assembled = assemble([*parts, *of_old])
    incidents = assembled.incidents
    shown = listed or _implicit_reports(incident_tables, parts, incidents, given, figures, pieces)
    national = reports.read_totals(total_tables, shown, findings)
    notes = reports.read_notes(note_tables, incidents["id"], shown, findings)
    warn_of_excess(incidents, national, findings)
    measures = {**read_measures(), **own_measures(parts, incidents, vintage, figures, given)}

    faults, warnings = findings.in_order()
    if faults:
        raise DataError(faults, warnings, _counts(assembled, incident_tables))
    return Dataset(
        incidents=incidents,
        measures=measures,
        reports=opened(shown, report),
        totals=[*(total for total, *_ in national), *_of_country(parts, shown, measures, national)],
        notes=notes,
        warnings=warnings,
        vintage=vintage,
        sources=[(source.name, source.sha256) for source in sources],
        figures=given,
        readings=[*map(_reading, incident_tables), *figures.readings],
    )


def _of_country(
    parts: Sequence[Part],
    shown: Sequence[Report],
    measures: Mapping[str, Measure],
    told: Sequence[reports.ListedTotal],
) -> list[Total]:
    """What the only table of incidents says of the whole country in a row of its own."""
    if len(shown) != 1 or len(parts) != 1:
        return []
    known = {one.total.measure for one in told}
    return [
        Total(shown[0].id, key, said.value, said.flags, "", {}, measures[key].unit)
        for key, said in parts[0].national.items()
        if key in measures and key not in known
    ]


def _read(
    paths: "Sequence[Tabular]", as_: str | None, findings: Findings, sources: list[Source]
) -> tuple[list[Table], list[Piece]]:
    """The tables of all paths, and those that hold figures already added up."""
    tables: list[Table] = []
    pieces: list[Piece] = []
    for path in paths:
        others: list[Grid] = []
        for grid in read_grids(path, findings, sources):
            piece = read_piece(grid, findings, as_=as_)
            if piece is None:
                others.append(grid)
            else:
                pieces.append(piece)
        if as_ != FIGURES:
            tables += as_tables(
                others, findings, are_alone=not any(p.grid.file == g.file for p in pieces for g in others)
            )
    return tables, pieces


def _reading(table: Table) -> Reading:
    return Reading(table.file, table.sheet, INCIDENTS, len(table))


def _paths(paths: "Tabular | Sequence[Tabular] | None", totals: object) -> "Sequence[Tabular]":
    if paths is None or (isinstance(paths, Sequence) and not isinstance(paths, str) and not paths):
        return [] if totals is not None else [geodata.path(name) for name in _OURS]
    return list(paths) if isinstance(paths, Sequence) and not isinstance(paths, str) else [paths]


def _first_name(paths: "Tabular | Sequence[Tabular] | None") -> str:
    first = next(iter(_paths(paths, None)))
    return Path(first).name or str(first) if isinstance(first, str | Path) else "DataFrame"


def _implicit_reports(
    tables: Sequence[Table],
    parts: Sequence[Part],
    incidents: pd.DataFrame,
    given: pd.DataFrame,
    figures: Figures,
    pieces: Sequence[Piece],
) -> list[Report]:
    """A partial report for each id that rows name where no table lists reports; they are never added up.

    A title above figures is its headline, in the language that it is in.
    """
    named = list(dict.fromkeys([*incidents["report"].unique(), *given["report"].unique()]))
    titles = {} if tables else reports.by_language(figures.titles)
    language = parts[0].language if parts else next(iter(titles), "ru")
    files = [table.file for table in tables] or [piece.grid.file for piece in pieces]
    title = Path(files[0].removesuffix(".gz")).stem.strip("-") if files else ""
    plain = {lang: titles.get(lang, next(iter(titles.values()), title)) for lang in LANGUAGES}
    return [
        Report(
            id=id_,
            titles=plain if id_ == IMPLICIT else dict.fromkeys(LANGUAGES, id_),
            headlines=plain if titles and id_ == IMPLICIT else {},
            language=language,
        )
        for id_ in named or [IMPLICIT]
    ]


def opened(shown: Sequence[Report], report: str | None) -> Sequence[Report]:
    """The reports with the one asked for in front.

    Raises:
        UsageError: there is no report with that id.
    """
    if report is None:
        return shown
    if report not in {r.id for r in shown}:
        raise UsageError(
            f"there is no report {report!r} in these data; there are {', '.join(r.id for r in shown)}"
        )
    return sorted(shown, key=lambda r: r.id != report)


def _counts(assembled: Assembled, tables: Sequence[Table]) -> dict[str, int]:
    """Where the rows that could be read went, those at fault being rejected."""
    units = assembled.incidents["units"][~assembled.at_fault]
    several = int(units.str.contains(";", regex=False).sum())
    unlocated = int((units == "").sum())
    lost = sum(len(t) + t.rejected for t in tables) - len(assembled.at_fault)
    return {
        "read": len(assembled.at_fault) + lost,
        "mapped": len(units) - several - unlocated,
        "several_regions": several,
        "unlocated": unlocated,
        "rejected": int(assembled.at_fault.sum()) + lost,
    }
