"""Places that a sentence names, and what they are to its figures: where it happened, or only where someone is from."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from karasora import geodata, names
from karasora.extraction.sentence import Sentence
from karasora.extraction.words import dictionary_forms
from karasora.names.fold import fold, sound

_LONGEST = 5  # words of a place's name, its kind words included
_NEAR = 4  # words between a Kazakh place and the person who lives there
_LANDMARKS = Path(__file__).with_name("landmarks.csv")

#: What a place is to the figures near it. AT and BY are where it happened, BY being only who reports it;
#: FROM and TOWARDS are the ends of a way, ASIDE is where someone lives, a road leads or something was told.
AT, BY, ASIDE, FROM, TOWARDS, DATELINE = "at", "by", "aside", "from", "towards", "dateline"


@dataclass(frozen=True, slots=True)
class Place:
    """A place at tokens `start` to `end`.

    `kind` is oblast, city, town, village, district, landmark; nation, macro (the text leaves the region open);
    here («там же»), there, both or around («в области»), whose codes depend on what was named before.
    `codes` has several ISO codes where the name alone may mean several.
    """

    start: int
    end: int
    kind: str
    codes: tuple[str, ...] = ()
    name: str = ""
    role: str = AT
    macro: str = ""  # of a macro-region: south, north, west, east, central, several joined by ";"


def find(sentence: Sentence) -> list[Place]:
    """The places of a sentence, in order, with their roles."""
    places: list[Place] = []
    at = 0
    while at < len(sentence.tokens):
        place = _landmark(sentence, at) or _named(sentence, at) or _adjective(sentence, at)
        if place:
            places.append(place)
        at = place.end if place else at + 1
    covered = {at for place in places for at in range(place.start, place.end)}
    places.extend(_words(sentence, covered))
    places.sort(key=lambda place: place.start)
    return _with_roles(sentence, places)


# --- names ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Meaning:
    codes: tuple[str, ...]
    kind: str
    name: str


@lru_cache(maxsize=1 << 16)
def _meaning(text: str) -> _Meaning | None:
    """What a piece of text names, through the tables of `karasora.names`."""
    if not all(_may_name(word) for word in text.split()):
        return None  # the look-up would search for suggestions, which nobody reads here
    match = names.lookup(text)
    if not match.codes or match.kind in ("code", "former") or (match.kind == "parts" and len(match.codes) > 1):
        return None
    if len(match.codes) > 1:  # «Алматы» in running text is the city
        city = names.lookup(f"город {text}")
        if len(city.codes) == 1 and city.kind == "city":
            match = city
    return _Meaning(match.codes, match.kind, match.alias)


@lru_cache(maxsize=1 << 16)
def _may_name(word: str) -> bool:
    """Whether a word begins as a word of some name does."""
    return _start(word) in _starts()


def _start(word: str) -> str:
    return sound(fold(word).replace(" ", ""))[:3]


@cache
def _starts() -> frozenset[str]:
    """How the words of all known names begin, by their sound."""
    found = set()
    for table, columns in (("region_aliases.csv", ("alias",)), ("towns.csv", ("ru", "kk", "en", "old"))):
        with geodata.path(table).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found.update(_start(word) for column in columns for word in re.split(r"[\s;-]+", row[column]))
    return frozenset(found)


def _named(sentence: Sentence, at: int) -> Place | None:
    token = sentence.tokens[at]
    if token.kind != "word" or len(token.word) > 40:
        return None
    if (not token.is_capital and not sentence.begins("kindword", at)) or sentence.begins("preposition", at):
        return None
    if not _may_name(token.text):
        return None
    for length in range(_run(sentence, at), 0, -1):
        words = sentence.tokens[at : at + length]
        if not any(word.is_capital for word in words):
            return None
        if length > 1 and not _ends_well(sentence, at + length - 1):
            continue
        piece = " ".join(word.text for word in words if word.kind == "word")
        if meaning := _meaning(piece):
            if length == 1 and _is_doubtful(sentence, at):
                return None
            return Place(at, at + length, meaning.kind, meaning.codes, meaning.name)
    return _inflected(sentence, at) if token.is_capital else None


def _run(sentence: Sentence, at: int) -> int:
    """How many words in a row may be one name: capital ones and those that say what it names."""
    end = at
    while end < min(at + _LONGEST, len(sentence.tokens)):
        token = sentence.tokens[end]
        is_dot = token.text == "." and end == at + 1 and len(sentence.word(at)) == 1
        if not is_dot and not (token.is_capital or sentence.begins("kindword", end)):
            break
        end += 1
    return end - at


def _ends_well(sentence: Sentence, at: int) -> bool:
    """A name ends with a name or with its kind word, not with words that the look-up would pass over."""
    return sentence.tokens[at].is_capital or sentence.begins("kindword", at) is not None


def _is_doubtful(sentence: Sentence, at: int) -> bool:
    """A single word that may be another word, or a part of a person's name."""
    if at == 0 and sentence.begins("homograph", at):
        return True
    if at + 1 < len(sentence.tokens) and sentence.lang != "en":
        after = sentence.tokens[at + 1]
        if after.is_capital and after.word.endswith(_SURNAME) and not _meaning(after.text):
            return True
    return at >= 2 and sentence.word(at - 1) == "." and len(sentence.word(at - 2)) == 1


