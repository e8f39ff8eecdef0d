"""Any reasonable table to cells: CSV and its kin, workbooks, JSON, Parquet; files, folders, standard input.

`read_grids` gives all cells of a file as they stand; `as_tables` finds headers, and what each table is about.
"""

import hashlib
import io
import itertools
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from karasora.tables import parted, roles
from karasora.tables.columns import KINDS, SUMS, kind_named, kind_of, known_headers
from karasora.tables.findings import Findings
from karasora.tables.grid import Area, Grid
from karasora.tables.packed import unpacked
from karasora.tables.table import Table, is_text, without_unnamed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SUFFIXES", "Area", "Grid", "Source", "Table", "as_tables", "is_text", "read_grids", "read_tables"]

MOST_BYTES = 2_000_000_000
_HEADS, _COMMON = 5, 2  # rows in which headers are looked for, and how many make two sheets alike
GZIP, OLE = b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
_TEXTS = (".csv", ".tsv", ".psv", ".txt", ".json", ".jsonl", ".ndjson", ".geojson", ".geojsonl")
_BINARIES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".parquet", ".geoparquet")
#: How the names of files end that a folder of tables is read for.
SUFFIXES = tuple(suffix + packed for suffix in (*_TEXTS, *_BINARIES) for packed in ("", ".gz"))
_NOT_OURS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite": "a database",
}
_WHAT_WE_READ = "save the table as CSV, XLSX, ODS, JSON, GeoJSON or Parquet"


class Source(NamedTuple):
    """A file that was read: its base name and the SHA-256 of its bytes."""

    name: str
    sha256: str


def read_tables(
    path: "Path | str | pd.DataFrame", findings: Findings, sources: list[Source] | None = None
) -> list[Table]:
    """Read every table of a file or of a folder (see `read_grids` and `as_tables`)."""
    return as_tables(read_grids(path, findings, sources), findings)


def read_grids(
    path: "Path | str | pd.DataFrame | Grid", findings: Findings, sources: list[Source] | None = None
) -> list[Grid]:
    """Read the cells of every sheet of a file or of a folder; nothing of them is understood yet.

    Args:
        path: a file, a folder (its tables, by name), "-" for standard input, a DataFrame, or a grid.
        findings: where what is wrong is told; a file that can't be read gives no grid and a fault.
        sources: where the files read are noted.
    """
    if isinstance(path, Grid):
        return [path]
    if not isinstance(path, str | Path):
        return _from_frame(path, findings)
    if str(path) != "-" and _is_folder(path):
        return [g for file in _files(Path(path), findings) for g in read_grids(file, findings, sources)]
    name = "-" if str(path) == "-" else os.fsencode(Path(path).name).decode("utf-8", "backslashreplace")
    raw = _bytes(path, name, findings)
    if raw is None:
        return []
    if sources is not None:
        sources.append(Source(name, hashlib.sha256(raw).hexdigest()))
    return _read(raw, name, findings)


def as_tables(grids: Iterable[Grid], findings: Findings, *, are_alone: bool = True) -> list[Table]:
    """The tables that the grids of one path hold, each with its kind: incidents, reports, totals or notes.

    Where they are not alone, but beside sheets of figures, one that says nothing of what it is isn't read.
    """
    found: list[Table] = []
    for file, sheets in itertools.groupby(grids, key=lambda grid: grid.file):
        told = [(grid.table(own := Findings()), own) for grid in sheets]
        for table, own in told:
            parted.put_together(table, own)
        _decide_kinds([table for table, _ in told], _stem(file), findings, are_alone=are_alone)
        for table, own in told:
            if table.kind in KINDS:  # what is wrong with a sheet that isn't read is nobody's concern
                without_unnamed(table, own)
                roles.warn_of_near_headers(table, own)
                findings.add(own)
                found.append(table)
    return found


