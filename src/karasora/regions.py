"""The first-level units of Kazakhstan: their table and their borders.

Since 8 June 2022 there are 20: 17 oblasts and the cities Astana, Almaty and Shymkent. Between 2018 and then
there were 17: Abai, Zhetisu and Ulytau were parts of KZ-VOS, KZ-ALM and KZ-KAR, the codes of East Kazakhstan,
Almaty and Karaganda in the ISO 3166-2 of that time. The other fourteen keep their codes of today.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd

from karasora import geodata
from karasora.boundaries import coverage, geojson

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely import Geometry

Detail: TypeAlias = Literal["fine", "web"]
VINTAGES = (2018, 2022)
POPULATION_DATE = "2025-01-01"
_FILES = {"fine": "boundaries-fine.geojson", "web": "boundaries.geojson"}
_NUMBERS = ("admin_centre_lat", "admin_centre_lon", "area_km2", "area_polygon_km2", "label_lon", "label_lat")


def regions_table(*, vintage: int = 2022, population_date: str = POPULATION_DATE) -> pd.DataFrame:
    """The units without their borders, by ISO code.

    Args:
        vintage: 2022 for today's 20 units, 2018 for the 17 before 8 June 2022.
        population_date: one of the first days of a year that `geodata/population.csv` has.

    Returns:
        A RangeIndex frame with the columns of `geodata/regions.csv` (texts; areas in km² and coordinates in
        degrees as float64) and `population` (int64), `population_date`, `population_source`, and `members`:
        the ISO codes of today's units that the unit is made of, joined by ";".

    Raises:
        ValueError: there is no such vintage, or no population of that date.
    """
    return _table(vintage, population_date).copy()


@cache
def _table(vintage: int, population_date: str) -> pd.DataFrame:
    if vintage not in VINTAGES:
        raise ValueError(f"no vintage {vintage!r}; there are {VINTAGES[0]} and {VINTAGES[1]}")
    table = _read("regions.csv")
    table = table.astype(dict.fromkeys(_NUMBERS, np.float64))
    people = _read("population.csv")
    people = people[people["date"] == population_date].set_index("iso")
    if people.empty:
        raise ValueError(f"geodata/population.csv has no figures of {population_date!r}")
    table["population"] = table["iso"].map(people["value"].astype(np.int64))
    table["population_date"] = population_date
    table["population_source"] = table["iso"].map(people["source_url"])
    table["members"] = table["iso"]
    return table if vintage == 2022 else _before_2022(table)


def read_regions(
    path: str | Path | None = None, *, vintage: int = 2022, detail: Detail = "fine"
) -> "GeoDataFrame":
    """The units with their borders.

    Args:
        path: a GeoJSON of borders, as `karasora boundaries` writes it or any public one; the project's own
            (OpenStreetMap, ODbL) if not given.
        vintage: 2022 for today's 20 units, 2018 for the 17 before 8 June 2022.
        detail: "fine" (100 m), the borders that points are looked up in, or "web" (500 m), those of the page.

    Returns:
        Polygons in longitude and latitude (EPSG:4326) that share their borders, with the columns of
        `regions_table`, ordered by `iso`; `attrs` has the borders' "attribution", "licence" and "source".

    Raises:
        DataError: the file can't be read, or its units aren't those of Kazakhstan; names every fault.
        ValueError: there is no such vintage or detail.
    """
    if detail not in _FILES:
        raise ValueError(f"no detail {detail!r}; there are {', '.join(_FILES)}")
    if path is None:
        return with_borders(*_ours(_FILES[detail]), vintage=vintage)
    from karasora.boundaries import cleaning  # only other people's files need it

    return with_borders(*cleaning.units(Path(path), detail=detail, vintage=vintage), vintage=vintage)


def with_borders(
    polygons: "Mapping[str, Geometry]", told: Mapping[str, str], *, vintage: int = 2022
) -> "GeoDataFrame":
    """The units' table with their polygons, by ISO code; today's are put together where `vintage` is 2018."""
    from geopandas import GeoDataFrame

    table = regions_table(vintage=vintage)
    geometries = [
        polygons[iso] if iso in polygons else coverage.union([polygons[one] for one in members.split(";")])
        for iso, members in zip(table["iso"], table["members"], strict=True)
    ]
    frame = GeoDataFrame(table, geometry=geometries, crs="EPSG:4326")
    frame.attrs = dict(told)
    return frame


def _ours(name: str) -> "tuple[dict[str, Geometry], dict[str, str]]":
    document = geojson.read(geodata.path(name))
    features = document["features"]
    told = {key: document[key] for key in ("attribution", "licence", "source")}
    return dict(zip((one["id"] for one in features), geojson.geometries(features), strict=True)), told


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(geodata.path(name), dtype=str, keep_default_na=False, encoding="utf-8")


def _before_2022(table: pd.DataFrame) -> pd.DataFrame:
    """Today's units added up to those of before June 2022.

    A unit that was divided keeps the names of the part that inherited its name and centre of today.
    """
    heirs = table[(table["iso_2018"] == table["iso"]) | (table["iso_2018"] == table["iso_before_2022"])]
    sums = table.groupby("iso_2018")
    old = heirs.set_index("iso_2018", drop=False)
    for column in ("area_km2", "area_polygon_km2", "population"):
        old[column] = sums[column].sum()
    old["members"] = sums["iso"].agg(";".join)
    old["iso"] = old["iso_2018"]
    return old.sort_values("iso").reset_index(drop=True)
