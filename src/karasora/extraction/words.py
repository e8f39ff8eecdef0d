"""Words of a text, each with the dictionary forms that it may be a form of; the libraries that tell them."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from karasora import geodata
from karasora.faults import KarasoraError


class MissingExtra(KarasoraError):
    """A library that `karasora extract` needs is not installed."""


def _load(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(
            f"karasora extract needs the package {name}, which is not installed; "
            'run: pip install "karasora[extract]"'
        ) from error


@cache
def razdel() -> Any:
    """The library razdel, which splits text into sentences."""
    return _load("razdel")


@cache
def morphology() -> Any:
    """The analyser of Russian words of pymorphy3, with its own dictionary."""
    return _load("pymorphy3").MorphAnalyzer(lang="ru")


VOCABULARY = Path(__file__).with_name("vocabulary.csv")

_TOKEN = re.compile(
    r"""
    (?P<number>\d{1,3},[ ]\d(?=[ ]?(?:кг|килограмм|кило|келі|тонн|т|литр|kg)\b)
    |\d{1,3}(?:[   ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)
    |(?P<word>[^\W\d_]+(?:[-‑'’][^\W\d_]+)*)
    |(?P<sign>\S)
    """,
    re.VERBOSE,
)
_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_COMMON = re.compile(r"\b[a-zа-яёәғқңөұүһі]{2,}\b")
_COMMON_LATIN = re.compile(r"[^\W\d_]{2,}")
_LATIN_KAZAKH = re.compile(  # what no English or Russian word looks like: endings, a few words, letters
    "^(keli|esirtki|bul|jyl|zhyl|eki|ush|úsh|adam|bir|men|jáne|zhane|bylyp)$|oblys|audan|qala|[şğıáńúñ]|"
    "[td](yñ|yn|in|iñ)$|(ald|tapt|land|lend|ild|yld)[yiı]$|(yn|in)d[ae]$"
)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё-]+")
_LONGEST = 40
_FEW = 12  # words of a paragraph that need not show its language
_MORPHS = 1 << 16


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or sign; `word` is it in lower case with ё as е, `keys` its dictionary forms."""

    start: int
    end: int
    kind: str  # number, word or sign
    text: str
    word: str
    keys: tuple[str, ...]

    @property
    def is_capital(self) -> bool:
        return self.kind == "word" and self.text[0].isupper()


def tokens(text: str, start: int, end: int, lang: str) -> list[Token]:
    """The tokens of a piece of text, in order."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "sign"
        piece = match.group()
        word = piece.lower().replace("ё", "е").replace("‑", "-").replace("’", "'")
        keys = dictionary_forms(word, lang) if kind == "word" else ()
        found.append(Token(match.start(), match.end(), kind, piece, word, keys))
    return found


def language(text: str, of_document: str = "") -> str:
    """The language that a text is written in: "ru", "kk" or "en"; a doubtful one is that of its document.

    Names are left out: a Russian text may write «Ұлытау» and «Қарасора».
    """
    words = _COMMON.findall(text)
    cyrillic = [word for word in words if not _LATIN.match(word)]
    if len(cyrillic) * 2 < len(words) or (not words and _LATIN.search(text) and of_document == "en"):
        return "en"
    kazakh = sum(1 for word in cyrillic if _KAZAKH.search(word))
    if kazakh * 8 > len(cyrillic):
        return "kk"
    return "kk" if of_document == "kk" and (kazakh or len(words) < _FEW) else "ru"


def is_latin_kazakh(text: str) -> bool:
    """Whether a text is Kazakh in Latin letters, which nothing here can read."""
    words = _COMMON_LATIN.findall(text.lower())
    return len(words) > 3 and sum(1 for word in words if _LATIN_KAZAKH.search(word)) * 6 > len(words)


@lru_cache(maxsize=_MORPHS)
def dictionary_forms(word: str, lang: str) -> tuple[str, ...]:
    """What a word may be a form of, itself first; words that are too long to be words are only themselves."""
    if len(word) > _LONGEST:
        return (word,)
    if lang == "en" or _LATIN.match(word):
        forms = _english(word)
    elif lang == "kk" or _KAZAKH.search(word):
        forms = _kazakh(word)
    else:
        forms = _russian(word)
    return tuple(dict.fromkeys([word, *forms]))


def _russian(word: str) -> Iterator[str]:
    if word[:3] not in _starts() and not (_CYRILLIC.fullmatch(word) and morphology().word_is_known(word)):
        return  # to guess the form of a word that is no term anyway takes a millisecond
    for parse in _parses(word):
        if parse.score >= 0.01 or len(word) < 4:
            yield parse.normal_form.replace("ё", "е")


def _parses(word: str) -> list[Any]:
    """What the dictionary makes of a Russian word, most likely first; of other scripts nothing."""
    return list(morphology().parse(word)) if len(word) <= _LONGEST and _CYRILLIC.fullmatch(word) else []


@cache
def _starts() -> frozenset[str]:
    """How the words of the vocabulary and of the places begin."""
    with VOCABULARY.open(encoding="utf-8", newline="") as file:
        terms = " ".join(row["terms"] for row in csv.DictReader(file))
    with geodata.path("towns.csv").open(encoding="utf-8-sig", newline="") as file:
        towns = " ".join(f"{row['ru']} {row['old']}" for row in csv.DictReader(file))
    return frozenset(word[:3] for word in re.split(r"[\s;-]+", f"{terms} {towns}".lower().replace("ё", "е")))


@lru_cache(maxsize=_MORPHS)
def _tag(word: str) -> frozenset[str]:
    """The grammar of a Russian word in its most likely reading."""
    best = max(_parses(word), key=lambda parse: float(parse.score), default=None)
    return frozenset(best.tag.grammemes) if best else frozenset()


def is_person(word: str) -> bool:
    """Whether a Russian word is most likely a common noun for a living being."""
    return {"NOUN", "anim"} <= _tag(word) and _tag(word).isdisjoint({"Surn", "Name", "Patr", "Geox"})


def is_verb(word: str) -> bool:
    """Whether a Russian word is most likely a verb or the predicate that is made of one («изъято»)."""
    return not _tag(word).isdisjoint({"VERB", "PRTS", "INFN"})


def is_noun(word: str) -> bool:
    """Whether a Russian word is most likely a noun."""
    return "NOUN" in _tag(word)


@lru_cache(maxsize=_MORPHS)
def is_genitive(word: str) -> bool:
    """Whether a Russian word can be in the genitive."""
    return any("gent" in parse.tag for parse in _parses(word))


_ENGLISH = (
    ("'s", ""), ("s'", "s"), ("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"),
    ("ing", ""), ("ing", "e"),
)  # fmt: skip


def _english(word: str) -> Iterator[str]:
    for ending, other in _ENGLISH:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            yield word[: -len(ending)] + other
    if "-" in word:
        yield from word.split("-")[-1:]


#: Kazakh noun endings in the order in which they follow a stem: plural, possessive, case, and what
#: hangs on them.
_KAZAKH_ENDINGS = re.compile(
    "(?:[лдт][ае]р)?"
    "(?:[ыі]м[ыі]з|[ыі]ң[ыі]з|с[ыі]|[ыі]|м[ыі]з)?"
    "(?:[ндт][ыі]ң|[ғқ]а|[гк]е|н?[ае]|н?[дт][ае]|[дтн][ае]н|[ндт][ыі]|н|[мбп]ен|[дт]а[йғ]ы?|[дт]е[йг]і?)?"
    "(?:ғ[ыі]|г[ыі])?(?:н?[ыі]ң|л[ае]р)?$"
)
_SOFTENED = {"б": "п", "ғ": "қ", "г": "к"}


def _kazakh(word: str) -> Iterator[str]:
    """Every beginning of a word whose rest is a chain of endings, or hangs on it («кг-нан»)."""
    if "-" in word:
        yield word.split("-")[0]
    for cut in range(len(word) - 1, 1, -1):
        if _KAZAKH_ENDINGS.match(word, cut):
            stem = word[:cut]
            yield stem
            if stem[-1] in _SOFTENED:
                yield stem[:-1] + _SOFTENED[stem[-1]]
