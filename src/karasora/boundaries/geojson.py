"""GeoJSON (RFC 7946) as text: one feature per line and the same bytes for the same features."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

Feature: TypeAlias = dict[str, Any]


def feature(geometry: shapely.Geometry, properties: Mapping[str, object], *, id: str = "") -> Feature:
    """One feature; the geometry's coordinates are written as they are."""
    head: Feature = {"type": "Feature"}
    if id:
        head["id"] = id
    return head | {"properties": dict(properties), "geometry": json.loads(shapely.to_geojson(geometry))}


def text(features: Iterable[Feature], members: Mapping[str, object]) -> str:
    """A feature collection with `members` (attribution, licence…) beside the features."""
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features)
    head = json.dumps({"type": "FeatureCollection", **members}, ensure_ascii=False)
    return head[:-1] + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"


def read(path: Path) -> Any:
    """The parsed file, unchecked: for files of geodata."""
    return json.loads(path.read_text("utf-8"))


def geometries(features: Sequence[Feature]) -> npt.NDArray[np.object_]:
    """The features' geometries, which are polygons and multipolygons, as shapely's."""
    return np.array([_geometry(one["geometry"]) for one in features], dtype=object)


def _geometry(given: Mapping[str, Any]) -> shapely.Geometry:
    """Ring by ring: several times as quick as shapely's own `shape`, which goes coordinate by coordinate."""
    if given["type"] == "Polygon":
        return _polygon(given["coordinates"])
    return shapely.multipolygons([_polygon(rings) for rings in given["coordinates"]])


def _polygon(rings: Sequence[Any]) -> shapely.Polygon:
    shell, *holes = (shapely.linearrings(np.array(ring, np.float64)) for ring in rings)
    return shapely.polygons(shell, holes or None)


def write(path: Path, features: Iterable[Feature], members: Mapping[str, object]) -> None:
    """Write the collection as UTF-8 with Unix line ends, wherever this runs."""
    path.write_text(text(features, members), encoding="utf-8", newline="\n")
