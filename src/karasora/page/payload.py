"""What the page's scripts read: the whole data set as JSON, column by column.

Few incidents travel as plain JSON, which anyone can read in the page's source. Many travel packed (see
`packed`): what the first drawing needs comes in one block, each text column in a block of its own, so that
the page draws before it unpacks a single title.
"""

import base64
import gzip
import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from karasora import join
from karasora.incidents import Dataset
from karasora.measures import Measure
from karasora.reports import Report, Total

TEXTS = (
    "id", "case", "scope", "kind", "status", "start", "end", "place",
    "title_ru", "title_kk", "title_en", "text_ru", "text_kk", "text_en",
    "locator", "source_url", "confidence", "quote",
)  # fmt: skip
PACK_ABOVE = 2_000  # incidents

Json = dict[str, Any]


def to_json(value: object) -> str:
    """Compact JSON that can stand in a <script> element: no character of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def dataset_json(dataset: Dataset, units: Sequence[str]) -> Json:
    """Everything of `dataset` but its incidents, in the order of `units` (ISO codes)."""
    return {
        "measures": [_measure(m) for m in dataset.measures.values()],
        "reports": [_report(dataset, report, units) for report in dataset.reports],
        "notes": [
            {"incident": n.incident, "text": dict(n.texts), "url": n.url, "confidence": n.confidence}
            for n in dataset.notes
        ],
        "warnings": [str(w) for w in dataset.warnings],
        "files": [{"name": name, "sha256": digest} for name, digest in dataset.sources],
    }


def incident_columns(incidents: pd.DataFrame, measures: Iterable[str], units: Sequence[str]) -> Json:
    """The incidents as JSON columns: {"v": values} or, where values repeat, {"d": distinct, "i": indexes}."""
    columns: Json = {}
    for name in ("report", *TEXTS, *extra_columns(incidents)):
        if (column := _text_column(incidents[name])) is not None:
            columns[name] = column
    for name in ("units", "from_units"):
        columns[name] = _unit_column(incidents[name], units)
    for name in ("lat", "lon", *measures):
        if name in incidents and incidents[name].notna().any():
            columns[name] = {"v": _numbers(incidents[name])}
    for name in measures:
        flags = incidents.get(f"{name}:flags")
        if flags is not None and flags.any():
            columns[f"{name}:flags"] = _shortest(flags.tolist())
    return {"n": len(incidents), "columns": {k: v for k, v in columns.items() if v is not None}}


def extra_columns(incidents: pd.DataFrame) -> list[str]:
    """The columns that no rule understood, which only travel into the downloads."""
    return [str(c) for c in incidents if str(c).startswith("x:")]


def digest(content: str) -> str:
    """The SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def gzipped(content: bytes) -> str:
    """`content` packed the same way every time, in base64."""
    return base64.b64encode(gzip.compress(content, 6, mtime=0)).decode()


def _measure(measure: Measure) -> Json:
    return {
        "key": measure.key,
        "unit": measure.unit,
        "group": measure.group,
        "name": dict(measure.names),
        "claim": dict(measure.claims),
        "breaks": {per: list(breaks) for per, breaks in measure.breaks.items()},
    }


def _report(dataset: Dataset, report: Report, units: Sequence[str]) -> Json:
    rows = dataset.incidents[dataset.incidents["report"] == report.id]
    sums = join.unit_sums(rows, units, dataset.measures)
    counts = join.counts(rows)
    return {
        "id": report.id,
        "title": dict(report.titles),
        "publisher": report.publisher,
        "url": report.url,
        "published": report.published,
        "language": report.language,
        "start": report.start,
        "end": report.end,
        "coverage": report.coverage,
        "vintage": report.vintage,
        "counts": {
            "read": counts.read,
            "mapped": counts.mapped,
            "several_regions": counts.several_regions,
            "unlocated": counts.unlocated,
        },
        "totals": [_total(t) for t in dataset.totals if t.report == report.id],
        "units": {key: _sums(sums, key) for key in dataset.measures if key == "incidents" or sums[key].notna().any()
                  or sums[f"{key}:flags"].any()},
    }


def _sums(sums: pd.DataFrame, key: str) -> list[list[float | int | None]]:
    values = _numbers(sums[key])
    flags = (sums[key] > 0).astype(int) if key == "incidents" else sums[f"{key}:flags"]
    return [[value, int(flag)] for value, flag in zip(values, flags, strict=True)]


def _total(total: Total) -> Json:
    return {
        "measure": total.measure,
        "name": dict(total.names) or None,
        "value": _number(total.value),
        "flags": total.flags,
        "of": total.of or None,
    }


def _text_column(column: pd.Series) -> Json | None:
    codes, distinct = pd.factorize(column)
    if len(distinct) == 0 or (len(distinct) == 1 and distinct[0] == ""):
        return None
    if len(distinct) * 2 > len(column):
        return {"v": column.tolist()}
    return {"d": list(distinct), "i": codes.tolist()}


def _unit_column(column: pd.Series, units: Sequence[str]) -> Json | None:
    if (column == "").all():
        return None
    place = {iso: i for i, iso in enumerate(units)}
    codes, distinct = pd.factorize(column)
    return {"d": [[place[iso] for iso in text.split(";") if iso] for text in distinct], "i": codes.tolist()}


def _numbers(column: pd.Series) -> list[float | int | None]:
    return [_number(value) for value in column.tolist()]


def _number(value: float) -> float | int | None:
    if value is None or math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else value


def _shortest(values: list[int]) -> Mapping[str, list[int]]:
    distinct = sorted(set(values))
    if len(values) < 50 or len(distinct) > 50:
        return {"v": values}
    place = {value: i for i, value in enumerate(distinct)}
    return {"d": distinct, "i": [place[v] for v in values]}


def region_json(table: pd.DataFrame, search: Mapping[str, Sequence[str]]) -> list[Json]:
    """The units for the page, in the order of `table` (the columns of geodata/regions.csv)."""
    return [
        {
            "iso": row.iso,
            "type": row.type,
            "name": {lang: getattr(row, f"name_{lang}") for lang in ("ru", "kk", "en")},
            "short": {lang: getattr(row, f"short_{lang}") for lang in ("ru", "kk", "en")},
            "area_km2": _number(float(row.area_km2)),
            "population": int(row.population),
            "label": [round(float(row.label_lon), 3), round(float(row.label_lat), 3)],
            "macro": row.macro_region,
            "search": list(search.get(row.iso, ())),
        }
        for row in table.itertuples()
    ]


__all__ = ["PACK_ABOVE", "dataset_json", "digest", "gzipped", "incident_columns", "region_json", "to_json"]
_ = np
