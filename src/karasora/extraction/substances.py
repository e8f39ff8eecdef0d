"""Which substance a figure is of: beside it in its sentence, or carried from what was named before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from karasora.extraction.figures import Figure
from karasora.extraction.inferred import Context, Stated
from karasora.extraction.sentence import DASHES, Hit, Sentence, listed
from karasora.extraction.words import is_genitive, is_verb

#: Measures that are of a substance; the others never are.
OF_SUBSTANCE = ("mass", "plants", "crimes", "sites")
_WEIGHED = ("mass", "plants")
_PLANTS = ("hemp_plant", "poppy", "marijuana", "cannabis")
_REACH = 6  # words after a figure
_TOGETHER = 3  # substances that one total may be of
_COPULAS = DASHES | {"was", "were", "is", "are"}
_ATTRIBUTES = frozenset(["болатын", "құрайтын", "тартатын", "асатын"])
_QUOTES = '«»"“”'

#: How a substance was found: next to the figure, earlier in its sentence, elsewhere, as «наркотики», or not.
BESIDE, BEFORE, CARRIED, GENERIC, NONE = "beside", "before", "carried", "generic", "none"


@dataclass(frozen=True, slots=True)
class Named:
    """The substances of a figure, how they were found, and the tokens that name them if they stand near."""

    keys: tuple[str, ...]
    how: str
    start: int = -1
    end: int = -1


NOTHING, OF_ANY = Named((), NONE), Named((), GENERIC)


def mentions(sentence: Sentence) -> list[Hit]:
    """The substances that a sentence names, each once, by place; «маковая солома» is not poppy too."""
    kept: list[Hit] = []
    for hit in sorted(sentence.hits.get("substance", ()), key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


# --- in its own sentence -------------------------------------------------------------------------------


def near(sentence: Sentence, figures: Sequence[Figure], index: int) -> Named:
    """The substance that a figure's own sentence names for it."""
    figure = figures[index]
    if figure.measure not in OF_SUBSTANCE:
        return NOTHING
    if inside := sentence.within("substance", figure.start, figure.end):
        return Named((inside[-1].key,), BESIDE, inside[0].start, inside[-1].end)
    if sentence.within("generic", figure.start, figure.end):
        return OF_ANY
    is_last = index + 1 == len(figures)
    after = _after(sentence, figure.end, len(sentence.tokens) if is_last else figures[index + 1].start)
    if after.how != NONE or figure.measure not in _WEIGHED:
        return after
    if not is_last and sentence.word(figure.end) in _ATTRIBUTES:  # weighing 44 kg, 17 bushes of it
        return near(sentence, figures, index + 1)
    before = _before(sentence, figures, index)
    generic = _generic_before(sentence, figure) if before.how == NONE else None
    if before.how == NONE and not generic and (only := _only_named(sentence, figures, index)):
        return only
    if generic and (sentence.within("plural", generic.start, generic.end) or not refers(sentence, figure)):
        return OF_ANY
    return before


def _after(sentence: Sentence, at: int, stop: int) -> Named:
    """The substance in the words after a figure, up to a sign, a verb or a preposition."""
    is_generic = False
    end = min(stop, at + _REACH)
    between = sentence.begins("qualifier", at) if sentence.lang == "kk" else None
    start = at = between.end if between else at
    while sentence.word(at) in _COPULAS or sentence.begins("makes", at):
        at += 1
    at = at if sentence.begins("substance", at) else start
    while at < end:
        if hit := sentence.begins("substance", at):
            return _with_joined(sentence, hit, stop)
        if hit := sentence.begins("generic", at):
            is_generic, at, end = True, hit.end, min(stop, hit.end + _REACH)
        elif alike := sentence.begins("alike", at + (sentence.word(at) == ",")):
            at = alike.end  # «вещества, похожего на опий»
        elif _stops(sentence, at, is_generic):
            break
        else:
            at += 1
    return OF_ANY if is_generic else NOTHING


