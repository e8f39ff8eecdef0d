"""Reports, their national totals, and what other sources add to an incident: small tables, row by row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from karasora import quantities
from karasora.faults import quote
from karasora.geodata import LANGUAGES
from karasora.measures import read_measures, understand
from karasora.tables import Table, cells, dates
from karasora.tables.findings import Findings
from karasora.tables.rows import Rows

IMPLICIT = "data"  # the id of the report that rows belong to where no table names one
_KAZAKH = "әғқңөұүһі"  # letters that Russian lacks


@dataclass(frozen=True)
class Report:
    """One report. Reports of one operation overlap: figures are never added across them.

    `titles`, `headlines`, `texts` (who acted, with what, what the report tells) and `origins` (whose figures
    these are) have the texts that are given, by "ru", "kk" and "en". Dates are ISO days or
    months, "" where not given. `coverage` is "partial" (a unit without incidents was not mentioned) or
    "complete". `vintage` is 2018, 2022, or 0 where each incident's own date tells.
    """

    id: str
    titles: Mapping[str, str] = field(default_factory=dict)
    headlines: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    url: str = ""
    published: str = ""
    language: str = "ru"
    start: str = ""
    end: str = ""
    coverage: str = "partial"
    vintage: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    is_listed: bool = False  # whether a table of reports tells of it

    @property
    def gives_examples(self) -> bool:
        """Whether the report places some cases as examples, so that their number ranks no region."""
        return self.is_listed and self.coverage == "partial"


@dataclass(frozen=True)
class Total:
    """A figure for the whole country. `measure` is a key of ours, or one that `names` has the words for."""

    report: str
    measure: str
    value: float
    flags: int
    of: str
    names: Mapping[str, str]
    unit: str


class ListedTotal(NamedTuple):
    """A total, and the cell where its value stands."""

    total: Total
    file: str
    row: int
    header: str


@dataclass(frozen=True)
class Note:
    """What another source adds to an incident, or to a report as a whole (`incident` is ""); never summed."""

    incident: str
    texts: Mapping[str, str]
    url: str
    confidence: str
    report: str = ""


def read_reports(tables: Iterable[Table], findings: Findings) -> list[Report]:
    """The reports of tables of reports, in their order."""
    reports: dict[str, Report] = {}
    first: dict[str, tuple[str, int]] = {}
    for table in tables:
        rows = Rows(table, findings)
        if "id" not in rows:
            findings.file_fault(table.file, table.where("there is no column id"), "name each report by an id")
            continue
        for i, report in enumerate(_reports(rows)):
            if not report.id:
                rows.fault(
                    "id", [i], "the report has no id", "give it a short one, such as final-2025-11", "id"
                )
            elif report.id in reports:
                file, row = first[report.id]
                where = f"row {row}" + (f" of {file}" if file != table.file else "")
                rows.fault(
                    "id", [i], f"{quote(report.id)} is the id of {where}", "give each report its own", "id"
                )
            else:
                reports[report.id] = report
                first[report.id] = table.file, int(table.rows[i])
    return list(reports.values())


def _reports(rows: Rows) -> list[Report]:
    start, end = rows.dates()
    columns = {
        "id": rows.texts("id"),
        "publisher": rows.texts("publisher"),
        "url": rows.links("url"),
        "published": rows.read("published", dates.read_date),
        "language": rows.read("language", cells.choice_reader("language")),
        "start": start,
        "end": end,
        "coverage": rows.read("coverage", cells.choice_reader("coverage")),
        "vintage": rows.read("vintage", _read_vintage),
    }
    given = [
        dict(zip(columns, row, strict=True))
        for row in zip(*(c.to_pylist() for c in columns.values()), strict=True)
    ]
    languages = [row["language"] or "ru" for row in given]
    titles, headlines, texts, origins = (
        _in_languages(rows, stem, languages) for stem in ("title", "headline", "text", "origin")
    )
    return [
        Report(
            id=row["id"],
            titles=titles[i],
            headlines=headlines[i],
            publisher=row["publisher"],
            url=row["url"],
            published=row["published"],
            language=languages[i],
            start=row["start"],
            end=row["end"],
            coverage=row["coverage"] or "partial",
            vintage=int(row["vintage"] or 0),
            texts=texts[i],
            origins=origins[i],
            is_listed=True,
        )
        for i, row in enumerate(given)
    ]


def _read_vintage(text: str) -> str:
    if text[:4] in ("2018", "2022"):
        return text[:4]
    raise cells.CellError(f"{quote(text)} is no vintage of borders", "write 2022 or 2018", "choice")


def _in_languages(rows: Rows, stem: str, languages: Sequence[str]) -> list[dict[str, str]]:
    """Per row the texts of title_ru, title_kk …; a bare `title` is in the row's language."""
    found: list[dict[str, str]] = [{} for _ in range(len(rows))]
    for language in LANGUAGES:
        for texts, text in zip(found, rows.texts(f"{stem}_{language}").to_pylist(), strict=True):
            if text:
                texts[language] = text
    for texts, text, language in zip(found, rows.texts(stem).to_pylist(), languages, strict=True):
        if text:
            texts.setdefault(language, text)
    return found


