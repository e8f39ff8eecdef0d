"""Places in running text: regions, towns and districts in any declension, landmarks, and words for places."""

import csv
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from karasora import names
from karasora.extraction.roles import ABROAD, BY, RELATIVE, Place, with_roles
from karasora.extraction.sentence import Sentence, endings, listed

_LANDMARKS = Path(__file__).with_name("landmarks.csv")
_LONGEST = 5  # words of a place's name, its kind words included
_LETTERS = 40  # letters of a word
_SHORTEST_STEM = 6  # letters of an adjective without its ending
_WHERE_TO = frozenset(["казахстан", "страну", "республику"])  # «в Казахстан»
_KNOWN = 1 << 16  # words that are kept with their meaning


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
    return with_roles(sentence, sorted(places, key=lambda place: place.start))


# --- names ---------------------------------------------------------------------------------------------


class _Meaning(NamedTuple):
    codes: tuple[str, ...]
    kind: str
    name: str


@lru_cache(_KNOWN)
def meaning(text: str) -> _Meaning | None:
    """What a piece of text names, through the tables of `karasora.names`."""
    match = names.lookup(text, suggest=False)
    is_several = match.kind == "parts" and len(match.codes) > 1
    if not match.codes or match.kind in ("code", "former") or is_several:
        return None
    if len(match.codes) > 1:  # «Алматы» in running text is the city
        city = names.lookup(f"город {text}", suggest=False)
        match = city if len(city.codes) == 1 and city.kind == "city" else match
    return _Meaning(match.codes, match.kind, match.alias)


def _named(sentence: Sentence, at: int) -> Place | None:
    """The longest name that begins at a capital letter or at a word such as «район»."""
    token = sentence.tokens[at]
    if token.kind != "word" or len(token.word) > _LETTERS:
        return None
    if not (token.is_capital or sentence.begins("kindword", at)) or token.word in listed(
        sentence.lang, "preposition"
    ):
        return None
    for length in range(_run(sentence, at), 0, -1):
        words = sentence.tokens[at : at + length]
        if not any(word.is_capital for word in words):
            return None
        if found := meaning(" ".join(word.text for word in words if word.kind == "word")):
            if length == 1 and _is_doubtful(sentence, at):
                return None
            return Place(at, at + length, found.kind, found.codes, found.name)
    return _inflected(sentence, at) if token.is_capital and not _is_doubtful(sentence, at) else None


def _run(sentence: Sentence, at: int) -> int:
    """How many words in a row may be one name: capital ones and those that say what it names."""
    end = at
    while end < min(at + _LONGEST, len(sentence.tokens)):
        token = sentence.tokens[end]
        is_dot = token.text == "." and end == at + 1 and len(sentence.word(at)) == 1
        if not (is_dot or token.is_capital or sentence.begins("kindword", end)):
            break
        end += 1
    return end - at


def _is_doubtful(sentence: Sentence, at: int) -> bool:
    """A single word that may be another word, or a part of a person's name («Абай Кунанбаев», «К. Абай»)."""
    if at == 0 and sentence.begins("homograph", at):
        return True
    after = sentence.tokens[at + 1] if at + 1 < len(sentence.tokens) else None
    if after and after.is_capital and after.word.endswith(endings(sentence.lang, "surname") or "\0"):
        return meaning(after.text) is None
    return at >= 2 and sentence.word(at - 1) == "." and len(sentence.word(at - 2)) == 1


def _inflected(sentence: Sentence, at: int) -> Place | None:
    """A name that the tables have in another form, or a district without its word: «Балхашем», «Созақта»."""
    for form in _other_forms(sentence, at):
        if found := meaning(form):
            return Place(at, at + 1, found.kind, found.codes, found.name)
    return None


def _other_forms(sentence: Sentence, at: int) -> Iterator[str]:
    token = sentence.tokens[at]
    head, hyphen, _ = token.text.partition("-")
    if hyphen and len(head) > 3:  # Караганда-Сортировочная
        yield head
    if sentence.lang == "ru" and token.word.endswith(endings("ru", "adjective")):
        yield f"{token.text} район"
    if at == 0 and len(token.word) < 5:
        return  # the first word of a sentence is capital whatever it is
    if sentence.lang == "ru":
        yield from (form for form in token.keys[1:] if len(form) > 3 and form[:3] == token.word[:3])
    elif sentence.lang == "kk":
        yield from (f for stem in token.keys[:4] if len(stem) > 2 for f in (stem, f"{stem} ауданы"))


