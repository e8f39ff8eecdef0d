"""Facts to draft rows in the very format of incidents.csv and totals.csv, for a person to review."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from karasora import geodata, quantities
from karasora.extraction.facts import Fact
from karasora.extraction.place import FROM, TOWARDS, Place
from karasora.extraction.text import Document
from karasora.extraction.where import Reading
from karasora.extraction.words import language
from karasora.measures import LANGUAGES, read_measures

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
_LEVELS = ("high", "medium", "low")
_BEFORE = ("id", "report", "regions", "from_regions", "scope", "place", "kind", "status")
_AFTER = (
    "title_ru",
    "title_kk",
    "title_en",
    "text_ru",
    "text_kk",
    "text_en",
    "locator",
    "confidence",
    "quote",
    "quote_start",
    "quote_end",
)
_TOTALS = (
    "report",
    "measure",
    "value",
    "of",
    "name_ru",
    "name_kk",
    "name_en",
    "status",
    "confidence",
    "quote",
    "quote_start",
    "quote_end",
)
_REPORTS = ("id", "title_ru", "title_kk", "title_en", "language", "start", "end", "coverage")
_WORDS = Path(__file__).with_name("words.csv")

Row = dict[str, str]


@dataclass
class _Incident:
    """The facts of one case, or of one region's figures, that become one row."""

    facts: list[Fact] = field(default_factory=list)
    cells: dict[str, list[Fact]] = field(default_factory=dict)

    def takes(self, fact: Fact) -> bool:
        """Whether a fact belongs to this incident: the same place, close by, and nothing stated twice."""
        last = self.facts[-1]
        near = fact.paragraph == last.paragraph or fact.place == last.place != ""
        same = fact.codes == last.codes and fact.level == last.level and fact.macro == last.macro
        same_place = fact.place == last.place or (fact.level == "place" and not last.place)
        key = measure_of(fact)
        free = fact.is_part or key not in self.cells or _are_two_plants(self.cells[key], fact)
        return same and same_place and near and free

    def add(self, fact: Fact) -> None:
        self.facts.append(fact)
        if not fact.is_part or fact.measure == "mass":
            self.cells.setdefault(measure_of(fact), []).append(fact)


def _are_two_plants(before: Sequence[Fact], fact: Fact) -> bool:
    """Plants of two kinds are one sum of plants; else a second figure is a second case."""
    return fact.measure == "plants" and all(set(one.substances).isdisjoint(fact.substances) for one in before)


def incidents(document: Document, readings: Sequence[Reading], facts: Iterable[Fact]) -> list[Row]:
    """Draft rows of incidents.csv: one per case or region that has figures, national figures left out."""
    gathered: list[_Incident] = []
    for fact in facts:
        if fact.level == "national":
            continue
        if not gathered or not gathered[-1].takes(fact):
            gathered.append(_Incident())
        gathered[-1].add(fact)
    lang = language(document.text)
    starts: dict[int, int] = {}
    for number, reading in enumerate(readings):
        starts.setdefault(reading.sentence.paragraph, number)
    return [
        _row(document, _told(readings, starts, incident.facts), incident, lang, number)
        for number, incident in enumerate(gathered, 1)
    ]


def _row(document: Document, told: Sequence[Reading], incident: _Incident, lang: str, number: int) -> Row:
    facts = incident.facts
    first = facts[0]
    ways = [reading for reading in told if reading.is_corridor]
    regions = _units([], _macros(first)) if first.level == "macro" else list(first.codes)
    if ways and not regions:
        regions = _units([p for r in ways for p in r.places if p.role == TOWARDS], [])
    scope = (
        "corridor" if ways and regions else first.level if first.codes else "macro" if regions else "national"
    )
    row = {
        "id": f"{document.name}-{number:02d}",
        "report": document.name,
        "regions": ";".join(regions),
        "from_regions": ";".join(_units([p for r in ways for p in r.places if p.role == FROM], [])),
        "scope": scope,
        "place": "; ".join(
            dict.fromkeys(fact.place for fact in facts if fact.place and fact.level == "place")
        ),
        "kind": _kind(incident, bool(ways)),
        "status": "draft",
        "confidence": _LEVELS[max(_LEVELS.index(fact.confidence) for fact in facts)],
    }
    for key, stated in incident.cells.items():
        if not key.endswith("_l"):
            row[key] = _sum(stated)
    for key in _uncounted(told):
        row.setdefault(key, "?")
    row[f"title_{lang}"] = _title(row, facts, lang)
    row[f"text_{lang}"] = _text(incident, scope, lang)
    return row | _quote(document, facts)