def read_totals(tables: Iterable[Table], reports: Sequence[Report], findings: Findings) -> list[ListedTotal]:
    """The national totals of tables of totals; each belongs to one of `reports`."""
    return [total for table in tables for total in _totals(Rows(table, findings), reports)]


def _totals(rows: Rows, reports: Sequence[Report]) -> list[ListedTotal]:
    totals = []
    owners = rows.texts("report").to_pylist()
    values, flags = qualified(rows, "value")
    names = _in_languages(rows, "name", ["ru"] * len(rows))
    parents = rows.texts("of").to_pylist()
    given = rows.texts("measure").to_pylist()
    for i, (written, owner) in enumerate(zip(given, owners, strict=True)):
        known = understand(written)
        key, factor = (known.key, known.factor) if known else (written, 1.0)
        if not written:
            rows.fault(
                "measure", [i], "the total has no measure", "write a key such as marijuana_kg", "measure"
            )
        elif key not in read_measures() and not names[i]:
            rows.fault(
                "measure", [i], f"{quote(written)} is no measure of ours and has no name",
                "write a key such as marijuana_kg, or give name_ru, name_kk and name_en", "measure",
            )  # fmt: skip
        if not flags[i] and not rows.at_fault[i]:
            rows.fault(
                "value", [i], "the total has no value", "write a number, or ? for stated without one", "value"
            )
        report = owner or (reports[0].id if len(reports) == 1 else "")
        if reports and report not in {r.id for r in reports}:
            rows.fault("report", [i], *unknown_report(report, reports), "report")
        unit = known.unit if known else "items"
        total = Total(report, key, float(values[i]) * factor, int(flags[i]), parents[i], names[i], unit)
        totals.append(ListedTotal(total, rows.table.file, int(rows.table.rows[i]), rows.header("value")))
    return [total for total, bad in zip(totals, rows.at_fault, strict=True) if not bad]


def qualified(rows: Rows, column: str) -> tuple[quantities.Values, quantities.Flags]:
    """A column of quantities whose doubt may also stand in a column `qualifier`, as ">" or «более»."""
    raw = rows.raw(column)
    doubts = rows.texts("qualifier")
    if "qualifier" in rows:
        texts = cells.as_texts(raw).to_pylist()
        raw = [f"{d} {v}" if v or d == "?" else "" for d, v in zip(doubts.to_pylist(), texts, strict=True)]
        raw = np.array([text.strip() for text in raw], dtype=object)
    read = quantities.parse_column(raw)
    rows.add_problems(column, read.problems)
    return read.values, read.flags


def read_notes(
    tables: Sequence[Table], ids: Iterable[str], reports: Sequence[Report], findings: Findings
) -> list[Note]:
    """The notes of tables of notes; each belongs to an incident, by one of `ids`, or else to a report."""
    notes = []
    incidents = frozenset(ids if tables else ())
    for table in tables:
        rows = Rows(table, findings)
        texts = _in_languages(rows, "text", ["ru"] * len(rows))
        columns = rows.texts("incident"), rows.texts("report"), rows.links("url"), rows.texts("confidence")
        given = zip(*(column.to_pylist() for column in columns), strict=True)
        for i, (incident, report, url, confidence) in enumerate(given):
            if report and report not in {r.id for r in reports}:
                rows.fault("report", [i], *unknown_report(report, reports), "report")
            elif incident not in incidents and not (report and not incident):
                rows.fault(
                    "incident",
                    [i],
                    f"no incident has the id {quote(incident)}",
                    "write the id of one, or that of a report in the column report",
                    "incident",
                )
            notes.append(Note(incident, texts[i], url, confidence, report))
    return notes


def unknown_report(report: str, reports: Sequence[Report]) -> tuple[str, str]:
    """What is wrong with a row of this report, and what would be right."""
    known = ", ".join(r.id for r in reports[:10])
    if not report:
        return "the row names no report, and there are several", f"write one of {known}"
    return f"there is no report {quote(report)}", f"write one of {known}, or add it to the reports"


def owned(figures: pd.DataFrame, reports: Sequence[Report] | None, findings: Findings) -> pd.DataFrame:
    """Figures with the report that each belongs to: as written, or the only one there is."""
    only = IMPLICIT if reports is None else reports[0].id if len(reports) == 1 else ""
    owner = figures["report"].where(figures["report"] != "", only)
    for name in owner.unique() if reports else ():
        if name not in {r.id for r in reports or ()}:
            wrong, right = unknown_report(name, reports or ())
            findings.file_fault("figures", wrong.replace("the row names", "figures name"), right, "report")
    return figures.assign(report=owner)


def by_language(titles: Sequence[str]) -> dict[str, str]:
    """The first of these texts in each language that one is in; the first text's language stands first."""
    found: dict[str, str] = {}
    for title in titles:
        found.setdefault(language_of(title), title)
    return found


def language_of(text: str) -> str:
    """Whether a text is rather Kazakh, Russian or English, by its letters."""
    letters = Counter(text.lower())
    kazakh = sum(letters[c] for c in _KAZAKH)
    latin = sum(n for c, n in letters.items() if "a" <= c <= "z")
    cyrillic = sum(n for c, n in letters.items() if "а" <= c <= "я" or c == "ё") + kazakh
    if latin > cyrillic:
        return "en"
    return "kk" if kazakh * 12 > cyrillic else "ru"