_SURNAME = ("ов", "ев", "ин", "ова", "ева", "ина", "ұлы", "улы", "қызы", "баев", "ович", "евич")


def _inflected(sentence: Sentence, at: int) -> Place | None:
    """A name that the tables have in another form, or a district without its word: «Балхашем», «Созақта»."""
    token = sentence.tokens[at]
    if (at == 0 and sentence.begins("homograph", at)) or _is_doubtful(sentence, at):
        return None
    head, hyphen, _ = token.text.partition("-")
    if hyphen and len(head) > 3 and (meaning := _meaning(head)):
        return Place(at, at + 1, meaning.kind, meaning.codes, meaning.name)
    if sentence.lang == "ru":
        if token.word.endswith(_ADJECTIVE) and (meaning := _meaning(f"{token.text} район")):
            return Place(at, at + 1, meaning.kind, meaning.codes, meaning.name)
        tried = [form for form in token.keys[1:] if len(form) > 3 and form[:3] == token.word[:3]]
    elif sentence.lang == "kk":
        tried = [form for stem in token.keys[:4] if len(stem) > 2 for form in (stem, f"{stem} ауданы")]
    else:
        tried = []
    for form in tried:
        if (meaning := _meaning(form)) and (at or len(token.word) > 4):
            return Place(at, at + 1, meaning.kind, meaning.codes, meaning.name)
    return None


_ADJECTIVE = ("ский", "ского", "скому", "ским", "ском", "цкий", "цком", "цкого", "ские", "ских", "скими")


def _adjective(sentence: Sentence, at: int) -> Place | None:
    """«костанайские оперативники», «таразских полицейских»: an adjective made of a place."""
    token = sentence.tokens[at]
    if (
        sentence.lang != "ru"
        or token.kind != "word"
        or not token.word.endswith(_LOWER_ADJECTIVE)
        or len(token.word) > 30
    ):
        return None
    stem = token.word[: token.word.rindex("ск") + 2]
    if len(stem) < 6 or stem.startswith("казахст"):
        return None
    meaning = _meaning(f"{stem}ая область") or _meaning(stem[:-2]) or _meaning(stem[:-2] + "а")
    if not meaning or meaning.kind in ("village", "district"):
        return None
    return Place(at, at + 1, meaning.kind, meaning.codes, meaning.name, BY)


_LOWER_ADJECTIVE = ("ский", "ская", "ское", "ские", "ского", "ской", "скую", "ском", "ских", "ским", "скими")


@cache
def _landmarks() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Landmarks by their first word: the words, the ISO code, the name."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    with _LANDMARKS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = tuple(row["name"].lower().replace("ё", "е").split())
            found.setdefault(words[0], []).append((words, row["iso"], row["name"]))
    return found


def _landmark(sentence: Sentence, at: int) -> Place | None:
    token = sentence.tokens[at]
    if token.kind != "word":
        return None
    for form in dict.fromkeys([token.word, *token.keys[:3]]):
        for words, iso, name in _landmarks().get(form, ()):
            rest = sentence.tokens[at + 1 : at + len(words)]
            named = token.is_capital or name[0].islower()
            if (
                named
                and all(w in (t.word, *t.keys[:3]) for w, t in zip(words[1:], rest, strict=False))
                and len(rest) == len(words) - 1
            ):
                return Place(at, at + len(words), "landmark", (iso,), name)
    return None


def _words(sentence: Sentence, covered: set[int]) -> Iterator[Place]:
    """Words that stand for places: the country, the south, "there", "in the region"."""
    macros = {at for hit in sentence.hits.get("macro", ()) for at in range(hit.start, hit.end + 1)}
    for kind in ("nation", "macro", "here", "there", "both", "around"):
        for hit in sentence.hits.get(kind, ()):
            if kind == "around" and _is_counted(sentence, hit.start):
                continue
            if covered.intersection(range(hit.start, hit.end)):
                continue
            if kind == "nation" and (hit.start in macros or sentence.word(hit.start - 1) == "of"):
                continue
            if kind == "around" and (hit.end in covered or sentence.word(hit.end) == "of"):
                continue
            name = " ".join(token.text for token in sentence.tokens[hit.start : hit.end])
            yield Place(hit.start, hit.end, kind, (), name, macro=hit.key)


