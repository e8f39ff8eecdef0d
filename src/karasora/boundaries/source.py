"""A public GeoJSON of borders: read, and everything that is wrong with it found at once.

RFC 7946 wants longitude and latitude in degrees on WGS84. A file that says or shows otherwise is refused, not
guessed at: swapped axes or metres would put every incident in the wrong place.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from karasora.faults import DataError, Fault, quote

# Kazakhstan lies within 46.4-87.4 E and 40.5-55.5 N; maps that draw it coarsely stray a little.
_WEST, _SOUTH, _EAST, _NORTH = 45.0, 39.0, 89.0, 57.0
_LONLAT = re.compile(r"(CRS84|EPSG:[\d.]*:?4326)$")
_FRAME = f"the country lies within {_WEST:g}-{_EAST:g} E, {_SOUTH:g}-{_NORTH:g} N"
_REPROJECT = "GeoJSON is longitude and latitude; reproject it to EPSG:4326"
# What shapely says, depending on how, of coordinates that are no polygon.
_BROKEN = (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError)
_MOST = 200  # features; a file with more is of another level
_WANTED = "borders are a GeoJSON FeatureCollection of polygons (RFC 7946)"


@dataclass(frozen=True)
class Feature:
    """One feature: where it stands in the file, what it says of itself, and its Polygon or MultiPolygon."""

    row: int
    properties: Mapping[str, Any]
    polygons: shapely.Geometry


@dataclass(frozen=True)
class Source:
    """A file's features, the members beside them, and the SHA-256 of its bytes."""

    file: str
    sha256: str
    members: Mapping[str, Any]
    features: list[Feature]


def read_source(path: Path) -> Source:
    """Read and check the geometry of a GeoJSON file.

    Raises:
        DataError: it can't be read, is no collection of polygons in longitude and latitude, or has
            coordinates that are no numbers; with every fault.
    """
    content = _content(path)
    document = _parsed(path, content)
    listed = document.get("features") if isinstance(document, dict) else None
    if not isinstance(listed, list) or not listed:
        raise DataError([_fault(path, _what(document), _WANTED)])
    if len(listed) > _MOST:
        raise DataError([_fault(path, f"has {len(listed)} features", "there are 20 first-level units")])
    faults = list(_crs_faults(path, document))
    features = []
    for row, one in enumerate(listed, start=2):
        try:
            features.append(Feature(row, _properties(one), _polygons(one)))
        except ValueError as error:
            wanted = "each unit is a Polygon or MultiPolygon of finite longitudes and latitudes"
            faults.append(
                Fault(path.name, row, "geometry", f"feature {row - 1}: {error}", wanted, "geometry")
            )
    faults += _place_faults(path, features)
    if faults:
        raise DataError(faults)
    members = {key: value for key, value in document.items() if key != "features"}
    return Source(path.name, hashlib.sha256(content).hexdigest(), members, features)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError([_fault(path, f"can't be read ({error.strerror})", _WANTED)]) from None


def _parsed(path: Path, content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DataError([_fault(path, "is not UTF-8 text", _WANTED)]) from None
    except RecursionError:
        raise DataError([_fault(path, "is nested too deeply", _WANTED)]) from None
    except ValueError as error:  # broken JSON, or a whole number of thousands of digits
        raise DataError([_fault(path, f"is no JSON ({error})", _WANTED)]) from None


def _what(document: object) -> str:
    if not isinstance(document, dict):
        return "is JSON, but no GeoJSON"
    if document.get("type") == "Topology":
        return "is TopoJSON"
    if document.get("type") == "FeatureCollection":
        return "has no features"
    return f"has the type {quote(document.get('type'))}"


def _properties(one: object) -> Mapping[str, Any]:
    """The properties, and the feature's own id beside them, which may be what names it."""
    if not isinstance(one, dict):
        raise ValueError("is no GeoJSON feature")
    properties = one.get("properties")
    found = dict(properties) if isinstance(properties, dict) else {}
    return {"id": one["id"], **found} if "id" in one else found


def _polygons(one: Mapping[str, Any]) -> shapely.Geometry:
    geometry = one.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"its geometry is {quote(kind)}" if kind else "it has no geometry")
    try:
        with np.errstate(invalid="ignore"):  # what is not finite is told below
            polygons = shapely.force_2d(shape(geometry))
    except (*_BROKEN, shapely.GEOSException):
        raise ValueError("its coordinates are no polygon") from None
    if not np.isfinite(shapely.get_coordinates(polygons)).all():
        raise ValueError("a coordinate is not a finite number")
    # A bow-tie's own area may be 0, as its loops cancel out.
    if polygons.area == 0 and shapely.make_valid(polygons).area == 0:
        raise ValueError("its polygon is empty")
    return polygons


def _crs_faults(path: Path, document: Mapping[str, Any]) -> Iterator[Fault]:
    crs = document.get("crs")
    if crs is None:
        return
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    if not isinstance(name, str) or not _LONLAT.search(name):
        wrong = f"says its coordinates are {quote(name or crs)}"
        yield _fault(path, wrong, _REPROJECT, "crs")


def _place_faults(path: Path, features: list[Feature]) -> Iterator[Fault]:
    """What lies outside Kazakhstan: the whole file, for one cause, or single features."""
    stray = [one for one in features if not _within(*one.polygons.bounds)]
    if not stray:
        return
    whole = [float(side) for side in shapely.total_bounds([one.polygons for one in features])]
    west, south, east, north = whole
    if _within(south, west, north, east):
        right = "GeoJSON has longitude first, then latitude; swap them"
        yield _fault(path, f"{_shown(whole)}: latitude stands first", right, "crs")
    elif len(stray) == len(features) and max(map(abs, whole)) > 180:
        yield _fault(path, f"{_shown(whole)}: these are no degrees", _REPROJECT, "crs")
    elif len(stray) == len(features):
        yield _fault(path, f"{_shown(whole)}: this is not Kazakhstan", _FRAME, "crs")
    else:
        for one in stray:
            wrong = (
                f"feature {one.row - 1}: {_shown(one.polygons.bounds)}: part of it lies outside Kazakhstan"
            )
            yield Fault(path.name, one.row, "geometry", wrong, _FRAME, "crs")


def _shown(bounds: Iterable[float]) -> str:
    return "coordinates run from {:g}, {:g} to {:g}, {:g}".format(*bounds)


def _within(west: float, south: float, east: float, north: float) -> bool:
    return west >= _WEST and south >= _SOUTH and east <= _EAST and north <= _NORTH


def _fault(path: Path, wrong: str, right: str, kind: str = "file") -> Fault:
    return Fault(path.name, 1, "-", wrong, right, kind)
