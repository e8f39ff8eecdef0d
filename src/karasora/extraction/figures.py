"""Figures: a number with what it counts or weighs, and how exactly it is meant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from karasora.extraction import numbers, vocabulary
from karasora.extraction.numbers import Number
from karasora.extraction.sentence import Sentence
from karasora.extraction.vocabulary import Hit
from karasora.extraction.words import dictionary_forms, is_noun, is_person

#: What a unit weighs in kilograms; litres are kept apart.
KILOGRAMS = {"t": 1000.0, "centner": 100.0, "kg": 1.0, "g": 0.001}
_UNIT_OF = {"plants": "plants", "detained": "persons", "crimes": "facts"}
EARLIER_PERIOD = "earlier period"
_REACH = 5  # words between a number and the noun that it counts
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence: tokens `start` to `end`, `head` being where the noun or unit begins.

    `measure` is "" for a number whose noun the text leaves out; what it counts is then taken from before.
    `qualifier` is exact, at_least, about or at_most. `doubts` name what was inferred, for the confidence.
    """

    value: float
    unit: str
    measure: str
    qualifier: str
    start: int
    end: int
    head: int
    is_part: bool = False
    is_collective: bool = False
    is_joined: bool = False
    doubts: frozenset[str] = frozenset()

    @property
    def head_is_named(self) -> bool:
        """Whether a noun or unit of its own says what is counted."""
        return "noun left out" not in self.doubts


def find(sentence: Sentence) -> list[Figure]:
    """The figures of a sentence, by place."""
    figures: list[Figure] = []
    found = [n for n in numbers.find(sentence) if not n.hung or _unit_inside(n.hung, sentence.lang)]
    taken = -1
    for index, number in enumerate(found):
        if number.start < taken:
            continue
        following = found[index + 1].start if index + 1 < len(found) else len(sentence.tokens)
        figure = _mass(sentence, number, found[index + 1 :]) or _count(sentence, number, following)
        if figure:
            taken = figure.end
            figures.append(figure)
    figures.extend(_single_units(sentence, figures))
    figures.sort(key=lambda figure: figure.start)
    figures = [_dated(sentence, figure) for figure in figures if not _is_difference(sentence, figure)]
    return [_part_of_list(figures, index) for index in range(len(figures))]


def _part_of_list(figures: list[Figure], index: int) -> Figure:
    """A figure that follows a part of its kind is a part too: «включая 242 факта сбыта и 220 культивации»."""
    for before in reversed(figures[:index]):
        if before.measure == figures[index].measure != "mass" and before.is_part and before.measure:
            return replace(figures[index], is_part=True)
    return figures[index]


# --- masses --------------------------------------------------------------------------------------------------


def _mass(sentence: Sentence, number: Number, others: Sequence[Number]) -> Figure | None:
    if number.hung:
        unit = _unit_inside(number.hung, sentence.lang)
        return _weighed(sentence, number, number.value, unit, number.end, number.end - 1) if unit else None
    unit_hit = _unit_at(sentence, number.end)
    if not unit_hit or (number.is_plural and not _qualifier_before(sentence, number.start)):
        return None
    unit, end = unit_hit.key, _past_dot(sentence, unit_hit.end)
    if unit == "g" and sentence.word(unit_hit.start) in ("г", "g") and _is_year(sentence, number):
        return None
    value, doubts = number.value, frozenset[str]()
    if sentence.word(end) == "жарым" or _words(sentence, end, 3) == ("and", "a", "half"):
        value, end = value + 0.5, end + (1 if sentence.word(end) == "жарым" else 3)
    for other in others:  # 8 t 587 kg
        start = end + (sentence.word(end) in ("и", "and"))
        smaller = _unit_at(sentence, other.end)
        if other.start != start or not smaller or smaller.key not in _SMALLER.get(unit, ()):
            break
        scale = KILOGRAMS[smaller.key] / KILOGRAMS[unit]
        value, end = value + other.value * scale, _past_dot(sentence, smaller.end)
    return _weighed(sentence, number, value, unit, end, unit_hit.start, doubts)


_SMALLER = {"t": ("kg", "centner"), "centner": ("kg",), "kg": ("g",)}


def _weighed(
    sentence: Sentence,
    number: Number,
    value: float,
    unit: str,
    end: int,
    head: int,
    doubts: frozenset[str] = frozenset(),
) -> Figure:
    qualifier = _qualifier(sentence, number, end, head)
    if (
        sentence.lang == "kk"
        and sentence.word(end - 1)[-3:] in ("дай", "дей", "тай", "тей")
        and qualifier == "exact"
    ):
        qualifier = "about"
    if unit == "centner":
        value, unit = value * KILOGRAMS[unit], "kg"
    part = bool(sentence.within("part", 0, number.start))
    return Figure(
        round(value, 6), unit, "mass", qualifier, number.start, end, head, is_part=part, doubts=doubts
    )