def _is_counted(sentence: Sentence, at: int) -> bool:
    """«бес облыста», «в шести регионах»: several regions, not the one that was spoken of."""
    return any(
        sentence.begins("number", at + skip) or sentence.ends("number", at + skip) for skip in (0, 1)
    ) or (sentence.word(at - 1) in ("бірнеше", "барлық", "барша", "басқа", "нескольких", "several", "all"))


# --- roles ---------------------------------------------------------------------------------------------------


def _with_roles(sentence: Sentence, places: list[Place]) -> list[Place]:
    found: list[Place] = []
    for place in places:
        role = _role(sentence, place)
        if (
            found
            and role == AT
            and _is_listed(sentence, found[-1], place)
            and found[-1].role in (ASIDE, FROM, TOWARDS)
        ):
            role = found[-1].role
        found.append(replace(place, role=role if place.role == AT else place.role))
    if sentence.lang == "kk":  # the last of a list has the case of all
        for at in range(len(found) - 2, -1, -1):
            if (
                found[at].role == AT
                and found[at + 1].role in (ASIDE, FROM, TOWARDS)
                and _is_listed(sentence, found[at], found[at + 1])
            ):
                found[at] = replace(found[at], role=found[at + 1].role)
    return _routes(sentence, found)


def _is_listed(sentence: Sentence, before: Place, place: Place) -> bool:
    """Whether two places are joined by «и» or a comma alone."""
    return [t.word for t in sentence.tokens[before.end : place.start]] in (
        [","],
        ["и"],
        ["мен"],
        ["және"],
        ["and"],
        ["пен"],
        ["бен"],
    )


def _role(sentence: Sentence, place: Place) -> str:
    checks = {"ru": _russian_role, "kk": _kazakh_role, "en": _english_role}
    if place.kind in ("here", "there", "both", "around", "nation"):
        return AT
    if (
        sentence.word(place.start - 1) in _QUOTES
        and sentence.ends("org", place.start - 1)
        and place.kind != "landmark"
    ):
        return ASIDE
    if _is_talked_in(sentence, place):
        return ASIDE
    if any(
        sentence.ends("route", place.start - skip)
        for skip in (0, 1)
        if not skip or sentence.word(place.start - 1) in _QUOTES
    ):
        return ASIDE
    return checks[sentence.lang](sentence, place)


_QUOTES = frozenset('«"“')


def _is_talked_in(sentence: Sentence, place: Place) -> bool:
    """«на брифинге в Астане», "officials in Astana": where one spoke, not where it happened."""
    return (
        (sentence.ends("talk", place.start - 1) is not None
        and sentence.word(place.start - 1) in ("в", "in"))
        or any(sentence.begins("talk", place.end + skip) for skip in (0, 1) if sentence.lang == "kk")
    )


def _russian_role(sentence: Sentence, place: Place) -> str:
    before = place.start
    while before and sentence.word(before - 1) in ("города", "г", ".", "городе", "самого"):
        before -= 1
    if sentence.ends("resident", before):
        return ASIDE
    preposition = sentence.word(before - 1)
    if preposition in ("из", "с", "со"):
        return FROM
    if preposition == "в" and not sentence.ends("entry", before - 1):
        if (
            _is_direction(sentence, place)
            or (_moves(sentence, before - 1)
            and not _is_prepositional(sentence, place))
        ):
            return TOWARDS
    if (
        preposition in ("до", "к", "через")
        or (preposition == "на"
        and place.kind == "macro"
        and _is_direction(sentence, place))
    ):
        return TOWARDS
    if (
        sentence.ends("agency", before)
        or (before >= 2
        and sentence.ends("agency", before - 1)
        and sentence.word(before - 1) in ("по", "в"))
    ):
        return BY
    return AT


def _moves(sentence: Sentence, at: int) -> bool:
    """Whether a clause tells of going or bringing before a position («следовавшую из Бишкека в …»)."""
    start, _ = sentence.clause_of(at)
    return bool(sentence.within("move", start, at))


def _is_prepositional(sentence: Sentence, place: Place) -> bool:
    """Whether a Russian name's form can only say where: «в Таразе», «в Жамбылской области»."""
    words = [sentence.tokens[at].word for at in range(place.start, place.end)]
    return (
        "области" in words
        or "районе" in words
        or fold(words[-1]) != fold(place.name.split()[-1] if place.name else "")
    )


