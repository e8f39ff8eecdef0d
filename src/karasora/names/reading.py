"""Reading one written name: from a text to the units that it may mean.

`names` tells what is understood, and is the door to this; here is how.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from karasora.names.declension import ABROAD, COUNTRY, PREPOSITIONS, feminine, nominatives, write_out
from karasora.names.fold import as_cyrillic, is_latin, sound, visible
from karasora.names.index import CODES, Entry, exact, index, latin, split_kinds, unit_codes, words

_MOST_WORDS = 12
_MOST_OF_AN_ADDRESS = 40

Choices = list[tuple[str, str]]
_ADMIN1 = re.compile(r"\s*kz\.(\d\d)\s*", re.IGNORECASE)
_KATO = re.compile(r"\s*(\d\d)(\d\d)?(?(2)\d{5})(?:\.0)?\s*", re.ASCII)
_PARTS = re.compile(r"[,;()/|\n]+(?!\s*\d+\s*$)")  # not before a house number
#: Which kinds of entry a word allows, best first; without a word, those of the first line.
_ALLOWED = {
    "": (CODES, ("oblast", "city", "town"), ("village",)),
    "oblast": (("oblast",),),
    "city": (("city", "town"), ("village",)),
    "village": (("village",),),
    "station": (("town", "village"),),
    "street": (),
    "district": (("district",),),
}
FILLERS = PREPOSITIONS | COUNTRY
_Phrase = list[Entry]


@dataclass(frozen=True, slots=True)
class Match:
    """How a text was understood.

    `codes` has one ISO code if it was; several if it may mean any of them or, with `kind` "former", means
    them all; none if it is unknown. `kind` says what was recognised: code, fips, former, oblast, city, town,
    village, district, parts; "" is nothing. `alias` is the name in our tables, `towns` the towns and villages
    among the readings, `note` what one should know; `suggestions`, as (code, name), what an unknown name may
    have meant.
    """

    text: str
    codes: tuple[str, ...] = ()
    kind: str = ""
    alias: str = ""
    towns: tuple[str, ...] = ()
    note: str = ""
    suggestions: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        if not self.codes:
            return f"unknown; {perhaps(self.suggestions)}"
        note = f" ({self.note})" if self.note else ""
        if len(self.codes) > 1:
            units = choices(self.codes)
            if self.kind == "former":
                return f"was divided into {listed(units, 'and')}{note}"
            return f"may mean {listed(units)}{note}"
        return f"{self.codes[0]}, {unit_name(self.codes[0])}: {self.kind} «{self.alias}»{note}"


def read(text: str, vintage: int) -> Match:
    """What a text means; `suggestions` stay empty.

    Raises:
        ValueError: there is no such vintage.
    """
    if vintage not in (2022, 2018):
        raise ValueError(f"no vintage {vintage!r}; there are 2022 and 2018")
    shown = visible(text)
    match = Match(text) if is_damaged(text) else _read_code(shown) or _read_name(shown)
    if match.text != text:
        match = replace(match, text=text)
    return match if vintage == 2022 or not match.codes else before_2022(match)


def units_named(text: str) -> tuple[str, ...]:
    """The codes that a text names as units, whatever towns bear the name too."""
    shown = visible(text)
    if (code := _read_code(shown)) or is_damaged(text):
        return code.codes if code else ()
    entries = _find(without(PREPOSITIONS, words(shown)))
    return tuple(sorted({c for e in entries if e.kind in (*CODES, "oblast", "city") for c in e.codes}))


def is_damaged(text: str) -> bool:
    """Whether letters of a text were lost to an encoding."""
    return "?" in text or "\ufffd" in text


def before_2022(match: Match) -> Match:
    """The same with the units of vintage 2018."""
    wholes = {part: whole for whole, parts in unit_codes().former.items() for part in parts}
    codes = tuple(dict.fromkeys(wholes.get(code, code) for code in match.codes))
    return replace(match, codes=codes)


def _read_code(text: str) -> Match | None:
    """A code that means something by its dot or its number of digits."""
    if found := _ADMIN1.fullmatch(text):
        entries = [e for e in exact(f"kz{found[1]}") if e.kind == "fips"]
        return _match(text, entries) if entries else None
    if found := _KATO.fullmatch(text):
        unit, district = found.groups()
        moved = unit_codes().kato
        today = (f"KZ-{unit}",) if f"KZ-{unit}" in unit_codes().names else ()
        codes = (district and (moved.get(unit + district) or moved.get(unit))) or today
        return Match(text, codes, "code", text.strip()) if codes else None
    return None


def _read_name(text: str) -> Match:
    whole = words(text)
    if not whole or len(whole) > _MOST_OF_AN_ADDRESS:
        return Match(text)
    if entries := _allowed(_exact(whole), set()):
        return _match(text, entries)
    parts = [part for part in map(words, _PARTS.split(write_out(text))) if part]  # «с/о» is one part
    parts = [part for part in _with_kinds(parts) if without(FILLERS, part)]
    if any(len(part) > _MOST_WORDS for part in parts):
        return Match(text)
    read = [(part, _phrases(part)) for part in parts]
    if address := _in_an_address([half for part, found in read for half in _parted(part, found)]):
        read = address
    return _agree(text, [found for part, found in read if found or not _is_finer(part)])


def _parted(part: list[str], found: list[_Phrase]) -> list[tuple[list[str], list[_Phrase]]]:
    """A part that isn't understood in two: an oblast with its word, and what stands before or after it."""
    if not found:
        for cut in range(1, len(part)):
            for half, rest in ((part[:cut], part[cut:]), (part[cut:], part[:cut])):
                is_finer = _is_finer(rest, "district", "city") or any(word.isdigit() for word in rest)
                if is_finer and _says(half, "oblast") and (entries := _find(half)):
                    return [(half, [entries]), (rest, _phrases(rest))]
    return [(part, found)]


