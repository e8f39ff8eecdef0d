"""Any reasonable table to cells, and any unreasonable one to a fault that says what is wrong."""

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import karasora
from karasora import tables
from karasora.names.fold import fold
from karasora.tables import Table, columns, delimited, guard, objects, table
from karasora.tables.cells import as_texts
from karasora.tables.findings import Findings

Cells = dict[str, list[str]]
Writer = Callable[[str, bytes | str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def write_file(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def read(*paths: Path | str) -> tuple[list[Table], Findings]:
    findings = Findings()
    return [t for path in paths for t in tables.read_tables(path, findings)], findings


def one(*paths: Path | str) -> Table:
    found, findings = read(*paths)
    assert findings.faults == []
    [only] = found
    return only


def cells(table: Table) -> Cells:
    columns = (as_texts(c).to_pylist() for c in table.columns)
    return dict(zip(table.headers, columns, strict=True))


def told(*paths: Path | str) -> list[str]:
    _, findings = read(*paths)
    assert findings.faults
    return [str(f) for f in findings.faults]


# --- CSV -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_with_any_delimiter_mark_and_line_end(
    write: Writer, delimiter: str, mark: bytes, end: str
) -> None:
    rows = [["область", "марихуана кг"], ["Абай", "8.5"], ["Улытау", ""]]
    path = write("a.csv", mark + end.join(delimiter.join(row) for row in rows).encode())
    assert cells(one(path)) == {"область": ["Абай", "Улытау"], "марихуана кг": ["8.5", ""]}


def test_the_delimiter_is_the_one_under_which_the_headers_are_known(write: Writer) -> None:
    path = write("a.csv", 'область;"Марихуана, кг";Мак, кг\nАбай;8,5;1,5\n')
    assert cells(one(path)) == {"область": ["Абай"], "Марихуана, кг": ["8,5"], "Мак, кг": ["1,5"]}


def test_one_column_is_a_table(write: Writer) -> None:
    assert cells(one(write("a.csv", "regions\nKZ-62\nKZ-31;KZ-27\n"))) == {
        "regions": ["KZ-62", "KZ-31;KZ-27"]
    }


def test_a_line_that_names_the_delimiter_is_no_header(write: Writer) -> None:
    found = one(write("a.csv", "sep=;\r\nобласть;дата\r\nАбай;2025\r\n"))
    assert cells(found) == {"область": ["Абай"], "дата": ["2025"]}
    assert found.rows.tolist() == [3]


def test_rows_are_counted_as_a_spreadsheet_counts_them(write: Writer) -> None:
    found = one(write("a.csv", '\n\nregions,text\nA,"one\ntwo"\n\n , \nB,three\n"C"\nD,x,,\n'))
    assert cells(found) == {"regions": ["A", "B", "C", "D"], "text": ["one\ntwo", "three", "", "x"]}
    assert found.rows.tolist() == [4, 7, 8, 9]


@pytest.mark.parametrize(
    ("text", "head"),
    [("Сводка за сентябрь\n{}", 2), ("Сводка за сентябрь;;\n\nпо областям;;\n{}", 4),
     ('\n"Сводка\nза сентябрь"\n{}', 3), ("Сводка, Абай\r\n" * 9 + "{}", 10)],
)  # fmt: skip
def test_titles_above_the_headers_are_skipped_and_told_of(write: Writer, text: str, head: int) -> None:
    table = "область;Марихуана, кг;Мак, кг\nАбай;8,5;1,5\n\nУлытау;1;\n"
    [found], findings = read(write("a.csv", text.format(table)))
    assert cells(found)["область"] == ["Абай", "Улытау"]
    assert found.headers == ["область", "Марихуана, кг", "Мак, кг"]
    assert (found.head, found.rows.tolist()) == (head, [head + 1, head + 3])
    [warning] = findings.warnings
    assert warning.kind == "title" and f"stands above the headers, which are in row {head};" in str(warning)
    assert findings.faults == []


@pytest.mark.parametrize(
    "text", ["Сводка\nАбай\nУлытау\n", "Сводка;x\nобласть;y\n", "Сводка\n" * 10 + "область\nАбай\n"]
)
def test_what_is_no_title_is_a_header(write: Writer, text: str) -> None:
    found = one(write("a.csv", text))
    assert found.headers[0] == "Сводка" and found.head == 1


def test_a_single_column_may_have_a_title(write: Writer) -> None:
    [found], _ = read(write("a.csv", "Сводка\nобласть\nАбай\n"))
    assert cells(found) == {"область": ["Абай"]} and found.rows.tolist() == [3]


def test_the_row_of_the_headers_is_told_as_it_is(write: Writer) -> None:
    assert told(write("a.csv", "Сводка\n\nобласть;дата;дата\n")) == [
        "a.csv:3:дата: the header «дата» stands twice; keep one of the columns, or rename one"
    ]


@pytest.mark.parametrize(
    ("text", "region"),
    [("область;дата;plants\nЖамбылская; Туркестанская;2025-06;8\n", "Туркестанская"),
     ("дата;область;plants;place\n2025-06;KZ-31;г. Шымкент;8;\n", "г. Шымкент"),
     ("область;place;дата\nЖамбылская;ЗКО;Тараз;\n", "ЗКО"),
     ("regions,from_regions,start\nKZ-62,KZ-31,KZ-61,2025-06\n", "KZ-61")],
)  # fmt: skip
def test_a_region_that_slipped_into_the_next_column_is_named(write: Writer, text: str, region: str) -> None:
    count = len(text.splitlines()[1].replace(",", ";").split(";"))
    assert told(write("a.csv", text)) == [
        f"a.csv:2:-: the row has {count} cells, the header {count - 1}: "
        f"«{region}» stands in a cell of its own; "
        'put several regions in double quotes, as in "KZ-31;KZ-61"'
    ]


@pytest.mark.parametrize("row", ["Жамбылская;Тараз;10;", "Жамбылская;;ЗКО;;", "Шымкент;Шымкент;;"])
def test_empty_cells_at_the_end_of_a_row_do_no_harm(write: Writer, row: str) -> None:
    assert len(one(write("a.csv", f"область;place;plants\n{row}\n"))) == 1
    assert len(one(write("b.csv", "область;plants\nЖамбылская;10;\n"))) == 1


def test_windows_1251_is_recognised_and_told_of(write: Writer) -> None:
    found, findings = read(write("a.csv", "область;место\nЖамбылская область;Тёплое\n".encode("cp1251")))
    assert cells(found[0]) == {"область": ["Жамбылская область"], "место": ["Тёплое"]}
    assert [w.kind for w in findings.warnings] == ["encoding"]
    assert "Windows-1251" in findings.warnings[0].wrong


def test_utf_16_of_a_spreadsheet_program_is_read(write: Writer) -> None:
    assert cells(one(write("a.txt", "\ufeffоблысы\tоблыс\nx\tАбай\n".encode("utf-16-le"))))["облыс"] == [
        "Абай"
    ]


def test_half_a_character_is_a_fault_with_its_row_and_column(write: Writer) -> None:
    content = "regions,place\nKZ-62,Жезказган\n\nKZ-31,Тараз".encode()
    assert told(write("a.csv", content[:-1] + b"\n")) == [
        "a.csv:4:place: «Тара�» holds a broken UTF-8 character; "
        "type the cell again and save the file as UTF-8"
    ]
    assert told(write("b.csv", b"regions,x\nKZ-62,caf\xd0\n"))[0].startswith("b.csv:2:x: «caf")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "a.csv:1:-: the file is empty"),
        (" \n\n ;; \n", "a.csv:1:-: the file is empty"),
        ("regions,x\nKZ-62,1,2,3\n", "a.csv:2:-: the row has 4 cells, the header 2: «2» is beyond it"),
        ("regions;x\nA\nKZ-62;1;2\n", "a.csv:3:-: the row has 3 cells, the header 2: «2» is beyond it"),
        ("regions,x,X\nKZ-62,1,2\n", "a.csv:1:X: the header «X» stands twice"),
        ("regions,\nKZ-62,\nKZ-62,7\n", "a.csv:3:B: column B has cells but no header"),
        (
            'regions,x\nKZ-62,"a\nKZ-31,b\n',
            "a.csv:2:-: a cell that opens with a double quote is never closed",
        ),
        ('regions,x\nKZ-62,"a\nKZ-31,"b"\n', "a.csv:2:-: a double quote closes in the middle of a cell"),
        (b"\x89PNG\r\n", "a.csv:1:-: this is a picture"),
        (b"\xd0\xcf\x11\xe0", "a.csv:1:-: the workbook is damaged and can't be read"),
        ("<!DOCTYPE html><table>", "a.csv:1:-: this is a web page or XML"),
        ("," * 20000 + "x\n", "a.csv:1:-: the first row has 20001 cells"),
    ],
)
def test_what_is_wrong_with_a_csv(write: Writer, content: str | bytes, fault: str) -> None:
    assert told(write("a.csv", content))[0].startswith(fault + ";")


