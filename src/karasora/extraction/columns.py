"""The columns and words of draft rows: what a fact is called in the tables, and the files of the rows."""

import csv
import io
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from karasora import geodata, quantities
from karasora.extraction.facts import Fact
from karasora.extraction.roles import Place
from karasora.geodata import LANGUAGES
from karasora.measures import read_measures

#: The measures of ours that a substance is weighed in; any other makes a measure of its own, such as
#: heroin_kg.
_MASSES = {
    "marijuana": "marijuana_kg", "hemp_plant": "hemp_kg", "cannabis": "cannabis_kg", "hashish": "hashish_kg",
    "poppy": "poppy_kg", "synthetic": "synthetics_kg", "precursor": "precursors_kg",
}  # fmt: skip
_FLAGS = {
    "exact": quantities.STATED,
    "at_least": quantities.STATED | quantities.AT_LEAST,
    "about": quantities.STATED | quantities.ABOUT,
    "at_most": quantities.STATED | quantities.AT_MOST,
}
_INCIDENTS = [
    "id", "report", "regions", "from_regions", "from_macro", "scope", "place", "kind", "status",
]  # fmt: skip
_AFTER_MEASURES = [
    "title_ru", "title_kk", "title_en", "text_ru", "text_kk", "text_en", "locator", "confidence",
    "region_words", "region_how", "quote", "quote_start", "quote_end",
]  # fmt: skip
TOTALS = [
    "report", "measure", "value", "of", "name_ru", "name_kk", "name_en", "status", "confidence",
    "region_words", "region_how", "quote", "quote_start", "quote_end",
]  # fmt: skip
REPORTS = [
    "id", "title_ru", "title_kk", "title_en", "language", "start", "end", "coverage",
]  # fmt: skip
_WORDS = Path(__file__).with_name("words.csv")

Row = dict[str, str]


def measure_of(fact: Fact) -> str:
    """The column that a fact belongs in, such as marijuana_kg, heroin_kg, precursors_l or detained."""
    if fact.measure != "mass":
        return fact.measure
    names = [
        _MASSES.get(key, f"{key.removeprefix('other:').replace('-', '_').lower()}_kg")
        for key in fact.substances
    ]
    key = "_and_".join(name.removesuffix("_kg") for name in names) + "_kg" if names else "drugs_kg"
    return key.removesuffix("_kg") + "_l" if fact.unit == "l" else key


def cell(facts: Sequence[Fact]) -> str:
    """The sum of some facts as a cell of a table, such as «>206»."""
    total = quantities.add([fact.base for fact in facts], [_FLAGS[fact.qualifier] for fact in facts])
    return quantities.text(total.value, total.flags)


# --- words ---------------------------------------------------------------------------------------------


def name(key: str, lang: str) -> str:
    """What a measure is called in a language."""
    measures = read_measures()
    if key in measures:
        return measures[key].names[lang]
    return names(key).get(lang) or key.removesuffix("_kg").replace("_", " ")


def names(key: str) -> dict[str, str]:
    """The names that totals.csv needs for a measure that is none of ours."""
    if key in read_measures():
        return {}
    if key in _table():
        return {lang: words(key, lang) for lang in LANGUAGES}
    stem, _, unit = key.rpartition("_") if key.endswith(("_kg", "_l")) else (key, "", "")
    known = read_measures().get(f"{stem}_kg")
    return {
        lang: (known.names[lang] if known else stem.replace("_", " "))
        + (f", {words('litres', lang)}" if unit == "l" else "")
        for lang in LANGUAGES
    }


@cache
def _table() -> dict[str, Row]:
    with _WORDS.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def words(key: str, lang: str) -> str:
    """Words of `words.csv`, or "" where it has none."""
    return _table()[key][lang] if key in _table() else ""


@cache
def _regions() -> list[Row]:
    with geodata.path("regions.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def region_names(lang: str) -> dict[str, str]:
    """The short names of the regions by their ISO codes."""
    return {row["iso"]: row[f"short_{lang}"] for row in _regions()}


def regions(places: Iterable[Place]) -> list[str]:
    """The ISO codes of places, in order."""
    return sorted({code for place in places for code in place.codes})


def regions_of(macros: Iterable[str]) -> list[str]:
    """The ISO codes of the regions of macro-regions, in order."""
    wanted = {one for macro in macros for one in macro.split(";") if one}
    return sorted(row["iso"] for row in _regions() if row["macro_region"] in wanted)


# --- files ---------------------------------------------------------------------------------------------


def incident_columns(rows: Sequence[Row]) -> list[str]:
    """The columns of incidents.csv that drafts can fill, with the measures that these rows have."""
    order = [key for key in read_measures() if any(key in row for row in rows)]
    known = {*_INCIDENTS, *_AFTER_MEASURES, *order}
    own = dict.fromkeys(key for row in rows for key in row if key not in known)
    return [*_INCIDENTS, *order, *own, *_AFTER_MEASURES]


def csv_file(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Rows as a CSV file; with a byte order mark, or a spreadsheet would not take it for UTF-8."""
    out = io.StringIO()
    table = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Rows as a workbook of one sheet, every cell a text, as it would stand in CSV."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("drafts")
    sheet.append(list(columns))
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("\ufffd", row.get(key, "")) for key in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
