"""Quantities as reports state them: a number and how sure it is.

A quantity is a pair (value, flags). Not stated is (NaN, 0), exactly 103 is (103.0, STATED), «более 206» is
(206.0, STATED | AT_LEAST), and stated without a number, `?`, is (NaN, STATED | UNKNOWN). A column of them is
a float64 array of values beside a uint8 array of flags.
"""

import math
import re
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora import numerals
from karasora.faults import quote
from karasora.units import UNIT_WORDS, Unit

STATED, AT_LEAST, ABOUT, AT_MOST, UNKNOWN = 1, 2, 4, 8, 16
LARGEST = 1e15  # beyond it a float64 can't tell whole numbers apart
_LONGEST = 80  # characters that a quantity may take

Values = NDArray[np.float64]
Flags = NDArray[np.uint8]
_Found = tuple[int, str, str, str, bool]  # which text, wrong, right, kind, is it a fault

#: What may stand around a number, and what it says of it.
QUALIFIERS = {
    AT_LEAST: (
        ">", ">=", "=>", "≥", "⩾", "более", "более чем", "больше", "больше чем", "свыше", "от",
        "не менее", "не меньше", "минимум",
        "астам", "артық", "көп", "кемінде", "кем емес",
        "at least", "more than", "over", "above", "no less than", "not less than",
    ),
    ABOUT: (
        "~", "≈", "∼", "около", "примерно", "приблизительно", "порядка", "почти", "шамамен", "жуық",
        "about", "around", "approximately", "approx.", "circa", "ca.", "nearly", "almost",
    ),
    AT_MOST: (
        "<", "<=", "=<", "≤", "⩽", "до", "менее", "менее чем", "меньше", "меньше чем",
        "не более", "не больше", "максимум",
        "дейін", "көп емес", "артық емес", "аспайтын",
        "at most", "up to", "less than", "under", "no more than",
    ),
}  # fmt: skip
_WRITTEN = {AT_LEAST: ">", ABOUT: "~", AT_MOST: "<"}

_GROUP = r"[ \u00a0\u2007\u2009\u202f]"
_NUMBER = re.compile(
    rf"(?:\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{{1,3}})?", re.ASCII
)
_UNCLEAR_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)
_KAZAKH_CASE = re.compile(r"-(?:[дтн][ае]н|[ғқ]а|[гк]е)$")  # 206-дан астам
_FLAG_OF = {word: flag for flag, words in QUALIFIERS.items() for word in words}
_SIGNED = re.compile(r"[-‐-―−]\s*(?=\d)")
_TOLD_ONCE = ("missing", "unit", "grouped digits")
_TOO_LARGE = ("is too large to be meant", "write the number that the report gives", "too large")
_NEGATIVE = ("is negative", "a quantity is 0 or more", "negative")


