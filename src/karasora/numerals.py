"""Numbers as people write them, led back to the plain form that `quantities` reads.

«1.234,5», «27'000», «2,5 тыс.», «двое», «135 кг» under a header in kg, signs for missing: each is written
anew as `1234.5`, `27000`, `2500`, `2`, `135` or nothing. Which sign is decimal and which groups digits is
decided by the column: what no cell of it shows stays doubtful.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from karasora.faults import quote
from karasora.units import Unit, read_unit

_SPACES = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_QUOTES = "'’ʼ‘`´′"
_DASHES = "-‐‑‒–—―−"
_CORE = re.compile(rf"\d(?:[\d.,{_QUOTES}{_SPACES}]*\d)?")
_DOUBT = (
    r"(?:[<>=≥≤⩾⩽~≈∼±]|более|больше|свыше|от|не менее|не меньше|до|менее|меньше|не более|не больше|около|"
    r"примерно|порядка|почти|шамамен|кемінде|at least|more than|over|about|around|up to|less than|under)"
)
_BEGINNING = re.compile(rf"(?:{_DOUBT}\s*(?:чем|than)?\s*)*[{_DASHES}+]?\s*[.,]?\d[\d.,{_QUOTES}{_SPACES}]*")
_MOST_LETTERS = 12
_SPACED = re.compile(rf"\d{{1,3}}(?:([{_SPACES}{_QUOTES}])\d{{3}})(?:\1\d{{3}})*(?:[.,]\d+)?")
_SIMPLE = re.compile(r"[<>~≥≤≈]{0,2}\d{1,15}(?:[.,]\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([.,'])\d{3})+")
_UNCLEAR = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_MISSING = frozenset(
    (
        *("", "x", "х", "н/д", "н.д.", "н.д", "нд", "нет данных", "нет св.", "нет сведений", "не указано"),
        *("na", "n/a", "n.a.", "n.a", "nan", "null", "none", "nil", "#n/a", "#н/д", "<na>", "nat", "no data"),
        *("мәлімет жоқ", "мәліметтер жоқ", "деректер жоқ", "дерек жоқ", "м/ж", "ж/қ", "жоқ", "б/д", "к.д."),
        *("not available", "not applicable", "missing", "undefined"),
    )
)
_MISSING_SIGNS = re.compile(rf"[{_DASHES}]{{1,3}}|[.…∙·⋯]{{1,6}}|\*{{1,3}}\s?[{_DASHES}]|/|\\|—//—")
_SCALES = {
    **dict.fromkeys(("тыс", "тысяч", "тысячи", "тысяча", "мың", "thousand", "thous"), 1e3),
    **dict.fromkeys(("млн", "миллион", "миллиона", "миллионов", "million", "mln"), 1e6),
    **dict.fromkeys(("млрд", "миллиард", "миллиарда", "миллиардов", "billion", "bln"), 1e9),
}
_SCALE = re.compile(rf"\s*({'|'.join(sorted(_SCALES, key=len, reverse=True))})\b\.?", re.IGNORECASE)
_WORDS = {
    **dict.fromkeys(("один", "одна", "одно", "одного", "бір", "біреу", "one"), 1),
    **dict.fromkeys(("два", "две", "двое", "двух", "екі", "екеу", "two"), 2),
    **dict.fromkeys(("три", "трое", "трёх", "трех", "үш", "үшеу", "three"), 3),
    **dict.fromkeys(("четыре", "четверо", "четырёх", "четырех", "төрт", "төртеу", "four"), 4),
    **dict.fromkeys(("пять", "пятеро", "пяти", "бес", "бесеу", "five"), 5),
    **dict.fromkeys(("шесть", "шестеро", "шести", "алты", "алтау", "six"), 6),
    **dict.fromkeys(("семь", "семеро", "семи", "жеті", "жетеу", "seven"), 7),
    **dict.fromkeys(("восемь", "восьмеро", "восьми", "сегіз", "eight"), 8),
    **dict.fromkeys(("девять", "девятеро", "девяти", "тоғыз", "nine"), 9),
    **dict.fromkeys(("десять", "десятеро", "десяти", "он", "ten"), 10),
}
_RANGE = re.compile(rf"\s*(\d[\d .,]*)\s*(?:[{_DASHES}]|\.\.|до|to)\s*(\d[\d .,]*)\s*")


class Convention(NamedTuple):
    """Which signs a column shows as decimal, and which as grouping digits; has it numbers without signs."""

    decimal: frozenset[str] = frozenset()
    group: frozenset[str] = frozenset()
    whole: bool = False


class Told(NamedTuple):
    """Something about one of several texts: which of them, and what a Fault says of it."""

    which: int
    wrong: str
    right: str
    kind: str
    is_fault: bool


@lru_cache(maxsize=1 << 12)
def is_missing(text: str) -> bool:
    """Whether a cell is a sign for a missing figure: «-», «…», «x», «н/д», `NA`, or empty."""
    bare = text.strip().casefold()
    return bare in _MISSING or _MISSING_SIGNS.fullmatch(bare) is not None


@lru_cache(maxsize=1 << 14)
def looks_numeric(text: str) -> bool:
    """Whether a cell is rather a figure than a text: a number behind a word of doubt or none, or `?`."""
    bare = text.strip().casefold()
    if bare == "?" or bare in _WORDS:
        return True
    found = _BEGINNING.match(bare)
    letters = sum(c.isalpha() for c in bare[found.end() :]) if found else 0
    return found is not None and letters <= _MOST_LETTERS


def convention(texts: Sequence[str]) -> Convention:
    """What the numbers of a column show of the signs in them."""
    decimal: set[str] = set()
    group: set[str] = set()
    for text in texts:
        found = _CORE.search(text)
        core = _unspaced(found[0]) if found else ""
        signs = [c for c in core if c in ".,"]
        if not signs:
            continue
        last, others = signs[-1], set(signs[:-1])
        if others and last not in others:  # 1.234,5
            if _GROUPED.fullmatch(core.rpartition(last)[0]):
                decimal.add(last)
                group |= others
        elif others:  # 1.234.567
            if _GROUPED.fullmatch(core):
                group.add(last)
        elif not _UNCLEAR.fullmatch(core) or any(c in _SPACES or c in _QUOTES for c in found[0]):  # type: ignore[index]
            decimal.add(last)
    return Convention(frozenset(decimal), frozenset(group))


def _unspaced(core: str) -> str:
    """A number without the spaces or apostrophes between groups of three digits, if there are no others."""
    if not _SPACED.fullmatch(core):
        return core
    return re.sub(rf"(?<=\d)[{_SPACES}{_QUOTES}](?=\d{{3}}(?!\d))", "", core)


def plain(
    texts: Sequence[str],
    unit: Unit | None = None,
    *,
    shown: Convention | None = None,
    strict: bool = False,
) -> tuple[list[str], list[Told]]:
    """The texts of a column in the plain form, and what has to be told of it.

    Args:
        texts: distinct cells.
        unit: what the column's header says; the same unit in a cell is taken off.
        shown: what more than these texts shows of the signs in numbers.
        strict: whether three digits behind the only comma are a fault, not a warning, if nothing shows what
            the comma means.
    """
    shown = shown or convention(texts)
    thousands = strict and _is_thousands(texts, shown)
    written: list[str] = []
    told: list[Told] = []
    for i, text in enumerate(texts):
        if _SIMPLE.fullmatch(text):  # three digits behind a sign are not simple
            written.append(text)
            continue
        if is_missing(text):
            written.append("")
            if text.strip():
                wrong = f"{quote(text)} was read as not stated"
                told.append(Told(i, wrong, "leave the cell empty", "missing", False))
            continue
        new, finding = _rewritten(text, unit, shown, strict=strict, thousands=thousands)
        written.append(new)
        if finding:
            told.append(Told(i, *finding))
    return written, told


def _is_thousands(texts: Sequence[str], shown: Convention) -> bool:
    """Whether commas group: numbers below 1000 have none, all others have three digits behind it."""
    if "," in shown.decimal or shown.group:
        return False
    with_comma = [t for t in texts if _UNCLEAR.fullmatch(t.strip()) and "," in t]
    whole = [t for t in texts if re.fullmatch(r"[1-9]\d*", t.strip())]
    others = [t for t in texts if "." in t and looks_numeric(t)]
    return len(with_comma) >= 3 and bool(whole) and all(len(t.strip()) <= 3 for t in whole) and not others


_Finding = tuple[str, str, str, bool]


def _rewritten(
    text: str, unit: Unit | None, shown: Convention, *, strict: bool, thousands: bool
) -> tuple[str, _Finding | None]:
    bare = text.strip()
    if bare.casefold() in _WORDS:
        return str(_WORDS[bare.casefold()]), None
    if _RANGE.fullmatch(bare) and not re.match(r"до\b", bare):
        low, high = (part.strip() for part in _RANGE.fullmatch(bare).groups())  # type: ignore[union-attr]
        wrong = f"{quote(text)} is a range"
        return bare, (wrong, f"write one number: >{low}, <{high}, or ~ for about", "range", True)
    found = _CORE.search(bare)
    if not found:
        return bare, None
    number, finding = _number(found[0], text, unit, shown, strict=strict, thousands=thousands)
    before, after = bare[: found.start()].lstrip("+"), bare[found.end() :]
    after, repeated = _without_unit(after, unit)
    if scale := _SCALE.match(after):
        if unit and unit.factor >= 1000 and unit.code != "kg":  # tonnes may be counted in thousands
            wrong = f"{quote(text)} tells a scale, and so does its header"
            right = "write the number alone, in the unit of the header"
            return bare, (wrong, right, "scale told twice", True)
        number = _times(number, _SCALES[scale[1].casefold()])
        after = after[scale.end() :]
    after, again = _without_unit(after, unit)
    if repeated or again:
        told = f"{quote(text)} repeats the unit of its header", "leave the unit to the header", "unit", False
        finding = finding or told
    return f"{before}{number}{after}", finding


def _without_unit(after: str, unit: Unit | None) -> tuple[str, bool]:
    """What stands behind a number without the unit of the column, and whether it was there."""
    words = after.strip().rstrip(".").strip()
    if not words or unit is None:
        return after, False
    said = read_unit(words)
    if (
        said
        and (said.code, said.factor) == (unit.code, unit.factor)
        and (said.code or said.rest == unit.rest)
    ):
        return "", True
    return after, False


def _times(number: str, factor: float) -> str:
    value = float(number.replace(" ", "").replace(",", ".")) * factor
    return f"{round(value, 6):.6f}".rstrip("0").rstrip(".")


def _number(
    core: str, text: str, unit: Unit | None, shown: Convention, *, strict: bool, thousands: bool
) -> tuple[str, _Finding | None]:
    """The digits of one number with a point for its decimals, and what has to be told of it."""
    bare = _unspaced(core)
    signs = [c for c in bare if c in ".,"]
    if not signs:
        return bare, None
    last = signs[-1]
    if len(signs) > 1:
        head, _, tail = bare.rpartition(last)
        if last in signs[:-1] and _GROUPED.fullmatch(bare) and last not in shown.decimal:
            return bare.replace(last, ""), _grouping(text, last)
        other = signs[0]
        if last not in signs[:-1] and set(signs[:-1]) == {other} and _GROUPED.fullmatch(head):
            is_shown = other not in shown.decimal and last not in shown.group
            return (f"{head.replace(other, '')}.{tail}", _grouping(text, other)) if is_shown else (core, None)
        return core, None
    if not _UNCLEAR.fullmatch(bare) or bare != core:
        return bare, None
    if last in shown.group and last not in shown.decimal:
        return bare.replace(last, ""), _grouping(text, last)
    if last in shown.decimal and last not in shown.group:
        return bare, None
    if thousands and last == ",":
        return bare.replace(",", ""), _grouping(text, last)
    is_fine = unit is not None and (unit.factor >= 1000 or unit.code == "kg")  # thousands, kilograms
    if strict and (last == "," or shown.decimal or shown.group or shown.whole) and not is_fine:
        whole, decimal = bare.replace(last, ""), bare.replace(last, ".")
        wrong = f"{quote(text)} may be {whole} or {decimal}: nothing in the column shows which"
        return bare, (wrong, f"write {whole} or {decimal}", "three digits after a comma", True)
    return bare, None


def _grouping(text: str, sign: str) -> _Finding:
    name = {",": "comma", ".": "point"}[sign]
    wrong = f"{quote(text)} was read with the {name} grouping its digits, as the column shows"
    return wrong, "check it, or group digits with spaces", "grouped digits", False
