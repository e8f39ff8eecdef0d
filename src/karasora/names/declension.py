"""The endings of Russian and Kazakh names, and the words that say what a name names.

Everything here is in folded letters (see `fold`): «қаласында» stands as "каласында", «обл.» as "обл".
A declined form is led back to its nominative by changing its ending; only a nominative that is a known name
counts, so the rules need not know which words there are.
"""

import re
from collections.abc import Iterable, Iterator

from karasora.names.fold import sound

#: Russian: the letters that may stand before the ending ("" is any), the nominative's ending, the others.
_RUSSIAN = (
    ("", "ая", "ой ую ою"),
    ("", "ое", "ого ому ым им ом"),
    ("", "ый", "ого ому ым ом"),
    ("", "ий", "ого ему ому им ем ом"),
    ("", "ой", "ого ому ым им ом"),
    ("", "а", "ы и е у ой ою"),
    ("", "ь", "и ью я ю ем е"),
    ("", "й", "я ю ем е"),
    ("бвгджзклмнпрстфхцчшщ", "", "а у ом е"),
)
#: Kazakh: the letters that may stand before the ending, the cases' endings.
_KAZAKH = (
    ("аеиоуыэюяйрл", "", "нын нин га ге ны ни ды ди дын дин да де дан ден мен дагы деги"),
    ("мн", "", "нын нин га ге ды ди да де нан нен мен дагы деги"),
    ("зж", "", "дын дин га ге ды ди да де дан ден бен дагы деги"),
    ("пфктсшщхцчбвгд", "", "тын тин ка ке ты ти та те тан тен пен тагы теги"),
)
#: English, as it stands after a Latin name («Astana's»).
_ENGLISH = (("", "", "s"),)
_LONGEST = 4
_SHORTEST_STEM = 2


def _table(
    paradigms: Iterable[tuple[str, str, str]], *, latin: bool = False
) -> dict[str, list[tuple[str, str]]]:
    """Every ending to what may stand before it and what the nominative has in its place."""
    table: dict[str, list[tuple[str, str]]] = {}
    for before, own, others in paradigms:
        for other in others.split():
            if not latin:
                table.setdefault(other, []).append((before, own))
                continue
            table.setdefault(sound(other), []).append(("".join(map(sound, before)), sound(own)))
            if other[0] in before:  # a sound has no doubled letters: «Shymkentten» is "simkenten"
                table.setdefault(sound(other[1:]), []).append((sound(other[0]), sound(own)))
    return table


_CYRILLIC = _table((*_RUSSIAN, *_KAZAKH))
_LATIN = _table((*_RUSSIAN, *_KAZAKH, *_ENGLISH), latin=True)


def nominatives(key: str, *, latin: bool = False) -> Iterator[str]:
    """What a declined name's key may be the form of, longest ending first."""
    table = _LATIN if latin else _CYRILLIC
    for length in range(min(_LONGEST, len(key) - _SHORTEST_STEM), 0, -1):
        stem = key[:-length]
        for before, own in table.get(key[-length:], ()):
            if not before or stem[-1] in before:
                yield stem + own


_REGIONAL = re.compile("ск(?:ий|ого|ому|им|ом)$")


def feminine(key: str) -> str:
    """The «-ская» of a masculine adjective: «Жамбылский регион» is the oblast's name too."""
    return _REGIONAL.sub("ская", key)


