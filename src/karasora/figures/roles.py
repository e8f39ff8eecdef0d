"""What each column of a sheet is: decided by what stands in it, and by its header where that is not enough.

A column has one role: region, code (of regions), period, category, measure, unit, qualifier, report, name,
name_ru, name_kk, name_en, note, index, value, event (what only an incident has), unread, or empty.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from karasora import numerals, periods
from karasora.figures import words
from karasora.figures.labels import period_of
from karasora.figures.layout import Column, Layout
from karasora.figures.places import Place, read_places
from karasora.measures import says_count, understand
from karasora.names.fold import fold
from karasora.tables.columns import column_of
from karasora.units import read_unit, split_unit

_SAMPLE = 2_000  # distinct cells of a column that are looked at
_NUMBER = re.compile(r"\d+(\.\d+)?")
_HALF = 0.5
_MOST = 0.8
_YEARS = range(1930, 2060)
#: Columns of incidents that figures don't have.
EVENTS = frozenset(
    (
        *("title", "title_ru", "title_kk", "title_en", "text", "text_ru", "text_kk", "text_en"),
        *("lat", "lon", "case", "from_regions", "scope", "status", "locator", "confidence", "quote", "end"),
        "place",
    )
)


@dataclass
class Roles:
    """The columns of a sheet by their role; `places` has what the texts of the columns of regions name.

    `across` are the places that headers of columns of values name, where regions stand as columns.
    """

    layout: Layout
    by_role: dict[str, list[Column]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    across: dict[str, Place] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def __getitem__(self, role: str) -> list[Column]:
        return self.by_role.get(role, [])

    def first(self, role: str) -> Column | None:
        """The only column of a role that a table has once, or None."""
        return next(iter(self[role]), None)


def find_roles(layout: Layout) -> Roles:
    """Give each column its role."""
    roles = Roles(layout)
    looks = {column.at: Look(column) for column in layout.columns}
    _find_regions(roles, looks)
    for column in layout.columns:
        look = looks[column.at]
        if not look.role:
            look.role = _role(column, look, roles)
    _decide_years(layout, looks, roles)
    _decide_values(layout, looks)
    _decide_categories(layout, looks)
    for column in layout.columns:
        roles.by_role.setdefault(looks[column.at].role, []).append(column)
    return roles


class Look:
    """What stands in a column, by its distinct cells."""

    def __init__(self, column: Column) -> None:
        self.role = ""
        self.distinct = list(dict.fromkeys(cell for cell in column.cells if cell))[:_SAMPLE]
        self.said = [cell for cell in self.distinct if not numerals.is_missing(cell)]
        self.header_role = next(
            (r for label in [*column.labels[::-1], column.header] if (r := words.role_of(label))), ""
        )
        self.numeric = self.share(numerals.looks_numeric)
        self.places: dict[str, Place] = {}

    def share(self, test: Any) -> float:
        """The share of the distinct cells, signs for none left out, of which something holds."""
        return sum(bool(test(cell)) for cell in self.said) / len(self.said) if self.said else 0.0


def _find_regions(roles: Roles, looks: dict[int, Look]) -> None:
    """The column of regions, and one of their codes beside it; else headers that are regions."""
    named: list[tuple[float, int]] = []
    for column in roles.layout.columns:
        look = looks[column.at]
        is_code = look.numeric > _MOST
        if not look.said or look.header_role in ("period", "value", "note", "unit"):
            continue
        if is_code and look.header_role == "index":  # «Unnamed: 0» may stand above names too
            continue
        if is_code and not (look.header_role == "code" or _are_codes(look)):
            continue
        found, told = read_places(look.said)
        share = sum(p.is_known and p.kind != "finer" for p in found.values()) / len(look.said)
        finer = sum(p.kind == "finer" for p in found.values()) / len(look.said)
        look.places = found
        if is_code and share >= _HALF:
            look.role = "code"
        elif (share + finer >= _HALF and _names_a_unit(found)) or look.header_role == "region":
            named.append((share + (look.header_role == "region"), -column.at))
            roles.told += told if share >= _HALF else []
    if named:
        _, at = max(named)
        looks[-at].role = "region"
        roles.places = looks[-at].places
        for share, other in named:  # names in another language: they must mean the same
            if other != at and share > _MOST:
                looks[-other].role = "code"
        return
    codes = [c for c in roles.layout.columns if looks[c.at].role == "code"]
    if codes:
        looks[codes[0].at].role = "region"
        roles.places = looks[codes[0].at].places
        return
    _find_across(roles)


def _are_codes(look: Look) -> bool:
    """Whether numbers are codes of the state classifier, nine digits of which two name a region."""
    return look.share(lambda cell: len(cell) == 9 and cell.isdigit()) >= _MOST


def _names_a_unit(found: dict[str, Place]) -> bool:
    return any(place.kind in ("region", "doubtful", "several", "finer") for place in found.values())


def _find_across(roles: Roles) -> None:
    labels = {label: None for column in roles.layout.columns for label in column.labels if label}
    found, told = read_places(labels)
    regions = {text: place for text, place in found.items() if place.kind in ("region", "doubtful")}
    if len(regions) < 2:
        return
    roles.across = {text: place for text, place in found.items() if place.is_known}
    roles.told += told


def _role(column: Column, look: Look, roles: Roles) -> str:
    event = column_of("incidents", column.header) or ""
    if event in EVENTS and event not in ("place", "end") and look.header_role not in ("name", "region"):
        return "event"
    if not look.said:
        return "empty" if not any(column.labels) or not look.distinct else "value"
    if any(label in roles.across for label in column.labels):
        return "value"
    if _is_period_column(column, look):
        return "period"
    if look.header_role == "index" and _counts(column, look):
        return "index"
    if not column.header and _counts(column, look):
        return "index"
    if look.header_role == "code" and look.numeric > _MOST:
        return "index"
    if _is_rank(column):
        return "index"
    if look.numeric > _MOST and _CODES & set(fold(column.header).split()):
        return "unread"
    if _is_day_of_month(column, look, roles.layout):
        return "event"
    if (said := column_of("totals", column.header) or "").startswith("name_") and look.numeric < _HALF:
        return said  # the measure's name in one language
    if look.header_role == "qualifier" and not any(c.isdigit() for cell in look.said for c in cell):
        return "qualifier"
    if look.header_role in ("report", "unit", "measure", "note") and look.numeric < _HALF:
        return _checked(look.header_role, look)
    if look.numeric >= _HALF or _is_measure(column) or _is_periods_label(column):
        return "value"
    if look.header_role in ("name",):
        return "name"
    if event in EVENTS:
        return "event"
    filled = sum(bool(cell) for cell in column.cells)
    return "category" if event or 2 * filled >= len(column.cells) else "unread"  # remarks on a few rows


_CODES = frozenset(("код", "коды", "code"))
_ROMAN = re.compile(r"[IVXLІХ]+\.?", re.IGNORECASE)  # also in Cyrillic letters
_RANKS = frozenset(
    ("место", "ранг", "позиция", "место в рейтинге", "орын", "орны", "rank", "ranking", "place")
)
_DAYS = frozenset(("день", "кун", "куни", "day", "day of month"))


def _is_rank(column: Column) -> bool:
    """Whether a column says which row comes first, second and so on."""
    cells = [cell.removesuffix(".") for cell in column.cells if not numerals.is_missing(cell)]
    return fold(column.header) in _RANKS and sorted(cells) == sorted(str(n + 1) for n in range(len(cells)))


def _is_day_of_month(column: Column, look: Look, layout: Layout) -> bool:
    """Whether a column tells the day of a date whose month stands in another one; only incidents do so."""
    if fold(column.header) not in _DAYS or not all(c.isdecimal() and 1 <= int(c) <= 31 for c in look.said):
        return False
    return any(period_of("1", other.header) == "01" for other in layout.columns)


def _checked(role: str, look: Look) -> str:
    if role == "unit" and look.share(read_unit) < _HALF:
        return "category"
    return role


def _is_measure(column: Column) -> bool:
    """Whether the header says a measure, whatever stands below: what can't be read there is a fault."""
    return any(understand(label, also=False) is not None for label in (column.header, *column.labels[-1:]))


