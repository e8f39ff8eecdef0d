"""The columns of figures of a table of incidents: known measures, and those that the table brings along.

A column that names no measure is one of its own if it counts something: it has numbers, and its header says
neither that they are codes or parts of a date nor that they can't be added up. Where a column names the
substance and another one its amount, each substance is a measure of its own.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora import quantities
from karasora.faults import quote
from karasora.incidents.reports import language_of
from karasora.measures import (
    MOST_OWN,
    UNITS,
    MeasureColumn,
    key_of,
    name_adds_up,
    read_measures,
    understand,
    understand_all,
)
from karasora.names.fold import fold
from karasora.numerals import is_missing
from karasora.quantities import Flags, Quantity, Values
from karasora.tables import Table, cells, is_text
from karasora.tables.columns import column_of
from karasora.tables.near import near, words_of
from karasora.tables.rows import Rows
from karasora.tables.table import counts_rows
from karasora.units import split_unit

_SAMPLE = 500  # rows that tell whether a column holds figures
_NUMBERS = 0.9  # of the cells of a column of figures are figures
_SLACK = 1e-6
_EXAMPLES = {"ru": "человек", "kk": "адам", "en": "persons"}
_MANY = 10  # rows whose figures rise by one are no figures but numbers of rows
_COUNTING = frozenset(
    words_of("кол-во количество число number no count total всего саны лиц persons people адам")
)
_WRITTEN = {"kg": "кг", "plants": "растений", "persons": "чел", "items": "шт"}  # units as headers end in them


class OwnMeasure(NamedTuple):
    """A measure that a table brings along, and the header that names it."""

    column: MeasureColumn
    header: str


@dataclass
class Figures:
    """Values and flags by measure, which of them are the table's own, and the columns that are no figures.

    `sums` has, where the table has one row of sums, what that says of each measure.
    """

    quantities: dict[str, tuple[Values, Flags]] = field(default_factory=dict)
    own: dict[str, OwnMeasure] = field(default_factory=dict)
    rest: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    sums: dict[str, Quantity] = field(default_factory=dict)


def read_figures(rows: Rows, sums: Table, counted: NDArray[np.bool_]) -> Figures:
    """Read every column of figures, and hold the table's own sums against those of its rows.

    Args:
        rows: the incidents of a table.
        sums: its rows such as «Итого», with the same columns.
        counted: which of the rows such a sum would count.
    """
    found = Figures()
    table = rows.table
    substance = _substance(rows)
    for position, (header, column) in enumerate(zip(table.headers, _understood(table), strict=True)):
        if position in rows.known:
            continue
        if column is None and not column_of("carried", header):
            column = _offered(rows, position)
        if position == substance or column is None:
            found.rest.append(position)
            continue
        if substance is not None and _is_amount(header):
            if not _read_amounts(rows, found, position, substance, column):
                found.rest.append(position)
            continue
        is_ours = column.key in read_measures()
        if column.key in found.quantities:
            _refuse_doubled(rows, header, found.headers[column.key])
            continue
        if not is_ours and len(found.own) == MOST_OWN:
            rows.findings.file_fault(
                table.file,
                table.where(f"over {MOST_OWN} columns are measures of the table's own"),
                "leave out those that no map needs, or write figures as rows (--totals)",
            )
            break
        if _read_one(rows, found, position, column):
            if split_unit(header).unit is None and not is_ours:
                _warn_of_offered_measure(rows, header)
            said = _hold_against(rows, found.quantities[column.key], header, column, sums, position, counted)
            if said and said.flags:
                found.sums[column.key] = said
        else:
            found.rest.append(position)
    return found


def _understood(table: Table) -> list[MeasureColumn | None]:
    """What each header names; «Кол-во задержанных» is the people detained as much as «Задержанных» is."""
    named = understand_all(table.headers)
    known = {column.key for column in named if column}
    for i, header in enumerate(table.headers):
        bare = " ".join(word for word in words_of(header) if word not in _COUNTING)
        if named[i] is None and (column := understand(bare)) and column.key == "detained" not in known:
            named[i] = column
    return named


def _offered(rows: Rows, position: int) -> MeasureColumn | None:
    """A column that counts something under a name of its own, or None."""
    header, cells_ = rows.table.headers[position], rows.table.columns[position]
    name, unit = split_unit(header)
    if near("code", header) or near("intensive", header) or not name_adds_up(header):
        return None
    if (unit and not unit.additive) or not _are_figures(cells_) or _numbers_rows(cells_):
        return None
    key = key_of(name or header)
    if not fold(name or header) or key in read_measures():
        return None
    if unit is None or unit.code not in UNITS:  # money and the like stay in the name
        return MeasureColumn(key_of(header), "items", 1.0, True)
    return MeasureColumn(key, unit.code, unit.factor, True)


def _numbers_rows(column: Any) -> bool:
    return len(column) >= _MANY and counts_rows(column)


def _warn_of_offered_measure(rows: Rows, header: str) -> None:
    table = rows.table
    example = _EXAMPLES[language_of(header)]
    rows.findings.warn(
        table.file, table.head, header,
        table.where(f"the column {quote(header)} was read as a measure of that name, which has no unit"),
        f"end the header in the unit, such as {quote(f'{header}, {example}')}", "own measure",
    )  # fmt: skip


def _are_figures(column: Any) -> bool:
    if not is_text(column):
        return bool(pa.types.is_integer(column.type) or pa.types.is_floating(column.type))
    distinct = [
        t for t in pc.unique(column.slice(0, 20 * _SAMPLE)).to_pylist()[:_SAMPLE] if not is_missing(t)
    ]
    if not distinct:
        return False
    read = quantities.parse_column(pa.array(distinct, pa.string()))
    faulty = {int(i) for problem in read.problems if problem.is_fault for i in problem.places}
    return len(faulty) <= (1 - _NUMBERS) * len(distinct) and len(faulty) < len(distinct)


def _refuse_doubled(rows: Rows, header: str, other: str) -> None:
    wrong = f"{quote(header)} is the same measure as {quote(other)}"
    table = rows.table
    rows.findings.fault(
        table.file, table.head, header, table.where(wrong), "keep one of the columns", "doubled header"
    )


def _read_one(rows: Rows, found: Figures, position: int, column: MeasureColumn) -> bool:
    """Read a column into its measure; False where a measure of the table's own has no figure at all."""
    table, header = rows.table, rows.table.headers[position]
    is_ours = column.key in read_measures()
    read = quantities.parse_column(table.columns[position], column.factor, unit=split_unit(header).unit)
    if not (is_ours or read.flags.any() or _has_digits(table.columns[position])):
        return False
    rows.add_problems(header, read.problems, header)
    _refuse_merged(rows, header, read.flags)
    if not column.is_unit_written and read.flags.any():
        rows.findings.warn(
            table.file, table.head, header,
            table.where(f"the header {quote(header)} names no unit and was read as kg"),
            f"write {header}, kg", "no unit",
        )  # fmt: skip
    found.headers[column.key] = header
    found.quantities[column.key] = read.values, read.flags
    if not is_ours:
        found.own[column.key] = OwnMeasure(column, header)
    return True