def test_quotes_within_a_cell_and_null_characters_do_no_harm(write: Writer) -> None:
    found = one(write("a.csv", 'regions,x\nKZ-62,ООО "Ромашка"\nKZ-31,"say ""hi"""\nKZ-10,a\x00b\n'))
    assert cells(found)["x"] == ['ООО "Ромашка"', 'say "hi"', "a\x00b"]


def test_a_cell_of_a_megabyte_is_read(write: Writer) -> None:
    found = one(write("a.csv", "regions,x\nKZ-62," + "я" * 2_000_000 + "\nKZ-31,b\n"))
    assert pc.utf8_length(found.columns[1]).to_pylist() == [2_000_000, 1]


def test_the_apostrophe_of_our_own_downloads_is_taken_off_again(write: Writer) -> None:
    found = one(write("a.csv", "regions,x\nA,'=1+1\nB,''=1\nC,'quoted'\nD,'-5\n"))
    assert cells(found)["x"] == ["=1+1", "'=1", "'quoted'", "-5"]


cell_texts = st.text(st.sampled_from('aя ,;"\n\r\t=0'), max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(cell_texts, min_size=3, max_size=3), max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_writes_is_read_as_it_was(rows: list[list[str]], delimiter: str, end: str) -> None:
    stream = io.StringIO(newline="")
    quoting = (
        csv.QUOTE_ALL if any("\r" in cell for row in rows for cell in row) else csv.QUOTE_MINIMAL
    )  # which forgets to quote a lone \r
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([["regions", "start", "end"], *rows])
    findings = Findings()
    found = delimited.read_delimited(stream.getvalue().encode(), "a.csv", findings)
    assert found is not None and findings.faults == []
    found = found.table(findings)
    trimmed = [[cell.strip() for cell in row] for row in rows]
    kept = [(i + 2, row) for i, row in enumerate(trimmed) if any(row)]
    assert found.rows.tolist() == [number for number, _ in kept]
    columns = [[row[i] for _, row in kept] for i in range(3)]
    assert list(cells(found).values()) == columns


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60), st.text(st.sampled_from('ab,;"\n\r\x00я\u2028'), max_size=40).map(str.encode)
    )
)
def test_no_bytes_make_the_reader_stumble(raw: bytes) -> None:
    findings = Findings()
    found = tables._read(raw, "a.csv", findings)
    assert found or findings.faults
    json_findings = Findings()
    assert tables._read(raw, "a.json", json_findings) or json_findings.faults


