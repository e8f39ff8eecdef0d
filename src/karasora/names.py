"""Any written name of a unit to its ISO code; what could mean several is never guessed.

A name is read in steps. `fold` makes spellings alike. Words such as «область» or «қаласы» are set aside and say
what the rest must be. The rest is looked up among the known names, as it stands or with its case ending changed;
Latin spellings are compared by their `sound`. Of a text with several parts («Шу, Жамбылская область») each is
read, and they must agree.

Without such a word a name means a unit or a town before it means a village, and a district only with its word.
Two or nine digits are a code of the state classifier (KATO): "10" is Abai Region; "3" is nothing. A `?` is no
letter: a name that has lost letters to an encoding is never resolved, only suggested.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from karasora.declension import COUNTRY, PREPOSITIONS, feminine, nominatives
from karasora.faults import KarasoraError, quote
from karasora.fold import as_cyrillic, fold, is_latin, sound
from karasora.name_index import CODES, Entry, exact, index, latin, rows, split_kinds, words

_MOST_WORDS = 12
_SUGGESTED = 4
_CLOSE = 70

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Match:
    """How a text was understood.

    `codes` has one ISO code if it was; several if it may mean any of them or, with `kind` "former", means them all;
    none if it is unknown. `kind` says what was recognised: code, fips, former, oblast, city, town, village,
    district, parts; "" is nothing. `alias` is the name in our tables, `towns` the towns and villages among the
    readings, `note` what one should know; `suggestions`, as (code, name), what an unknown name may have meant.
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
            return f"unknown; {_perhaps(self.suggestions)}"
        note = f" ({self.note})" if self.note else ""
        if len(self.codes) > 1:
            return f"{'divided into' if self.kind == 'former' else 'may mean'} {_or(_choices(self.codes))}{note}"
        return f"{self.codes[0]}, {unit_name(self.codes[0])}: {self.kind} «{self.alias}»{note}"


class UnknownName(KarasoraError):
    """No unit is known by the name. `suggestions` lists (code, name); `wrong` and `right` make a `Fault`."""

    def __init__(self, text: str, vintage: int = 2022) -> None:
        super().__init__(text, vintage)
        self.text, self.vintage = text, vintage

    @cached_property
    def suggestions(self) -> Choices:
        """What may have been meant, best first; found when asked for."""
        return list(_suggest(self.text, self.vintage))

    @property
    def wrong(self) -> str:
        if _is_damaged(self.text):
            return f"{quote(self.text)} has lost letters to an encoding"
        return f"{quote(self.text)} is no known name of a region"

    @property
    def right(self) -> str:
        return _perhaps(self.suggestions)

    def __str__(self) -> str:
        return f"{self.wrong}; {self.right}"


class AmbiguousName(KarasoraError):
    """The name may mean several units, or one since divided (`match.kind` "former"). `choices`: (code, name)."""

    def __init__(self, match: Match) -> None:
        super().__init__(match)
        self.match = match
        self.text = match.text

    @property
    def choices(self) -> Choices:
        return _choices(self.match.codes)

    @property
    def wrong(self) -> str:
        if self.match.kind == "former":
            return f"{quote(self.text)} is a region that was divided"
        return f"{quote(self.text)} may mean {len(self.match.codes)} regions"

    @property
    def right(self) -> str:
        return f"write {_or(self.choices)}"

    def __str__(self) -> str:
        return f"{self.wrong}; {self.right}"


def resolve(text: str, *, vintage: int = 2022) -> str:
    """The ISO 3166-2 code of the unit that a text names.

    Args:
        text: a code (ISO, KATO) or a name in Russian, Kazakh or English, in any case and spelling.
        vintage: 2022 for today's 20 units, 2018 for the 17 before 8 June 2022.

    Raises:
        UnknownName: no unit is known by the name; close ones are in `suggestions`.
        AmbiguousName: it may mean several units, which are in `choices`.
    """
    match = _read(text, vintage)
    if len(match.codes) == 1:
        return match.codes[0]
    if match.codes:
        raise AmbiguousName(match)
    raise UnknownName(text, vintage)


def lookup(text: str, *, vintage: int = 2022) -> Match:
    """How a text is understood, with suggestions if it is not; raises for no text."""
    match = _read(text, vintage)
    return match if match.codes else Match(text, suggestions=_suggest(text, vintage))


