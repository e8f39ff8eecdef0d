"""The page's words in Russian, Kazakh and English, and how each language writes numbers."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("ru", "kk", "en")


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
        from babel import Locale

        form = Locale(self.lang).plural_form(n)
        table = tables()[self.lang]
        return self(
            f"{key}.{form}" if f"{key}.{form}" in table else f"{key}.other", n=self.number(n), **values
        )

    def number(self, n: float) -> str:
        """`n` with the language's separators and at most three digits after the point."""
        from babel.numbers import format_decimal

        return str(format_decimal(round(n, 3), format="#,##0.###", locale=self.lang))

    def pick(self, texts: Mapping[str, str], written: str = "ru") -> tuple[str, str]:
        """The text in this language, else in the one it was written in, else in any; and which that is."""
        for lang in (self.lang, written, *LANGUAGES):
            if texts.get(lang):
                return texts[lang], lang
        return "", self.lang