def _adjective(sentence: Sentence, at: int) -> Place | None:
    """«костанайские оперативники», «таразских полицейских»: an adjective made of a place."""
    word = sentence.word(at)
    if sentence.lang != "ru" or "ск" not in word or not word.endswith(endings("ru", "adjective")):
        return None
    stem = word[: word.rindex("ск") + 2]
    if not _SHORTEST_STEM <= len(stem) <= _LETTERS or stem.startswith("казахст"):
        return None
    town = stem.removesuffix("ск")
    found = meaning(f"{stem}ая область") or meaning(town) or meaning(town + "а")
    if not found or found.kind in ("village", "district"):
        return None
    return Place(at, at + 1, found.kind, found.codes, found.name, BY)


# --- landmarks and words for places --------------------------------------------------------------------


@cache
def _landmarks() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Landmarks by their first word: the words, the ISO code, the name."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    with _LANDMARKS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in row["names"].split("; "):
                words = tuple(name.lower().replace("ё", "е").split())
                found.setdefault(words[0], []).append((words, row["iso"], name))
    return found


def _landmark(sentence: Sentence, at: int) -> Place | None:
    """A border post, a valley, «столица»; one that is written with a capital is searched for as such."""
    token = sentence.tokens[at]
    for form in dict.fromkeys([token.word, *token.keys[:3]]):
        for words, iso, name in _landmarks().get(form, ()):
            forms = [{t.word, *t.keys[:3]} for t in sentence.tokens[at : at + len(words)]]
            is_whole = len(forms) == len(words) and all(w in f for w, f in zip(words, forms, strict=True))
            if is_whole and (token.is_capital or name[0].islower()):
                return Place(at, at + len(words), "landmark", (iso,), name)
    return None


def _words(sentence: Sentence, covered: set[int]) -> Iterator[Place]:
    """Words that stand for places: the country, the south, "there", "in the region"."""
    for hit in sentence.hits.get("abroad", ()):
        if covered.isdisjoint(range(hit.start, hit.end)) and _is_where(sentence, hit.start, hit.end):
            yield Place(hit.start, hit.end, ABROAD, (), sentence.written(hit.start, hit.end))
    for kind in ("nation", "macro", *sorted(RELATIVE)):
        for hit in sentence.hits.get(kind, ()):
            if covered.isdisjoint(range(hit.start, hit.end)) and not _means_other(
                sentence, kind, hit.start, hit.end, covered
            ):
                name = " ".join(token.text for token in sentence.tokens[hit.start : hit.end])
                yield Place(hit.start, hit.end, kind, (), name, macro=hit.key)


def _is_where(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a place abroad is where something happened: «в России», "in Moscow", «Ресейде»."""
    if sentence.lang == "kk":
        return sentence.word(end - 1).endswith(endings("kk", "locative"))
    if sentence.lang == "en":
        return sentence.word(start - 1) in ("in", "inside", "across")
    is_in = sentence.word(start - 1) in ("в", "территории")
    return is_in and sentence.word(end - 1).endswith(("е", "и")) and not sentence.ends("resident", start - 1)


def _means_other(sentence: Sentence, kind: str, start: int, end: int, covered: set[int]) -> bool:
    """«юг страны» is not the country, «в области Абай» and «в шести областях» are not the one spoken of."""
    if kind == "nation":
        if sentence.word(end - 1) in _WHERE_TO:
            return True
        return sentence.word(start - 1) == "of" or any(
            hit.start <= start <= hit.end for hit in sentence.hits.get("macro", ())
        )
    if kind != "around":
        return False
    is_named = end in covered or sentence.word(end) == "of"
    is_counted = any(
        sentence.begins("number", start + skip) or sentence.ends("number", start + skip) for skip in (0, 1)
    )
    return is_named or is_counted or sentence.word(start - 1) in listed(sentence.lang, "several")
