"""Headers that no list knows as they stand: their words, in any order, and what the cells below them are.

`near.csv` has, per column, beginnings of words that may name it («дата», "date"), words that make a header
the better one («происшествия» before «регистрации»), and words that rule it out («Дата рождения» is no
incident's date). Of a beginning with a space both words must stand in the header.
"""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from karasora.names.fold import fold

_SHORTEST_STEM = 4  # a word of fewer letters counts as a whole one
_STEP = 10
_HUMP = re.compile(r"(?<=[a-zа-яё\d])(?=[A-ZА-ЯЁ])")  # eventDate
_FILLERS = {"of", "the", "in", "on", "and", "a", "по", "в", "на", "из", "и", "с", "для", "бойынша", "мен"}


class _Rule(NamedTuple):
    words: tuple[str, ...]
    first: tuple[str, ...]
    never: tuple[str, ...]


def near(column: str, header: str) -> int:
    """How well a header's words fit a column of incidents: 0 not at all, more is better.

    A column may have several rules, of which those that stand first are the better ones: a day before a year.
    """
    words = words_of(header)
    fits = ((place, _fits(rule, words)) for place, rule in enumerate(_rules().get(column, ())))
    return max((max(1, _STEP * fit - 2 * _STEP * place) for place, fit in fits if fit), default=0)


def words_of(header: str) -> list[str]:
    """The folded words of a header; «eventDate» and event_date are two words."""
    return [word for word in fold(_HUMP.sub(" ", header)).split() if word not in _FILLERS]


def _fits(rule: _Rule, words: list[str]) -> int:
    if not _any(rule.words, words) or _any(rule.never, words):
        return 0
    alone = len(words) == 1 or _any(rule.first, words)
    return 2 if alone else 1


def _any(stems: tuple[str, ...], words: list[str]) -> bool:
    return any(all(any(_begins(word, part) for word in words) for part in stem.split()) for stem in stems)


def _begins(word: str, stem: str) -> bool:
    return word == stem or (len(stem) >= _SHORTEST_STEM and word.startswith(stem))


@cache
def _rules() -> Mapping[str, list[_Rule]]:
    rules: dict[str, list[_Rule]] = {}
    with Path(__file__).with_name("near.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rule = _Rule(*(_stems(row[name]) for name in ("words", "first", "never")))
            rules.setdefault(row["column"], []).append(rule)
    return rules


def _stems(cell: str) -> tuple[str, ...]:
    return tuple(folded for stem in cell.split("|") if (folded := fold(stem)))