def resolve_many(
    texts: Iterable[str], *, vintage: int = 2022
) -> tuple[dict[str, str], dict[str, UnknownName | AmbiguousName]]:
    """Every distinct text to its code, and every text that has none to its error.

    Each distinct text is read once: `codes, errors = resolve_many(column.unique()); column.map(codes)`.
    """
    codes: dict[str, str] = {}
    errors: dict[str, UnknownName | AmbiguousName] = {}
    for text in dict.fromkeys(texts):
        try:
            codes[text] = resolve(text, vintage=vintage)
        except (UnknownName, AmbiguousName) as error:
            errors[text] = error
    return codes, errors


def unit_name(code: str) -> str:
    """The official Russian name of a unit of either vintage."""
    return index().names.get(code, code)


def search_forms() -> dict[str, list[str]]:
    """The folded names by which the page's search finds each unit: three languages, abbreviations, old names."""
    forms: dict[str, dict[str, None]] = {}
    for iso, alias, _, kind, _ in rows("region_aliases.csv"):
        if kind not in (*CODES, "kato", "typed"):
            for code in iso.split(";"):
                forms.setdefault(code, {})[fold(alias)] = None
    return {code: list(names) for code, names in sorted(forms.items())}


# --- reading -------------------------------------------------------------------------------------------------

_ADMIN1 = re.compile(r"\s*kz\.(\d\d)\s*", re.IGNORECASE)
_KATO = re.compile(r"\s*(\d\d)(\d\d)?(?(2)\d{5})(?:\.0)?\s*", re.ASCII)
_PARTS = re.compile(r"[,;()/|\n]+")
#: Which kinds of entry a word allows, best first; without a word, those of the first line.
_ALLOWED = {
    "": (CODES, ("oblast", "city", "town"), ("village",)),
    "oblast": (("oblast",),),
    "city": (("city", "town"), ("village",)),
    "village": (("village",),),
    "station": (("town", "village"),),
    "district": (("district",),),
}
_Phrase = list[Entry]


def _read(text: str, vintage: int) -> Match:
    match = Match(text) if _is_damaged(text) else _read_code(text) or _read_name(text)
    return match if vintage == 2022 or not match.codes else _before_2022(match)


def _is_damaged(text: str) -> bool:
    return "?" in text or "\ufffd" in text


def _before_2022(match: Match) -> Match:
    wholes = {part: whole for whole, parts in index().former.items() for part in parts}
    codes = tuple(dict.fromkeys(wholes.get(code, code) for code in match.codes))
    return Match(match.text, codes, match.kind, match.alias, match.towns, match.note)


def _read_code(text: str) -> Match | None:
    """A code that means something by its dot or its number of digits."""
    if found := _ADMIN1.fullmatch(text):
        entries = [e for e in exact(f"kz{found[1]}") if e.kind == "fips"]
        return _match(text, entries) if entries else None
    if found := _KATO.fullmatch(text):
        unit, district = found.groups()
        moved = index().kato
        today = (f"KZ-{unit}",) if f"KZ-{unit}" in index().names else ()
        codes = (district and (moved.get(unit + district) or moved.get(unit))) or today
        return Match(text, codes, "code", text.strip()) if codes else None
    return None


def _read_name(text: str) -> Match:
    whole = words(text)
    if not whole or len(whole) > _MOST_WORDS:
        return Match(text)
    if entries := _allowed(_whole(whole), set()):
        return _match(text, entries)
    parts = [_without(PREPOSITIONS, words(part)) for part in _PARTS.split(text)]
    read = [_phrases(part) for part in _with_kinds([p for p in parts if p]) if _without(COUNTRY, part)]
    return _agree(text, read)


def _whole(whole: list[str]) -> _Phrase:
    entries = exact("".join(whole))
    # «KZ-10» is the ISO code; only «KZ10» may be the other one
    return [e for e in entries if e.kind != "fips"] if len(whole) > 1 else entries


def _with_kinds(parts: list[list[str]]) -> list[list[str]]:
    """A part that only says a kind («Алматы (город)») joined to the one before it."""
    joined: list[list[str]] = []
    for part in parts:
        if joined and not split_kinds(part)[1]:
            joined[-1] = joined[-1] + part
        else:
            joined.append(part)
    return joined


def _without(fillers: frozenset[str], phrase: list[str]) -> list[str]:
    """A phrase without the fillers at either end."""
    start, end = 0, len(phrase)
    while start < end and phrase[start] in fillers:
        start += 1
    while end > start and phrase[end - 1] in fillers:
        end -= 1
    return phrase[start:end]


