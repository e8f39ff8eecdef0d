"""What the headers above a column of values say: a region, a period, parts of a measure's name, a unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from karasora import periods
from karasora.figures import words
from karasora.figures.places import Place
from karasora.measures import read_measures
from karasora.units import Unit, read_unit


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


class Dated(NamedTuple):
    """A header that ends or begins in a period: «Население 2024», «2024_cases»."""

    name: str
    period: str


def read_label(labels: Sequence[str], across: dict[str, Place], dated: frozenset[str]) -> Label:
    """Read the headers above a column.

    Args:
        labels: from the top.
        across: the places that headers of this table name.
        dated: the headers of the table that hold a period beside a name.
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
        elif code := periods.parse(bare) or periods.part(bare):
            found.append(code)
        elif words.is_total(bare) or words.is_country(bare):
            is_total = True
        elif label in dated and (apart := split_period(bare)):
            found.append(apart.period)
            names += [apart.name] if words.role_of(apart.name) != "value" else []
        elif bare in read_measures():
            names.append(bare)
        elif said := read_unit(bare):
            unit = said
        elif words.role_of(bare) not in ("value", "measure", "region", "period"):
            names.append(bare)
    return Label(place, tuple(found), tuple(names), unit, is_total)


def dated_headers(labels: Sequence[str]) -> frozenset[str]:
    """The headers that hold a period beside a name, where several say the same of different periods."""
    apart = {label: split_period(label) for label in labels if label}
    by_name: dict[str, set[str]] = {}
    for dated in apart.values():
        if dated:
            by_name.setdefault(dated.name, set()).add(dated.period)
    return frozenset(label for label, dated in apart.items() if dated and len(by_name[dated.name]) > 1)


_YEAR = r"(?:19|20)\d\d"
_BEFORE = re.compile(
    rf"({_YEAR}(?:[\-_ ]?[QqMmHh]\d{{1,2}}|-\d\d(?:-\d\d)?)?(?:\s*(?:г\.|год|жыл|year))?)[\s,;:_\-–—]+(\D.*)"
)


@lru_cache(maxsize=1 << 12)
def split_period(text: str) -> Dated | None:
    """A header taken apart into what it names and a period, or None: «Умершие, 2024 г., чел.»."""
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
            if re.search(_YEAR, said) and (code := periods.parse(said.replace("_", " "))):
                ends = (text[:start].rstrip(" ,;:(_–—-"), text[stop:].strip(" ,;:()_"))
                name = ", ".join(end for end in ends if end)
                return Dated(name, code) if name else None
    return None
