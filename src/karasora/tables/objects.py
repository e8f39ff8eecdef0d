"""JSON: a list of objects, one object per line, an object of such lists, or GeoJSON with points."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
import pyarrow as pa

from karasora.faults import quote
from karasora.tables import polygons
from karasora.tables.columns import KINDS, column_of, kind_named
from karasora.tables.encodings import to_utf8
from karasora.tables.findings import Findings
from karasora.tables.grid import Grid
from karasora.tables.sheets import number_text
from karasora.tables.table import MOST_CELLS, MOST_COLUMNS

MOST_BYTES = 150_000_000
_WGS84 = ("crs84", "4326", "4979")
#: One object per line: the first line is an object, whole, and another begins after it.
_LINES = re.compile(rb"\s*\x1e?\{[^\r\n]*\}[ \t]*[\r\n]+\s*\x1e?\{")
_AREAL = ("Polygon", "MultiPolygon")
_DOUBLED = object()
_UNREADABLE = object()


def read_objects(raw: bytes, file: str, findings: Findings) -> list[Grid]:
    """Read JSON or GeoJSON from bytes; nothing where the file as a whole is at fault."""
    if len(raw) > MOST_BYTES:
        findings.file_fault(
            file, f"{len(raw)} bytes of JSON", f"at most {MOST_BYTES}; save it as CSV or Parquet"
        )
        return []
    document = _parse(raw, file, findings)
    if document is _UNREADABLE:
        return []
    if isinstance(document, list) and document and all(_is_feature(row) for row in document):
        document = {"type": "FeatureCollection", "features": document}
    if isinstance(document, Mapping) and document.get("type") in ("FeatureCollection", "Feature"):
        features = document.get("features", []) if document["type"] == "FeatureCollection" else [document]
        if not _is_wgs84(document, file, findings):
            return []
        return _grids(_rows_of_features(features, file, findings), file, findings)
    if isinstance(document, Mapping):
        doubled = document.get(_DOUBLED)
        if doubled is not None:
            findings.file_fault(file, f"the key {quote(doubled)} stands twice", "keep one of them")
            return []
        lists = [(kind, value) for key, value in document.items() if (kind := kind_named(key)) in KINDS]
        if lists:
            return [g for kind, rows in lists for g in _grids(rows, file, findings, kind=str(kind))]
        wrapped = [value for value in document.values() if _is_rows(value)]  # {"count": 2, "data": […]}
        if len(wrapped) == 1:
            document = wrapped[0]
    return _grids(document, file, findings)


def _parse(raw: bytes, file: str, findings: Findings) -> Any:
    data, is_damaged = to_utf8(raw, file, findings)
    if is_damaged:
        try:
            data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            findings.file_fault(file, f"line {line} holds a broken UTF-8 character", "save the file as UTF-8")
        return _UNREADABLE

    line = 0
    try:
        if not _LINES.match(data):
            return _loads(data)
        rows = []
        for text in data.splitlines():
            if text.strip(b"\x1e \t"):
                rows.append(_loads(text.strip(b"\x1e")))
            line += 1
        return rows
    except json.JSONDecodeError as error:
        wrong = f"no JSON from line {line + error.lineno} on: {error.msg}"
        right = "write a list of objects, or one object per line"
    except RecursionError:
        wrong, right = "the JSON is nested too deeply to be a table", "write a list of flat objects"
    except ValueError as error:
        wrong, right = str(error), "write null where there is no number"
    findings.file_fault(file, wrong, right)
    return _UNREADABLE


def _loads(data: bytes) -> Any:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no JSON")

    return json.loads(data, object_pairs_hook=_object, parse_constant=refuse)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _is_feature(row: Any) -> bool:
    return isinstance(row, Mapping) and row.get("type") == "Feature" and "geometry" in row


def _object(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    found: dict[Any, Any] = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        found[_DOUBLED] = next(key for key, count in counts.items() if count > 1)
    return found


def _is_wgs84(document: Mapping[str, Any], file: str, findings: Findings) -> bool:
    crs = document.get("crs")
    if crs is None or any(name in str(crs).casefold() for name in _WGS84):
        return True
    findings.file_fault(
        file,
        f"the coordinates are in another system: {quote(json.dumps(crs, default=str))}",
        "save it as longitude and latitude in WGS 84 (EPSG:4326)",
    )
    return False


def _rows_of_features(features: Any, file: str, findings: Findings) -> list[Any]:
    """Features as flat rows: the properties, the feature's id, and the point as lon and lat."""
    rows: list[Any] = []
    areal: dict[int, Mapping[str, Any]] = {}
    for row, feature in enumerate(features if isinstance(features, list) else [], start=2):
        if not isinstance(feature, Mapping):
            rows.append(feature)
            continue
        properties = feature.get("properties")
        cells = {**properties} if isinstance(properties, Mapping) else {}
        known = {column_of("incidents", str(key)) for key in cells}
        if "id" in feature and "id" not in known:
            cells["id"] = feature["id"]
        if _DOUBLED in feature:
            cells[_DOUBLED] = feature[_DOUBLED]
        geometry = feature.get("geometry")
        point = _point(geometry)
        if isinstance(geometry, Mapping) and geometry.get("type") in _AREAL:
            areal[len(rows)] = geometry
        elif point is None:
            findings.fault(
                file,
                row,
                "geometry",
                f"the geometry is no point: {quote(json.dumps(feature.get('geometry'), default=str))}",
                "give a Point with longitude and latitude, or null and a region",
                "geometry",
            )
        elif "lon" not in known and "lat" not in known:
            cells["lon"], cells["lat"] = point
        rows.append(cells)
    headers = dict.fromkeys(str(key) for cells in rows if isinstance(cells, Mapping) for key in cells)
    if areal and not polygons.are_named([*headers]):
        _name_by_shape(rows, areal, file, findings)
    has_points = any(isinstance(row, Mapping) and row.get("lon", "") != "" for row in rows)
    if rows and not has_points and all(isinstance(row, Mapping) and _names_no_point(row) for row in rows):
        return [{k: v for k, v in row.items() if k not in ("lon", "lat")} for row in rows]
    return rows


