"""Any written name of a unit to its ISO code; what could mean several is never guessed.

A name is read in four steps: `fold` makes the spellings alike; words such as «область» or «қаласы» are set aside
and say what the rest must be; the rest is looked up in `geodata/region_aliases.csv` and `geodata/towns.csv`, as it
stands or with a case ending taken off; Latin spellings are compared by `sound`. Where a text has several parts
(«Шу, Жамбылская область»), each part is read and they must agree.

Without such a word a name means a unit or a town before it means a village, and a district only with its word.
Two digits are a KATO code, so "10" is Abai Region; "3" is nothing.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from karasora import geodata
from karasora.declension import COUNTRY, KINDS, PREPOSITIONS, nominatives
from karasora.faults import KarasoraError, quote
from karasora.fold import as_cyrillic, fold, is_latin, sound

_SUGGESTED = 4
_CLOSE = 70
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Match:
    """How a text was understood.

    `codes` has one ISO code if it was; several if it may mean several (or, with kind "former", means them
    together); none if it is unknown. `kind` says by what: code, oblast, city, town, village, district, former,
    parts, or "" for nothing. `alias` is the name in our tables, `towns` the towns among the readings,
    `note` what one should know, `suggestions` what may have been meant, as (code, name).
    """

    text: str
    codes: tuple[str, ...] = ()
    kind: str = ""
    alias: str = ""
    towns: tuple[str, ...] = ()
    note: str = ""
    suggestions: tuple[tuple[str, str], ...] = field(default=())

    def __str__(self) -> str:
        if not self.codes:
            return f"unknown; {_perhaps(self.suggestions)}"
        if len(self.codes) > 1:
            return f"several: {_listed(_choices(self.codes))}" + (f" ({self.note})" if self.note else "")
        said = f"{self.codes[0]} {unit_name(self.codes[0])}, as {self.kind} «{self.alias}»"
        return said + (f" ({self.note})" if self.note else "")


class UnknownName(KarasoraError):
    """No unit is known by this name. `suggestions` lists (code, name); `wrong` and `right` make a fault."""

    def __init__(self, match: Match) -> None:
        self.match = match
        self.suggestions = list(match.suggestions)
        self.wrong = f"{quote(match.text)} names no region that is known"
        if "?" in match.text or "\ufffd" in match.text:
            self.wrong = f"{quote(match.text)} has a letter lost to an encoding"
        self.right = _perhaps(match.suggestions)
        super().__init__(f"{self.wrong}; {self.right}")


class AmbiguousName(KarasoraError):
    """The name may mean several units. `choices` lists (code, name); `wrong` and `right` make a fault."""

    def __init__(self, match: Match) -> None:
        self.match = match
        self.choices = _choices(match.codes)
        self.suggestions = self.choices
        means = "was divided into" if match.kind == "former" else "may mean"
        self.wrong = f"{quote(match.text)} {means} {len(self.choices)} regions"
        self.right = f"write {_listed(self.choices)}"
        super().__init__(f"{self.wrong}; {self.right}")


def resolve(text: str, *, vintage: int = 2022) -> str:
    """The ISO 3166-2 code of the unit that a text names.

    Args:
        text: a code (ISO, KATO), or a name in Russian, Kazakh or English in any case and spelling.
        vintage: 2022 for today's 20 units, 2018 for the 17 before 8 June 2022.

    Raises:
        UnknownName: no unit is known by the name; close ones are in `suggestions`.
        AmbiguousName: it may mean several, which are in `choices`.
    """
    match = _read(text, vintage)
    if len(match.codes) == 1:
        return match.codes[0]
    if match.codes:
        raise AmbiguousName(match)
    raise UnknownName(lookup(text, vintage=vintage))


def lookup(text: str, *, vintage: int = 2022) -> Match:
    """How a text is understood, with suggestions if it is not; never raises for any text."""
    match = _read(text, vintage)
    if match.codes:
        return match
    return Match(text, suggestions=_suggest(text, vintage))


def resolve_many(
    texts: Iterable[str], *, vintage: int = 2022
) -> tuple[dict[str, str], dict[str, UnknownName | AmbiguousName]]:
    """Every distinct text to its code, and every text that has none to its error; each is read once.

    With pandas: `codes, faults = resolve_many(column.unique()); column.map(codes)`.
    """
    codes: dict[str, str] = {}
    faults: dict[str, UnknownName | AmbiguousName] = {}
    for text in dict.fromkeys(texts):
        try:
            codes[text] = resolve(text, vintage=vintage)
        except (UnknownName, AmbiguousName) as error:
            faults[text] = error
    return codes, faults


def members(code: str) -> tuple[str, ...]:
    """Today's units that a code of either vintage stands for: KZ-KAR gives KZ-35 and KZ-62."""
    return _index().former.get(code, (code,))