def _unit_at(sentence: Sentence, at: int) -> Hit | None:
    """The unit right after a number, or after the qualifier that stands between («5-тен астам кг»)."""
    hit = sentence.begins("unit", at + (sentence.word(at) == "+"))
    if not hit and (between := sentence.begins("qualifier", at)) and sentence.lang == "kk":
        hit = sentence.begins("unit", between.end)
    return hit


def _past_dot(sentence: Sentence, at: int) -> int:
    """The position after a unit's full stop («12 кг. марихуаны»), unless the sentence ends with it."""
    is_short = len(sentence.word(at - 1)) <= 3
    return at + 1 if is_short and sentence.word(at) == "." and at + 1 < len(sentence.tokens) else at


def _is_year(sentence: Sentence, number: Number) -> bool:
    text = sentence.tokens[number.start].text
    return number.end == number.start + 1 and text.isdigit() and int(text) in _YEARS


def _words(sentence: Sentence, at: int, count: int) -> tuple[str, ...]:
    return tuple(sentence.word(at + n) for n in range(count))


def _single_units(sentence: Sentence, figures: Sequence[Figure]) -> list[Figure]:
    """Masses without a numeral: «более тонны», «полкило», «двухкилограммовый», "a kilogram and a half"."""
    taken = {at for figure in figures for at in range(figure.start, figure.end)}
    singles = []
    for at, token in enumerate(sentence.tokens):
        if at in taken or token.kind != "word":
            continue
        if inside := _number_and_unit_inside(token.word, sentence.lang):
            number = Number(inside[0], at, at + 1, is_word=True)
            singles.append(_weighed(sentence, number, inside[0], inside[1], at + 1, at))
        elif (unit := sentence.begins("unit", at)) and len(token.word) > 3:
            singles.extend(_one(sentence, unit))
    return singles


def _one(sentence: Sentence, unit: Hit) -> list[Figure]:
    """A unit alone, if words about it say that it is one: "more than" it, "a" of it, or what it is one of."""
    start = unit.start
    has_article = sentence.lang == "en" and sentence.word(start - 1) in ("a", "an")
    begin = start - 1 if has_article else start
    number = Number(1, begin, start, is_word=True)
    half = 0.5 if _words(sentence, unit.end, 3) == ("and", "a", "half") else 0.0
    end = unit.end + (3 if half else 0)
    qualified = _qualifier(sentence, number, end, start) != "exact"
    named = sentence.begins("substance", unit.end + (sentence.word(unit.end) == "of")) is not None
    singular = sentence.word(start) in ("тонна", "тонну", "килограмм", "тоннасы") or has_article
    plural = sentence.lang == "en" and sentence.word(start).endswith("s")
    if plural or not (qualified or (named and singular) or (half and has_article)):
        return []
    return [_weighed(sentence, number, 1 + half, unit.key, end, start, frozenset({"no numeral"}))]


@cache
def _prefixes() -> dict[str, float]:
    return {
        form: float(key)
        for form, entries in vocabulary.terms("ru").items()
        for _, kind, key in entries
        if kind == "prefix"
    }


@cache
def _number_and_unit_inside(word: str, lang: str) -> tuple[float, str] | None:
    """«полукилограмм» is half a kilogram, «двухкилограммовый» two, "half-kilogram" half of one."""
    if lang == "en":
        first, hyphen, rest = word.partition("-")
        unit = _unit_inside(rest, lang) if hyphen else ""
        values = [float(key) for _, kind, key in vocabulary.terms("en").get(first, ()) if kind == "number"]
        return (values[0], unit) if unit and values else None
    for prefix, value in _prefixes().items():
        if word.startswith(prefix) and (unit := _unit_inside(word[len(prefix) :], lang)):
            return value, unit
    return None


@cache
def _unit_inside(word: str, lang: str) -> str:
    """The unit that an adjective or the second half of a compound is made of; "" if none."""
    stem = word.split("-")[0] if lang == "en" else word
    for ending in ("", "овый", "ный", "овка"):
        for form in dictionary_forms(stem, lang) if len(stem) > 2 else ():
            if form.endswith(ending):
                for _, kind, key in vocabulary.terms(lang).get(form[: len(form) - len(ending)], ()):
                    if kind == "unit" and key != "l":
                        return key
    return ""


