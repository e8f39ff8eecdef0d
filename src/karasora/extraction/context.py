"""What a report said before a figure: the substances and figures of its sentence, its paragraph, all
before.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from karasora.extraction.figure import Figure


class Stated(NamedTuple):
    """A figure that was settled, and its substances."""

    figure: Figure
    substances: tuple[str, ...]


@dataclass(slots=True)
class Context:
    """Grows with the report.

    `title` and `document` have every substance of the headline and of the report. `stated` are all
    figures so far, `here` those of the sentence, `last` those of the paragraph's last sentence that had
    any. Substances named: `spoken` in the paragraph, `before` in the paragraphs before, both about the
    same region. `plants` are the substances of the last plants counted in the region, `any_plants`
    anywhere. `is_generic`: «наркотики» were weighed.
    """

    title: frozenset[str]
    document: frozenset[str]
    stated: list[Stated] = field(default_factory=list)
    here: list[Stated] = field(default_factory=list)
    last: list[Stated] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    plants: tuple[str, ...] = ()
    any_plants: tuple[str, ...] = ()
    is_generic: bool = False
    _paragraph: int = -1
    _codes: tuple[str, ...] = ()

    def begin(self, paragraph: int, codes: tuple[str, ...]) -> None:
        """At a sentence that speaks of these regions."""
        if codes != self._codes:  # elsewhere, what was found here is not meant
            self._codes, self.before, self.spoken, self.plants = codes, [], [], ()
        if paragraph != self._paragraph:
            self._paragraph = paragraph
            self.before += self.spoken
            self.spoken, self.last = [], []
        self.here = []

    def add(self, figure: Figure, substances: tuple[str, ...]) -> None:
        """At a figure that is a fact."""
        self.stated.append(Stated(figure, substances))
        self.here.append(self.stated[-1])

    def end(self, named: list[str]) -> None:
        """After a sentence that names these substances."""
        self.spoken += named
        if self.here:
            self.last = self.here
        for stated in self.here:
            if stated.figure.measure == "plants" and stated.substances:
                self.plants = self.any_plants = stated.substances
