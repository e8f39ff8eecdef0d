"""Which column of a table of incidents plays which part: by its header, by near words, by its cells.

A header that a list knows needs no look at its cells, unless several columns would be the regions. What is
taken for a column by near words must hold what that column holds: a date column has dates.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow.compute as pc

from karasora import names
from karasora.faults import quote
from karasora.numerals import is_missing
from karasora.tables import dates
from karasora.tables.cells import CellError, as_texts
from karasora.tables.columns import column_of, whole_country
from karasora.tables.findings import Findings
from karasora.tables.near import near
from karasora.tables.table import Table, counts_rows, is_text

_LOOKED_AT = 200  # distinct cells of a column
_MOST = 0.5  # of them must be what the column holds
_NEARLY_ALL = 0.8
_TEXTS = ("kind", "place", "text", "title")
_URL = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:kz|com|org|net|ru|info|gov)(?:/\S*)?", re.I
)
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_KATO = re.compile(r"\d{2}|\d{9}")


@dataclass
class Roles:
    """Positions of columns by what they are; `beside` are further columns that name the same regions."""

    of: dict[str, int]
    beside: list[int] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)  # header, column


def assign(table: Table) -> Roles:
    """The parts of a table's columns, whatever it is about; `told` has those that no list knows."""
    exact = table.positions("incidents")
    roles = Roles(dict(exact))
    taken = set(exact.values())
    samples = _Samples(table)
    _find_regions(table, roles, samples)
    taken |= {roles.of["regions"], *roles.beside} if "regions" in roles.of else set()
    for column, holds in _HOLDS.items():
        if column in roles.of or any(known.startswith(f"{column}_") for known in exact):
            continue  # it stands there, or stands there by language
        best = _best(table, column, taken, samples, holds)
        if best is None:
            continue
        roles.of[column] = best
        roles.told.append((table.headers[best], column))
        taken.add(best)
    if "id" not in roles.of:
        _find_id(table, roles, taken)
    if not {"lat", "lon"} <= roles.of.keys():
        _forget_near(roles, ("lat", "lon"))
    return roles


def warn_of_near_headers(table: Table, findings: Findings) -> None:
    """Warn which headers were taken for a column that they don't name as they stand."""
    for header, column in table.taken:
        if header in table.unnamed:
            wrong = f"column {header} has no header; its cells name regions, so it was read as {column}"
        else:
            wrong = f"the header {quote(header)} was read as {column}"
        right = f"write {column} above it, or another header if it is something else"
        findings.warn(table.file, table.head, header, table.where(wrong), right, "near header")


def _best(
    table: Table, column: str, taken: set[int], samples: "_Samples", holds: Callable[[Sequence[str]], bool]
) -> int | None:
    """The column that fits best by its words and holds the right cells, the first of equals."""
    ranked = sorted(
        (-rank, position)
        for position, header in enumerate(table.headers)
        if position not in taken and column_of("incidents", header) is None and (rank := near(column, header))
    )
    return next((position for _, position in ranked if holds(samples[position])), None)


def _find_id(table: Table, roles: Roles, taken: set[int]) -> None:
    """A column that is called an id and tells every row from every other one."""
    for i, header in enumerate(table.headers):
        column = table.columns[i]
        if i in taken or not near("id", header) or not is_text(column) or counts_rows(column):
            continue
        if pc.count_distinct(column).as_py() == len(table) and not pc.any(pc.equal(column, "")).as_py():
            roles.of["id"] = i
            roles.told.append((header, "id"))
            return


def _forget_near(roles: Roles, columns: Iterable[str]) -> None:
    for header, column in [told for told in roles.told if told[1] in columns]:
        del roles.of[column]
        roles.told.remove((header, column))


