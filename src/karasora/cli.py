"""The command line: verbs, options, exit codes. What each verb does lives in the rooms it calls.

Exit codes: 0 done; 1 the data or a file are at fault; 2 wrong usage; 130 interrupted.
"""

import argparse
import contextlib
import hashlib
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from karasora import geodata
from karasora.faults import DataError, Fault, KarasoraError, UsageError, in_reading_order, quote
from karasora.progress import Progress
from karasora.whole import write_whole

if TYPE_CHECKING:
    from karasora.incidents import Dataset

DONE, DATA_FAULT, USAGE, INTERRUPTED = 0, 1, 2, 130
_SHOW_ALL = 200  # findings; above it the first few of each kind stand for the rest
_SHOW_OF_A_KIND = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code. Bad input never raises."""
    args = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = args.verb
    try:
        return verb(args)
    except DataError as error:
        _tell_faults(error, getattr(args, "faults", None))
        return DATA_FAULT
    except UsageError as error:
        print(f"karasora: {error}", file=sys.stderr)
        return USAGE
    except KarasoraError as error:
        print(error, file=sys.stderr)
        return DATA_FAULT
    except OSError as error:
        print(
            f"{Path(error.filename or '').name or 'file'}:1:-: {error.strerror or error}; "
            "check that the folder exists, can be written to and has room",
            file=sys.stderr,
        )
        return DATA_FAULT
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
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(INTERRUPTED))  # lets a build clean up after itself
    sys.exit(main())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="karasora", description=_DESCRIPTION)
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], says: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
        added.set_defaults(verb=run)
        return added

    build = verb("build", _build, "make the map: one HTML file")
    _data_arguments(build)
    build.add_argument("--out", type=Path, metavar="F", help="where the map goes")
    build.add_argument(
        "--measure", metavar="KEY", help="the measure that the page opens on, such as marijuana_kg"
    )
    build.add_argument(
        "--lang", choices=("ru", "kk", "en"), help="the page's language; else the reader's own"
    )
    build.add_argument("--watch", action="store_true", help="make the map again whenever a file is saved")

    check = verb("check", _check, "read and check the data as build does, and write nothing")
    _data_arguments(check)

    diff = verb("diff", _diff, "what changed from one edition of the data to another")
    diff.add_argument("old", type=Path, metavar="OLD", help="incidents, a folder, or a map made earlier")
    diff.add_argument("new", type=Path, metavar="NEW")
    diff.add_argument("--json", action="store_true", help="print the changes as JSON")

    borders = verb("boundaries", _boundaries, "make clean borders of the 20 units from a public GeoJSON")
    borders.add_argument("source", metavar="SOURCE", help="a GeoJSON of Kazakhstan's first-level units")
    borders.add_argument(
        "--out", type=Path, metavar="F", help="where the borders go (default: standard output)"
    )
    borders.add_argument("--vintage", type=int, choices=(2022, 2018), default=2022)

    names = verb("names", _names, "how names of regions and towns are understood")
    names.add_argument("texts", nargs="+", metavar="TEXT")
    names.add_argument("--vintage", type=int, choices=(2022, 2018), default=2022)

    template = verb("template", _template, "write a spreadsheet to fill in")
    template.add_argument("out", type=Path, metavar="F.xlsx")

    extract = verb("extract", _extract, "propose draft incidents from the text of a report")
    extract.add_argument("texts", nargs="+", metavar="TEXTFILE")
    extract.add_argument("--out", type=Path, metavar="F", default=Path("drafts.csv"))
    extract.add_argument("--facts", type=Path, metavar="F", help="also write one row per figure")

    verify = verb(
        "verify", _verify, "read the data back out of a map and see whether they make the same file"
    )
    verify.add_argument("page", type=Path, metavar="PAGE.html")
    return parser


_DESCRIPTION = "An offline choropleth map of regional incidents in Kazakhstan, made from one table."


def _data_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="tables of incidents, reports, totals, or a folder; "
        "- is standard input (default: the article's data)",
    )
    parser.add_argument("--boundaries", metavar="F", help="borders to use instead of the packaged ones")
    parser.add_argument("--report", metavar="ID", help="the report that the page opens on")
    parser.add_argument("--totals", metavar="F", help="figures already added up: a table of unit by measure")
    parser.add_argument(
        "--vintage", type=int, choices=(2022, 2018), default=2022, help="units since or before June 2022"
    )
    parser.add_argument(
        "--faults", type=Path, metavar="F", help="also write every fault and warning to a file"
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON about the run")


def _build(args: argparse.Namespace) -> int:
    if not args.watch:
        return _build_once(args)
    from karasora.watch import watch

    def rebuild() -> None:
        _build_once(args)

    def report(message: str) -> None:
        print(message, file=sys.stderr)

    followed = args.paths or [geodata.FOLDER]
    watch([*followed, *filter(None, (args.totals, args.boundaries))], rebuild, report)
    return DONE


def _build_once(args: argparse.Namespace) -> int:
    from karasora import page
    from karasora.page.readback import changes_since

    out = args.out or _default_output(args.paths)
    with _accounting(args), Progress() as stage:
        stage("reading and checking")
        dataset = _read(args)
        stage("drawing")
        built = page.build_map(dataset, measure=args.measure, lang=args.lang, regions=args.boundaries)
        content = page.render(built)
        changes = changes_since(out, content, dataset.incidents)
        stage("writing")
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(out, content)
    if args.json:
        _print_json(
            _account(dataset), output=str(out), bytes=len(content), sha256=hashlib.sha256(content).hexdigest()
        )
        return DONE
    _tell(dataset.warnings, args.faults)
    print(f"{out}: {_sentence(dataset)}; {len(content) / 1024:.0f} KB")
    if changes is not None:
        print(f"since the former map: {changes}")
    return DONE


def _check(args: argparse.Namespace) -> int:
    with _accounting(args), Progress() as stage:
        stage("reading and checking")
        dataset = _read(args)
    if args.json:
        _print_json(_account(dataset))
        return DONE
    _tell(dataset.warnings, args.faults)
    print(f"no fault: {_sentence(dataset)}")
    return DONE


def _diff(args: argparse.Namespace) -> int:
    from karasora import editions
    from karasora.page.readback import incidents_of

    changes = editions.diff(incidents_of(args.old), incidents_of(args.new))
    if args.json:
        print(json.dumps([change.as_dict() for change in changes], ensure_ascii=False))
    else:
        print("\n".join([*map(str, changes), editions.count(changes)]))
    return DONE


def _boundaries(args: argparse.Namespace) -> int:
    from karasora import boundaries

    text = boundaries.clean_to_geojson(args.source, vintage=args.vintage)
    if args.out:
        write_whole(args.out, text.encode())
    else:
        sys.stdout.write(text)
    return DONE


def _names(args: argparse.Namespace) -> int:
    from karasora import names

    matches = [names.lookup(text, vintage=args.vintage) for text in args.texts]
    for text, match in zip(args.texts, matches, strict=True):
        print(f"{quote(text)}: {match}")
    return DONE if all(len(match.codes) == 1 for match in matches) else DATA_FAULT


def _template(args: argparse.Namespace) -> int:
    from karasora.workbook import write_template

    write_template(args.out)
    print(f"{args.out}: fill in the sheet «incidents», then run: karasora build {args.out}")
    return DONE


def _extract(args: argparse.Namespace) -> int:
    from karasora.extraction import run

    run(args.texts, out=args.out, facts=args.facts)
    return DONE


def _verify(args: argparse.Namespace) -> int:
    from karasora.page.verification import verify

    same, told = verify(args.page)
    print(f"{args.page.name}: {told}")
    return DONE if same else DATA_FAULT


def _read(args: argparse.Namespace) -> "Dataset":
    from karasora.incidents import read_dataset

    return read_dataset(
        args.paths, report=args.report, vintage=args.vintage, totals=args.totals, boundaries=args.boundaries
    )


def _default_output(paths: Sequence[str]) -> Path:
    if paths:
        stem = "karasora" if paths[0] == "-" else Path(paths[0]).resolve().stem
        return Path("output") / f"{stem}.html"
    name = "karasora-2025.html"
    return geodata.FOLDER.parent / "output" / name if geodata.IN_CHECKOUT else Path(name)


def _account(dataset: "Dataset") -> dict[str, Any]:
    from karasora import aggregation

    return {
        **aggregation.counts(dataset.incidents).as_dict(),
        "rejected": 0,
        "regions_with_data": aggregation.regions_with_data(dataset.incidents),
        "warnings": [str(w) for w in dataset.warnings],
    }


def _sentence(dataset: "Dataset") -> str:
    rows = _account(dataset)
    return (
        f"{rows['read']} read = {rows['mapped']} in one region + {rows['several_regions']} in several "
        f"+ {rows['unlocated']} in none; {rows['regions_with_data']} regions with data"
    )


def _print_json(account: dict[str, Any], **more: object) -> None:
    output = {"output": None, "bytes": None, "sha256": None, **more}
    print(json.dumps({**account, **output}, ensure_ascii=False))


@contextlib.contextmanager
def _accounting(args: argparse.Namespace) -> Iterator[None]:
    """With --json, account for a run that ends in faults too."""
    try:
        yield
    except DataError as error:
        if args.json:
            none = dict.fromkeys(
                ("read", "mapped", "several_regions", "unlocated", "rejected", "regions_with_data"), 0
            )
            _print_json({**none, **error.counts, "warnings": [str(w) for w in error.warnings]})
        raise


def _tell_faults(error: DataError, file: Path | None) -> None:
    _tell(error.warnings, None)
    print("\n".join(_short(error.faults)), file=sys.stderr)
    if file:
        write_whole(file, "".join(f"{fault}\n" for fault in [*error.faults, *error.warnings]).encode())


def _tell(warnings: Sequence[Fault], file: Path | None) -> None:
    for line in _short(in_reading_order(warnings)):
        print(f"warning: {line}", file=sys.stderr)
    if file:
        write_whole(file, "".join(f"{warning}\n" for warning in warnings).encode())


def _short(findings: Sequence[Fault]) -> Iterable[str]:
    """Every finding; of a great many the first few of each kind, and how many more there are."""
    if len(findings) <= _SHOW_ALL:
        yield from map(str, findings)
        return
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.kind] += 1
        if seen[finding.kind] <= _SHOW_OF_A_KIND:
            yield str(finding)
    for kind, count in seen.items():
        if count > _SHOW_OF_A_KIND:
            more = count - _SHOW_OF_A_KIND
            yield f"… and {more} more of this kind: {kind or 'other'}; --faults FILE lists them all"


if __name__ == "__main__":
    run()
