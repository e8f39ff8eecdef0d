"""The period of every figure of a sheet: from columns, headers, lines between rows, title, sheet's name."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from karasora import periods
from karasora.figures.cumulative import are_cumulative, last_month
from karasora.figures.labels import Label, is_dated, period_of, split_period
from karasora.figures.layout import Column
from karasora.figures.roles import Roles
from karasora.names.fold import fold

if TYPE_CHECKING:
    from karasora.figures.melting import Melting

_MACHINE_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_OF_STEP = {
    "month": frozenset(("месяц", "месяцы", "ай", "айлар", "month", "months")),
    "quarter": frozenset(("квартал", "кварталы", "токсан", "токсандар", "quarter", "quarters")),
    "year": frozenset(("год", "годы", "жыл", "жылдар", "жылы", "year", "years", "yr")),
    "half": frozenset(("полугодие", "жартыжылдык", "half")),
}


class Stamps:
    """The periods of one sheet."""

    def __init__(self, roles: Roles, labels: Iterable[Label]) -> None:
        self.layout = roles.layout
        self.columns = [_Read(column) for column in roles["period"]]
        sections = self.layout.sections
        self.section = {text: periods.parse(text) or periods.part(text) or "" for text in set(sections)}
        self.layout.sections_named = ["" if self.section[text] else text for text in sections]
        self.across = _machine_steps(
            [label for column in roles["value"] for label in column.labels if label], ""
        )
        self.default = self._default()
        self.cumulative = self._cumulative(roles, [label for label in labels if not label.is_total])

    def _cumulative(self, roles: Roles, labels: Sequence[Label]) -> set[tuple[str, ...]]:
        """The names of the measures whose periods, told in one place alone, are cumulative."""
        across: dict[tuple[str, ...], set[str]] = {}
        for label in labels:
            if label.periods:
                across.setdefault(label.names, set()).add(periods.combine(label.periods) or "-")
        if len(self.columns) + bool(across) != 1 or any(self.section.values()):
            return set()
        if across:
            return {
                names
                for names, codes in across.items()
                if all(map(is_dated, codes)) and are_cumulative(codes)
            }
        keys = [column.cells for role in ("measure", "name", "category", "unit") for column in roles[role]]
        down: dict[tuple[str, ...], set[str]] = {}
        for code, *key in zip(self.columns[0].codes, *keys, strict=True):
            down.setdefault((*key,), set()).add(code)
        is_so = all(all(map(is_dated, codes)) and are_cumulative(codes) for codes in down.values())
        return {label.names for label in labels} if is_so else set()

    def _default(self) -> str:
        """The period that the title or the sheet's name tells for the whole sheet."""
        for title in self.layout.titles:
            if (code := periods.parse(title)) and "/" not in code:
                return code
        dated = {apart.period for t in self.layout.titles if (apart := split_period(t))}
        if any("/" in code for code in dated):
            return ""  # the title stays the name, with the span in it
        if len(dated) == 1:
            return dated.pop()
        return periods.parse(self.layout.grid.sheet) or "" if not dated else ""

    def of(self, label: Label, column: Column, melting: "Melting") -> "np.ndarray[Any, Any]":
        """The codes of one column of values, row by row; what can't be read is told, and None."""
        n = len(self.layout.rows)
        is_sum = label.is_total and melting.is_sum(column)
        own = tuple(
            self.across.get(text, code)
            for code, text in zip(label.periods, _texts(label, column), strict=True)
        )
        rows = [*(read.codes for read in self.columns), [self.section[text] for text in self.layout.sections]]
        made: dict[tuple[str, ...], str | None] = {}
        codes = np.empty(n, object)
        bad: dict[tuple[str, ...], list[int]] = {}
        for r, parts in enumerate(zip(*rows, strict=True)):
            if parts not in made:
                code = self._one((*own, *parts), is_sum=is_sum)
                if code and label.names in self.cumulative:
                    code = last_month(code)
                made[parts] = code if not code or periods.is_code(code) else None
            if made[parts] is None:
                bad.setdefault(parts, []).append(r)
            codes[r] = made[parts]
        for parts, places in bad.items():
            self._refuse(column, (*own, *parts), places, melting)
        return codes

    def _one(self, parts: tuple[str, ...], *, is_sum: bool) -> str | None:
        said = [part for part in parts if part and part != "total"]
        if not said:
            return "" if is_sum or "total" in parts else self.default
        found = periods.combine(said)
        if found is None and self.default:
            found = periods.combine([*said, self.default])
        return found

    def _refuse(self, column: Column, parts: tuple[str, ...], places: list[int], melting: "Melting") -> None:
        said = [part for part in parts if part and part != "total"]
        filled = [r for r in places if column.cells[r]]
        if not filled:
            return
        if len(said) == 1 and "/" in said[0]:
            wrong = f"{said[0].replace('/', ' to ')} is no year, half, quarter, month or day"
            right = "give figures of such periods, or one table for this span without a period"
        elif all(periods.step_or_none(code) is None for code in said):
            wrong, right = "the period has no year", "write it in full, such as 2024-Q1"
        else:
            wrong, right = f"the periods {' and '.join(said)} don't fit together", "write one period"
        rows = [self.layout.rows[r] for r in filled]
        melting.findings.fault_rows(
            self.layout.grid.file, rows[:1], column.header, self.layout.grid.where(wrong), right, "period"
        )


def _texts(label: Label, column: Column) -> list[str]:
    """The headers that gave the label's periods, in their order."""
    found = [
        text for text in dict.fromkeys(column.labels)
        if text and period_of(text)
    ]  # fmt: skip
    return [*found, *[""] * len(label.periods)][: len(label.periods)]


class _Read:
    """A column of periods: the code of each cell, or a part of one; "total" for a row that sums up others."""

    def __init__(self, column: Column) -> None:
        from karasora.figures import words

        distinct = list(dict.fromkeys(column.cells))
        steps = _machine_steps(distinct, column.header)
        made = {}
        for text in distinct:
            bare = words.without_marks(text)
            code = steps.get(text) or period_of(text, column.header)
            made[text] = code or ("total" if words.is_total(bare) or words.is_country(bare) else "")
        self.unread = [text for text in distinct if text and not made[text]]
        self.codes = [made[text] for text in column.cells]


def _machine_steps(texts: list[str], header: str) -> dict[str, str]:
    """Days as programs write them that stand for the month, quarter or year that they begin.

    Excel keeps «янв.25» as 2025-01-01, and engines truncate times: where all of several such days begin a
    month, months are meant, or what the header says.
    """
    days = {text: text[:10] for text in texts if _MACHINE_DAY.fullmatch(text)}
    if not days or not all(day.endswith("-01") for day in days.values()):
        return {}
    said = set(fold(header).split())
    step = next((step for step, named in _OF_STEP.items() if said & named), "")
    months = {day[:7] for day in days.values()}
    if not step:
        begun = {month[5:] for month in months}
        if len(begun) < 2 or begun <= {"01", "04", "07", "10"}:
            return {}  # years or quarters may be meant: days they stay
        step = "month"
    made = {}
    for text, day in days.items():
        year, month = int(day[:4]), int(day[5:7])
        code = {
            "month": f"{year}-{month:02}",
            "quarter": f"{year}-Q{(month + 2) // 3}" if month % 3 == 1 else "",
            "half": f"{year}-H{1 + month // 7}" if month in (1, 7) else "",
            "year": f"{year}" if month == 1 else "",
        }[step]
        made[text] = code
    return made if all(made.values()) else {}
