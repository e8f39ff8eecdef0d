"""The page's words in Russian, Kazakh and English, and how each language writes numbers."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from karasora.geodata import LANGUAGES

_MARKS = {"ru": ("\u00a0", ","), "kk": ("\u00a0", ","), "en": (",", ".")}  # of thousands, of fractions


@cache
def tables() -> dict[str, dict[str, str]]:
    """Language -> key -> text, from words.csv beside this module."""
    text = files(__package__).joinpath("words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {lang: {row["key"]: row[lang] for row in rows} for lang in LANGUAGES}


@dataclass(frozen=True)
class Words:
    """The words of one language, as the static part of the page writes them."""

    lang: str

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with its {placeholders} filled.

        Raises:
            KeyError: no such key, which is a fault of the page and not of the data.
        """
        text = tables()[self.lang][key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in tables()[self.lang]

    def either(self, first: str, second: str) -> str:
        """The text of `first` if there is one, else of `second`."""
        return self(first if self.has(first) else second)

    def plural(self, key: str, n: float, **values: object) -> str:
        """The text of `key` in the plural form that `n` asks for, with {n} written in the language's way."""
        form = f"{key}.{_form(self.lang, n)}"
        return self(form if self.has(form) else f"{key}.other", n=self.number(n), **values)

    def number(self, n: float) -> str:
        """`n` with the language's separators and at most three digits after the point."""
        group, point = _MARKS[self.lang]
        whole, _, rest = f"{abs(n):,.3f}".partition(".")
        tail = rest.rstrip("0")
        return ("−" if n < 0 else "") + whole.replace(",", group) + (tail and point + tail)

    def pick(self, texts: Mapping[str, str], written: str = "ru") -> tuple[str, str]:
        """The text in this language, else in the one it was written in, else in any; and which that is."""
        for lang in (self.lang, written, *LANGUAGES):
            if texts.get(lang):
                return texts[lang], lang
        return "", self.lang


def _form(lang: str, n: float) -> str:
    """The plural form that a number asks for, by the rules that scripts/data/words.js has too."""
    if lang != "ru":
        return "one" if n == 1 else "other"
    if n != int(n):
        return "other"
    last, tens = n % 10, n % 100
    if last == 1 and tens != 11:
        return "one"
    return "few" if 2 <= last <= 4 and not 12 <= tens <= 14 else "many"
