"""What a run says: one line for people, one line of JSON for programs, and what is wrong with the data."""

import contextlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karasora.atomic import write_atomic
from karasora.faults import DataError, Fault, in_reading_order

if TYPE_CHECKING:
    from karasora.incidents import Dataset
    from karasora.sums import Tally

_SHOW_ALL = 200  # findings; above it the first few of each kind stand for the rest
_SHOW_OF_A_KIND = 5


def account(read: "Tally") -> dict[str, Any]:
    """The same for programs, with the warnings."""
    return {
        **read.rows.as_dict(),
        "rejected": 0,
        "figures": read.figures,
        "regions_with_data": len(read.regions),
        "warnings": [str(w) for w in read.warnings],
    }


def summary(read: "Tally") -> str:
    """How many rows were read, where each of them went, and how many regions have data, in a line."""
    rows = read.rows
    many = f"{read.figures} figure{'s' * (read.figures != 1)}"
    regions = f"regions with data: {len(read.regions)}"
    if not rows.read and read.figures:
        return f"{many}; {regions}"
    found = (
        f"{rows.read} read = {rows.mapped} in one region + {rows.several_regions} in several "
        f"+ {rows.unlocated} in none"
    )
    return f"{found}; {f'{many}; ' if read.figures else ''}{regions}"


def drafts(dataset: "Dataset") -> int:
    """How many incidents are drafts that no person has reviewed."""
    return int((dataset.incidents["status"] == "draft").sum())


def print_json(account: dict[str, Any], **more: object) -> None:
    output = {"output": None, "bytes": None, "sha256": None, **more}
    print(json.dumps({**account, **output}, ensure_ascii=False))


@contextlib.contextmanager
def accounting(*, as_json: bool) -> Iterator[None]:
    """With --json, account for a run that ends in faults too."""
    try:
        yield
    except DataError as error:
        if as_json:
            none = dict.fromkeys(
                (
                    "read",
                    "mapped",
                    "several_regions",
                    "unlocated",
                    "rejected",
                    "figures",
                    "regions_with_data",
                ),
                0,
            )
            print_json({**none, **error.counts, "warnings": [str(w) for w in error.warnings]})
        raise


def print_result(
    read: "Tally", lines: Iterable[str], *, as_json: bool, faults: Path | None, made: Mapping[str, object]
) -> None:
    """What came of a run that found no fault.

    Args:
        read: what was read.
        lines: what people are told after the warnings, and how each table was read.
        as_json: a line of JSON in their place.
        faults: a file that the warnings are written to as well.
        made: the file that was written, for programs: output, bytes, sha256; empty if none was.
    """
    if as_json:
        write_findings(read.warnings, faults)
        print_json(account(read), **made)
        return
    print_warnings(read.warnings)
    write_findings(read.warnings, faults)
    print(*read.readings, *lines, sep="\n")


def print_faults(error: DataError, file: Path | None) -> None:
    """Print every finding of a faulty run, and write them to `file` if one is asked for."""
    print_warnings(error.warnings)
    print("\n".join(_short(error.faults)), file=sys.stderr)
    write_findings([*error.faults, *error.warnings], file)


def print_warnings(warnings: Iterable[Fault]) -> None:
    for line in _short(in_reading_order(warnings)):
        print(f"warning: {line}", file=sys.stderr)


def write_findings(findings: Iterable[Fault], file: Path | None) -> None:
    """Write the findings to `file` if one is asked for."""
    if file:
        write_atomic(file, "".join(f"{finding}\n" for finding in findings).encode())


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
