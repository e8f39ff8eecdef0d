"""What is measured: the reviewed measures of geodata/measures.csv, and measures that a table brings along."""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from karasora import geodata
from karasora.classes import rounded_breaks
from karasora.geodata import LANGUAGES
from karasora.names.fold import fold, is_latin, visible
from karasora.units import split_unit

PERS = {"absolute": "breaks", "100k": "breaks_per_100k", "1000km2": "breaks_per_1000km2"}
OWN_GROUP = "own"
MOST_OWN = 500  # measures that a table may bring along: each has sums, classes and an entry in a menu

UNITS = ("kg", "plants", "persons", "items")  # of a measure that a table of incidents brings along
RATES = ("%", "per_1000", "per_10000", "per_100000")
_STEM = 4  # letters of a Cyrillic word whose ending may vary


@dataclass(frozen=True)
class Measure:
    """One measure.

    `unit` is kg, plants, persons, items, ha, km2, %, per_1000, per_10000, per_100000, KZT, USD …, or "" where
    none is told. What is not `additive` (shares, rates, averages, indices) is never added up, over regions or
    periods, and never divided by residents. `over_time` is "sum", or "last" for stocks such as population,
    whose figures of several periods are not added up, and for all that is not additive.
    `names` and `claims` (what the figure can't say) are in "ru", "kk" and "en". `breaks` has, for "absolute",
    "100k" (per 100 000 residents) and "1000km2", the inner bounds of at most five classes, each closed on
    the left: 10 and 100 make (0, 10), [10, 100) and [100, ∞).
    """

    key: str
    unit: str
    group: str
    order: int
    names: Mapping[str, str]
    claims: Mapping[str, str]
    breaks: Mapping[str, tuple[float, ...]]
    also: tuple[str, ...] = ()
    additive: bool = True
    over_time: Literal["sum", "last"] = "sum"


class MeasureColumn(NamedTuple):
    """How a header is understood: the measure, and what its numbers are multiplied by."""

    key: str
    unit: str
    factor: float
    is_unit_written: bool


@cache
def read_measures() -> Mapping[str, Measure]:
    """The measures of geodata/measures.csv by key, in the order in which they are shown."""
    with geodata.path("measures.csv").open(encoding="utf-8-sig", newline="") as file:
        measures = [_measure(row) for row in csv.DictReader(file)]
    return MappingProxyType({m.key: m for m in sorted(measures, key=lambda m: m.order)})


def understand_all(headers: Sequence[str]) -> list[MeasureColumn | None]:
    """What each header of a table names (see `understand`).

    Where a measure stands under its own name, other words for it are none: beside «Наркопреступления»
    a column «Преступления» counts something else.
    """
    by_name = {column.key for header in headers if (column := understand(header, also=False))}
    found = []
    for header in headers:
        column = understand(header)
        found.append(understand(header, also=False) if column and column.key in by_name else column)
    return found


def understand(header: str, *, also: bool = True) -> MeasureColumn | None:
    """The measure that a header names: a key, a label, one of its other words, or any word with a unit.

    «marijuana_kg», «Марихуана, кг» and «marijuana_t» are marijuana_kg; «Задержано» and «Задержано, чел.» are
    detained; «Кокаин, г» makes кокаин_kg. Without `also` only keys and labels name a measure.
    """
    folded = fold(header)
    named = _named(also)
    if folded in named:
        measure = named[folded]
        return MeasureColumn(
            measure.key, measure.unit, 1.0, measure.unit != "kg" or folded == fold(measure.key)
        )
    name, unit = split_unit(header)
    stem = fold(name)
    if not stem or unit is None or unit.code not in UNITS or not unit.additive or not name_adds_up(name):
        return None
    known = named.get(stem) or named.get(f"{stem} {unit.code}")
    if known and known.unit == unit.code:
        return MeasureColumn(known.key, unit.code, unit.factor, True)
    return MeasureColumn(key_of(name, unit.code), unit.code, unit.factor, True)


_LONGEST_KEY, _DIGEST = 80, 8  # characters


