"""Benchmarks: karasora beside its peers and beside the least page, in one run, as a markdown report.

    make bench                                        # everything; half an hour, most of it the peers'
    make bench ARGS="--sizes 10000 --limit 60"        # one size, impatient
    make bench ARGS="--parts start scaling long points"  # no browser, no peers

Every program gets `--limit` seconds to build its page and a browser two minutes to draw it; who takes longer
has that as the result, and is not tried on a larger size. Ratios hold within one run; seconds only on one
machine.
"""

import argparse
import json
import statistics
import sys
from pathlib import Path

from tests.benchmarks import cdn, made_up
from tests.benchmarks.meter import Meter, Reading
from tests.benchmarks.process import TREE, Run, python
from tests.benchmarks.report import Report

PARTS = ("start", "article", "pages", "scaling", "long", "points")
LONG = 10_000_000  # rows of the table that is joined part by part
SIZES = (10_000, 100_000, 1_000_000)
OURS, FLOOR, PEERS = "karasora", "floor", ("folium_markers", "fast_marker_cluster", "explore")
WORK = TREE / "build" / "bench"
PAGE_HEAD = (
    *("page", "build s", "peak MB", "page KB", "requests", "drawn ms", "own mark ms"),
    *("zoom ms", "popup ms", "heap MB", "errors"),
)


def start(report: Report, limit: float) -> None:
    """The article's build against the imports that any such tool pays, taken in turns."""
    report.section("Start", "Medians of seven, taken in turns. Budget: the build within 1.5 × the imports.")
    programs = {
        "import geopandas, folium": ["-c", "import geopandas, folium"],
        "import karasora": ["-c", "import karasora"],
        "karasora --help": ["-m", "karasora", "--help"],
        "karasora build, the article's data": ["-m", "karasora", "build", "--out", WORK / "article.html"],
    }
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    peaks: dict[str, float] = {}
    for turn in range(8):
        for name, arguments in programs.items():
            run = python(*arguments, limit=limit)
            peaks[name] = run.peak_mb
            if turn and not run.failed:  # the first turn warms the disk
                seconds[name].append(run.seconds)
    least = statistics.median(seconds["import geopandas, folium"])
    report.table(("program", "s", "× the imports", "peak MB"))
    for name, taken in seconds.items():
        middle = statistics.median(taken) if taken else None
        report.row(name, middle, middle and middle / least, peaks[name])


def article(report: Report, meter: Meter, limit: float) -> None:
    """The page that we ship against folium's with the same few incidents, its CDN on the same disk."""
    report.section(
        "The article's page",
        "Beside a folium page with five markers. Budget: 400 KB, 0 requests, drawn ≤ 1.0 ×.",
    )
    table = WORK / "5.parquet"
    _made_up(5, limit)
    report.table(PAGE_HEAD)
    ours = WORK / "article.html"
    built = python("-m", "karasora", "build", "--out", ours, limit=limit)
    _page(report, meter, OURS, built, ours, runs=9)
    for peer in ("folium_markers", "explore"):
        _peer(report, meter, peer, table, limit, runs=9)


def pages(report: Report, meter: Meter, sizes: list[int], peers: list[str], limit: float) -> None:
    given_up: dict[str, str] = {}
    for size in sizes:
        report.section(f"{size:,} incidents".replace(",", " "))
        table = _made_up(size, limit)
        report.table(PAGE_HEAD)
        for kind in ("csv", "parquet"):
            out = WORK / f"{OURS}-{size}-{kind}.html"
            out.unlink(missing_ok=True)  # a former map would be compared with the new one, which no peer does
            built = python(
                "-m", "karasora", "build", table.with_suffix(f".{kind}"), "--out", out, limit=limit
            )
            _page(report, meter, f"{OURS} ({kind})", built, out)
        out = WORK / f"floor-{size}.html"
        _page(report, meter, FLOOR, python("-m", "tests.benchmarks.floor", table, out, limit=limit), out)
        for peer in peers:
            if peer in given_up:
                report.row(peer, f"not tried: {given_up[peer]}", *[None] * (len(PAGE_HEAD) - 2))
            elif not _peer(report, meter, peer, table, limit):
                given_up[peer] = f"failed at {size:,}".replace(",", " ")


def _made_up(size: int, limit: float) -> Path:
    table = WORK / f"{size}.parquet"
    if not table.exists():
        made = python("-m", "tests.benchmarks.made_up", size, WORK, limit=max(limit, 600))
        if made.failed:
            sys.exit(f"no incidents to measure with: {made.failed}")
    return table