def _one_of(words: list[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)  # «не менее» before «менее»
    return "|".join(re.escape(w) + (r"(?!\w)" if w[-1].isalpha() else "") for w in longest_first)


_BEFORE = re.compile(rf"({_one_of(list(_FLAG_OF))})\s*")
_AFTER = re.compile(rf"\s*((?<!\w)(?:{_one_of([w for w in _FLAG_OF if w[0].isalpha()])})|\+)$")

_WITH_UNIT = re.compile(rf"({_NUMBER.pattern})\s*({_one_of([*UNIT_WORDS])})\.?", re.ASCII)

_HOW = "write one number, such as 103, >206, ~135, <5, 8,5 or 27 000; or ? where no number is given"


class Quantity(NamedTuple):
    """A value (NaN where there is no number) and its flags."""

    value: float
    flags: int


class QuantityError(ValueError):
    """A cell that is no quantity. `wrong` and `right` tell a person; `kind` groups findings of one sort."""

    def __init__(self, wrong: str, right: str, kind: str) -> None:
        super().__init__(f"{wrong}; {right}")
        self.wrong, self.right, self.kind = wrong, right, kind


class Problem(NamedTuple):
    """One finding about the cells of a column that hold the same text; a fault, or else a warning."""

    places: NDArray[np.int64]  # positions in the column, ascending
    wrong: str
    right: str
    kind: str
    is_fault: bool


class Column(NamedTuple):
    """The quantities of a column; cells at fault count as not stated."""

    values: Values
    flags: Flags
    problems: list[Problem]


NOT_STATED = Quantity(math.nan, 0)


def parse(text: str, factor: float = 1.0) -> Quantity:
    """Read one cell: `103`, `>206`, `650+`, «не менее 650», `~135`, `<5`, `8,5`, `27 000`, `?`, or nothing.

    Args:
        text: the cell; comma or point is decimal and only spaces group digits.
        factor: what the number is multiplied by, such as 1000 for a column in tonnes.

    Raises:
        QuantityError: the cell is not empty and holds no quantity.
    """
    value, flags = _read(text)
    return Quantity(float(scaled(np.array([value]), factor)[0]), flags)


def parse_column(
    cells: Any,
    factor: float = 1.0,
    *,
    unit: "Unit | None" = None,
    signed: bool = False,
    strict: bool = False,
    shown: "numerals.Convention | None" = None,
) -> Column:
    """Read a column, be it of texts (see `parse` and `numerals`) or of numbers, in time linear in its length.

    Args:
        cells: a pyarrow array or anything pyarrow makes one from, such as a pandas Series.
        factor: what the numbers are multiplied by.
        unit: what the header says; the same unit is taken off from cells that repeat it.
        signed: whether numbers may be negative.
        strict, shown: see numerals.plain.
    """
    column = cells if isinstance(cells, pa.ChunkedArray | pa.Array) else pa.array(cells, from_pandas=True)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        how = _How(unit, signed, strict, shown)
        values, flags, problems = _from_texts(column, how)
    else:
        values, flags, problems = _from_numbers(column, signed=signed)
    return Column(scaled(values, factor), flags, problems)


def add(values: Any, flags: Any) -> Quantity:
    """The sum of quantities, whatever their order, with their doubt kept (see `group_sums`)."""
    flags = np.asarray(flags, np.uint8)
    sums, doubts = group_sums(np.zeros(len(flags), np.int64), np.asarray(values, np.float64), flags, 1)
    return Quantity(float(sums[0]), int(doubts[0]))


def group_sums(codes: NDArray[np.int64], values: Values, flags: Flags, n: int) -> tuple[Values, Flags]:
    """Sum quantities by group, each sum exact and so the same in any order of the rows.

    ">" makes a sum "at least", "~" makes it "about", "<" makes it "at most", and "at least" with "at most"
    leaves "about". A number and `?` make "at least" that number; `?` alone stays unknown.

    Args:
        codes: the group of each row, from 0 to `n` - 1; rows below 0 belong to none.
        values, flags: the quantities of the rows.
        n: how many groups there are.

    Returns:
        `n` values (NaN where no number is stated), rounded to 9 decimals, and `n` flags.
    """
    sums, doubts = np.full(n, np.nan), np.zeros(n, np.uint8)
    stated = np.flatnonzero((flags != 0) & (codes >= 0))
    if len(stated) == 0:
        return sums, doubts
    stated = stated[np.argsort(codes[stated], kind="stable")]
    groups, starts = np.unique(codes[stated], return_index=True)
    doubts[groups] = np.bitwise_or.reduceat(flags[stated], starts)
    for group, rows in zip(groups, np.split(stated, starts[1:]), strict=True):
        numbers = values[rows]
        numbers = numbers[~np.isnan(numbers)]
        if len(numbers):
            sums[group] = round(math.fsum(numbers.tolist()), 9)
    return sums, _final_flags(doubts, ~np.isnan(sums))


def text(value: float, flags: int) -> str:
    """The cell that reads back as this quantity."""
    if not flags & STATED:
        return ""
    if flags & UNKNOWN:
        return "?"
    doubt = "".join(sign for flag, sign in _WRITTEN.items() if flags & flag)
    number = format(Decimal(repr(float(value))), "f").removesuffix(".0")
    return doubt + (number if len(doubt + number) < _LONGEST else repr(float(value)))


def texts(values: Values, flags: Flags) -> Any:
    """A column of cells (a pyarrow array) that reads back as these quantities."""
    numbers = pc.cast(pa.array(values), pa.string())
    doubt = np.array(
        ["".join(s for flag, s in _WRITTEN.items() if code & flag) for code in range(32)], object
    )
    written = pc.binary_join_element_wise(pa.array(doubt[flags & 31], pa.string()), numbers, "")
    bare = np.where(flags & UNKNOWN, "?", "").astype(object)
    is_number = (flags & STATED != 0) & (flags & UNKNOWN == 0)
    return pc.if_else(pa.array(is_number), written, pa.array(bare, pa.string()))


def _final_flags(flags: Flags, has_number: NDArray[np.bool_]) -> Flags:
    unknown = (flags & UNKNOWN) != 0
    flags = np.where(unknown & has_number, (flags & ~np.uint8(UNKNOWN)) | AT_LEAST, flags)
    flags = np.where(unknown & ~has_number, STATED | UNKNOWN, flags)
    both = (flags & (AT_LEAST | AT_MOST)) == (AT_LEAST | AT_MOST)
    return np.where(both, (flags & ~np.uint8(AT_LEAST | AT_MOST)) | ABOUT, flags).astype(np.uint8)


def scaled(values: Values, factor: float) -> Values:
    """Numbers times a factor, without the traces of binary fractions: 1.001 t is 1001 kg."""
    if factor == 1.0:
        return values
    scaled = values / round(1 / factor) if factor < 1 else values * factor
    # large numbers have no ninth decimal to round at, but fifteen digits that count
    large = np.abs(scaled) >= 1e6
    distinct, codes = np.unique(scaled[large], return_inverse=True)
    scaled = np.where(large, scaled, np.round(scaled, 9))
    scaled[large] = np.array([float(f"{v:.15g}") for v in distinct.tolist()])[codes]
    return scaled


def _read(cell: str) -> Quantity:
    """One cell without its factor, or a QuantityError."""
    rest = cell.strip().casefold()
    if not rest:
        return NOT_STATED
    if rest == "?":
        return Quantity(math.nan, STATED | UNKNOWN)
    if len(rest) > _LONGEST:
        raise QuantityError(f"{quote(cell)} is no quantity", _HOW, "not a quantity")
    flags = STATED
    while match := _BEFORE.match(rest):
        flags |= _FLAG_OF[match[1]]
        rest = rest[match.end() :]
    while match := _AFTER.search(rest):
        flags |= AT_LEAST if match[1] == "+" else _FLAG_OF[match[1]]
        rest = _KAZAKH_CASE.sub("", rest[: match.start()])
    if not _NUMBER.fullmatch(rest):
        raise _refusal(cell, rest, flags)
    value = float(re.sub(_GROUP, "", rest).replace(",", "."))
    if value > LARGEST:
        raise QuantityError(f"{quote(cell)} {_TOO_LARGE[0]}", *_TOO_LARGE[1:])
    if flags & AT_LEAST and flags & AT_MOST:
        raise QuantityError(
            f"{quote(cell)} is both at least and at most", "write > or <, or ~ for about", "not a quantity"
        )
    return Quantity(value, flags)


def _refusal(cell: str, rest: str, flags: int) -> QuantityError:
    if found := _WITH_UNIT.fullmatch(rest):
        doubt = "".join(sign for flag, sign in _WRITTEN.items() if flags & flag)
        right = f"leave the unit to the header: {doubt}{found[1]} where the header says {found[2]}"
        return QuantityError(f"{quote(cell)} has a unit beside the number", right, "not a quantity")
    if re.fullmatch(r"[-−–]\s*" + _NUMBER.pattern, rest, re.ASCII):
        return QuantityError(f"{quote(cell)} {_NEGATIVE[0]}", *_NEGATIVE[1:])
    if found := re.fullmatch(rf"\(({_NUMBER.pattern})\)", rest, re.ASCII):
        return QuantityError(
            f"{quote(cell)} has brackets around the number",
            f"write -{found[1]} if they mean less than nothing, else {found[1]}",
            "not a quantity",
        )
    if "?" in rest:
        return QuantityError(
            f"{quote(cell)} has a ? beside a number", "write ~ for about, or ? alone", "not a quantity"
        )
    if re.fullmatch(r"\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d+)?", rest, re.ASCII):
        return QuantityError(
            f"{quote(cell)} groups its digits with a sign that is decimal here",
            "group them with spaces, as in 27 000, or not at all",
            "not a quantity",
        )
    return QuantityError(f"{quote(cell)} is no quantity", _HOW, "not a quantity")


class _How(NamedTuple):
    """How the texts of a column are read."""

    unit: Unit | None
    signed: bool
    strict: bool
    shown: numerals.Convention | None


def _from_numbers(column: Any, *, signed: bool) -> tuple[Values, Flags, list[Problem]]:
    values = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False) + 0.0  # -0.0 is 0
    problems = []
    for bad, wrong, right, kind in (
        (np.isinf(values) | (np.abs(values) > LARGEST), *_TOO_LARGE),
        (np.zeros(len(values), bool) if signed else values < 0, *_NEGATIVE),
    ):
        places = np.flatnonzero(bad & ~np.isnan(values))
        problems += [
            Problem(places[values[places] == v], f"{quote(f'{v:g}')} {wrong}", right, kind, True)
            for v in np.unique(values[places])
        ]
        values = np.where(bad, np.nan, values)
    return values, np.where(np.isnan(values), 0, STATED).astype(np.uint8), problems


