"""One table of incidents to checked columns; nothing here looks at one row at a time."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora.faults import quote
from karasora.geodata import LANGUAGES
from karasora.incidents.division import DIVISION
from karasora.incidents.measuring import OwnMeasure, read_figures
from karasora.incidents.nationwide import Apart, set_apart
from karasora.incidents.placing import place_rows
from karasora.incidents.points import Borders
from karasora.incidents.reports import IMPLICIT, Report, language_of, unknown_report
from karasora.quantities import Flags, Quantity, Values
from karasora.tables import Table, cells
from karasora.tables.columns import column_of, nearest_headers
from karasora.tables.findings import Findings
from karasora.tables.rows import Rows

_PLAIN = ("id", "case", "confidence", "quote")
_IN_LANGUAGES = ("title", "text", "place", "locator")
_CHOICES = {
    "scope": False,
    "kind": True,
    "status": False,
    "from_macro": False,
}  # whether other words than the choices may stand there
_TELLING = ("title", "text")  # whose letters tell the language of a table
_SAMPLE = 500  # rows that tell the language of a table


@dataclass
class Part:
    """The incidents of one table, column by column; rows at fault are still among them."""

    rows: Rows
    texts: dict[str, Any] = field(default_factory=dict)  # pyarrow arrays of texts
    lat: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    lon: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    quantities: dict[str, tuple[Values, Flags]] = field(default_factory=dict)
    own: dict[str, OwnMeasure] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)  # what no rule understood, by "x:HEADER"
    identity: Any = None
    national: Mapping[str, Quantity] = field(default_factory=dict)  # what the row of the country says
    language: str = "ru"

    def __len__(self) -> int:
        return len(self.rows)


def read_part(table: Table, reports: Sequence[Report] | None, borders: Borders, findings: Findings) -> Part:
    """Read and check a table of incidents.

    Args:
        table: one of the kind incidents.
        reports: what the rows may belong to; None where no table lists reports.
        borders: the borders that points are looked up in.
        findings: where what is wrong is told.
    """
    apart = set_apart(table, findings)
    rows = Rows(apart.table, findings)
    part = Part(rows)
    if not _has_a_place(rows):
        return part
    for column in _PLAIN:
        part.texts[column] = rows.texts(column)
    for column, is_open in _CHOICES.items():
        part.texts[column] = rows.read(column, cells.choice_reader(column, open_=is_open))
    part.texts["start"], part.texts["end"] = rows.dates()
    part.texts["source_url"] = rows.links("source_url", strict=False)
    part.texts["report"] = _reports(rows, reports)
    _read_words(part, reports)
    part.texts["place"] = first_of(part.texts[f"place_{lang}"] for lang in LANGUAGES)
    _check_place_names(rows, part.texts["place"])
    part.texts["scope"] = pc.if_else(pa.array(apart.is_national), "national", part.texts["scope"])
    for header, texts in rows.unusable.items():
        part.extra[f"x:{header}"] = texts
    _read_measures(part, apart)
    _place(part, reports, borders)
    return part


def _has_a_place(rows: Rows) -> bool:
    if "regions" in rows or ("lat" in rows and "lon" in rows) or "scope" in rows:
        return True
    table = rows.table
    rows.findings.fault(
        table.file,
        1,
        "-",
        table.where(f"no header names a column of regions: {', '.join(map(quote, table.headers[:8]))}"),
        "name one regions, область or облыс; or give lat and lon",
        "no column of regions",
    )
    return False


def _check_place_names(rows: Rows, place: Any) -> None:
    lost = np.flatnonzero(pc.match_substring_regex(place, r"(?:^|\s|\pL)\?+\pL").to_numpy())
    for i in lost.tolist():
        rows.fault(
            "place",
            [i],
            f"{quote(place[i].as_py())} has a letter lost to an encoding",
            "type the name again",
            "?",
        )


def _reports(rows: Rows, reports: Sequence[Report] | None) -> Any:
    """The report of each row: as written, or the only one there is."""
    written = rows.texts("report")
    only = IMPLICIT if reports is None else reports[0].id if len(reports) == 1 else ""
    written = pc.if_else(pc.equal(written, ""), only, written)
    if reports:
        codes, distinct = cells.encode(written)
        known = {r.id for r in reports}
        unknown = [i for i, text in enumerate(distinct) if text not in known]
        for i, places in cells.places_of(codes, unknown).items():
            rows.fault("report", places, *unknown_report(distinct[i], reports), "report")
    return written


def _read_words(part: Part, reports: Sequence[Report] | None) -> None:
    """What is told by language; what names none is in its report's, else in that of the table."""
    rows = part.rows
    bare = {stem: rows.texts(stem) for stem in _IN_LANGUAGES}
    by_language = {f"{stem}_{lang}": rows.texts(f"{stem}_{lang}") for stem in bare for lang in LANGUAGES}
    part.texts |= by_language
    part.language = language_of(
        "".join(
            t for name, c in (bare | by_language).items() if name.startswith(_TELLING) for t in _sample(c)
        )
    )
    for stem, column in bare.items():
        if stem not in rows:
            continue
        for lang in LANGUAGES:
            name = f"{stem}_{lang}"
            meant = pc.and_(_is_in(part, lang, reports), pc.not_equal(column, ""))
            free = pc.equal(part.texts[name], "")
            double = pc.and_(meant, pc.and_(pc.invert(free), pc.not_equal(part.texts[name], column)))
            rows.warn(
                stem, np.flatnonzero(double.to_numpy()), f"the row has {name} too, which was kept",
                f"keep one of {stem} and {name}", "two titles",
            )  # fmt: skip
            part.texts[name] = pc.if_else(pc.and_(meant, free), column, part.texts[name])


