"""National figures to draft rows of totals.csv, and the report itself to one of reports.csv."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from karasora.extraction.columns import Row, cell, measure_of, names
from karasora.extraction.facts import Fact
from karasora.extraction.text import Document
from karasora.extraction.words import language

_TITLE = 160  # characters
_COUNTED = 80  # characters after a figure that may still name it
_FIGURE = re.compile(r"^[^\W\d]*\s*\d[\d.,\s]*")
_CLAUSE_END = re.compile(r"[.,;:?()\n–—]|\s+(?:и|және|мен|and)\s*$")


def report(document: Document) -> Row:
    """A draft row of reports.csv: the first line as the title, its language; partial, as reports are."""
    lang = language(document.text)
    first = document.paragraphs[0] if document.paragraphs else None
    line = document.text[first.start : first.end] if first else document.name
    title = " ".join(line[:_TITLE].split())
    return {"id": document.name, f"title_{lang}": title, "language": lang, "coverage": "partial"}


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
        names_of_row = names(key)
        row = {"report": document.name, "measure": key, "value": cell([fact])}
        if fact.is_part and whole.get(fact.measure) not in (None, key if fact.measure == "mass" else None):
            row["of"] = whole[fact.measure]
        taken[key] += 1
        if (fact.measure != "mass" and fact.is_part) or taken[key] > 1:
            taken[key] += taken[key] == 1
            row["measure"] = _numbered(key, taken[key])
            names_of_row = {lang: _what_it_counts(document, fact, facts[number + 1 : number + 2])}
        elif not fact.is_part and (fact.measure != "mass" or key == "drugs_kg"):
            whole[fact.measure] = key
        row |= {f"name_{code}": name for code, name in names_of_row.items()}
        row |= {"status": "draft", "confidence": fact.confidence, "quote": " ".join(fact.quote.split())}
        row |= {"region_words": fact.region_words, "region_how": fact.region_how}
        row |= {"quote_start": str(fact.start), "quote_end": str(fact.end)}
        rows.append(row)
    return rows


def _numbered(key: str, number: int) -> str:
    """Another key for the same measure; its unit stays at the end."""
    stem, _, unit = key.rpartition("_") if key.endswith(("_kg", "_l")) else (key, "", "")
    return f"{stem}_{number}" + (f"_{unit}" if unit else "")


def _what_it_counts(document: Document, fact: Fact, following: Sequence[Fact]) -> str:
    """The report's own words for what a figure counts, up to the end of its clause or the next figure."""
    end = min([fact.end + _COUNTED, *(other.start for other in following)])
    rest = _FIGURE.sub("", document.text[fact.start : max(end, fact.end)])
    return " ".join(_CLAUSE_END.split(rest)[0].split()) or fact.quote
