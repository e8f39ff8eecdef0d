"""Rows for the whole country: sums of other rows, which are set apart, and incidents of no single region."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora.geodata import LANGUAGES
from karasora.numerals import is_missing
from karasora.tables import Table, cells, is_text
from karasora.tables.columns import choice_of, column_of, is_sum, whole_country
from karasora.tables.findings import Findings

#: What only an incident has; a row of the whole country without any of it is a sum.
_SIGNS = ("start", "place", "kind", "id", "case", "quote", "lat", "source_url", "title", "text")


@dataclass
class Apart:
    """A table without its sums, the sums, and which of the rows left concern the whole country."""

    table: Table
    sums: Table
    is_national: NDArray[np.bool_]
    is_of_country: bool = False  # whether there is one row of sums, which is the country's


def set_apart(table: Table, findings: Findings) -> Apart:
    """Set apart rows such as «Итого», or «Казахстан» without a day, a title or the like, and tell of them."""
    roles = table.positions()
    country, named = _naming(table, roles)
    said = _says_national(table, roles)
    is_sum_row = _sums(table, roles, named) & ~said
    if (country & ~said).any():  # which is dear to find out
        is_sum_row |= country & ~said & ~_has_signs(table, roles)
    national = (country & ~is_sum_row) | said
    if is_sum_row.any():
        rows = table.rows[is_sum_row]
        header = table.headers[roles["regions"]] if "regions" in roles else "-"
        wrong = table.where("the row adds up others, or is the country's; it was held against their sum")
        right = "leave it, or delete it"
        findings.warn_rows(table.file, rows.tolist(), header, wrong, right, "row of sums")
    kept = _rows_of(table, ~is_sum_row)
    if (country & ~is_sum_row).any():
        position = roles["regions"]
        blank = pa.array((country & ~is_sum_row)[~is_sum_row])
        texts = cells.as_texts(kept.columns[position])
        kept.columns[position] = pc.if_else(blank, "", texts)
    sums = _rows_of(table, is_sum_row)
    return Apart(kept, sums, national[~is_sum_row], len(sums) == 1 and _is_of_country(sums))


def _is_of_country(sums: Table) -> bool:
    """Whether a row of sums is that of all: it says no more than «Итого» or «Республика Казахстан»."""
    said = [str(text) for c in sums.columns if is_text(c) for text in c.to_pylist() if text]
    return any(choice_of("country", text) or choice_of("sum", text) for text in said)


def _rows_of(table: Table, mask: NDArray[np.bool_]) -> Table:
    if mask.all():
        return replace(table, columns=[*table.columns])
    kept = pa.array(mask)
    return replace(table, columns=[c.filter(kept) for c in table.columns], rows=table.rows[mask])


def _naming(table: Table, roles: dict[str, int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows name the whole country, and which name any region."""
    if "regions" not in roles:
        nothing = np.zeros(len(table), bool)
        return nothing, _filled(table, roles, "lat")
    codes, distinct = cells.encode(cells.as_texts(table.columns[roles["regions"]]))
    country = np.array([bool(t) and whole_country(t) for t in distinct] or [False])
    named = np.array([bool(t) and not is_missing(t) for t in distinct] or [False])
    return country[codes], named[codes] & ~country[codes]


def _filled(table: Table, roles: dict[str, int], column: str) -> NDArray[np.bool_]:
    if column not in roles:
        return np.zeros(len(table), bool)
    codes, distinct = cells.encode(cells.as_texts(table.columns[roles[column]]))
    return np.array([not is_missing(t) for t in distinct] or [False])[codes]


def _has_signs(table: Table, roles: dict[str, int]) -> NDArray[np.bool_]:
    found = np.zeros(len(table), bool)
    for column in (*_SIGNS, *(f"{stem}_{lang}" for stem in ("title", "text") for lang in LANGUAGES)):
        found |= _filled(table, roles, column)
    return found


def _says_national(table: Table, roles: dict[str, int]) -> NDArray[np.bool_]:
    if "scope" not in roles:
        return np.zeros(len(table), bool)
    codes, distinct = cells.encode(cells.as_texts(table.columns[roles["scope"]]))
    return np.array([choice_of("scope", t) == "national" for t in distinct] or [False])[codes]


def _sums(table: Table, roles: dict[str, int], named: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rows that name no region have a word such as «Итого» in some cell."""
    found = np.zeros(len(table), bool)
    places = np.flatnonzero(~named)
    if not len(places):
        return found
    for header, column in zip(table.headers, table.columns, strict=True):
        if is_text(column) and column_of("incidents", header) not in ("text", "quote"):
            codes, distinct = cells.encode(column.take(pa.array(places)))
            found[places] |= np.array([is_sum(t) for t in distinct] or [False])[codes]
    return found
