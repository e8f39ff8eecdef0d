"""What headers mean only together: a year above months, quarters by number, months that the title tells."""

import re
from collections.abc import Sequence

from karasora import periods
from karasora.names.fold import fold

_ANY_YEAR = "2000"
_QUARTERLY = frozenset(
    ("квартал", "кварталам", "квартально", "поквартально", "токсан", "токсандар", "quarter", "quarterly")
)
_NUMERALS = frozenset(("I", "II", "III", "IV", "1", "2", "3", "4"))


def is_period(cell: str) -> bool:
    """Whether a header tells a period, with its year or without."""
    return periods.parse(cell) is not None or periods.part(cell) is not None or _is_span_of(cell, _ANY_YEAR)


def with_year(labels: list[str]) -> list[str]:
    """Headers whose months of a year, «9 месяцев», bear the year that stands above or below them."""
    years = [label for label in labels if _is_year(label)]
    if len(set(years)) != 1 or years == labels:
        return labels
    spans = [label for label in labels if label not in years and label and _is_span_of(label, years[0])]
    if len(set(spans)) != 1:
        return labels
    return [f"{label} {years[0]}" if label in spans else label for label in labels if label not in years]


def complete(columns: Sequence[list[str]], titles: Sequence[str]) -> list[list[str]]:
    """The headers of all columns, those made whole that are so with their title: I, II … of «по кварталам»,
    years of «за 9 месяцев»."""
    said = {word for title in titles for word in fold(title).split()}
    lowest = {labels[-1] for labels in columns if labels}
    if said & _QUARTERLY and len(lowest & _NUMERALS) > 1:
        columns = [
            [*labels[:-1], f"{labels[-1]} квартал"] if labels and labels[-1] in _NUMERALS else labels
            for labels in columns
        ]
    spans = {span for title in titles if (span := _months_of(title))}
    [months] = spans if len(spans) == 1 else [""]
    return [[f"{months} {x}" if months and _is_year(x) else x for x in labels] for labels in columns]


def _months_of(title: str) -> str:
    """Months that a title tells without their year: «январь–сентябрь» of «Кражи за январь–сентябрь»."""
    pieces = re.split(r"[\s,;:()]+", title)
    for length in range(min(4, len(pieces)), 0, -1):
        for i in range(len(pieces) - length + 1):
            said = " ".join(pieces[i : i + length])
            if "/" in (periods.parse(f"{said} {_ANY_YEAR}") or "") and not re.search(r"\d{4}", title):
                return said
    return ""


def _is_year(text: str) -> bool:
    return periods.step_or_none(periods.parse(text) or "") == "year"


def _is_span_of(label: str, year: str) -> bool:
    """Whether a text is several months of a year that stands elsewhere: «9 месяцев», «январь–март»."""
    return periods.part(label) is None and periods.parse(f"{label} {year}") is not None