def _phrases(part: list[str]) -> list[_Phrase]:
    """What a part names: one thing, or two side by side («Тараз Жамбылской области»); empty if unknown."""
    bare = _without(COUNTRY, part)
    for phrase in (part, bare):
        if entries := _find(phrase):
            return [entries]
    for cut in range(1, len(bare)):
        left, right = (_without(PREPOSITIONS, half) for half in (bare[:cut], bare[cut:]))
        if left and right and (first := _find(left)) and (second := _find(right)):
            return [first, second]
    return []


def _find(phrase: list[str]) -> _Phrase:
    kinds, core = split_kinds(phrase)
    if not core or len(kinds) > 1:
        return []
    key = "".join(core)
    return _allowed(exact(key), kinds) or _declined(key, kinds) or _look_alike(key, kinds)


def _declined(key: str, kinds: set[str]) -> _Phrase:
    spelled_latin = is_latin(key)
    if kinds == {"oblast"} and (found := _allowed(exact(feminine(key)), kinds)):
        return found
    table = latin() if spelled_latin else index().cyrillic
    for form in nominatives(sound(key) if spelled_latin else key, latin=spelled_latin):
        if found := _allowed([e for e in table.get(form, ()) if e.kind not in CODES], kinds):
            return found
    return []


def _look_alike(key: str, kinds: set[str]) -> _Phrase:
    """A name in Latin letters that all look like Cyrillic ones («AKTAY»)."""
    read = as_cyrillic(key) if is_latin(key) else None
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
    beside_oblast = any(all(e.kind == "oblast" for e in phrase) for phrase in phrases)
    meant = [
        {code for e in ([e for e in p if e.kind != "oblast"] if beside_oblast else p) or p for code in e.codes}
        for p in phrases
    ]
    common = set.intersection(*meant)
    entries = [e for phrase in phrases for e in phrase if not common or common & {*e.codes}]
    match = _match(text, entries)
    codes = tuple(sorted(common)) or match.codes
    return Match(text, codes, "parts", ", ".join(dict.fromkeys(e.alias for e in entries)), match.towns)


def _match(text: str, entries: _Phrase) -> Match:
    codes = tuple(sorted({code for e in entries for code in e.codes}))
    first = min(entries, key=lambda e: bool(e.note))
    towns = tuple(dict.fromkeys(e.alias for e in entries if e.kind in ("town", "village")))
    return Match(text, codes, first.kind, first.alias, towns, first.note)


# --- what may have been meant --------------------------------------------------------------------------------

_MISREAD = (("cp1252", "cp1251"), ("cp1251", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("cp1251", "cp866"))


def _suggest(text: str, vintage: int) -> tuple[tuple[str, str], ...]:
    mended = text.replace("?", "").replace("\ufffd", "")
    for meant in (mended, *_recoded(text)):
        if meant != text and (match := _read(meant, vintage)).codes:
            return tuple(_choices(match.codes))
    return _close(mended, vintage)


def _recoded(text: str) -> list[str]:
    """What a text may have been before its bytes were read in a wrong encoding."""
    found = []
    for read_as, written_as in _MISREAD:
        try:
            found.append(text.encode(read_as).decode(written_as))
        except UnicodeError:
            continue
    return found


def _close(text: str, vintage: int) -> tuple[tuple[str, str], ...]:
    from rapidfuzz import fuzz, process

    key = "".join(split_kinds(_without(COUNTRY | PREPOSITIONS, words(text)))[1])
    if is_latin(key):
        key, table = sound(key), latin()
    else:
        table = index().cyrillic
    found: dict[str, str] = {}
    if len(key) > 2:
        for name, _, _ in process.extract(key, table.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=12):
            for entry in (e for e in table[name] if e.kind not in CODES and not e.typed):
                match = Match(text, entry.codes)
                for code in match.codes if vintage == 2022 else _before_2022(match).codes:
                    found.setdefault(code, unit_name(code))
    return tuple(found.items())[:_SUGGESTED]


def _choices(codes: Iterable[str]) -> Choices:
    return [(code, unit_name(code)) for code in codes]


def _or(choices: Iterable[tuple[str, str]]) -> str:
    return " or ".join(f"{code} ({name})" for code, name in choices)


def _perhaps(suggestions: Iterable[tuple[str, str]]) -> str:
    listed = _or(suggestions)
    return f"perhaps {listed}" if listed else "write a region's name or an ISO code such as KZ-62"
