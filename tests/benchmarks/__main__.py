"""Benchmarks: karasora beside its peers and beside the least page, in one run, as a markdown report.

    make bench                                        # everything; half an hour, most of it the peers'
    make bench ARGS="--sizes 10000 --limit 60"        # one size, impatient
    make bench ARGS="--parts start scaling long points"  # no browser, no peers
    make bench ARGS="--parts hand --sizes 100000"     # phone-class, brush, filter, measure; some minutes

Every program gets `--limit` seconds to build its page and a browser two minutes to draw it; who takes longer
has that as the result, and is not tried on a larger size. Ratios hold within one run; seconds only on one
machine.
"""

import argparse
import json
import statistics
import sys
from pathlib import Path

from tests.benchmarks import cdn, hand, made_up
from tests.benchmarks.meter import Meter, Reading
from tests.benchmarks.process import TREE, Run, python
from tests.benchmarks.report import Report

PARTS = ("start", "article", "pages", "hand", "scaling", "long", "points")
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
    budget = "the build within 1.2 × the imports, the rest below them"
    report.section("Start", f"Medians of seven, taken in turns. Budget: {budget}.")
    programs = {
        "import geopandas, folium": ["-c", "import geopandas, folium"],
        "import karasora": ["-c", "import karasora"],
        "karasora --help": ["-m", "karasora", "--help"],
        "karasora names": ["-m", "karasora", "names", "Жамбыл"],
        "karasora check, the article's data": ["-m", "karasora", "check"],
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


def reader(report: Report, meter: Meter, sizes: list[int], limit: float) -> None:
    """When pages are drawn on a phone-class processor, and how they answer a finger."""
    ours = _ours(sizes, limit)
    report.section(
        "On a phone-class processor",
        "390 × 844, processor six times slower; opened in turns, nothing listens to requests. Budgets: the "
        "article's mark within 0.9 × folium's drawing, 100 000 incidents within 2 s.",
    )
    report.table(("page", "drawn ms", "own mark ms", "× folium", "main thread's processor ms", "layouts"))
    beside = {OURS: ours["the article"], **_folium(limit)}
    for pages, runs in ((beside, 9), ({name: ours[name] for name in list(ours)[1:]}, 3)):
        found = hand.drawn(meter.browser, pages, hand.PHONE, runs)
        folium = found.get(PEERS[0], {}).get("still")
        for name, read in found.items():
            drawn = read.get("mark", read["still"])
            ratio = drawn / folium if folium else None
            report.row(name, read["still"], read.get("mark"), ratio, read["processor"], int(read["layouts"]))
    report.section(
        "Under the finger",
        "Milliseconds of a frame. Budgets at 100 000 on the phone: 50 at the median, 100 at the 95th of a "
        "hundred; a brush no more than two frames behind; the article's measure chosen in 100 ms.",
    )
    report.table(
        ("page", "on", "what", "median frame ms", "95 % of frames ms", "frames behind", "on the map ms")
    )
    for name, path in ours.items():
        for device in (hand.LAPTOP, hand.PHONE):
            with hand.opened(meter.browser, path, device) as (page, _):
                page.wait_for_timeout(2000)  # the texts of so many are read while it rests
                for what, frames in (("drag", hand.drag(page)), ("brush", hand.brush(page))):
                    if frames:
                        report.row(name, device.name, what, frames.median, frames.late, frames.behind, None)
                for what, control in (("a measure", "measure"), ("a filter", "substance")):
                    chosen = hand.choose(page, control)
                    if chosen:
                        shown, frames = chosen
                        report.row(name, device.name, what, frames.median, frames.late, None, shown)


def _ours(sizes: list[int], limit: float) -> dict[str, Path]:
    """Our pages: the article's, the registers', and one of figures by month."""
    table = WORK / "figures.csv"
    if not table.exists():
        made_up.figures().to_csv(table, index=False)
    made = {
        "the article": [],
        **{f"{size:,} incidents".replace(",", " "): [_made_up(size, limit)] for size in sizes},
    }
    made["20 regions × 240 months × 30 measures"] = [table]
    pages = {}
    for number, (name, tables) in enumerate(made.items()):
        out = WORK / f"hand-{number}.html"
        out.unlink(missing_ok=True)
        built = python("-m", "karasora", "build", *tables, "--out", out, limit=limit)
        if built.failed:
            sys.exit(f"{name}: {built.failed}")
        pages[name] = out
    return pages


def _folium(limit: float) -> dict[str, Path]:
    """folium's page with as few incidents as the article's, its CDN on the same disk."""
    out = WORK / f"{PEERS[0]}-5.html"
    if python("-m", "tests.benchmarks.peers", PEERS[0], _made_up(5, limit), out, limit=limit).failed:
        return {}
    return {PEERS[0]: cdn.beside(out, WORK / "cdn")}


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
    if {"article", "pages", "hand"} & set(options.parts):
        cdn.fetch(WORK / "cdn")
        with Meter() as meter:
            if "article" in options.parts:
                article(report, meter, options.limit)
            if "pages" in options.parts:
                pages(report, meter, options.sizes, options.peers, options.limit)
            if "hand" in options.parts:
                reader(report, meter, options.sizes, options.limit)
    if "scaling" in options.parts:
        scaling(report, options.sizes, options.limit)
    if "long" in options.parts:
        long(report, options.limit)
    if "points" in options.parts:
        points(report, options.sizes, options.limit)


if __name__ == "__main__":
    main()