def key_of(name: str, unit: str = "") -> str:
    """The key of a measure that a table names: its words in their own letters, and its unit's code.

    The same name gives the same key in any table and on any day. Of two long names that begin alike each
    keeps a key of its own.
    """
    words = re.findall(r"[^\W_]+", visible(name).casefold().replace("ё", "е"))
    stem = "_".join(words) or "value"
    code = {"%": "pct"}.get(unit, unit.lower())
    key = f"{stem}_{code}" if code and not stem.endswith(f"_{code}") else stem
    if len(key) <= _LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:_DIGEST]
    return f"{key[: _LONGEST_KEY - _DIGEST - 1].rstrip('_')}_{digest}"


class Traits(NamedTuple):
    """What the words of a measure's name and its unit say of its figures."""

    additive: bool
    over_time: Literal["sum", "last"]
    signed: bool  # whether they may be negative


@lru_cache(maxsize=1 << 12)
def traits(name: str, unit: str, *, rate: bool = False) -> Traits:
    """Whether a measure's figures may be added up, over regions and over time, and may be negative.

    Args:
        name: the measure's name; «Уровень безработицы» is not additive, «Население» is a stock.
        unit: its unit's code.
        rate: whether its unit is told as one per something.
    """
    said = split_unit(name).unit
    additive = not rate and unit not in RATES and name_adds_up(name) and (said is None or said.additive)
    is_flow = additive and not _says(name, "stock")
    return Traits(additive, "sum" if is_flow else "last", _says(name, "signed"))


def name_adds_up(name: str) -> bool:
    """Whether no word of a measure's name says that it is a share, a rate, an average or an index."""
    return not _says(name, "not additive")


def is_bare(name: str) -> bool:
    """Whether a measure's name says that its figures have no unit, or %: a share, an index, a tempo."""
    return _says(name, "bare")


def says_count(name: str) -> bool:
    """Whether a measure's name says that it counts something."""
    return _says(name, "count")


def _says(name: str, trait: str) -> bool:
    text = f" {fold(name)} "
    return any(word in text for word in _trait_words()[trait])


@cache
def _trait_words() -> dict[str, list[str]]:
    """Per trait what stands in a name with spaces around it: a whole word, or the beginning of a long one."""
    found: dict[str, list[str]] = {}
    with Path(__file__).with_name("measure_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = map(fold, row["words"].split("|"))
            stems = (f" {w} " if is_latin(w) or len(w) < _STEM else f" {w}" for w in words)
            found.setdefault(row["trait"], []).extend(stems)
    return found


def self_made(
    column: MeasureColumn, header: str, order: int, values: Mapping[str, Iterable[float]]
) -> Measure:
    """A measure that a table brings along: its name is the header, its breaks part its figures evenly.

    `values` has, per key of PERS, the figures that the classes must hold: of every unit in every report.
    """
    stem = " ".join(header.replace("_", " ").split())
    told = split_unit(stem)
    name = told.name if told.unit and told.unit.code == column.unit and told.name else stem
    return self_named(column.key, dict.fromkeys(LANGUAGES, name), column.unit, order, values)


def self_named(
    key: str,
    names: Mapping[str, str],
    unit: str,
    order: int,
    values: Mapping[str, Iterable[float]],
    *,
    additive: bool = True,
    over_time: Literal["sum", "last"] = "sum",
) -> Measure:
    """A measure that a table names itself (see `self_made` for `values`)."""
    return Measure(
        key=key,
        unit=unit,
        group=OWN_GROUP,
        order=order,
        names=names,
        claims=dict.fromkeys(LANGUAGES, ""),
        breaks={
            per: rounded_breaks(values.get(per, ())) if additive or per == "absolute" else () for per in PERS
        },
        additive=additive,
        over_time=over_time,
    )


@cache
def _named(also: bool) -> Mapping[str, Measure]:
    """Measures by every folded form that a header may take without a unit of its own."""
    measures = [m for m in read_measures().values() if m.key != "incidents"]
    other = {fold(form): m for m in measures for form in m.also} if also else {}
    return other | {fold(form): m for m in measures for form in (*m.names.values(), m.key)}


def _measure(row: Mapping[str, str]) -> Measure:
    return Measure(
        key=row["key"],
        unit=row["unit"],
        group=row["group"],
        order=int(row["order"]),
        names={lang: row[f"name_{lang}"] for lang in LANGUAGES},
        claims={lang: row[f"claim_{lang}"] for lang in LANGUAGES},
        breaks={per: tuple(float(b) for b in row[column].split(";") if b) for per, column in PERS.items()},
        also=tuple(word for word in row["also"].split("|") if word),
    )
