"""Which substance a figure is of: beside it in its sentence, or carried from what was named before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from karasora.extraction.figures import Figure
from karasora.extraction.sentence import Sentence
from karasora.extraction.vocabulary import Hit
from karasora.extraction.words import is_genitive, is_verb

#: Measures that are of a substance; the others never are.
OF_SUBSTANCE = ("mass", "plants", "crimes", "sites")
_REACH = 6  # words after a figure
_PLANTS = ("hemp_plant", "poppy", "marijuana", "cannabis")
_JOINED = ("и", "мен", "пен", "бен", "және", "and", "&")
_ENGLISH_STOPS = frozenset(
    ["in", "on", "at", "from", "near", "by", "for", "were", "was", "are", "is", "have", "has", "had", "hidden", "to", "who", "that", "which", "while"]
)


@dataclass(frozen=True, slots=True)
class Named:
    """The substances of a figure, `how` they were found, and the tokens that name them, if they stand beside it.

    `how` is beside (next to it), before (earlier in the sentence), carried (from elsewhere), generic («наркотики»)
    or none.
    """

    keys: tuple[str, ...]
    how: str
    start: int = -1
    end: int = -1


NOTHING = Named((), "none")


def beside(sentence: Sentence, figures: Sequence[Figure], index: int) -> Named:
    """The substance that a figure's own words name."""
    figure = figures[index]
    if figure.measure not in OF_SUBSTANCE:
        return NOTHING
    inside = sentence.within("substance", figure.start, figure.end)
    if inside:
        return Named((inside[-1].key,), "beside", inside[0].start, inside[-1].end)
    if sentence.within("generic", figure.start, figure.end):
        return Named((), "generic")
    stop = figures[index + 1].start if index + 1 < len(figures) else len(sentence.tokens)
    after = _after(sentence, figure.end, stop)
    if after.how != "none" or figure.measure in ("crimes", "sites"):
        return after
    if _is_attribute(sentence, figure) and index + 1 < len(figures):  # weighing 44 kg, 17 bushes of it
        return beside(sentence, figures, index + 1)
    before = _before(sentence, figures, index)
    generic = _generic_before(sentence, figure) if before.how == "none" else None
    if generic and (sentence.within("plural", generic.start, generic.end) or not refers(sentence, figure)):
        return Named((), "generic")
    return before


def _generic_before(sentence: Sentence, figure: Figure) -> Hit | None:
    """«есірткі өсімдіктерінің 110 мыңнан астам бұтасы», «наркотиков изъято 5 т»."""
    start, _ = sentence.clause_of(figure.start)
    near = (
        hit
        for hit in sentence.hits.get("generic", ())
        if start <= hit.start and 0 <= figure.start - hit.end <= 2
    )
    return next(near, None)