def _from_texts(column: Any, how: _How) -> tuple[Values, Flags, list[Problem]]:
    column = pc.utf8_trim_whitespace(column)
    plain = pc.match_substring_regex(column, r"^[0-9]{1,15}(\.[0-9]{1,15})?$").fill_null(False)
    if how.strict:  # which may be 1.234 or 1234
        plain = pc.and_not(plain, pc.match_substring_regex(column, r"^[1-9][0-9]{0,2}\.[0-9]{3}$"))
    numbers = pc.cast(pc.if_else(plain, column, None), pa.float64())
    values: Values = numbers.to_numpy(zero_copy_only=False).astype(np.float64)
    plain_mask = plain.to_numpy(zero_copy_only=False)
    flags: Flags = plain_mask.astype(np.uint8) * np.uint8(STATED)
    filled = pc.not_equal(column, "").fill_null(False).to_numpy(zero_copy_only=False)
    odd = np.flatnonzero(filled & ~plain_mask)
    if len(odd) == 0:
        return values, flags, []
    if how.strict and how.shown is None:
        how = how._replace(shown=_shown(column))
    return _with_odd(column, odd, values.copy(), flags, how)


def _shown(column: Any) -> numerals.Convention:
    return numerals.convention([text or "" for text in pc.unique(column).to_pylist()])


