"""The units that a column of names means: each distinct cell is read once, and doubtful ones are told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from karasora import names
from karasora.faults import quote
from karasora.incidents.division import divided, divisions, in_vintage
from karasora.tables import cells
from karasora.tables.rows import Rows

_JOIN = "join several regions by «;»"
_MOST_SUGGESTED = 300

Texts = NDArray[np.object_]
Lines = NDArray[np.int64]


@dataclass(frozen=True)
class Cell:
    """What a cell means: today's codes, which of its names are units of old, or why it means nothing."""

    text: str = ""
    codes: tuple[str, ...] = ()
    former: tuple[str, ...] = ()  # names of units that were divided
    choices: tuple[str, ...] = ()  # codes of which one may be meant
    wrong: str = ""
    right: str = ""
    kind: str = ""


class NamedUnits:
    """The units that the cells of one column name.

    `cells` has each distinct cell, apart for rows that `is_old` marks (they speak of the units of before June
    2022), and `line` which of them each row has. Units are given in `vintage`.
    """

    def __init__(
        self, rows: Rows, column: str, is_old: NDArray[np.bool_], vintage: int, texts: Any = None
    ) -> None:
        self.rows, self.column, self.vintage = rows, column, vintage
        codes, distinct = cells.encode(rows.texts(column) if texts is None else texts)
        used, line = np.unique(2 * codes + is_old, return_inverse=True)
        read = _reader()
        self.cells = [read(distinct[u // 2], bool(u % 2)) for u in used.tolist()]
        self.line: Lines = np.asarray(line, np.int64)
        self.is_faulty = np.zeros(len(rows), bool)

    def resolve_doubtful(self, told: Sequence[Texts], place: Any) -> None:
        """Choose among several readings by what else a row tells, then by the other cells of the column.

        Args:
            told: per row a unit that its point or its code says, "" for none; the first to say one counts.
            place: per row the name of its place.
        """
        for at, cell in enumerate(self.cells):
            if not (cell.choices or cell.former):
                continue
            options = cell.choices or cell.codes
            for units in told:
                places = np.flatnonzero(self.line == at)
                for option in options:
                    self._assign(places[units[places] == in_vintage(option, self.vintage)], option)
            if cell.choices:
                self._resolve_by_place(np.flatnonzero(self.line == at), options, place)
        self._resolve_by_column()
        self.told()

    def _resolve_by_place(self, places: Lines, options: Sequence[str], place: Any) -> None:
        if not len(places):
            return
        codes, distinct = cells.encode(place.take(pa.array(places)))
        known, _ = names.resolve_many(text for text in distinct if text)
        for i, text in enumerate(distinct):
            if known.get(text) in options:
                self._assign(places[codes == i], known[text])

    def _resolve_by_column(self) -> None:
        """What other cells call a unit, a doubtful one doesn't mean; among oblasts «Абай» is the oblast.

        Two things are asked of the other cells: that they name units and not towns, and which units.
        """
        used = set(np.unique(self.line).tolist())
        sure = [c for i, c in enumerate(self.cells) if i in used and len(c.codes) == 1 and not c.former]
        units = [c.codes[0] for c in sure if names.as_unit(c.text)]
        told = []
        for at in sorted(used):
            cell = self.cells[at]
            if not cell.choices or ";" in cell.text:
                continue
            options = {*cell.choices}
            if len(units) > 1 and 2 * len(units) > len(sure):
                options &= {*names.as_unit(cell.text)} or options
            if len(options) > 1:
                options -= {*units}
            if len(options) == 1:
                [code] = options
                places = np.flatnonzero(self.line == at)
                self._assign(places, code)
                told.append((int(places[0]), cell.text, code))
        if told:
            said = ", ".join(f"{quote(text)} as {code} ({names.unit_name(code)})" for _, text, code in told)
            wrong = f"by the other names in the column, {said} was read"
            right = "write the kind of place with it, such as «город Алматы», if another is meant"
            self.rows.warn(self.column, [min(told)[0]], wrong, right, "settled by the column")

    def _assign(self, places: Lines, option: str) -> None:
        if not len(places):
            return
        self.cells.append(Cell(option, (option,)))
        self.line[places] = len(self.cells) - 1

    def told(self) -> "NamedUnits":
        """Tell of the cells that mean nothing, or a unit that was divided."""
        used = set(np.unique(self.line).tolist())
        faulty = [i for i in sorted(used) if self.cells[i].wrong]
        split = [i for i in sorted(used) if self.cells[i].former and len(self._map_codes(self.cells[i])) > 1]
        places = cells.places_of(self.line, sorted([*faulty, *split]))
        for i in faulty:
            cell = self.cells[i]
            self.rows.fault(self.column, places[i], cell.wrong, cell.right, cell.kind)
            self.is_faulty[places[i]] = True
        for i in split:
            wrong = (
                f"{quote(', '.join(self.cells[i].former))} is a unit of before June 2022 "
                f"and was added to none of "
                f"{' and '.join(self._map_codes(self.cells[i]))}"
            )
            right = "write today's unit if it is known"
            self.rows.warn(self.column, places[i], wrong, right, "unit of before June 2022")
        return self

    def units(self) -> Texts:
        """Per row the codes in the vintage of the map, joined by ";"."""
        return self._spread(lambda cell: ";".join(self._map_codes(cell)))

    def today(self) -> Texts:
        """Per row today's codes, joined by ";"."""
        return self._spread(lambda cell: ";".join(cell.codes))

    def _map_codes(self, cell: Cell) -> tuple[str, ...]:
        return tuple(dict.fromkeys(in_vintage(code, self.vintage) for code in cell.codes))

    def _spread(self, text: Callable[[Cell], str]) -> Texts:
        texts = np.array([text(cell) for cell in self.cells] or [""], dtype=object)
        return texts[self.line]


def _reader() -> Callable[[str, bool], Cell]:
    unknown = 0

    @cache
    def read_name(name: str, is_old: bool) -> Cell:
        nonlocal unknown
        try:
            code = names.resolve(name)
        except names.AmbiguousName as error:
            codes = error.match.codes
            if error.match.kind == "former":
                return Cell(name, codes, former=(name,))
            return Cell(name, choices=codes, wrong=error.wrong, right=error.right, kind="ambiguous region")
        except names.UnknownName as error:
            unknown += 1  # finding what was meant takes a while
            right = error.right if unknown <= _MOST_SUGGESTED else "write an ISO code such as KZ-62"
            return Cell(name, wrong=error.wrong, right=right, kind="unknown region")
        if is_old and divided(code) and _is_whole(name):
            return Cell(name, divisions()[code].members, former=(name,))
        return Cell(name, (code,))

    def read(cell: str, is_old: bool) -> Cell:
        parts = [read_name(part, is_old) for name in cell.split(";") if (part := name.strip())]
        bad = next((part for part in parts if part.wrong), None)
        if bad and "," in cell and _are_all_known(cell.split(",")):
            return Cell(cell, wrong=bad.wrong, right=_JOIN, kind=bad.kind)
        if bad:
            return bad if len(parts) == 1 else Cell(cell, wrong=bad.wrong, right=bad.right, kind=bad.kind)
        codes = tuple(dict.fromkeys(code for part in parts for code in part.codes))
        return Cell(cell, codes, former=tuple(name for part in parts for name in part.former))

    return read


def _is_whole(name: str) -> bool:
    """Whether a name or KATO code is that of a whole oblast, and no town of it nor an ISO code of 2022."""
    return name.isdigit() or names.lookup(name).kind == "oblast"


def _are_all_known(parts: Iterable[str]) -> bool:
    wanted = {part.strip() for part in parts}
    found, _ = names.resolve_many(wanted)
    return len(found) == len(wanted)