# --- counts --------------------------------------------------------------------------------------------------


def _count(sentence: Sentence, number: Number, following: int) -> Figure | None:
    """A number with the noun that it counts, or a number that stands alone."""
    if number.hung or (number.is_plural and not _qualifier_before(sentence, number.start)):
        return None
    begin = number.end + (sentence.word(number.end) == "+")
    stop = min(following, begin + _REACH, len(sentence.tokens))
    for at in range(begin, stop):
        if hit := _counted(sentence, at):
            if hit.kind == "staff" or _has_odd_neighbour(sentence, number.end, hit):
                return None
            if sentence.word(hit.end - 1).endswith(_GENITIVE) and _is_possessed_number(sentence, hit.end):
                return None  # «төрт адамның үшеуі»: the part is the fact
            if _is_year(sentence, number) and at > number.end:
                return None
            if number.is_word and number.value == 1 and hit.key == "crimes":  # «одно дело», «один случай»
                return None
            return _counting(sentence, number, _measure(hit), hit.end, hit.start)
        if not _may_stand_between(sentence, at):
            break
    return _alone(sentence, number, following)


_GENITIVE = ("ның", "нің", "дың", "дің", "тың", "тің")


def _is_possessed_number(sentence: Sentence, at: int) -> bool:
    """Whether a Kazakh number of "so many of them" stands at a position."""
    return sentence.lang == "kk" and any(
        number.start == at and number.is_possessed for number in numbers.find(sentence)
    )


def _measure(hit: Hit) -> str:
    return "detained" if hit.kind == "person" else hit.key


def _counted(sentence: Sentence, at: int) -> Hit | None:
    """A noun that is counted in reports, at a token."""
    hits = [hit for kind in ("count", "staff", "person") if (hit := sentence.begins(kind, at))]
    if hits:
        return max(hits, key=lambda hit: hit.end)
    token = sentence.tokens[at]
    if sentence.lang == "ru" and token.kind == "word" and not token.is_capital and is_person(token.word):
        return Hit("person", "", at, at + 1)
    return None


def _has_odd_neighbour(sentence: Sentence, start: int, hit: Hit) -> bool:
    """«Telegram-каналов», «административных правонарушений»: not what the noun alone would say."""
    return any(
        sentence.begins("neighbour", at)
        or any(part in _neighbours(sentence.lang) for part in sentence.word(at).split("-"))
        for at in range(start, hit.end)
    )


@cache
def _neighbours(lang: str) -> frozenset[str]:
    return frozenset(
        form
        for form, entries in vocabulary.terms(lang).items()
        for _, kind, _ in entries
        if kind == "neighbour"
    )


_BETWEEN = ("substance", "generic", "qualifier", "detain", "seize", "piece", "trait")
_KAZAKH_MODIFIER = (
    "лық",
    "лік",
    "дық",
    "дік",
    "тық",
    "тік",
    "ған",
    "ген",
    "қан",
    "кен",
    "ды",
    "ді",
    "ты",
    "ті",
    "сыз",
    "сіз",
    "рі",
    "лы",
    "лі",
    "кі",
    "қы",
    "дағы",
    "дегі",
    "ын",
    "ның",
    "нің",
    "ң",
    "у",
)
_ENGLISH_STOPS = frozenset(
    ["of", "in", "on", "at", "by", "for", "with", "from", "to", "and", "or", "the", "were", "was", "are", "is", "had", "have", "has", "who", "that", "which", "year", "years", "months", "month", "days", "day", "hours", "weeks", "percent", "tenge", "hectares", "kilometres", "km", "aged", "times"]
)


def _may_stand_between(sentence: Sentence, at: int) -> bool:
    """Whether a word may stand between a number and its noun, as an adjective does."""
    token = sentence.tokens[at]
    if token.kind == "number":
        return sentence.word(at + 1) in ("-", "‑")  # a 38-year-old man
    if token.kind == "sign":
        return token.text in "«»\"“”'’" or (token.text in "-‑" and sentence.tokens[at - 1].kind == "number")
    if any(
        sentence.begins(kind, at) or any(h.start < at < h.end for h in sentence.hits.get(kind, ()))
        for kind in _BETWEEN
    ):
        return True
    if sentence.lang == "ru":
        return token.word.endswith(_RUSSIAN_MODIFIER) and len(token.word) > 4
    if sentence.lang == "kk":
        return token.word.endswith(_KAZAKH_MODIFIER)
    return token.word not in _ENGLISH_STOPS and not sentence.begins("unit", at)


