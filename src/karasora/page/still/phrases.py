"""How the still page says a quantity, a period and a place; scripts/data/words.js says them alike."""

import re
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from karasora import quantities
from karasora.page.words import Words

_TONNE_FROM = 1_000  # kg
_STEPS = {"Q": "quarter", "H": "half"}
_ROMAN = ("", "I", "II", "III", "IV")
_COUNTED = frozenset(("incidents", "items", "plants", "persons"))  # in whole numbers
_QUALIFIERS = {
    quantities.AT_LEAST: "at_least",
    quantities.ABOUT: "about",
    quantities.AT_MOST: "at_most",
    quantities.AT_LEAST | quantities.ABOUT: "at_least_about",
    quantities.AT_MOST | quantities.ABOUT: "at_most_about",
}


def quantity(words: Words, value: float, flags: int, unit: str) -> str:
    """«≥ 206 кг» for (206.0, STATED | AT_LEAST) in kg; "" for what is not stated."""
    if not flags:
        return ""
    if flags & quantities.UNKNOWN:
        return words.either(f"quantity.unknown.{unit}", "quantity.unknown")
    doubt = flags & (quantities.AT_LEAST | quantities.ABOUT | quantities.AT_MOST)
    return words(f"quantity.{_QUALIFIERS.get(doubt, 'exact')}", value=amount(words, value, unit))


def amount(words: Words, value: float, unit: str) -> str:
    """A number with its unit, said as it is if it has no words; from a tonne on, kilograms are tonnes."""
    if unit == "kg" and abs(value) >= _TONNE_FROM:
        return words.plural("unit.t", value / _TONNE_FROM)
    key = f"unit.{unit.lower()}"
    if not words.has(f"{key}.other"):
        return "\u00a0".join(filter(None, (words.number(value), unit)))
    return words.plural(key, value)


def period(words: Words, start: str, end: str) -> str:
    """Two ISO dates or months as the language says them: «июнь – август 2025 года»."""
    if not start or not end or start == end:
        return date(words, start or end)
    same_year = start[:4] == end[:4]
    if same_year and len(start) == len(end) == 7:
        months = {"from": words(f"month.{int(start[5:7])}"), "to": words(f"month.{int(end[5:7])}")}
        return words("date.months", year=start[:4], **months)
    return words("date.range", **{"from": date(words, start), "to": date(words, end)})


def date(words: Words, iso: str) -> str:
    """An ISO date, month or year as the language says it."""
    year, *rest = iso.split("-")
    if len(rest) == 2:
        return words("date.day", day=int(rest[1]), month=words(f"month.{int(rest[0])}.of"), year=year)
    if len(rest) == 1:
        return words("date.month", month=words(f"month.{int(rest[0])}"), year=year)
    return year


def span(words: Words, start: str, end: str = "") -> str:
    """A period, or two of one step, as the language says them: «с июня по август 2025 года».

    Args:
        start, end: codes such as `2024`, `2024-H1`, `2024-Q3`, `2024-09` or `2024-09-05`.
    """
    end = end or start
    years = {"start": start[:4], "end": end[:4]}
    within = start[:4] == end[:4]
    if len(start) == 4 or (within and start != end and "H" in start):
        return words("span.year" if within else "span.years", **years)
    last = _part(words, end)
    if start == end:
        return words("span.alone", to=last, **years)
    first = _brief(words, start, end) if within else _part(words, start, of=".of")
    said = words("span.within" if within else "span.across", **{"from": first}, to=last, **years)
    return re.sub("^с (?=(2|II) )", "со ", said)  # «со второго»


def _part(words: Words, code: str, of: str = "") -> str:
    """What stands for a period beside its year: «июнь» and, after «с», «июня»; «II квартал»; «5 сентября»."""
    if code[5] in _STEPS:
        return words(f"span.{_STEPS[code[5]]}{of}", n=_number(words, code))
    month = f"month.{int(code[5:7])}"
    if len(code) == 7:
        return words(f"{month}{of}")
    return words("span.day", day=int(code[8:]), month=words(f"{month}.of"))


def _brief(words: Words, start: str, end: str) -> str:
    """«с 5 по 12 сентября», «с I по III квартал»: what both ends have in common is said once."""
    if "Q" in start:
        return words("span.n", n=_number(words, start))
    same_month = len(start) == 10 and start[:7] == end[:7]
    return str(int(start[8:])) if same_month else _part(words, start, of=".of")


def _number(words: Words, code: str) -> str:
    return code[6] if words.lang == "en" else _ROMAN[int(code[6])]


def as_of(words: Words, day: str) -> str:
    """An ISO day as «as of {date}» wants it: Kazakh bends the month."""
    year, month, number = day.split("-")
    return words("date.day", day=int(number), month=words(f"month.{int(month)}.as_of"), year=year)


def unbroken(headline: str) -> str:
    """The headline with «Қарасора – 2025» kept on one line."""
    return re.sub("[ \u00a0]–[ \u00a0](?=[0-9])", "\u00a0–\u2060\u00a0", headline)


def class_texts(words: Words, breaks: Sequence[float], unit: str) -> list[str]:
    """The intervals of a legend, lowest first; each break belongs to the class above it.

    What is counted in whole numbers is said in these: 1, 2–4, ≥ 5.
    """
    if not breaks:
        return [words("state.stated")]
    if unit in _COUNTED and all(bound == int(bound) > 0 for bound in breaks):
        lows = [1, *(int(bound) for bound in breaks)]
        whole = [_whole(words, low, next_low - 1) for low, next_low in pairwise(lows)]
        return [*whole, words("quantity.at_least", value=words.number(lows[-1]))]
    said = [amount(words, bound, unit) for bound in breaks]
    between = [words("legend.between", low=low, high=high) for low, high in pairwise(said)]
    return [words("legend.below", high=said[0]), *between, words("legend.from", low=said[-1])]


def _whole(words: Words, low: int, high: int) -> str:
    return words.number(low) if low == high else f"{words.number(low)}–{words.number(high)}"


def web_address(url: str) -> str:
    """The address if it is one a reader may follow, else ""."""
    return url if urlsplit(url).scheme in ("http", "https") else ""
