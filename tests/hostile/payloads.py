"""The corpus of hostile texts, tests/data/hostile.json: they try to run, to load, to restyle or to break.

Every payload that could run calls `__hurt()`; every one that could load asks `hurt.invalid`. The canary of
`tests.hostile.canary` notices both.
"""

import json
from pathlib import Path
from typing import NamedTuple

CORPUS = Path(__file__).parents[1] / "data" / "hostile.json"
LONG = 1_000_000  # characters of the longest cells


class Payload(NamedTuple):
    """One hostile text, with the number by which the canary names it."""

    number: int
    group: str
    text: str


def payloads(*groups: str) -> list[Payload]:
    """The payloads of these groups, or all; what they would run is `__hurt(NUMBER)`."""
    corpus: dict[str, list[str]] = json.loads(CORPUS.read_text("ascii"))
    listed = [(group, text) for group, texts in corpus.items() for text in texts]
    distinct = {text: group for group, text in reversed(listed)}
    return [
        Payload(number, group, text.replace("__hurt()", f"__hurt({number})"))
        for number, (text, group) in enumerate(reversed(distinct.items()))
        if not groups or group in groups
    ]


def long_cells() -> list[str]:
    """Cells of a million characters: one word, many words, markup, and letters of three bytes."""
    pieces = ("a", "word ", "<b onclick=__hurt()>", "\u0940", "\u202e", "=1+", "`${__hurt()}`")
    return [(piece * (LONG // len(piece) + 1))[:LONG] for piece in pieces]
