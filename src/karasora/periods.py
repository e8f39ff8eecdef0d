"""Periods as tables write them, as codes: «I квартал 2024» is 2024-Q1, «янв.25» is 2025-01.

A code is a year, a half, a quarter, a month or a day: `2024`, `2024-H1`, `2024-Q1`, `2024-09`, `2024-09-05`.
A written period that is none of these («январь–сентябрь 2024») is given as its first and last month,
`2024-01/2024-09`, so that it can be told. What lacks its year («I квартал») is a part, `Q1`, which `combine`
puts beside a year that stands elsewhere. scripts/data/periods.js is the twin for the page.
"""

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from karasora.names.fold import fold

STEPS = ("day", "month", "quarter", "half", "year")
LIKELY_YEARS = range(1900, 2101)
_CODE = re.compile(r"([1-9]\d{3})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])(?:-(\d\d))?))?")
_PART = re.compile(r"(?:H[12]|Q[1-4]|(?:0[1-9]|1[0-2]))")

_MONTH_STEMS = (
    "янв|кантар|кан|january|jan",
    "фев|акпан|акп|february|feb",
    "мар|март|наурыз|нау|march|mar",
    "апр|сауир|сау|april|apr",
    "май|мая|мае|мамыр|мам|may",
    "июн|маусым|мау|june|jun",
    "июл|шилде|шил|july|jul",
    "авг|тамыз|там|august|aug",
    "сен|сент|кыркуйек|кыр|september|sept|sep",
    "окт|казан|каз|october|oct",
    "ноя|нояб|караша|кар|november|nov",
    "дек|желтоксан|жел|december|dec",
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LONG = _words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь")
_ENDINGS = _words("а я е у ю ь ем ом")
_KAZAKH_ENDINGS = ("", *_words("да де та те дын дин нын нин тын тин"))


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, (stems, long) in enumerate(zip(_MONTH_STEMS, _LONG, strict=True), start=1):
        for stem in stems.split("|"):
            found[stem] = number
            if len(stem) > 4 and not stem.isascii():
                found |= {stem + end: number for end in _KAZAKH_ENDINGS}
        base = long.rstrip("ьй") if number != 5 else "ма"
        found |= {fold(base + end): number for end in _ENDINGS}
        found[fold(long)] = number
    return found


_MONTHS = _months()
_ORDINALS = {
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4, "и": 1, "ии": 2, "иии": 3, "ив": 4, "iy": 4},
    **{"1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4},
    **{"первый": 1, "второй": 2, "третий": 3, "четвертый": 4, "первое": 1, "второе": 2},
    **{"биринши": 1, "екинши": 2, "ушинши": 3, "тортинши": 4},
    **{"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4},
    **{"первом": 1, "втором": 2, "третьем": 3, "четвертом": 4, "первого": 1, "второго": 2},
}
_ORDINAL_ENDS = frozenset(_words("й ый ий ой е ое ши шы го ом st nd rd th"))
_QUARTER = frozenset(_words("квартал квартала квартале кв кварт токсан токсаны токсанда quarter qtr qr q"))
_HALF = frozenset(_words("полугодие полугодия полугодии полуг жартыжылдык жартыжылдыгы half halfyear h"))
_MONTH = frozenset(_words("месяц месяца месяцев мес ай айы айлар айда айлык month months mo"))
_YEAR = frozenset(_words("г год года году гг годы ж жыл жылы жылгы жылда жылдын year years yr y"))
_FILLERS = frozenset(
    _words(
        "за на в во по из и состоянию состояние конец конце начало начале бойынша арналган ишинде "
        "аягына басына of the for in as at end beginning"
    )
)

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ](?:\d{1,2}:?\d\d.*)?)?", re.ASCII)
_DOTTED = re.compile(r"(?:(\d{1,2})[./])?(\d{1,2})[./](\d{4})(?: ?[гж]\.?)?(?: \d{1,2}:\d\d.*)?", re.ASCII)
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})(?:/(\d{1,2}))?|(\d{4})\.(\d{1,2})\.(\d{1,2})", re.ASCII)
_PACKED = re.compile(r"(\d{4})(0[1-9]|1[0-2])(\d\d)?", re.ASCII)
_WEEK = re.compile(r"(\d{4})[ \-]?[wн](\d\d?)", re.ASCII | re.IGNORECASE)
_JOINED = re.compile(r"(\d{4})[ \-_./]?([mqhмкп])[ \-_./]?(\d{1,2})", re.ASCII | re.IGNORECASE)
_JOINED_BACK = re.compile(
    r"([mqh])(\d{1,2})[ \-_./,']*(\d{4}|\d\d)|(\d)([qh])[ \-_./,']*(\d{4}|\d\d)", re.IGNORECASE
)
_SPLIT = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)|[^\w]+|_+")
_LEADING = re.compile(r"(?:по состоянию )?(?:на|за|as of) ")
_LONGEST = 60


