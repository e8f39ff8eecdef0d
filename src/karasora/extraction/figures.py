"""The figures of a sentence: every number that weighs or counts something, with its qualifier."""

from dataclasses import replace

from karasora.extraction import masses, numbers, qualifiers
from karasora.extraction.counted import counted
from karasora.extraction.figure import Figure
from karasora.extraction.sentence import Sentence


def find(sentence: Sentence) -> list[Figure]:
    """The figures of a sentence, by place; ages, dates, money and what else is no fact left out."""
    figures: list[Figure] = []
    found = [n for n in numbers.find(sentence) if not n.hung or masses.unit_inside(n.hung, sentence.lang)]
    taken = -1
    for index, number in enumerate(found):
        if number.start < taken:
            continue
        following = found[index + 1].start if index + 1 < len(found) else len(sentence.tokens)
        figure = masses.weighed(sentence, number, found[index + 1 : index + 3])
        figure = figure or counted(sentence, number, following)
        if figure:
            taken = figure.end
            figures.append(figure)
    figures.extend(masses.without_numeral(sentence, figures))
    figures.sort(key=lambda figure: figure.start)
    figures = [f for f in figures if not qualifiers.is_difference(sentence, f)]
    return _parts_of_lists([qualifiers.dated(sentence, figure) for figure in figures])


def _parts_of_lists(figures: list[Figure]) -> list[Figure]:
    """What follows a part of its kind is a part too: «включая 242 факта сбыта и 220 культивации»."""
    parts: set[str] = set()
    found = []
    for figure in figures:
        if figure.is_part and figure.measure not in ("", "mass"):
            parts.add(figure.measure)
        found.append(replace(figure, is_part=True) if figure.measure in parts else figure)
    return found
