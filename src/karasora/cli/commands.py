"""What each verb does: takes parsed arguments, returns an exit code. Rooms are loaded when they are used."""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from karasora import geodata
from karasora.atomic import write_atomic
from karasora.cli import output
from karasora.cli.progress import Progress
from karasora.faults import DataError, UsageError, quote

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from karasora.incidents import Dataset
    from karasora.parts import Joined

DONE, DATA_FAULT, USAGE, INTERRUPTED = 0, 1, 2, 130


def build(args: argparse.Namespace) -> int:
    if not args.watch:
        return _build_once(args)
    from karasora.cli.watch import watch

    followed = [*(args.paths or [geodata.FOLDER]), *filter(None, (args.totals, args.boundaries))]
    if "-" in map(str, followed):
        raise UsageError("--watch can't follow standard input: name a file instead of -")

    def rebuild() -> None:
        try:
            _build_once(args)
        except DataError as error:
            output.print_faults(error, args.faults)
            raise

    def report(error: Exception) -> None:
        if not isinstance(error, DataError):
            print(error, file=sys.stderr)
        print("the last good map stays as it is; save the mended data to go on", file=sys.stderr, flush=True)

    own = [_output(args), *filter(None, [args.faults])]
    watch(followed, rebuild, report, besides=own)
    return DONE


def _output(args: argparse.Namespace) -> Path:
    return args.out or _default_output([*args.paths, *filter(None, [args.totals])])


def _build_once(args: argparse.Namespace) -> int:
    from karasora import page
    from karasora.page.readback import Edition, changes_since
    from karasora.sums import tally

    out = _output(args)
    with output.accounting(as_json=args.json), Progress() as stage:
        stage("reading and checking")
        dataset = _read(args)
        stage("drawing")
        regions = _borders(args, dataset)
        content = page.build_page(
            dataset, regions=regions, measure=args.measure, lang=args.lang, site_url=args.site_url
        )
        changes = changes_since(out, content, Edition(dataset.incidents, dataset.figures))
        stage("writing")
        made = _write(out, content)
    read = tally(dataset)
    lines = [f"{out}: {output.summary(read)}; {len(content) / 1000:.0f} KB"]
    if count := output.drafts(dataset):
        drawn = "1 incident on it is a draft" if count == 1 else f"{count} incidents on it are drafts"
        lines.append(f"{drawn} that no person has reviewed; empty their status when that is done")
    if changes is not None:
        lines.append(f"since the former map: {changes}")
    output.print_result(read, lines, as_json=args.json, faults=args.faults, made=made)
    return DONE


