"""Whole columns of cells read at once: each distinct text is looked at once, whatever the number of rows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora.faults import quote
from karasora.numerals import is_missing
from karasora.quantities import Problem
from karasora.tables.columns import choice_of, choices

_LONGEST_SIGN = 20  # characters of a sign for a missing value
LONGEST = 20_000  # characters that a text may have before a warning

#: Control characters but tab and line ends, and the marks that turn the direction of writing.
CONTROLS = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_HTTP = r"^(?i)https?://[^\s/?#\\@]+(?:[/?#][^\s\\]*)?$"


class CellError(ValueError):
    """A cell that can't be used. `wrong` and `right` tell a person; `kind` groups findings of one sort."""

    def __init__(self, wrong: str, right: str, kind: str) -> None:
        super().__init__(f"{wrong}; {right}")
        self.wrong, self.right, self.kind = wrong, right, kind


def as_texts(column: Any) -> Any:
    """A column of texts or numbers as a chunked array of texts, "" for what is missing."""
    if column.type != pa.string():
        column = pc.cast(column, pa.string())
    column = pc.fill_null(column, "")
    return column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])


def encode(column: Any) -> tuple[NDArray[np.int64], list[str]]:
    """The place of each cell in the list of distinct texts, and that list."""
    coded = pc.dictionary_encode(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    return coded.indices.to_numpy().astype(np.int64), coded.dictionary.to_pylist()


def places_of(codes: NDArray[np.int64], wanted: list[int]) -> dict[int, NDArray[np.int64]]:
    """The positions of each wanted code, ascending, found in one pass."""
    if not wanted:
        return {}
    order = np.argsort(codes, kind="stable")
    starts, ends = (np.searchsorted(codes[order], np.array(wanted) + step) for step in (0, 1))
    return {code: order[start:end] for code, start, end in zip(wanted, starts, ends, strict=True)}


def read_cells(column: Any, read: Callable[[str], str]) -> tuple[Any, list[Problem]]:
    """Read every cell of a column of texts.

    Args:
        column: texts; empty ones are left alone.
        read: gives what a text means, or raises a CellError; the cell then counts as empty.

    Returns:
        The column of what was read, and the findings.
    """
    codes, distinct = encode(column)
    meanings: list[str] = []
    found: list[tuple[int, CellError]] = []
    for i, text in enumerate(distinct):
        try:
            meanings.append(read(text) if text else "")
        except CellError as error:
            meanings.append("")
            found.append((i, error))
    places = places_of(codes, [i for i, _ in found])
    problems = [Problem(places[i], e.wrong, e.right, e.kind, True) for i, e in found]
    if meanings == distinct:
        return column, problems
    return pa.chunked_array([pa.array(meanings, pa.string()).take(pa.array(codes))]), problems


def read_links(column: Any) -> tuple[Any, list[Problem]]:
    """Links that may be opened: http or https, with a host and without a password; others are told of."""
    fine = pc.or_(pc.match_substring_regex(column, _HTTP), pc.equal(column, ""))
    if pc.all(fine).as_py() is not False:
        return column, []
    return read_cells(column, read_link)


def without_missing(column: Any) -> tuple[Any, NDArray[np.bool_] | None]:
    """A column without cells that are a sign for a missing value, and where these are; None for nowhere."""
    short = pc.and_(pc.less_equal(pc.utf8_length(column), _LONGEST_SIGN), pc.not_equal(column, ""))
    signs = [text for text in pc.unique(column.filter(short)).to_pylist() if is_missing(text)]
    if not signs:
        return column, None
    found = pc.is_in(column, value_set=pa.array(signs, column.type))
    return pc.if_else(found, "", column), np.asarray(found.to_numpy(), bool)


def read_link(text: str) -> str:
    """The link as it is, or a CellError."""
    if pc.match_substring_regex(pa.scalar(text), _HTTP).as_py():
        return text
    raise CellError(
        f"{quote(text)} is no link that may be opened", "write one that starts with https://", "link"
    )


def is_before(first: Any, second: Any) -> NDArray[np.bool_]:
    """Where a date of one column is before that of the other, neither being empty; a month holds its days."""
    first = pc.if_else(
        pc.equal(pc.utf8_length(first), 7), pc.binary_join_element_wise(first, "99", "-"), first
    )
    second = pc.utf8_slice_codeunits(second, 0, 10)
    before = pc.and_(pc.less(first, second), pc.and_(pc.not_equal(first, ""), pc.not_equal(second, "")))
    return np.asarray(before.to_numpy(), bool)


def choice_reader(column: str, *, open_: bool = False) -> Callable[[str], str]:
    """A reader of cells of `column` that have fixed choices; an open column takes other texts as they are."""

    def read(text: str) -> str:
        choice = choice_of(column, text)
        if choice is not None:
            return choice
        if open_:
            return text
        raise CellError(
            f"{quote(text)} is no {column}", f"write {', '.join(choices(column))}, or nothing", "choice"
        )

    return read


def without_controls(column: Any) -> tuple[Any, list[Problem]]:
    """A column of texts without control characters; where there were some, that is told as warnings."""
    hit = pc.match_substring_regex(column, CONTROLS)
    problems = []
    if pc.any(hit).as_py():
        places = np.flatnonzero(hit.to_numpy())
        wrong = f"{quote(column[int(places[0])].as_py())} holds control characters, which were taken out"
        problems.append(Problem(places, wrong, "type the cell again", "control characters", False))
        column = pc.utf8_trim_whitespace(pc.replace_substring_regex(column, CONTROLS, ""))
    long = np.flatnonzero(pc.greater(pc.binary_length(column), LONGEST).to_numpy())
    if len(long):
        wrong = f"the cell holds {pc.utf8_length(column[int(long[0])]).as_py()} characters"
        problems.append(
            Problem(long, wrong, f"a text of over {LONGEST} makes the page heavy", "long text", False)
        )
    return column, problems