def _find_regions(table: Table, roles: Roles, samples: "_Samples") -> None:
    """The column that names the regions, and others that do so beside it, such as one of codes."""
    known = [i for i, header in enumerate(table.headers) if column_of("incidents", header) == "regions"]
    maybe = [
        i for i, h in enumerate(table.headers) if column_of("incidents", h) is None and near("regions", h)
    ]
    has_points = {"lat", "lon"} <= roles.of.keys()
    if len(known) == 1 and not maybe and not has_points:
        return
    shares = {i: samples.share_of_regions(i) for i in (*known, *maybe)}
    fit = [i for i in shares if shares[i] > 0 and (shares[i] >= _MOST or i in known)]
    if not fit and not known and not has_points and "scope" not in roles.of:
        fit = _by_cells(table, roles, samples)
    if fit:
        best = max(fit, key=lambda i: (_rank(table, i, known), samples.are_words(i), shares.get(i, 1.0), -i))
        roles.of = {column: i for column, i in roles.of.items() if i != best or column == "regions"}
        roles.of["regions"] = best
        roles.beside = [i for i in fit if i != best and shares[i] >= _NEARLY_ALL]
        if best not in known:
            roles.told.append((table.headers[best], "regions"))
    elif known and has_points:  # such as «Region: Central Asia»: the points tell where it was
        del roles.of["regions"]


def _rank(table: Table, position: int, known: Sequence[int]) -> int:
    """A header that a list knows comes before one that is near."""
    return 1 if position in known else 0


def _by_cells(table: Table, roles: Roles, samples: "_Samples") -> list[int]:
    """The first column whose cells are names of regions or towns, whatever its header."""
    texts = [i for i, column in enumerate(table.columns) if is_text(column)]
    for i in texts:
        if roles_allow(roles, i) and samples.are_names_of_regions(i):
            return [i]
    return []


def roles_allow(roles: Roles, position: int) -> bool:
    """Whether a column has no other part than that of a place, which names of regions may stand for."""
    return all(i != position or column == "place" for column, i in roles.of.items())


class _Samples:
    """The first distinct cells of a table's columns, without signs for missing values."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._found: dict[int, list[str]] = {}

    def __getitem__(self, position: int) -> list[str]:
        if position not in self._found:
            column = self._table.columns[position].slice(0, 20 * _LOOKED_AT)
            distinct = pc.unique(as_texts(column)).slice(0, _LOOKED_AT).to_pylist()
            self._found[position] = [text for text in distinct if text and not is_missing(text)]
        return self._found[position]

    def share_of_regions(self, position: int) -> float:
        """How many of the distinct cells name a region; those that name the country don't count."""
        named = [text for text in self[position] if not whole_country(text)]
        return _share(named, _names_a_region)

    def are_words(self, position: int) -> bool:
        """Names come before codes: whoever reads a fault knows them better."""
        return _are_words(self[position])

    def are_names_of_regions(self, position: int) -> bool:
        named = [text for text in self[position] if any(c.isalpha() for c in text)]
        return len(named) == len(self[position]) and self.share_of_regions(position) >= _NEARLY_ALL


def _names_a_region(text: str) -> bool:
    return all(names.lookup(part, suggest=False).codes for part in text.split(";") if part.strip())


def _share(texts: Sequence[str], holds: Callable[[str], Any]) -> float:
    return sum(bool(holds(text)) for text in texts) / len(texts) if texts else 0.0


def _is_date(text: str) -> bool:
    try:
        dates.read_dates(text, day_first=True)
    except CellError:
        return False
    return True


def _are_dates(texts: Sequence[str]) -> bool:
    return _share(texts, _is_date) >= _NEARLY_ALL


def _are_degrees(most: int) -> Callable[[Sequence[str]], bool]:
    def hold(texts: Sequence[str]) -> bool:
        return _share(texts, lambda t: _NUMBER.fullmatch(t) and abs(float(t.replace(",", "."))) <= most) == 1

    return hold


def _are_words(texts: Sequence[str]) -> bool:
    return _share(texts, lambda t: sum(c.isalpha() for c in t) > 1) >= _MOST


def _are_links(texts: Sequence[str]) -> bool:
    return _share(texts, _URL.match) >= _MOST


#: In the order in which columns are given away.
_HOLDS: dict[str, Callable[[Sequence[str]], bool]] = {
    "lat": _are_degrees(90),
    "lon": _are_degrees(180),
    "start": _are_dates,
    "end": _are_dates,
    "source_url": _are_links,
    "kind": _are_words,
    "text": _are_words,
    "title": _are_words,
    "place": _are_words,
}
