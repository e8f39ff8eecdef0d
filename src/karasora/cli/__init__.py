"""The command line: verbs, options, exit codes. What each verb does lives in the rooms it calls.

Exit codes: 0 done; 1 the data or a file are at fault; 2 wrong usage; 130 interrupted.
"""

import argparse
import gc
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from karasora import __version__, geodata
from karasora.cli import commands, output
from karasora.cli.commands import DATA_FAULT, INTERRUPTED, USAGE
from karasora.faults import DataError, KarasoraError, UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code. Bad input never raises."""
    args = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = args.verb
    try:
        return verb(args)
    except DataError as error:
        output.print_faults(error, getattr(args, "faults", None))
        return DATA_FAULT
    except UsageError as error:
        print(f"karasora: {error}", file=sys.stderr)
        return USAGE
    except KarasoraError as error:
        print(error, file=sys.stderr)
        return DATA_FAULT
    except OSError as error:
        return _print_file_error(error, Path(error.filename or "").name or "file")
    except MemoryError:
        print(
            "the data don't fit in this machine's memory; aggregate them first and use --totals",
            file=sys.stderr,
        )
        return DATA_FAULT
    except KeyboardInterrupt:
        return INTERRUPTED


def run() -> NoReturn:
    """The entry point of the `karasora` command."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks Kazakh letters is no reason to fail
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    gc.set_threshold(1_000_000, 20, 100)  # imports and tables make many objects and hardly any garbage
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(INTERRUPTED))  # lets a build clean up after itself
    code = _flushed(main())
    gc.freeze()  # on leaving, Python would look through all that is left, which nobody needs any more
    sys.exit(code)


def _flushed(code: int) -> int:
    """The exit code, or that of a fault where what was said finds no room."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries again on leaving
        return code if isinstance(error, BrokenPipeError) else _print_file_error(error, "standard output")
    return code


def _print_file_error(error: OSError, name: str) -> int:
    right = "check that the folder exists, can be written to and has room"
    print(f"{name}:1:-: {error.strerror or error}; {right}", file=sys.stderr)
    return DATA_FAULT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="karasora", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"karasora {__version__}")
    known = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], says: str) -> argparse.ArgumentParser:
        added = known.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
        added.set_defaults(verb=run)
        return added

    build = verb("build", commands.build, "make the map: one HTML file")
    _data_arguments(build)
    build.add_argument("--out", type=Path, metavar="F", help="where the map goes")
    build.add_argument(
        "--measure", metavar="KEY", help="the measure that the page opens on, such as marijuana_kg"
    )
    build.add_argument("--lang", choices=geodata.LANGUAGES, help="the page's language; else the reader's own")
    build.add_argument(
        "--site-url", metavar="URL", help="where the page will be published: link previews then describe it"
    )
    build.add_argument("--watch", action="store_true", help="make the map again whenever a file is saved")

    check = verb("check", commands.check, "read and check the data as build does, and write nothing")
    _data_arguments(check)

    join = verb("join", commands.join, "write what was understood and added up: a row per figure")
    _data_arguments(join, report="write the figures of this report alone")
    join.add_argument("--out", type=Path, metavar="F", help="a name ending in .csv, .parquet or .geojson")
    join.add_argument(
        "--by",
        choices=("year", "quarter", "month", "day"),
        help="add incidents up by period; else over all time",
    )

    diff = verb("diff", commands.diff, "what changed from one edition of the data to another")
    diff.add_argument("old", type=Path, metavar="OLD", help="incidents, a folder, or a map made earlier")
    diff.add_argument("new", type=Path, metavar="NEW")
    diff.add_argument("--json", action="store_true", help="print the changes as JSON")

    borders = verb(
        "boundaries", commands.boundaries, "make clean borders of the 20 units from a public GeoJSON"
    )
    borders.add_argument("source", metavar="SOURCE", help="a GeoJSON of Kazakhstan's first-level units")
    borders.add_argument(
        "--out", type=Path, metavar="F", help="where the borders go (default: standard output)"
    )
    borders.add_argument(
        "--detail",
        choices=("web", "fine"),
        default="web",
        help="for drawing (500 m) or to look up points (100 m)",
    )
    _vintage_argument(borders)

    names = verb("names", commands.names, "how names of regions and towns are understood")
    names.add_argument("texts", nargs="+", metavar="TEXT", help="a name in any spelling, or a code")
    _vintage_argument(names)

    template = verb("template", commands.template, "write a spreadsheet to fill in")
    template.add_argument("out", type=Path, metavar="F.xlsx", help="where the spreadsheet goes")

    template.add_argument(
        "--figures", action="store_true", help="one for figures by region and period, not for incidents"
    )

    extract = verb("extract", commands.extract, "propose draft incidents from the text of a report")
    extract.add_argument("texts", nargs="+", metavar="TEXTFILE", help="a text file, or a page saved as HTML")
    extract.add_argument(
        "--out",
        type=Path,
        metavar="F",
        default=Path("drafts.csv"),
        help="where the drafts go (default: drafts.csv)",
    )
    extract.add_argument("--facts", type=Path, metavar="F", help="also write one row per figure")

    verify = verb(
        "verify", commands.verify, "read the data back out of a map and see whether they make the same file"
    )
    verify.add_argument("page", type=Path, metavar="PAGE.html", help="a map made earlier")

    guide = verb("guide", commands.guide, "the editor's guide, from installing to publishing")
    guide.add_argument("--lang", choices=geodata.LANGUAGES, default="ru", help="its language (default: ru)")
    return parser


_DESCRIPTION = "An offline choropleth map of regional incidents in Kazakhstan, made from one table."


def _data_arguments(
    parser: argparse.ArgumentParser, report: str = "the report that the page opens on"
) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="tables of incidents, reports, totals, or a folder; "
        "- is standard input (default: the article's data)",
    )
    parser.add_argument("--boundaries", metavar="F", help="borders to use instead of the packaged ones")
    parser.add_argument("--report", metavar="ID", help=report)
    parser.add_argument("--totals", metavar="F", help="a table to read as figures already added up")
    parser.add_argument(
        "--as",
        dest="as_",
        choices=("incidents", "figures"),
        help="what the tables hold, where they don't show it themselves",
    )
    _vintage_argument(parser, default=None)
    parser.add_argument(
        "--faults", type=Path, metavar="F", help="also write every fault and warning to a file"
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON about the run")


def _vintage_argument(parser: argparse.ArgumentParser, default: int | None = 2022) -> None:
    parser.add_argument(
        "--vintage", type=int, choices=(2022, 2018), default=default, help="units since or before June 2022"
    )


if __name__ == "__main__":
    run()
