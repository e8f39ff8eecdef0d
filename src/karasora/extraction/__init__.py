"""From a report's text to draft incidents: every figure with its place and words, for a person to review.

    drafts = karasora.extract([Path("report.txt")])
    for fact in drafts.facts:
        print(fact.codes, fact.measure, fact.substances, fact.value, fact.unit, fact.confidence)

README.md tells the way of a text through the modules. It needs pymorphy3 and razdel, which come with
`pip install "karasora[extract]"`, and no network.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from karasora.atomic import write_atomic
from karasora.extraction import columns, text
from karasora.extraction.columns import Row
from karasora.extraction.drafts import incidents
from karasora.extraction.facts import Fact, facts_file, find, is_earlier, once
from karasora.extraction.reading import read
from karasora.extraction.text import Document
from karasora.extraction.totals import report, totals
from karasora.extraction.unread import COLUMNS as UNREAD
from karasora.extraction.unread import LATIN, unread
from karasora.faults import DataError, Fault, UsageError

_CSV = {".csv", ".txt", ""}

__all__ = ["Document", "Drafts", "Fact", "extract", "run"]


@dataclass(frozen=True)
class Drafts:
    """What was found in reports, for a person to review.

    `facts` has one entry per figure; `incidents`, `totals` and `reports` are rows of incidents.csv,
    totals.csv and reports.csv (columns not given are empty), marked as drafts, with the words that carry
    them and their place in the text. `unread` has the numbers that became none of these.
    """

    facts: Sequence[Fact]
    incidents: Sequence[Row]
    totals: Sequence[Row]
    reports: Sequence[Row]
    unread: Sequence[Row] = ()


def extract(texts: "str | Path | Iterable[str | Path]") -> Drafts:
    """Find the figures of reports in Russian, Kazakh or English, and propose incidents.

    Args:
        texts: files (as `Path`: UTF-8 text, or HTML saved from a browser) and texts themselves (as `str`).

    Raises:
        OSError: a file can't be read. Its content, whatever it is, never raises.
        MissingExtra: pymorphy3 or razdel is not installed; the message says what to do.
    """
    given = [texts] if isinstance(texts, str | Path) else list(texts)
    documents = list(_documents(given))
    articles = _articles([document.name for document in documents])
    found = Drafts([], [], [], [])
    for document, article in zip(documents, articles, strict=True):
        readings = read(document)
        every = find(document, readings)
        own = once(every)
        found = Drafts(
            [*found.facts, *(replace(fact, article=article) for fact in own)],
            [*found.incidents, *incidents(document, readings, own)],
            [*found.totals, *totals(document, own)],
            [*found.reports, report(document)],
            [*found.unread, *unread(document, readings, [f for f in every if not is_earlier(f) or f in own])],
        )
    return found


def run(texts: Sequence[str], *, out: Path = Path("drafts.csv"), facts: Path | None = None) -> Drafts:
    """The verb `karasora extract`: write draft incidents to `out`, and what belongs to them beside it.

    For «drafts.csv» the reports go to «drafts-reports.csv» and the national figures to «drafts-totals.csv»
    (`karasora check` and `karasora build` take the three together), the numbers that were not read to
    «unread-drafts.csv». `facts` gets one row per figure. The ending of `out` is its format: CSV or XLSX.

    Raises:
        DataError: texts that are missing or can't be read, all of them.
        UsageError: a format that is neither CSV nor XLSX.
    """
    write = columns.xlsx_file if out.suffix.lower() == ".xlsx" else columns.csv_file
    for path, known in ((out, {*_CSV, ".xlsx"}), (facts, _CSV)):
        if path and path.suffix.lower() not in known:
            raise UsageError(f"{path.name}: drafts are written as .csv or .xlsx, figures as .csv")
    found = extract(_readable([Path(name) for name in texts]))
    files = {
        out: write(columns.incident_columns(found.incidents), found.incidents),
        _beside(out, "reports"): write(columns.REPORTS, found.reports),
        _beside(out, "totals"): write(columns.TOTALS, found.totals),
        _unread_of(out): write(UNREAD, found.unread),
    }
    if facts:
        files[facts] = facts_file(found.facts)
    for path, content in files.items():
        write_atomic(path, content)
    sure = Counter(fact.confidence for fact in found.facts)
    levels = ", ".join(f"{sure[level]} {level}" for level in ("high", "medium", "low"))
    print(f"{out}: {len(found.incidents)} draft incidents; beside it {len(found.totals)} national totals")
    print(f"confidence of the {len(found.facts)} figures: {levels}")
    for row in found.unread:
        if row["why"] == LATIN:
            print(f"{row['report']}:1:-: {LATIN}; give the text in Cyrillic letters", file=sys.stderr)
    if found.unread:
        print(f"{_unread_of(out)}: {len(found.unread)} numbers of the text that were not read as figures")
    return found


def _readable(paths: Sequence[Path]) -> Sequence[Path]:
    """The files, or a fault for each that isn't there or can't be opened."""
    wrong = []
    for path in paths:
        try:
            path.open("rb").close()
        except FileNotFoundError:
            wrong.append(Fault(path.name, 1, "-", "there is no such file", "check its name and folder"))
        except OSError as error:
            wrong.append(Fault(path.name, 1, "-", f"it can't be read ({error.strerror})", "give a text file"))
    if wrong:
        raise DataError(wrong)
    return paths


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f"{out.stem}-{what}{out.suffix}")


def _unread_of(out: Path) -> Path:
    return out.with_name(f"unread-{out.name}")  # no table of data: «drafts*.csv» must not find it


def _documents(given: Sequence[str | Path]) -> Iterable[Document]:
    """The documents, each with a name of its own."""
    names: Counter[str] = Counter()
    for number, item in enumerate(given, 1):
        name = item.stem if isinstance(item, Path) else f"text-{number}"
        names[name] += 1
        name = name if names[name] == 1 else f"{name}-{names[name]}"
        yield text.read(item.read_bytes() if isinstance(item, Path) else item, name)


def _articles(names: Sequence[str]) -> list[str]:
    """What the facts call each report: the number that its name begins with, if no other begins so."""
    short = [number[1] if (number := re.match(r"(\d+)[-_. ]", name)) else name for name in names]
    return [one if short.count(one) == 1 else name for one, name in zip(short, names, strict=True)]
