"""Counts: a number with the noun that it counts, or with none where the text leaves it out."""

from dataclasses import replace

from karasora.extraction import numbers
from karasora.extraction.figures import NOUN_LEFT_OUT, NOUN_UNKNOWN, UNIT_OF, Figure, before, qualifier
from karasora.extraction.numbers import Number, counts_people, is_range
from karasora.extraction.sentence import DASHES, Hit, Sentence, endings, listed
from karasora.extraction.words import is_noun, is_person

_REACH = 5  # words between a number and the noun that it counts
_MOST_PEOPLE = 500  # of people whose noun is not known
_LIKE_ADJECTIVES = ("substance", "generic", "qualifier", "detain", "seize", "piece", "trait")
_QUOTES = "«»\"“”'’"
_PREDICATES = frozenset(["were", "are", "was", "remain", "of", "have", "had", "in", "at"])
_PASSIVE = frozenset(["were", "was", "are", "is", "have", "has"])
_ENDS = frozenset(["", ".", ",", ";", ")", "–", "—", "и", "and", "мен", "және", "!", "»", "а", "ал"])
_ARE = frozenset([*DASHES, "(", ":", "were", "was", "for", "made", "up", "totalled", "составил", "составило"])


def counted(sentence: Sentence, number: Number, following: int) -> Figure | None:
    """A number with its noun after it, or one that stands alone; `following`: where the next begins."""
    if number.hung or (number.is_plural and not before(sentence, number.start)):
        return None
    begin = number.end + (sentence.word(number.end) == "+")
    for at in range(begin, min(following, begin + _REACH, len(sentence.tokens))):
        if hit := _noun_at(sentence, at):
            return None if _is_no_fact(sentence, number, hit) else _counting(sentence, number, hit)
        if not _may_stand_between(sentence, at):
            break
    return _alone(sentence, number, following)


def _counting(sentence: Sentence, number: Number, hit: Hit) -> Figure:
    measure = _measure(hit)
    return Figure(
        value=number.value, unit=UNIT_OF.get(measure, "items"), measure=measure,
        qualifier=qualifier(sentence, number, hit.end, hit.start), start=number.start, end=hit.end,
        head=hit.start, is_part=_is_part(sentence, number),
    )  # fmt: skip


def _measure(hit: Hit) -> str:
    return "detained" if hit.kind == "person" else hit.key


# --- the noun after a number ---------------------------------------------------------------------------


def _noun_at(sentence: Sentence, at: int) -> Hit | None:
    """A noun that reports count, at a token; in Russian any noun for people."""
    hits = [hit for kind in ("count", "staff", "person") if (hit := sentence.begins(kind, at))]
    if hits:
        return max(hits, key=lambda hit: hit.end)
    token = sentence.tokens[at]
    if sentence.lang == "ru" and token.kind == "word" and not token.is_capital and is_person(token.word):
        return Hit("person", "", at, at + 1)
    return None


def _is_no_fact(sentence: Sentence, number: Number, hit: Hit) -> bool:
    """Whether a counted noun is none of a fact: staff, «Telegram-каналов», «одно дело», a year, a whole."""
    if hit.kind == "staff" or _has_odd_neighbour(sentence, number.end, hit):
        return True
    if number.is_year and hit.start > number.end:
        return True
    if number.is_word and number.value == 1 and hit.key == "crimes":
        return True
    is_whole = sentence.word(hit.end - 1).endswith(endings("kk", "genitive"))
    return is_whole and _is_possessed_number(sentence, hit.end)  # «төрт адамның үшеуі»: the part is the fact


def _is_possessed_number(sentence: Sentence, at: int) -> bool:
    """Whether a Kazakh number of "so many of them" stands at a position."""
    return sentence.lang == "kk" and any(n.start == at and n.is_possessed for n in numbers.find(sentence))


def _has_odd_neighbour(sentence: Sentence, start: int, hit: Hit) -> bool:
    """«Telegram-каналов», «административных правонарушений»: not what the noun alone would say."""
    odd = listed(sentence.lang, "neighbour")
    return any(
        sentence.begins("neighbour", at) or any(part in odd for part in sentence.word(at).split("-"))
        for at in range(start, hit.end)
    )


def _may_stand_between(sentence: Sentence, at: int) -> bool:
    """Whether a word may stand between a number and its noun, as an adjective does."""
    token = sentence.tokens[at]
    if token.kind == "number":
        return sentence.word(at + 1) in DASHES  # a 38-year-old man
    if token.kind == "sign":
        return token.text in _QUOTES or (token.text in DASHES and sentence.tokens[at - 1].kind == "number")
    if any(sentence.covers(kind, at) for kind in _LIKE_ADJECTIVES):
        return True
    if sentence.lang == "en":
        return token.word not in listed("en", "stop") and not sentence.begins("unit", at)
    return token.word.endswith(endings(sentence.lang, "modifier")) and len(token.word) > 4 - (
        sentence.lang == "kk"
    )


# --- numbers without a noun after them -----------------------------------------------------------------


