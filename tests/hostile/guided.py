"""Coverage-guided fuzzing: Atheris looks for bytes that take a parser where no other bytes did.

    make fuzz                                   # three minutes for each parser
    make fuzz ARGS="csv page --minutes 60"      # these two, longer

A parser may end in a `KarasoraError` that names the file, and in nothing else: no other exception, no input
that takes over 20 seconds, no process over 2 GB. What it finds lies in build/fuzz beside the inputs it
learned from, which the next run starts with; what was mended stays as an example in test_fuzz.py.
"""

import argparse
import contextlib
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # of the extra `fuzz`
from hypothesis import given
from hypothesis import strategies as st

with atheris.instrument_imports(include=["karasora"]):  # what is imported elsewhere is not followed
    from karasora.boundaries.cleaning import clean_to_geojson
    from karasora.boundaries.reading import read_regions
    from karasora.extraction import extract
    from karasora.incidents import read_dataset
    from karasora.page import packing
    from karasora.page.verification import verify
    from karasora.tables import cells, dates, delimited, objects, parquet, workbooks  # noqa: F401
    from tests.hostile import fuzzed, test_fuzz

FOLDER = Path("build/fuzz")
LIMITS = ("-timeout=20", "-rss_limit_mb=2048", "-max_len=20000", "-print_final_stats=1")

Parse = Callable[[bytes], object]


def file(name: str, read: Callable[[Path], object], made: Callable[[bytes], bytes] = bytes) -> Parse:
    """Read a file of this name with what is made of the bytes."""
    path = FOLDER / name

    def parse(content: bytes) -> None:
        path.write_bytes(made(content))  # where it stays, should the process break down
        test_fuzz.at_fault(read, path)

    return parse


def drawn(name: str, strategy: st.SearchStrategy[bytes]) -> Parse:
    """Read a table that Hypothesis makes: the bytes are its choices."""
    read = file(name, read_dataset)

    @test_fuzz.FUZZ
    @given(content=strategy)
    def parse(content: bytes) -> None:
        read(content)

    return parse.hypothesis.fuzz_one_input  # type: ignore[attr-defined,no-any-return]


def text(parse: Callable[[str], object]) -> Parse:
    """Give the bytes as text."""

    def decoded(content: bytes) -> None:
        with contextlib.suppress(cells.CellError):
            parse(content.decode("utf-8", "replace"))

    return decoded


def tested(test: Callable[..., object], **fixed: object) -> Parse:
    """Hold the bytes as text against a test of test_fuzz.py."""
    inner = test.hypothesis.inner_test  # type: ignore[attr-defined]
    return text(lambda said: inner(said, **fixed))


def sheet(content: bytes) -> bytes:
    """A workbook with this sheet."""
    return fuzzed.zipped({**fuzzed.workbook_parts(), "xl/worksheets/sheet1.xml": content})


def page(content: bytes) -> bytes:
    """A page of a JSON body and packed columns, which blank lines separate."""
    body, *columns = (packing.to_base64(part) for part in content.split(b"\n\n"))
    scripts = "".join(
        f'<script type="text/plain" id="karasora-column-{i}">{column}</script>'
        for i, column in enumerate(columns)
    )
    return f"{test_fuzz.DATA}{body}</script>{scripts}".encode()


TABLE = 'regions;start;Кокаин, г;lat;lon\nKZ-62;05.06.2025;>1 000,5;;\n"KZ-31;ВКО";2025-06;?;43,1;71.4\n'
OBJECTS = b'{"incidents": [{"regions": "KZ-62", "plants": 3}], "reports": [{"id": "a", "vintage": 2018}]}'
REGIONS = read_regions(detail="web")[["iso", "geometry"]]
POINTS = REGIONS.assign(geometry=REGIONS.geometry.representative_point())
BORDERS = REGIONS.assign(geometry=REGIONS.geometry.simplify_coverage(0.15).set_precision(0.01))  # 18 KB
BODY = b"""{"incidents": {"n": 2, "columns": {
    "units": {"d": [[0]], "i": [0, 0]}, "id": {"v": ["a", "b"]},
    "plants": {"as": "i32", "missing": 9, "scale": 10, "packed": "karasora-column-0"},
    "case": {"as": "text", "packed": "karasora-column-1"}}},
"regions": [{"iso": "KZ-62"}], "measures": [{"key": "plants"}], "reports": []}"""
COLUMNS = bytes((1, 2, *[0] * 6)), bytes((1, 1, *[0] * 6)) + b"ab"
CHOICES = [random.Random(number).randbytes(2000) for number in range(20)]  # long enough for a whole file
REPORTS = sorted(Path("tests/data/reports/own").glob("*.txt"))[::8]

#: The parsers, and bytes that each of them takes.
TARGETS: dict[str, tuple[Parse, list[bytes]]] = {
    "csv": (
        file("a.csv", read_dataset),
        [TABLE.encode(), TABLE.encode("cp1251"), TABLE.replace(";", "\t").encode()],
    ),
    "json": (file("a.json", read_dataset), [OBJECTS]),
    "geojson": (file("a.geojson", read_dataset), [POINTS.iloc[:3].to_json().encode()]),
    "sheet": (file("a.xlsx", read_dataset, sheet), [fuzzed.workbook_parts()["xl/worksheets/sheet1.xml"]]),
    "xlsx": (drawn("a.xlsx", fuzzed.workbooks()), CHOICES),
    "parquet": (drawn("a.parquet", fuzzed.parquets()), CHOICES),
    "borders": (file("borders.geojson", clean_to_geojson), [BORDERS.to_json().encode()]),
    "page": (file("page.html", verify, page), [b"\n\n".join((BODY, *COLUMNS))]),
    "quantity": (tested(test_fuzz.test_quantities), ["не менее 1 000,5+".encode(), b"1e3", b"135 kg"]),
    "date": (text(dates.read_date), [b"2025-06-01T10:00", b"05.09.2026", b"2025-06"]),
    "name": (tested(test_fuzz.test_names, vintage=2018), ["в Жамбылской области".encode(), b"Semey", b"10"]),
    "header": (tested(test_fuzz.test_headers), ["Кокаин, г".encode()]),
    "text": (text(extract), [path.read_bytes() for path in REPORTS]),
}


def fuzz(name: str, minutes: float) -> None:
    """Fuzz one target in this process, which libFuzzer ends."""
    (parse, seeds), corpus = TARGETS[name], FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["karasora"]):  # rooms that are first imported when they are used
        for number, seed in enumerate(seeds):
            (corpus / f"seed-{number}").write_bytes(seed)
            parse(seed)
    words = FOLDER / "words.txt"
    quoted = (
        '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n' for word in fuzzed.WORDS if word
    )
    words.write_text("".join(quoted), "ascii")
    options = (f"-max_total_time={minutes * 60:.0f}", f"-dict={words}", f"-artifact_prefix={FOLDER}/{name}-")
    atheris.Setup([sys.argv[0], *LIMITS, *options, str(corpus)], parse)
    atheris.Fuzz()


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="make fuzz")
    allowed = [*TARGETS, []]  # none is all
    asked.add_argument("targets", nargs="*", choices=allowed, metavar="PARSER", help=", ".join(TARGETS))
    asked.add_argument("--minutes", type=float, default=3, help="for each of them")
    args = asked.parse_args()
    if len(args.targets) == 1:
        fuzz(args.targets[0], args.minutes)
    alone = [sys.executable, "-m", "tests.hostile.guided", "--minutes", str(args.minutes)]
    ends = [subprocess.run([*alone, name]).returncode for name in args.targets or TARGETS]
    sys.exit(any(ends))