def _is_periods_label(column: Column) -> bool:
    return any(periods.parse(label) is not None for label in column.labels)


def _is_period_column(column: Column, look: Look) -> bool:
    said = look.header_role == "period" or column_of("incidents", column.header) == "start"
    read = look.share(lambda cell: period_of(cell, column.header))
    if said and read >= _HALF:
        return True
    if look.numeric > _MOST and all(_NUMBER.fullmatch(cell) for cell in look.said):
        return False  # bare numbers: see _decide_years
    return read == 1.0


def _decide_years(layout: Layout, looks: dict[int, Look], roles: Roles) -> None:
    """A column of nothing but years is one of periods where no other is, and its header says no measure."""
    if any(look.role == "period" for look in looks.values()):
        return
    years = [
        column
        for column in layout.columns
        if looks[column.at].role in ("value", "index")
        and looks[column.at].header_role in ("", "index")
        and not any(label in roles.across for label in column.labels)
        and looks[column.at].said
        and all(cell.isdecimal() and int(cell) in _YEARS for cell in looks[column.at].said)
        and not _is_measure(column)
        and not _is_periods_label(column)
        and (not column.header or column.at == 0 or roles.places)
    ]
    others = [c for c in layout.columns if looks[c.at].role == "value" and c not in years]
    if len(years) == 1 and others and _repeats(years[0], roles):
        looks[years[0].at].role = "period"


