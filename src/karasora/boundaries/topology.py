"""Borders as shared arcs of whole numbers: each stretch of border once, for the page.

An arc is a list [x0, y0, dx, dy, …]: its first point in units of 1/scale degree, then the steps from point
to point. A ring is a list of arc numbers, run through one after the other; ~i (that is, -i - 1) means arc i
backwards. The last point of an arc is the first one of the next.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from karasora import geodata
from karasora.boundaries import geojson

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

    from karasora.boundaries.frame import Outlines

SCALE = 10_000  # loses nothing of the files
PAGE_SCALE = 1_000  # about 100 m, a fifth of what the page's borders were simplified by
BACKDROP_SCALE = 200

Point: TypeAlias = tuple[int, int]
Ring: TypeAlias = list[Point]
Line: TypeAlias = npt.NDArray[np.float64]
_KINDS = {"sea": "water", "line": "lines", "lake": "lakes"}


def arcs(regions: "Outlines | GeoDataFrame | GeoSeries", *, scale: int = SCALE) -> dict[str, Any]:
    """Cut polygons that share borders into arcs.

    Args:
        regions: a Polygon or MultiPolygon per unit, in degrees, such as `read_regions(detail="web")`.
        scale: units per degree; nothing is lost where coordinates have no more decimals than it has zeros.

    Returns:
        {"scale", "arcs": [arc, …], "units": [per unit [per polygon [per ring [arc number, …]]]]}, ready for
        JSON. Outer rings come first, then holes, in the order and with the turning sense of `regions`.
    """
    shapes = [
        [rings for part in shapely.get_parts(unit) if (rings := _rings(part, scale))]
        for unit in regions.geometry
    ]
    forks = _forks(ring for unit in shapes for part in unit for ring in part)
    found: list[list[int]] = []
    numbers: dict[tuple[Point, Point], int] = {}

    def number(arc: Ring) -> int:
        """An arc is known by its first step, and backwards by its last one."""
        if (arc[0], arc[1]) not in numbers:
            numbers[arc[-1], arc[-2]] = ~len(found)
            numbers[arc[0], arc[1]] = len(found)
            found.append(_steps(arc))
        return numbers[arc[0], arc[1]]

    units = [
        [[[number(arc) for arc in _cut(ring, forks)] for ring in part] for part in unit] for unit in shapes
    ]
    return {"scale": scale, "arcs": found, "units": units}


def backdrop() -> dict[str, Any]:
    """The surroundings in `geodata/backdrop.geojson` as lists of arcs, each whole in itself.

    "water" (the sea; it reaches under the units) and "lines" (borders of other countries) belong below the
    units, "lakes" above them. Rings of water and lakes end where they began.
    """
    drawn: dict[str, Any] = {"scale": BACKDROP_SCALE, "water": [], "lines": [], "lakes": []}
    for one in geojson.read(geodata.path("backdrop.geojson"))["features"]:
        coordinates = one["geometry"]["coordinates"]
        line = coordinates if one["geometry"]["type"] == "LineString" else coordinates[0]
        drawn[_KINDS[one["properties"]["kind"]]].append(_steps(_whole(np.array(line), BACKDROP_SCALE)))
    return drawn


def lonlat(arc: Sequence[int], scale: int) -> Line:
    """An arc's points as an n x 2 array of longitude and latitude in degrees."""
    return np.cumsum(np.reshape(arc, (-1, 2)), axis=0) / scale


def polygons(topology: dict[str, Any]) -> list[shapely.Geometry]:
    """The polygons that `arcs` was given: the way back."""
    lines = [lonlat(arc, topology["scale"]) for arc in topology["arcs"]]

    def ring(numbers: Sequence[int]) -> Line:
        pieces = [lines[i] if i >= 0 else lines[~i][::-1] for i in numbers]
        return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])

    units = [
        [shapely.Polygon(ring(part[0]), [ring(hole) for hole in part[1:]]) for part in unit]
        for unit in topology["units"]
    ]
    return [parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts) for parts in units]


def _rings(part: shapely.Polygon, scale: int) -> list[Ring]:
    """The rings of a polygon, without those that are too small to draw; none if its own outline is."""
    outline, *holes = (_points(ring, scale) for ring in (part.exterior, *part.interiors))
    return [outline, *filter(_encloses, holes)] if _encloses(outline) else []


def _encloses(ring: Ring) -> bool:
    """Whether anything is left inside a ring of whole numbers."""
    turned = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return len(ring) > 2 and sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in turned) != 0


def _points(ring: shapely.LinearRing, scale: int) -> Ring:
    """The ring's points without the last, which is the first again."""
    points = _whole(shapely.get_coordinates(ring), scale)
    return points[:-1]


def _whole(line: Line, scale: int) -> list[Point]:
    """The line in units of 1/scale degree, without the points that fall into their neighbours."""
    points = np.rint(line * scale).astype(int)
    moves = np.any(np.diff(points, axis=0) != 0, axis=1)
    return [(x, y) for x, y in points[np.r_[True, moves]].tolist()]


def _forks(rings: Iterable[Ring]) -> set[Point]:
    """Points where borders meet: those with other than two neighbours over all the rings."""
    neighbours: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for before, point in zip([ring[-1], *ring], ring, strict=False):
            neighbours[before].add(point)
            neighbours[point].add(before)
    return {point for point, others in neighbours.items() if len(others) != 2}


def _cut(ring: Ring, forks: set[Point]) -> list[Ring]:
    """The ring from fork to fork; one without forks whole, from its least point, so that both sides agree."""
    stops = [i for i, point in enumerate(ring) if point in forks] or [ring.index(min(ring))]
    turned = ring[stops[0] :] + ring[: stops[0] + 1]
    ends = [stop - stops[0] for stop in stops[1:]] + [len(ring)]
    return [turned[start : end + 1] for start, end in zip([0, *ends], ends, strict=False)]


def _steps(line: Ring) -> list[int]:
    flat = [*line[0]]
    for (x0, y0), (x1, y1) in pairwise(line):
        flat += (x1 - x0, y1 - y0)
    return flat
