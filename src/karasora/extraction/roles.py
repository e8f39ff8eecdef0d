"""What a place is to the figures near it: where it happened, where one lives, comes from or goes."""

from dataclasses import dataclass, replace

from karasora.extraction.sentence import DASHES, Sentence, endings, listed
from karasora.extraction.words import dictionary_forms
from karasora.names.fold import fold, sound

#: It happened AT the place, or there by what BY (a police department) reports. FROM and TOWARDS are
#: the ends of a
#: way; ASIDE is where someone lives, a road leads or something was told; DATELINE where the report was
#: written.
AT, BY, FROM, TOWARDS, ASIDE, DATELINE = "at", "by", "from", "towards", "aside", "dateline"

#: The kind of a place in another country.
ABROAD = "abroad"
#: Kinds that are finer than a region.
FINE = frozenset(["town", "village", "district", "landmark"])
#: Kinds whose codes depend on what was named before: «там же», «там», «оба региона», «в области».
RELATIVE = frozenset(["here", "there", "both", "around"])


@dataclass(frozen=True, slots=True)
class Place:
    """A place at tokens `start` to `end`.

    `kind` is oblast, city, town, village, district or landmark; nation; macro (`macro` has its key,
    several joined by ";"); or one of `RELATIVE`. `codes` has several ISO codes where the name alone may
    mean several.
    """

    start: int
    end: int
    kind: str
    codes: tuple[str, ...] = ()
    name: str = ""
    role: str = AT
    macro: str = ""


_NEAR = 4  # words between a Kazakh place and the person who lives there
_QUOTES = frozenset('«"“')
_AWAY = frozenset([ASIDE, FROM, TOWARDS])
_IN = frozenset(["области", "районе", "городе", "поселке", "селе"])  # what says where, never where to
_PLURALS = ("облыстар", "аудандар", "қалалар")
_CONSONANTS = "бвгджзйклмнпрстфхцчшщь"


def with_roles(sentence: Sentence, places: list[Place]) -> list[Place]:
    """The places of a sentence, each with its role; those that a list joins have one role."""
    found: list[Place] = []
    for place in places:
        role = _role(sentence, place) if place.role == AT else place.role
        if found and role == AT and found[-1].role in (*_AWAY, BY) and _is_listed(sentence, found[-1], place):
            role = found[-1].role
        found.append(replace(place, role=role))
    if sentence.lang == "kk":  # the last of a list has the case of all
        for at in range(len(found) - 2, -1, -1):
            one, other = found[at], found[at + 1]
            if one.role == AT and other.role in _AWAY and _is_listed(sentence, one, other):
                found[at] = replace(one, role=other.role)
    starts = {place.start for place in found}
    return [
        replace(place, role=ASIDE) if _is_route_end(sentence, place, starts) else place for place in found
    ]


def _is_listed(sentence: Sentence, before: Place, place: Place) -> bool:
    """Whether two places are joined by «и» or a comma alone."""
    at = before.end
    return at + 1 == place.start and (sentence.word(at) == "," or sentence.begins("joint", at) is not None)


def _role(sentence: Sentence, place: Place) -> str:
    if place.kind in ("nation", ABROAD) or place.kind in RELATIVE:
        return AT
    start = place.start
    is_quoted = sentence.word(start - 1) in _QUOTES
    if is_quoted and sentence.ends("org", start - 1) and place.kind != "landmark":
        return ASIDE
    if sentence.ends("route", start) or (is_quoted and sentence.ends("route", start - 1)):
        return ASIDE
    is_lake = sentence.ends("nature", start) or sentence.begins(
        "nature", place.end
    )  # not only where its town is
    if is_lake or _is_talked_in(sentence, place):
        return ASIDE
    return {"ru": _russian, "kk": _kazakh, "en": _english}[sentence.lang](sentence, place)


def _is_talked_in(sentence: Sentence, place: Place) -> bool:
    """«на брифинге в Астане», "officials in Astana": where one spoke, not where it happened."""
    if sentence.lang == "kk":
        return any(sentence.begins("talk", place.end + skip) for skip in (0, 1))
    before = place.start - 1
    return sentence.ends("talk", before) is not None and sentence.word(before) in ("в", "in")


def _is_route_end(sentence: Sentence, place: Place, starts: set[int]) -> bool:
    """Whether a dash joins a place to another («Шу – Петропавловск»), or to a name before it."""
    before, after = place.start - 1, place.end
    if before > 0 and sentence.word(before) in DASHES and sentence.tokens[before - 1].is_capital:
        return True
    return sentence.word(after) in DASHES and after + 1 in starts


# --- Russian -------------------------------------------------------------------------------------------


