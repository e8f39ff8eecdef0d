"""Files that mean harm, or met with some: a clear fault, exit 1, and bounds on time and memory.

Each runs as the real command, in a process that may take `MOST_GB` of address space and `MOST_S` seconds.
"""

import json
import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from tests import command
from tests.hostile import fuzzed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and devices of Linux")

MOST_GB, MOST_S = 4, 60  # Arrow and OpenBLAS reserve 3 GB of addresses and use 150 MB
BOUNDS = {resource.RLIMIT_AS: MOST_GB << 30, resource.RLIMIT_CORE: 0}
SHEET = "xl/worksheets/sheet1.xml"
#: What lets root read and write everything is taken from it.
AS_ANYBODY = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
POINT = (
    '{"type": "Feature", "properties": {"regions": "KZ-62"}, '
    '"geometry": {"type": "Point", "coordinates": %s}}'
)


def run(
    *arguments: object, most_bytes: int | None = None, stdout: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """The command, within bounds; `most_bytes` is the room on its disk."""
    limits = BOUNDS | ({} if most_bytes is None else {resource.RLIMIT_FSIZE: most_bytes})
    return command.karasora(
        *arguments, around=command.Around(cwd=Path.cwd(), stdout=stdout, limits=limits, most_s=MOST_S)
    )


def run_as_anybody(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command without the rights of root."""
    return subprocess.run(
        [*AS_ANYBODY, sys.executable, "-m", "karasora", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=MOST_S,
    )


def refused(done: subprocess.CompletedProcess[str], file: str, *words: str) -> None:
    """The run ended with faults of this file that say these words, and without a traceback."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    faults = [line for line in done.stderr.splitlines() if line.startswith(f"{file}:")]
    assert faults and all(any(word in fault for fault in faults) for word in words), done.stderr


def workbook(path: Path, **parts: bytes) -> None:
    path.write_bytes(fuzzed.zipped(dict(fuzzed.workbook_parts()) | parts))


def sheet(more: bytes) -> bytes:
    return fuzzed.workbook_parts()[SHEET].replace(b"</sheetData>", more + b"</sheetData>")


def parquet(path: Path, **columns: pa.Array) -> None:
    pyarrow.parquet.write_table(pa.table(columns), path)


def repeated(text: str, times: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(np.zeros(times, np.int32), [text])


Make = Callable[[Path], object]
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
BOMBS: dict[str, tuple[Make, str]] = {
    "sheet.xlsx": (lambda p: workbook(p, **{SHEET: sheet(b" " * 320_000_000)}), "unpacks to over"),
    "ratio.xlsx": (lambda p: workbook(p, **{SHEET: sheet(b" " * 40_000_000)}), "unpacks to over"),
    "entries.xlsx": (
        lambda p: workbook(p, **{f"xl/media/{i}": bytes(9_000_000) for i in range(40)}),
        "unpacks to over",
    ),
    "entities.xlsx": (lambda p: workbook(p, **{"xl/sharedStrings.xml": ENTITIES}), "XML entities"),
    "tags.xlsx": (lambda p: workbook(p, **{SHEET: sheet(b"<c " + b' r="A1"' * 300_000)}), "damaged"),
    "deep.json": (lambda p: p.write_text("[" * 1_000_000), "nested too deeply"),
    "deep.geojson": (
        lambda p: p.write_text('{"type":"FeatureCollection","features":' + '{"a":' * 300_000),
        "nested",
    ),
    "keys.json": (
        lambda p: p.write_text(json.dumps([{f"k{i}": 1 for i in range(100_000)}])),
        "different keys",
    ),
    "doubled.json": (
        lambda p: p.write_text("[{" + ",".join(f'"k{i}":1' for i in range(100_000)) + ',"k99999":2}]'),
        "different keys",
    ),
    "lines.csv": (lambda p: p.write_bytes(b"regions\n" + b"\n" * 30_000_000), "lines"),
    "columns.csv": (lambda p: p.write_text("," * 20_000 + "regions\n"), "cells"),
    "measures.csv": (
        lambda p: p.write_text(
            ",".join(f"m{i}_kg" for i in range(9_000)) + ",regions\n" + "1," * 9_000 + "KZ-62\n"
        ),
        "measures of the table's own",
    ),
    "faults.csv": (
        lambda p: p.write_text("regions\n" + "".join(f"nowhere {i}\n" for i in range(20_000))),
        "no known name",
    ),
    "rows.parquet": (lambda p: parquet(p, regions=repeated("KZ-62", 20_000_000)), "rows"),
    "nulls.parquet": (lambda p: parquet(p, regions=pa.nulls(50_000_000, pa.string())), "rows"),
    "texts.parquet": (
        lambda p: parquet(p, regions=repeated("KZ-62", 2000), title=repeated("a" * 3_000_000, 2000)),
        "unpacks to over",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(tmp_path: Path, name: str) -> None:
    make, word = BOMBS[name]
    make(tmp_path / name)
    assert (tmp_path / name).stat().st_size < 40_000_000
    refused(run("check", tmp_path / name), name, word)


def test_sizes_that_a_zip_lies_about(tmp_path: Path) -> None:
    path = tmp_path / "lies.xlsx"
    workbook(path, **{SHEET: sheet(b" " * 40_000_000)})
    size = len(sheet(b" " * 40_000_000)).to_bytes(4, "little")
    content = path.read_bytes()
    assert content.count(size) == 2  # beside the entry, and in the directory
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    refused(run("check", path), path.name, "unpacks to over")


DAMAGED: dict[str, tuple[bytes | str, str]] = {
    "half.csv": ("regions,title\nKZ-62,Марихуана".encode()[:-1] + b"\n", "broken UTF-8 character"),
    "half.json": ('[{"regions": "Абай"}]'.encode().replace("й".encode(), "й".encode()[:1]), "broken UTF-8"),
    "quote.csv": ('regions,title\nKZ-62,"a\nKZ-31,b\n', "never closed"),
    "swapped.csv": ("regions,lat,lon\nKZ-62,67.7,47.8\n", "changed places"),
    "lone.csv": ("lat,lon\n67.7,47.8\n", "changed places"),
    "far.csv": ("regions,lat,lon\nKZ-62,43.2,76.9\n", "outside of KZ-62, in KZ-75"),
    "nan.geojson": (POINT % "[NaN, 47]", "NaN is no JSON"),
    "infinite.geojson": (POINT % "[1e400, 47]", "no point"),
    "metres.geojson": (POINT % "[7500000, 6000000]", "no coordinate"),
    "line.geojson": (POINT.replace('"Point"', '"LineString"') % "[[67, 47], [68, 48]]", "no point"),
    "crs.geojson": (
        '{"type": "FeatureCollection", "crs": {"name": "EPSG:3857"}, "features": []}',
        "another system",
    ),
    "null.csv": (b"\0" * 1000, "regions"),
    "empty.csv": ("", "empty"),
    "text.xlsx": ("regions\nKZ-62\n", "no XLSX"),
    "cut.xlsx": (b"PK\x03\x04" + bytes(100), "damaged"),
    "cut.parquet": (b"PAR1" + bytes(100) + b"PAR1", "can't be read"),
}  # fmt: skip


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """One run over all of them: every fault of every file is told at once."""
    folder = tmp_path_factory.mktemp("damaged")
    for name, (content, _) in DAMAGED.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return run("check", *sorted(folder.iterdir()))


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_files(damaged: subprocess.CompletedProcess[str], name: str) -> None:
    refused(damaged, name, DAMAGED[name][1])


def test_mixed_line_ends_are_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes(b"regions,title\r\nKZ-62,a\nKZ-31,b\rKZ-33,c\r\n")
    done = run("check", path, "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["read"] == 3


SQUARE = [[67, 47], [68, 47], [68, 48], [67, 48], [67, 47]]
BORDERS: dict[str, tuple[object, str]] = {
    "bow-tie": ([[[67, 47], [68, 48], [68, 47], [67, 48], [67, 47]]], "no property names"),
    "swapped": ([[[y, x] for x, y in SQUARE]], "latitude stands first"),
    "metres": ([[[x * 1e5, y * 1e5] for x, y in SQUARE]], "no degrees"),
    "elsewhere": ([[[x - 100, y] for x, y in SQUARE]], "not Kazakhstan"),
    "infinite": ([[[67, 47], [1e999, 47], [68, 48], [67, 47]]], "finite"),
    "line": ([[[67, 47], [68, 48], [67, 47]]], "is empty"),
    "deep": (None, "nested too deeply"),
}


@pytest.mark.parametrize("name", BORDERS)
def test_borders(tmp_path: Path, name: str) -> None:
    """A bow-tie is mended; that the other units are lacking is what is wrong then."""
    rings, word = BORDERS[name]
    feature = {
        "type": "Feature",
        "properties": {"name": "KZ-62"},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }
    path = tmp_path / "borders.geojson"
    path.write_text(
        "[" * 1_000_000 if rings is None else json.dumps({"type": "FeatureCollection", "features": [feature]})
    )
    refused(run("boundaries", path), path.name, word)


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "nowhere.csv")
    paths = sorted(tmp_path.iterdir())
    done = run(
        "check",
        *paths,
        tmp_path / "missing.csv",
        "/dev/zero",
        "/dev/null/x.csv",
        "x" * 5000,
    )
    refused(done, "folder.csv", "holds no table")
    refused(done, "loop.csv", "symbolic links")
    refused(done, "dangling.csv", "no such file")
    refused(done, "missing.csv", "no such file")
    refused(done, "zero", "device")
    refused(done, "x.csv", "can't be read")


def test_a_pipe_in_a_folder_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text("regions\nKZ-62\n")
    os.mkfifo(tmp_path / "totals.csv")
    assert run("check", tmp_path).returncode == 0


def test_names_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]0;x\x07\x1b[31m\nb\u202e.csv"
    path.write_text("regions,\x1b[2Jx\u202e kg\nnowhere,abc\x1b[1m\n" + "," + "h" * 3 + "\n")
    done = run("check", path)
    assert done.returncode == 1
    assert all(c.isprintable() or c == "\n" for c in done.stderr)
    path.write_text("regions," + "h" * 1_000_000 + "\nnowhere,\n")
    assert len(run("check", path).stderr) < 5000


def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.csv"))
    path.write_text("regions\nKZ-62\n")
    done = run("build", path, "--out", tmp_path / "map.html")
    assert done.returncode == 0, done.stderr
    assert "a\\xff.csv" in (tmp_path / "map.html").read_text("utf-8")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("regions\nKZ-62\n")
    return path


@pytest.mark.skipif(bool(AS_ANYBODY) and shutil.which("setpriv") is None, reason="root may read everything")
def test_files_and_folders_without_permission(tmp_path: Path, table: Path) -> None:
    secret, locked, shown = tmp_path / "secret.csv", tmp_path / "locked", tmp_path / "shown"
    secret.write_text("regions\nKZ-62\n")
    secret.chmod(0)
    locked.mkdir(mode=0)
    shown.mkdir(mode=0o555)
    done = run_as_anybody("check", secret, locked)
    refused(done, "secret.csv", "may not be read")
    refused(done, "locked", "Permission denied")
    refused(run_as_anybody("build", table, "--out", shown / "map.html"), "map.html", "Permission denied")
    assert not any(shown.iterdir())


def test_a_full_disk(tmp_path: Path, table: Path) -> None:
    out = tmp_path / "out" / "map.html"
    out.parent.mkdir()
    out.write_text("former")
    out.chmod(0o640)
    done = run("build", table, "--out", out, most_bytes=50_000)
    refused(done, "map.html", "large")
    assert [p.name for p in out.parent.iterdir()] == ["map.html"]
    assert out.read_text() == "former" and stat.S_IMODE(out.stat().st_mode) == 0o640
    done = run("build", table, "--out", "/dev/full")
    refused(done, "full", "No space left")


def test_no_room_for_what_is_told(table: Path) -> None:
    done = run("check", table, stdout=Path("/dev/full"))
    assert done.returncode == 1 and "Traceback" not in done.stderr and "No space left" in done.stderr


@pytest.mark.parametrize("out", ["folder", "folder/under/file.csv/map.html", "/dev/null/map.html"])
def test_an_output_that_cannot_be(tmp_path: Path, table: Path, out: str) -> None:
    (tmp_path / "folder" / "under").mkdir(parents=True)
    (tmp_path / "folder" / "under" / "file.csv").write_text("x")
    done = run("build", table, "--out", tmp_path / out)
    assert done.returncode == 1 and "Traceback" not in done.stderr and ":1:-:" in done.stderr
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file.csv", "folder", "table.csv", "under"]


def test_an_output_behind_a_link(tmp_path: Path, table: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.html").symlink_to(tmp_path / "real" / "map.html")
    assert run("build", table, "--out", tmp_path / "link.html").returncode == 0
    assert (tmp_path / "link.html").is_symlink() and (tmp_path / "real" / "map.html").stat().st_size > 100_000


def test_pages_that_unpack_without_end(tmp_path: Path) -> None:
    import base64
    import gzip

    bomb = gzip.compress(gzip.compress(bytes(1 << 20)) + bytes(500_000_000), 9)
    page = tmp_path / "page.html"
    start = b'<script type="application/json" id="karasora-data">'
    page.write_bytes(start + base64.b64encode(bomb) + b"</script>")
    refused(run("verify", page), "page.html", "no map that karasora made")
    refused(run("diff", page, page), "page.html", "no map that karasora made")