def _stops(sentence: Sentence, at: int, is_generic: bool) -> bool:
    token = sentence.tokens[at]
    if token.kind == "sign":
        return token.text not in _QUOTES and not (is_generic and (token.text in DASHES or token.text == ":"))
    if sentence.lang == "ru":
        return is_verb(token.word) or any(sentence.begins(kind, at) for kind in ("joint", "preposition"))
    if sentence.lang == "en":
        return token.word in listed("en", "stop") and token.word not in ("of", "the")
    return sentence.begins("joint", at) is not None or sentence.begins("seize", at) is not None


def _with_joined(sentence: Sentence, hit: Hit, stop: int) -> Named:
    """A substance, and a second one that the same figure is of: «12 кг марихуаны и гашиша»."""
    at = hit.end + 1
    other = sentence.begins("substance", at) if sentence.begins("joint", hit.end) and at < stop else None
    is_of = other and (sentence.lang != "ru" or is_genitive(sentence.word(other.start)))
    if other and is_of and other.key != hit.key:
        return Named((hit.key, other.key), BESIDE, hit.start, other.end)
    return Named((hit.key,), BESIDE, hit.start, hit.end)


def _before(sentence: Sentence, figures: Sequence[Figure], index: int) -> Named:
    """The last substance named before a figure, if no other figure stands between the two."""
    figure = figures[index]
    floor = figures[index - 1].end if index else 0
    own = _after(sentence, floor, len(sentence.tokens)) if index else NOTHING
    for hit in reversed(mentions(sentence)):
        if not (floor <= hit.start and hit.end <= figure.start):
            continue
        is_cut = any(sentence.word(at) == ";" for at in range(hit.end, figure.start))
        if is_cut or own.start <= hit.start < own.end:  # «2 кг мефедрона, 300 г …»
            return NOTHING
        return _listed(sentence, hit, max(floor, own.end))
    return NOTHING


def _only_named(sentence: Sentence, figures: Sequence[Figure], index: int) -> Named | None:
    """The one substance that a sentence names after its only mass: «салмағы 26 г, мефедрон»."""
    named = mentions(sentence)
    is_only = sum(figure.measure in _WEIGHED for figure in figures) == 1
    if not is_only or len(named) != 1 or named[0].start < figures[index].end:
        return None
    between = sentence.tokens[figures[index].end : named[0].start]
    if any(token.kind == "number" for token in between):  # «88 кг кристаллов, 9 бочек с реагентами»
        return None
    return Named((named[0].key,), BEFORE, named[0].start, named[0].end)


def _listed(sentence: Sentence, last: Hit, floor: int) -> Named:
    """The substances of a list that ends with one: «марихуана и гашиш общим весом 20 кг»."""
    keys, start = [last.key], last.start
    for hit in reversed(mentions(sentence)):
        is_joined = sentence.begins("joint", hit.end) or sentence.word(hit.end) == ","
        if floor <= hit.start and hit.end == start - 1 and is_joined:
            keys.insert(0, hit.key)
            start = hit.start
    return Named(tuple(dict.fromkeys(keys)), BEFORE, start, last.end)


def _generic_before(sentence: Sentence, figure: Figure) -> Hit | None:
    """«есірткі өсімдіктерінің 110 мыңнан астам бұтасы», «наркотиков изъято 5 т»."""
    start, _ = sentence.phrase_of(figure.start)
    reach = _REACH if start < sentence.clause_of(figure.start)[0] else 2
    found = sentence.within("generic", start, figure.start)
    return next((hit for hit in reversed(found) if figure.start - hit.end <= reach), None)


# --- what was named before -----------------------------------------------------------------------------


