"""Regions that come as polygons with figures: named by a property, else by what they cover."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from karasora.tables.columns import column_of
from karasora.tables.findings import Findings
from karasora.tables.near import near

HEADER = "regions"
AREAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def are_named(headers: Sequence[str]) -> bool:
    """Whether some column may name the regions, so that their shapes need not."""
    return any(column_of("incidents", header) == HEADER or near(HEADER, header) for header in headers)


def regions_of(shapes: Any, file: str, rows: Sequence[int], findings: Findings) -> list[str]:
    """The ISO code of the unit that each polygon is, "" for none; a polygon that is none is a fault.

    The units are today's if every polygon is one of those, else those of before June 2022.
    """
    from karasora.boundaries.matching import by_overlap

    places = np.flatnonzero(np.isin(shapely.get_type_id(shapes), AREAL))
    polygons = [shapes[i] for i in places]
    matched = by_overlap(polygons, 2022)
    if not all(matched) and all(former := by_overlap(polygons, 2018)):
        matched = former
    codes = [""] * len(shapes)
    for i, code in zip(places.tolist(), matched, strict=True):
        codes[i] = code
        if not code:
            wrong = "the polygon is none of the country's regions, or a part of one"
            right = "name its region in a column regions, or give a point"
            findings.fault(file, int(rows[i]), "geometry", wrong, right, "geometry")
    if all(matched):
        wrong = f"no column names the regions: {len(matched)} polygons were matched by what they cover"
        findings.warn(file, 1, "geometry", wrong, "leave it, or add a column regions", "matched polygons")
    return codes