# --- JSON and GeoJSON -------------------------------------------------------------------------------------


def test_json_as_a_list_of_objects(write: Writer) -> None:
    rows = [
        {"regions": ["KZ-62", "KZ-31"], "marijuana_kg": 8.5},
        {"regions": "KZ-27", "plants": 47, "x": None},
    ]
    assert cells(one(write("a.json", json.dumps(rows)))) == {
        "regions": ["KZ-62;KZ-31", "KZ-27"], "marijuana_kg": ["8.5", ""], "plants": ["", "47"], "x": ["", ""],
    }  # fmt: skip


def test_json_with_several_tables(write: Writer) -> None:
    document = {
        "incidents": [{"regions": "KZ-62"}],
        "reports": [{"id": "a"}],
        "totals": [{"measure": "plants"}],
    }
    found, _ = read(write("a.json", json.dumps(document)))
    assert [t.kind for t in found] == ["incidents", "reports", "totals"]


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def test_geojson_points_become_lon_and_lat(write: Writer) -> None:
    point = {"type": "Point", "coordinates": [67.7, 47.8, 300]}
    found = one(write("a.geojson", collection(feature(point, title="x"), feature(None, regions="KZ-31"))))
    assert cells(found) == {
        "title": ["x", ""],
        "lon": ["67.7", ""],
        "lat": ["47.8", ""],
        "regions": ["", "KZ-31"],
    }


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "a.json:1:-: no JSON from line 1 on"),
        ("[" * 100_000, "a.json:1:-: the JSON is nested too deeply to be a table"),
        ('{"a":' * 100_000, "a.json:1:-: the JSON is nested too deeply to be a table"),
        ('[{"plants": NaN}]', "a.json:1:-: NaN is no JSON"),
        ('[{"plants": -Infinity}]', "a.json:1:-: -Infinity is no JSON"),
        ("[" + "9" * 10_000 + "]", "a.json:1:-: "),
        ("[1, 2]", "a.json:1:-: the JSON is no list of objects"),
        ("{}", "a.json:1:-: the JSON is no list of objects"),
        ("[]", "a.json:1:-: the file is empty"),
        ("null", "a.json:1:-: the JSON is no list of objects"),
        ('[{"regions": "a", "regions": "b"}]', "a.json:2:regions: the object has this key twice"),
        (b'[{"regions": "\xd0"}]', "a.json:1:-: line 1 holds a broken UTF-8 character"),
        (
            collection(feature({"type": "Polygon", "coordinates": []})),
            "a.json:2:geometry: the polygon is none of the country's regions",
        ),
        (
            collection(feature({"type": "Point", "coordinates": [1]})),
            "a.json:2:geometry: the geometry is no point",
        ),
        (
            collection(feature({"type": "Point", "coordinates": [1, "2"]})),
            "a.json:2:geometry: the geometry is no",
        ),
        (
            collection(crs={"properties": {"name": "EPSG:3857"}}),
            "a.json:1:-: the coordinates are in another system",
        ),
        (collection("x", 5), "a.json:1:-: the JSON is no list of objects"),
        ('{"type": "FeatureCollection", "features": {}}', "a.json:1:-: the file is empty"),
    ],
)
def test_what_is_wrong_with_a_json(write: Writer, content: str | bytes, fault: str) -> None:
    assert told(write("a.json", content))[0].startswith(fault)