def first_of(columns: Iterable[Any]) -> Any:
    """Row by row the first of the texts that is not empty."""
    return functools.reduce(lambda a, b: pc.if_else(pc.equal(a, ""), b, a), columns)


def _sample(column: Any) -> Iterable[str]:
    return (text[:1000] for text in column.slice(0, _SAMPLE).to_pylist())


def _is_in(part: Part, language: str, reports: Sequence[Report] | None) -> Any:
    ids = [r.id for r in reports or () if r.language == language]
    if reports is None:
        return pa.scalar(part.language == language)
    return pc.is_in(part.texts["report"], value_set=pa.array(ids, pa.string()))


def _read_measures(part: Part, apart: Apart) -> None:
    """Columns of figures; what is neither known nor figures is told of and carried along."""
    found = read_figures(part.rows, apart.sums, ~apart.is_national)
    part.quantities, part.own = found.quantities, found.own
    part.national = found.sums if apart.is_of_country else {}
    for position in found.rest:
        _carry(part, part.rows.table.headers[position], part.rows.table.columns[position])


def _carry(part: Part, header: str, column: Any) -> None:
    rows = part.rows
    texts, problems = cells.without_controls(cells.as_texts(column))
    rows.add_problems(header, problems, header)
    if not pc.any(pc.not_equal(texts, "")).as_py():
        return
    part.extra[f"x:{header}"] = texts
    if column_of("carried", header):
        return
    rows.findings.warn(
        rows.table.file,
        rows.table.head,
        header,
        rows.table.where(_unused(header)),
        _how_to_name(header),
        "unknown column",
    )


def _unused(header: str) -> str:
    if column_of("incidents", header) == "regions":
        return (
            f"the column {quote(header)} names no region of Kazakhstan; it is only carried into the downloads"
        )
    return f"the column {quote(header)} is not understood; it is only carried into the downloads"


def _how_to_name(header: str) -> str:
    """What may be done about a column that is not understood."""
    if column_of("incidents", header) is None and (close := nearest_headers(header)):
        return f"rename it if it is one of the known columns, perhaps {' or '.join(map(quote, close))}"
    return "rename it if it is one of the known columns"


def _place(part: Part, reports: Sequence[Report] | None, borders: Borders) -> None:
    texts = part.texts
    start = texts["start"]
    is_early = pc.and_(pc.less(start, DIVISION), pc.not_equal(start, ""))
    vintages: Mapping[int, list[str]] = {
        vintage: [r.id for r in reports or () if r.vintage == vintage] for vintage in (2018, 2022)
    }
    in_old, in_new = (
        pc.is_in(texts["report"], value_set=pa.array(vintages[v], pa.string())) for v in (2018, 2022)
    )
    is_old = pc.or_(in_old, pc.and_(is_early, pc.invert(in_new)))
    places = place_rows(
        part.rows,
        is_old=is_old.to_numpy(),
        is_national=pc.equal(texts["scope"], "national").to_numpy(),
        borders=borders,
    )
    texts["units"], texts["from_units"] = (
        pa.array(u, pa.string()) for u in (places.units, places.from_units)
    )
    part.lat, part.lon, part.identity = places.lat, places.lon, places.identity
