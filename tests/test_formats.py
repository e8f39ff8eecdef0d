"""Every format that tables come in: the same table out of each, within the same bounds."""

import gzip
import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlwt

from karasora import tables
from karasora.faults import DataError
from karasora.incidents import read_dataset
from karasora.tables import packed, workbooks
from karasora.tables.cells import as_texts
from karasora.tables.findings import Findings

ROWS = [
    ["область", "дата", "марихуана_kg", "примечание"],
    ["Абай", "2025-03-01", "8.5", "в тайнике"],
    ["Ұлытау", "", ">12", ""],
    ["KZ-31", "2025-03", "", "«Шу»"],
]
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"


def delimited(delimiter: str, encoding: str) -> bytes:
    rows = ROWS if encoding != "cp1251" else [[c.replace("Ұ", "У") for c in row] for row in ROWS]
    return "".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding)


def objects() -> list[dict[str, str]]:
    return [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]


def xlsx() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def xls() -> bytes:
    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Лист1")
    for i, row in enumerate(ROWS):
        for j, cell in enumerate(row):
            sheet.write(i, j, cell)
    book.save(stream)
    return stream.getvalue()


def ods(rows: str = "") -> bytes:
    cells = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    rows = rows or "".join(
        f"<table:table-row>{''.join(cells.format(c.replace('>', '&gt;')) for c in row)}</table:table-row>"
        for row in ROWS
    )
    names = " ".join(f"xmlns:{n}='{OFFICE.format(n)}'" for n in ("office", "table", "text"))
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='a'>"
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<m:manifest xmlns:m='{OFFICE.format('manifest')}'/>")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def _packed_number(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _packed_number(high) if high else bytes([low])


def _record(kind: int, content: bytes = b"") -> bytes:
    name = kind.to_bytes(2 if kind > 0xFF else 1, "little")
    return name + _packed_number(len(content)) + content


def _text(written: str) -> bytes:
    encoded = written.encode("utf-16-le")
    return (len(encoded) // 2).to_bytes(4, "little") + encoded


def xlsb(rows: bytes = b"", styles: bytes = b"") -> bytes:
    """Records of BIFF12: a type and a size of seven bits per byte, then the content."""

    begin_sheet, begin_data = _record(0x0181), _record(0x0191)
    span = _record(0x0194, b"".join(n.to_bytes(4, "little") for n in (0, len(ROWS) - 1, 0, len(ROWS[0]) - 1)))
    for i, row in enumerate(() if rows else ROWS):
        rows += _record(0x00, i.to_bytes(4, "little") + bytes(13))
        for j, cell in enumerate(row):
            rows += _record(0x06, j.to_bytes(4, "little") + bytes(4) + _text(cell))
    sheet = begin_sheet + span + begin_data + rows + _record(0x0192) + _record(0x0182)
    bundle = _record(0x019C, bytes(4) + (1).to_bytes(4, "little") + _text("rId1") + _text("a"))
    book = _record(0x0183) + _record(0x018F) + bundle + _record(0x0190) + _record(0x0184)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        if styles:
            archive.writestr("xl/styles.bin", styles)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f"<Relationships xmlns='{package}'><Relationship Id='rId1' Type='{relation}/worksheet' "
            f"Target='worksheets/sheet1.bin'/></Relationships>",
        )
    return stream.getvalue()


def parquet() -> bytes:
    return pd.DataFrame(objects()).to_parquet(index=False)


def lines() -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in objects()).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "semicolon.csv": lambda: delimited(";", "utf-8"),
    "mark.csv": lambda: delimited(",", "utf-8-sig"),
    "pipe.csv": lambda: delimited("|", "utf-8"),
    "pipe.txt": lambda: delimited("|", "utf-16"),
    "tab.tsv": lambda: delimited("\t", "utf-16"),
    "big.csv": lambda: b"\xfe\xff" + delimited(";", "utf-16-be"),
    "no-mark.csv": lambda: delimited("\t", "utf-16-le"),
    "cyrillic.csv": lambda: delimited(";", "cp1251"),
    "a.json": lambda: json.dumps(objects()).encode(),
    "wrapped.json": lambda: json.dumps({"count": 3, "data": objects()}).encode(),
    "a.jsonl": lines,
    "a.ndjson": lines,
    "lines.txt": lines,
    "a.xlsx": xlsx,
    "a.xls": xls,
    "a.xlsb": xlsb,
    "a.ods": ods,
    "a.parquet": parquet,
}


