"""Whether a sheet holds figures that came already added up, or incidents: by what stands in it."""

from typing import NamedTuple

from karasora import numerals, periods
from karasora.figures import words
from karasora.figures.labels import read_labels
from karasora.figures.roles import EVENTS, Roles
from karasora.measures import read_measures, understand
from karasora.tables.columns import column_of
from karasora.tables.grid import Grid
from karasora.tables.near import near

_FEW = 0.1
_LOOKED_AT = 12  # rows in which headers of incidents are sought


class Verdict(NamedTuple):
    """What a sheet holds: "figures", "incidents", "" for neither, or "doubtful" and why."""

    kind: str
    wrong: str = ""


def is_surely_incidents(grid: Grid) -> bool:
    """Whether headers alone say that a sheet lists incidents: a title, a text, a point, a case."""
    rows = [list(grid.names)] if grid.names is not None else grid.top(_LOOKED_AT)
    for row in rows:
        if any(periods.parse(cell) for cell in row if cell):
            continue  # a period heads figures, whatever «Наименование» stands beside it
        found = {column_of("incidents", cell) for cell in row if cell}
        if {"lat", "lon"} <= found or all(any(near(c, cell) for cell in row if cell) for c in ("lat", "lon")):
            return True
        known = {column for column in found if column}
        if known & (EVENTS - {"place", "title", "lat", "lon", "end"}) and known & {
            "regions",
            "start",
            "title",
        }:
            return True
        if "title" in found and known & {"start", "id", "text", "place", "kind"}:
            return True
    return False


def decide(roles: Roles) -> Verdict:
    """Tell figures from incidents.

    Figures have regions as columns, or two periods as columns, or a measure beside a value; or each region
    (and period, and category) once, with nothing that only an incident has.
    """
    if not roles["value"] or not (roles.places or roles.across):
        return Verdict("incidents" if roles.places else "")
    if any(place.kind == "several" for place in roles.places.values()):
        return Verdict("incidents")
    if roles["event"]:
        return Verdict("incidents")
    if roles.across:
        return Verdict("figures" if _share_across(roles) else "")
    known = [place.kind for place in roles.places.values() if place.is_known]
    if set(known) == {"finer"} and _are_ours(roles):
        return Verdict("incidents")  # what was found in towns: a town stands for its region
    read = read_labels([column.labels for column in roles["value"]], roles.across)
    if len({label.periods for label in read if label.periods}) > 1 or roles["measure"]:
        return Verdict("figures")
    if _is_of_days(roles) and not _is_grid(roles):
        return Verdict("incidents")
    return _by_repeats(roles)


def _share_across(roles: Roles) -> bool:
    named = [c for c in roles["value"] if any(label in roles.across for label in c.labels)]
    return len(named) * 2 >= len(roles["value"])


def _is_of_days(roles: Roles) -> bool:
    return any(
        code and periods.step_or_none(code) == "day" and not code.endswith("-01")
        for column in roles["period"]
        for code in map(periods.parse, dict.fromkeys(column.cells))
    )


def repeats_days(roles: Roles) -> bool:
    """Whether a region and all that tells rows apart stand twice with one day."""
    if not roles.places or not _is_of_days(roles):
        return False
    others = (column for role in ("period", "category") for column in _lists(roles, role))
    rows = list(zip(_cells(roles, "region"), *others, strict=True))
    return len(set(rows)) < len(rows)


def _is_grid(roles: Roles) -> bool:
    """Whether every region stands with every day, more than once each: nobody lists incidents so."""
    regions, days = (
        set(_cells(roles, "region")),
        set(zip(*_lists(roles, "period"), strict=True)),
    )
    rows = set(
        zip(_cells(roles, "region"), *_lists(roles, "period"), *_lists(roles, "category"), strict=True)
    )
    kinds = set(zip(*_lists(roles, "category"), strict=True)) or {()}
    n = len(roles.layout.rows)
    return len(regions) > 2 and len(days) > 1 and n == len(rows) == len(regions) * len(days) * len(kinds)


def _by_repeats(roles: Roles) -> Verdict:
    others = (column for role in ("period", "category", "report", "unit") for column in _lists(roles, role))
    keys = [_cells(roles, "region"), *others, roles.layout.sections]
    unknown = {text for text, place in roles.places.items() if not place.is_known}
    if any(words.role_of(text) == "region" for text in unknown):
        return Verdict("figures")  # a second table below: whoever reads the rows tells of it
    rows = [row for row in zip(*keys, strict=True) if row[0] not in unknown]
    once = len(set(rows))
    kind = any(column_of("incidents", c.header) == "kind" for c in roles["category"])
    if once == len(rows):
        if (kind or len(roles["category"]) > 2) and not _is_crossed(roles):
            return Verdict("incidents" if kind else "doubtful", _TEXTS)
        return Verdict("figures")
    few = len(rows) - once <= _FEW * len(rows) and once > 2
    if kind or (_are_ours(roles) and not few) or not _has_figures(roles):
        return Verdict("incidents")
    first = next(row for row in rows if rows.count(row) > 1)
    said = ", ".join(filter(None, first))
    return Verdict("doubtful", f"«{said}» stands {rows.count(first)} times")


def _are_ours(roles: Roles) -> bool:
    """Whether every column of values is one of the reviewed measures, which incidents have."""
    named = ((understand(label) for label in (c.header, *c.labels[-1:])) for c in roles["value"])
    return all(any(found and found.key in read_measures() for found in column) for column in named)


_TEXTS = "some columns hold texts that differ from row to row"


def _has_figures(roles: Roles) -> bool:
    return any(not numerals.is_missing(cell) for column in roles["value"] for cell in column.cells if cell)


def _is_crossed(roles: Roles) -> bool:
    """Whether categories stand with most regions, as in tables, and not with one each, as in lists."""
    kinds = set(zip(*_lists(roles, "category"), strict=True))
    times = set(zip(*_lists(roles, "period"), strict=True)) or {()}
    regions = set(_cells(roles, "region"))
    return len(roles.layout.rows) >= 0.7 * len(kinds) * len(times) * len(regions) and len(regions) > 1


def _cells(roles: Roles, role: str) -> list[str]:
    column = roles.first(role)
    return column.cells if column else [""] * len(roles.layout.rows)


def _lists(roles: Roles, role: str) -> list[list[str]]:
    return [column.cells for column in roles[role]]
