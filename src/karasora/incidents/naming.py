"""The units that a column of names means: each distinct cell is read once, and doubtful ones are told."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from karasora import geodata, names
from karasora.faults import quote
from karasora.tables import cells
from karasora.tables.rows import Rows

DIVISION = "2022-06-08"  # from this day on there are 20 units
_JOIN = "join several regions by «;»"
_MOST_SUGGESTED = 300

Texts = NDArray[np.object_]


@dataclass(frozen=True)
class _Cell:
    """What a cell means: today's codes, which of its names are units of old, or why it means nothing."""

    codes: tuple[str, ...] = ()
    former: tuple[str, ...] = ()  # names of units that were divided
    choices: tuple[str, ...] = ()  # codes of which one may be meant
    wrong: str = ""
    right: str = ""
    kind: str = ""


class NamedUnits:
    """The units that the cells of one column name.

    Cells of rows that `is_old` marks speak of the units of before June 2022. Units are given in `vintage`.
    """

    def __init__(self, rows: Rows, column: str, is_old: NDArray[np.bool_], vintage: int) -> None:
        self.rows, self.column, self.vintage = rows, column, vintage
        codes, distinct = cells.encode(rows.texts(column))
        old = is_old.astype(np.int64)
        self.code = codes * 2 + old  # even: a cell of a row of today; odd: of a row of before June 2022
        used = np.unique(self.code)
        read = _reader()
        self.cells: dict[int, _Cell] = {int(u): read(distinct[u // 2], bool(u % 2)) for u in used}
        self.settled: dict[int, _Cell] = {}  # code -> cell, for rows that another column settled
        self.is_faulty = np.zeros(len(rows), bool)

    def settle(self, at_point: Texts, place: Any) -> None:
        """Choose among several readings by the row's point or place, then tell what stays doubtful."""
        for code in [c for c, cell in self.cells.items() if cell.choices or cell.former]:
            cell = self.cells[code]
            places = np.flatnonzero(self.code == code)
            options = cell.choices or cell.codes
            by_point = at_point[places]
            for option in options:
                self._settle(places[by_point == in_vintage(option, self.vintage)], option)
            if cell.choices:
                self._settle_by_place(places[self.code[places] == code], options, place)
        self.told()

    def _settle_by_place(self, places: NDArray[np.int64], options: Sequence[str], place: Any) -> None:
        if not len(places):
            return
        codes, distinct = cells.encode(place.take(pa.array(places)))
        known, _ = names.resolve_many(text for text in distinct if text)
        for i, text in enumerate(distinct):
            if known.get(text) in options:
                self._settle(places[codes == i], known[text])

    def _settle(self, places: NDArray[np.int64], option: str) -> None:
        if not len(places):
            return
        known = next(
            (c for c, cell in self.cells.items() if cell.codes == (option,) and not cell.former), None
        )
        if known is None:
            known = -len(self.cells) - 1
            self.cells[known] = _Cell((option,))
        self.code[places] = known

    def told(self) -> "NamedUnits":
        """Tell of the cells that mean nothing, or a unit that was divided."""
        faulty = [c for c, cell in self.cells.items() if cell.wrong]
        divided = [c for c, cell in self.cells.items() if cell.former and len(self._map_codes(cell)) > 1]
        places = cells.places_of(self.code, sorted([*faulty, *divided]))
        for code in sorted(faulty):
            cell = self.cells[code]
            if len(places[code]):
                self.rows.fault(self.column, places[code], cell.wrong, cell.right, cell.kind)
                self.is_faulty[places[code]] = True
        for code in sorted(divided):
            cell = self.cells[code]
            if len(places[code]):
                self.rows.warn(
                    self.column,
                    places[code],
                    f"{quote(', '.join(cell.former))} is a unit of before June 2022 and was added to none of "
                    f"{' and '.join(self._map_codes(cell))}",
                    "write today's unit if it is known",
                    "unit of before June 2022",
                )
        return self

    def units(self) -> Texts:
        """Per row the codes in the vintage of the map, joined by ";"."""
        return self._spread(lambda cell: ";".join(self._map_codes(cell)))

    def today(self) -> Texts:
        """Per row today's codes, joined by ";"."""
        return self._spread(lambda cell: ";".join(cell.codes))

    def _map_codes(self, cell: _Cell) -> tuple[str, ...]:
        return tuple(dict.fromkeys(in_vintage(code, self.vintage) for code in cell.codes))

    def _spread(self, text: Callable[[_Cell], str]) -> Texts:
        known = np.array(sorted(self.cells))
        texts = np.array([text(self.cells[c]) for c in known.tolist()], dtype=object)
        return texts[np.searchsorted(known, self.code)] if len(self.code) else np.empty(0, object)


def _reader() -> Callable[[str, bool], _Cell]:
    unknown = 0

    @cache
    def read_name(name: str, is_old: bool) -> _Cell:
        nonlocal unknown
        try:
            code = names.resolve(name)
        except names.AmbiguousName as error:
            codes = error.match.codes
            if error.match.kind == "former":
                return _Cell(codes, former=(name,))
            return _Cell(choices=codes, wrong=error.wrong, right=error.right, kind="ambiguous region")
        except names.UnknownName as error:
            unknown += 1  # finding what was meant takes a while
            right = error.right if unknown <= _MOST_SUGGESTED else "write an ISO code such as KZ-62"
            return _Cell(wrong=error.wrong, right=right, kind="unknown region")
        if is_old and code in _divided() and _divided()[code].heir == code and _is_whole(name):
            return _Cell(_divided()[code].members, former=(name,))
        return _Cell((code,))

    def read(cell: str, is_old: bool) -> _Cell:
        parts = [read_name(part, is_old) for name in cell.split(";") if (part := name.strip())]
        bad = next((part for part in parts if part.wrong), None)
        if bad and "," in cell and _are_all_known(cell):
            return _Cell(wrong=bad.wrong, right=_JOIN, kind=bad.kind)
        if bad:
            return bad if len(parts) == 1 else _Cell(wrong=bad.wrong, right=bad.right, kind=bad.kind)
        codes = tuple(dict.fromkeys(code for part in parts for code in part.codes))
        return _Cell(codes, former=tuple(name for part in parts for name in part.former))

    return read


def _is_whole(name: str) -> bool:
    """Whether a name or KATO code is that of a whole oblast, and no town of it nor an ISO code of 2022."""
    return name.isdigit() or names.lookup(name).kind == "oblast"


def _are_all_known(cell: str) -> bool:
    found, _ = names.resolve_many(part.strip() for part in cell.split(","))
    return len(found) == len({part.strip() for part in cell.split(",")})


class _Division(NamedTuple):
    """A unit of before June 2022 that was divided."""

    code: str  # of the old unit, such as KZ-KAR
    members: tuple[str, ...]  # today's codes
    heir: str  # the one of them that kept the name


@cache
def _divided() -> dict[str, _Division]:
    """The units that were divided, by each of today's codes."""
    with geodata.path("regions.csv").open(encoding="utf-8", newline="") as file:
        units = list(csv.DictReader(file))
    divided = {}
    for unit in units:
        members = tuple(u["iso"] for u in units if u["iso_2018"] == unit["iso_2018"])
        heir = next((u["iso"] for u in units if u["iso_before_2022"] == unit["iso_2018"]), "")
        if len(members) > 1:
            divided[unit["iso"]] = _Division(unit["iso_2018"], members, heir)
    return divided


def divided(code: str) -> bool:
    """Whether a unit of today bears the name of one that was divided in June 2022."""
    return code in _divided() and _divided()[code].heir == code


def in_vintage(code: str, vintage: int) -> str:
    return _divided()[code].code if vintage == 2018 and code in _divided() else code