def _write(out: Path, content: bytes) -> dict[str, object]:
    """Write a result, its folder made where it lacks; what programs are told of it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(out, content)
    return {"output": str(out), "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def check(args: argparse.Namespace) -> int:
    from karasora.sums import tally

    with output.accounting(as_json=args.json), Progress() as stage:
        stage("reading and checking")
        dataset = _read(args)
        _borders(args, dataset)
    read = tally(dataset)
    lines = [f"no fault: {output.summary(read)}"]
    output.print_result(read, lines, as_json=args.json, faults=args.faults, made={})
    return DONE


def join(args: argparse.Namespace) -> int:
    from karasora.figures import joining

    out = args.out or _default_output(args.paths).with_suffix(".csv")
    with output.accounting(as_json=args.json), Progress() as stage:
        stage("reading and adding up")
        figures, read, vintage = _joined(args)
        if args.report:
            figures = figures[figures["report"] == args.report].reset_index(drop=True)
        stage("writing")
        content = joining.written(figures, out, vintage=vintage, borders=args.boundaries)
        made = _write(out, content)
    lines = [f"{out}: {len(figures)} figures"]
    output.print_result(read, lines, as_json=args.json, faults=args.faults, made=made)
    return DONE


def _joined(args: argparse.Namespace) -> "Joined":
    """The figures of all paths; a long table that is the only one is read part by part."""
    from karasora import parts
    from karasora.figures import joining
    from karasora.sums import tally

    if len(args.paths) == 1 and args.paths[0] != "-" and not args.totals:
        found = parts.join(
            Path(args.paths[0]), by=args.by, vintage=args.vintage, boundaries=args.boundaries, as_=args.as_
        )
        if found:
            return found
    dataset = _read(args)
    return parts.Joined(joining.joined_figures(dataset, by=args.by), tally(dataset), dataset.vintage)


def diff(args: argparse.Namespace) -> int:
    from karasora import comparison
    from karasora.page.readback import changes as changes_between
    from karasora.page.readback import edition_of

    changes = changes_between(edition_of(args.old), edition_of(args.new))
    if args.json:
        listed = [change.as_dict() for change in changes]
        print(json.dumps({"changes": listed, "summary": comparison.count(changes)}, ensure_ascii=False))
    else:
        print("\n".join([*map(str, changes), comparison.count(changes)]))
    return DONE


def boundaries(args: argparse.Namespace) -> int:
    from karasora.boundaries.cleaning import clean_to_geojson

    def warn(matched: str) -> None:
        print(f"warning: {Path(args.source).name}:1:-: {matched}", file=sys.stderr)

    text = clean_to_geojson(args.source, vintage=args.vintage, detail=args.detail, warn=warn)
    if args.out:
        write_atomic(args.out, text.encode())
    else:
        sys.stdout.write(text)
    return DONE


def names(args: argparse.Namespace) -> int:
    from karasora import names

    matches = [names.lookup(text, vintage=args.vintage) for text in args.texts]
    for text, match in zip(args.texts, matches, strict=True):
        print(f"{quote(text)}: {match}")
    return DONE if all(len(match.codes) == 1 for match in matches) else DATA_FAULT


def template(args: argparse.Namespace) -> int:
    from karasora.template import write_template

    if args.figures:
        from karasora.figures.sheet import write_sheet

        write_sheet(args.out)
        print(f"{args.out}: fill in the figures, name the measures, then run: karasora build {args.out}")
        return DONE
    write_template(args.out)
    print(f"{args.out}: fill in the sheet «incidents», then run: karasora build {args.out}")
    return DONE


def extract(args: argparse.Namespace) -> int:
    from karasora.extraction import run

    run(args.texts, out=args.out, facts=args.facts)
    return DONE


def verify(args: argparse.Namespace) -> int:
    from karasora.page.verification import verify

    same, result = verify(args.page)
    print(f"{args.page.name}: {result}")
    return DONE if same else DATA_FAULT


def guide(args: argparse.Namespace) -> int:
    from karasora import guide

    print(guide.text(args.lang), end="")
    return DONE


def _borders(args: argparse.Namespace, dataset: "Dataset") -> "GeoDataFrame | None":
    """The borders that are drawn instead of the packaged ones; a warning says how they were recognised."""
    if args.boundaries is None:
        return None
    from karasora.boundaries.reading import read_regions

    regions = read_regions(args.boundaries, vintage=dataset.vintage, detail="web")
    if matched := regions.attrs.get("matched"):
        print(f"warning: {Path(args.boundaries).name}:1:-: {matched}", file=sys.stderr)
    return regions


def _read(args: argparse.Namespace) -> "Dataset":
    from karasora.incidents import read_dataset

    return read_dataset(
        args.paths,
        report=args.report,
        vintage=args.vintage,
        totals=args.totals,
        boundaries=args.boundaries,
        as_=args.as_,
    )


def _default_output(paths: Sequence[str]) -> Path:
    """Beside the reader's own data in `output/`; the article's map where the project keeps it."""
    if paths:
        stem = "karasora" if paths[0] == "-" else Path(paths[0]).resolve().stem
        return Path("output") / f"{stem}.html"
    name = "karasora-2025.html"
    return geodata.FOLDER.parent / "output" / name if geodata.IN_CHECKOUT else Path(name)