def _alone(sentence: Sentence, number: Number, following: int) -> Figure | None:
    """A number whose noun stands before it («кустов уничтожено 300»), or is left out («двое из них»)."""
    if (number.is_year and not number.is_word) or is_range(sentence, number):
        return None
    is_free = _stands_free(sentence, number.end)
    is_collective = counts_people(sentence, number)
    says_part = _is_part(sentence, number) and (is_free or _is_predicate(sentence, number.end))
    figure = Figure(
        value=number.value, unit="", measure="",
        qualifier=qualifier(sentence, number, number.end, number.start), start=number.start,
        end=number.end, head=number.start, is_part=says_part or number.is_possessed,
        is_collective=is_collective, is_joined=_is_joined(sentence, number, following),
        doubts=frozenset({NOUN_LEFT_OUT}),
    )  # fmt: skip
    if not (is_collective or number.is_possessed) and (
        before := _noun_before(sentence, number.start, is_free or sentence.begins("piece", number.end))
    ):
        measure = _measure(before)
        return replace(figure, measure=measure, unit=UNIT_OF.get(measure, "items"), head=before.start)
    if _names_offence(sentence, number):
        return replace(figure, measure="crimes", unit="facts", is_part=True, doubts=frozenset({NOUN_UNKNOWN}))
    if _is_said_to_be_detained(sentence, number):
        return replace(figure, measure="detained", unit="persons", doubts=frozenset({NOUN_UNKNOWN}))
    is_meant = figure.is_part or is_collective or figure.is_joined or is_free
    return figure if is_meant or _names_plant(sentence, number) else None


def _stands_free(sentence: Sentence, at: int) -> bool:
    """Whether no noun can follow a number: the clause ends, or goes on with a verb or a preposition."""
    kinds = ("detain", "seize", "part", "share", "preposition")
    return sentence.word(at) in _ENDS or any(sentence.begins(kind, at) for kind in kinds)


def _names_plant(sentence: Sentence, number: Number) -> bool:
    """«900-ден астам қарасора»: a plant right after the number."""
    between = sentence.begins("qualifier", number.end)
    return sentence.begins("substance", between.end if between else number.end) is not None


def _names_offence(sentence: Sentence, number: Number) -> bool:
    """«40 – сбыт», «хранение (8)», «6 есірткіні аса ірі мөлшерде сақтау»: a kind of crime beside a number."""
    after = number.end + (sentence.word(number.end) in _ARE)
    if sentence.begins("offence", after):
        return True
    before = number.start
    while sentence.word(before - 1) in _ARE:
        before -= 1
    is_beside = before < number.start or sentence.lang == "en"  # possession 1,605
    if is_beside and sentence.ends("offence", before):
        return sentence.word(number.end) in _ENDS
    for at in range(number.end, min(number.end + _REACH, len(sentence.tokens)) * (sentence.lang == "kk")):
        if sentence.begins("offence", at):
            return True
        if sentence.tokens[at].kind != "word" or sentence.begins("unit", at):
            break
    return False


def _is_said_to_be_detained(sentence: Sentence, number: Number) -> bool:
    """Whether something unknown is said to be detained: "detained two producers", «екі құрбысын ұстады»."""
    at = number.end
    if at >= len(sentence.tokens) or (not number.is_word and number.value > _MOST_PEOPLE):
        return False
    noun = sentence.tokens[at]
    if noun.kind != "word" or sentence.begins("unit", at) or sentence.begins("count", at):
        return False
    if sentence.lang == "en":
        is_object = sentence.ends("detain", number.start) is not None and noun.word.endswith("s")
        is_passive = sentence.word(at + 1) in _PASSIVE and any(
            sentence.begins("detain", at + skip) for skip in (2, 3)
        )
        return is_object or is_passive
    is_with = noun.word.endswith(("мен", "пен", "бен"))  # «52 пакетпен ұсталды»
    return sentence.lang == "kk" and not is_with and sentence.begins("detain", at + 1) is not None


def _is_joined(sentence: Sentence, number: Number, following: int) -> bool:
    """Whether a number shares its noun with the next («8 международных и 14 внутренних каналов»)."""
    return (
        number.end < following < min(number.end + 4, len(sentence.tokens))
        and sentence.begins("joint", following - 1) is not None
        and all(_is_predicate(sentence, at) for at in range(number.end, following - 1))
    )


def _is_predicate(sentence: Sentence, at: int) -> bool:
    """Whether a word may follow a part's number as what is said of it: «8 международных», «17 работали»."""
    if sentence.begins("trait", at):
        return True
    token = sentence.tokens[at]
    if sentence.lang == "ru":
        return token.kind == "word" and not is_noun(token.word) and not sentence.begins("unit", at)
    return token.word in _PREDICATES


def _noun_before(sentence: Sentence, at: int, is_free: object) -> Hit | None:
    """A counted noun before a number in its clause, with a verb, a dash, a bracket or a colon between."""
    if not is_free:
        return None
    if sentence.word(at - 1) in ("(", ":"):
        at -= 1
    start, _ = sentence.clause_of(at)
    for back in range(at - 1, max(start, at - _REACH) - 1, -1):
        if sentence.tokens[back].kind == "number":
            return None
        hit = sentence.ends("count", back + 1) or sentence.ends("person", back + 1)
        if hit and hit.start >= start and not _has_number(sentence, hit.start):
            return hit
    return None


def _has_number(sentence: Sentence, at: int) -> bool:
    """Whether a number already stands before a noun."""
    start, _ = sentence.clause_of(at)
    return any(
        sentence.tokens[back].kind == "number"
        or sentence.begins("number", back)
        or sentence.begins("times", back)
        for back in range(max(start, at - _REACH + 1), at)
    )


def _is_part(sentence: Sentence, number: Number) -> bool:
    """Whether a number counts a part: "of them" before it in its clause, or right after it."""
    start, end = number.start, number.end
    begin, _ = sentence.clause_of(start)
    near = max(begin, start - 3)
    if any(near <= hit.end <= start and begin <= hit.start for hit in sentence.hits.get("part", ())):
        return True
    if begin and sentence.ends("part", begin - 1) and start - begin <= 3:  # «в том числе, 12 …»
        return True
    is_dashed = sentence.word(end) in DASHES
    if is_dashed and (sentence.word(start - 1) == "(" or sentence.begins("part", end + 1)):
        return True  # «6 групп (2 – транснациональные)»
    return sentence.begins("part", end) is not None
