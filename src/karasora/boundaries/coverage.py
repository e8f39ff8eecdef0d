"""Polygons that share borders: repaired, made fitting, made lighter, always the same way.

Nothing here knows about Kazakhstan except the projection, which suits the country's middle latitudes.
Arrays of shapely geometries in longitude and latitude (EPSG:4326) go in and come out.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

if TYPE_CHECKING:
    import pyproj

Geometries: TypeAlias = npt.NDArray[np.object_]

ALBERS = "+proj=aea +lat_1=44 +lat_2=52 +lat_0=48 +lon_0=67 +datum=WGS84 +units=m"
DECIMALS = 4  # of a degree: about 10 m, well under the lightest simplification
_ISLET_M2 = 5e6


def repair(geometries: Geometries) -> Geometries:
    """Valid, 2-D polygons that fit each other: no overlap, no gap.

    An overlap goes to the smaller of its two units: the exclaves of a city are the city's, although
    the oblast around it is often drawn as if they were not there.
    """
    flat = shapely.force_2d(geometries)
    broken = ~shapely.is_valid(flat)
    flat[broken] = shapely.make_valid(flat[broken], method="structure")
    return _polygonal(shapely.coverage_clean(flat, merge_strategy="min_area"))


def lighten(geometries: Geometries, tolerance: float) -> Geometries:
    """The same coverage with fewer vertices: simplified to `tolerance` metres, islets dropped, rounded.

    Shared borders stay shared. Rings turn as RFC 7946 asks (outer ones counterclockwise) and start where
    `shapely.normalize` starts them, so that one input has one result.
    """
    flat = project(geometries)
    flat = shapely.coverage_simplify(_without_islets(flat), tolerance)
    return _fitting(tidy(project(flat, back=True)))


def _fitting(geometries: Geometries) -> Geometries:
    """Rounding may fold a narrow spot: such a coverage is repaired and rounded again."""
    for _ in range(3):
        if shapely.is_valid(geometries).all() and shapely.coverage_is_valid(geometries):
            break
        geometries = tidy(repair(geometries))
    return geometries


def tidy(geometries: Geometries) -> Geometries:
    """Rounded to the file's decimals, in one order of parts, rings and vertices."""
    rounded = shapely.transform(geometries, lambda xy: np.round(xy, DECIMALS) + 0.0)
    rounded = shapely.normalize(shapely.remove_repeated_points(rounded))
    return np.asarray(shapely.orient_polygons(rounded))


def union(geometries: Sequence[shapely.Geometry] | Geometries) -> shapely.Geometry:
    """One geometry out of several of one coverage."""
    return tidy(np.asarray([shapely.coverage_union_all(geometries)]))[0]


def areas_km2(geometries: Geometries) -> npt.NDArray[np.float64]:
    """Geodesic areas on the WGS84 ellipsoid, holes taken off."""
    import pyproj  # slow to load, and only other people's borders need it

    geod = pyproj.Geod(ellps="WGS84")
    oriented = shapely.orient_polygons(geometries)
    return np.array([abs(geod.geometry_area_perimeter(one)[0]) / 1e6 for one in oriented])


def _polygonal(geometries: Geometries) -> Geometries:
    """Without the stray points and lines that a repair may leave behind."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    return _gather(parts, owner, shapely.get_dimensions(parts) == 2, len(geometries))


def _without_islets(flat: Geometries) -> Geometries:
    """Without parts under 5 km² that no other unit touches; the largest part of a unit always stays."""
    parts, owner = shapely.get_parts(flat, return_index=True)
    areas = shapely.area(parts)
    keep = areas >= _ISLET_M2
    part, unit = shapely.STRtree(flat).query(parts, predicate="intersects")
    keep[part[owner[part] != unit]] = True
    for index in range(len(flat)):
        own = np.flatnonzero(owner == index)
        keep[own[np.argmax(areas[own])]] = True
    return _gather(parts, owner, keep, len(flat))


def _gather(
    parts: Geometries, owner: npt.NDArray[np.int64], keep: npt.NDArray[np.bool_], count: int
) -> Geometries:
    whole = [parts[keep & (owner == index)] for index in range(count)]
    return np.array([own[0] if len(own) == 1 else shapely.multipolygons(own) for own in whole], dtype=object)


@cache
def _transformer() -> "pyproj.Transformer":
    import pyproj

    return pyproj.Transformer.from_crs("EPSG:4326", ALBERS, always_xy=True)


def project(geometries: Geometries, *, back: bool = False) -> Geometries:
    direction = "INVERSE" if back else "FORWARD"

    def move(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(_transformer().transform(xy[:, 0], xy[:, 1], direction=direction))

    step: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]] = move
    return np.asarray(shapely.transform(geometries, step))
