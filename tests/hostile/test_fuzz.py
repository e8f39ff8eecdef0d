"""No file whatever makes a parser fail in another way than by telling what is at fault.

`pytest tests/hostile/test_fuzz.py --hypothesis-profile=deep` looks a hundred times longer. What fuzzing once
found stays here as examples.
"""

import base64
import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from karasora import cli, names, quantities
from karasora.boundaries.cleaning import clean_to_geojson
from karasora.faults import DataError
from karasora.figures.frame import blank
from karasora.incidents import read_incidents
from karasora.measures import understand
from karasora.page import build_map, packing, render
from karasora.page.readback import Edition, changes_since, read_page
from karasora.page.verification import verify
from tests.hostile import fuzzed
from tests.hostile.payloads import payloads

FUZZ = settings(deadline=None, suppress_health_check=list(HealthCheck))
RARELY = settings(FUZZ, max_examples=settings().max_examples // 10)  # where an example draws a whole page
DATA = '<script type="application/json" id="karasora-data">'
COUNTS = ("mapped", "several_regions", "unlocated", "rejected")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def checked(path: Path, content: bytes) -> int:
    """Check a file of this content as the command does; the exit code, which is 0 or 1 and is explained."""
    path.write_bytes(content)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(["check", str(path), "--json"])
    told = json.loads(out.getvalue())
    assert code in (0, 1)
    assert "Traceback" not in err.getvalue()
    assert told["read"] == sum(told[name] for name in COUNTS), told
    if code:
        assert any(line.startswith(path.name + ":") for line in err.getvalue().splitlines()), err.getvalue()
    return code


@FUZZ
@given(content=fuzzed.delimited())
@example(content=b'""\n')
@example(content=b'"\n')
@example(content=b"regions\n\xff\xfe")
@example(content=b"regions,x,x:flags\nKZ-62,a,b\nKZ-62,a,b\n")
@example(content=b"regions,NaN,NaN:flags,title\nKZ-62,a,b,c\nKZ-62,a,b,c\n")
def test_delimited_text(folder: Path, content: bytes) -> None:
    checked(folder / "a.csv", content)


@FUZZ
@given(content=fuzzed.objects())
@example(content=b'{"regions": 1, "regions": 2}')
@example(content=b'{"incidents": [], "x": [], "x": []}')
@example(content=b'[{"regions": "KZ-62", "regions": "KZ-31"}]')
@example(content=b'[{"\\ud800": "KZ-62", "regions": "KZ-31"}]')
@example(content=b'[{"regions": "\\ud800"}]')
@example(content=b"1" * 5000)
@example(content=b"[" * 100_000)
def test_json(folder: Path, content: bytes) -> None:
    checked(folder / "a.json", content)


@FUZZ
@given(content=fuzzed.workbooks())
def test_workbooks(folder: Path, content: bytes) -> None:
    checked(folder / "a.xlsx", content)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"/></row><row r="2"><c r="A999999999"><v>1</v></c></row>',
        '<row r="999999999"><c><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r=\'XFD9999999\'><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c s="1"r = "xfd9999999"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZ1"><v>1</v></c></row>',
        '<row r="5999999"><c r="A5999999"><v>1</v></c></row><row r="1">'
        + "<c><v>1</v></c>" * 2000
        + "</row>",
    ],
    ids=["row", "row without cells", "quotes", "blanks", "column", "unplaced cells"],
)
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/elsewhere.bin"])
def test_cells_that_no_sheet_has(folder: Path, cells: str, name: str) -> None:
    """The workbook reader would ask for hundreds of gigabytes, and end the process when it gets none."""
    parts = dict(fuzzed.workbook_parts())
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    start, end = sheet.index(b"<sheetData>") + len(b"<sheetData>"), sheet.index(b"</sheetData>")
    parts[name] = sheet[:start] + cells.encode() + sheet[end:]
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        b"/xl/worksheets/sheet1.xml", b"/" + name.encode()
    )
    assert checked(folder / "a.xlsx", fuzzed.zipped(parts)) == 1


@FUZZ
@given(content=fuzzed.parquets())
def test_parquet(folder: Path, content: bytes) -> None:
    checked(folder / "a.parquet", content)