jsons = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "properties", "coordinates", "regions", "crs"])
            | st.text(),
            inner,
        )
    ),
    max_leaves=8,
)
shells = st.sampled_from(["FeatureCollection", "Feature", "Point", "Polygon"])


@settings(max_examples=200, deadline=None)
@given(st.one_of(jsons, st.fixed_dictionaries({"type": shells, "features": jsons, "geometry": jsons})))
def test_no_json_makes_the_reader_stumble(document: Any) -> None:
    findings = Findings()
    found = objects.read_objects(json.dumps(document).encode("utf-8", "surrogatepass"), "a.json", findings)
    assert found or findings.faults


# --- XLSX -------------------------------------------------------------------------------------------------


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rezipped(raw: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def test_xlsx_sheets_cells_and_row_numbers(write: Writer) -> None:
    day = pd.Timestamp("2025-06-01")
    rows = [
        [],
        ["область", "дата", "Марихуана, кг", "x"],
        ["Абай", day, 103, True],
        [],
        ["a\nb", None, 8.5, ""],
    ]
    raw = workbook(Инциденты=rows, reports=[["id", "publisher"], ["r", "МВД"]], Справка=[["что", "это"]])
    found, findings = read(write("a.xlsx", raw))
    assert findings.faults == findings.warnings == []
    assert [(t.sheet, t.kind) for t in found] == [("Инциденты", "incidents"), ("reports", "reports")]
    assert cells(found[0]) == {
        "область": ["Абай", "a\nb"], "дата": ["2025-06-01", ""], "Марихуана, кг": ["103", "8.5"],
        "x": ["true", ""],
    }  # fmt: skip
    assert found[0].rows.tolist() == [3, 5]


def test_a_title_above_the_headers_of_a_sheet(write: Writer) -> None:
    titles = [[], ["Сводка за сентябрь"], ["", "по областям"]]
    rows = [*titles, ["область", "plants"], ["Абай", 5], [], ["ЗКО", 1]]
    [found], findings = read(write("a.xlsx", workbook(Лист1=rows)))
    assert cells(found) == {"область": ["Абай", "ЗКО"], "plants": ["5", "1"]}
    assert (found.head, found.rows.tolist()) == (4, [5, 7])
    assert [str(w).split("; ")[0] for w in findings.warnings] == [
        "a.xlsx:2:-: sheet «Лист1»: «Сводка за сентябрь» stands above the headers, which are in row 4"
    ]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [("id,region,date,marijuana_kg", "incidents"), ("код,область,дата,источник", "incidents"),
     ("region", "incidents"), ("id,publisher,url,region", "reports"), ("Название,Охват,Издатель", "reports"),
     ("дата", "reports")],
)  # fmt: skip
def test_a_table_called_report_is_one_of_incidents_if_its_headers_say_so(
    write: Writer, headers: str, kind: str
) -> None:
    text = f"{headers}\n{','.join('x' for _ in headers.split(','))}\n"
    for name in ("report.csv", "отчёт.csv"):
        assert one(write(name, text)).kind == kind
    book = workbook(Отчёт=[headers.split(","), ["x"]])
    assert one(write("a.xlsx", book)).kind == kind
    beside = workbook(Отчёт=[headers.split(","), ["x"]], Случаи=[["region"], ["x"]])
    assert [table.kind for table in read(write("b.xlsx", beside))[0]] == ["reports", "incidents"]


