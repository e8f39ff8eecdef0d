"""What the headers above a column of values say: a region, a period, parts of a measure's name, a unit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from karasora import periods
from karasora.figures import words
from karasora.figures.cumulative import are_cumulative
from karasora.figures.places import Place
from karasora.measures import read_measures
from karasora.names.fold import fold
from karasora.units import Unit, read_unit, split_unit


@dataclass(frozen=True)
class Label:
    """What the headers of one column say together.

    `periods` are codes or parts of one; `names` the parts of the measure's name from the top; `is_total` is
    whether the column says that it sums up others.
    """

    place: Place | None = None
    periods: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unit: Unit | None = None
    is_total: bool = False


def _is_span(code: str) -> bool:
    """Whether a code is one of several months that are no half and no quarter, or of several years."""
    return "/" in code and len(code) in (len("2025-01/2025-09"), len("2019/2024"))


def is_dated(code: str) -> bool:
    """Whether a code has its year, and is a span at most of months or of years."""
    return periods.is_code(code) or _is_span(code)


_GROUPED_YEAR = re.compile(r"([12])[ \u00a0\u202f](\d{3})(?:[.,]0+)?|((?:19|20)\d\d)[.,]0+")
_ORDINALS = {
    **dict(zip(("i", "ii", "iii", "iv"), (1, 2, 3, 4), strict=True)),
    **{str(n): n for n in range(1, 13)},
}
_STEPS = {
    "Q": (4, frozenset(("квартал", "кварталы", "токсан", "токсандар", "quarter", "quarters", "qtr"))),
    "H": (2, frozenset(("полугодие", "жартыжылдык", "half"))),
    "": (12, frozenset(("месяц", "месяцы", "ай", "айлар", "month", "months", "mon"))),
}


@lru_cache(maxsize=1 << 14)
def period_of(text: str, header: str = "") -> str:
    """The code of a cell or a header that tells a period, or a part of one; "" for what tells none.

    A spreadsheet may have written a year as a number, «2 024» or 2024.0; and a column that is headed
    «Квартал» tells them by their numbers alone.
    """
    bare = words.without_marks(text)
    if found := _GROUPED_YEAR.fullmatch(bare):
        bare = (found[1] or "") + (found[2] or "") or found[3]
    return periods.parse(bare) or periods.part(bare) or _numbered(bare, header)


def _numbered(text: str, header: str) -> str:
    """A month, quarter or half by its number, as the header says."""
    number = _ORDINALS.get(text.casefold().removesuffix(".0").lstrip("0"))
    if number is None:
        return ""
    said = set(fold(header).split())
    for letter, (most, names) in _STEPS.items():
        if said & names and number <= most:
            return f"{letter}{number}" if letter else f"{number:02}"
    return ""


class Dated(NamedTuple):
    """A header that ends or begins in a period: «Население 2024», «2024_cases»; in «Всего 2024» a total."""

    name: str
    period: str
    is_total: bool = False


def read_label(labels: Sequence[str], across: dict[str, Place], dated: Mapping[str, Dated]) -> Label:
    """Read the headers above a column.

    Args:
        labels: from the top.
        across: the places that headers of this table name.
        dated: the headers of the table that hold a period beside a name (see `dated_headers`).
    """
    place: Place | None = None
    found: list[str] = []
    names: list[str] = []
    unit: Unit | None = None
    is_total = False
    for label in dict.fromkeys(label for label in labels if label):
        bare = words.without_marks(label)
        if label in across and place is None:
            place = across[label]
        elif (code := period_of(bare)) and not _is_span(code):
            found.append(code)
        elif words.is_total(bare) or words.is_country(bare):
            is_total = True
        elif words.is_including(bare):
            continue  # what stands below says of what
        elif apart := dated.get(label):
            found.append(apart.period)
            is_total |= apart.is_total or words.is_total(apart.name)
            if said := read_unit(apart.name):
                unit = said
            elif apart.name:
                names.append(apart.name)
        elif bare in read_measures():
            names.append(bare)
        elif said := read_unit(bare):
            unit = said
        elif words.role_of(bare) not in ("value", "measure", "region", "period"):
            names.append(bare)
    return Label(place, tuple(found), tuple(names), unit, is_total)


def read_labels(columns: Sequence[Sequence[str]], across: dict[str, Place]) -> list[Label]:
    """Read the headers above each of a table's columns of values."""
    dated = dated_headers([label for labels in columns for label in labels])
    return [read_label(labels, across, dated) for labels in columns]


