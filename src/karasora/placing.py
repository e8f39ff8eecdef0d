"""Where each row happened: the units that it names, the unit that its point lies in, and how the two agree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora import cells, names
from karasora.faults import quote
from karasora.quantities import Problem
from karasora.rows import Rows
from karasora.tables import is_text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

TOLERANCE_KM = 5.0  # a point may lie this far outside of the unit that its row names
DIVISION = "2022-06-08"  # from this day on there are 20 units
_SEVERAL = "; join several regions by «;»"

Texts = NDArray[np.object_]


@dataclass
class Borders:
    """The units that points are looked up in, which are loaded when the first point asks for them."""

    vintage: int
    source: "str | Path | GeoDataFrame | None" = None

    @cached_property
    def regions(self) -> "GeoDataFrame":
        """The units with their fine borders."""
        from karasora.regions import read_regions

        if self.source is None or isinstance(self.source, str | Path):
            return read_regions(self.source, vintage=self.vintage)
        return self.source


@dataclass
class Places:
    """Per row the units in the vintage of the map, joined by ";", and what a derived id may rest on."""

    units: Texts
    from_units: Texts
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    identity: Any  # texts: today's codes of the units named, else the point


def place_rows(
    rows: Rows, *, is_old: NDArray[np.bool_], is_national: NDArray[np.bool_], borders: Borders
) -> Places:
    """Find the units of every row, and tell what is doubtful or contradictory.

    Args:
        rows: the incidents of a table.
        is_old: which rows speak of the units of before June 2022.
        is_national: which rows concern the whole country, so that they need no unit.
        borders: what points are looked up in; its vintage is that of the units returned.
    """
    lat, lon = _coordinates(rows)
    has_point = ~np.isnan(lat)
    inside = np.full(len(rows), -1, np.intp)
    if has_point.any():
        from karasora.locate import locate

        inside[has_point] = locate(lon[has_point], lat[has_point], borders.regions)
    at_point = _codes(inside, borders)
    named = _Named(rows, "regions", is_old, borders.vintage)
    named.settle(at_point, rows.texts("place"))
    units = named.units()
    if has_point.any():
        _check_points(rows, units, inside, at_point, lat, lon, borders)
    alone = (units == "") & has_point & ~named.is_faulty
    units = np.where(alone, at_point, units)
    _tell_nowhere(rows, (units == "") & ~has_point & ~is_national & ~named.is_faulty)
    return Places(
        units=units,
        from_units=_Named(rows, "from_regions", is_old, borders.vintage).told().units(),
        lat=lat,
        lon=lon,
        identity=_identity(named.today(), lat, lon),
    )


def name_units(rows: Rows, column: str, vintage: int) -> Texts:
    """The units that a column of rows of today names, per row, in the vintage of the map."""
    return _Named(rows, column, np.zeros(len(rows), bool), vintage).told().units()


# --- names ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cell:
    """What a cell of regions means: today's codes; what of them is one unit of old; or why it means nothing."""

    codes: tuple[str, ...] = ()
    former: tuple[str, ...] = ()  # names of units that were divided
    choices: tuple[str, ...] = ()  # codes of which one may be meant
    wrong: str = ""
    right: str = ""
    kind: str = ""


class _Named:
    """The units that the cells of one column name, each distinct cell read once."""

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
                self._settle(places[by_point == _in_vintage(option, self.vintage)], option)
            if cell.choices:
                self._settle_by_place(places[self.code[places] == code], options, place)
        self.told()

    def _settle_by_place(self, places: NDArray[np.int64], options: Sequence[str], place: Any) -> None:
        if not len(places):
            return
        codes, distinct = cells.encode(place.take(pa.array(places)))
        for i, text in enumerate(distinct):
            found = names.lookup(text).codes if text else ()
            if len(found) == 1 and found[0] in options:
                self._settle(places[codes == i], found[0])

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

    def told(self) -> "_Named":
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
        return tuple(dict.fromkeys(_in_vintage(code, self.vintage) for code in cell.codes))

    def _spread(self, text: Callable[[_Cell], str]) -> Texts:
        known = np.array(sorted(self.cells))
        texts = np.array([text(self.cells[c]) for c in known.tolist()], dtype=object)
        return texts[np.searchsorted(known, self.code)] if len(self.code) else np.empty(0, object)