def _told(readings: Sequence[Reading], starts: Mapping[int, int], facts: Sequence[Fact]) -> list[Reading]:
    """The sentences that tell of an incident: from the beginning of each paragraph to its last figure
    there.
    """
    ends: dict[int, int] = {}
    for fact in facts:
        ends[fact.paragraph] = max(fact.sentence, ends.get(fact.paragraph, 0))
    return [reading for paragraph, end in ends.items() for reading in readings[starts[paragraph] : end + 1]]


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


def _sum(facts: Sequence[Fact]) -> str:
    total = quantities.add([fact.base for fact in facts], [_FLAGS[fact.qualifier] for fact in facts])
    return quantities.text(total.value, total.flags)


def _kind(incident: _Incident, is_way: bool) -> str:
    if is_way:
        return "channel"
    return "cultivation" if {"plants", "sites"} & incident.cells.keys() else "seizure"


_TAKEN = ("detained", "firearms", "vehicles")
_TAKING = {"detained": "detain", "firearms": "take", "vehicles": "take"}


def _uncounted(told: Iterable[Reading]) -> list[str]:
    """What a text says was taken or that people were, without a number."""
    found = []
    for reading in told:
        sentence = reading.sentence
        if sentence.hits.get("detain") and not any(
            figure.measure == "detained" for figure in reading.figures
        ):
            found.append("detained")
        counted = {at for figure in reading.figures for at in range(figure.start, figure.end)}
        for hit in sentence.hits.get("count", ()):
            clause = sentence.clause_of(hit.start)
            taken = sentence.within(
                "take",
                0 if hit.key == "firearms" else clause[0],
                len(sentence.tokens) if hit.key == "firearms" else clause[1],
            )
            if hit.key in _TAKEN[1:] and taken and not counted.intersection(range(hit.start, hit.end)):
                found.append(hit.key)
    return found


def _title(row: Mapping[str, str], facts: Sequence[Fact], lang: str) -> str:
    """What was found and where, such as «Марихуана, >206 кг: Жамбылская»."""
    keys = [measure_of(fact) for fact in facts if measure_of(fact) in row]
    key = next((key for key in keys if key.endswith("_kg")), keys[0] if keys else "")
    what = f"{_name(key, lang)}, {row[key]}" if key else ""
    unit = {"ru": "кг", "kk": "кг", "en": "kg"}[lang] if key.endswith("_kg") else ""
    where = row["place"] or ", ".join(_region_names(lang)[code] for code in row["regions"].split(";") if code)
    return f"{where}: {what} {unit}".strip(": ") if what else where


def _text(incident: _Incident, scope: str, lang: str) -> str:
    """What the reviewer should know; to be replaced by the reviewer's own words."""
    facts = incident.facts
    notes = [_words("review", lang)]
    notes += [_words(facts[0].level, lang)] if facts[0].level in ("open", "macro", "corridor") else []
    notes += [f"{fact.quote}." for fact in facts if measure_of(fact).endswith("_l")]
    parts = [fact.quote for fact in facts if fact.is_part and fact.measure != "mass"]
    notes += [f"{_words('part', lang)}: {', '.join(parts)}."] if parts else []
    notes += dict.fromkeys(_words(doubt, lang) for fact in facts for doubt in sorted(fact.doubts))
    return " ".join(" ".join(notes).split())


def _quote(document: Document, facts: Sequence[Fact]) -> Row:
    """The words from the first to the last figure of the first paragraph, and where they stand."""
    here = [fact for fact in facts if fact.paragraph == facts[0].paragraph]
    start, end = min(fact.start for fact in here), max(fact.end for fact in here)
    paragraphs = ", ".join(dict.fromkeys(str(fact.paragraph + 1) for fact in facts))
    return {
        "quote": " ".join(document.text[start:end].split()),
        "quote_start": str(start),
        "quote_end": str(end),
        "locator": f"¶ {paragraphs}",
    }


# --- national totals -----------------------------------------------------------------------------------


def report(document: Document) -> Row:
    """A draft row of reports.csv: the first line as the title, its language; partial, as reports are."""
    lang = language(document.text)
    first = document.paragraphs[0] if document.paragraphs else None
    line = document.text[first.start : first.end] if first else document.name
    title = " ".join(line[:_TITLE].split())
    return {"id": document.name, f"title_{lang}": title, "language": lang, "coverage": "partial"}


_TITLE = 160  # characters


