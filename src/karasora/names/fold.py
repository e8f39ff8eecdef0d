"""Written names made comparable: one folding for the search and the data, one key for all Latin spellings.

`fold` in plain words, so that the page's script can do the same:

1. Compose (NFKC), drop what can't be seen (soft hyphen, zero-width and direction marks), lower the case.
2. Replace letters by `LETTERS`: ё by е, a Kazakh letter by the nearest Russian one (ә а, ғ г, қ к, ң н, ө о,
   ұ ү у, һ х, і и), a Latin letter whose mark carries a sound by a digraph (ž zh, š ş sh, č ch, ý u); drop
   apostrophes and quotes. Any other marked letter loses its marks (NFKD), but й stays й.
3. What is neither letter nor digit separates words; words are joined by one space.
4. In a word of both alphabets, letters that look alike are taken for the alphabet of the others.
"""

import re
import unicodedata
from functools import lru_cache

#: Folded letters. The second line: Kazakh letters as the fonts of the 1990s coded them, met in registers.
LETTERS = str.maketrans(
    {
        **dict(zip("ёәғқңөұүһі", "еагкноуухи", strict=True)),
        **dict(zip("јєќѕґўїњђљџ", "агкноуухдлж", strict=True)),
        **{"ž": "zh", "š": "sh", "ş": "sh", "ș": "sh", "ŝ": "sh", "č": "ch", "ý": "u", "ŭ": "u", "ı": "i"},
        **{"ə": "a", "ŋ": "n", "ḫ": "h", "â": "ya", "û": "yu"},
        **dict.fromkeys("'`´ʹʺʻʼʾʿˈ‘’‛′‵＇\"“”„«»", None),
    }
)
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_FOREIGN = re.compile("[^ -~а-я]")
_SEPARATORS = re.compile(r"[\W_]+")
_CYRILLIC = re.compile("[а-я]")
_LATIN = re.compile("[a-z]")
_MIXED = re.compile(r"\b(?=\w*[а-я])(?=\w*[a-z])\w+\b")
_TO_CYRILLIC = str.maketrans("abcehkmoptxyi", "авсенкмортхуи")
_TO_LATIN = str.maketrans("авсенкмортхуи", "abcehkmoptxyi")


@lru_cache(maxsize=1 << 14)  # headers are asked about again and again
def fold(text: str) -> str:
    """The comparable form of a text, such as "жамбылская область"; the rules are those of the module.

    Folding what is folded changes nothing.
    """
    folded = text.lower().translate(LETTERS)
    if _FOREIGN.search(folded):
        composed = unicodedata.normalize("NFKC", visible(text)).lower()
        composed = unicodedata.normalize("NFC", composed).translate(LETTERS)
        folded = _FOREIGN.sub(_without_marks, composed).translate(LETTERS)
    folded = _SEPARATORS.sub(" ", folded).strip()
    if _LATIN.search(folded) and _CYRILLIC.search(folded):
        folded = _MIXED.sub(_of_one_alphabet, folded)
    return folded


def visible(text: str) -> str:
    """A text without the characters that can't be seen."""
    return _UNSEEN.sub("", text)


def _without_marks(found: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", found.group()).lower()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _of_one_alphabet(found: re.Match[str]) -> str:
    word = found.group()
    if not _LATIN.search(cyrillic := word.translate(_TO_CYRILLIC)):
        return cyrillic
    if not _CYRILLIC.search(latin := word.translate(_TO_LATIN)):
        return latin
    return word


def is_latin(folded: str) -> bool:
    """Whether any Latin letter stands in a folded text."""
    return _LATIN.search(folded) is not None


def as_cyrillic(folded: str) -> str | None:
    """A folded text whose Latin letters all look like Cyrillic ones («BKO»), read as Cyrillic; else None."""
    read = folded.translate(_TO_CYRILLIC)
    return None if _LATIN.search(read) else read


#: Which Latin letters stand for a Russian one in a key.
_SOUNDS = str.maketrans(
    {
        **dict(zip("абвгдежзийклмнопрстуфхцчшщыэ", "abvgdejziiklmnoprstufhccssie", strict=True)),
        **{"ю": "iu", "я": "ia", "ъ": None, "ь": None},
    }
)
_CONSONANTS = {
    **dict.fromkeys(("tsch", "tch", "ch", "cz", "ts", "tz"), "c"),
    **dict.fromkeys(("shch", "shh", "sch", "sh"), "s"),
    **dict.fromkeys(("dzh", "dj", "zh"), "j"),
    **{"kh": "h", "x": "h", "gh": "g", "q": "k", "w": "u", "y": "i"},
}
_VOWELS = {"oe": "o", "ue": "u", "ie": "e", "ii": "i"}
_CONSONANT = re.compile("|".join(sorted(_CONSONANTS, key=len, reverse=True)))
_VOWEL = re.compile("|".join(_VOWELS))
_DOUBLED = re.compile(r"(.)\1+")
# j is й after a vowel and before a consonant or the end, and in a final -ja; else it is ж
_J_AS_I = re.compile(r"(?<=[aeiou])j(?=[^aeiou]|$)|j(?=a$)")


@lru_cache(maxsize=1 << 14)
def sound(folded: str) -> str:
    """The key that the common Latin spellings of a name and its Cyrillic form share.

    Takes a folded text without spaces: "qaraghandy", "karagandy" and "караганды" all give "karagandi".
    It covers BGN/PCGN, ISO 9, GOST, the Kazakh alphabets of 2017, 2018 and 2021, and newspaper English.
    """
    key = _CONSONANT.sub(lambda found: _CONSONANTS[found.group()], folded.translate(_SOUNDS))
    key = _DOUBLED.sub(r"\1", key).replace("iu", "u").replace("ju", "u").replace("ng", "n")
    return _VOWEL.sub(lambda found: _VOWELS[found.group()], _J_AS_I.sub("i", key))