def _reader() -> Callable[[str, bool], _Cell]:
    @cache
    def read_name(name: str, is_old: bool) -> _Cell:
        match = names.lookup(name)
        if not match.codes:
            error: names.UnknownName | names.AmbiguousName = names.UnknownName(match)
            return _Cell(wrong=error.wrong, right=error.right, kind="unknown region")
        if match.kind == "former":
            return _Cell(match.codes, former=(name,))
        if len(match.codes) > 1:
            error = names.AmbiguousName(match)
            return _Cell(choices=match.codes, wrong=error.wrong, right=error.right, kind="ambiguous region")
        if is_old and match.kind == "oblast" and len(together := _before_the_division(match.codes[0])) > 1:
            return _Cell(together, former=(name,))
        return _Cell(match.codes)

    def read(cell: str, is_old: bool) -> _Cell:
        parts = [read_name(part, is_old) for name in cell.split(";") if (part := name.strip())]
        bad = next((part for part in parts if part.wrong), None)
        if bad and (len(parts) > 1 or not bad.choices):
            listed = _SEVERAL if "," in cell and _are_all_known(cell) else ""
            return _Cell(wrong=bad.wrong, right=bad.right + listed, kind=bad.kind)
        if bad:
            return bad
        codes = tuple(dict.fromkeys(code for part in parts for code in part.codes))
        return _Cell(codes, former=tuple(name for part in parts for name in part.former))

    return read


def _are_all_known(cell: str) -> bool:
    return all(len(names.lookup(part).codes) == 1 for part in cell.split(",") if part.strip())


_FORMER = ("KZ-ALM", "KZ-KAR", "KZ-VOS")
_HEIRS = {"KZ-19": "KZ-ALM", "KZ-35": "KZ-KAR", "KZ-63": "KZ-VOS"}


def _before_the_division(code: str) -> tuple[str, ...]:
    """Today's units that the unit of the same name had before June 2022."""
    return names.members(_HEIRS.get(code, code))


@cache
def _old_of() -> dict[str, str]:
    return {today: old for old in _FORMER for today in names.members(old)}


def _in_vintage(code: str, vintage: int) -> str:
    return _old_of().get(code, code) if vintage == 2018 else code


# --- points --------------------------------------------------------------------------------------------------


