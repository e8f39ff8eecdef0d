"""GeoJSON (RFC 7946) as text: one feature per line and the same bytes for the same features."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape

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
    """The features' geometries as shapely's."""
    return np.array([shape(one["geometry"]) for one in features], dtype=object)


def write(path: Path, features: Iterable[Feature], members: Mapping[str, object]) -> None:
    """Write the collection as UTF-8 with Unix line ends, wherever this runs."""
    path.write_text(text(features, members), encoding="utf-8", newline="\n")
