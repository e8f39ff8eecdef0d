"""The words that reports are made of, read from `vocabulary.csv`, and where they stand in a sentence.

Each row has what a term says (`kind` and `key`), its language, and the terms as a dictionary has them,
several words long where need be. A term is found in any form that `words` leads back to its words; the
longest wins. Rows of the kind `ending` hold endings of words, others such as `joint` words that are asked
for by `listed`.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from karasora.extraction.words import VOCABULARY, Token, dictionary_forms, tokens


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of one kind at tokens `start` to `end` (exclusive)."""

    kind: str
    key: str
    start: int
    end: int


class Term(NamedTuple):
    """A term as it is searched for: the forms of the words after its first, and what it says."""

    rest: tuple[frozenset[str], ...]
    kind: str
    key: str


@cache
def terms(lang: str) -> dict[str, list[Term]]:
    """The terms of a language by every form that their first word may lead to."""
    found: dict[str, list[Term]] = {}
    for kind, key, written in _rows(lang):
        if kind != "ending":
            words = _words(written, lang)
            for form in words[0]:
                found.setdefault(form, []).append(Term(tuple(words[1:]), kind, key))
    return found


@cache
def listed(lang: str, kind: str, key: str = "") -> dict[str, str]:
    """The terms of a kind as they are written, each with its key; only those of one key if it is given."""
    return {term: own for k, own, term in _rows(lang) if k == kind and key in ("", own)}


@cache
def endings(lang: str, key: str) -> tuple[str, ...]:
    """The endings that make a word of a language what `key` says, such as genitive."""
    return tuple(listed(lang, "ending", key))


def single(word: str, lang: str, kind: str) -> str | None:
    """The key of a term of one word, or None where the word is none of its kind."""
    return next((term.key for term in terms(lang).get(word, ()) if term.kind == kind and not term.rest), None)


@cache
def _rows(lang: str) -> list[tuple[str, str, str]]:
    with VOCABULARY.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lang"] == lang]
    return [(row["kind"], row["key"], term.strip()) for row in rows for term in row["terms"].split(";")]


def _words(term: str, lang: str) -> list[frozenset[str]]:
    """The forms of a term's words: of one word only itself, of a Russian phrase those of the
    dictionary too.
    """
    words = tokens(term, 0, len(term), lang)
    if len(words) == 1 or lang != "ru":
        return [frozenset([token.word]) for token in words]
    return [frozenset([token.word, *dictionary_forms(token.word, lang)[:2]]) for token in words]


def find(sentence: Sequence[Token], lang: str) -> list[Hit]:
    """All terms in a sentence, by place; of one kind the longest one that begins at a word."""
    known = terms(lang)
    hits: list[Hit] = []
    for at, token in enumerate(sentence):
        longest: dict[str, Hit] = {}
        for form in token.keys or (token.word,):
            for term in known.get(form, ()):
                end = at + 1 + len(term.rest)
                if term.kind in longest and longest[term.kind].end >= end:
                    continue
                if _follows(sentence, at + 1, term.rest):
                    longest[term.kind] = Hit(term.kind, term.key, at, end)
        hits.extend(longest.values())
    return hits


def _follows(sentence: Sequence[Token], start: int, rest: Sequence[frozenset[str]]) -> bool:
    words = sentence[start : start + len(rest)]
    return len(words) == len(rest) and all(
        not forms.isdisjoint(token.keys or (token.word,)) for token, forms in zip(words, rest, strict=True)
    )