_POSSESSED = {
    "back": ("", "нын", "на", "н", "нда", "нан", "мен", "ндагы"),
    "front": ("", "нин", "не", "н", "нде", "нен", "мен", "ндеги"),
}
_KAZAKH_WORDS = {
    "oblast": {"облысы": "back"},
    "city": {"каласы": "back", "шахары": "back"},
    "village": {"ауылы": "back", "кенти": "front", "селосы": "back"},
    "station": {"станциясы": "back"},
    "district": {"ауданы": "back"},
}
_RUSSIAN_WORDS = {
    "oblast": "область области областью областей областям областях обл облыс облыстык регион региона региону "
    "регионом регионе рег",
    "city": "город города городу городом городе гор г кала",
    "village": "село села селу селом селе аул аула аулу аулом ауле поселок поселка поселку поселком "
    "поселке пос пгт ауыл кент кишлак",
    "station": "станция станции станцию станцией ст",
    "street": "ул улица улице улицы мкр микрорайон микрорайоне проспект проспекте пр дом участок трасса "
    "трассе кошеси",
    "district": "район района району районом районе районы аудан ауд",
}
_LATIN_WORDS = {
    "oblast": "region reg rgn oblast oblasti oblastj oblisi obl province prov",
    "city": "city town gorod gorode goroda g",
    "village": "village settlement selo aul poselok",
    "station": "station stanciya",
    "street": "street str avenue ave ul",
    "district": "district raion rayon raiona rayona raione rayone",
}
_LONG = 4  # a shorter word says too little once its spelling is made plain


def _kinds() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for kind, words in _RUSSIAN_WORDS.items():
        possessed = (
            stem + end for stem, vowels in _KAZAKH_WORDS.get(kind, {}).items() for end in _POSSESSED[vowels]
        )
        kinds |= dict.fromkeys((*words.split(), *possessed), kind)
    sounds = {sound(word): kind for word, kind in kinds.items() if len(word) >= _LONG}
    for kind, words in _LATIN_WORDS.items():
        sounds |= {sound(word): kind for word in words.split()}
    return sounds | kinds


#: A word (of Latin words, their `sound`) to the kind of thing that it says a name names.
KINDS = _kinds()

_MARKED = re.compile(r"[./‐-―−-]|[кқ]\s*$", re.IGNORECASE)
_NO_INITIAL = r"(?![-‐-―−]|\s*\w\.)"  # «С.-Казахстанская», «С.К.О.» are no villages
_ABBREVIATIONS = tuple(
    (re.compile(rf"(?<![\w.]){written}", re.IGNORECASE), f" {word} ")
    for written, word in (
        (r"р[-‐-―−./ ]?о?н(?:[-‐-―−]?[аеу])?(?!\w)\.?", "район"),
        (r"обл[-‐-―−]\w+", "область"),
        (r"г\.\s?а\.", "город"),
        (r"с(?:\.\s?о\.|/о(?!\w)\.?)", "село"),
        (rf"с\.{_NO_INITIAL}", "село"),
        (rf"п\.{_NO_INITIAL}", "поселок"),
        (rf"[кқ](?:\.|\s*$){_NO_INITIAL}", "қала"),
    )
)


def write_out(text: str) -> str:
    """A text whose abbreviations, those that only their dot or dash tells from a word, are written out."""
    if _MARKED.search(text):
        for written, word in _ABBREVIATIONS:
            text = written.sub(word, text)
    return text


_PREPOSITIONS = """
    в во на из с со по у от до для к ко о об и территории территория территорию пределах пределы
    мен пен бен жане бойынша аумагында
    v vo na iz s so po u ot i territorii in at of from the to across within and
"""
_COUNTRY = """
    республика республики республике республикасы республикасынын казахстан казахстана казахстане рк
    казакстан казакстаннын казакстанда кр
    republic respublika respublikasy kazakhstan kazakhstans kazakstan kazahstan qazaqstan qazaqstannyn
    rk qr kz kaz of the
"""
#: Words that may stand before a name and say nothing about it.
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
#: The country's own names, which may stand beside a unit's.
COUNTRY = frozenset(_COUNTRY.split())
#: Other countries: an address in one of them is no unit's, whatever its oblast is called.
_ABROAD = """
    россия россии рф российская узбекистан узбекистана кыргызстан кыргызстана киргизия китай китая кнр
    туркменистан туркменистана таджикистан таджикистана монголия ресей озбекстан кыргыз кытай турикменстан
    russia russian uzbekistan kyrgyzstan kyrgyz china turkmenistan tajikistan mongolia
"""
ABROAD = frozenset(_ABROAD.split())
#: Words that say nothing wherever they stand in a name.
SILENT = frozenset(("of", "the", "имени", "им"))