def is_code(text: str) -> bool:
    """Whether a text is a period's code."""
    return _bounds(text) is not None


def step(code: str) -> str:
    """Which of STEPS a code is.

    Raises:
        ValueError: it is no code.
    """
    found = _CODE.fullmatch(code)
    if not found or _bounds(code) is None:
        raise ValueError(f"{code!r} is no period")
    _, half, quarter, month, day = found.groups()
    return "half" if half else "quarter" if quarter else "day" if day else "month" if month else "year"


def bounds(code: str) -> tuple[date, date]:
    """The first and the last day of a code, or of two months or years with a slash between them.

    Raises:
        ValueError: it is no period.
    """
    first, _, last = code.partition("/")
    start, end = _bounds(first), _bounds(last or first)
    if start is None or end is None:
        raise ValueError(f"{code!r} is no period")
    return start[0], end[1]


def in_order(codes: Iterable[str]) -> list[str]:
    """Distinct codes by their first day, the longer of two that begin together first; "" stands first."""
    return sorted(set(codes), key=lambda c: (date.min, date.max) if not c else _key(c))


def within(inner: str, outer: str) -> bool:
    """Whether a code's days all belong to another one's."""
    (a, b), (start, end) = bounds(inner), bounds(outer)
    return start <= a and b <= end


def overlap(one: str, other: str) -> bool:
    """Whether two codes share a day; "" (no period told) shares days with every other."""
    if not one or not other:
        return one != other
    (a, b), (start, end) = bounds(one), bounds(other)
    return a <= end and start <= b


def follows(code: str, before: str) -> bool:
    """Whether a code begins on the day after another one ends."""
    return bounds(code)[0] == bounds(before)[1] + timedelta(days=1)


def _key(code: str) -> tuple[date, date]:
    start, end = bounds(code)
    return start, date.fromordinal(date.max.toordinal() - (end - start).days)


@lru_cache(maxsize=1 << 14)
def _bounds(code: str) -> tuple[date, date] | None:
    found = _CODE.fullmatch(code)
    if not found:
        return None
    year, half, quarter, month, day = (int(g) if g else 0 for g in found.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
    months = 6 if half else 3 if quarter else 1 if month else 12
    first = month or (((half or quarter or 1) - 1) * months + 1)
    last = first + months - 1
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


@lru_cache(maxsize=1 << 14)
def parse(text: str) -> str | None:
    """The code of a written period, or None for what is none or lacks its year.

    «2024 г.», «I квартал 2024», `2024Q1`, «янв.25», «2025 жылғы қаңтар», `2025M01`, «05.09.2024»; the day
    stands before the month. A span that is no year, half, quarter or month comes as `2024-01/2024-09`.
    """
    read = _read(text)
    return read if read and not _PART.fullmatch(read) else None


@lru_cache(maxsize=1 << 14)
def part(text: str) -> str | None:
    """A written period without its year: `Q1`, `H2`, or a month as `01`; None for what is none."""
    read = _read(text)
    return read if read and _PART.fullmatch(read) else None


def combine(codes: Iterable[str]) -> str | None:
    """One code of what stands in several places: "2024" and "Q1" make 2024-Q1; None where they don't fit."""
    found = list(dict.fromkeys(code for code in codes if code))
    wholes = [code for code in found if not _PART.fullmatch(code)]
    years = [code for code in wholes if step_or_none(code) == "year"]
    if len(wholes) < len(found):  # parts belong to the only year
        if len(years) != 1:
            return None
        wholes += [f"{years[0]}-{code}" for code in found if _PART.fullmatch(code)]
    if not wholes or (len(wholes) > 1 and not all(map(is_code, wholes))):
        return wholes[0] if len(wholes) == 1 else None
    fine = min(wholes, key=lambda code: STEPS.index(step(code)) if is_code(code) else 0)
    return fine if all(code == fine or within(fine, code) for code in wholes) else None


def step_or_none(code: str) -> str | None:
    """Which of STEPS a code is; None for what is no code."""
    return step(code) if is_code(code) else None


def _read(text: str) -> str | None:
    text = text.strip().strip("()[]*").strip()
    if not text or len(text) > _LONGEST:
        return None
    return _numeric(_LEADING.sub("", text.lower())) or _worded(text)


def _numeric(text: str) -> str | None:
    """What is written in digits and at most one letter."""
    if found := _ISO.fullmatch(text) or _SLASHED.fullmatch(text):
        year, month, day = (*filter(None, found.groups()), "", "")[:3]
        return _code(year, month, day)
    if found := _DOTTED.fullmatch(text):
        day, month, year = found.groups()
        return _code(year, month, day)
    if found := _PACKED.fullmatch(text):
        return _code(*found.groups())
    if found := _WEEK.fullmatch(text):
        return _week(int(found[1]), int(found[2]))
    if found := _JOINED.fullmatch(text):
        year, letter, number = found.groups()
        return _of_letter(int(year), letter, int(number))
    if found := _JOINED_BACK.fullmatch(text):
        a, number, year, front, b, also = found.groups()
        return _of_letter(_full(year or also), a or b, int(number or front))
    return None


def _code(year: str, month: str, day: str | None) -> str | None:
    if int(year) not in LIKELY_YEARS:
        return None
    code = f"{int(year)}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    return code if is_code(code) else None


def _of_letter(year: int, letter: str, number: int) -> str | None:
    kind = {"m": "", "м": "", "q": "Q", "к": "Q", "h": "H", "п": "H"}[letter.lower()]
    code = f"{year}-{kind}{number}" if kind else f"{year}-{number:02}"
    return code if year in LIKELY_YEARS and is_code(code) else None


def _week(year: int, number: int) -> str | None:
    """The span of a week by ISO 8601, from its Monday to its Sunday."""
    try:
        first = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return f"{first}/{first + timedelta(days=6)}"


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 50 else 1900)


