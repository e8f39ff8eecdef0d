"""What each known name may mean: the tables of names, by comparable key.

`geodata/region_aliases.csv`: iso, alias, lang, kind, note. The kinds:

- official, name, old: a name; words beside it («область», «қаласы») and case forms are understood by rule
- typed: a name that holds only with the word that it is written with («город Акмола»)
- either: a name of several units, of which one is meant
- abbrev: an abbreviation, as written
- code: a code as written, whole; fips: one of those that other codes contradict
- former: a unit that has been divided since, by its code; all its parts are meant
- kato: the first digits of the codes of places in the state classifier

`geodata/towns.csv`: iso, kind (town, village, district), ru, kk, en, old (joined by ";"), and more. A name
that is written with its word («г. Алтай») holds only with such a word.
"""

import csv
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from karasora import geodata
from karasora.names.declension import KINDS, SILENT, write_out
from karasora.names.fold import fold, is_latin, sound

CODES = ("code", "fips", "former")
_AS_WRITTEN = (*CODES, "abbrev")
CITIES = ("KZ-71", "KZ-75", "KZ-79")
_HEIRS = {"KZ-ALM": "KZ-19", "KZ-KAR": "KZ-35", "KZ-VOS": "KZ-63"}


class Entry(NamedTuple):
    """One thing that a key may mean."""

    codes: tuple[str, ...]
    kind: str  # code, fips, former, oblast, city, town, village, district
    alias: str
    note: str = ""
    typed: bool = False  # holds only with a word that says its kind


class Codes(NamedTuple):
    """What is short and exact: codes and abbreviations in Latin letters, and what units are called."""

    letters: dict[str, list[Entry]]
    kato: dict[str, tuple[str, ...]]
    former: dict[str, tuple[str, ...]]
    names: dict[str, str]


class Index(NamedTuple):
    """The entries under the keys of names."""

    cyrillic: dict[str, list[Entry]]
    spelled: list[tuple[str, Entry]]  # a name's key and entry, for the Latin side


@cache
def unit_codes() -> Codes:
    """The codes of the packaged tables; a table that has codes alone never needs the names."""
    built = Codes({}, {}, {}, {})
    for iso, alias, lang, kind, note in rows("region_aliases.csv"):
        units = tuple(iso.split(";"))
        if kind == "kato":
            built.kato[alias] = units
        elif kind == "official" and lang == "ru":
            built.names[iso] = alias
        elif kind in _AS_WRITTEN and is_latin(key := _joined(alias)):
            built.letters.setdefault(key, []).append(_entry(units, alias, kind, note))
            if kind == "former":
                built.former[alias] = units
    for code in built.former:
        built.names[code] = f"{built.names[_HEIRS[code]]} (until 2022-06-08)"
    return built


@cache
def index() -> Index:
    """The names of units, towns, villages and districts; built once, in some milliseconds."""
    built = Index({}, [])
    for iso, alias, _, kind, note in rows("region_aliases.csv"):
        entry = _entry(tuple(iso.split(";")), alias, kind, note)
        if kind not in (*_AS_WRITTEN, "kato"):
            _enter(built, entry)
        elif kind != "kato" and not is_latin(key := _joined(alias)):
            built.cyrillic.setdefault(key, []).append(entry)
    for iso, kind, ru, kk, en, old, *_ in rows("towns.csv"):
        for alias in dict.fromkeys((ru, kk, en)):
            _enter(built, Entry((iso,), kind, alias))
        for alias in old.split(";"):
            _enter(built, Entry((iso,), kind, alias, "an old name"))
    return built


@cache
def latin() -> dict[str, list[Entry]]:
    """The names by their `sound`; built when the first Latin name is asked for."""
    table: dict[str, list[Entry]] = {}
    for key, entry in index().spelled:
        table.setdefault(sound(key), []).append(entry)
    return table


def exact(key: str) -> list[Entry]:
    """What a folded name without spaces may mean as it stands."""
    if not is_latin(key):
        return index().cyrillic.get(key, [])
    return unit_codes().letters.get(key) or latin().get(sound(key), [])


def words(text: str) -> list[str]:
    """The folded words of a text, its abbreviations written out."""
    return fold(write_out(text)).split()


def split_kinds(phrase: list[str]) -> tuple[set[str], list[str]]:
    """The kinds that a phrase's words name, and its other words."""
    kinds: set[str] = set()
    core: list[str] = []
    for word in phrase:
        kind = KINDS.get(sound(word) if is_latin(word) else word)
        if kind:
            kinds.add(kind)
        elif word not in SILENT:
            core.append(word)
    return kinds, core


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a packaged table, without its header."""
    with geodata.path(name).open(encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        next(table)
        yield from table


def _entry(units: tuple[str, ...], alias: str, kind: str, note: str) -> Entry:
    """The entry of a unit's alias; its kind is that of the unit, but of a code its own."""
    of = kind if kind in CODES else "city" if units[0] in CITIES and kind != "abbrev" else "oblast"
    return Entry(units, of, alias, note, typed=kind == "typed")


def _joined(alias: str) -> str:
    return fold(alias).replace(" ", "")


def _enter(built: Index, entry: Entry) -> None:
    """Enter a name under what is left of it without the word that says its kind."""
    kinds, core = split_kinds(words(entry.alias))
    if not core:
        return
    if kinds and entry.kind not in ("oblast", "city"):
        entry = entry._replace(typed=True)
    key = "".join(core)
    built.spelled.append((key, entry))
    if not is_latin(key):
        built.cyrillic.setdefault(key, []).append(entry)
