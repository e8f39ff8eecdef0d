"""Parquet and GeoParquet: typed columns stay typed, points become lon and lat."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora.faults import quote
from karasora.tables import polygons
from karasora.tables.columns import column_of
from karasora.tables.findings import Findings
from karasora.tables.grid import Grid
from karasora.tables.table import is_bounded, is_text

MOST_TEXT = 4_000_000_000  # bytes of a column of texts, unpacked


def read_parquet(raw: bytes, file: str, findings: Findings) -> Grid | None:
    """Read Parquet from bytes; None where the file as a whole is at fault."""
    import pyarrow.parquet

    try:
        source = pyarrow.parquet.ParquetFile(pa.BufferReader(raw))
        # Nothing more is asked of the metadata: asked about the columns of a damaged file, Arrow aborts.
        rows, columns = source.metadata.num_rows, source.metadata.num_columns
        if not is_bounded(rows, columns, file, findings):
            return None
        texts = [
            f.name
            for f in source.schema_arrow
            if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)
        ]
        read = pyarrow.parquet.ParquetFile(pa.BufferReader(raw), read_dictionary=texts).read()
        read.validate(full=True)  # a damaged file must not lead outside of its own bytes
    except (pa.ArrowException, OSError, ValueError) as error:
        findings.file_fault(file, f"the Parquet file can't be read: {quote(error)}", "write it again")
        return None
    return from_arrow(read, file, findings)


def rows_of(path: Path) -> int:
    """How many rows a file tells, if it is a Parquet; else 0."""
    import pyarrow.parquet

    try:
        with path.open("rb") as file:
            if file.read(4) != b"PAR1":
                return 0
        return int(pyarrow.parquet.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError, ValueError):
        return 0  # whoever reads the file says what is wrong


def read_parts(path: Path, rows: int, findings: Findings) -> Iterator[Grid]:
    """Read Parquet as grids of at most so many rows, of which only one is held at a time."""
    import pyarrow.parquet

    at = 0
    try:
        source = pyarrow.parquet.ParquetFile(path, memory_map=True)
        for batch in source.iter_batches(rows):
            part = pa.Table.from_batches([batch])
            part.validate(full=True)
            grid = from_arrow(part.replace_schema_metadata(source.schema_arrow.metadata), path.name, findings)
            if grid is None:
                return
            grid.rows = grid.rows + at
            at += len(grid)
            yield grid
    except (pa.ArrowException, OSError, ValueError) as error:
        findings.file_fault(path.name, f"the Parquet file can't be read: {quote(error)}", "write it again")


def from_arrow(read: Any, file: str, findings: Findings) -> Grid | None:
    """The cells of an Arrow table, whose metadata tell of geometries as GeoParquet does."""
    geo = _geometry_columns(read.schema.metadata or {})
    known = {column_of("incidents", name) for name in read.column_names}
    headers: list[str] = []
    columns: list[Any] = []
    for name, column in zip(read.column_names, read.columns, strict=True):
        if name in geo:
            points = _points(column, geo[name], file, name, findings)
            if points is None:
                return None
            lon, lat, shapes = points
            if shapes is not None and not polygons.are_named(read.column_names):
                rows = np.arange(2, read.num_rows + 2).tolist()
                headers.append(polygons.HEADER)
                columns.append(
                    pa.chunked_array([pa.array(polygons.regions_of(shapes, file, rows, findings))])
                )
            if "lat" not in known and "lon" not in known and (shapes is None or not np.isnan(lon).all()):
                headers += ["lon", "lat"]
                columns += [pa.chunked_array([pa.array(v, from_pandas=True)]) for v in (lon, lat)]
            continue
        if not name.startswith("__index_level_"):
            headers.append(name)
            columns.append(_column(column, file, name, findings))
    if not headers:
        findings.file_fault(file, "the file is empty", "give it a column of regions")
        return None
    if any(c is None for c in columns):
        return None
    return Grid(file, columns, np.arange(2, read.num_rows + 2), headers)


def _column(column: Any, file: str, name: str, findings: Findings) -> Any:
    """A column as numbers or texts; None where its texts would not fit in memory."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        if is_text(pa.nulls(0, kind.value_type)) and _unpacked_size(column) > MOST_TEXT:
            findings.fault(
                file, 1, name, f"the column unpacks to over {MOST_TEXT} bytes", "shorten its texts"
            )
            return None
        column = column.cast(kind.value_type)
        kind = kind.value_type
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return column.cast(pa.float64(), safe=False) if pa.types.is_decimal(kind) else column
    if is_text(column):
        return column
    if pa.types.is_timestamp(kind):
        return _time_texts(column)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        texts = [";".join("" if v is None else str(v) for v in cell or ()) for cell in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.large_string())])
    try:
        return column.cast(pa.large_string())
    except pa.ArrowException:
        texts = ["" if v is None else str(v) for v in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.large_string())])


def _time_texts(column: Any) -> Any:
    texts = pc.strftime(column.cast(pa.timestamp("s", column.type.tz), safe=False), "%Y-%m-%d %H:%M:%S")
    return pc.replace_substring_regex(texts, r" 00:00:00$", "")


def _unpacked_size(column: Any) -> int:
    size = 0
    for chunk in column.chunks:
        lengths = pc.binary_length(chunk.dictionary)
        size += pc.sum(lengths.take(chunk.indices)).as_py() or 0
    return size


def _geometry_columns(metadata: dict[bytes, bytes]) -> dict[str, dict[str, Any]]:
    try:
        geo = json.loads(metadata.get(b"geo", b"{}"))
        return {str(name): told for name, told in geo.get("columns", {}).items() if isinstance(told, dict)}
    except (ValueError, AttributeError, RecursionError):
        return {}


def _points(
    column: Any, told: dict[str, Any], file: str, name: str, findings: Findings
) -> tuple[NDArray[np.float64], NDArray[np.float64], Any] | None:
    """Longitudes and latitudes, NaN for no point, and the shapes if some are polygons; None at fault."""
    import shapely

    crs = told.get("crs")
    if isinstance(crs, dict) and str(crs.get("id", {}).get("code")) not in (
        "4326",
        "4979",
        "CRS84",
        "CRS84h",
    ):
        where = f"the coordinates are in {quote(crs.get('name', 'another system'))}"
        findings.fault(
            file, 1, name, where, "save them as longitude and latitude in WGS 84 (EPSG:4326)", "geometry"
        )
        return None
    shapes: Any = None
    try:
        if str(told.get("encoding", "WKB")) == "WKB":
            shapes = shapely.from_wkb(column.to_numpy())
            kinds = shapely.get_type_id(shapes)
            points = shapely.get_x(shapes), shapely.get_y(shapes)
        else:
            flat = column.combine_chunks()
            kinds = np.zeros(len(flat), int)
            points = tuple(pc.struct_field(flat, axis).to_numpy(zero_copy_only=False) for axis in "xy")
    except (shapely.errors.ShapelyError, pa.ArrowException, TypeError, ValueError, KeyError) as error:
        findings.fault(
            file, 1, name, f"the geometries can't be read: {quote(error)}", "write points as WKB", "geometry"
        )
        return None
    wrong = np.flatnonzero((kinds != 0) & (kinds != -1) & ~np.isin(kinds, polygons.AREAL))
    findings.fault_rows(
        file, wrong + 2, name, "the geometry is no point", "give a point, or none and a region", "geometry"
    )
    return points[0], points[1], shapes if np.isin(kinds, polygons.AREAL).any() else None