def read(path: Path) -> tuple[list[tables.Table], Findings]:
    findings = Findings()
    return tables.read_tables(path, findings), findings


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_table(tmp_path: Path, name: str, is_packed: bool) -> None:
    raw = FILES[name]()
    path = tmp_path / (f"{name}.gz" if is_packed else name)
    path.write_bytes(gzip.compress(raw) if is_packed else raw)
    [table], findings = read(path)
    assert findings.faults == [] and table.kind == "incidents"
    written = [[c.replace("Ұ", "У") for c in row] if "cyrillic" in name else row for row in ROWS]
    assert [table.headers, *zip(*(as_texts(c).to_pylist() for c in table.columns), strict=True)] == [
        ROWS[0],
        *map(tuple, written[1:]),
    ]
    assert table.rows.tolist() == [2, 3, 4]


def test_a_folder_has_tables_in_every_format(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content())
    found, findings = read(tmp_path)
    assert not findings.faults and len(found) == len(FILES)


def test_a_gzip_of_several_members_is_one_file(tmp_path: Path) -> None:
    raw = delimited(";", "utf-8")
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(raw[:40]) + gzip.compress(raw[40:]) + bytes(12))
    [table], findings = read(tmp_path / "a.csv.gz")
    assert not findings.faults and len(table) == 3


def test_geojson_features_by_line_are_points(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"title": "A"},
        "geometry": {"type": "Point", "coordinates": [71.4, 51.1]},
    }
    (tmp_path / "a.geojsonl").write_text(f"\x1e{json.dumps(feature)}\n\x1e{json.dumps(feature)}\n")
    [table], findings = read(tmp_path / "a.geojsonl")
    assert not findings.faults and table.headers == ["title", "lon", "lat"] and len(table) == 2


def refused(tmp_path: Path, name: str, raw: bytes) -> str:
    (tmp_path / name).write_bytes(raw)
    found, findings = read(tmp_path / name)
    [fault] = findings.faults
    assert not found
    return str(fault)


def far(rows: int, columns: int, sheets: int = 1) -> bytes:
    book, stream = xlwt.Workbook(), io.BytesIO()
    for number in range(sheets):
        sheet = book.add_sheet(f"a{number}")
        sheet.write(0, 0, 1)
        sheet.write(rows - 1, columns - 1, 1)
    book.save(stream)
    return stream.getvalue()


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip.compress(bytes(40_000_000))
    assert "unpacks to over" in refused(tmp_path, "a.csv.gz", bomb)
    assert "unpacks to over" in refused(tmp_path, "b.csv.gz", gzip.compress(gzip.compress(bomb))[:0] + bomb)
    monkeypatch.setattr(packed, "MOST_BYTES", 1000)
    assert "unpacks to over 1000 bytes" in refused(tmp_path, "c.csv.gz", gzip.compress(bytes(1001)))
    assert "spans 65536 rows and 100 columns" in refused(tmp_path, "a.xls", far(65536, 100))
    repeated = "table:number-rows-repeated='1048576'"
    wide = "table:number-columns-repeated='16384' office:value-type='string'><text:p>x</text:p>"
    row = f"<table:table-row {repeated}><table:table-cell {wide}</table:table-cell></table:table-row>"
    assert "the workbook" in refused(tmp_path, "a.ods", ods(row))
    monkeypatch.setattr(workbooks, "MOST_MEMORY", 300_000_000)
    assert "too much memory" in refused(tmp_path, "b.xls", far(65536, 256))


