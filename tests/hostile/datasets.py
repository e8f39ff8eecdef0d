"""Tables in which every text field holds a hostile text, and their tame twins of the same shape."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from karasora.names.fold import fold
from karasora.tables.columns import column_of, kind_named
from tests.hostile.cleaning import clean
from tests.hostile.payloads import Payload

_ISOS = ("KZ-62", "KZ-31", "KZ-10", "KZ-47", "KZ-75", "KZ-19;KZ-33", "")
_WEB = "links that may be followed"


class ReportTexts(NamedTuple):
    title: Payload
    headline: Payload
    publisher: Payload


REPORT_TEXTS = len(ReportTexts._fields)


def of_report(payloads: Sequence[Payload], k: int) -> ReportTexts:
    """What the report says whose title is the payload at `k`."""
    return ReportTexts(*(payloads[(k + i) % len(payloads)] for i in range(REPORT_TEXTS)))


def tame(payloads: Sequence[Payload]) -> list[Payload]:
    """As many texts that hurt nobody: what their page is made of, a hostile one's may be made of, too."""
    # The first holds a bell, so that the tame page has a warning, too.
    return [
        p._replace(
            text=f"https://example.org/{p.number}"
            if p.group == _WEB
            else f"quiet {p.number}" + "\a" * (p.number == 1)
        )
        for p in payloads
    ]


def write_texts(folder: Path, payloads: Sequence[Payload]) -> list[str]:
    """Incidents, totals and notes as CSV, a row per payload, and a report per three; returns their paths.

    The first report has an incident for every payload, each other report has one.
    """
    ids = distinct(payloads)
    reports = [
        _report(of_report(payloads, k), ids[payloads[k].number])
        for k in range(0, len(payloads), REPORT_TEXTS)
    ]
    incidents = [_incident(p, ids[p.number], reports[0]["id"]) for p in payloads]
    incidents += [
        _incident(p, f"again {ids[p.number]}", ids[p.number]) for p in payloads[REPORT_TEXTS::REPORT_TEXTS]
    ]
    tables = {
        "incidents.csv": incidents,
        "reports.csv": reports,
        "totals.csv": [_total(p, reports[0]["id"]) for p in payloads if clean(p.text)],
        "notes.csv": [_note(p, ids[p.number]) for p in payloads],
    }
    return [_write(folder / name, rows) for name, rows in tables.items()]


def write_headers(folder: Path, payloads: Sequence[Payload]) -> list[str]:
    """A table whose headers are payloads: of measures, and of columns that nothing understands."""
    incidents = [
        # The number keeps headers apart that fold alike; the payload stands where formulas start.
        {"regions": _ISOS[p.number % 5], f"{p.text} {p.number}": p.text, f"{p.text} {p.number} kg": ">1.5"}
        for p in payloads
    ]
    return [_write(folder / "incidents.csv", incidents)]


def write_files(folder: Path, payloads: Sequence[Payload]) -> list[str]:
    """Tables whose file names are payloads."""
    names = {f"{p.text[:60]}.csv" for p in payloads if _is_file_name(p.text)}
    return [_write(folder / name, [{"regions": "KZ-71"}]) for name in sorted(names)]


def write_geojson(folder: Path, payloads: Sequence[Payload]) -> str:
    """Points whose properties are named and filled by payloads, as they stand; returns the path."""
    ids = distinct(payloads)
    named = {
        fold(p.text) or clean(p.text): p.text
        for p in reversed(payloads)
        if not column_of("incidents", p.text)
    }
    features = [
        {
            "type": "Feature",
            "id": ids[p.number],
            "properties": {"title": p.text, "case": p.text, "regions": "KZ-62"}
            | ({p.text: p.text} if named.get(fold(p.text) or clean(p.text)) == p.text else {}),
            "geometry": {"type": "Point", "coordinates": [67.7, 47.8]},
        }
        for p in payloads
    ]
    path = folder / "points.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "name": payloads[0].text, "features": features}))
    return str(path)


def _incident(p: Payload, id_: str, report: str) -> dict[str, str]:
    texts = (
        "case",
        "place",
        "kind",
        "locator",
        "confidence",
        "quote",
        "title_ru",
        "title_kk",
        "title_en",
        "text_ru",
        "text_kk",
        "text_en",
    )
    place = p.text.encode("utf-8", "replace").decode().replace("?", "!")  # a ? inside a place name is a fault
    regions = _ISOS[p.number % len(_ISOS)]
    row = dict.fromkeys(texts, p.text) | {"place": place, "id": id_, "report": report, "regions": regions}
    row |= {
        "scope": "" if regions else "national",
        "source_url": p.text if p.group == _WEB else "https://example.org/",
    }
    return row | {"marijuana_kg": [">206", "?", "8,5", ""][p.number % 4]}


def _report(texts: ReportTexts, id_: str) -> dict[str, str]:
    p = texts.title
    return {
        "id": id_,
        **dict.fromkeys(("title_ru", "title_kk", "title_en"), p.text),
        **dict.fromkeys(("headline_ru", "headline_kk", "headline_en"), texts.headline.text),
        "publisher": texts.publisher.text,
        "url": p.text if p.group == _WEB else "https://example.org/",
        "language": ["ru", "kk", "en"][p.number % 3],
        "start": "2025-06",
    }


def _total(p: Payload, report: str) -> dict[str, str]:
    names = dict.fromkeys(("name_ru", "name_kk", "name_en"), p.text)
    return {"report": report, "measure": f"own {p.number}", "value": "5", "of": p.text, **names}


def _note(p: Payload, id_: str) -> dict[str, str]:
    texts = dict.fromkeys(("text_ru", "text_kk", "text_en", "confidence"), p.text)
    return {"incident": id_, **texts, "url": p.text if p.group == _WEB else ""}


def distinct(payloads: Sequence[Payload]) -> dict[int, str]:
    """The payload itself as an id where that can be one: not empty, and still its own once it was cleaned."""
    taken: set[str] = set()
    ids = {}
    for p in payloads:
        cleaned = clean(p.text)
        ids[p.number] = f"{p.text} #{p.number}" if not cleaned or cleaned in taken else p.text
        taken.add(cleaned)
    return ids


def _is_file_name(text: str) -> bool:
    if kind_named(text):
        return False  # then the table would be one of reports, say
    return (
        not set(text) & set("/\0")
        and text[0] not in ".~"
        and 0 < len(text.encode("utf-8", "replace")) < 200
        and text.isprintable()
    )


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> str:
    headers = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)
