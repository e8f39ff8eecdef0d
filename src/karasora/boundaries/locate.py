"""Points and units: which unit a point lies in, and how far it is from one.

Arrays in, arrays out: a million points take seconds. Points are longitudes and latitudes in degrees
(EPSG:4326), and so are the borders: use the fine ones, `read_regions()`.
"""

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from karasora.boundaries import coverage

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

    from karasora.boundaries.frame import Outlines


def locate(
    lon: ArrayLike, lat: ArrayLike, regions: "Outlines | GeoDataFrame | GeoSeries"
) -> NDArray[np.intp]:
    """The unit of each point, as its position in `regions`, or -1; one number stands for all points.

    A point on a border belongs to the unit that stands first. A point outside all units, or whose longitude
    or latitude is not a finite number, belongs to none.
    """
    x, y = np.broadcast_arrays(np.atleast_1d(lon).astype(np.float64), np.asarray(lat, np.float64))
    found = np.full(x.shape, -1, np.intp)
    waiting = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    for unit, polygon in enumerate(regions.geometry):
        west, south, east, north = polygon.bounds
        px, py = x[waiting], y[waiting]
        near = waiting[(px >= west) & (px <= east) & (py >= south) & (py <= north)]
        inside = near[_inside(polygon, x[near], y[near])]
        found[inside] = unit
        waiting = waiting[found[waiting] < 0]
    return found


def distance_km(
    lon: ArrayLike, lat: ArrayLike, unit: ArrayLike, regions: "Outlines | GeoDataFrame | GeoSeries"
) -> NDArray[np.float64]:
    """How far each point is from the unit at position `unit` of `regions`, in km on the WGS84 ellipsoid.

    0 for a point in the unit or on its border; NaN for a point that is no place on Earth.
    """
    x, y, units = np.broadcast_arrays(
        np.atleast_1d(lon).astype(np.float64), np.asarray(lat, np.float64), unit
    )
    distance = np.full(x.shape, np.nan)
    places = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    polygons = np.asarray(regions.geometry)
    for position in np.unique(units[places]):
        own = np.flatnonzero(places & (units == position))
        outside = own[~_inside(polygons[position], x[own], y[own])]
        distance[own] = 0
        distance[outside] = _to_border_km(polygons[position], x[outside], y[outside])
    return distance


def _inside(polygon: shapely.Geometry, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    shapely.prepare(polygon)
    return np.asarray(shapely.intersects_xy(polygon, x, y), np.bool_)


def _to_border_km(
    polygon: shapely.Geometry, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The nearest point of the border is sought on the plane, its distance taken on the ellipsoid."""
    if not len(x):
        return np.empty(0)
    import pyproj

    border = coverage.project(np.array([shapely.boundary(polygon)]))
    lines = shapely.get_parts(border)
    corners, line = shapely.get_coordinates(lines, return_index=True)
    first = np.flatnonzero(line[:-1] == line[1:])
    pieces = shapely.linestrings(np.stack([corners[first], corners[first + 1]], axis=1))
    points = coverage.project(shapely.points(x, y))
    nearest = pieces[shapely.STRtree(pieces).nearest(points)]
    ends = coverage.project(shapely.shortest_line(points, nearest), back=True)
    (x0, y0), (x1, y1) = (shapely.get_coordinates(shapely.get_point(ends, end)).T for end in (0, 1))
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(x0, y0, x1, y1)
    return np.asarray(metres) / 1000