def _peer(report: Report, meter: Meter, peer: str, table: Path, limit: float, runs: int = 3) -> bool:
    out = WORK / f"{peer}-{table.stem}.html"
    return _page(
        report, meter, peer, python("-m", "tests.benchmarks.peers", peer, table, out, limit=limit), out, runs
    )


def _page(report: Report, meter: Meter, name: str, built: Run, out: Path, runs: int = 3) -> bool:
    """One row: how the page was built, and what a reader gets of it. False where it came to nothing."""
    empty = len(PAGE_HEAD) - 3
    if built.failed:
        report.row(name, built.failed, built.peak_mb, *[None] * empty)
        return False
    shown = cdn.beside(out, WORK / "cdn") if name in PEERS else out
    read = meter.read(shown, original=out, runs=runs)
    if not isinstance(read, Reading):
        report.row(
            name, built.seconds, built.peak_mb, out.stat().st_size / 1024, None, read, *[None] * (empty - 3)
        )
        return False
    report.row(
        name, built.seconds, built.peak_mb, read.kb, read.requests, read.still_ms, read.mark_ms, read.zoom_ms,
        read.popup_ms, read.heap_mb, read.errors,
    )  # fmt: skip
    return True


def scaling(report: Report, sizes: list[int], limit: float) -> None:
    report.section("Reading, checking and joining", "Linear in rows: the last column should not grow.")
    report.table(("rows", "kind", "read and check s", "join s", "peak MB", "processor µs a row"))
    for size in (1_000, *sizes):
        table = _made_up(size, limit)
        for kind in ("csv", "parquet"):
            run = python("-m", "tests.benchmarks.scaling", table.with_suffix(f".{kind}"), limit=limit)
            if run.failed:
                report.row(size, kind, run.failed, None, run.peak_mb, None)
                continue
            took = json.loads(run.output.splitlines()[-1])
            a_row = took["cpu_s"] / took["rows"] * 1e6
            report.row(size, kind, took["read_s"], took["join_s"], run.peak_mb, a_row)


def long(report: Report, limit: float) -> None:
    report.section("A long table, joined", "Budget: 10 000 000 rows of Parquet in 60 s and 1.5 GB.")
    report.table(("rows", "s", "processor s", "peak MB"))
    table = WORK / f"{LONG}.parquet"
    if not table.exists():
        made_up.write_long(LONG, table)
    run = python("-m", "karasora", "join", table, "--out", WORK / "long.csv", limit=limit)
    report.row(LONG, run.failed or run.seconds, run.cpu_seconds, run.peak_mb)


def points(report: Report, sizes: list[int], limit: float) -> None:
    report.section(
        "Points to units", "On the fine borders, a quarter of them abroad. Budget: 1 000 000 in 5 s."
    )
    report.table(("points", "karasora s", "geopandas sjoin s (from a sample)", "agree", "peak MB"))
    for size in sizes:
        run = python("-m", "tests.benchmarks.scaling", "points", size, limit=limit)
        if run.failed:
            report.row(size, run.failed, None, None, run.peak_mb)
            continue
        took = json.loads(run.output.splitlines()[-1])
        report.row(size, took["ours_s"], took["sjoin_s"], f"{took['agree']:.4%}", run.peak_mb)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="N")
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS)
    )
    parser.add_argument(
        "--peers", nargs="*", choices=PEERS, default=PEERS, metavar="PEER", help=", ".join(PEERS)
    )
    parser.add_argument("--limit", type=float, default=300, metavar="S", help="seconds for one program")
    parser.add_argument("--out", type=Path, default=WORK / "report.md", metavar="F.md")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    report = Report(options.out)
    if "start" in options.parts:
        start(report, options.limit)
    if {"article", "pages"} & set(options.parts):
        cdn.fetch(WORK / "cdn")
        with Meter() as meter:
            if "article" in options.parts:
                article(report, meter, options.limit)
            if "pages" in options.parts:
                pages(report, meter, options.sizes, options.peers, options.limit)
    if "scaling" in options.parts:
        scaling(report, options.sizes, options.limit)
    if "long" in options.parts:
        long(report, options.limit)
    if "points" in options.parts:
        points(report, options.sizes, options.limit)


if __name__ == "__main__":
    main()