def _readable(grids: list[Grid], findings: Findings) -> list[Grid]:
    """The sheets of a workbook without hidden ones, and without those that add up others; that is told."""
    shown = [grid for grid in grids if not grid.is_hidden]
    sums = [g for g in shown if kind_named(g.sheet) == SUMS and any(_look_alike(g, other) for other in shown)]
    for grid in grids:
        if grid.is_hidden:
            told = "this sheet is hidden and was not read", "show it if it should be"
        elif grid in sums:
            told = (
                "this sheet seems to add up the others and was not read",
                "rename it if it has its own rows",
            )
        else:
            continue
        findings.warn(grid.file, 1, "-", grid.where(told[0]), told[1], "unread sheet")
    return [grid for grid in shown if grid not in sums]


def _look_alike(one: Grid, other: Grid) -> bool:
    """Whether two sheets have headers in common, and the other is none of sums."""
    first, second = ({c.strip() for row in g.top(_HEADS) for c in row if c.strip()} for g in (one, other))
    return one is not other and kind_named(other.sheet) != SUMS and len(first & second) >= _COMMON


def _stem(file: str) -> str:
    return Path(file.removesuffix(".gz")).stem


def _is_folder(path: Path | str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # such as a name that is too long: what opens it says so
        return False


def _files(folder: Path, findings: Findings) -> list[Path]:
    """The tables of a folder: those of our names if it has one of incidents, else all."""
    try:
        files = sorted(
            f
            for f in folder.iterdir()
            if f.name.lower().endswith(SUFFIXES) and f.name[0] not in ".~" and not (f.is_dir() or f.is_fifo())
        )
    except OSError as error:
        findings.file_fault(folder.name, f"the folder can't be read: {error.strerror}", "allow reading it")
        return []
    named = [f for f in files if kind_named(_stem(f.name)) in KINDS]
    if any(kind_named(_stem(f.name)) == "incidents" for f in named):
        files = named
    if not files:
        findings.file_fault(
            folder.name, "the folder holds no table", "put incidents.csv or incidents.xlsx into it"
        )
    return files


def _bytes(path: Path | str, name: str, findings: Findings) -> bytes | None:
    try:
        if str(path) == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            file = Path(path)
            if file.is_char_device() or file.is_block_device() or file.is_socket():
                findings.file_fault(name, "this is a device, not a file", "name a file or a folder")
                return None
            with file.open("rb") as stream:
                raw = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        findings.file_fault(name, "there is no such file", "check the name and the folder")
    except PermissionError:
        findings.file_fault(name, "the file may not be read", "allow reading it")
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        findings.file_fault(name, f"the file can't be read: {told}", "check the name and the folder")
    else:
        if len(raw) <= MOST_BYTES:
            return raw
        findings.file_fault(
            name, f"the file has over {MOST_BYTES} bytes", "split it, or aggregate it (--totals)"
        )
    return None


def _read(raw: bytes, name: str, findings: Findings) -> list[Grid]:
    """The grids of a file, told by its content; its name only tells JSON from CSV."""
    ending = Path(name.lower().removesuffix(".gz")).suffix
    if raw.startswith(GZIP):
        content = unpacked(raw, name, findings)
        if content is None:
            return []
        raw = content
    if raw.startswith((b"PK\x03\x04", OLE)):
        from karasora.tables.workbooks import read_workbook

        return _readable(read_workbook(raw, name, findings), findings)
    if raw.startswith(b"PAR1"):
        from karasora.tables.parquet import read_parquet

        return _listed(read_parquet(raw, name, findings))
    for magic, what in _NOT_OURS.items():
        if raw.startswith(magic):
            findings.file_fault(name, f"this is {what}", _WHAT_WE_READ)
            return []
    start = raw[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if ending in _BINARIES and raw:
        findings.file_fault(
            name, f"the file is no {ending[1:].upper()}, whatever its name says", _WHAT_WE_READ
        )
        return []
    if (
        "json" in ending
        or start.startswith(b"\x1e{")
        or start.startswith((b"{", b"[{", b"[ {", b"[\n", b"[\r"))
    ):
        from karasora.tables.objects import read_objects

        return read_objects(raw, name, findings)
    if start[:15].lower().startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        findings.file_fault(name, "this is a web page or XML", _WHAT_WE_READ)
        return []
    from karasora.tables.delimited import read_delimited

    return _listed(read_delimited(raw, name, findings))


def _listed(grid: Grid | None) -> list[Grid]:
    return [] if grid is None else [grid]


def _from_frame(frame: "pd.DataFrame", findings: Findings) -> list[Grid]:
    import pyarrow as pa

    from karasora.tables.parquet import from_arrow, read_parquet

    name = "DataFrame"
    frame = _with_index(frame)
    if any(str(column).endswith(":flags") for column in frame):
        frame = _as_written(frame)
    if hasattr(frame, "crs") and hasattr(frame, "to_parquet"):
        stream = io.BytesIO()
        frame.to_parquet(stream, index=False)
        grid: Grid | None = read_parquet(stream.getvalue(), name, findings)
    else:
        grid = from_arrow(pa.Table.from_pandas(frame, preserve_index=False), name, findings)
    return _listed(grid)


def _with_index(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The frame with its index as columns, where that is more than numbers of rows: every groupby's is."""
    index = frame.index
    plain = index.nlevels == 1 and index.name is None and index.dtype.kind in "iu"
    if plain or any(name in frame.columns for name in index.names if name is not None):
        return frame
    names = [name if name is not None else "" for name in index.names]
    if len(set(names)) < len(names):
        names = [name or f"level {i}" for i, name in enumerate(names)]
    flat = frame.reset_index(names=names)
    return flat.rename(columns=lambda column: str(column) if column != "" else "")


def _as_written(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Incidents that were read before, as cells: each measure and its flags in one column, ">206"."""
    from karasora import quantities

    flags = {name for name, kind in frame.dtypes.items() if str(name).endswith(":flags") and kind == "uint8"}
    columns: dict[str, Any] = {}
    for column in map(str, frame):
        if column in flags or column in ("file", "row"):
            continue
        columns[column.removeprefix("x:")] = (
            quantities.texts(frame[column].to_numpy(float), frame[f"{column}:flags"].to_numpy()).to_pandas()
            if f"{column}:flags" in flags
            else frame[column].reset_index(drop=True)
        )
    return type(frame)(columns)


def _decide_kinds(tables: list[Table], stem: str, findings: Findings, *, are_alone: bool) -> None:
    """Give every table its kind: by the sheet's or file's name, by its headers, by its cells.

    People call their only table report.csv or «Отчёт»; if it names regions, it is one of incidents.
    """
    for table in tables:
        by_name, by_headers = kind_named(table.sheet or stem), kind_of(table.headers)
        if by_name == "reports" and len(tables) == 1 and _are_rather_incidents(table):
            by_name = "incidents"
        table.kind = table.kind or (by_name if by_name in KINDS else None) or by_headers or ""
        if table.kind in ("", "incidents"):
            assigned = roles.assign(table)
            if (not table.kind and {"regions"} & assigned.of.keys()) or {"lat", "lon"} <= assigned.of.keys():
                table.kind = "incidents"
            table.roles, table.beside = assigned.of, assigned.beside
            table.taken = assigned.told
    unknown = [t for t in tables if not t.kind]
    if len(tables) == 1 and unknown and are_alone:
        unknown[0].kind = "incidents"  # which tells what it lacks
        return
    for table in unknown:
        findings.warn(
            table.file,
            1,
            "-",
            table.where("this sheet has no column of regions and was not read"),
            "name the sheet incidents, reports, totals or notes if it should be",
            "unread sheet",
        )
    if tables and are_alone and all(not t.kind for t in tables):
        first = max(tables, key=lambda t: known_headers(t.headers))
        first.kind = "incidents"


def _are_rather_incidents(table: Table) -> bool:
    """Whether the headers make a table of incidents, more of them than would belong to one of reports."""
    are_incidents = kind_of(table.headers) == "incidents"
    return are_incidents and len(table.positions("incidents")) > len(table.positions("reports"))
