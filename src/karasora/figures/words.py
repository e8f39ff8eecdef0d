"""What single words of a table of figures say: which role a header gives its column, what is a total."""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from karasora.geodata import LANGUAGES
from karasora.names.declension import COUNTRY, PREPOSITIONS
from karasora.names.fold import fold

_MARKS = re.compile(r"(?:\s*(?:[*†‡]{1,4}|[¹²³⁰⁴-⁹]{1,3}\)?|\[\d{1,2}\])|(?<=[^\W\d_])\d\)|\s+\d{1,2}\))+$")
_QUOTED_CALL = re.compile(r"(?:count|sum|avg|min|max)\(.*\)", re.IGNORECASE)


@lru_cache(maxsize=1 << 12)
def role_of(header: str) -> str:
    """The role that a header alone gives its column (see words.csv), "" if it says none."""
    if _QUOTED_CALL.fullmatch(header.strip()):
        return "value"
    return _role_of_one(header) or _shared_role(header)


def _shared_role(header: str) -> str:
    """The role that all parts of a header in several languages have: «Жыл / Год»."""
    roles = {_role_of_one(part) for part in re.split(r"[/|\n]", header)}
    return roles.pop() if len(roles) == 1 else ""


def _role_of_one(header: str) -> str:
    folded = fold(header)
    return next((role for role, words in _table().items() if role not in _NO_ROLES and folded in words), "")


_NO_ROLES = ("total", "country", "including", "notes")


@lru_cache(maxsize=1 << 14)
def is_total(text: str) -> bool:
    """Whether a text says no more than that it is the sum of others: «Итого», «Всего:», Total, Барлығы."""
    return fold(text) in _table()["total"]


@lru_cache(maxsize=1 << 14)
def is_country(text: str) -> bool:
    """Whether a text names the whole country, or its total: «Республика Казахстан», «Всего по РК»."""
    folded = fold(text)
    words = folded.split()
    if not words:
        return False
    if folded in _table()["country"]:
        return True
    rest = [w for w in words if w not in PREPOSITIONS and w not in COUNTRY and w not in _table()["country"]]
    return len(rest) < len(words) and (not rest or " ".join(rest) in _table()["total"])


@lru_cache(maxsize=1 << 14)
def is_part_total(text: str) -> bool:
    """Whether a text is a total of something else than all: «Итого по областям», «Всего по городам»."""
    folded = fold(text)
    return any(folded.startswith(f"{word} ") for word in _table()["total"] if " " not in word)


@lru_cache(maxsize=1 << 12)
def without_total(text: str) -> str | None:
    """What a name of a total sums up: «Пожары, всего» and «Итого: пожары» are of «Пожары», «Всего за» of "";
    None where it is no total."""
    pieces = text.split()
    while pieces and fold(pieces[-1]) in PREPOSITIONS:
        pieces = pieces[:-1]
    for length in range(len(pieces), 0, -1):
        for said, rest in ((pieces[:length], pieces[length:]), (pieces[-length:], pieces[:-length])):
            if is_total(" ".join(said)):
                return " ".join(rest).strip(" ,;:–—-")
    return None


@lru_cache(maxsize=1 << 12)
def is_including(text: str) -> bool:
    """Whether a text only leads over to parts: «в том числе:», «из них»."""
    return fold(text) in _table()["including"]


@lru_cache(maxsize=1 << 12)
def is_note(text: str) -> bool:
    """Whether a line begins as notes do: «Примечание. …», «Источник: …», «* …», «1) …»."""
    if re.match(r"\s*(?:[*†‡¹²³]|\d{1,2}\)|[-–—]\s)", text):
        return True
    folded = fold(text)
    return any(folded == word or folded.startswith(f"{word} ") for word in _table()["notes"])


def without_marks(text: str) -> str:
    """A name or figure without the signs of footnotes behind it: «Абай*», «Шымкент¹», «12,5 1)», «7[2]»."""
    return _MARKS.sub("", text).strip() if text[-1:] in _ENDS else text


def mark_of(text: str) -> str:
    """The sign of a footnote behind a name or a figure, as a plain character: «Шымкент¹» bears 1."""
    return _plain_mark(text[len(without_marks(text)) :])


def note_mark(line: str) -> str:
    """The sign that a line below a table explains: «* предварительно», «1) …»; "" for none."""
    found = _NOTE_MARK.match(line)
    return _plain_mark(found[1]) if found else ""


_NOTE_MARK = re.compile(r"\s*([*†‡]{1,4}|[¹²³⁰⁴-⁹]{1,3}\)?|\[\d{1,2}\]|\d{1,2}\))")


def _plain_mark(mark: str) -> str:
    return unicodedata.normalize("NFKC", mark).strip(" []()")


_ENDS = frozenset("*†‡)]¹²³⁰⁴⁵⁶⁷⁸⁹")


@cache
def _table() -> dict[str, frozenset[str]]:
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["role"]: frozenset(
                folded for lang in LANGUAGES for word in row[lang].split("|") if (folded := fold(word))
            )
            for row in csv.DictReader(file)
        }