def _worded(text: str) -> str | None:
    """What is written in words: every word must say something of a period."""
    tokens = [t for t in _SPLIT.split(fold(text.replace("–", "-").replace("—", "-"))) if t]
    if not tokens or len(tokens) > 9:
        return None
    months: list[int] = []
    days: list[str] = []  # as written: «янв.05» is no year
    years: list[int] = []
    small: list[int] = []
    kind, leads = "", False
    for token in tokens:
        if token in _QUARTER or token in _HALF:
            kind = "Q" if token in _QUARTER else "H"
        elif token in _MONTH:
            kind = kind or "M"
        elif token in _MONTHS:
            months.append(_MONTHS[token])
        elif token.isdigit() and len(token) == 4 and int(token) in LIKELY_YEARS:
            years.append(int(token))
        elif token in _ORDINALS and not (token.isdigit() and months):
            leads |= token.isdigit()
            small.append(_ORDINALS[token])
        elif token.isdigit() and len(token) <= 2:
            if not months and kind != "M":
                leads = True  # a day stands before its month
            days.append(token)
        elif token not in _YEAR and token not in _FILLERS and token not in _ORDINAL_ENDS:
            return None
    return None if leads and months and not years else _of_words(kind, months, days, years, small)


def _of_words(
    kind: str, months: list[int], days: list[str], years: list[int], small: list[int]
) -> str | None:
    if len(years) == 2 and not (kind or months or days or small):
        return f"{years[0]}/{years[1]}" if years[0] < years[1] else None
    if len(years) > 1 or len(months) > 2 or len(days) + len(small) > 1:
        return None
    year = years[0] if years else None
    if kind in ("Q", "H"):
        if months or days or len(small) != 1 or small[0] > (4 if kind == "Q" else 2):
            return None
        return f"{year}-{kind}{small[0]}" if year else f"{kind}{small[0]}"
    if months:
        return _of_months(months, days or [str(n) for n in small], year)
    if kind == "M":
        count = int(days[0]) if days else small[0] if small else 0
        return _span(1, count, year) if year and 2 <= count <= 12 else None
    return str(year) if year and not days and not small else None


def _of_months(months: list[int], numbers: list[str], year: int | None) -> str | None:
    if len(months) == 2:
        return _span(months[0], months[1], year) if year and not numbers and months[0] < months[1] else None
    if not numbers:
        return f"{year}-{months[0]:02}" if year else f"{months[0]:02}"
    if year is None:  # «янв.25» is a month of 2025; a day without its year is none
        return f"{_full(numbers[0])}-{months[0]:02}" if re.fullmatch(r"[1-9]\d", numbers[0]) else None
    code = f"{year}-{months[0]:02}-{int(numbers[0]):02}"
    return code if is_code(code) else None


def _span(first: int, last: int, year: int | None) -> str:
    months = last - first + 1
    if months == 12:
        return f"{year}"
    if months == 6 and first in (1, 7):
        return f"{year}-H{1 + first // 7}"
    if months == 3 and first % 3 == 1:
        return f"{year}-Q{first // 3 + 1}"
    return f"{year}-{first:02}/{year}-{last:02}"
