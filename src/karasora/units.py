"""Units as people write them: «тыс. тонн», «млн тенге», «на 100 тыс. человек», «%», «per 100 000 population».

What is written in `units.csv` is compared folded: base units with what their numbers are multiplied by to
stand in kg, persons, tenge …; other units, which have no code of ours and stay part of a measure's name;
words of scale; and the words of rates.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from karasora.names.fold import fold

_RATES = {1000: "per_1000", 10_000: "per_10000", 100_000: "per_100000"}
_SIGNS = {"%": " процент ", "‰": " промилле ", "₸": " тенге ", "$": " usd ", "€": " eur ", "₽": " rub "}
_SAID = ("persons", "items", "plants")  # words that may be a part of a name: «Число лиц»
_MOST_WORDS = 9
_WORD = re.compile(r"[^\s,;:()\[\]_]+")


class Unit(NamedTuple):
    """What a phrase says of the numbers under it.

    `code` is kg, plants, persons, items, ha, km2, %, per_1000, per_10000, per_100000, KZT, USD, EUR, RUB, or
    "" where there is none. Numbers times `factor` are in that unit. Rates and shares are not `additive`.
    `rest` has the words that stay in the name, such as «км» of «тыс. км».
    """

    code: str
    factor: float = 1.0
    additive: bool = True
    rest: str = ""


class Named(NamedTuple):
    """A header taken apart: what it names, and its unit if it tells one."""

    name: str
    unit: Unit | None


@lru_cache(maxsize=1 << 12)
def read_unit(text: str) -> Unit | None:
    """The unit that a whole text is, or None: «тыс. чел.» is persons times 1000."""
    return _phrase(_words_of(text), text)


@lru_cache(maxsize=1 << 12)
def split_unit(header: str) -> Named:
    """A header without its unit, and the unit: «Население, тыс. чел.» is «Население», in thousand persons.

    A unit stands last, behind a comma or in brackets or not; or it is a sign % anywhere in the header. What
    is a unit as a whole has no name. In «Число лиц» the unit is a part of the name, and stays in it.
    """
    header = " ".join(header.split())
    if unit := read_unit(header):
        return Named(unit.rest, unit)
    words = list(_WORD.finditer(header))
    for word in words[1:]:
        start = word.start()
        unit = read_unit(header[start:])
        if unit and not _is_of_a_year(header[:start], header[start:]) and not _is_word(unit, header[:start]):
            if (
                unit.code in _SAID
                and unit.factor == 1
                and header[:start].endswith(" ")
                and (header[: start - 1][-1:].isalnum())
            ):
                return Named(header, unit)
            name = header[:start].strip(" ,;:([_-–—")
            return Named(f"{name}, {unit.rest}" if unit.rest else name, unit)
    for bracket in re.finditer(r"[(\[]([^()\[\]]+)[)\]]", header):  # «Уловы (т) за год»
        if unit := read_unit(bracket[1]):
            name = f"{header[: bracket.start()].strip()} {header[bracket.end() :].strip()}".strip(" ,")
            return Named(f"{name}, {unit.rest}" if unit.rest else name, unit)
    if (between := _between_commas(header)) or (between := _within(header)):
        return between
    if "%" in header or set(fold(header).split()) & {"процент", "проценты", "процентах", "пайыз", "percent"}:
        return Named(header, Unit("%", additive=False))
    return Named(header, None)


def _between_commas(header: str) -> Named | None:
    """A header with a unit between two commas: «Население, тыс. человек, на начало года»."""
    pieces = re.split(r"\s*[,;]\s+", header)
    for i, piece in enumerate(pieces[1:-1], start=1):
        unit = read_unit(piece)
        if unit and not (unit.rest and unit.factor == 1 and unit.additive):
            name = ", ".join((*pieces[:i], *pieces[i + 1 :]))
            return Named(f"{name}, {unit.rest}" if unit.rest else name, unit)
    return None


def _within(header: str) -> Named | None:
    """A header that is a rate, as words in its middle say, which stay in it: «ДТП на 1000 жителей за год»."""
    words = list(_WORD.finditer(header))
    for number, word in enumerate(words[1:-1], start=1):
        if fold(word[0]) in _table()["per"]:
            for last in words[number + 1 : -1][::-1]:
                unit = read_unit(header[word.start() : last.end()])
                if unit and not unit.additive:
                    return Named(header, unit)
    return None


def _is_word(unit: Unit, before: str) -> bool:
    """Whether a unit without a code of ours stands like any other word: «на начало года», «число мест»."""
    alone = bool(unit.rest) and unit.factor == 1 and unit.additive
    return alone and before.rstrip()[-1:] not in set(",;:([_-–—")


def _is_of_a_year(before: str, after: str) -> bool:
    """Whether a letter that could be grams stands behind a year, «2024 г.», or digits alone, «24 г.»."""
    return len(fold(after)) == 1 and bool(re.search(r"\d{4}\W*$|^\W*\d+\W*$", before))


def _words_of(text: str) -> tuple[str, ...]:
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    text = re.sub(r"(?<=\d)[kк](?!\w)", " тыс ", text, flags=re.IGNORECASE)
    text = text.replace("/", " на ")
    words: list[str] = []
    for word in fold(text).split():
        if word.isdigit() and words and words[-1].isdigit() and len(word) == 3:
            words[-1] += word  # 100 000
        else:
            words.append(word)
    return tuple(words)


def _phrase(words: tuple[str, ...], text: str) -> Unit | None:
    if not words or len(words) > _MOST_WORDS:
        return None
    for lead in _starts(words, "lead"):
        if found := _phrase(words[lead:], text):
            return found
    scale, words = _scaled(words)
    base = next((b for b in _bases(words)), None)
    if base is None:
        if not words:
            return Unit("", scale) if scale != 1 else None
        return _rate(words, "", scale) or (_after(words, scale) if scale == 1 else _after(words, 1, scale))
    code, factor, taken, is_other = base
    rest = words[taken:]
    if not rest:
        additive = code not in ("%", "per_1000")
        return Unit(code, scale * factor, additive, " ".join(_written(text, taken)) if is_other else "")
    if rate := _rate(rest, code, scale * factor):
        own = f"{' '.join(words[:taken])} " if is_other else ""
        return rate._replace(rest=own + (rate.rest or (" ".join(rest) if is_other else "")))
    if code == "%" and rest[0] in ("к", "от", "of", "to", "по"):
        return Unit("%", additive=False)
    return None


def _written(text: str, words: int) -> list[str]:
    """The last words of a text as they are written."""
    found = [w[0] for w in re.finditer(r"[^\s,;()\[\]]+", text)]
    return found[-words:]


def _scaled(words: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
    scale = 1.0
    while words and words[0] in _table()["scale"]:
        scale *= _table()["scale"][words[0]][1]
        words = words[1:]
    return scale, words


def _bases(words: tuple[str, ...]) -> Iterator[tuple[str, float, int, bool]]:
    """The units that these words begin with, the longest first: code, factor, words taken, is it other."""
    for length in range(min(3, len(words)), 0, -1):
        phrase = " ".join(words[:length])
        for kind in ("base", "other"):
            if phrase in _table()[kind]:
                code, factor = _table()[kind][phrase]
                yield code, factor, length, kind == "other"


def _starts(words: tuple[str, ...], kind: str) -> Iterator[int]:
    for length in range(min(3, len(words) - 1), 0, -1):
        if " ".join(words[:length]) in _table()[kind]:
            yield length


def _rate(words: tuple[str, ...], code: str, factor: float) -> Unit | None:
    """«на 100 тыс. человек»: a number of people that something is told for."""
    for length in _starts(words, "per"):
        of = words[length:]
        if " ".join(of) in _table()["each"]:
            return Unit(code, factor, additive=False, rest=" ".join(words))
        number = 1.0
        if of[0].isdigit():
            number, of = float(of[0]), of[1:]
        scale, of = _scaled(of)
        if (number := number * scale) == 1 and not of:
            return None
        if not of or " ".join(of) in _table()["of"] or (of[:-1] and " ".join(of[:-1]) in _table()["of"]):
            rate = _RATES.get(int(number), "") if factor == 1 else ""
            return Unit(rate or code, factor, additive=False, rest="" if rate else " ".join(words))
    return None


def _after(words: tuple[str, ...], factor: float, number: float = 1.0) -> Unit | None:
    """«100 мың тұрғынға шаққанда»: Kazakh puts the number before."""
    for length in (2, 1):
        if len(words) > length - 1 and " ".join(words[-length:]) in _table()["per_after"]:
            of = words[:-length]
            if " ".join(of) in _table()["each"]:
                return Unit("", factor, additive=False, rest=" ".join(words))
            if of and of[0].isdigit():
                number, of = number * float(of[0]), of[1:]
            scale, of = _scaled(of)
            number *= scale
            if number > 1 and (not of or " ".join(of) in _table()["of"]):
                return Unit(_RATES.get(int(number), ""), factor, additive=False)
    return None


@cache
def _table() -> dict[str, dict[str, tuple[str, float]]]:
    found: dict[str, dict[str, tuple[str, float]]] = {}
    for row in _rows():
        words = found.setdefault(row["kind"], {})
        for word in row["words"].split("|"):
            words[" ".join(_folded(word))] = row["code"], float(row["factor"] or 1)
    return found


def _folded(word: str) -> list[str]:
    for sign, text in _SIGNS.items():
        word = word.replace(sign, text)
    return fold(word).split()


def _rows() -> list[dict[str, str]]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


#: What a word stands for, and what its numbers are multiplied by: what may stand beside a number in a cell.
UNIT_WORDS: dict[str, tuple[str, float]] = {
    word: (row["code"], float(row["factor"]))
    for row in _rows()
    if row["kind"] == "base"
    for word in row["words"].split("|")
}