_RUSSIAN_MODIFIER = (
    "ых",
    "их",
    "ый",
    "ий",
    "ая",
    "ую",
    "ой",
    "ое",
    "ее",
    "ые",
    "ие",
    "ого",
    "его",
    "ым",
    "им",
    "ыми",
    "ими",
    "ей",
    "юю",
)


def _counting(sentence: Sentence, number: Number, measure: str, end: int, head: int) -> Figure:
    return Figure(
        number.value,
        _UNIT_OF.get(measure, "items"),
        measure,
        _qualifier(sentence, number, end, head),
        number.start,
        end,
        head,
        is_part=_is_part(sentence, number.start, number.end),
    )


def _alone(sentence: Sentence, number: Number, following: int) -> Figure | None:
    """A number whose noun stands before it («кустов уничтожено 300»), or is left out («двое из них», «в Шу – 640»)."""
    if (_is_year(sentence, number) and not number.is_word) or _is_range(sentence, number):
        return None
    collective = _is_collective(sentence, number)
    before = None if collective or number.is_possessed else _noun_before(sentence, number.start)
    stands_alone = sentence.word(number.end) in _ENDS or _is_verbal(sentence, number.end)
    stands_alone = stands_alone or sentence.begins("preposition", number.end) is not None
    qualifier = _qualifier(sentence, number, number.end, number.start)
    figure = Figure(
        number.value,
        "",
        "",
        qualifier,
        number.start,
        number.end,
        number.start,
        is_part=(_is_part(sentence, number.start, number.end)
        and (stands_alone or _is_predicate(sentence, number.end)))
        or number.is_possessed,
        is_collective=collective,
        doubts=frozenset({"noun left out"}),
    )
    if before and (stands_alone or sentence.begins("piece", number.end)):
        measure = _measure(before)
        return replace(figure, measure=measure, unit=_UNIT_OF.get(measure, "items"), head=before.start)
    if _is_detained(sentence, number):
        return replace(figure, measure="detained", unit="persons", doubts=frozenset({"noun unknown"}))
    if _is_joined(sentence, number, following):
        return replace(figure, is_joined=True)
    after = sentence.begins("qualifier", number.end)
    names_plant = sentence.begins("substance", after.end if after else number.end)
    return figure if figure.is_part or figure.is_collective or stands_alone or names_plant else None


_ENDS = frozenset(["", ".", ",", ";", ")", "–", "—", "и", "and", "мен", "және", "!", "»", "а", "ал"])


def _is_detained(sentence: Sentence, number: Number) -> bool:
    """Whether a number of something unknown is said to be detained: "detained two producers", «екі құрбысын ұстады»."""
    if (not number.is_word and number.value > 500) or number.end >= len(sentence.tokens):
        return False
    noun = sentence.tokens[number.end]
    if noun.kind != "word" or sentence.begins("unit", number.end) or sentence.begins("count", number.end):
        return False
    if sentence.lang == "en":
        passive = sentence.word(number.end + 1) in ("were", "was", "are", "is", "have", "has")
        return (
            (sentence.ends("detain", number.start) is not None
            and noun.word.endswith("s"))
            or (passive
            and any(sentence.begins("detain", number.end + skip) for skip in (2, 3)))
        )
    return sentence.lang == "kk" and sentence.begins("detain", number.end + 1) is not None


def _is_joined(sentence: Sentence, number: Number, following: int) -> bool:
    """Whether a number shares its noun with the next («8 международных и 14 внутренних каналов»)."""
    return (
        number.end < following < min(number.end + 4, len(sentence.tokens))
        and sentence.word(following - 1) in ("и", "and", "және", "мен", "пен")
        and all(_is_predicate(sentence, at) for at in range(number.end, following - 1))
    )


def _is_range(sentence: Sentence, number: Number) -> bool:
    """Whether a number is an end of «14–20» or "24 and 30"."""
    joined = ("–", "—", "-", "и", "and", "до", "to", "мен")
    after = sentence.word(number.end) in joined and number.end + 1 < len(sentence.tokens)
    before = sentence.word(number.start - 1) in joined and number.start > 1
    return (
        (after
        and sentence.tokens[number.end + 1].kind == "number")
        or (before
        and sentence.tokens[number.start - 2].kind == "number")
    )


def _is_predicate(sentence: Sentence, at: int) -> bool:
    """Whether a word may follow a part's number as what is said of it: «8 международных», «17 работали»."""
    if sentence.begins("trait", at):
        return True
    token = sentence.tokens[at]
    if sentence.lang == "ru":
        return token.kind == "word" and not is_noun(token.word) and not sentence.begins("unit", at)
    return token.word in ("were", "are", "was", "remain", "of", "have", "had", "in", "at")


