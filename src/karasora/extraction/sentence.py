"""A sentence as the rules see it: its tokens, the terms among them, and its clauses."""

from dataclasses import dataclass, field

from karasora.extraction import vocabulary
from karasora.extraction.text import Span
from karasora.extraction.vocabulary import Hit
from karasora.extraction.words import Token, tokens

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
    has_dateline: bool = False
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

    def word(self, at: int) -> str:
        """The word at a position in lower case, or "" outside the sentence."""
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""


def analyse(text: str, span: Span, lang: str) -> Sentence:
    """Read a sentence of a document's text."""
    words = tokens(text, span.start, span.end, lang)
    sentence = Sentence(span, lang, words, {}, *_clauses(words))
    for hit in vocabulary.find(words, lang):
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
