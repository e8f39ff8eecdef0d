"""The first-level units of Kazakhstan: their table.

Since 8 June 2022 there are 20: 17 oblasts and the cities Astana, Almaty and Shymkent. Between 2018 and then
there were 17: Abai, Zhetisu and Ulytau were parts of KZ-VOS, KZ-ALM and KZ-KAR, the codes of East Kazakhstan,
Almaty and Karaganda in the ISO 3166-2 of that time. The other fourteen keep their codes of today.
"""

from functools import cache

import numpy as np
import pandas as pd

from karasora import geodata

VINTAGES = (2018, 2022)
POPULATION_DATE = "2025-01-01"
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


def check_vintage(vintage: int) -> None:
    """Refuse a year that is no vintage of regions.

    Raises:
        ValueError: it isn't 2022 or 2018.
    """
    if vintage not in VINTAGES:
        raise ValueError(f"no vintage {vintage!r}; there are {VINTAGES[0]} and {VINTAGES[1]}")


@cache
def _table(vintage: int, population_date: str) -> pd.DataFrame:
    check_vintage(vintage)
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