def dated_headers(labels: Sequence[str]) -> dict[str, Dated]:
    """The headers that hold a period beside a name, taken apart.

    Of those that name something, several must say the same of different periods, or different things of the
    same one. «Всего 2024» or «Пожары, всего за 2024 год» is a total where other headers tell periods inside
    its own. Spans such as «январь–сентябрь 2025» are periods where they are cumulative; elsewhere they stay
    in the name.
    """
    distinct = dict.fromkeys(label for label in labels if label)
    whole = {label: code for label in distinct if (code := period_of(label))}
    apart = {label: dated for label in distinct if label not in whole and (dated := split_period(label))}
    by_name: dict[str, set[str]] = {"": {*filter(is_dated, whole.values())}}
    by_period: dict[str, set[str]] = {}
    for dated in apart.values():
        by_name.setdefault(_named(dated), set()).add(dated.period)
        by_period.setdefault(dated.period, set()).add(dated.name)
    is_of_one = len(set.union(*by_name.values())) == 1
    found = {
        label: _without_generic(dated, alone=len(by_period[dated.period]) == 1)
        for label, dated in apart.items()
        if len(by_name[_named(dated)]) > 1 or len(by_period[dated.period]) > 1 or is_of_one
    }
    found |= {label: Dated("", code) for label, code in whole.items() if _is_span(code)}
    for label, dated in apart.items():
        name = words.without_total(dated.name)
        if name is not None and any(_is_part_of(code, dated.period) for code in by_name.get(name, ())):
            found[label] = Dated(name, dated.period, is_total=True)
    cumulative = {name for name, codes in by_name.items() if are_cumulative(codes)}
    return {label: d for label, d in found.items() if d.name in cumulative or not _is_span(d.period)}


def _without_generic(dated: Dated, *, alone: bool) -> Dated:
    """«Количество 2024» is of what the title names; beside «план 2024» «факт 2024» keeps its word."""
    return dated._replace(name="") if alone and words.role_of(dated.name) == "value" else dated


def _named(dated: Dated) -> str:
    """What a header names, whatever its unit: two years of it may be in two units."""
    return split_unit(dated.name).name


def _is_part_of(code: str, whole: str) -> bool:
    return code != whole and all(map(periods.is_code, (code, whole))) and periods.within(code, whole)


_YEAR = r"(?:19|20)\d\d"
_BEFORE = re.compile(
    rf"({_YEAR}(?:[\-_ ]?[QqMmHh]\d{{1,2}}|-\d\d(?:-\d\d)?)?(?:\s*(?:г\.|год|жыл\w*|ж\.|year))?)"
    r"[\s,;:_\-–—]+(\D.*)"
)


# Folded words that compare, and others that only a year behind or before them makes one to compare with.
_COMPARING = frozenset(
    (
        "к",
        "ко",
        "против",
        "сравнению",
        "относительно",
        "караганда",
        "салыстырганда",
        "vs",
        "versus",
        "against",
    )
)
_AGAINST = _COMPARING | {
    *("от", "с", "со", "до", "после", "катысты", "бери", "дейин"),
    *("to", "than", "from", "since", "until", "before", "after"),
}


def _compares(name: str) -> bool:
    """Whether what is left of a header says that its period is another one than the figures': «рост к 2023»,
    «2024 к 2023», «2023 жылға қарағанда»."""
    said = fold(name).split()
    return bool(_AGAINST & {*said[:1], *said[-1:]}) or bool(re.search(_YEAR, name))


_SIGN = re.compile(r"[%‰$€₸₽]")  # of a unit, which no period has


def is_comparison(header: str) -> bool:
    """Whether a header compares: «2024 в % к 2023», «2023 жылға қарағанда», «рост к предыдущему году»."""
    apart = _taken_apart(header)
    return bool(_COMPARING & {*fold(header).split()}) or (apart is not None and _compares(apart.name))


def split_period(text: str) -> Dated | None:
    """A header taken apart into what it names and a period, or None: «Умершие, 2024 г., чел.»."""
    apart = _taken_apart(text)
    return None if apart and _compares(apart.name) else apart


@lru_cache(maxsize=1 << 12)
def _taken_apart(text: str) -> Dated | None:
    text = words.without_marks(text)
    if found := _BEFORE.fullmatch(text):
        code = periods.parse(found[1].replace("_", " "))
        if code:
            return Dated(found[2].strip(" ,;:_-–—"), code)
    starts = [0, *(m.end() for m in re.finditer(r"[\s,;:(_–—-]+", text))]
    stops = [m.start() for m in re.finditer(r"[,;)]", text)]
    for start in starts:
        for stop in (len(text), *(stop for stop in stops if stop > start)):
            said = text[start:stop].strip(" ,;:()_.")
            if (
                re.search(_YEAR, said)
                and not _SIGN.search(said)
                and (code := periods.parse(said.replace("_", " ")))
            ):
                ends = (text[:start].rstrip(" ,;:(_–—-"), text[stop:].strip(" ,;:()_"))
                name = ", ".join(end for end in ends if end)
                return Dated(name, code) if name else None
    return None