def _has_digits(column: Any) -> bool:
    return is_text(column) and bool(pc.any(pc.match_substring_regex(column, "[0-9]")).as_py())


def _refuse_merged(rows: Rows, header: str, flags: Flags) -> None:
    """A figure in merged cells is one for several rows, and belongs to none of them alone."""
    for first, last in rows.table.merged.get(header, ()):
        places = np.flatnonzero((rows.table.rows >= first) & (rows.table.rows <= last) & (flags != 0))
        if len(places) > 1:
            wrong = f"one figure stands in merged cells of the rows {first} to {last}"
            rows.fault(
                header, places, wrong, "unmerge them and write each row's own", "merged", header=header
            )


def _substance(rows: Rows) -> int | None:
    """The column that names the substance whose amount stands in another one."""
    table = rows.table
    headers = [
        (i, h) for i, h in enumerate(table.headers) if i not in rows.known and is_text(table.columns[i])
    ]
    named = [i for i, header in headers if near("substance", header) and not split_unit(header).unit]
    return named[0] if len(named) == 1 and any(map(_is_amount, table.headers)) else None


def _is_amount(header: str) -> bool:
    """Whether a header says how much, in which unit, and not of what: «Количество изъятого, кг»."""
    name, unit = split_unit(header)
    words = words_of(name or header)
    return (
        unit is not None
        and unit.code in _WRITTEN
        and near("amount", name or header) > 0
        and all(near("amount", word) or near("seized", word) for word in words)
    )


