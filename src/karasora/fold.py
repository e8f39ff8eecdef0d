"""Written names made comparable: one folding for the search and the data, one key for all Latin spellings.

`fold` in plain words, so that the page's script can do the same:

1. Compatibility-compose (NFKC), drop what can't be seen (soft hyphen, zero-width, direction marks), lower-case.
2. Replace letters by `LETTERS`: ё becomes е, a Kazakh letter its nearest Russian one (ә а, ғ г, қ к, ң н, ө о, ұ ү у,
   һ х, і и), a Latin letter with a mark that carries a sound its digraph (ž zh, š ş sh, č ch, ñ n, ý u).
   Other marked letters lose their marks (NFKD); й stays й.
3. Apostrophes and soft signs written as such vanish; every other character that is neither letter nor digit
   separates words; words are joined by one space.
4. In a word that mixes alphabets, letters that look alike are taken for the alphabet of the rest.
"""

import re
import unicodedata

LETTERS = str.maketrans(
    {
        **dict(zip("ёәғқңөұүһі", "еагкноуухи", strict=True)),
        **dict(zip("ґђєѕїјљњќўџ", "гдезийлнкуж", strict=True)),
        **{"ž": "zh", "š": "sh", "ş": "sh", "ș": "sh", "č": "ch", "ŝ": "sh", "ý": "u", "ı": "i", "ŭ": "u"},
        **{"ḫ": "h", "ə": "a", "ŋ": "n", "â": "ya", "û": "yu"},
        **dict.fromkeys("'`´ʹʺʼʾʿˈ‘’‛′‵＇\"“”„«»", None),
    }
)
_TO_CYRILLIC = str.maketrans("abcehkmoptxyi", "авсенкмортхуи")
_TO_LATIN = str.maketrans("авсенкмортхуи", "abcehkmoptxyi")

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u034f\u061c\ufe0e\ufe0f]")
_FOREIGN = re.compile("[^ -~а-я]")
_SEPARATORS = re.compile(r"[\W_]+")
_HAS_CYRILLIC = re.compile("[а-я]")
_HAS_LATIN = re.compile("[a-z]")
_MIXED = re.compile(r"\b(?=\w*[а-я])(?=\w*[a-z])\w+\b")


def fold(text: str) -> str:
    """The comparable form of a name, such as "жамбылская область"; see the module for the rules.

    Folding what is folded changes nothing.
    """
    folded = text.lower()
    if _FOREIGN.search(folded):
        folded = _fold_marks(folded)
    else:
        folded = folded.translate(LETTERS)
    folded = _SEPARATORS.sub(" ", folded).strip()
    if _HAS_LATIN.search(folded) and _HAS_CYRILLIC.search(folded):
        folded = _MIXED.sub(_unmix, folded)
    return folded


def _fold_marks(text: str) -> str:
    composed = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).lower()
    return _FOREIGN.sub(_plain, unicodedata.normalize("NFC", composed).translate(LETTERS))


def _plain(found: re.Match[str]) -> str:
    """One character without its marks."""
    letter = found.group()
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))


def _unmix(found: re.Match[str]) -> str:
    word = found.group()
    if _HAS_LATIN.search(cyrillic := word.translate(_TO_CYRILLIC)) is None:
        return cyrillic
    if _HAS_CYRILLIC.search(latin := word.translate(_TO_LATIN)) is None:
        return latin
    return word


def is_latin(folded: str) -> bool:
    """Whether any Latin letter stands in a folded text."""
    return _HAS_LATIN.search(folded) is not None


def as_cyrillic(folded: str) -> str | None:
    """A folded text whose Latin letters all look like Cyrillic ones («BKO»), read as Cyrillic; else None."""
    read = folded.translate(_TO_CYRILLIC)
    return None if _HAS_LATIN.search(read) else read


_SOUNDS = str.maketrans(
    dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", "a b v g d e j z i i k l m n o p r s t u f h c c s s  i  e iu ia".split(" "), strict=True))
)
_SPELLINGS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("tsch|tch", "c"),
        ("shch|shh|sch|sh", "s"),
        ("dzh|dj|zh", "j"),
        ("ch|cz|ts|tz", "c"),
        ("kh|x", "h"),
        ("gh", "g"),
        ("q", "k"),
        ("w", "u"),
        ("y", "i"),
        (r"(.)\1+", r"\1"),
        ("ng", "n"),
        # j is й after a vowel and before a consonant or the end, and in a final -ja, -ju; else it is ж
        (r"(?<=[aeiou])j(?=[^aeiou]|$)|j(?=[au]$)", "i"),
        ("oe", "o"),
        ("ue", "u"),
        ("ie", "e"),
        ("ii", "i"),
    )
]


def sound(folded: str) -> str:
    """The key that the common Latin spellings of one name share, with its Cyrillic form too.

    Takes a folded text without spaces: "qaraghandy", "karagandy" and "караганды" all give "karagandi".
    """
    key = folded.translate(_SOUNDS)
    for pattern, replacement in _SPELLINGS:
        key = pattern.sub(replacement, key)
    return key