def _in_an_address(
    read: list[tuple[list[str], list[_Phrase]]],
) -> list[tuple[list[str], list[_Phrase]]]:
    """What decides in an address: its oblast, else its city; empty if it names neither with its word.

    Districts, streets and parts that no table knows say nothing beside that. Another oblast or town does.
    """
    for kind in ("oblast", "city"):
        if len(read) > 1 and any(found and _says(part, kind) for part, found in read):
            if any(not ABROAD.isdisjoint(part) for part, found in read if not found):
                return []
            return [
                (part, found)
                for part, found in read
                if not _is_finer(part, "district") and (found or _says(part, "oblast", "city"))
            ]
    return []


def _says(part: list[str], *kinds: str) -> bool:
    return not split_kinds(part)[0].isdisjoint(kinds)


def _is_finer(part: list[str], *more: str) -> bool:
    """Whether a part names a village or a street, of which we need not know every one in an address."""
    return _says(part, "village", "station", "street", *more)


def _exact(core: list[str]) -> _Phrase:
    entries = exact("".join(core))
    # «KZ-10» is the ISO code; only «KZ10» may be the other one
    return [e for e in entries if e.kind != "fips"] if len(core) > 1 else entries


def _with_kinds(parts: list[list[str]]) -> list[list[str]]:
    """A part that only says a kind («Алматы (город)») joined to the one before it."""
    joined: list[list[str]] = []
    for part in parts:
        if joined and not split_kinds(part)[1]:
            joined[-1] = joined[-1] + part
        else:
            joined.append(part)
    return joined


def without(fillers: frozenset[str], phrase: list[str]) -> list[str]:
    """A phrase without the fillers at either end."""
    start, end = 0, len(phrase)
    while start < end and phrase[start] in fillers:
        start += 1
    while end > start and phrase[end - 1] in fillers:
        end -= 1
    return phrase[start:end]


def _phrases(part: list[str]) -> list[_Phrase]:
    """What a part names: one thing, or two side by side («Тараз Жамбылской области»); empty if unknown."""
    for phrase in (part, without(PREPOSITIONS, part), without(FILLERS, part)):
        if entries := _find(phrase):
            return [entries]
    for cut in range(1, len(part)):
        halves = [_find(half) or _find(without(FILLERS, half)) for half in (part[:cut], part[cut:])]
        if all(halves):
            return halves
    return []