@pytest.mark.parametrize(
    ("name", "of", "meant"), [("columns", "table", "column"), ("choices", "column", "choice")]
)
def test_no_word_means_two_things(name: str, of: str, meant: str) -> None:
    with (Path(columns.__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["column"]]
    meanings: dict[tuple[str, str], set[str]] = {}
    for row in listed:
        words = [word for lang in ("ru", "kk", "en") for word in row[lang].split("|")]
        for word in filter(None, map(fold, (row[meant], *words))):
            meanings.setdefault((row[of], word), set()).add(row[meant])
    assert len(listed) > 20
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


def test_sheets_are_known_by_their_columns_too(write: Writer) -> None:
    raw = workbook(
        Лист1=[["облыс"], ["Абай"]], Лист2=[["measure", "value"], ["plants", 5]], Лист3=[["a"], ["b"]]
    )
    found, findings = read(write("a.xlsx", raw))
    assert [t.kind for t in found] == ["incidents", "totals"]
    assert [w.wrong for w in findings.warnings] == [
        "sheet «Лист3»: this sheet has no column of regions and was not read"
    ]


def test_numeric_codes_of_regions_stay_whole(write: Writer) -> None:
    assert cells(one(write("a.xlsx", workbook(a=[["regions"], [62], [620000000]])))) == {
        "regions": ["62", "620000000"]
    }


def test_a_formula_without_its_value_is_a_fault(write: Writer) -> None:
    raw = workbook(incidents=[["regions", "plants"], ["KZ-62", "=1+1"], ["KZ-62", "#REF!"]])
    assert [line.split(";")[0] for line in told(write("a.xlsx", raw))] == [
        "a.xlsx:3:plants: sheet «incidents»: the cell holds a formula error",
        "a.xlsx:2:plants: sheet «incidents»: the cell holds a formula whose value was never saved",
    ]


def test_a_formula_with_its_value_is_the_value(write: Writer) -> None:
    raw = workbook(a=[["regions", "plants"], ["KZ-62", "=1+1"]])
    cached = rezipped(raw, lambda _, c: c.replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>"))
    assert cells(one(write("a.xlsx", cached))) == {"regions": ["KZ-62"], "plants": ["2"]}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda n, c: c.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
            "the workbook declares XML",
        ),
        (
            lambda n, c: c.replace(b'r="A2"', b'r="XFD1048576"'),
            "a sheet spans 1048576 rows and 16384 columns",
        ),
        (
            lambda n, c: c + b" " * 20_000_000 if "sheet1" in n else c,
            "the workbook unpacks to over 300 times its size",
        ),
        (lambda n, c: b"" if n == "xl/workbook.xml" else c, "the workbook is damaged and can't be read"),
        (lambda n, c: b"<a" if "sheet1" in n else c, "the workbook is damaged and can't be read"),
    ],
)
def test_hostile_workbooks(write: Writer, change: Callable[[str, bytes], bytes], fault: str) -> None:
    raw = rezipped(workbook(a=[["regions"], ["KZ-62"]]), change)
    assert told(write("a.xlsx", raw))[0].startswith(f"a.xlsx:1:-: {fault}")


