"""Bounds of workbooks that are zip files, which hold before anything is unpacked into memory.

A workbook may unpack to at most `MOST_BYTES`, an entry of over `_SMALL` bytes to at most `MOST_RATIO` times
its packed size, and a sheet may span at most `MOST_CELLS` cells. Sizes are counted while unpacking, as a zip
directory may lie.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from karasora.faults import quote
from karasora.tables.marks import Marks, Ods, Xlsb, Xlsx
from karasora.tables.table import position

MOST_BYTES = 300_000_000
MOST_RATIO = 300
MOST_CELLS = 6_000_000
_SMALL = 10_000_000

#: What a workbook has in it: an XLSX, an XLSB, an ODS.
_XLSX, _XLSB, _ODS = "xl/workbook.xml", "xl/workbook.bin", "content.xml"
_STYLES = "xl/styles."
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Where a cell or a row says that it stands, however its tag is written: the reader of workbooks makes room
# for every cell up to the farthest one, and ends the whole process if there is no such room.
_PLACE = re.compile(rb"""["'\s]r\s*=\s*["']([A-Za-z]*)(\d*)""")
_USUAL_PLACE = re.compile(rb' r="([A-Z]{0,3})(\d{1,7})"')
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"[<:]c[\s/>]")
_CELLS = [start + b"c" + end for start in (b"<", b":") for end in (b" ", b"/", b">", b"\n", b"\r", b"\t")]


class Refused(Exception):
    """The workbook can't be read: what is wrong, and what would be right."""


def too_large(rows: int, columns: int) -> Refused:
    """What to say of a sheet that spans too much."""
    return Refused(
        f"a sheet spans {rows} rows and {columns} columns; at most {MOST_CELLS} cells are read",
        "delete empty rows and columns beyond the table, or save it as CSV or Parquet",
    )


def damaged() -> Refused:
    """What to say of a workbook that can't be read at all."""
    return Refused(
        "the workbook is damaged and can't be read", "open it in a spreadsheet program and save it again"
    )


def look_through(raw: bytes) -> tuple[bool, dict[str, Marks]]:
    """Unpack every entry within bounds; whether it is an XLSX; by sheet what its values don't say.

    Raises:
        Refused: it is damaged, locked, no workbook, or beyond a bound.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = {e.filename.lstrip("/"): e for e in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise damaged() from error
    if not entries.keys() & {_XLSX, _XLSB, _ODS}:
        raise Refused("this is a zip file, but no workbook", "save the table as XLSX or CSV")
    _check_sizes(sum(e.file_size for e in entries.values()))
    looker = Xlsb() if _XLSB in entries else Ods() if _ODS in entries else Xlsx()
    total = 0
    for name, entry in sorted(entries.items(), key=lambda e: _STYLES not in e[0]):
        content = b"".join(_unpacked(raw, entry))
        total += len(content)
        _check_sizes(total)
        if name.endswith((".xml", ".rels")) and _ENTITY.search(content):
            raise Refused("the workbook declares XML entities", "save it again in a spreadsheet program")
        if b"sheetData" in content:
            _check_span(content)
        try:
            looker.add(name, content)
        except (expat.ExpatError, struct.error, IndexError, ValueError) as error:
            raise damaged() from error
    return isinstance(looker, Xlsx), looker.by_sheet()


def _check_sizes(total: int) -> None:
    if total > MOST_BYTES:
        raise Refused(
            f"the workbook unpacks to over {MOST_BYTES // 1_000_000} MB, the most that is read",
            "save the table as CSV or Parquet",
        )


def _unpacked(raw: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of an entry as it really is, whatever the directory says of it."""
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(
            "the workbook is packed or locked in a way that can't be read", "save it without a password"
        )
    at = entry.header_offset
    start = (
        at
        + 30
        + int.from_bytes(raw[at + 26 : at + 28], "little")
        + int.from_bytes(raw[at + 28 : at + 30], "little")
    )
    packed = raw[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    unpack = zlib.decompressobj(-15)
    size = 0
    most = max(_SMALL, MOST_RATIO * len(packed))
    while packed and not unpack.eof:
        try:
            piece = unpack.decompress(packed, 1 << 20)
        except zlib.error as error:
            raise damaged() from error
        packed = unpack.unconsumed_tail
        size += len(piece)
        if size > most or size > MOST_BYTES:
            raise Refused(
                f"the workbook unpacks to over {MOST_RATIO} times its size, or {MOST_BYTES // 1_000_000} MB",
                "save the table as CSV or Parquet",
            )
        yield piece


def _check_span(sheet: bytes) -> None:
    rows, columns = _span(sheet)
    if rows * columns > MOST_CELLS:
        raise too_large(rows, columns)


def _span(sheet: bytes) -> tuple[int, int]:
    """How many rows and columns the cells of a sheet may take at most; both 1 at least."""
    rows, columns, placed = set(), set(), 0
    places = _USUAL_PLACE.findall(sheet)
    if len(places) < sum(map(sheet.count, (b'r="', b"r='", b"r =", b"r\n", b"r\r", b"r\t"))) - sheet.count(
        b':r="'
    ):
        places = _PLACE.findall(sheet)  # which takes twice the time
    for letters, digits in places:
        if len(letters) > 3 or len(digits) > 7:
            raise Refused(
                f"a sheet names the cell {quote((letters + digits).decode())}, which no sheet has",
                "save it again in a spreadsheet program",
            )
        rows.add(digits)
        columns.add(letters)
        placed += bool(letters)
    last, right = max(map(int, rows - {b""}), default=0), max(map(position, columns), default=-1) + 1
    if (
        sum(map(sheet.count, _CELLS)) > placed
    ):  # some cells don't say where they stand: after those before them
        last += len(_ROW.findall(sheet))
        right += max(len(_CELL.findall(row)) for row in _ROW.split(sheet))
    return max(1, last), max(1, right)