def _coordinates(rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes in degrees, NaN in both where a row has no usable point."""
    values = {}
    for column, most in (("lat", 90), ("lon", 180)):
        degrees, problems = _degrees(rows.raw(column), most)
        rows.tell(column, problems)
        values[column] = degrees
    lat, lon = values["lat"], values["lon"]
    for column, missing, other in (("lat", np.isnan(lat) & ~np.isnan(lon), "lon"),
                                   ("lon", np.isnan(lon) & ~np.isnan(lat), "lat")):  # fmt: skip
        half = np.flatnonzero(missing & ~rows.at_fault)
        rows.fault(
            column, half, f"the row has {other} and no {column}", "give both, or neither", "half a point"
        )
    whole = ~np.isnan(lat) & ~np.isnan(lon)
    return np.where(whole, lat, np.nan), np.where(whole, lon, np.nan)


def _degrees(column: Any, most: int) -> tuple[NDArray[np.float64], list[Problem]]:
    if not is_text(column):
        values = pc.cast(column, pa.float64(), safe=False).to_numpy()
        problems: list[Problem] = []
    else:
        values, problems = _degrees_of_texts(column)
    beyond = np.flatnonzero(np.isinf(values) | (np.abs(values) > most))
    if len(beyond):
        values = values.copy()
        wrong = f"{quote(f'{values[beyond[0]]:g}')} is beyond {most} degrees"
        problems.append(Problem(beyond, wrong, "write decimal degrees, such as 47.79", "coordinates", True))
        values[beyond] = np.nan
    return values, problems


def _degrees_of_texts(column: Any) -> tuple[NDArray[np.float64], list[Problem]]:
    column = pc.replace_substring(pc.utf8_trim_whitespace(column), ",", ".")
    plain = pc.match_substring_regex(column, r"^[-+]?[0-9]{1,3}(\.[0-9]*)?$")
    values = pc.cast(pc.if_else(plain, column, None), pa.float64()).to_numpy()
    odd = np.flatnonzero(pc.and_(pc.invert(plain), pc.not_equal(column, "")).to_numpy())
    if not len(odd):
        return values, []
    codes, distinct = cells.encode(column.take(pa.array(odd)))
    places = cells.places_of(codes, list(range(len(distinct))))
    right = "write decimal degrees, such as 47.79"
    return values, [
        Problem(odd[places[i]], f"{quote(text)} is no coordinate", right, "coordinates", True)
        for i, text in enumerate(distinct)
    ]


def _codes(positions: NDArray[np.intp], borders: Borders) -> Texts:
    if not (positions >= 0).any():
        return np.full(len(positions), "", object)
    return np.append(borders.regions["iso"].to_numpy(object), "")[positions]


def _check_points(
    rows: Rows,
    units: Texts,
    inside: NDArray[np.intp],
    at_point: Texts,
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    borders: Borders,
) -> None:
    """Tell of points that lie outside of the unit that is named, or of the country."""
    has_point = ~np.isnan(lat)
    lone = np.flatnonzero(has_point & (units == "") & (inside < 0) & ~rows.at_fault)
    lone = lone[~_tell_swapped(rows, lone, lat, lon, borders)]
    rows.warn(
        "lat", lone, "the point lies outside of Kazakhstan and is listed without a region",
        "check lat and lon", "outside the country",
    )  # fmt: skip
    apart = np.flatnonzero(has_point & (units != "") & (units != at_point))
    distances = _distances(units, at_point, apart, lat, lon, borders)
    near = (distances > 0) & (distances <= TOLERANCE_KM)
    rows.warn(
        "lat", apart[near],
        f"the point lies up to {TOLERANCE_KM:g} km outside of the region named, and the region was kept",
        "check lat and lon", "point beside its region",
    )  # fmt: skip
    far = apart[distances > TOLERANCE_KM]
    swapped = _tell_swapped(rows, far, lat, lon, borders)
    for i, km in zip(far[~swapped], distances[distances > TOLERANCE_KM][~swapped], strict=True):
        where = at_point[i] or "outside of Kazakhstan"
        rows.fault(
            "lat", [int(i)], f"the point lies {km:.0f} km outside of {units[i]}, in {where}",
            f"mend lat and lon, or the region ({rows.header('regions')})", "point far from its region",
        )  # fmt: skip


def _distances(
    units: Texts,
    at_point: Texts,
    places: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    borders: Borders,
) -> NDArray[np.float64]:
    """How far each point is from the nearest unit that its row names, in km; 0 in one of them."""
    from karasora.locate import distance_km

    position = {iso: i for i, iso in enumerate(borders.regions["iso"])}
    nearest = np.full(len(places), np.inf)
    for text in np.unique(units[places].astype(str)):
        of_text = np.flatnonzero(units[places] == text)
        for code in text.split(";"):
            own = places[of_text]
            km = distance_km(lon[own], lat[own], np.full(len(own), position[code]), borders.regions)
            nearest[of_text] = np.minimum(nearest[of_text], km)
    return nearest


def _tell_swapped(
    rows: Rows,
    places: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    borders: Borders,
) -> NDArray[np.bool_]:
    """Which points would lie in the country if lat and lon changed places, told as faults."""
    if not len(places):
        return np.zeros(0, bool)
    from karasora.locate import locate

    here = locate(lon[places], lat[places], borders.regions)
    there = locate(lat[places], lon[places], borders.regions)
    swapped = (here < 0) & (there >= 0)
    rows.fault(
        "lat", places[swapped], "lat and lon seem to have changed places", "swap them", "lat and lon swapped"
    )
    return np.asarray(swapped)


def _tell_nowhere(rows: Rows, nowhere: NDArray[np.bool_]) -> None:
    nowhere &= ~rows.at_fault
    rows.fault(
        "regions",
        np.flatnonzero(nowhere),
        "the row names no region and has no point",
        "write a region, or scope=national for the whole country",
        "no region",
    )


def _identity(today: Texts, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Any:
    """What a derived id rests on: the units named, else the point, which the map's vintage doesn't change."""
    texts = pa.array(today, pa.string())
    point = np.flatnonzero((today == "") & ~np.isnan(lat))
    if len(point):
        written = [f"{a:.5f},{b:.5f}" for a, b in zip(lat[point], lon[point], strict=True)]
        mask = np.zeros(len(today), bool)
        mask[point] = True
        texts = pc.replace_with_mask(texts, pa.array(mask), pa.array(written, pa.string()))
    return texts
