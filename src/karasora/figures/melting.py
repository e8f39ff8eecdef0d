"""A sheet whose columns have roles, as figures one below the other: the same for every shape of table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from karasora import numerals, periods, quantities
from karasora.faults import quote
from karasora.figures import words
from karasora.figures.cumulative import since
from karasora.figures.labels import Label, dated_headers, read_label
from karasora.figures.layout import Column
from karasora.figures.naming import FigureMeasure, measure_of, unit_of_code
from karasora.figures.places import Place
from karasora.figures.roles import Roles
from karasora.figures.stamps import Stamps
from karasora.geodata import LANGUAGES
from karasora.measures import is_bare
from karasora.tables.findings import Findings
from karasora.units import Unit, read_unit, split_unit

_JOINED = {"region", "measure", "name", "unit", "period", "value", "qualifier"}  # as `karasora join` writes
_NAMES = tuple(f"name_{lang}" for lang in LANGUAGES)
WHOLE = "*"  # the place of figures for the whole country


@dataclass
class Molten:
    """Figures one below the other, and their measures by key.

    `long` has report, place (the text), measure, period, value, flags, row, header (of the column), at (its
    place) and is_total (the column sums up others), one row per figure stated; `places` what the texts name.
    """

    file: str
    long: pd.DataFrame
    measures: dict[str, FigureMeasure]
    places: dict[str, Place]


class Melting:
    """One sheet on its way."""

    def __init__(self, roles: Roles, findings: Findings, *, stem: str) -> None:
        self.roles = roles
        self.layout = roles.layout
        self.grid = roles.layout.grid
        self.findings = findings
        self.stem = stem
        self.n = len(self.layout.rows)
        self.rows = np.array(self.layout.rows, np.int64)
        self.measures: dict[str, FigureMeasure] = {}
        headers = {column.header for column in self.layout.columns}
        self.blank = WHOLE if headers >= _JOINED else ""  # what a row without a region is of
        labels = [label for column in roles["value"] for label in column.labels]
        self.dated = dated_headers(labels)
        self.labels = {c.at: read_label(c.labels, roles.across, self.dated) for c in roles["value"]}
        self.are_totals = all(label.is_total for label in self.labels.values())
        self.default_unit = self.layout.unit or self._unit_of_titles()
        self.borrowing: dict[str, bool] = {}  # what tells no unit: whether it takes the table's
        self.stamps = Stamps(roles, self.labels.values())

    def melt(self) -> Molten:
        """Read every column of values."""
        if self.stamps.cumulative:
            self._tell_cumulative()
        keys = self._keys()
        signatures, sign = _factorized([self.layout.sections_named, *keys.values()], self.n)
        shown = numerals.convention(self._odd_cells())
        columns = filter(self._has_place, self.roles["value"])
        frames = [self._column(column, list(keys), signatures, sign, shown) for column in columns]
        long = pd.concat(frames, ignore_index=True) if frames else nothing_molten()
        if self.borrowing:
            self._tell_borrowed()
        return Molten(self.grid.file, long, self.measures, {**self.roles.places, **self.roles.across})

    def _unit_of_titles(self) -> Unit | None:
        """The only unit that titles tell: that of all columns that tell none."""
        units = {unit for title in self.layout.titles if (unit := split_unit(title).unit)}
        [unit] = units if len(units) == 1 else [None]
        return unit

    def _tell_cumulative(self) -> None:
        self.findings.warn(
            self.grid.file, self.layout.head, "-",
            self.grid.where(
                "periods that all begin with their year were read as counts since it began, never added up"
            ),
            "give figures of periods that don't overlap if they are none", "cumulative",
        )  # fmt: skip

    def _tell_borrowed(self) -> None:
        """Tell of what takes the title's unit, and of what takes none though the table tells one."""
        whose = "table's" if self.layout.unit else "title's"
        for was, taken in ((True, "was taken"), (False, "was not taken")):
            named = [quote(name) for name, borrows in self.borrowing.items() if borrows is was]
            if named and not (was and self.layout.unit):  # a unit in a line of its own is meant for all
                wrong = f"the {whose} unit {taken} for what tells none: {' and '.join(named[:4])}"
                right = "write the units into the headers if that is wrong"
                place = self.grid.where(wrong)
                self.findings.warn(self.grid.file, self.layout.head, "-", place, right, "borrowed unit")

    def _has_place(self, column: Column) -> bool:
        """Whether the figures of a column belong somewhere; where regions are columns, others are told of."""
        label = self.labels[column.at]
        if self.roles.first("region") or label.place or label.is_total:
            return True
        wrong = f"{quote(column.header)} is no region, as other columns are, and was not read"
        right = "leave the column out if that is right"
        self.findings.warn(
            self.grid.file, self.layout.head, column.header, self.grid.where(wrong), right, "unknown column"
        )
        return False

    def _keys(self) -> dict[str, list[str]]:
        """What in a row says of which measure its figures are, by role: one list of cells each."""
        keys: dict[str, list[str]] = {}
        for role in ("measure", "name", *_NAMES, "unit", "category"):
            for number, column in enumerate(self.roles[role]):
                keys[f"{role}:{number}"] = _said(column) if role == "category" else column.cells
        return keys

    def _odd_cells(self) -> list[str]:
        cells: dict[str, None] = {}
        for column in self.roles["value"]:
            cells.update(dict.fromkeys(cell for cell in column.cells if "," in cell or "." in cell))
        return list(cells)

    def _column(
        self,
        column: Column,
        roles: Sequence[str],
        signatures: Sequence[tuple[str, ...]],
        sign: "np.ndarray[Any, Any]",
        shown: numerals.Convention,
    ) -> pd.DataFrame:
        label = self.labels[column.at]
        unit = label.unit or self._unit_of_cells(column)
        made = [
            self._measure(label, column, unit, dict(zip(["section", *roles], s, strict=True)))
            for s in signatures
        ]
        for measure in made:
            self.measures.setdefault(measure.key, measure)
        values, flags = self._read(column, made, shown)
        factors = np.array([m.factor for m in made])[sign]
        for factor in np.unique(factors):
            values = np.where(factors == factor, quantities.scaled(values, float(factor)), values)
        stamped = self.stamps.of(label, column, self)
        region = self.roles.first("region")
        place: Any = label.place.text if label.place else WHOLE
        if region:
            place = np.array([cell or self.blank for cell in region.cells], object)
        report = self.roles.first("report")
        frame = pd.DataFrame(
            {
                "report": np.array(report.cells, object) if report else "",
                "place": place,
                "measure": np.array([m.key for m in made], object)[sign],
                "period": stamped,
                "value": values,
                "flags": flags,
                "row": self.rows,
                "header": column.header or column.labels[-1] if column.labels else "",
                "at": column.at,
                "is_total": label.is_total,
            }
        )
        return frame[(frame["flags"] != 0) & frame["period"].notna()]

    def _measure(
        self, label: Label, column: Column, unit: Unit | None, said: dict[str, str]
    ) -> FigureMeasure:
        cell = said.get("measure:0", "")
        by_language = {role.removeprefix("name_"): text for role in _NAMES if (text := said.get(f"{role}:0"))}
        name = said.get("name:0", "") or next(iter(by_language.values()), "")
        told = unit_of_code(said["unit:0"]) if said.get("unit:0") else None
        categories = [v for role, v in said.items() if role.startswith("category") and v]
        names = [*label.names, *filter(None, [said["section"], name or cell])]
        titles = self.layout.titles
        generic = words.role_of(column.header) or (label.periods or label.place or label.is_total)
        fallback = self.stem if generic else column.header
        if (
            label.is_total
            and not label.names
            and not self.is_sum(column)
            and not (titles and self.are_totals)
        ):
            names = [self._total_of(column)]
        if names and all(map(periods.parse, names)):  # spans of months, which say not of what
            names = [*self._heading(), *names]
        key = "_".join(cell.split()) if cell and name else ""
        if label.names in self.stamps.cumulative:
            names = names or ([] if titles else self._heading())
            text = " ".join(titles or [column.header for column in self.layout.columns])
            key, categories = "", [*categories, *since([*titles, *names, *categories], text)]
        made = measure_of(
            names, categories, unit=told or unit, default_unit=self.default_unit, titles=titles,
            fallback=fallback, key=key, by_language=by_language,
        )  # fmt: skip
        what = " ".join([*label.names, *filter(None, [said["section"], name or cell])])
        takes = made.said == self.default_unit
        is_told = takes or (made.said is None and not is_bare(made.name))
        if self.default_unit and what and not (unit or told) and is_told:
            self.borrowing[what] = takes
        return made

    def _heading(self) -> list[str]:
        """The title, or the name of the file or sheet unless that seems to tell a unit, as «t.csv» would."""
        if self.layout.titles:
            return self.layout.titles[:1]
        return [] if split_unit(self.stem).unit else [self.stem]

    def _total_of(self, column: Column) -> str:
        """What a column of totals that sums up no others says: «всего» of «всего 2024», or below its year."""
        said = [self.dated[label].name if label in self.dated else label for label in column.labels]
        return next((text for text in said if words.is_total(words.without_marks(text))), column.header)

    def is_sum(self, column: Column) -> bool:
        """Whether a column of totals stands beside columns of periods or regions, which it sums up."""
        own = self.labels[column.at]
        return any(
            (label.periods or label.place) and label.names == own.names and not label.is_total
            for at, label in self.labels.items()
            if at != column.at
        )

    def _says_unit(self, label: Label) -> bool:
        """Whether headers or the line under the title tell a unit."""
        return bool(label.unit or self.layout.unit or any(split_unit(name).unit for name in label.names))

    def _unit_of_cells(self, column: Column) -> Unit | None:
        """The unit that every figure of a column bears itself: «5,3%», «135 кг»."""
        units = set()
        for cell in dict.fromkeys(column.cells):
            if numerals.is_missing(cell) or cell in ("?", "0"):
                continue
            units.add(read_unit(cell.lstrip("<>=~≈≥≤ 0123456789.,\u00a0\u202f\u2009+-−–").strip()))
            if len(units) > 1 or None in units:
                return None
        return units.pop() if units else None

    def _read(
        self, column: Column, made: Sequence[FigureMeasure], shown: numerals.Convention
    ) -> tuple[quantities.Values, quantities.Flags]:
        cells = [words.without_marks(cell) if cell else cell for cell in column.cells]
        if qualifier := self.roles.first("qualifier"):
            cells = [
                f"{q} {c}".strip() if c or q == "?" else ""
                for q, c in zip(qualifier.cells, cells, strict=True)
            ]
        units = {m.said for m in made}
        is_unit_told = column.at not in self.grid.percents and self._says_unit(self.labels[column.at])
        shown = shown._replace(whole=any(cell.isdigit() for cell in cells))
        read = quantities.parse_column(
            cells, unit=next(iter(units)) if len(units) == 1 else None,
            signed=any(m.signed for m in made), strict=True, shown=shown,
        )  # fmt: skip
        for problem in read.problems:
            if problem.kind == "missing" or (problem.kind == "unit" and not is_unit_told):
                continue  # signs for none are usual in tables of figures
            rows = self.rows[problem.places]
            tell = self.findings.fault_rows if problem.is_fault else self.findings.warn_rows
            tell(self.grid.file, rows.tolist(), column.header, self.grid.where(problem.wrong), problem.right,
                 problem.kind)  # fmt: skip
        return read.values, read.flags


def _said(column: Column) -> list[str]:
    """What a column of categories says; a number says nothing without its header: «Статья 297»."""
    return [f"{column.header} {cell}" if cell.isdigit() else cell for cell in column.cells]


def _factorized(
    lists: Sequence[Sequence[str]], n: int
) -> tuple[list[tuple[str, ...]], "np.ndarray[Any, Any]"]:
    """The distinct rows of several columns, and which of them each row is."""
    seen: dict[tuple[str, ...], int] = {}
    codes = np.fromiter((seen.setdefault(row, len(seen)) for row in zip(*lists, strict=True)), np.int64, n)
    return list(seen), codes


def nothing_molten() -> pd.DataFrame:
    """Figures of none: the columns of Molten.long."""
    names = ("report", "place", "measure", "period", "value", "flags", "row", "header", "at", "is_total")
    return pd.DataFrame({name: [] for name in names})