def totals(document: Document, facts: Iterable[Fact]) -> list[Row]:
    """Draft rows of totals.csv: the national figures, parts with what they are a part of."""
    lang = language(document.text)
    rows: list[Row] = []
    facts = list(facts)
    whole: dict[str, str] = {}  # the total that a part of a measure belongs to
    taken: Counter[str] = Counter()
    for number, fact in enumerate(facts):
        if fact.level != "national":
            continue
        key = measure_of(fact)
        names = _names(key)
        row = {"report": document.name, "measure": key, "value": _sum([fact])}
        if fact.is_part and whole.get(fact.measure) not in (None, key if fact.measure == "mass" else None):
            row["of"] = whole[fact.measure]
        taken[key] += 1
        if (fact.measure != "mass" and fact.is_part) or taken[key] > 1:
            taken[key] += taken[key] == 1
            row["measure"] = _numbered(key, taken[key])
            names = {lang: _said(document, fact, facts[number + 1 : number + 2])}
        elif not fact.is_part and (fact.measure != "mass" or key == "drugs_kg"):
            whole[fact.measure] = key
        row |= {f"name_{code}": name for code, name in names.items()}
        row |= {"status": "draft", "confidence": fact.confidence, "quote": " ".join(fact.quote.split())}
        row |= {"quote_start": str(fact.start), "quote_end": str(fact.end)}
        rows.append(row)
    return rows


def _numbered(key: str, number: int) -> str:
    """Another key for the same measure; its unit stays at the end."""
    stem, _, unit = key.rpartition("_") if key.endswith(("_kg", "_l")) else (key, "", "")
    return f"{stem}_{number}" + (f"_{unit}" if unit else "")


def _said(document: Document, fact: Fact, following: Sequence[Fact]) -> str:
    """The report's own words for what a figure counts, up to the end of its clause or the next figure."""
    end = min([fact.end + _SAID, *(other.start for other in following)])
    rest = _FIGURE.sub("", document.text[fact.start : max(end, fact.end)])
    return " ".join(_CLAUSE_END.split(rest)[0].split()) or fact.quote


_SAID = 80  # characters after a figure that may still name it
_FIGURE = re.compile(r"^[^\W\d]*\s*\d[\d.,\s]*")
_CLAUSE_END = re.compile(r"[.,;:?()\n–—]|\s+(?:и|және|мен|and)\s*$")


# --- words ---------------------------------------------------------------------------------------------


def _name(key: str, lang: str) -> str:
    measures = read_measures()
    if key in measures:
        return measures[key].names[lang]
    return _names(key).get(lang) or key.removesuffix("_kg").replace("_", " ")


def _names(key: str) -> dict[str, str]:
    """The names that totals.csv needs for a measure that is none of ours."""
    if key in read_measures():
        return {}
    if key in _table():
        return {lang: _words(key, lang) for lang in LANGUAGES}
    stem, _, unit = key.rpartition("_") if key.endswith(("_kg", "_l")) else (key, "", "")
    known = read_measures().get(f"{stem}_kg")
    return {
        lang: (known.names[lang] if known else stem.replace("_", " "))
        + (f", {_words('litres', lang)}" if unit == "l" else "")
        for lang in LANGUAGES
    }


@cache
def _table() -> dict[str, Row]:
    with _WORDS.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def _words(key: str, lang: str) -> str:
    return _table()[key][lang] if key in _table() else ""


@cache
def _regions() -> list[Row]:
    with geodata.path("regions.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _region_names(lang: str) -> dict[str, str]:
    return {row["iso"]: row[f"short_{lang}"] for row in _regions()}


def _macros(fact: Fact) -> list[str]:
    return [name for name in fact.macro.split(";") if name]


def _units(places: Iterable[Place], macros: Iterable[str]) -> list[str]:
    """The ISO codes of places and of the units of macro-regions, in the order of the codes."""
    codes = {code for place in places for code in place.codes}
    wanted = {*macros, *(name for place in places for name in place.macro.split(";") if name)}
    return sorted(codes | {row["iso"] for row in _regions() if row["macro_region"] in wanted})


def write(rows: Sequence[Row]) -> str:
    """Draft incidents as CSV: the columns of incidents.csv that drafts can fill."""
    order = [key for key in read_measures() if any(key in row for row in rows)]
    own = dict.fromkeys(key for row in rows for key in row if key not in (*_BEFORE, *_AFTER, *order))
    return _table_of((*_BEFORE, *order, *own, *_AFTER), rows)


def write_totals(rows: Sequence[Row]) -> str:
    """Draft totals as CSV, in the columns of totals.csv."""
    return _table_of(_TOTALS, rows)


def write_reports(rows: Sequence[Row]) -> str:
    """Draft reports as CSV: the columns of reports.csv that a text can fill."""
    return _table_of(_REPORTS, rows)


def _table_of(columns: Sequence[str], rows: Sequence[Row]) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return out.getvalue()
