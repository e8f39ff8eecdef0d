"""The units that were divided in June 2022, and codes in either vintage."""

import csv
from functools import cache
from typing import NamedTuple

from karasora import geodata

DIVISION = "2022-06-08"  # from this day on there are 20 units


class Division(NamedTuple):
    """A unit of before June 2022 that was divided."""

    code: str  # of the old unit, such as KZ-KAR
    members: tuple[str, ...]  # today's codes
    heir: str  # the one of them that kept the name


@cache
def divisions() -> dict[str, Division]:
    """The units that were divided, by each of today's codes."""
    with geodata.path("regions.csv").open(encoding="utf-8", newline="") as file:
        units = list(csv.DictReader(file))
    found = {}
    for unit in units:
        members = tuple(u["iso"] for u in units if u["iso_2018"] == unit["iso_2018"])
        heir = next((u["iso"] for u in units if u["iso_before_2022"] == unit["iso_2018"]), "")
        if len(members) > 1:
            found[unit["iso"]] = Division(unit["iso_2018"], members, heir)
    return found


def members_of() -> dict[str, tuple[str, ...]]:
    """Today's codes by that of the unit that was divided into them."""
    return {division.code: division.members for division in divisions().values()}


def divided(code: str) -> bool:
    """Whether a unit of today bears the name of one that was divided in June 2022."""
    return code in divisions() and divisions()[code].heir == code


def in_vintage(code: str, vintage: int) -> str:
    """Today's code in the units of a map."""
    return divisions()[code].code if vintage == 2018 and code in divisions() else code