def _is_verbal(sentence: Sentence, at: int) -> bool:
    return any(sentence.begins(kind, at) for kind in ("detain", "seize", "part", "share"))


def _noun_before(sentence: Sentence, at: int) -> Hit | None:
    """A counted noun before a number in its clause, with only a verb, a dash, a bracket or a colon between."""
    if sentence.word(at - 1) in ("(", ":"):
        at -= 1
    start, _ = sentence.clause_of(at)
    for back in range(at - 1, max(start, at - 5) - 1, -1):
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
        for back in range(max(start, at - 4), at)
    )


def _is_collective(sentence: Sentence, number: Number) -> bool:
    """«трое», «үшеуі»: words that count people."""
    form = sentence.word(number.end - 1)
    keys = sentence.tokens[number.end - 1].keys
    return number.is_word and (
        any(key in _COLLECTIVE for key in keys)
        if sentence.lang == "ru"
        else sentence.lang == "kk" and form.endswith(("еуі", "ауы", "еуін", "ауын"))
    )


_COLLECTIVE = frozenset(["двое", "трое", "четверо", "пятеро", "шестеро", "семеро", "восьмеро", "девятеро", "десятеро"])


def _is_part(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a number counts a part: "of them" before it in its clause, or right after it."""
    begin, _ = sentence.clause_of(start)
    before = any(
        hit.end <= start and begin <= hit.start and start - hit.end <= 3
        for hit in sentence.hits.get("part", ())
    )
    earlier = begin and sentence.ends("part", begin - 1) is not None and start - begin <= 3
    listed = sentence.word(start - 1) == "(" and sentence.word(end) in (
        "–",
        "—",
        "-",
    )  # 6 groups (2 – transnational)
    return bool(
        before
        or earlier
        or listed
        or sentence.begins("part", end)
        or (sentence.begins("part", end + 1)
        and sentence.word(end) in ("–", "—"))
    )


# --- how exactly it is meant ---------------------------------------------------------------------------------


def _qualifier(sentence: Sentence, number: Number, end: int, head: int) -> str:
    hit = _qualifier_before(sentence, number.start) or _qualifier_after(sentence, number, end, head)
    if hit:
        return "at_most" if _is_at_most(sentence, hit) else hit.key
    if _SIGNS.get(sentence.word(number.start - 1)):
        return _SIGNS[sentence.word(number.start - 1)]
    if "+" in (sentence.word(number.end), sentence.word(number.start - 1)):
        return "at_least"
    return "about" if number.is_about else "exact"


_SIGNS = {"~": "about", "≈": "about", ">": "at_least", "≥": "at_least", "<": "at_most", "≤": "at_most"}


def _qualifier_before(sentence: Sentence, start: int) -> Hit | None:
    for filler in range(3):
        if filler and sentence.word(start - filler) not in (
            "на",
            "чем",
            "в",
            "of",
            "the",
            "a",
            "an",
            "than",
            "чуть",
        ):
            return None
        if hit := sentence.ends("qualifier", start - filler):
            return hit
    return None


def _qualifier_after(sentence: Sentence, number: Number, end: int, head: int) -> Hit | None:
    """A qualifier after the number or its unit: all Kazakh ones; «с лишним», "or more", "or so"."""
    for at in (number.end, head + 1, end):
        if (hit := sentence.begins("qualifier", at)) and (
            sentence.lang == "kk" or sentence.word(at) in ("с", "or")
        ):
            return hit
    return None


def _is_at_most(sentence: Sentence, hit: Hit) -> bool:
    return any(other.start == hit.start or other.end == hit.end for other in sentence.hits.get("at_most", ()))


def _is_difference(sentence: Sentence, figure: Figure) -> bool:
    """«на 5 кг больше, чем», "up from 30 kg": not a figure of its own."""
    _, end = sentence.clause_of(figure.start)
    if sentence.word(figure.start - 1) == "на" and sentence.within(
        "compare", figure.end, min(end, figure.end + 3)
    ):
        return True
    if sentence.word(figure.start - 1) in ("против", "against"):
        return True
    return sentence.lang == "en" and sentence.ends("compare", figure.start) is not None


def _dated(sentence: Sentence, figure: Figure) -> Figure:
    """The figure with its doubt if it is said of an earlier period."""
    start, end = sentence.clause_of(figure.start)
    if sentence.within("past", start, end) or any(hit.start <= 4 for hit in sentence.hits.get("past", ())):
        return replace(figure, doubts=figure.doubts | {EARLIER_PERIOD})
    return figure
