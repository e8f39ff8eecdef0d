"""The quiet surroundings of the map: neighbours' borders, the Caspian and the large lakes.

Remake `geodata/backdrop.geojson` from Natural Earth's public-domain 1:10m shapefiles `ne_10m_ocean`,
`ne_10m_lakes` and `ne_10m_admin_0_boundary_lines_land`, unpacked in one folder:

    python -m karasora.boundaries.backdrop FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import shapely

from karasora import geodata
from karasora.boundaries import coverage, geojson

FRAME = (44, 36.5, 90, 58)  # west, south, east, north: the whole Caspian is in it
_TOLERANCE = 1500  # metres
_LEAST_LAKE_KM2 = 350
_DECIMALS = 3
# Natural Earth's line and ours for the same border lie up to 6 km apart.
_OWN_BORDER = 15_000
# The northern Caspian shore retreats: between the two sources' shores lies a strip that is neither.
_SHORE = 40_000


def make(folder: Path) -> list[geojson.Feature]:
    """Features of three kinds, for painting in this order: "sea" and "line" below the units, "lake" above.

    "line" has the borders of other countries with each other. Islands are left out.
    """
    frame = shapely.box(*FRAME)
    country = coverage.project(np.array([coverage.union(_units())]))[0]
    sea = _read(folder, "ne_10m_ocean", frame)
    lakes = _read(folder, "ne_10m_lakes", frame)
    lakes = lakes[coverage.areas_km2(lakes) >= _LEAST_LAKE_KM2]
    lines = coverage.project(_read(folder, "ne_10m_admin_0_boundary_lines_land", frame))
    own = shapely.length(shapely.intersection(lines, country.buffer(_OWN_BORDER)))
    lines = shapely.line_merge(shapely.union_all(lines[own < shapely.length(lines) / 2]))
    return (
        _features("sea", _up_to_the_shore(coverage.project(sea), country))
        + _features("lake", coverage.project(lakes))
        + _features("line", shapely.get_parts(lines))
    )


def _units() -> coverage.Geometries:
    return geojson.geometries(geojson.read(geodata.path("boundaries.geojson"))["features"])


def _read(folder: Path, name: str, frame: shapely.Geometry) -> coverage.Geometries:
    import pyogrio

    _, _, wkb, _ = pyogrio.raw.read(folder / f"{name}.shp", bbox=FRAME)
    parts = shapely.get_parts(shapely.intersection(shapely.from_wkb(wkb), frame))
    return np.asarray(parts[shapely.length(parts) > 0])


def _up_to_the_shore(sea: coverage.Geometries, country: shapely.Geometry) -> coverage.Geometries:
    """The sea, widened under the country's own shore (the units are painted above it)."""
    wide = shapely.intersection(shapely.buffer(sea, _SHORE), shapely.buffer(country, 1000))
    return np.asarray(shapely.union(sea, wide))


def _features(kind: str, flat: coverage.Geometries) -> list[geojson.Feature]:
    if kind != "line":
        flat = shapely.polygons(shapely.get_exterior_ring(flat))
    light = coverage.project(shapely.simplify(flat, _TOLERANCE), back=True)
    light = shapely.transform(light, lambda xy: np.round(xy, _DECIMALS) + 0.0)
    light = shapely.normalize(shapely.remove_repeated_points(light))
    return [geojson.feature(one, {"kind": kind}) for one in light[np.lexsort(shapely.bounds(light).T)]]


if __name__ == "__main__":
    geojson.write(
        geodata.path("backdrop.geojson"),
        make(Path(sys.argv[1])),
        {
            "attribution": "Natural Earth (naturalearthdata.com), public domain",
            "licence": "public domain",
            "source": "Natural Earth 1:10m ocean, lakes, admin 0 boundary lines",
        },
    )
