"""What headers, sheet names and fixed choices mean, in three languages: columns.csv and choices.csv.

Every entry is compared folded (see `fold`), so case, ё, punctuation and underscores make no difference.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from karasora.geodata import LANGUAGES
from karasora.names.fold import fold

KINDS = ("incidents", "reports", "totals", "notes")
UNREAD = "unread"
SUMS = "sums"  # a sheet that adds up the others
_HERE = Path(__file__).parent
_CLOSE, _NEAREST = 75, 2  # of 100 how alike a suggested header is, and how many are suggested

_TEXTS = ("text", *(f"text_{lang}" for lang in LANGUAGES))

#: What a table must have some column of, to be taken for one of its kind; tried in this order.
_SIGNS = (
    ("incidents", ({"regions"}, {"lat", "lon"})),
    ("totals", ({"measure", "value"},)),
    ("notes", tuple({"incident", text} for text in _TEXTS)),
    (
        "reports",
        tuple({"id", sign} for sign in ("coverage", "publisher", "published", "language", "vintage")),
    ),
    ("incidents", ({"scope"},)),
)


def column_of(kind: str, header: str) -> str | None:
    """The column of a table of this kind that a header names, or None."""
    return _columns()[kind].get(fold(header))


def kind_of(headers: Iterable[str]) -> str | None:
    """The kind of table that its headers make, or None where they make none."""
    folded = [fold(h) for h in headers]
    for kind, signs in _SIGNS:
        found = {column for f in folded if (column := _columns()[kind].get(f))}
        if any(sign <= found for sign in signs):
            return kind
    return None


def kind_named(name: str) -> str | None:
    """The kind of table that a sheet or a file of this name holds, among them UNREAD and SUMS, or None."""
    return _kinds().get(fold(name))


def known_headers(headers: Iterable[str]) -> int:
    """How many of the headers name a column of any kind of table."""
    tables = _columns().values()
    return sum(any(fold(h) in table for table in tables) for h in headers)


def nearest_headers(header: str) -> list[str]:
    """The headers of a table of incidents that are written most like this one, best first."""
    from rapidfuzz import fuzz, process

    known = _columns()["incidents"]
    close = process.extract(
        fold(header), known.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=_NEAREST
    )
    return [form for form, *_ in close]


def choice_of(column: str, text: str) -> str | None:
    """The choice of `column` that a cell names, such as "place" for «Место», or None."""
    return _choices()[column].get(fold(text))


def choices(column: str) -> list[str]:
    """The choices of `column`, as they are best written."""
    return sorted({choice for choice in _choices()[column].values() if choice})


def is_sum(text: str) -> bool:
    """Whether a cell says that its row adds up others: «Итого», «Всего по области», Total."""
    words = fold(text).split()
    return any(choice_of("sum", " ".join(words[:n])) for n in range(1, len(words) + 1)) and len(words) < 6


def whole_country(text: str) -> bool:
    """Whether a cell names the whole country, or says that its row adds up others."""
    return choice_of("country", text) is not None or is_sum(text)


@cache
def _columns() -> Mapping[str, Mapping[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for row in _rows("columns.csv"):
        table = tables.setdefault(row["table"], {})
        if row["column"]:
            table.update(dict.fromkeys(_forms(row, row["column"]), row["column"]))
    return tables


@cache
def _kinds() -> Mapping[str, str]:
    return {form: row["table"] for row in _rows("columns.csv") if not row["column"] for form in _forms(row)}


@cache
def _choices() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in _rows("choices.csv"):
        found.setdefault(row["column"], {}).update(dict.fromkeys(_forms(row, row["choice"]), row["choice"]))
    return found


def _forms(row: Mapping[str, str], *more: str) -> set[str]:
    words = [word for lang in LANGUAGES for word in row[lang].split("|")]
    return {folded for word in (*words, *more) if (folded := fold(word))}


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
