"""What a workbook shows of its cells and its values alone don't say: errors, numbers shown as per cent.

The reader of workbooks gives an error as an empty cell and 5.3 % as 0.053. Here the files themselves are
looked through for that: the XML of XLSX and ODS, the records of XLSB and XLS.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from xml.parsers import expat

from karasora.tables.grid import Trouble
from karasora.tables.table import position

ERROR = "the cell holds a formula error"
UNSAVED = "the cell holds a formula whose value was never saved"


@dataclass
class Marks:
    """Of one sheet, by row and column from 0: cells in trouble, cells shown as per cent, merged areas."""

    troubles: list[Trouble] = field(default_factory=list)
    percents: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right


def is_percent(form: str) -> bool:
    """Whether a number format, such as `0.0%`, shows numbers as per cent."""
    return "%" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form)


_PERCENT_IDS = (9, 10)  # of the formats that every workbook has


class Xlsx:
    """The entries of an XLSX; that of its styles must come first."""

    # No pattern may go over the same text again and again: tags are as long as a file's maker likes.
    _TAG = re.compile(rb"<(?:\w+:)?(row|c)(\s[^<>]*)?>")
    _NO_VALUE = re.compile(
        rb"<(?:\w+:)?c(\s[^<>]*)>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
        rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
    )
    _REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
    _ROW = re.compile(rb'\sr="(\d{1,7})"')
    _STYLE = re.compile(rb'\ss="(\d{1,6})"')
    _TYPE = re.compile(rb'\st="(\w+)"')
    _FORMAT = re.compile(r"<(?:\w+:)?numFmt\s([^<>]*)>")
    _CELL_STYLES = re.compile(r"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
    _XF = re.compile(r"<(?:\w+:)?xf\s([^<>]*)>")
    _SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")

    def __init__(self) -> None:
        self._percent: set[bytes] = set()
        self._sheets: dict[str, Marks] = {}
        self._book = self._relations = ""

    def add(self, name: str, content: bytes) -> None:
        """Look through an entry."""
        if name == "xl/styles.xml":
            self._percent = self._percent_styles(content.decode("utf-8", "replace"))
        elif name == "xl/workbook.xml":
            self._book = content.decode("utf-8", "replace")
        elif name == "xl/_rels/workbook.xml.rels":
            self._relations = content.decode("utf-8", "replace")
        elif b"sheetData" in content:  # wherever it lies: the workbook names its sheets' places
            self._sheets[name] = self._marks(content)

    def by_sheet(self) -> dict[str, Marks]:
        """The marks by the sheets' titles."""
        targets = _targets(self._relations)
        titles = ((_attribute(s, "name"), _attribute(s, "r:id")) for s in self._SHEET.findall(self._book))
        return {title: self._sheets[p] for title, id_ in titles if (p := targets.get(id_)) in self._sheets}

    def _percent_styles(self, styles: str) -> set[bytes]:
        formats = {*map(str, _PERCENT_IDS)}
        for told in self._FORMAT.findall(styles):
            if is_percent(_attribute(told, "formatCode")):
                formats.add(_attribute(told, "numFmtId"))
        found = self._CELL_STYLES.search(styles)
        cell_styles = self._XF.findall(found[0]) if found else []
        return {str(i).encode() for i, xf in enumerate(cell_styles) if _attribute(xf, "numFmtId") in formats}

    def _marks(self, sheet: bytes) -> Marks:
        marks = Marks()
        if self._percent or b't="e"' in sheet:
            for row, column, tag in self._cells(sheet):
                kind = self._TYPE.search(tag)
                if kind and kind[1] == b"e":
                    marks.troubles.append(Trouble(row, column, ERROR))
                elif (style := self._STYLE.search(tag)) and style[1] in self._percent:
                    marks.percents.append((row, column))
        for tag in self._NO_VALUE.findall(sheet) if re.search(rb"<(?:\w+:)?f[\s/>]", sheet) else ():
            if found := self._REFERENCE.search(tag):
                marks.troubles.append(Trouble(int(found[2]) - 1, position(found[1]), UNSAVED))
        return marks

    def _cells(self, sheet: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Where each cell stands, and its tag; one that doesn't say so stands behind the one before."""
        row = column = -1
        for found in self._TAG.finditer(sheet):
            name, tag = found[1], found[2] or b""
            if name == b"row":
                told = self._ROW.search(tag)
                row, column = int(told[1]) - 1 if told else row + 1, -1
                continue
            told = self._REFERENCE.search(tag)
            column = position(told[1]) if told else column + 1
            row = int(told[2]) - 1 if told else row
            yield row, column, tag


_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")


def _targets(relations: str) -> dict[str, str]:
    """The entries that a workbook's relations lead to, by their ids."""
    targets = {}
    for relation in _RELATION.findall(relations):
        path = _attribute(relation, "Target")
        targets[_attribute(relation, "Id")] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    return targets


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'(?:^|\s){name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


class Ods:
    """The entry of an ODS that holds its sheets."""

    _TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
    _OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
    _CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
    _MOST = 1_000_000  # cells that one tag repeats

    def __init__(self) -> None:
        self._sheets: dict[str, Marks] = {}
        self._marks = Marks()
        self._row = self._next_row = self._column = 0

    def add(self, name: str, content: bytes) -> None:
        """Look through an entry."""
        if name != "content.xml":
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.Parse(content, True)

    def by_sheet(self) -> dict[str, Marks]:
        """The marks by the sheets' titles."""
        return self._sheets

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not name.startswith(self._TABLE):
            return
        kind = name.removeprefix(self._TABLE)
        if kind == "table":
            self._marks = self._sheets.setdefault(attributes.get(f"{self._TABLE}name", ""), Marks())
            self._row = self._next_row = 0
        elif kind == "table-row":
            self._row, self._column = self._next_row, 0
            self._next_row += self._count(attributes, "number-rows-repeated")
        elif kind in ("table-cell", "covered-table-cell"):
            many = self._count(attributes, "number-columns-repeated")
            self._cell(attributes, many)
            self._column += many

    def _cell(self, attributes: Mapping[str, str], many: int) -> None:
        right, below = (self._count(attributes, f"number-{kind}-spanned") for kind in ("columns", "rows"))
        if right > 1 or below > 1:
            area = (self._row, self._column, self._row + below - 1, self._column + right - 1)
            self._marks.merged.append(area)
        is_error = attributes.get(f"{self._CALC}value-type") == "error"
        is_percent = attributes.get(f"{self._OFFICE}value-type") == "percentage"
        if not (is_error or is_percent) or many * (self._next_row - self._row) > self._MOST:
            return
        for row in range(self._row, self._next_row):
            for column in range(self._column, self._column + many):
                if is_error:
                    self._marks.troubles.append(Trouble(row, column, ERROR))
                else:
                    self._marks.percents.append((row, column))

    def _count(self, attributes: Mapping[str, str], name: str) -> int:
        return max(1, int(attributes.get(f"{self._TABLE}{name}", "1")))


class Xlsb:
    """The entries of an XLSB; that of its styles must come first."""

    _FORMAT, _XF, _BEGIN_XFS, _END_XFS, _BUNDLE = 44, 47, 617, 618, 156
    _ROW, _ERRORS, _NUMBERS = 0, (3, 11), (2, 5, 9)

    def __init__(self) -> None:
        self._percent: set[int] = set()
        self._sheets: dict[str, Marks] = {}
        self._book: list[tuple[str, str]] = []
        self._relations = ""

    def add(self, name: str, content: bytes) -> None:
        """Look through an entry."""
        if name == "xl/styles.bin":
            self._percent = self._percent_styles(content)
        elif name == "xl/workbook.bin":
            for kind, told in self._records(content):
                if kind == self._BUNDLE:
                    id_, rest = self._text(told[8:])
                    self._book.append((self._text(rest)[0], id_))
        elif name == "xl/_rels/workbook.bin.rels":
            self._relations = content.decode("utf-8", "replace").replace("'", '"')
        elif name.startswith("xl/") and name.endswith(".bin") and "sheet" in name:
            self._sheets[name] = self._marks(content)

    def by_sheet(self) -> dict[str, Marks]:
        """The marks by the sheets' titles."""
        targets = _targets(self._relations)
        return {
            title: self._sheets[p] for title, id_ in self._book if (p := targets.get(id_)) in self._sheets
        }

    def _percent_styles(self, styles: bytes) -> set[int]:
        formats = {*_PERCENT_IDS}
        found: list[int] = []
        is_of_cells = False
        for kind, told in self._records(styles):
            if kind == self._FORMAT and is_percent(self._text(told[2:])[0]):
                formats.add(int.from_bytes(told[:2], "little"))
            elif kind in (self._BEGIN_XFS, self._END_XFS):
                is_of_cells = kind == self._BEGIN_XFS
            elif kind == self._XF and is_of_cells:
                found.append(int.from_bytes(told[2:4], "little"))
        return {i for i, number in enumerate(found) if number in formats}

    def _marks(self, sheet: bytes) -> Marks:
        marks, row = Marks(), 0
        for kind, told in self._records(sheet):
            if kind == self._ROW:
                row = int.from_bytes(told[:4], "little")
            elif kind in self._ERRORS:
                marks.troubles.append(Trouble(row, int.from_bytes(told[:4], "little"), ERROR))
            elif kind in self._NUMBERS and int.from_bytes(told[4:7], "little") in self._percent:
                marks.percents.append((row, int.from_bytes(told[:4], "little")))
        return marks

    def _records(self, content: bytes) -> Iterator[tuple[int, bytes]]:
        at = 0
        while at < len(content):
            kind, at = _packed(content, at, 2)
            size, at = _packed(content, at, 4)
            yield kind, content[at : at + size]
            at += size

    def _text(self, told: bytes) -> tuple[str, bytes]:
        end = 4 + 2 * int.from_bytes(told[:4], "little")
        return told[4:end].decode("utf-16-le", "replace"), told[end:]


def _packed(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits per byte, and where the next one begins."""
    number = 0
    for i in range(most):
        byte = content[at] if at < len(content) else 0
        number |= (byte & 0x7F) << 7 * i
        at += 1
        if byte < 0x80:
            break
    return number, at


def of_xls(raw: bytes) -> dict[str, Marks]:
    """The marks of an XLS by the sheets' titles.

    Raises:
        struct.error, IndexError: it is damaged.
    """
    book = _stream(raw, ("Workbook", "Book"))
    formats, styles, sheets = {*_PERCENT_IDS}, [], []
    is_old = book[4:6] == b"\x00\x05"
    for kind, told in _records(book, 0):
        if kind == 0x085:  # a sheet's place and title
            sheets.append((int.from_bytes(told[:4], "little"), _title(told[6:], is_old=is_old)))
        elif kind == 0x41E and is_percent(told[2:].replace(b"\0", b"").decode("latin-1")):
            formats.add(int.from_bytes(told[:2], "little"))
        elif kind == 0x0E0:
            styles.append(int.from_bytes(told[2:4], "little"))
    percent = {i for i, number in enumerate(styles) if number in formats}
    return {title: _of_xls_sheet(_records(book, start), percent) for start, title in sheets}


def _of_xls_sheet(records: Iterator[tuple[int, bytes]], percent: set[int]) -> Marks:
    marks = Marks()
    for kind, told in records:
        if kind == 0x0BD:  # several numbers, each with its style
            row, first = struct.unpack_from("<HH", told)
            for i in range((len(told) - 6) // 6):
                if struct.unpack_from("<H", told, 4 + 6 * i)[0] in percent:
                    marks.percents.append((row, first + i))
        elif kind in (0x006, 0x203, 0x205, 0x27E):
            row, column, style = struct.unpack_from("<HHH", told)
            is_error = told[7:8] == b"\1" if kind == 0x205 else False
            is_text = kind == 0x006 and told[12:14] == b"\xff\xff"  # a formula's result that is no number
            if is_error or (is_text and told[6] == 2):
                marks.troubles.append(Trouble(row, column, ERROR))
            elif style in percent and kind != 0x205 and not is_text:
                marks.percents.append((row, column))
    return marks


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of a book, from its beginning to its end."""
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == 0x00A:
            return


def _title(told: bytes, *, is_old: bool) -> str:
    length = told[0]
    if is_old:
        return told[1 : 1 + length].decode("cp1251", "replace")
    if told[1] & 1:
        return told[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return told[2 : 2 + length].decode("latin-1")


def _stream(raw: bytes, names: tuple[str, ...]) -> bytes:
    """A stream of a compound file, the first that bears one of these names; b"" where there is none."""
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    small = 1 << struct.unpack_from("<H", raw, 32)[0]
    first, cutoff, small_first = (struct.unpack_from("<I", raw, at)[0] for at in (48, 56, 60))
    heads = [*struct.unpack_from("<109I", raw, 76)]
    more = struct.unpack_from("<I", raw, 68)[0]
    for _ in range(len(raw) // size):  # where a table of sectors doesn't fit into the head
        if more >= _NO_SECTOR:
            break
        part = struct.unpack_from(f"<{size // 4}I", raw, (more + 1) * size)
        heads += part[:-1]
        more = part[-1]
    table = b"".join(raw[(n + 1) * size : (n + 2) * size] for n in heads if n < _NO_SECTOR)
    chain = struct.unpack(f"<{len(table) // 4}I", table)

    def read(start: int) -> bytes:
        return b"".join(raw[(n + 1) * size : (n + 2) * size] for n in _chain(start, chain))

    entries: dict[str, tuple[int, int]] = {}
    listed = read(first)
    for at in range(0, len(listed), 128):
        entry: Any = listed[at : at + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, length - 2)].decode("utf-16-le", "replace") if at else "/"
        entries.setdefault(name, struct.unpack_from("<II", entry, 116))
    found = next((entries[name] for name in names if name in entries), None)
    if found is None:
        return b""
    start, length = found
    if length >= cutoff:
        return read(start)[:length]
    inside, table = read(entries["/"][0]), read(small_first)
    chain = struct.unpack(f"<{len(table) // 4}I", table)
    return b"".join(inside[n * small : (n + 1) * small] for n in _chain(start, chain))[:length]


_NO_SECTOR = 0xFFFFFFFA


def _chain(start: int, chain: tuple[int, ...]) -> Iterator[int]:
    for _ in chain:
        if start >= _NO_SECTOR:
            return
        yield start
        start = chain[start]
