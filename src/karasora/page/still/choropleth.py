"""The static choropleth: an SVG in the same equal-area projection as the live map.

It is what a reader sees without JavaScript, what is printed, and what the SVG and PNG downloads start from;
the page's scripts repaint its classes. Its paths carry `data-unit`; `data-region` is the live map's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely
from numpy.typing import NDArray

from karasora.page import albers

WIDTH = 1000
_MARGIN = 12
_BELOW = 40  # drawing units, of which a line of a label has about 35
_DETAIL = 2  # drawing units per SVG unit, so that coordinates are short whole numbers
_TOLERANCE = 1.6  # of a drawing unit: less than a pixel of a map a thousand wide

Line = NDArray[np.float64]


@dataclass(frozen=True)
class RegionLook:
    """How one unit is drawn: its classes for the style sheet and the lines of its label."""

    css: str
    title: str
    label: Sequence[str] = ()
    is_city: bool = False


@dataclass(frozen=True)
class _Frame:
    scale: float
    west: float
    north: float
    height: int

    def holds(self, drawn: NDArray[np.int64]) -> bool:
        """Whether any of a line in drawing units may be seen."""
        (west, north), (east, south) = drawn.min(axis=0), drawn.max(axis=0)
        return bool(east > 0 and south > 0 and west < WIDTH * _DETAIL and north < self.height * _DETAIL)

    def __call__(self, lonlat: Line) -> Line:
        x, y = albers.project(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack([(x - self.west) * self.scale, (self.north - y) * self.scale]) * _DETAIL


def choropleth_svg(
    arcs: Sequence[Line],
    units: Sequence[Sequence[Sequence[Sequence[int]]]],
    labels: Sequence[tuple[float, float]],
    codes: Sequence[str],
    looks: Mapping[str, RegionLook],
    backdrop: Mapping[str, Sequence[Line]],
    *,
    caption: str,
) -> str:
    """Draw the units as one <svg> element.

    Args:
        arcs: the shared borders, each an n x 2 array of longitude and latitude (EPSG:4326).
        units: per unit its polygons, each a list of rings, each a list of places in `arcs` (~i: backwards).
        labels: per unit the longitude and latitude of its label.
        codes: per unit its ISO code.
        looks: how each unit is drawn, by ISO code.
        backdrop: rings of "water" below the units and of "lakes" above them, and "lines" of other borders, in
            longitude and latitude.
        caption: what the picture shows, for a reader who can't see it.
    """
    frame = _frame(np.concatenate(list(arcs)))
    drawn = _drawn(arcs, frame, _TOLERANCE)
    points = np.rint(frame(np.array(labels))).astype(int).tolist()
    box = f"0 0 {WIDTH * _DETAIL} {frame.height * _DETAIL}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label="{escape(caption)}">'
    ]
    parts += [_backdrop("water", backdrop, frame), _backdrop("lines", backdrop, frame)]
    for iso, polygons in zip(codes, units, strict=True):
        path = "".join(_ring_path(ring, drawn) for polygon in polygons for ring in polygon)
        look = looks[iso]
        title = f"<title>{escape(look.title, quote=False)}</title>"
        parts.append(f'<path data-unit="{iso}" class="unit {look.css}" d="{path}">{title}</path>')
    parts.append(_backdrop("lakes", backdrop, frame))
    for iso, (x, y) in zip(codes, points, strict=True):
        # A city stands in the middle of its region, or beside its label: its own goes below that.
        y += _BELOW if looks[iso].is_city and len(looks[iso].label) > 1 else 0
        lines = "".join(
            f'<tspan x="{x}" dy="{0 if i == 0 else 1.15}em">{escape(line, quote=False)}</tspan>'
            for i, line in enumerate(looks[iso].label)
        )
        parts.append(f'<text data-label="{iso}" class="unit-label" x="{x}" y="{y}">{lines}</text>')
    return "".join(parts) + "</svg>"


def _frame(lonlat: Line) -> _Frame:
    x, y = albers.project(lonlat[:, 0], lonlat[:, 1])
    scale = (WIDTH - 2 * _MARGIN) / (x.max() - x.min())
    margin = _MARGIN / scale
    height = round((y.max() - y.min()) * scale) + 2 * _MARGIN
    return _Frame(scale, x.min() - margin, y.max() + margin, height)


def _drawn(lines: Sequence[Line], frame: _Frame, tolerance: float) -> list[NDArray[np.int64]]:
    """The lines in whole drawing units, without the points that nobody would miss."""
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    shapes = shapely.linestrings(frame(np.concatenate(list(lines))), indices=owner)
    points, owner = shapely.get_coordinates(shapely.simplify(shapes, tolerance), return_index=True)
    ends = np.searchsorted(owner, np.arange(1, len(lines)))
    return np.split(np.rint(points).astype(np.int64), ends)


def _ring_path(ring: Sequence[int], drawn: Sequence[NDArray[np.int64]]) -> str:
    pieces = [drawn[i] if i >= 0 else drawn[~i][::-1] for i in ring]
    points = np.concatenate([pieces[0][:1], *[piece[1:] for piece in pieces]])
    return _path(points[:-1], closed=True)


def _backdrop(kind: str, backdrop: Mapping[str, Sequence[Line]], frame: _Frame) -> str:
    shapes = _drawn(backdrop[kind], frame, 4 * _TOLERANCE)
    path = "".join(_path(shape, closed=kind != "lines") for shape in shapes if frame.holds(shape))
    return f'<path class="backdrop-{kind}" d="{path}"/>'


def _path(points: NDArray[np.int64], *, closed: bool) -> str:
    steps = np.diff(points, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    moves = "".join(_step(x, y) for x, y in steps.tolist())
    return f"M{points[0, 0]} {points[0, 1]}l{moves.lstrip()}{'z' if closed else ''}"


def _step(x: int, y: int) -> str:
    return f"{'' if x < 0 else ' '}{x}{'' if y < 0 else ' '}{y}"
