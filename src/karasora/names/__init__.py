"""Any written name of a unit to its ISO code; what could mean several is never guessed.

A name is read in steps. `fold` makes spellings alike. Words such as «область» or «қаласы» are set aside
and say what the rest must be. The rest is looked up among the known names, as it stands or with its case
ending changed; Latin spellings are compared by their `sound`. Of a text with several parts
(«Шу, Жамбылская область») each is read, and they must agree.

Without such a word a name means a unit or a town before it means a village, and a district only with its
word. Two or nine digits are a code of the state classifier (KATO): "10" is Abai Region; "3" is nothing.
A `?` is no letter: a name that lost letters to an encoding is never resolved, only suggested.
"""

from collections.abc import Iterable
from functools import cached_property

from karasora.faults import KarasoraError, quote
from karasora.names.fold import fold, is_latin, sound
from karasora.names.index import CODES, index, latin, rows, split_kinds, words
from karasora.names.reading import (
    FILLERS,
    Choices,
    Match,
    before_2022,
    choices,
    is_damaged,
    listed,
    perhaps,
    read,
    unit_name,
    units_named,
    without,
)

__all__ = [
    "AmbiguousName",
    "Match",
    "UnknownName",
    "as_unit",
    "lookup",
    "resolve",
    "resolve_many",
    "search_forms",
    "unit_name",
]
_SUGGESTED = 4
_CLOSE = 70  # of 100: how alike a suggestion is
_SHORTEST = 3


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
        if is_damaged(self.text):
            return f"{quote(self.text)} has lost letters to an encoding"
        return f"{quote(self.text)} is no known name of a region"

    @property
    def right(self) -> str:
        return perhaps(self.suggestions)

    def __str__(self) -> str:
        return f"{self.wrong}; {self.right}"


class AmbiguousName(KarasoraError):
    """The name may mean several units, or one that was divided (`match.kind` is "former").

    `choices` lists (code, name); `wrong` and `right` make a `Fault`.
    """

    def __init__(self, match: Match) -> None:
        super().__init__(match)
        self.match = match
        self.text = match.text

    @property
    def choices(self) -> Choices:
        return choices(self.match.codes)

    @property
    def wrong(self) -> str:
        if self.match.kind == "former":
            return f"{quote(self.text)} is a region that was divided"
        return f"{quote(self.text)} may mean {len(self.match.codes)} regions"

    @property
    def right(self) -> str:
        return f"write {listed(self.choices)}"

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
    match = read(text, vintage)
    if len(match.codes) == 1:
        return match.codes[0]
    if match.codes:
        raise AmbiguousName(match)
    raise UnknownName(text, vintage)


def lookup(text: str, *, vintage: int = 2022, suggest: bool = True) -> Match:
    """How a text is understood, with suggestions if it is not and they are wanted; raises for no text."""
    match = read(text, vintage)
    return match if match.codes or not suggest else Match(text, suggestions=_suggest(text, vintage))


def as_unit(text: str) -> tuple[str, ...]:
    """The codes of the units that a text names as a unit and not by one of its towns: «Абай» is KZ-10."""
    return units_named(text)


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


def search_forms() -> dict[str, dict[str, list[str]]]:
    """The folded words by which the page's search finds each unit.

    Returns:
        By code: "search", its names in three languages, abbreviations and old names (no codes, no case
        forms); "towns", the towns in it.
    """
    names: dict[str, dict[str, None]] = {}
    towns: dict[str, dict[str, None]] = {}
    for iso, alias, _, kind, _ in rows("region_aliases.csv"):
        if kind not in (*CODES, "kato", "typed"):
            for code in iso.split(";"):
                names.setdefault(code, {})[fold(alias)] = None
    for iso, kind, *forms in rows("towns.csv"):
        if kind == "town":
            towns.setdefault(iso, {}).update(dict.fromkeys(map(fold, forms[:3])))
    return {
        code: {"search": _distinct(names[code]), "towns": list(towns.get(code, ()))} for code in sorted(names)
    }


def _distinct(names: Iterable[str]) -> list[str]:
    """Names without those that stand at the start of a word of another: a search finds them there."""
    return [name for name in names if not any(f" {name}" in f" {other}" and name != other for other in names)]


# --- what may have been meant ---

#: The encoding that a text was read in, and the one that it was written in.
_MISREAD = (("cp1252", "cp1251"), ("cp1251", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"))


def _suggest(text: str, vintage: int) -> tuple[tuple[str, str], ...]:
    mended = text.replace("?", "").replace("\ufffd", "")
    for meant in (mended, *_recoded(text)):
        if meant != text and (match := read(meant, vintage)).codes:
            return tuple(choices(match.codes))
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

    key = "".join(split_kinds(without(FILLERS, words(text)))[1])
    if is_latin(key):
        key, table = sound(key), latin()
    else:
        table = index().cyrillic
    if len(key) < _SHORTEST:
        return ()
    found: dict[str, str] = {}
    close = process.extract(key, table.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=3 * _SUGGESTED)
    for name, _, _ in close:
        likely = (e for e in table[name] if e.kind not in (*CODES, "district"))
        for entry in sorted(likely, key=lambda e: e.typed):
            match = Match(text, entry.codes)
            for code in match.codes if vintage == 2022 else before_2022(match).codes:
                found.setdefault(code, unit_name(code))
    return tuple(found.items())[:_SUGGESTED]
