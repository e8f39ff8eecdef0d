"""What the fuzz tests feed to the parsers: damaged, random and half-right files of every kind."""

import io
import json
import zipfile
from functools import cache

import openpyxl
import pyarrow as pa
import pyarrow.parquet
from hypothesis import strategies as st

from tests.hostile.payloads import payloads

_TEXTS = [p.text for p in payloads()]
_HEADERS = [
    *("regions", "область", "id", "lat", "lon", "start", "end", "title", "text_ru", "scope", "marijuana_kg"),
    *("Кокаин, г", "report", "kind", "measure", "value", "incident", "coverage", "x", "x:flags", ""),
]
_CELLS = [
    *("KZ-62", "Шымкент", "Abai", "KZ-31;KZ-33", "national", ">206", "?", "~1 000,5", "2025-06"),
    *("01.06.2025", "47.8", "1e400", "-1", "", "NaN"),
]
_XML = [
    *("<v>", "</v>", ' t="s"', ' t="e"', ' r="A1"', ' r="XFD1048576"', "<f>1</f>", "<c/>", "<row/>"),
    *("999999999", "-1", "1e999", "<!DOCTYPE x>", "&#0;", "]]>"),
]
_TYPES = [
    *(pa.string(), pa.large_string(), pa.binary(), pa.int8(), pa.uint64(), pa.float32(), pa.float64()),
    *(pa.bool_(), pa.date32(), pa.timestamp("ns"), pa.timestamp("us", "Asia/Almaty"), pa.time64("us")),
    *(pa.duration("s"), pa.decimal128(38, 9), pa.list_(pa.string()), pa.struct([("x", pa.float64())])),
    *(pa.dictionary(pa.int32(), pa.string()), pa.null()),
]
_GEO = (
    None,
    b"{",
    b'{"columns": {"x": {"encoding": "WKB"}}}',
    b'{"columns": []}',
    b"[]",
    b'{"columns": {"x": 1}}',
)

#: What a parser knows, for a fuzzer to build inputs of.
WORDS = (*_HEADERS, *_CELLS, *_XML)

texts = st.one_of(st.sampled_from(_CELLS), st.sampled_from(_TEXTS), st.text(max_size=20))
headers = st.one_of(st.sampled_from(_HEADERS), st.sampled_from(_HEADERS), texts)

values = st.recursive(
    st.one_of(texts, st.integers(), st.floats(), st.booleans(), st.none()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(headers, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def delimited(draw: st.DrawFn) -> bytes:
    """CSV as people and broken programs write it: any delimiter, line ends, encoding; some cells too many."""
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    end = st.sampled_from(["\n", "\r\n", "\r", "\n\n", ""])
    lines = [draw(st.lists(headers, min_size=1, max_size=6))]
    lines += draw(st.lists(st.lists(texts, max_size=7), max_size=6))
    made = ""
    for line in lines:
        cells = ['"' + cell.replace('"', '""') + '"' if draw(st.booleans()) else cell for cell in line]
        made += delimiter.join(cells) + draw(end)
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1251", "utf-16-be"]))
    how = "surrogatepass" if encoding.startswith("utf") else "replace"
    return damaged(draw, made.encode(encoding, how))


@st.composite
def objects(draw: st.DrawFn) -> bytes:
    """JSON and GeoJSON, right but for what a text editor may have done to it."""
    rows = st.dictionaries(headers, values, max_size=5)
    listed = st.one_of(st.lists(rows, max_size=4), values)
    kinds = st.sampled_from(["incidents", "reports", "totals", "notes", "x"])
    document = draw(st.one_of(listed, collections(rows), st.dictionaries(kinds, listed), values))
    return damaged(
        draw, json.dumps(document, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    )


def collections(rows: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Feature collections whose geometries may be anything."""
    numbers = st.one_of(st.floats(), st.integers(), st.floats(40, 90), st.none(), texts)
    places = st.one_of(st.lists(numbers, max_size=4), st.lists(st.lists(st.tuples(numbers, numbers))), values)
    kinds = st.sampled_from(["Point", "Polygon", "MultiPolygon", "GeometryCollection", 1])
    shapes = st.one_of(st.none(), values, st.fixed_dictionaries({"type": kinds, "coordinates": places}))
    told = {
        "type": st.just("Feature"),
        "properties": st.one_of(rows, values),
        "geometry": shapes,
        "id": values,
    }
    features = st.lists(st.one_of(st.fixed_dictionaries(told), values), max_size=4)
    return st.fixed_dictionaries(
        {"type": st.just("FeatureCollection"), "features": st.one_of(features, values)},
        optional={"crs": values},
    )


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook, one of whose parts was changed, lost or cut."""
    parts = dict(workbook_parts())
    name = draw(st.sampled_from(sorted(parts)))
    how = draw(st.sampled_from(["bytes", "words", "lost", "file"]))
    if how == "bytes":
        parts[name] = damaged(draw, parts[name])
    elif how == "words":
        for word in draw(st.lists(st.sampled_from(_XML), max_size=4)):
            at = draw(st.integers(0, len(parts[name])))
            parts[name] = parts[name][:at] + word.encode() + parts[name][at:]
    elif how == "lost":
        del parts[name]
    packed = zipped(parts)
    return damaged(draw, packed) if how == "file" else packed


@st.composite
def parquets(draw: st.DrawFn) -> bytes:
    """Parquet with columns of any type, sometimes damaged."""
    columns = {}
    for header in draw(st.lists(headers, min_size=1, max_size=4, unique=True)):
        kind = draw(st.sampled_from(_TYPES))
        if kind in (pa.string(), pa.large_string()):
            cells = st.lists(st.one_of(st.none(), texts.map(_unicode)), min_size=2, max_size=2)
            columns[_unicode(header)] = pa.array(draw(cells), kind)
        else:
            columns[_unicode(header)] = pa.nulls(2, kind) if draw(st.booleans()) else _two_of(kind)
    geo = draw(st.sampled_from(_GEO))
    table = pa.table(columns).replace_schema_metadata(geo and {b"geo": geo})
    stream = io.BytesIO()
    pyarrow.parquet.write_table(table, stream)
    return damaged(draw, stream.getvalue()) if draw(st.booleans()) else stream.getvalue()


def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """The content with nothing, or a few bytes, changed: cut, doubled, or overwritten."""
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(content)))
        to = draw(st.integers(at, min(len(content), at + 40)))
        instead = draw(st.one_of(st.binary(max_size=6), st.just(content[at:to] * 2)))
        content = content[:at] + instead + content[to:]
    return content


@cache
def workbook_parts() -> dict[str, bytes]:
    """The parts of a small workbook of incidents and reports."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "incidents"
    sheet.append(["regions", "marijuana_kg", "title", "start"])
    sheet.append(["KZ-62", ">206", "Марихуана", "2025-06"])
    sheet.append(["Абай", 8.5, "=1+1", None])
    book.create_sheet("reports").append(["id", "coverage"])
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip file of these entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _unicode(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _two_of(kind: pa.DataType) -> pa.Array:
    if pa.types.is_list(kind):
        return pa.array([["KZ-62", None], []], kind)
    if pa.types.is_struct(kind):
        return pa.array([{"x": 1.0}, None], kind)
    if pa.types.is_binary(kind):
        return pa.array([b"\xff\x00", b""], kind)
    if pa.types.is_dictionary(kind):
        return pa.array(["KZ-62", None], pa.string()).dictionary_encode()
    if pa.types.is_boolean(kind):
        return pa.array([True, None], kind)
    return pa.nulls(2) if kind == pa.null() else pa.array([1, None], kind)
