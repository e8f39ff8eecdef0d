"""Points of rows: read, looked up in the borders, and held against the units that the rows name."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from karasora.faults import quote
from karasora.incidents.naming import Texts
from karasora.quantities import Problem
from karasora.tables import cells, is_text
from karasora.tables.rows import Rows

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from karasora.boundaries.frame import Outlines

TOLERANCE_KM = 5.0  # a point may lie this far outside of the unit that its row names
_RIGHT = "write decimal degrees, such as 47.79"

_AROUND = 40.0, 56.0, 46.0, 88.0  # degrees of the country's south, north, west and east

Degrees = NDArray[np.float64]


@dataclass
class Borders:
    """The units that points are looked up in; the packaged ones are loaded when a first point asks for them.

    Those that are given are read at once: what is wrong with them is told whether a point asks or not.
    """

    vintage: int
    source: "str | Path | GeoDataFrame | None" = None

    def __post_init__(self) -> None:
        if self.source is not None:
            _ = self.regions

    @cached_property
    def regions(self) -> "Outlines":
        """The regions' borders, in degrees; the packaged ones are the fine ones."""
        from karasora.boundaries.reading import read_outlines

        return read_outlines(self.source, vintage=self.vintage)

    def locate(self, lat: Degrees, lon: Degrees) -> Texts:
        """The code of the unit that each point lies in, "" for none."""
        from karasora.boundaries.locate import locate

        if not len(lat):
            return np.empty(0, object)
        return np.array([*self.regions.iso, ""], object)[locate(lon, lat, self.regions)]


class Points:
    """The points of a table's rows.

    `lat` and `lon` are degrees, NaN where a row has no usable point; `unit` is the code of the unit that each
    lies in, "" for none; `are_faulty` marks rows that have half a point, or cells that make none.
    """

    def __init__(self, rows: Rows, borders: Borders) -> None:
        self.rows, self.borders = rows, borders
        self.lat, self.lon, self.are_faulty = _coordinates(rows)
        self.exist = ~np.isnan(self.lat)
        self.unit: Texts = np.full(len(rows), "", object)
        self.unit[self.exist] = borders.locate(self.lat[self.exist], self.lon[self.exist])

    def check(self, units: Texts) -> None:
        """Tell of points that lie outside of their rows' units (joined by ";"), or of the country."""
        if not self.exist.any():
            return
        rows = self.rows
        lone = np.flatnonzero(self.exist & (units == "") & (self.unit == ""))
        lone = lone[~self._refuse_swapped(lone)]
        outside = "the point lies outside of Kazakhstan and is listed without a region"
        rows.warn("lat", lone, outside, "check lat and lon", "outside the country")
        apart = np.flatnonzero(self.exist & (units != "") & (units != self.unit))
        km = self._distances(units, apart)
        near = apart[(km > 0) & (km <= TOLERANCE_KM)]
        beside = f"the point lies up to {TOLERANCE_KM:g} km outside of the region named, which was kept"
        rows.warn("lat", near, beside, "check lat and lon", "point beside its region")
        far, km = apart[km > TOLERANCE_KM], km[km > TOLERANCE_KM]
        swapped = self._refuse_swapped(far)
        for i, distance in zip(far[~swapped].tolist(), km[~swapped], strict=True):
            rows.fault(
                "lat",
                [i],
                f"the point lies {distance:.0f} km outside of {units[i]}, "
                + (f"in {self.unit[i]}" if self.unit[i] else "outside of Kazakhstan"),
                f"mend lat and lon, or the region ({rows.header('regions')})",
                "point far from its region",
            )

    def _distances(self, units: Texts, places: NDArray[np.int64]) -> Degrees:
        """How far each point is from the nearest unit that its row names, in km; 0 in one of them."""
        nearest = np.full(len(places), np.inf)
        if not len(places):
            return nearest
        from karasora.boundaries.locate import distance_km

        regions = self.borders.regions
        position = {iso: i for i, iso in enumerate(regions.iso)}
        for text in set(units[places]):
            own = np.flatnonzero(units[places] == text)
            lon, lat = self.lon[places[own]], self.lat[places[own]]
            for code in text.split(";"):
                if code in position:
                    km = distance_km(lon, lat, np.full(len(own), position[code]), regions)
                    nearest[own] = np.minimum(nearest[own], km)
        return nearest

    def _refuse_swapped(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which points would lie in the country if lat and lon changed places, told as faults."""
        lat, lon = self.lat[places], self.lon[places]
        swapped = (self.unit[places] == "") & (self.borders.locate(lon, lat) != "")
        swapped &= ~_is_nearby(lat, lon)
        wrong = "lat and lon seem to have changed places"
        self.rows.fault("lat", places[swapped], wrong, "swap them", "lat and lon swapped")
        return np.asarray(swapped, bool)


def _is_nearby(lat: Degrees, lon: Degrees) -> NDArray[np.bool_]:
    """Points that lie about the country as they stand: they are just abroad."""
    south, north, west, east = _AROUND
    return np.asarray((lat > south) & (lat < north) & (lon > west) & (lon < east), bool)


def _coordinates(rows: Rows) -> tuple[Degrees, Degrees, NDArray[np.bool_]]:
    """Latitudes and longitudes, NaN in both where a row has no usable point; and where cells are faulty."""
    values = {}
    faulty = np.zeros(len(rows), bool)
    for column, most in (("lat", 90), ("lon", 180)):
        values[column], problems = _degrees(
            rows.texts(column) if is_text(rows.raw(column)) else rows.raw(column), most
        )
        rows.add_problems(column, problems)
        for problem in problems:
            faulty[problem.places] = True
    missing = {column: np.isnan(degrees) for column, degrees in values.items()}
    for column, other in (("lat", "lon"), ("lon", "lat")):
        half = np.flatnonzero(missing[column] & ~missing[other] & ~faulty)
        rows.fault(
            column, half, f"the row has {other} and no {column}", "give both, or neither", "half a point"
        )
    whole = ~missing["lat"] & ~missing["lon"]
    faulty |= missing["lat"] != missing["lon"]
    return np.where(whole, values["lat"], np.nan), np.where(whole, values["lon"], np.nan), faulty


def _degrees(column: Any, most: int) -> tuple[Degrees, list[Problem]]:
    values, problems = _degrees_of_texts(column) if is_text(column) else (_numbers(column), [])
    beyond = np.flatnonzero(np.isinf(values) | (np.abs(values) > most))
    if len(beyond):
        wrong = f"{quote(f'{values[beyond[0]]:g}')} is beyond {most} degrees"
        problems.append(Problem(beyond, wrong, _RIGHT, "coordinates", True))
        values = values.copy()
        values[beyond] = np.nan
    return values, problems


def _numbers(column: Any) -> Degrees:
    return np.asarray(pc.cast(column, pa.float64(), safe=False), np.float64)


def _degrees_of_texts(column: Any) -> tuple[Degrees, list[Problem]]:
    column = pc.replace_substring(column, ",", ".")
    plain = pc.match_substring_regex(column, r"^[-+]?[0-9]{1,3}(\.[0-9]*)?$")
    values = _numbers(pc.if_else(plain, column, None))
    odd = np.flatnonzero(pc.and_(pc.invert(plain), pc.not_equal(column, "")))
    if not len(odd):
        return values, []
    codes, distinct = cells.encode(column.take(pa.array(odd)))
    places = cells.places_of(codes, list(range(len(distinct))))
    return values, [
        Problem(odd[places[i]], f"{quote(text)} is no coordinate", _RIGHT, "coordinates", True)
        for i, text in enumerate(distinct)
    ]
