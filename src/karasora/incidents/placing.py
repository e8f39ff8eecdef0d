"""Where each row happened: the units that it names, the unit of its point, and whether the two agree."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora.faults import quote
from karasora.incidents.naming import NamedUnits, Texts
from karasora.incidents.points import Borders, Degrees, Points
from karasora.tables import cells
from karasora.tables.rows import Rows


@dataclass
class Places:
    """Per row the units in the vintage of the map, joined by ";", and what a derived id may rest on."""

    units: Texts
    from_units: Texts
    lat: Degrees
    lon: Degrees
    identity: Any  # texts: today's codes of the units named, else the point


def place_rows(
    rows: Rows, *, is_old: NDArray[np.bool_], is_national: NDArray[np.bool_], borders: Borders
) -> Places:
    """Find the units of every row, and tell what is doubtful or contradictory.

    Args:
        rows: the incidents of a table.
        is_old: which rows speak of the units of before June 2022.
        is_national: which rows concern the whole country, so that they need no unit.
        borders: what points are looked up in; its vintage is that of the units returned.
    """
    points = Points(rows, borders)
    named = NamedUnits(rows, "regions", is_old, borders.vintage)
    beside = [_beside(rows, position, is_old, borders.vintage) for position in rows.table.beside]
    named.resolve_doubtful([points.unit, *(other.units() for other in beside)], rows.texts("place"))
    units = named.units()
    for position, other in zip(rows.table.beside, beside, strict=True):
        units = _agreeing(rows, units, named, other.units(), rows.table.headers[position])
    points.check(units)
    units = np.where((units == "") & ~named.is_faulty, points.unit, units)
    is_told = is_national | named.is_faulty | points.are_faulty
    nowhere = np.flatnonzero((units == "") & ~points.exist & ~is_told)
    right = "write a region, or scope=national for the whole country"
    rows.fault("regions", nowhere, "the row names no region and has no point", right, "no region")
    return Places(
        units=units,
        from_units=NamedUnits(rows, "from_regions", is_old, borders.vintage).told().units(),
        lat=points.lat,
        lon=points.lon,
        identity=_identity(named.today(), points),
    )


def _beside(rows: Rows, position: int, is_old: NDArray[np.bool_], vintage: int) -> NamedUnits:
    """What another column says of the regions, such as their codes; what is doubtful there is nothing."""
    return NamedUnits(rows, "regions", is_old, vintage, cells.as_texts(rows.table.columns[position]))


def _agreeing(rows: Rows, units: Texts, named: NamedUnits, other: Texts, header: str) -> Texts:
    """The units with those that only the other column names; where the two name different ones, a fault."""
    differ = np.flatnonzero((units != "") & (other != "") & (units != other))
    for i in differ.tolist():
        wrong = f"{quote(header)} says {other[i]}, {quote(rows.header('regions'))} {units[i]}"
        rows.fault("regions", [i], wrong, "mend one of them", "regions contradict")
    return np.where((units == "") & ~named.is_faulty, other, units)


def _identity(today: Texts, points: Points) -> Any:
    """What a derived id rests on: the units named, else the point; the map's vintage doesn't change it."""
    texts = pa.array(today, pa.string())
    alone = (today == "") & points.exist
    if not alone.any():
        return texts
    written = [f"{lat:.5f},{lon:.5f}" for lat, lon in zip(points.lat[alone], points.lon[alone], strict=True)]
    return pc.replace_with_mask(texts, pa.array(alone), pa.array(written, pa.string()))