def _with_odd(
    column: Any, odd: NDArray[np.int64], values: Values, flags: Flags, how: _How
) -> tuple[Values, Flags, list[Problem]]:
    """Fill in the cells that are more than bare digits, reading each distinct text once."""
    coded = pc.dictionary_encode(column.take(pa.array(odd)))
    texts: list[str] = coded.dictionary.to_pylist()
    codes = coded.indices.to_numpy()
    read: list[Quantity] = []
    plain, told = numerals.plain(texts, how.unit, shown=how.shown, strict=how.strict)
    found: list[_Found] = [(t.which, t.wrong, t.right, t.kind, t.is_fault) for t in told]
    at_fault = {t.which for t in told if t.is_fault}
    for i, (cell, written) in enumerate(zip(texts, plain, strict=True)):
        try:
            read.append(NOT_STATED if i in at_fault else _read_anew(cell, written, signed=how.signed))
        except QuantityError as e:
            read.append(NOT_STATED)
            found.append((i, e.wrong, e.right, e.kind, True))
        is_unclear = "," in written and _UNCLEAR_COMMA.fullmatch(written.lstrip("<>=~≈≥≤ ").rstrip("+ "))
        if is_unclear and i not in at_fault:
            wrong = f"{quote(cell)} has three digits after a comma and was read as {read[-1].value:g}"
            right = "group thousands with a space"
            found.append((i, wrong, right, "three digits after a comma", False))
    values[odd] = np.array([q.value for q in read])[codes]
    flags[odd] = np.array([q.flags for q in read], np.uint8)[codes]
    return values, flags, _placed(found, odd, codes)


def _read_anew(cell: str, written: str, *, signed: bool) -> Quantity:
    """A cell by its plain form; what can't be read is told of the cell as it stands."""
    if signed and (match := _SIGNED.match(written)):
        try:
            value, flags = _read(written[match.end() :])
        except QuantityError as e:  # it tells of the cell without its sign
            right = "write the number alone, such as -1,5, and its unit in the header"
            raise QuantityError(f"{quote(cell)} is no quantity", right, e.kind) from e
        return Quantity(-value, flags)
    try:
        return _read(written)
    except QuantityError:
        if written != cell:
            _read(cell)  # which tells best what is wrong
        raise


def _placed(found: list[_Found], odd: NDArray[np.int64], codes: Any) -> list[Problem]:
    if not found:
        return []
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(codes.max() + 2))
    problems = [
        Problem(odd[order[bounds[i] : bounds[i + 1]]], wrong, right, kind, is_fault)
        for i, wrong, right, kind, is_fault in found
    ]
    return [*(p for p in problems if p.kind not in _TOLD_ONCE), *_told_once(problems)]


def _told_once(problems: list[Problem]) -> list[Problem]:
    """Of findings that concern a whole column, one for each kind, which cites the first cell."""
    merged = []
    for kind in _TOLD_ONCE:
        if alike := [p for p in problems if p.kind == kind]:
            first = min(alike, key=lambda p: int(p.places[0]))
            merged.append(first._replace(places=np.sort(np.concatenate([p.places for p in alike]))))
    return merged
