"""The endings of Russian and Kazakh names, and the words that say what a name names.

Everything here is in folded letters (see `fold`): «қаласында» stands as "каласында", «обл.» as "обл".
A form is led back to its nominative by taking an ending off; only what then stands in the index counts,
so the rules need not know which words there are.
"""

from collections.abc import Iterator

from karasora.fold import sound

#: Russian: what stands before the ending in the nominative, the nominative's own ending, the others.
_RUSSIAN = (
    ("", "ая", ("ой", "ую", "ою")),
    ("", "ое", ("ого", "ому", "ым", "ом")),
    ("", "ый", ("ого", "ому", "ым", "ом")),
    ("", "ий", ("ого", "ому", "им", "ом")),
    ("", "ой", ("ого", "ому", "ым", "ом")),
    ("", "а", ("ы", "и", "е", "у", "ой", "ою")),
    ("", "ь", ("и", "ью", "я", "ю", "ем", "е")),
    ("", "й", ("я", "ю", "ем", "е")),
    ("вн", "о", ("а", "у", "ом", "е")),
    ("бвгджзклмнпрстфхцчшщ", "", ("а", "у", "ом", "е")),
)
#: Kazakh: the last letters that take a set of case endings.
_KAZAKH = (
    ("аеиоуыэюяйрл", "нын нин га ге ны ни ды ди дын дин да де дан ден мен дагы деги"),
    ("мн", "нын нин га ге ды ди да де нан нен мен дагы деги"),
    ("зж", "дын дин га ге ды ди да де дан ден бен дагы деги"),
    ("пфктсшщхцчбвгд", "тын тин ка ке ты ти та те тан тен пен тагы теги"),
)
_Rule = tuple[str, str, str]


def _rules() -> Iterator[_Rule]:
    """(letters before, nominative ending, case ending); no letters before means any."""
    for before, own, others in _RUSSIAN:
        for other in others:
            yield before, own, other
    for before, endings in _KAZAKH:
        for ending in endings.split():
            yield before, "", ending


def _by_ending(rules: Iterator[_Rule]) -> dict[str, list[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for before, own, other in rules:
        if (before, own) not in table.setdefault(other, []):
            table[other].append((before, own))
    return table


_CYRILLIC = _by_ending(_rules())
_LATIN = _by_ending(("".join({*sound(b)}), sound(own), sound(other)) for b, own, other in _rules())
_LONGEST = 4


def nominatives(key: str, *, latin: bool = False) -> Iterator[str]:
    """What the key of a declined name may be the form of; longest endings first."""
    table = _LATIN if latin else _CYRILLIC
    for length in range(_LONGEST, 0, -1):
        if len(key) - length < 2:
            continue
        for before, own in table.get(key[-length:], ()):
            stem = key[:-length]
            if not before or stem[-1] in before:
                yield stem + own


_POSSESSED = {
    "back": ("", "нын", "на", "н", "нда", "нан", "мен", "ндагы", "ндагылар"),
    "front": ("", "нин", "не", "н", "нде", "нен", "мен", "ндеги"),
}
_RUSSIAN_KINDS = {
    "oblast": "область области областью областях обл регион региона региону регионом регионе рег",
    "city": "город города городу городом городе гор г мегаполис мегаполиса мегаполисе",
    "village": "село села селу селом селе аул аула аулу аулом ауле поселок поселка поселку поселком поселке пос "
    "пгт станция станции ст ауыл кент кишлак с п",
    "district": "район района району районом районе рн рон районы",
}
_KAZAKH_KINDS = {
    "oblast": (("облысы", "back"), ("облыс", "none"), ("облыстык", "none"), ("онири", "front")),
    "city": (("каласы", "back"), ("кала", "none"), ("шахары", "back")),
    "village": (("ауылы", "back"), ("кенти", "front"), ("селосы", "back"), ("станциясы", "back")),
    "district": (("ауданы", "back"), ("аудан", "none"), ("ауд", "none")),
}
_LATIN_KINDS = {
    "oblast": "region reg rgn oblast oblasti oblastj obl province provinces prov gebiet oblisi",
    "city": "city town gorod gorode goroda",
    "village": "village settlement selo aul poselok",
    "district": "district distr raion rayon raiona rayona raione rayone audany",
}


def _kinds() -> dict[str, str]:
    words: dict[str, str] = {}
    for kind, russian in _RUSSIAN_KINDS.items():
        words |= dict.fromkeys(russian.split(), kind)
    for kind, stems in _KAZAKH_KINDS.items():
        for stem, harmony in stems:
            words |= dict.fromkeys([stem + end for end in _POSSESSED.get(harmony, ("",))], kind)
    sounds = {sound(word): kind for word, kind in words.items() if len(word) > 3}
    for kind, latin in _LATIN_KINDS.items():
        words |= dict.fromkeys(latin.split(), kind)
        sounds |= {sound(word): kind for word in latin.split()}
    return sounds | words


#: A word, or its `sound`, to the kind of thing that it says a name names.
KINDS = _kinds()
#: Words that may stand before a name and say nothing about it.
PREPOSITIONS = frozenset(
    "в во на из с со по у от до для к ко о об и территории территория территорию пределах пределы "
    "v vo na iz s so po u ot territorii in at of from the to across within".split()
)
#: The country's own names, which may stand beside a unit's.
COUNTRY = frozenset(
    "республика республики республике республикасы республикасынын казахстан казахстана казахстане рк казакстан "
    "казакстаннын казакстанда кр kazakhstan kazakhstans kazakstan qazaqstan qazaqstannyn respublikasy "
    "republic rk qr kz kaz of the".split()
)