def _find(phrase: list[str]) -> _Phrase:
    kinds, core = split_kinds(phrase)
    if not core or len(kinds) > 1:
        return []
    key = "".join(core)
    return _allowed(_exact(core), kinds) or _declined(core, kinds) or _look_alike(key, kinds)


def _declined(core: list[str], kinds: set[str]) -> _Phrase:
    key = "".join(core)
    if kinds == {"oblast"} and (found := _allowed(exact(feminine(key)), kinds)):
        return found
    spelled_latin = is_latin(key)
    table = latin() if spelled_latin else index().cyrillic
    for form in _nominatives(core, spelled_latin):
        if found := _allowed([e for e in table.get(form, ()) if _declines(e, core)], kinds):
            return found
    return []


def _declines(entry: Entry, core: list[str]) -> bool:
    """Codes have no cases, abbreviations only with a dash («БҚО-да»)."""
    return entry.kind not in CODES and not (entry.alias.isupper() and len(core) == 1)


def _nominatives(core: list[str], spelled_latin: bool) -> Iterator[str]:
    """The keys that a declined name may be a form of: its end changed, or both of its two words."""
    spelled = sound if spelled_latin else str
    yield from nominatives(spelled("".join(core)), latin=spelled_latin)
    if len(core) == 2:
        first, second = ([word, *nominatives(word, latin=spelled_latin)] for word in map(spelled, core))
        yield from (one + other for one in first for other in second)


def _look_alike(key: str, kinds: set[str]) -> _Phrase:
    """A name in Latin letters that all look like Cyrillic ones («AKTAY»)."""
    read = as_cyrillic(key)
    return _allowed(exact(read), kinds) if read else []


def _allowed(entries: Iterable[Entry], kinds: set[str]) -> _Phrase:
    kind = next(iter(kinds), "")
    for rank in _ALLOWED[kind]:
        if found := [e for e in entries if e.kind in rank and (kind or not e.typed)]:
            return found
    return []


def _agree(text: str, parts: list[list[_Phrase]]) -> Match:
    """What the parts mean together; nothing if one of them is not understood."""
    if not parts or not all(parts):
        return Match(text)
    phrases = [phrase for part in parts for phrase in part]
    if len(phrases) == 1:
        return _match(text, phrases[0])
    # beside an oblast's name the others are places: «Алматинская область, Алматы» contradicts itself
    if any(_all_oblast(phrase) for phrase in phrases):
        phrases = [[e for e in phrase if e.kind != "oblast"] or phrase for phrase in phrases]
    meant = [{code for e in phrase for code in e.codes} for phrase in phrases]
    common = set.intersection(*meant)
    entries = [e for phrase in phrases for e in phrase if not common or common & {*e.codes}]
    match = _match(text, entries)
    codes = tuple(sorted(common)) or match.codes
    return Match(text, codes, "parts", ", ".join(dict.fromkeys(e.alias for e in entries)), match.towns)


def _all_oblast(phrase: _Phrase) -> bool:
    return all(e.kind == "oblast" for e in phrase)


def _match(text: str, entries: _Phrase) -> Match:
    codes = tuple(sorted({code for e in entries for code in e.codes}))
    first = min(entries, key=lambda e: bool(e.note))
    towns = tuple(dict.fromkeys(e.alias for e in entries if e.kind in ("town", "village")))
    return Match(text, codes, first.kind, first.alias, towns, first.note)


def choices(codes: Iterable[str]) -> Choices:
    """Codes with the names of their units."""
    return [(code, unit_name(code)) for code in codes]


def listed(units: Iterable[tuple[str, str]], word: str = "or") -> str:
    """Units as a message lists them."""
    return f" {word} ".join(f"{code} ({name})" for code, name in units)


def perhaps(suggestions: Iterable[tuple[str, str]]) -> str:
    """What to do about an unknown name."""
    said = listed(suggestions)
    return f"perhaps {said}" if said else "write a region's name or an ISO code such as KZ-62"


def unit_name(code: str) -> str:
    """The official Russian name of a unit of either vintage."""
    return unit_codes().names.get(code, code)