def _read_amounts(rows: Rows, found: Figures, position: int, substance: int, column: MeasureColumn) -> bool:
    """The amounts of a column, each under the measure of its row's substance."""
    table, header = rows.table, rows.table.headers[position]
    read = quantities.parse_column(table.columns[position], column.factor, unit=split_unit(header).unit)
    if not read.flags.any():
        return False
    rows.add_problems(header, read.problems, header)
    codes, distinct = cells.encode(cells.as_texts(table.columns[substance]))
    nameless = np.array([is_missing(text) for text in distinct])[codes] & (read.flags != 0)
    if nameless.any():
        wrong = f"the row has an amount, and {quote(table.headers[substance])} doesn't say of what"
        rows.fault(
            header, np.flatnonzero(nameless), wrong, "name the substance", "no substance", header=header
        )
    unit = _WRITTEN.get(column.unit, column.unit)
    for i, text in enumerate(distinct):
        if is_missing(text):
            continue
        named = understand(f"{text}, {unit}")
        if named is None or named.unit != column.unit:
            named = MeasureColumn(key_of(text, column.unit), column.unit, 1.0, True)
        mask = codes == i
        values, flags = found.quantities.get(
            named.key, (np.full(len(table), np.nan), np.zeros(len(table), np.uint8))
        )
        found.quantities[named.key] = np.where(mask, read.values, values), np.where(mask, read.flags, flags)
        found.headers[named.key] = header
        if named.key not in read_measures():
            found.own[named.key] = OwnMeasure(named, f"{text}, {unit}")
    told = f"amounts were read as those of what {quote(table.headers[substance])} names"
    rows.findings.warn(
        table.file, table.head, header, table.where(told),
        "leave it, or write a column for each substance", "amounts by substance",
    )  # fmt: skip
    return True


def _hold_against(
    rows: Rows,
    quantity: tuple[Values, Flags],
    header: str,
    column: MeasureColumn,
    sums: Table,
    position: int,
    counted: NDArray[np.bool_],
) -> Quantity | None:
    """Warn where a row such as «Итого» gives another figure than its rows; what the only one says."""
    if not len(sums):
        return None
    total = quantities.parse_column(sums.columns[position], column.factor, unit=split_unit(header).unit)
    only = Quantity(float(total.values[0]), int(total.flags[0])) if len(sums) == 1 else None
    values, flags = quantity
    for mask in (counted, np.ones(len(counted), bool)):
        own = quantities.add(values[mask], flags[mask])
        differ = [
            i
            for i in np.flatnonzero(total.flags & quantities.STATED).tolist()
            if not abs(total.values[i] - (0.0 if np.isnan(own.value) else own.value))
            <= _SLACK * abs(own.value)
        ]
        if not differ:
            return only
    own = quantities.add(values[counted], flags[counted])
    for i in differ:
        given = quantities.text(float(total.values[i]), int(total.flags[i]))
        wrong = f"the row says {given} of {column.key}, its rows add up to {quantities.text(*own) or 0}"
        rows.findings.warn(
            sums.file, int(sums.rows[i]), header, sums.where(wrong), "check both", "another sum"
        )
    return only