@pytest.mark.parametrize("name", ["a.xls", "a.xlsb", "a.ods", "a.csv.gz"])
def test_what_is_cut_off_is_told(tmp_path: Path, name: str) -> None:
    raw = gzip.compress(lines()) if name.endswith("gz") else FILES[name]()
    for part in (3, 2):
        assert "damaged" in refused(tmp_path, name, raw[: len(raw) * (part - 1) // part])


def test_a_line_of_json_that_is_broken_is_named(tmp_path: Path) -> None:
    assert "no JSON from line 2 on" in refused(tmp_path, "a.jsonl", b'{"a": 1}\n{"a": }\n{"a": 2}\n')


# --- what a workbook shows besides its values ---------------------------------------------------------------

SHOWN = [("Ақмола", 0.053), ("Қостанай", 0.5), ("Атырау", None)]  # None is an error of a formula


def shown_xlsx(header: str) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Облыс", header])
    for name, value in SHOWN:
        book.active.append([name, "#DIV/0!" if value is None else value])
        book.active.cell(book.active.max_row, 2).number_format = "0.0%"
    book.save(stream)
    return stream.getvalue()


def shown_xls(header: str) -> bytes:
    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet, form = book.add_sheet("Көрсеткіш"), xlwt.easyxf(num_format_str='0.0"о"%')
    for j, cell in enumerate(("Облыс", header)):
        sheet.write(0, j, cell)
    for i, (name, value) in enumerate(SHOWN, start=1):
        sheet.write(i, 0, name)
        if value is None:
            sheet.row(i).set_cell_error(1, "#DIV/0!", form)
        else:
            sheet.write(i, 1, value, form)
    book.save(stream)
    return stream.getvalue()


def shown_ods(header: str) -> bytes:
    text = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    kind = "office:value-type='percentage'"
    number = f"<table:table-cell {kind} office:value='{{}}'><text:p>x</text:p></table:table-cell>"
    error = (
        "<table:table-cell xmlns:c='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0' "
        "office:value-type='string' c:value-type='error'><text:p>#DIV/0!</text:p></table:table-cell>"
    )
    rows = [text.format("Облыс") + text.format(header)]
    rows += [text.format(name) + (error if value is None else number.format(value)) for name, value in SHOWN]
    return ods("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))


def shown_xlsb(header: str) -> bytes:
    def cell(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
        return _record(kind, column.to_bytes(4, "little") + style.to_bytes(3, "little") + b"\0" + content)

    rows = _record(0, (0).to_bytes(4, "little") + bytes(13))
    rows += cell(6, 0, _text("Облыс")) + cell(6, 1, _text(header))
    for i, (name, value) in enumerate(SHOWN, start=1):
        rows += _record(0, i.to_bytes(4, "little") + bytes(13)) + cell(6, 0, _text(name))
        rows += cell(3, 1, b"\x07") if value is None else cell(5, 1, struct.pack("<d", value), 1)
    styles = _record(0x04E7, b"\1\0\0\0") + _record(44, (164).to_bytes(2, "little") + _text("0.00%"))
    styles += _record(0x04E8) + _record(0x04E9, b"\2\0\0\0")
    styles += b"".join(_record(47, bytes(2) + n.to_bytes(2, "little") + bytes(12)) for n in (0, 164))
    return xlsb(rows, styles + _record(0x04EA))


SHOWING = {"a.xlsx": shown_xlsx, "a.xls": shown_xls, "a.ods": shown_ods, "a.xlsb": shown_xlsb}


@pytest.mark.parametrize("name", SHOWING)
@pytest.mark.parametrize("header", ["Үлесі", "Үлесі, %"])
def test_per_cent_is_read_as_it_is_shown_and_errors_are_faults(
    tmp_path: Path, name: str, header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(SHOWING[name](header))
    with pytest.raises(DataError) as raised:
        read_dataset(tmp_path / name)
    [fault] = raised.value.faults
    assert (fault.row, fault.column, fault.kind) == (4, header, "formula")
    monkeypatch.setitem(globals(), "SHOWN", SHOWN[:2])
    (tmp_path / name).write_bytes(SHOWING[name](header))
    dataset = read_dataset(tmp_path / name)
    assert dataset.figures["value"].tolist() == [5.3, 50]
    [key] = dataset.figures["measure"].unique()
    assert (dataset.measures[key].unit, [w.kind for w in dataset.warnings]) == ("%", ["per cent"])


def test_a_column_of_which_some_cells_are_per_cent_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Облыс", "Үлесі"], ["Ақмола", 0.5], ["Қостанай", 40]):
        book.active.append(row)
    book.active["B2"].number_format = "0%"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(DataError, match="has a unit beside the number"):
        read_dataset(tmp_path / "a.xlsx")


def test_merged_cells_of_an_ods_count_for_all_their_rows(tmp_path: Path) -> None:
    text = "<table:table-cell office:value-type='string'{}><text:p>{}</text:p></table:table-cell>"
    rows = [
        text.format("", "Облыс") + text.format("", "Марихуана, кг") + text.format("", "Тақырып"),
        text.format(" table:number-rows-spanned='2'", "Ақмола") + text.format("", "5") + text.format("", "а"),
        "<table:covered-table-cell/>" + text.format("", "7") + text.format("", "б"),
    ]
    made = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    (tmp_path / "a.ods").write_bytes(ods(made))
    assert read_dataset(tmp_path / "a.ods").incidents["units"].tolist() == ["KZ-11", "KZ-11"]


# --- sheets ------------------------------------------------------------------------------------------------


def book(**sheets: list[list[object]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return made


def test_hidden_sheets_and_sheets_of_sums_are_not_read(tmp_path: Path) -> None:
    def rows(count: int) -> list[list[object]]:
        return [["Облыс", "Ұсталғандар"], ["Ақмола", count]]

    made = book(
        Қаңтар=rows(2), Ақпан=rows(3), Барлығы=rows(5), Жоба=rows(100), Курс=[["a", None], [450, "тг"]]
    )
    made["Жоба"].sheet_state = "veryHidden"
    made.save(tmp_path / "a.xlsx")
    found, findings = read(tmp_path / "a.xlsx")
    assert [t.sheet for t in found] == ["Қаңтар", "Ақпан"] and not findings.faults
    told = {w.wrong: w.kind for w in findings.warnings}
    assert told == {
        "sheet «Барлығы»: this sheet seems to add up the others and was not read": "unread sheet",
        "sheet «Жоба»: this sheet is hidden and was not read": "unread sheet",
        "sheet «Курс»: this sheet has no column of regions and was not read": "unread sheet",
    }


def test_an_only_sheet_is_read_whatever_its_name(tmp_path: Path) -> None:
    book(Свод=[["Облыс"], ["Ақмола"]]).save(tmp_path / "a.xlsx")
    [table], findings = read(tmp_path / "a.xlsx")
    assert table.kind == "incidents" and not findings.warnings


def test_merged_cells_count_for_all_their_rows_and_columns(tmp_path: Path) -> None:
    made = book(a=[["Сводка", None, None], ["Облыс", "Тәркіленді", None], [None, "Марихуана, кг", "Мак, кг"]])
    sheet = made["a"]
    for row in (["Абай", 5, 1], [None, 7, 2], ["Ұлытау", 1, 1]):
        sheet.append(row)
    for area in ("A1:C1", "A2:A3", "B2:C2", "A4:A5"):
        sheet.merge_cells(area)
    made.save(tmp_path / "a.xlsx")
    [table], findings = read(tmp_path / "a.xlsx")
    assert not findings.faults
    assert table.headers == ["Облыс", "Тәркіленді Марихуана, кг", "Тәркіленді Мак, кг"]
    assert table.columns[0].to_pylist() == ["Абай", "Абай", "Ұлытау"]
    assert table.rows.tolist() == [4, 5, 6]