def _names_no_point(row: Mapping[Any, Any]) -> bool:
    return row.get("lon", "") == row.get("lat", "") == "" and any(
        column_of("incidents", str(key)) == "regions" for key in row
    )


def _name_by_shape(
    rows: list[Any], areal: Mapping[int, Mapping[str, Any]], file: str, findings: Findings
) -> None:
    """Give rows whose geometry is a polygon the region that it covers."""
    import shapely
    from shapely.geometry import shape

    shapes = []
    for i, geometry in areal.items():
        try:
            shapes.append(shape(geometry))
        except (TypeError, ValueError, IndexError, KeyError, AttributeError, shapely.GEOSException):
            findings.fault(
                file,
                i + 2,
                "geometry",
                "the coordinates are no polygon",
                "write it as GeoJSON does",
                "geometry",
            )
            return
    codes = polygons.regions_of(np.array(shapes, object), file, [i + 2 for i in areal], findings)
    for i, code in zip(areal, codes, strict=True):
        rows[i][polygons.HEADER] = code


def _point(geometry: Any) -> tuple[Any, Any] | None:
    if geometry is None:
        return "", ""
    if not isinstance(geometry, Mapping) or geometry.get("type") != "Point":
        return None
    at = geometry.get("coordinates")
    if at == []:
        return "", ""
    if not isinstance(at, list) or len(at) < 2 or not all(_is_number(v) for v in at[:2]):
        return None
    return at[0], at[1]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _grids(document: Any, file: str, findings: Findings, *, kind: str = "") -> list[Grid]:
    if not isinstance(document, list) or not all(isinstance(row, Mapping) for row in document):
        findings.file_fault(
            file, "the JSON is no list of objects", 'write [{"regions": "KZ-62", …}, …] or {"incidents": […]}'
        )
        return []
    headers = list(dict.fromkeys(key for row in document for key in row if key is not _DOUBLED))
    if not headers:
        findings.file_fault(file, "the file is empty", "give it an object for each incident")
        return []
    if len(headers) > MOST_COLUMNS or len(headers) * len(document) > MOST_CELLS:
        findings.file_fault(
            file, f"{len(headers)} different keys in {len(document)} objects", "save it as CSV"
        )
        return []
    rows = np.arange(2, len(document) + 2)
    _refuse_doubled(document, file, findings)
    columns = [_column(document, header) for header in headers]
    return [Grid(file, columns, rows, [cell_text(header) for header in headers], kind=kind)]


def _refuse_doubled(rows: Sequence[Mapping[Any, Any]], file: str, findings: Findings) -> None:
    for number, row in enumerate(rows, start=2):
        if _DOUBLED in row:
            findings.fault(
                file,
                number,
                row[_DOUBLED],
                "the object has this key twice",
                "keep one of them",
                "doubled header",
            )


def _column(rows: Iterable[Mapping[Any, Any]], key: str) -> Any:
    return pa.chunked_array([pa.array([cell_text(row.get(key)) for row in rows], pa.large_string())])


def cell_text(value: Any) -> str:
    """A JSON value as a cell: a list of plain values joined by ";", what is nested as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()  # lone surrogates
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, int):
        try:
            return str(value)
        except ValueError:  # thousands of digits
            return "a number of thousands of digits"
    if isinstance(value, list) and not any(isinstance(v, list | dict) for v in value):
        return ";".join(cell_text(v) for v in value)
    return json.dumps(value, ensure_ascii=True, skipkeys=True, default=str)