def unit_name(code: str) -> str:
    """The official Russian name of a unit, of either vintage."""
    return _index().names.get(code, code)


def search_forms() -> dict[str, list[str]]:
    """The folded names of each unit that the page's search knows: three languages, abbreviations, old names."""
    forms: dict[str, dict[str, None]] = {}
    for iso, alias, _, kind, _ in _rows("region_aliases.csv"):
        if kind not in ("code", "fips", "former", "typed"):
            for code in iso.split(";"):
                forms.setdefault(code, {})[fold(alias)] = None
    return {code: list(names) for code, names in sorted(forms.items())}


# --- the index -----------------------------------------------------------------------------------------------


class _Entry(NamedTuple):
    """One thing that a key may mean."""

    codes: tuple[str, ...]
    kind: str  # code, fips, former, oblast, city, town, village, district
    alias: str
    note: str
    typed: bool  # holds only with a word such as «город»


class _Index(NamedTuple):
    cyrillic: dict[str, list[_Entry]]
    latin: dict[str, list[_Entry]]
    former: dict[str, tuple[str, ...]]
    names: dict[str, str]


@cache
def _index() -> _Index:
    index = _Index({}, {}, {}, {})
    for iso, alias, lang, kind, note in _rows("region_aliases.csv"):
        codes = tuple(iso.split(";"))
        if kind == "official" and lang == "ru":
            index.names[iso] = alias
        if kind == "former":
            index.former[alias] = codes
        if kind in ("code", "fips", "former"):
            _put_code(index, fold(alias).replace(" ", ""), _Entry(codes, kind, alias, note, False))
        elif kind == "abbrev":
            _put_code(index, fold(alias).replace(" ", ""), _Entry(codes, "oblast", alias, note, False))
        else:
            unit = "city" if iso in _CITIES else "oblast"
            _put_name(index, _Entry(codes, unit, alias, note, kind == "typed"))
    for code, codes in index.former.items():
        index.names[code] = f"{index.names[_HEIRS[code]]} (until 2022-06-08)"
    for iso, kind, *names, old in _towns():
        for name in names:
            if name:
                _put_name(index, _Entry((iso,), kind, name, "", False))
        for name in old.split(";"):
            if name:
                _put_name(index, _Entry((iso,), kind, name, "an old name", False))
    return index


_WRITTEN = "="  # before the Latin keys that are not sounds
_CITIES = ("KZ-71", "KZ-75", "KZ-79")
_HEIRS = {"KZ-ALM": "KZ-19", "KZ-KAR": "KZ-35", "KZ-VOS": "KZ-63"}


