"""Bounds of workbooks that are zip files, which hold before anything is unpacked into memory.

A workbook may unpack to at most `MOST_BYTES`, an entry of over `_SMALL` bytes to at most `MOST_RATIO` times
its packed size, and a sheet may span at most `MOST_CELLS` cells. Sizes are counted while unpacking, as a zip
directory may lie.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape

from karasora.faults import quote
from karasora.tables.grid import Trouble

MOST_BYTES = 300_000_000
MOST_RATIO = 300
MOST_CELLS = 6_000_000
_SMALL = 10_000_000

#: What a workbook has in it: an XLSX, an XLSB, an ODS.
_XLSX, _OTHERS = "xl/workbook.xml", ("xl/workbook.bin", "content.xml")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Where a cell or a row says that it stands, however its tag is written: the reader of workbooks makes room
# for every cell up to the farthest one, and ends the whole process if there is no such room.
_PLACE = re.compile(rb"""["'\s]r\s*=\s*["']([A-Za-z]*)(\d*)""")
_USUAL_PLACE = re.compile(rb' r="([A-Z]{0,3})(\d{1,7})"')
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"[<:]c[\s/>]")
_CELLS = [start + b"c" + end for start in (b"<", b":") for end in (b" ", b"/", b">", b"\n", b"\r", b"\t")]
# No pattern may go over the same text again and again: tags are as long as a file's maker likes.
_ERROR = re.compile(rb'<c(\s[^<>]*\st="e"[^<>]*)>')
_NO_VALUE = re.compile(rb"<c(\s[^<>]*)>\s*<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")


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


def look_through(raw: bytes) -> tuple[bool, dict[str, list[Trouble]]]:
    """Unpack every entry within bounds; whether it is an XLSX; by sheet what formulas left empty.

    Raises:
        Refused: it is damaged, locked, no workbook, or beyond a bound.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = {e.filename.lstrip("/"): e for e in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise damaged() from error
    if not entries.keys() & {_XLSX, *_OTHERS}:
        raise Refused("this is a zip file, but no workbook", "save the table as XLSX or CSV")
    _check_sizes(sum(e.file_size for e in entries.values()))
    sheets, total = {}, 0
    parts: dict[str, bytes] = {}
    for name, entry in entries.items():
        content = b"".join(_unpacked(raw, entry))
        total += len(content)
        _check_sizes(total)
        if name.endswith((".xml", ".rels")) and _ENTITY.search(content):
            raise Refused("the workbook declares XML entities", "save it again in a spreadsheet program")
        if b"sheetData" in content:  # wherever it lies: the workbook names its sheets' places
            sheets[name] = _troubled(content)
        elif name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            parts[name] = content
    troubles = {title: sheets[part] for title, part in _titles(parts).items() if part in sheets}
    return not entries.keys() & {*_OTHERS}, troubles


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


def _troubled(sheet: bytes) -> list[Trouble]:
    """Cells whose formula has no value or an error; a sheet that spans too much is refused."""
    rows, columns = _span(sheet)
    if rows * columns > MOST_CELLS:
        raise too_large(rows, columns)
    errors = _ERROR.findall(sheet) if b't="e"' in sheet else []
    unsaved = _NO_VALUE.findall(sheet) if b"<f" in sheet else []
    told = [(tag, "the cell holds a formula error") for tag in errors]
    told += [(tag, "the cell holds a formula whose value was never saved") for tag in unsaved]
    return [Trouble(int(m[2]), m[1].decode(), wrong) for tag, wrong in told if (m := _REFERENCE.search(tag))]


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
    last, right = max(map(int, rows - {b""}), default=0), max(map(_position, columns), default=0)
    if (
        sum(map(sheet.count, _CELLS)) > placed
    ):  # some cells don't say where they stand: after those before them
        last += len(_ROW.findall(sheet))
        right += max(len(_CELL.findall(row)) for row in _ROW.split(sheet))
    return max(1, last), max(1, right)


def _position(letters: bytes) -> int:
    position = 0
    for c in letters.upper():
        position = position * 26 + c - 64
    return position


def _titles(parts: dict[str, bytes]) -> dict[str, str]:
    """Sheet titles to the entries that hold them."""
    book, relations = (parts.get(p, b"").decode("utf-8", "replace") for p in
                       ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))  # fmt: skip
    targets = {}
    for relation in _RELATION.findall(relations):
        path = _attribute(relation, "Target")
        targets[_attribute(relation, "Id")] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    titles = {_attribute(sheet, "name"): _attribute(sheet, "r:id") for sheet in _SHEET.findall(book)}
    return {title: targets[id_] for title, id_ in titles.items() if id_ in targets}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'(?:^|\s){name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""