def test_a_zip_directory_that_lies_about_sizes_is_seen_through(
    write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 50_000)
    padded = rezipped(workbook(a=[["regions"]]), lambda n, c: c + b" " * 200_000 if "sheet1" in n else c)
    raw = bytearray(padded)
    for header, size_at in [
        (b"PK\x01\x02", 24),
        (b"PK\x03\x04", 22),
    ]:  # in the directory, and before the entry
        start = raw.find(header)
        while start >= 0:
            size = slice(start + size_at, start + size_at + 4)
            if int.from_bytes(raw[size], "little") > 200_000:
                raw[size] = (100).to_bytes(4, "little")
            start = raw.find(header, start + 4)
    assert told(write("a.xlsx", bytes(raw)))[0].startswith("a.xlsx:1:-: the workbook unpacks to over")


def test_a_workbook_without_cells(write: Writer) -> None:
    assert told(write("a.xlsx", workbook(a=[], b=[]))) == [
        "a.xlsx:1:-: the file is empty; give it a sheet with a row of headers"
    ]


def test_a_zip_that_is_no_workbook(write: Writer) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.csv", "regions\n")
    assert told(write("a.xlsx", stream.getvalue())) == [
        "a.xlsx:1:-: this is a zip file, but no workbook; save the table as XLSX or CSV"
    ]
    assert told(write("b.xlsx", "regions\n"))[0].startswith(
        "b.xlsx:1:-: the file is no XLSX, whatever its name says"
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_broken_workbook_makes_the_reader_stumble(data: st.DataObject) -> None:
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    findings = Findings()
    found = tables._read(bytes(raw[: data.draw(st.integers(4, len(raw)))]), "a.xlsx", findings)
    assert found or findings.faults


WHOLE = workbook(incidents=[["regions", "plants"], ["KZ-62", 5], ["KZ-31", "?"]])


# --- Parquet and frames -----------------------------------------------------------------------------------


def parquet(frame: Any) -> bytes:
    stream = io.BytesIO()
    frame.to_parquet(stream)
    return stream.getvalue()


def test_parquet_columns_keep_their_types(write: Writer) -> None:
    frame = pd.DataFrame(
        {"regions": ["KZ-62", None], "plants": [5, 6], "poppy_kg": [0.1, None],
         "start": pd.to_datetime(["2025-06-01", None]), "kind": pd.Categorical(["a", "b"])}
    )  # fmt: skip
    found = one(write("a.parquet", parquet(frame)))
    assert [str(c.type) for c in found.columns[1:3]] == ["int64", "double"]
    assert cells(found) == {
        "regions": ["KZ-62", ""], "plants": ["5", "6"], "poppy_kg": ["0.1", ""],
        "start": ["2025-06-01", ""], "kind": ["a", "b"],
    }  # fmt: skip


def test_geoparquet_points_become_lon_and_lat(write: Writer) -> None:
    import geopandas as gpd

    frame = gpd.GeoDataFrame(
        {"title": ["a", "b"]}, geometry=gpd.points_from_xy([67.7, 71], [47.8, 51]), crs=4326
    )
    assert cells(one(write("a.parquet", parquet(frame)))) == {
        "title": ["a", "b"], "lon": ["67.7", "71"], "lat": ["47.8", "51"],
    }  # fmt: skip
    assert "WGS 84 / Pseudo-Mercator" in told(write("b.parquet", parquet(frame.to_crs(3857))))[0]
    areas = frame.set_geometry([shapely.box(67, 47, 68, 48)] * 2, crs=4326)
    assert told(write("c.parquet", parquet(areas)))[0].startswith(
        "c.parquet:2:geometry: the polygon is none of the country's regions"
    )


def test_a_column_that_unpacks_to_far_more_than_the_file_is_refused(
    write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from karasora.tables import parquet as reader

    monkeypatch.setattr(reader, "MOST_TEXT", 1_000_000)
    frame = pd.DataFrame({"regions": ["KZ-62"] * 2000, "text": ["x" * 1000] * 2000})
    assert told(write("a.parquet", parquet(frame)))[0].startswith(
        "a.parquet:1:text: the column unpacks to over"
    )


@pytest.mark.parametrize("raw", [b"PAR1", b"PAR1" + b"\xff" * 50 + b"PAR1"])
def test_a_broken_parquet(write: Writer, raw: bytes) -> None:
    assert told(write("a.parquet", raw))[0].startswith("a.parquet:1:-: the Parquet file can't be read")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_broken_parquet_makes_the_reader_stumble(data: st.DataObject) -> None:
    raw = bytearray(PARQUET)
    footer = len(raw) - 8 - int.from_bytes(raw[-8:-4], "little")  # the schema, the columns and their sizes
    place = st.integers(4, len(raw) - 1) | st.integers(footer, len(raw) - 9)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(place)] = data.draw(st.integers(0, 30) | st.integers(0, 255))
    findings = Findings()
    found = tables._read(bytes(raw), "a.parquet", findings)
    assert found or findings.faults


PARQUET = parquet(pd.DataFrame({"regions": ["KZ-62", "KZ-31"], "plants": [5, 6]}))


def test_a_frame_is_a_table() -> None:
    found, findings = read(pd.DataFrame({"regions": ["KZ-62"], "plants": [5]}, index=[7]))
    assert findings.faults == []
    assert cells(found[0]) == {"regions": ["KZ-62"], "plants": ["5"]}


# --- files and folders ------------------------------------------------------------------------------------


def test_a_folder_gives_its_tables(write: Writer, tmp_path: Path) -> None:
    write("b.csv", "regions\nKZ-62\n")
    write("a.csv", "regions\nKZ-31\n")
    write("~$a.xlsx", b"lock")
    write("note.md", b"no table")
    found, findings = read(tmp_path)
    assert [t.file for t in found] == ["a.csv", "b.csv"]
    write("incidents.csv", "regions\nKZ-27\n")
    write("totals.csv", "measure,value\nplants,5\n")
    found, findings = read(tmp_path)
    assert [t.file for t in found] == ["incidents.csv", "totals.csv"]
    assert findings.faults == []


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"regions\nKZ-62\n"))
    monkeypatch.setattr("sys.stdin", stream)
    sources: list[tables.Source] = []
    [found] = tables.read_tables("-", Findings(), sources)
    assert (found.file, cells(found), sources[0].name) == ("-", {"regions": ["KZ-62"]}, "-")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert told(tmp_path / "none.csv") == [
        "none.csv:1:-: there is no such file; check the name and the folder"
    ]
    (tmp_path / "folder").mkdir()
    assert told(tmp_path / "folder")[0].startswith("folder:1:-: the folder holds no table")
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "gone.csv")
    assert told(tmp_path / "dangling.csv")[0].startswith("dangling.csv:1:-: there is no such file")
    (tmp_path / "round.csv").symlink_to(tmp_path / "round.csv")
    assert told(tmp_path / "round.csv")[0].startswith("round.csv:1:-: the file can't be read")
    assert told("/dev/zero") == ["zero:1:-: this is a device, not a file; name a file or a folder"]
    assert told("a\0b.csv")[0].startswith("a\\x00b.csv:1:-: the file can't be read")
    if os.geteuid():
        secret = tmp_path / "secret.csv"
        secret.write_bytes(b"regions\n")
        secret.chmod(0)
        assert told(secret)[0].startswith("secret.csv:1:-: the file may not be read")