def _russian(sentence: Sentence, place: Place) -> str:
    before = place.start
    while before and (sentence.begins("town", before - 1) or sentence.word(before - 1) == "."):
        before -= 1
    if sentence.ends("resident", before):
        return ASIDE
    preposition = sentence.word(before - 1)
    if preposition in ("в", "из") and sentence.ends("resident", before - 1):  # «живут в Костанае»
        return ASIDE
    if preposition in ("из", "с", "со"):
        return FROM
    if preposition == "от":
        return ASIDE
    if preposition in ("до", "к", "через", "для"):
        return TOWARDS
    if preposition == "в" and not sentence.ends("entry", before - 1):
        moves = _moves(sentence, before - 1) and not _is_prepositional(sentence, place)
        if moves or _is_accusative(sentence, place):
            return TOWARDS
    if preposition == "на" and place.kind == "macro" and _is_accusative(sentence, place):
        return TOWARDS
    if sentence.ends("agency", before) or (
        preposition in ("по", "в") and sentence.ends("agency", before - 1)
    ):
        return BY
    return AT


def _moves(sentence: Sentence, at: int) -> bool:
    """Whether a clause tells of going or bringing before a position («следовавшую из Бишкека в …»)."""
    start, _ = sentence.clause_of(at)
    return bool(sentence.within("move", start, at))


def _is_prepositional(sentence: Sentence, place: Place) -> bool:
    """Whether a name's form can only say where: «в Таразе», «в Жамбылской области»."""
    words = [token.word for token in sentence.tokens[place.start : place.end]]
    return not _IN.isdisjoint(words) or not _is_base(words[-1], place)


def _is_base(word: str, place: Place) -> bool:
    """Whether a word stands as the tables have it, in the nominative."""
    return sound(fold(word)) in {sound(fold(part)) for part in place.name.split()}


def _is_accusative(sentence: Sentence, place: Place) -> bool:
    """Whether a name after «в» says where to: «в Караганду», «в Тараз», «в Жамбылскую область»."""
    tokens = sentence.tokens[place.start : place.end]
    if not _IN.isdisjoint(token.word for token in tokens):
        return False
    if place.kind == "macro":
        return tokens[0].word.endswith(endings("ru", "towards"))
    if any(token.word in listed("ru", "accusative") for token in tokens):
        return True
    if len(tokens) > 1 and not tokens[-1].is_capital:
        return False
    word = tokens[-1].word
    if word.endswith(("у", "ю")):
        forms = dictionary_forms(word, "ru")[1:]
        is_noun = any(form.endswith(("а", "я")) and form[:4] == word[:4] for form in forms)
        return is_noun or word.endswith("ую")
    return _is_base(word, place) and word[-1] in _CONSONANTS


# --- Kazakh --------------------------------------------------------------------------------------------


def _kazakh(sentence: Sentence, place: Place) -> str:
    after = sentence.word(place.end)
    word = (
        after if after.startswith(_PLURALS) else sentence.word(place.end - 1)
    )  # «… мен Түркістан облыстарынан»
    is_base = bool(place.codes) and _is_base(word, place) and not word.endswith(endings("kk", "owned"))
    if not is_base and word.endswith(endings("kk", "ablative")):
        return FROM
    if not is_base and word.endswith(endings("kk", "dative")):
        return TOWARDS
    if any(sentence.begins("route", place.end + skip) for skip in (0, 1)):
        return ASIDE
    if word.endswith(endings("kk", "locative")):
        return AT
    if _has_resident(sentence, place.end, _NEAR if word.endswith(endings("kk", "genitive")) else 1):
        return ASIDE
    return BY if any(sentence.begins("agency", place.end + skip) for skip in (0, 1)) else AT


def _has_resident(sentence: Sentence, start: int, most: int) -> bool:
    """Whether someone who lives in a place follows it: «Қызылорда облысының екі тұрғыны»."""
    for at in range(start, min(start + most, len(sentence.tokens))):
        if sentence.tokens[at].kind == "sign" and sentence.word(at) not in _QUOTES:
            return False
        if sentence.begins("resident", at):
            return True
    return False


# --- English -------------------------------------------------------------------------------------------


def _english(sentence: Sentence, place: Place) -> str:
    before, after = place.start, place.end
    while before and sentence.begins("town", before - 1):
        before -= 1
    preposition = sentence.word(before - 1)
    if sentence.begins("resident", after) or (preposition == "of" and sentence.ends("resident", before - 1)):
        return ASIDE
    if preposition == "from" and (not sentence.ends("share", before) or _tells_of_part(sentence, before)):
        return FROM
    if (to := sentence.ends("towards", before)) and (preposition != "for" or to.end - to.start > 1):
        return TOWARDS
    if any(sentence.begins("route", after + skip) for skip in (0, 1)):
        return ASIDE
    is_agency = sentence.begins("agency", after + (sentence.word(after) in ("'", "regional", "city")))
    return BY if is_agency or (preposition == "of" and sentence.ends("agency", before - 1)) else AT


def _tells_of_part(sentence: Sentence, at: int) -> bool:
    """Whether a clause is about some of them ("four of them came from …")."""
    start, end = sentence.clause_of(at)
    return bool(sentence.within("part", start, end))
