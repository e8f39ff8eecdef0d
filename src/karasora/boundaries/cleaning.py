"""Clean borders out of a public GeoJSON: named by ISO code, fitting each other, light enough for a page.

`clean` gives them as GeoDataFrames, `clean_to_geojson` as the text of a file. The packaged
`geodata/boundaries.geojson` and `boundaries-fine.geojson` are what the latter makes of the file that
`geodata/boundary_sources.csv` names.
"""

import contextlib
import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from karasora import geodata
from karasora.boundaries import coverage, geojson
from karasora.boundaries.frame import Detail, with_borders
from karasora.boundaries.property_names import named_units
from karasora.boundaries.source import Feature, Source, read_source
from karasora.faults import DataError, Fault
from karasora.regions import regions_table

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

TOLERANCES: Mapping[Detail, int] = {"fine": 100, "web": 500}  # metres
_TOLD = ("attribution", "licence", "source")
# What public files call these; the later one holds.
_MEMBERS = {"copyright": "attribution", "license": "licence"} | {key: key for key in _TOLD}
_NAMES = ("name_ru", "name_kk", "name_en")
_NEAR = 0.3  # degrees
_AREA_FACTOR = 2


@dataclass(frozen=True)
class _Borders:
    """Polygons by ISO code, what is told of their origin, and the metres that they are simplified to."""

    polygons: Mapping[str, shapely.Geometry]
    told: Mapping[str, str]
    tolerance: int


def clean(source: str | Path, *, vintage: int = 2022) -> "dict[Detail, GeoDataFrame]":
    """Borders in both details, each as `karasora.read_regions(source, detail=…)` gives it.

    Args:
        source: a GeoJSON (RFC 7946) of Kazakhstan's first-level units, whichever property names them.
        vintage: 2022 for today's 20 units, 2018 for the 17 before 8 June 2022, which can be made of the 20.

    Raises:
        DataError: the file can't be read, is no GeoJSON in longitude and latitude, or its units aren't those
            of Kazakhstan; names every fault.
    """
    borders = _read(Path(source), vintage)
    return {
        detail: with_borders(_lighter(borders, tolerance), borders.told, vintage=vintage)
        for detail, tolerance in TOLERANCES.items()
    }


def clean_to_geojson(
    source: str | Path,
    *,
    vintage: int = 2022,
    detail: Detail = "web",
    warn: Callable[[str], None] | None = None,
) -> str:
    """The clean borders as the text of a GeoJSON file; raises as `clean` does.

    `warn` is told how the units were recognised where it was not by one property.
    """
    borders = _read(Path(source), vintage)
    tolerance = TOLERANCES[detail]
    frame = with_borders(_lighter(borders, tolerance), borders.told, vintage=vintage)
    if warn and (matched := borders.told.get("matched")):
        warn(matched)
    features = [
        geojson.feature(row.geometry, {name: getattr(row, name) for name in ("iso", *_NAMES)}, id=row.iso)
        for row in frame.itertuples()
    ]
    return geojson.text(features, {**borders.told, "tolerance_m": max(tolerance, borders.tolerance)})


def units(
    path: Path, *, detail: Detail, vintage: int
) -> tuple[dict[str, shapely.Geometry], Mapping[str, str]]:
    """The clean polygons by ISO code, and what the file tells of its origin; raises as `clean` does."""
    borders = _read(path, vintage)
    return _lighter(borders, TOLERANCES[detail]), borders.told


def _read(path: Path, vintage: int) -> _Borders:
    source = read_source(path)
    features, matched = _named(source, vintage)
    polygons = np.array([one.polygons for one in features.values()])
    tolerance = source.members.get("tolerance_m")
    if not isinstance(tolerance, int) or not shapely.coverage_is_valid(polygons):
        polygons, tolerance = coverage.repair(polygons), 0
    named = dict(zip(features, polygons, strict=True))
    if faults := [*_misplaced(source, features, named)]:
        raise DataError(faults)
    told = _told(source) | ({"matched": matched} if matched else {})
    return _Borders(named, told, tolerance)


def _named(source: Source, vintage: int) -> tuple[dict[str, Feature], str]:
    """Today's units serve for 2018 too, for they can be put together."""
    if vintage == 2018:
        with contextlib.suppress(DataError):
            return named_units(source, vintage=2022)
    return named_units(source, vintage=vintage)


def _lighter(borders: _Borders, tolerance: int) -> dict[str, shapely.Geometry]:
    if borders.tolerance >= tolerance:
        return dict(borders.polygons)
    light = coverage.lighten(np.array([*borders.polygons.values()]), tolerance)
    return dict(zip(borders.polygons, light, strict=True))


def _misplaced(
    source: Source, features: Mapping[str, Feature], polygons: Mapping[str, shapely.Geometry]
) -> Iterator[Fault]:
    """Polygons that can't be the unit of their name: far from its centre, or of quite another size."""
    table = regions_table(vintage=2022 if "KZ-10" in polygons else 2018).set_index("iso")
    areas = coverage.areas_km2(np.array([*polygons.values()]))
    for (iso, polygon), area in zip(polygons.items(), areas, strict=True):
        unit = table.loc[iso]
        centre = shapely.Point(unit["admin_centre_lon"], unit["admin_centre_lat"])
        if not shapely.dwithin(polygon, centre, _NEAR):
            wrong = f"is far from {unit['admin_centre_en']}, which {unit['name_en']} has as its centre"
        elif not 1 / _AREA_FACTOR < area / unit["area_km2"] < _AREA_FACTOR:
            wrong = f"has {area:,.0f} km², {unit['name_en']} {unit['area_km2']:,.0f}"
        else:
            continue
        wrong = f"the polygon named {iso} {wrong}"
        yield Fault(source.file, features[iso].row, "geometry", wrong, "check which unit it is", "misplaced")


def _told(source: Source) -> dict[str, str]:
    """What is known of the file's origin and licence: recorded by us, else told by the file itself."""
    with geodata.path("boundary_sources.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["sha256"] == source.sha256:
                return {key: row[key] for key in _TOLD}
    told = {
        "attribution": f"Borders: {source.file}",
        "licence": "not stated in the file",
        "source": source.file,
    }
    for member, key in _MEMBERS.items():
        if isinstance(value := source.members.get(member), str) and value:
            told[key] = value
    return told
