"""The measures of a table of figures: named by headers, categories and titles; units where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from karasora import periods
from karasora.figures.labels import is_comparison
from karasora.geodata import LANGUAGES
from karasora.measures import (
    MeasureColumn,
    is_bare,
    key_of,
    name_adds_up,
    read_measures,
    says_count,
    traits,
    understand,
)
from karasora.names.fold import fold
from karasora.tables.columns import column_of
from karasora.units import Named, Unit, read_unit, split_unit

#: Labels that name more than drugs: only as a key does such a word mean a measure of ours.
_GENERAL = frozenset(("incidents", "plants", "sites", "channels", "vehicles", "groups"))
_GENERAL_KEYS = frozenset(("crimes", "labs"))  # whose labels say drugs, and whose keys don't: «Crimes»


@dataclass(frozen=True)
class FigureMeasure:
    """A measure as a table of figures tells it; numbers times `factor` are in `unit`."""

    key: str
    name: str
    unit: str
    factor: float
    additive: bool
    over_time: Literal["sum", "last"]
    signed: bool
    names: Mapping[str, str]
    said: Unit | None  # the unit as it is written

    @property
    def is_ours(self) -> bool:
        """Whether it is one of the reviewed measures."""
        return self.key in read_measures()


def measure_of(
    names: Sequence[str],
    categories: Sequence[str] = (),
    *,
    unit: Unit | None = None,
    default_unit: Unit | None = None,
    titles: Sequence[str] = (),
    fallback: str = "",
    key: str = "",
    by_language: Mapping[str, str] = MappingProxyType({}),
) -> FigureMeasure:
    """The measure that the words about a figure name.

    Args:
        names: parts of its name, from the top header to the lowest.
        categories: what the figure is of, such as «женщины».
        unit: the unit, where a cell or a header of its own tells it; else it is looked for in the names.
        default_unit: that of the line under the title.
        titles: the table's titles, which name a figure that nothing else names.
        fallback: the name where nothing gives one.
        key: the key, where a table of ours gives it.
        by_language: the name in several languages, where columns of their own give it.
    """
    parts = [_split(name) for name in names]
    said = unit or next((p.unit for p in reversed(parts) if p.unit), None)
    titled = not any(p.name for p in parts)
    if titled and titles:
        parts = [split_unit(title) for title in titles[:1]]
        said = said or default_unit or next((p.unit for p in map(split_unit, titles) if p.unit), None)
    own = said
    if said is None and default_unit and _may_have(" ".join(names), default_unit):
        said = default_unit
    written = [p.name for p in parts if p.name]
    base = " – ".join(dict.fromkeys(written)) or ("" if categories else " ".join(names) or fallback)
    name = f"{base}: {', '.join(categories)}" if base and categories else base or ", ".join(categories)
    ours = _ours(key or (names[-1] if len(names) == 1 and not categories else ""), said)
    if ours:
        measure = read_measures()[ours]
        factor = said.factor if said else 1.0
        return FigureMeasure(ours, name or measure.names["ru"], measure.unit, factor, True, "sum", False,
                             measure.names, said)  # fmt: skip
    if fold(name) in _GENERAL:  # «Plants» may be factories
        said = None
    code = said.code if said else ""
    is_rate = bool(said and not said.additive) or (own is None and not titled and _is_of_a_rate(name, titles))
    says = traits(name, code, rate=is_rate)
    made = _key(key, "") if key else _key(name, code)
    languages = _titles_by_language(titles) if titled and len(titles) > 1 and not categories else by_language
    return FigureMeasure(
        made, name, code, said.factor if said else 1.0, says.additive, says.over_time, says.signed,
        {lang: languages.get(lang, name) for lang in LANGUAGES}, said,
    )  # fmt: skip


def _may_have(name: str, unit: Unit) -> bool:
    """Whether a column that tells no unit may have the table's: shares, comparisons with a year and, below
    money or a rate, counts have not."""
    if unit.additive and is_bare(name):
        return False
    is_count = bool(_COUNTS & {*fold(name).split()})
    return not is_comparison(name) and not (is_count and (unit.code in _MONEY or not unit.additive))


def _is_of_a_rate(name: str, titles: Sequence[str]) -> bool:
    """Whether a column is one of what its table's title calls a rate or a share: «мужчины» below «Уровень
    безработицы, %»."""
    if not titles or says_count(name):
        return False
    apart = split_unit(titles[0])
    return not name_adds_up(apart.name) or (apart.unit is not None and not apart.unit.additive)


def _split(name: str) -> Named:
    """A header without its unit; of «2025 г. в % к 2024 г.» a year alone would be left, so it stays whole."""
    apart = split_unit(name)
    return Named(name, apart.unit) if periods.parse(apart.name) else apart


_TAKEN = ("units", "file", "row", "rows", "silent", "iso", "data")  # columns of other tables of ours
_COUNTS = frozenset(("число", "количество", "кол", "численность", "саны", "number", "count"))
_MONEY = ("KZT", "USD", "EUR", "RUB")
_RATES = ("%", "per_1000", "per_10000", "per_100000")


@lru_cache(maxsize=1 << 12)
def _ours(header: str, unit: Unit | None) -> str:
    """The key of the reviewed measure that a header means, or ""."""
    if header in read_measures():
        return header
    if not header:
        return ""
    known = understand(header, also=False) or _by_other_words(header)
    if known is None or known.key not in read_measures() or known.key in _GENERAL:
        return ""
    if known.key in _GENERAL_KEYS and fold(header) == known.key:
        return ""
    measure = read_measures()[known.key]
    if unit is None or (unit.code == measure.unit and unit.additive):
        return known.key
    return ""


def _by_other_words(header: str) -> MeasureColumn | None:
    """Other words for a substance or for people detained; those for the rest say more («Преступления»)."""
    known = understand(header)
    return known if known and (known.unit == "kg" or known.key == "detained") else None


def _key(name: str, unit: str) -> str:
    key = key_of(name, unit)
    return f"{key}_" if column_of("incidents", key) or key in _TAKEN or key in read_measures() else key


def _titles_by_language(titles: Sequence[str]) -> dict[str, str]:
    """Titles one above the other that say the same in several languages."""
    from karasora.incidents.reports import language_of

    found: dict[str, str] = {}
    for title in titles:
        found.setdefault(language_of(title), split_unit(title).name)
    return found


def unit_of_code(code: str) -> Unit | None:
    """The unit of a cell that tells one, be it a code of ours such as `per_100000` or words."""
    if code in _RATES:
        return Unit(code, additive=False)
    return read_unit(code)