def _rows(name: str) -> Iterator[list[str]]:
    with geodata.path(name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


def _towns() -> Iterator[list[str]]:
    for row in _rows("towns.csv"):
        yield [row[0], row[1], row[2], row[3], row[4], row[5]]


def _put_name(index: _Index, entry: _Entry) -> None:
    """Enter a name under what is left of it without its kind word."""
    words = fold(entry.alias).split()
    kinds, core = _split_kinds(words)
    if kinds:
        # a town or village that our tables write with its word holds only with it
        entry = entry._replace(typed=entry.typed or entry.kind in ("town", "village"))
    _put(index, "".join(core or words), entry)


def _put_code(index: _Index, key: str, entry: _Entry) -> None:
    """Enter what counts only letter by letter: a code, or an abbreviation."""
    (index.latin if is_latin(key) else index.cyrillic).setdefault(_WRITTEN * is_latin(key) + key, []).append(entry)


def _put(index: _Index, key: str, entry: _Entry) -> None:
    if not is_latin(key):
        index.cyrillic.setdefault(key, []).append(entry)
    index.latin.setdefault(sound(key), []).append(entry)


# --- reading -------------------------------------------------------------------------------------------------

_ISO = re.compile(r"\s*kz\s*[-‐-―−_/ ]\s*(\d\d)\s*", re.IGNORECASE)
_ADMIN1 = re.compile(r"\s*kz\.(\d\d)\s*", re.IGNORECASE)
_KATO = re.compile(r"\s*(\d\d)(?:\d{2}|\d{4}|\d{7})?\s*")
_ABBREVIATED = ("к", "с", "п")  # қ., с., п. after a name are no prepositions
_PARTS = re.compile(r"[,;()/|\n]+")


def _read(text: str, vintage: int) -> Match:
    found = _read_code(text) or _read_name(text)
    codes = found.codes if vintage == 2022 else _before_2022(found.codes)
    return Match(text, codes, found.kind, found.alias, found.towns, found.note)


def _before_2022(codes: tuple[str, ...]) -> tuple[str, ...]:
    units = {today: old for old, members in _index().former.items() for today in members}
    return tuple(dict.fromkeys(units.get(code, code) for code in codes))


class _Reading(NamedTuple):
    codes: tuple[str, ...] = ()
    kind: str = ""
    alias: str = ""
    towns: tuple[str, ...] = ()
    note: str = ""


def _read_code(text: str) -> _Reading | None:
    if found := _ISO.fullmatch(text):
        code = f"KZ-{found[1]}"
        return _Reading((code,), "code", code) if code in _index().names else None
    if found := _ADMIN1.fullmatch(text):
        entries = [e for e in _index().latin.get(f"{_WRITTEN}kz{found[1]}", ()) if e.kind == "fips"]
        return _reading(entries) if entries else None
    if found := _KATO.fullmatch(text):
        code = f"KZ-{found[1]}"
        return _Reading((code,), "code", text.strip()) if code in _index().names else None
    return None


def _read_name(text: str) -> _Reading:
    if "?" in text or "\ufffd" in text:
        return _Reading()
    words = fold(text).split()
    if not words or len(words) > _MOST_WORDS:
        return _Reading()
    if entries := _find_whole(words):
        return _reading(entries)
    parts = [part for part in (_without(PREPOSITIONS, fold(part).split()) for part in _PARTS.split(text)) if part]
    return _agree([_phrases(part) for part in _join_kinds(parts) if _without(COUNTRY, part)])


def _join_kinds(parts: list[list[str]]) -> list[list[str]]:
    """Parts where one that only says its kind («Алматы (город)») is put to the one before."""
    joined: list[list[str]] = []
    for part in parts:
        if joined and not _split_kinds(part)[1]:
            joined[-1] = joined[-1] + part
        else:
            joined.append(part)
    return joined


def _without(fillers: frozenset[str], words: list[str]) -> list[str]:
    """Words without the fillers at either end."""
    start, end = 0, len(words)
    while start < end and words[start] in fillers:
        start += 1
    while end > start and words[end - 1] in fillers and words[end - 1] not in _ABBREVIATED:
        end -= 1
    return words[start:end]


def _split_kinds(words: list[str]) -> tuple[set[str], list[str]]:
    """The kinds that a phrase's words name, and its other words."""
    kinds: set[str] = set()
    core: list[str] = []
    for i, word in enumerate(words):
        last = len(words) - 1
        kind = KINDS.get(word) or (KINDS.get(sound(word)) if is_latin(word) else None)
        if word == "к" and i == last and i:
            kind = "city"
        if word == "р" and words[i + 1 : i + 2] == ["н"]:
            kind = "district"
        elif word == "н" and i and words[i - 1] == "р":
            kind = "district"
        if kind:
            kinds.add(kind)
        else:
            core.append(word)
    return kinds, core


def _phrases(words: list[str]) -> list[list[_Entry]]:
    """A part as one phrase, or as two that stand side by side («Тараз Жамбылской области»)."""
    for phrase in (words, _without(COUNTRY, words)):
        if entries := _find(phrase):
            return [entries]
    words = _without(COUNTRY, words)
    for cut in range(1, len(words)):
        left, right = _without(PREPOSITIONS, words[:cut]), _without(PREPOSITIONS, words[cut:])
        if left and right and (first := _find(left)) and (second := _find(right)):
            return [first, second]
    return []


def _find_whole(words: list[str]) -> list[_Entry]:
    entries = _exact("".join(words))
    if len(words) > 1:
        entries = [e for e in entries if e.kind != "fips"]
    return _ranked(entries, set())


def _find(words: list[str]) -> list[_Entry]:
    kinds, core = _split_kinds(words)
    if not core or len(kinds) > 1:
        return []
    key = "".join(core)
    return _ranked(_exact(key), kinds) or _ranked(_declined(key), kinds)


def _exact(key: str) -> list[_Entry]:
    index = _index()
    if not is_latin(key):
        return index.cyrillic.get(key, [])
    if found := index.latin.get(_WRITTEN + key) or index.latin.get(sound(key)):
        return found
    read = as_cyrillic(key)
    return index.cyrillic.get(read, []) if read else []


def _declined(key: str) -> list[_Entry]:
    latin = is_latin(key)
    table = _index().latin if latin else _index().cyrillic
    for form in nominatives(sound(key) if latin else key, latin=latin):
        if found := [e for e in table.get(form, ()) if e.kind not in ("code", "fips", "former")]:
            return found
    return []


#: Which kinds of entry a kind word allows, best first; a name without one means the first that it can.
_ALLOWED = {
    "": (("code", "fips", "former"), ("oblast", "city", "town"), ("village",)),
    "oblast": (("oblast",),),
    "city": (("city", "town"), ("village",)),
    "village": (("village",), ("town",)),
    "district": (("district",),),
}


def _ranked(entries: list[_Entry], kinds: set[str]) -> list[_Entry]:
    kind = next(iter(kinds), "")
    for rank in _ALLOWED[kind]:
        if found := [e for e in entries if e.kind in rank and (kind or not e.typed)]:
            return found
    return []


def _agree(parts: list[list[list[_Entry]]]) -> _Reading:
    """What several parts mean together; nothing if one of them is not understood."""
    if not parts or any(not phrases for phrases in parts):
        return _Reading()
    phrases = [entries for part in parts for entries in part]
    if len(phrases) == 1:
        return _reading(phrases[0])
    has_unit = any(all(e.kind == "oblast" for e in entries) for entries in phrases)
    common: set[str] | None = None
    for entries in phrases:
        places = [e for e in entries if e.kind not in ("oblast",)] if has_unit else []
        codes = {code for e in places or entries for code in e.codes}
        common = codes if common is None else common & codes
    every = [e for entries in phrases for e in entries]
    if common and len(common) == 1:
        kept = [e for e in every if common & {*e.codes}]
        return _Reading(tuple(common), "parts", ", ".join(dict.fromkeys(e.alias for e in kept)), _town_names(kept))
    return _reading(every)._replace(kind="parts")


def _reading(entries: list[_Entry]) -> _Reading:
    codes = tuple(sorted({code for e in entries for code in e.codes}))
    first = entries[0]
    return _Reading(codes, first.kind, first.alias, _town_names(entries), first.note)


def _town_names(entries: list[_Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.alias for e in entries if e.kind in ("town", "village")))


# --- what may have been meant --------------------------------------------------------------------------------


def _suggest(text: str, vintage: int) -> tuple[tuple[str, str], ...]:
    from rapidfuzz import fuzz, process

    key = "".join(_split_kinds(_without(PREPOSITIONS, fold(text.replace("?", "").replace("\ufffd", "")).split()))[1])
    if len(key) < 3:
        return ()
    index = _index()
    table = index.latin if is_latin(key) else index.cyrillic
    close = process.extract(
        sound(key) if is_latin(key) else key, table.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=_SUGGESTED * 3
    )
    found: dict[str, str] = {}
    for name, _, _ in close:
        for entry in table[name]:
            if entry.kind in ("oblast", "city", "town", "village"):
                for code in entry.codes if vintage == 2022 else _before_2022(entry.codes):
                    found.setdefault(code, unit_name(code))
    return tuple(found.items())[:_SUGGESTED]


def _choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, unit_name(code)) for code in codes]


def _listed(choices: Iterable[tuple[str, str]]) -> str:
    return " or ".join(f"{code} ({name})" for code, name in choices)


def _perhaps(suggestions: Iterable[tuple[str, str]]) -> str:
    listed = _listed(suggestions)
    return f"perhaps {listed} was meant" if listed else "write an ISO code such as KZ-62 or a region's name"
