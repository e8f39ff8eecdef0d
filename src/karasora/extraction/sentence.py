"""A sentence as the rules see it: its tokens, its clauses, and the terms of `vocabulary.csv` among them.

Each row of the vocabulary has what a term says (`kind` and `key`), its language, and the terms as a
dictionary has them, several words long where need be. A term is found in any form that `words` leads back to
its words; the longest wins. Rows of the kind `ending` hold endings of words, others such as `joint` words
that are asked for by `listed`.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from karasora.extraction.text import Span
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
    """The forms of a term's words: one word is only itself, a Russian phrase in all its forms."""
    words = tokens(term, 0, len(term), lang)
    if len(words) == 1 or lang != "ru":
        return [frozenset([token.word]) for token in words]
    return [frozenset([token.word, *dictionary_forms(token.word, lang)[:2]]) for token in words]


def _terms_in(sentence: Sequence[Token], lang: str) -> list[Hit]:
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


DASHES = frozenset("–—-‑")
_CLAUSE_ENDS = frozenset(",;:()[]")


@dataclass(slots=True)
class Sentence:
    """One sentence. Positions are those of tokens; `clauses` has the number of the clause of each."""

    span: Span
    lang: str
    tokens: list[Token]
    hits: dict[str, list[Hit]]
    clauses: list[int]
    bounds: list[tuple[int, int]]  # of each clause
    paragraph: int = 0
    is_title: bool = False
    is_item: bool = False  # of a list
    is_whole_paragraph: bool = False
    _begins: dict[tuple[str, int], Hit] = field(default_factory=dict, repr=False)
    _ends: dict[tuple[str, int], Hit] = field(default_factory=dict, repr=False)

    def begins(self, kind: str, at: int) -> Hit | None:
        """The longest term of a kind that begins at a token."""
        return self._begins.get((kind, at))

    def ends(self, kind: str, at: int) -> Hit | None:
        """The longest term of a kind that ends right before a token."""
        return self._ends.get((kind, at))

    def covers(self, kind: str, at: int) -> bool:
        """Whether a term of a kind stands over a token."""
        return any(hit.start <= at < hit.end for hit in self.hits.get(kind, ()))

    def within(self, kind: str, start: int, end: int) -> list[Hit]:
        """The terms of a kind that lie between two tokens."""
        return [hit for hit in self.hits.get(kind, ()) if start <= hit.start and hit.end <= end]

    def clause_of(self, at: int) -> tuple[int, int]:
        """Where the clause of a token begins and ends."""
        return self.bounds[self.clauses[at]]

    def phrase_of(self, at: int) -> tuple[int, int]:
        """The clause of a token, and if that is a bracket, with the clause that the bracket belongs to."""
        start, end = self.clause_of(at)
        if start > 1 and self.word(start - 1) == "(":
            start, _ = self.clause_of(start - 2)
        return start, end

    def written(self, start: int, end: int) -> str:
        """The tokens from one to another, as they are written, with a space between."""
        return " ".join(token.text for token in self.tokens[start:end])

    def word(self, at: int) -> str:
        """The word at a position in lower case, or "" outside the sentence."""
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""


def analyse(text: str, span: Span, lang: str) -> Sentence:
    """Read a sentence of a document's text."""
    words = tokens(text, span.start, span.end, lang)
    sentence = Sentence(span, lang, words, {}, *_clauses(words))
    for hit in _terms_in(words, lang):
        if hit.kind == "substance" and _is_operation(words, hit):
            continue
        sentence.hits.setdefault(hit.kind, []).append(hit)
        sentence._begins[hit.kind, hit.start] = hit
        longest = sentence._ends.setdefault((hit.kind, hit.end), hit)
        if hit.start < longest.start:
            sentence._ends[hit.kind, hit.end] = hit
    return sentence


_OPERATIONS = ("қарасор", "карасор", "qarasor", "karasor", "мак", "көкн", "сора")
_QUOTES = frozenset("«\"“”„'‘")


def _is_operation(words: list[Token], hit: Hit) -> bool:
    """Whether a plant's name is only that of a police operation: «Қарасора – 2025», «Мак»."""
    first, at = words[hit.start], hit.start
    if not first.word.startswith(_OPERATIONS) or not first.is_capital:
        return False
    after = words[hit.end].text if hit.end < len(words) else ""
    quoted = at > 0 and words[at - 1].text in _QUOTES
    dated = after in "-–—" and hit.end + 1 < len(words) and words[hit.end + 1].kind == "number"
    return quoted or dated or (at > 0 and words[at - 1].kind == "word")


def _clauses(words: list[Token]) -> tuple[list[int], list[tuple[int, int]]]:
    """The number of each token's clause, and where each clause begins and ends."""
    clauses: list[int] = []
    bounds: list[tuple[int, int]] = []
    start = 0
    for at, token in enumerate(words, 1):
        clauses.append(len(bounds))
        if at == len(words) or (token.kind == "sign" and token.text in _CLAUSE_ENDS):
            bounds.append((start, at))
            start = at
    return clauses, bounds