def carried(sentence: Sentence, figure: Figure, context: Context) -> Named:
    """The substance of a figure whose own sentence names none, taken from what was said before."""
    if figure.measure == "plants":
        return _carried_plants(sentence, figure, context)
    if figure.measure != "mass":
        return NOTHING
    if same := [stated for stated in context.here if stated.figure.measure in _WEIGHED]:
        return Named(same[-1].substances, CARRIED)
    if sentence.word(figure.end) == ":" and sentence.within("substance", figure.end, len(sentence.tokens)):
        return OF_ANY  # a total of what the list names
    if refers(sentence, figure):
        return _referred(sentence, figure, context) or _only_one(context)
    if masses := [stated for stated in context.last if stated.figure.measure == "mass"]:
        return Named(masses[-1].substances, CARRIED)
    spoken = _spoken(sentence, figure, context)
    if len(set(spoken)) == 1:
        return Named((spoken[-1],), CARRIED)
    return NOTHING if spoken else _only_one(context)


def _spoken(sentence: Sentence, figure: Figure, context: Context) -> list[str]:
    """The substances that the paragraph has named up to a figure."""
    return [*context.spoken, *(hit.key for hit in mentions(sentence) if hit.end <= figure.start)]


def refers(sentence: Sentence, figure: Figure) -> bool:
    """Whether a mass is said of something named before: «общий вес составил», «растения весили»."""
    _, end = sentence.clause_of(figure.start)
    return bool(sentence.within("weight", 0, figure.start) or sentence.within("anaphor", 0, end))


def _referred(sentence: Sentence, figure: Figure, context: Context) -> Named | None:
    spoken = _spoken(sentence, figure, context)
    if sentence.within("total", 0, figure.start):
        plants = _distinct(stated for stated in context.last if stated.figure.measure == "plants")
        together = plants if len(plants) > 1 else tuple(dict.fromkeys(spoken))
        if 1 < len(together) <= _TOGETHER:
            return Named(together, CARRIED)
    if context.plants and any(
        hit.key == "plants" for kind in ("anaphor", "count") for hit in sentence.hits.get(kind, ())
    ):
        return Named(context.plants, CARRIED)
    known = [*context.before, *spoken]
    is_batch = sentence.hits.get("anaphor") and not sentence.is_item
    if not known and is_batch and context.stated and context.stated[-1].figure.measure == "mass":
        return Named(context.stated[-1].substances, CARRIED)  # «самая крупная партия, 190 кг, …»
    return Named((known[-1],), CARRIED) if known else None


def identified(sentence: Sentence, following: Sentence) -> Named:
    """The one substance that the next sentence says it was: «Экспертиза показала: марихуана.»"""
    named = mentions(following)
    is_said = following.paragraph == sentence.paragraph and following.hits.get("identify")
    return Named((named[0].key,), CARRIED) if is_said and len(named) == 1 else NOTHING


def _only_one(context: Context) -> Named:
    """The substance of a report that names no other, nor «наркотики» by mass."""
    is_sure = len(context.document) == 1 and not context.is_generic and context.document <= context.named
    return Named(tuple(context.document), CARRIED) if is_sure else NOTHING


def _carried_plants(sentence: Sentence, figure: Figure, context: Context) -> Named:
    if sentence.ends("more", figure.start) and context.any_plants:  # «ещё 75 кустов»
        return Named(context.any_plants, CARRIED)
    if same := [stated for stated in context.here if stated.figure.measure == "plants"]:
        return Named(same[-1].substances, CARRIED)
    if context.plants:
        return Named(context.plants, CARRIED)
    known = [key for key in (*context.before, *_spoken(sentence, figure, context)) if key in _PLANTS]
    if known:  # marijuana is rather what is made of the plants
        growing = [key for key in known if key != "marijuana"] or known
        return Named((growing[-1],), CARRIED)
    for named in (context.title, context.document):
        plants = [key for key in named if key in _PLANTS]
        if len(plants) == 1 and not context.is_generic:
            return Named((plants[0],), CARRIED)
    return NOTHING


def _distinct(stated: Iterable[Stated]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in stated for key in one.substances))
