"""The regions that the cells of a table name: each text is read once, a doubtful one by the others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from karasora import names
from karasora.faults import quote
from karasora.figures import words

COUNTRY = "country"
_WHOLE = ("oblast", "city", "code", "former", "fips")
_NOTED = re.compile(r"(.*[^\W\d_][.)]?)\s?\d{1,2}\)?")
_NEW = ("KZ-10", "KZ-33", "KZ-62")  # the units that were made in June 2022


@dataclass(frozen=True)
class Place:
    """What a text names.

    `kind` is "region", "country", "part" (a total of some regions), "finer" (a town or a district),
    "several", "doubtful" or "" (nothing known). `codes` has today's units: one, or those that a former or
    doubtful one may be.
    """

    text: str
    kind: str = ""
    codes: tuple[str, ...] = ()
    is_former: bool = False
    wrong: str = ""
    right: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the text names a region, several or a part of one, or the country."""
        return self.kind != ""


@lru_cache(maxsize=1 << 14)
def read_place(text: str) -> Place:
    """What a text alone names."""
    bare = words.without_marks(text.strip())
    if not bare or len(bare) > 120:
        return Place(text)
    if words.is_country(bare) or words.is_total(bare):
        return Place(text, COUNTRY)
    if ";" in bare:
        parts = [read_place(part) for part in bare.split(";")]
        if all(part.kind in ("region", "finer") for part in parts):
            return Place(text, "several", tuple(code for part in parts for code in part.codes))
        return Place(text)
    match = names.lookup(bare, suggest=False)
    if not match.codes and (found := _NOTED.fullmatch(bare)):  # the sign of a footnote that lost its form
        match = names.lookup(found[1], suggest=False)
        match = match if match.kind in _WHOLE else names.Match(bare)
    if not match.codes:
        return Place(text, "part") if words.is_part_total(bare) else Place(text)
    if match.kind == "former":
        return Place(text, "region", match.codes, is_former=True)
    if len(match.codes) > 1:
        error = names.AmbiguousName(match)
        return Place(text, "doubtful", match.codes, wrong=error.wrong, right=error.right)
    return Place(text, "region" if match.kind in _WHOLE else "finer", match.codes)


def read_places(texts: Iterable[str]) -> tuple[dict[str, Place], list[str]]:
    """What the distinct texts of one column name, and what has to be told of it.

    Of a doubtful name's readings those fall away that another text of the column has; «Абай» and «Алматы» in
    a column of oblasts are the oblasts.
    """
    found = {text: read_place(text) for text in dict.fromkeys(texts) if text.strip()}
    told = []
    taken = {p.codes[0] for p in found.values() if p.kind == "region" and len(p.codes) == 1}
    for text, place in found.items():
        if place.kind != "doubtful":
            continue
        bare = words.without_marks(text.strip())
        left = [code for code in place.codes if code not in taken]
        if len(taken) > 1 and names.lookup(bare, suggest=False).towns:
            left = [code for code in left if _is_named_so(bare, code)]
        if len(left) == 1 and taken:
            found[text] = replace(place, kind="region", codes=(left[0],))
            name = names.unit_name(left[0])
            told.append(f"{quote(text)} was read as {left[0]} ({name}), as the column's other names show")
    return found, told


def _is_named_so(text: str, code: str) -> bool:
    """Whether a unit itself bears a name, and not a town in it."""
    match = names.lookup(f"{text} область", suggest=False)
    return match.codes == (code,)


def names_new_units(places: Iterable[Place]) -> bool:
    """Whether one of the units that were made in June 2022 is named."""
    return any(place.codes == (code,) for place in places for code in _NEW)
