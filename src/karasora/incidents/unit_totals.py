"""Figures that come already added up by unit, from an engine that holds a register (`--totals FILE`).

Two forms are read: wide, a row per unit with a column per measure (keys or labels, as in incidents; the
column `incidents` counts them), and long, with the columns region, measure, value and maybe qualifier. Both
may have a column `report`. Such figures stand in place of sums over incidents.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora import quantities
from karasora.faults import quote
from karasora.figures import frame
from karasora.incidents.naming import NamedUnits
from karasora.incidents.reading import OwnMeasure
from karasora.incidents.reports import IMPLICIT, Report, qualified, unknown_report
from karasora.measures import MeasureColumn, read_measures, understand, understand_all
from karasora.names.fold import fold
from karasora.tables import Table, cells
from karasora.tables.findings import Findings
from karasora.tables.rows import Rows

KIND = "unit_totals"
_COUNT = MeasureColumn("incidents", "items", 1.0, True)


def read_unit_totals(
    tables: Sequence[Table], reports: Sequence[Report] | None, vintage: int, findings: Findings
) -> tuple[pd.DataFrame, dict[str, tuple[OwnMeasure, pd.Series]]]:
    """Read tables of unit by measure.

    Returns:
        Figures (see Dataset.figures), one row per figure stated; and by
        key the measures that the tables bring along, each with its values by unit.
    """
    frames: list[pd.DataFrame] = []
    own: dict[str, OwnMeasure] = {}
    for table in tables:
        table.kind = KIND
        rows = Rows(table, findings)
        if "regions" not in rows:
            findings.file_fault(
                table.file, table.where("there is no column of regions"), "name one regions, область or облыс"
            )
            continue
        owner = _owners(rows, reports)
        units = _units(rows, vintage)
        read = _long if "measure" in rows and "value" in rows else _wide
        for key, values, flags in read(rows, own):
            stated = (flags != 0) & (units != "")
            told = {"report": owner, "region": units, "measure": key, "period": ""}
            frames.append(pd.DataFrame({**told, "value": values, "flags": flags})[stated])
            _tell_doubled(rows, frames[-1])
    figures = frame.joined(frames)
    by_key = {key: (o, _values(figures, key)) for key, o in own.items()}
    return figures, by_key


def _values(figures: pd.DataFrame, key: str) -> pd.Series:
    return figures[figures["measure"] == key].set_index("region")["value"].dropna()


def _owners(rows: Rows, reports: Sequence[Report] | None) -> NDArray[np.object_]:
    written = rows.texts("report")
    only = IMPLICIT if reports is None else reports[0].id if len(reports) == 1 else ""
    codes, distinct = cells.encode(pc.if_else(pc.equal(written, ""), only, written))
    if reports:
        known = {r.id for r in reports}
        for i, places in cells.places_of(
            codes, [i for i, t in enumerate(distinct) if t not in known]
        ).items():
            rows.fault("report", places, *unknown_report(distinct[i], reports), "report")
    return np.array(distinct, object)[codes]


def _units(rows: Rows, vintage: int) -> NDArray[np.object_]:
    """The one unit that each row names."""
    units = NamedUnits(rows, "regions", np.zeros(len(rows), bool), vintage).told().units()
    several = np.flatnonzero(np.char.find(units.astype(str), ";") >= 0)
    rows.fault(
        "regions", several, "a figure already added up must belong to one of today's regions",
        "write one region, such as KZ-62", "several regions",
    )  # fmt: skip
    empty = np.flatnonzero((units == "") & ~rows.at_fault)
    rows.fault("regions", empty, "the row names no region", "write one, such as KZ-62", "no region")
    return np.where(rows.at_fault, "", units)


def _wide(rows: Rows, own: dict[str, OwnMeasure]) -> "list[tuple[Any, quantities.Values, quantities.Flags]]":
    found = []
    headers = rows.table.headers
    for position, (header, named) in enumerate(zip(headers, understand_all(headers), strict=True)):
        if position in rows.known:
            continue
        measure = _COUNT if fold(header) in ("incidents", fold("Случаи"), fold("Оқиғалар")) else named
        if measure is None:
            rows.findings.warn(
                rows.table.file, rows.table.head, header,
                f"the column {quote(header)} is not understood and was not read",
                "write a measure's key, such as marijuana_kg", "unknown column",
            )  # fmt: skip
            continue
        read = quantities.parse_column(rows.table.columns[position], measure.factor)
        rows.tell(header, read.problems, header)
        if measure.key not in read_measures():
            own[measure.key] = OwnMeasure(measure, header)
        found.append((measure.key, read.values, read.flags))
    return found


def _long(rows: Rows, own: dict[str, OwnMeasure]) -> "list[tuple[Any, quantities.Values, quantities.Flags]]":
    values, flags = qualified(rows, "value")
    codes, distinct = cells.encode(rows.texts("measure"))
    keys = np.array(distinct, object)
    factors = np.ones(len(distinct))
    unknown = []
    for i, text in enumerate(distinct):
        measure = _COUNT if fold(text) == "incidents" else understand(text)
        if measure is None:
            unknown.append(i)
            continue
        keys[i], factors[i] = measure.key, measure.factor
        if measure.key not in read_measures():
            own[measure.key] = OwnMeasure(measure, text)
    for i, places in cells.places_of(codes, unknown).items():
        rows.fault(
            "measure",
            places,
            f"{quote(distinct[i])} is no measure",
            "write a key such as marijuana_kg",
            "measure",
        )
    return [(keys[codes], values * factors[codes], flags)]


def _tell_doubled(rows: Rows, read: pd.DataFrame) -> None:
    doubled = read.index[read.duplicated(["report", "region", "measure"])].to_numpy()
    rows.fault(
        "regions",
        doubled,
        "this region's figure stands in a row above too",
        "add the rows up first",
        "doubled figure",
    )
