"""The words that reports are made of, read from `vocabulary.csv`, and where they stand in a sentence.

Each row has what a term says (`kind` and `key`), its language, and the terms as a dictionary has them, several words
long where need be. A term is found in any form that `words` leads back to its words; the longest one wins.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from karasora.extraction.words import VOCABULARY, Token, dictionary_forms, tokens


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of one kind at tokens `start` to `end` (exclusive)."""

    kind: str
    key: str
    start: int
    end: int


Terms = dict[str, list[tuple[tuple[frozenset[str], ...], str, str]]]


@cache
def terms(lang: str) -> Terms:
    """Terms by every form that their first word may lead to: what follows, kind, key."""
    terms: Terms = {}
    with VOCABULARY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["lang"] == lang:
                for term in row["terms"].split(";"):
                    words = _words(term, lang)
                    for form in words[0]:
                        terms.setdefault(form, []).append((tuple(words[1:]), row["kind"], row["key"]))
    return terms


def _words(term: str, lang: str) -> list[frozenset[str]]:
    """The forms of each word of a term: of one word only itself, the words of a phrase as in the dictionary too."""
    words = tokens(term, 0, len(term), lang)
    if len(words) == 1 or lang != "ru":
        return [frozenset([token.word]) for token in words]
    return [frozenset([token.word, *dictionary_forms(token.word, lang)[:2]]) for token in words]


def find(sentence: Sequence[Token], lang: str) -> list[Hit]:
    """All terms in a sentence, by place; of one kind the longest one that begins at a word."""
    known = terms(lang)
    hits = []
    for i, token in enumerate(sentence):
        longest: dict[str, Hit] = {}
        for form in token.keys or (token.word,):
            for rest, kind, key in known.get(form, ()):
                end = i + 1 + len(rest)
                if kind in longest and longest[kind].end >= end:
                    continue
                if end <= len(sentence) and all(
                    not words.isdisjoint(sentence[i + 1 + n].keys or (sentence[i + 1 + n].word,))
                    for n, words in enumerate(rest)
                ):
                    longest[kind] = Hit(kind, key, i, end)
        hits.extend(longest.values())
    return hits