def test_files_that_are_too_large(write: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 10)
    assert told(write("a.csv", "regions\nKZ-62\n"))[0].startswith("a.csv:1:-: the file has over 10 bytes")
    monkeypatch.undo()
    monkeypatch.setattr(table, "MOST_CELLS", 3)
    assert told(write("b.csv", "regions,x\nA,1\nB,2\n"))[0].startswith("b.csv:1:-: the table has 3 lines")


def test_sources_have_the_hash_of_their_bytes(write: Writer) -> None:
    import hashlib

    sources: list[tables.Source] = []
    tables.read_tables(write("a.csv", "regions\nKZ-62\n"), Findings(), sources)
    assert sources == [("a.csv", hashlib.sha256(b"regions\nKZ-62\n").hexdigest())]


def test_blank_numbers_are_blank_rows() -> None:
    findings = Findings()
    columns = [pa.chunked_array([[None, 1.0]]), pa.chunked_array([["", ""]])]
    found = table.make_table("a", ["plants", "x"], columns, pd.RangeIndex(2, 4).to_numpy(), findings)
    assert found.rows.tolist() == [3]


@pytest.mark.parametrize("kept", ["';x", "'90s", "'a'", "' x", "'(1)"])
def test_an_apostrophe_before_anything_else_is_the_editors_own(kept: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'regions,title\nKZ-31,"{kept}"\n', "utf-8")
    assert karasora.read_incidents(tmp_path / "a.csv")["title_ru"].tolist() == [kept] or (
        karasora.read_incidents(tmp_path / "a.csv")["title_en"].tolist() == [kept]
    )
