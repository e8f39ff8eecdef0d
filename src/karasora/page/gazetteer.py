"""What towns that the data name are called in each language, so that every reader reads their own."""

from collections.abc import Iterable
from functools import cache

import pandas as pd

from karasora.geodata import LANGUAGES
from karasora.names.fold import fold
from karasora.names.index import rows

_SEPARATOR = "; "  # between several places of one incident
_COLUMNS = tuple(f"place_{lang}" for lang in LANGUAGES)

Names = dict[str, str]


def place_names(incidents: pd.DataFrame) -> dict[str, Names]:
    """By place as it is written, its names by language, for those places that lack one and are known.

    A name that several towns share is known only where these are called alike in all languages.

    Source: geodata/towns.csv.
    """
    written = incidents[[name for name in _COLUMNS if name in incidents]].drop_duplicates()
    lacking = (set(row) - {""} for row in written.itertuples(index=False) if "" in row or len(row) < 3)
    found = {text: names for texts in lacking for text in texts if (names := _names(text))}
    return dict(sorted(found.items()))


def _names(text: str) -> Names | None:
    parts = [_towns().get(fold(part)) for part in text.split(_SEPARATOR)]
    if not all(parts):
        return None
    names = {lang: _SEPARATOR.join(part[k] for part in parts if part) for k, lang in enumerate(LANGUAGES)}
    return names if set(names.values()) != {text} else None


@cache
def _towns() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for _, kind, *forms in rows("towns.csv"):
        if kind == "district":
            continue
        names = tuple(forms[: len(LANGUAGES)])
        for form in _forms(forms):
            found.setdefault(fold(form), set()).add(names)
    return {form: names for form, (names, *others) in ((f, [*n]) for f, n in found.items()) if not others}


def _forms(forms: Iterable[str]) -> list[str]:
    ru, kk, en, old, *_ = forms
    return [form for form in (ru, kk, en, *old.split(";")) if form]
