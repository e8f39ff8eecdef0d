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
CITIES = ("KZ-71", "KZ-75", "KZ-79")
_HEIRS = {"KZ-ALM": "KZ-19", "KZ-KAR": "KZ-35", "KZ-VOS": "KZ-63"}


class Entry(NamedTuple):
    """One thing that a key may mean."""

    codes: tuple[str, ...]
    kind: str  # code, fips, former, oblast, city, town, village, district
    alias: str
    note: str = ""
    typed: bool = False  # holds only with a word that says its kind


class Index(NamedTuple):
    """The entries under the keys of names and codes."""

    cyrillic: dict[str, list[Entry]]
    spelled: list[tuple[str, Entry]]  # a name's key and entry, for the Latin side
    letters: dict[str, list[Entry]]  # codes and abbreviations in Latin letters
    kato: dict[str, tuple[str, ...]]
    former: dict[str, tuple[str, ...]]
    names: dict[str, str]


@cache
def index() -> Index:
    """The index of the packaged tables; built once, in some milliseconds."""
    built = Index({}, [], {}, {}, {}, {})
    for iso, alias, lang, kind, note in rows("region_aliases.csv"):
        _enter_alias(built, tuple(iso.split(";")), alias, kind, note)
        if kind == "official" and lang == "ru":
            built.names[iso] = alias
    for code in built.former:
        built.names[code] = f"{built.names[_HEIRS[code]]} (until 2022-06-08)"
    for iso, kind, ru, kk, en, old, *_ in rows("towns.csv"):
        for alias in dict.fromkeys((ru, kk, en)):
            _enter_name(built, Entry((iso,), kind, alias))
        for alias in old.split(";"):
            _enter_name(built, Entry((iso,), kind, alias, "an old name"))
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
    return index().letters.get(key) or latin().get(sound(key), [])


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


def _enter_alias(built: Index, codes: tuple[str, ...], alias: str, kind: str, note: str) -> None:
    if kind == "kato":
        built.kato[alias] = codes
    elif kind in CODES or kind == "abbrev":
        key = fold(alias).replace(" ", "")
        entry = Entry(codes, kind if kind in CODES else "oblast", alias, note)
        (built.letters if is_latin(key) else built.cyrillic).setdefault(key, []).append(entry)
        if kind == "former":
            built.former[alias] = codes
    else:
        unit = "city" if codes[0] in CITIES else "oblast"
        _enter_name(built, Entry(codes, unit, alias, note, typed=kind == "typed"))


def _enter_name(built: Index, entry: Entry) -> None:
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
