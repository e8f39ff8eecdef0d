"""From a report's text to draft incidents: every figure with its place and words, for a person to review.

    drafts = karasora.extract([Path("report.txt")])
    for fact in drafts.facts:
        print(fact.codes, fact.measure, fact.substances, fact.value, fact.unit, fact.confidence)

The way of a text, a module per act: `text` (paragraphs, sentences) and `words`; `vocabulary` (what they
mean) and `sentence`; `numbers`, `masses`, `counted`, `qualifiers` to `figures`; `places` and their
`roles`; `reading` has all that of a document. Then `scope` (what the report is about), `attach` (where
each figure belongs), `inferred` (what the text leaves out), `substances`, all with the `context` of what
was said before: `facts`, without `repeats`, with their `confidence`; `drafts` makes the rows. It needs
pymorphy3 and razdel, which come with `pip install "karasora[extract]"`, and no network.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from karasora.atomic import write_atomic
from karasora.extraction import drafts as _drafts
from karasora.extraction import facts as _facts
from karasora.extraction import text as _text
from karasora.extraction.facts import Fact, find
from karasora.extraction.reading import read
from karasora.extraction.repeats import once
from karasora.extraction.text import Document

__all__ = ["Document", "Drafts", "Fact", "extract", "run"]


@dataclass(frozen=True)
class Drafts:
    """What was found in reports, for a person to review.

    `facts` has one entry per figure; `incidents`, `totals` and `reports` are rows of incidents.csv,
    totals.csv and reports.csv (columns not given are empty), marked as drafts, with the words that carry
    them and their place in the text.
    """

    facts: Sequence[Fact]
    incidents: Sequence[dict[str, str]]
    totals: Sequence[dict[str, str]]
    reports: Sequence[dict[str, str]]


def extract(texts: "str | Path | Iterable[str | Path]") -> Drafts:
    """Find the figures of reports in Russian, Kazakh or English, and propose incidents.

    Args:
        texts: files (as `Path`: UTF-8 text, or HTML saved from a browser) and texts themselves (as `str`).

    Raises:
        OSError: a file can't be read. Its content, whatever it is, never raises.
        MissingExtra: pymorphy3 or razdel is not installed; the message says what to do.
    """
    given = [texts] if isinstance(texts, str | Path) else list(texts)
    found = Drafts([], [], [], [])
    for document in _documents(given):
        readings = read(document)
        facts = once(find(document, readings))
        found = Drafts(
            [*found.facts, *(replace(fact, article=_article(document.name)) for fact in facts)],
            [*found.incidents, *_drafts.incidents(document, readings, facts)],
            [*found.totals, *_drafts.totals(document, facts)],
            [*found.reports, _drafts.report(document)],
        )
    return found


def run(texts: Sequence[str], *, out: Path = Path("drafts.csv"), facts: Path | None = None) -> Drafts:
    """The verb `karasora extract`: write draft incidents to `out`, and what belongs to them beside it.

    For «drafts.csv» the reports go to «drafts-reports.csv» and the national figures to «drafts-totals.csv»;
    `karasora check` and `karasora build` take the three together. `facts` gets one row per figure.
    """
    found = extract([Path(name) for name in texts])
    files = {
        out: _drafts.write(found.incidents),
        _beside(out, "reports"): _drafts.write_reports(found.reports),
        _beside(out, "totals"): _drafts.write_totals(found.totals),
    }
    if facts:
        files[facts] = _facts.write(found.facts)
    for path, content in files.items():
        write_atomic(path, content.encode())
    sure = Counter(fact.confidence for fact in found.facts)
    told = ", ".join(f"{sure[level]} {level}" for level in ("high", "medium", "low"))
    print(f"{out}: {len(found.incidents)} draft incidents; beside it {len(found.totals)} national totals")
    print(f"confidence of the {len(found.facts)} figures: {told}")
    return found


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f"{out.stem}-{what}{out.suffix}")


def _documents(given: Sequence[str | Path]) -> Iterable[Document]:
    """The documents, each with a name of its own."""
    names: Counter[str] = Counter()
    for number, item in enumerate(given, 1):
        name = item.stem if isinstance(item, Path) else f"text-{number}"
        names[name] += 1
        name = name if names[name] == 1 else f"{name}-{names[name]}"
        yield _text.read(item.read_bytes() if isinstance(item, Path) else item, name)


def _article(name: str) -> str:
    """The number that a file's name begins with («01-zakon-2025-09-09»), else the name."""
    number = re.match(r"(\d+)[-_. ]", name)
    return number[1] if number else name