def mentions(sentence: Sentence) -> list[Hit]:
    """The substances that a sentence names, each once, by place; «маковая солома» is not poppy too."""
    kept: list[Hit] = []
    for hit in sorted(sentence.hits.get("substance", ()), key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _after(sentence: Sentence, at: int, stop: int) -> Named:
    """The substance in the words after a figure, up to a sign, a verb or a preposition."""
    generic = False
    end = min(stop, at + _REACH)
    if (sentence.word(at) in _COPULAS or sentence.begins("makes", at)) and sentence.begins(
        "substance", at + 1
    ):
        at += 1
    while at < end:
        if hit := sentence.begins("substance", at):
            return _with_joined(sentence, hit, stop)
        if hit := sentence.begins("generic", at):
            generic, at, end = True, hit.end, min(stop, hit.end + _REACH)
        elif _stops(sentence, at, generic):
            break
        else:
            at += 1
    return Named((), "generic") if generic else NOTHING


_COPULAS = frozenset(["–", "—", "-", "was", "were", "is", "are"])


def _stops(sentence: Sentence, at: int, generic: bool) -> bool:
    token = sentence.tokens[at]
    if token.kind == "sign":
        return token.text not in '«»"“”' and not (generic and token.text in "–—-:")
    if sentence.lang == "ru":
        return sentence.begins("preposition", at) is not None or is_verb(token.word)
    if sentence.lang == "en":
        return token.word in _ENGLISH_STOPS
    return token.word in ("мен", "және", "пен", "бен", "ал") or sentence.begins("seize", at) is not None


def _with_joined(sentence: Sentence, hit: Hit, stop: int) -> Named:
    """A substance, and a second one that the same figure is of: «12 кг марихуаны и гашиша»."""
    if sentence.word(hit.end) in _JOINED and hit.end + 1 < stop:
        other = sentence.begins("substance", hit.end + 1)
        if (
            other
            and other.key != hit.key
            and (sentence.lang != "ru" or is_genitive(sentence.word(other.start)))
        ):
            return Named((hit.key, other.key), "beside", hit.start, other.end)
    return Named((hit.key,), "beside", hit.start, hit.end)


def _is_attribute(sentence: Sentence, figure: Figure) -> bool:
    """Whether a mass is said of what follows: «салмағы 44 келі болатын 17 бұта»."""
    return sentence.word(figure.end) in ("болатын", "құрайтын", "тартатын", "асатын")


def _before(sentence: Sentence, figures: Sequence[Figure], index: int) -> Named:
    """The last substance named before a figure, if no other figure stands between the two."""
    figure = figures[index]
    floor = figures[index - 1].end if index else 0
    for hit in reversed(mentions(sentence)):
        if floor <= hit.start and hit.end <= figure.start:
            if index and _belongs_to(sentence, figures[index - 1], hit):
                break
            if ";" in (token.text for token in sentence.tokens[hit.end : figure.start]):
                break
            if index:  # what is the earlier figure's own is not of this list
                floor = max(floor, _after(sentence, figures[index - 1].end, len(sentence.tokens)).end)
            first, keys = _listed(sentence, hit, floor)
            return Named(keys, "before", first, hit.end)
    return NOTHING


def _listed(sentence: Sentence, last: Hit, floor: int) -> tuple[int, tuple[str, ...]]:
    """The substances of a list that ends with one: «марихуана и гашиш общим весом 20 кг»; where it begins."""
    keys, start = [last.key], last.start
    for hit in reversed(mentions(sentence)):
        if floor <= hit.start and hit.end == start - 1 and sentence.word(hit.end) in (*_JOINED, ","):
            keys.insert(0, hit.key)
            start = hit.start
    return start, tuple(dict.fromkeys(keys))


def _belongs_to(sentence: Sentence, figure: Figure, hit: Hit) -> bool:
    """Whether a substance is the earlier figure's own («2 кг мефедрона, 300 г …»)."""
    named = _after(sentence, figure.end, len(sentence.tokens))
    return named.start <= hit.start < named.end


# --- what was named before -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a text said before a figure.

    `figures` are the (measure, substances) of the sentence's earlier figures, `last` those of the last sentence of
    the paragraph that had any; `paragraph` the substances of the paragraph so far, `before` those of the paragraphs
    before, both about the same place; `plants` what the last plants counted there were, `any_plants` anywhere; `title` and `document`
    every substance of the headline and of the report; `generic` whether a mass of «наркотики» was stated.
    """

    figures: Sequence[tuple[str, tuple[str, ...]]]
    last: Sequence[tuple[str, tuple[str, ...]]]
    paragraph: Sequence[str]
    before: Sequence[str]
    plants: tuple[str, ...]
    any_plants: tuple[str, ...]
    title: frozenset[str]
    document: frozenset[str]
    generic: bool


def carried(sentence: Sentence, figure: Figure, earlier: Earlier) -> Named:
    """The substance of a figure whose own words name none, taken from what was said before."""
    if figure.measure == "plants":
        if sentence.ends("more", figure.start) and earlier.any_plants:
            return Named(earlier.any_plants, "carried")
        return _carried_plants(earlier)
    if figure.measure != "mass":
        return NOTHING
    same = [keys for measure, keys in earlier.figures if measure in ("mass", "plants")]
    if same:
        return Named(same[-1], "carried")
    if sentence.word(figure.end) == ":" and sentence.within("substance", figure.end, len(sentence.tokens)):
        return Named((), "generic")  # a total of what the list names
    if refers(sentence, figure):
        referred = _referred(sentence, figure, earlier)
        return referred if referred.keys else _only_one(earlier)
    masses = [keys for measure, keys in earlier.last if measure == "mass"]
    if masses:
        return Named(masses[-1], "carried")
    if len(set(earlier.paragraph)) == 1:
        return Named((earlier.paragraph[-1],), "carried")
    return NOTHING if earlier.paragraph else _only_one(earlier)


def _only_one(earlier: Earlier) -> Named:
    """The substance of a report that names no other, nor «наркотики» by mass."""
    return (
        Named(tuple(earlier.document), "carried")
        if len(earlier.document) == 1 and not earlier.generic
        else NOTHING
    )


def refers(sentence: Sentence, figure: Figure) -> bool:
    """Whether a mass is said of something named before: «общий вес составил», «растения весили»."""
    _, end = sentence.clause_of(figure.start)
    return bool(sentence.within("weight", 0, figure.start) or sentence.within("anaphor", 0, end))


def _referred(sentence: Sentence, figure: Figure, earlier: Earlier) -> Named:
    known = [*earlier.before, *earlier.paragraph]
    if sentence.within("total", 0, figure.start):
        plants = _distinct(keys for measure, keys in earlier.last if measure == "plants")
        together = plants if len(plants) > 1 else tuple(dict.fromkeys(earlier.paragraph))
        if 1 < len(together) <= _TOGETHER:
            return Named(together, "carried")
    if earlier.plants and _is_about_plants(sentence):
        return Named(earlier.plants, "carried")
    return Named((known[-1],), "carried") if known else NOTHING


def _carried_plants(earlier: Earlier) -> Named:
    same = [keys for measure, keys in earlier.figures if measure == "plants"]
    if same:
        return Named(same[-1], "carried")
    if earlier.plants:
        return Named(earlier.plants, "carried")
    known = [key for key in (*earlier.before, *earlier.paragraph) if key in _PLANTS]
    if known:
        growing = [key for key in known if key != "marijuana"] or known
        return Named((growing[-1],), "carried")
    for only in ([key for key in keys if key in _PLANTS] for keys in (earlier.title, earlier.document)):
        if len(only) == 1 and not earlier.generic:
            return Named((only[0],), "carried")
    return NOTHING


_TOGETHER = 3  # substances that one total may be of


def _is_about_plants(sentence: Sentence) -> bool:
    return any(hit.key == "plants" for kind in ("anaphor", "count") for hit in sentence.hits.get(kind, ()))


def _distinct(many: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for keys in many for key in keys))