def _repeats(column: Column, roles: Roles) -> bool:
    """Whether years could tell rows apart: each stands with every region, or once per row of a sheet of
    regions as columns."""
    if roles.across:
        return len(set(column.cells)) == len(column.cells)
    return len(set(column.cells)) < len(column.cells)


def _counts(column: Column, look: Look) -> bool:
    """Whether a column only counts the rows: 0, 1, 2 …, I, II …, or whole numbers that never stand twice."""
    if look.header_role == "index" and all(_ROMAN.fullmatch(cell) for cell in look.said):
        return len(look.said) == len(column.cells)
    numbers = [cell.removesuffix(".0").removesuffix(".") for cell in column.cells if cell]
    if not numbers or not all(n.isdecimal() for n in numbers):
        return False
    values = [int(n) for n in numbers]
    steps = {b - a for a, b in pairwise(values)}
    if look.header_role == "index":
        return len(set(values)) == len(values)
    return all(step > 0 for step in steps)


def _decide_values(layout: Layout, looks: dict[int, Look]) -> None:
    """A text column that never changes says nothing that tells figures apart."""
    for column in layout.columns:
        look = looks[column.at]
        if look.role == "category" and len(look.said) == 1 and words.is_country(look.said[0]):
            look.role = "note"


def _decide_categories(layout: Layout, looks: dict[int, Look]) -> None:
    """Whole numbers that stand with every region are no figures, but what figures are of: articles, ages.

    A column of codes says again what another one says in words.
    """

    def of(*roles: str) -> list[Column]:
        return [column for column in layout.columns if looks[column.at].role in roles]

    for column in of("category"):
        others = [c for c in of("measure", "category") if c is not column]
        if _CODES & set(fold(column.header).split()) and any(_tells(other, column) for other in others):
            looks[column.at].role = "note"
    keys = of("region", "period", "category", "measure", "unit", "report")
    rows = list(zip(*(column.cells for column in keys), layout.sections, strict=True))
    if not of("region") or len(set(rows)) == len(rows) or len(of("value")) < 2:
        return
    crossed = [c for c in of("value") if not _counts_something(c) and _is_crossed(c, rows)]
    if len(crossed) == 1:
        looks[crossed[0].at].role = "category"


def _counts_something(column: Column) -> bool:
    """Whether a header says that its column counts: by a measure's name, a unit, or a word."""
    return (
        says_count(column.header)
        or understand(column.header) is not None
        or split_unit(column.header).unit is not None
    )


def _tells(one: Column, other: Column) -> bool:
    return len(set(zip(one.cells, other.cells, strict=True))) == len(set(one.cells))


def _is_crossed(column: Column, rows: list[tuple[str, ...]]) -> bool:
    """Whether the same whole numbers, two or more, stand once in every group of rows."""
    if not all(cell.isdigit() for cell in column.cells):
        return False
    groups: dict[tuple[str, ...], list[str]] = {}
    for row, cell in zip(rows, column.cells, strict=True):
        groups.setdefault(row, []).append(cell)
    kinds = {tuple(sorted(cells)) for cells in groups.values()}
    [first, *others] = kinds
    return not others and 1 < len(set(first)) == len(first) and len(groups) > 2