def _is_direction(sentence: Sentence, place: Place) -> bool:
    """Whether a Russian name after «в» says where to: it is in the accusative, not in the prepositional case."""
    words = [sentence.tokens[at] for at in range(place.start, place.end)]
    if place.kind == "macro":
        return words[0].word.endswith(
            ("ый", "ий", "ую", "юг", "север", "центр", "запад", "восток", "ые", "ие")
        )
    kinds = [
        t.word
        for t in words
        if t.word
        in ("область", "район", "город", "села", "село", "регион", "регионы", "область", "столицу", "часть")
    ]
    if kinds:
        return True
    last = words[0] if len(words) == 1 or not words[-1].is_capital else words[-1]
    if last.word.endswith("ую") and not any(t.word == "области" for t in words):
        return True
    if len(words) > 1 and not words[-1].is_capital:
        return False
    word = last.word
    if word.endswith(("у", "ю")):
        return any(
            form != word and form.endswith(("а", "я")) and form[:4] == word[:4]
            for form in dictionary_forms(word, "ru")
        )
    is_base = fold(word) == fold(place.name.split()[-1]) if place.name else False
    return is_base and word[-1] in "бвгджзйклмнпрстфхцчшщь"


def _kazakh_role(sentence: Sentence, place: Place) -> str:
    word = sentence.word(place.end - 1)
    is_base = (
        bool(place.codes)
        and fold(word) == fold(place.name.split()[-1])
        and not word.endswith(_KAZAKH_KINDS_ASIDE)
    )
    if not is_base and word.endswith(("дан", "ден", "тан", "тен", "нан", "нен")):
        return FROM
    if not is_base and word.endswith(("ға", "ге", "қа", "ке", "на", "не")):
        return TOWARDS
    owns = word.endswith(("ның", "нің", "дың", "дің", "тың", "тің"))
    for at in range(place.end, min(place.end + (_NEAR if owns else 1), len(sentence.tokens))):
        if sentence.tokens[at].kind == "sign" and sentence.word(at) not in _QUOTES:
            break
        if sentence.begins("resident", at) and not word.endswith(("да", "де", "та", "те", "дағы", "дегі")):
            return ASIDE
    if any(sentence.begins("route", place.end + skip) for skip in (0, 1)):
        return ASIDE
    if any(sentence.begins("agency", place.end + skip) for skip in (0, 1)) and not word.endswith(
        ("да", "де", "та", "те")
    ):
        return BY
    return AT


_KAZAKH_KINDS_ASIDE = ("ына", "іне", "ынан", "інен")


def _english_role(sentence: Sentence, place: Place) -> str:
    before = place.start
    while before and sentence.word(before - 1) in ("the", "city", "town"):
        before -= 1
    preposition = sentence.word(before - 1)
    if preposition == "of" and sentence.ends("resident", before - 1):
        return ASIDE
    if sentence.begins("resident", place.end):
        return ASIDE
    if preposition == "from" and (not sentence.ends("share", before) or _tells_of_part(sentence, before)):
        return FROM
    if (
        (sentence.ends("towards", before)
        and preposition != "for")
        or (preposition == "for"
        and sentence.word(before - 2) in ("bound", "heading", "headed", "destined"))
    ):
        return TOWARDS
    if any(sentence.begins("route", place.end + skip) for skip in (0, 1)):
        return ASIDE
    after = place.end + (sentence.word(place.end) in ("'", "regional", "city"))
    if sentence.begins("agency", after) or (preposition == "of" and sentence.ends("agency", before - 1)):
        return BY
    return AT


def _tells_of_part(sentence: Sentence, at: int) -> bool:
    """Whether a clause is about some of them ("four of them came from …")."""
    start, end = sentence.clause_of(at)
    return bool(sentence.within("part", start, end))


def _routes(sentence: Sentence, places: list[Place]) -> list[Place]:
    """Places joined by a dash to another name («Шу – Петропавловск») are a route's ends."""
    return [replace(place, role=ASIDE) if _is_route(sentence, place) else place for place in places]


def _is_route(sentence: Sentence, place: Place) -> bool:
    for dash, beyond in ((place.start - 1, place.start - 2), (place.end, place.end + 1)):
        if sentence.word(dash) in ("–", "—", "-", "‑") and 0 <= beyond < len(sentence.tokens):
            other = sentence.tokens[beyond]
            if (
                other.is_capital
                and not sentence.begins("count", beyond)
                and (dash < place.start or not _starts_clause(sentence, beyond))
            ):
                return True
    return False


def _starts_clause(sentence: Sentence, at: int) -> bool:
    """Whether a dash is followed by words of their own («Тараз – Полиция изъяла»), not by a second name."""
    return _meaning(sentence.tokens[at].text) is None