@FUZZ
@given(
    content=st.binary(max_size=200),
    ending=st.sampled_from(["csv", "json", "geojson", "xlsx", "parquet", "txt"]),
)
def test_any_bytes(folder: Path, content: bytes, ending: str) -> None:
    checked(folder / f"a.{ending}", content)


@FUZZ
@given(content=fuzzed.objects())
@example(content=b'{"features": [{"type": "Feature", "geometry": {"type": "Polygon"}}]}')
def test_borders(folder: Path, content: bytes) -> None:
    path = folder / "borders.geojson"
    path.write_bytes(content)
    at_fault(clean_to_geojson, path)


@FUZZ
@given(content=st.one_of(st.binary(max_size=80), fuzzed.objects()))
@example(content=b"H4sIAAAAAAAC/w==")
def test_pages(folder: Path, content: bytes) -> None:
    path = folder / "page.html"
    path.write_bytes(DATA.encode() + content + b"</script>")
    at_fault(read_page, path)


class Article(NamedTuple):
    """The article's page without its data, and these as JSON."""

    page: str
    data: str

    def __repr__(self) -> str:
        return "Article"

    def with_data(self, packed: str) -> bytes:
        return self.page.replace(DATA, DATA + packed).encode()


@pytest.fixture(scope="module")
def article() -> Article:
    page = render(build_map()).decode()
    packed = page.partition(DATA)[2].partition("<")[0]
    return Article(page.replace(packed, ""), packing.from_base64(packed).decode())


@RARELY
@given(data=st.data())
def test_changed_pages(folder: Path, article: Article, data: st.DataObject) -> None:
    """A page one piece of whose data was replaced by anything is told to be none of ours, or to differ."""
    body = json.loads(article.data)
    holder, key = body, data.draw(st.sampled_from(list(body)))
    while isinstance(holder[key], dict | list) and holder[key] and data.draw(st.integers(0, 4)):
        holder = holder[key]
        key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
    instead = data.draw(st.one_of(fuzzed.values, st.just({}), st.just([]), st.integers(1, 10**15)))
    assume(instead != holder[key])
    holder[key] = instead
    path = folder / "page.html"
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    path.write_bytes(article.with_data(packing.to_base64(written)))
    changes_since(path, b"", Edition(read_incidents(), blank()))
    with contextlib.suppress(DataError):
        same, told = verify(path)
        assert told and not same


@FUZZ
@given(data=st.data())
def test_damaged_pages(folder: Path, article: Article, data: st.DataObject) -> None:
    content = base64.b64decode(packing.to_base64(article.data.encode()))
    path = folder / "page.html"
    path.write_bytes(article.with_data(base64.b64encode(fuzzed.damaged(data.draw, content)).decode()))
    at_fault(read_page, path)


@FUZZ
@given(text=fuzzed.texts)
def test_quantities(text: str) -> None:
    with contextlib.suppress(quantities.QuantityError):
        value, flags = quantities.parse(text)
        assert quantities.parse(quantities.text(value, flags)) == (pytest.approx(value, nan_ok=True), flags)


@FUZZ
@given(text=st.one_of(fuzzed.texts, st.text()), vintage=st.sampled_from([2018, 2022]))
def test_names(text: str, vintage: int) -> None:
    match = names.lookup(text, vintage=vintage)
    assert str(match)
    assert all(code.startswith("KZ-") for code in match.codes)


def test_no_payload_is_a_region() -> None:
    """What is no name is never taken for one; only the payloads that are codes, or hold one, are."""
    taken = {p.text for p in payloads() if names.lookup(p.text).codes}
    assert all("KZ-" in text or text == "\u0410lm\u0430ty" or text == "\u0391lmaty" for text in taken), taken


@FUZZ
@given(header=fuzzed.headers)
def test_headers(header: str) -> None:
    understand(header)


def at_fault(read: Callable[[Path], Any], path: Path) -> None:
    """Read a file, or be told what in it is at fault."""
    try:
        read(path)
    except DataError as error:
        assert error.faults
        assert all(fault.file == path.name for fault in error.faults)
