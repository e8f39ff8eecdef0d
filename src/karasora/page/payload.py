"""What the page's scripts read: the whole data set as JSON, column by column.

Few incidents travel with all else in one piece of JSON. Many travel as columns of bytes (see packing), each
in a script of its own: those that the first drawing needs stand before the page's scripts, all others after
them, so that the page draws before the browser has read a single title.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from karasora import periods, sums
from karasora.figures import frame
from karasora.geodata import LANGUAGES
from karasora.incidents import Dataset
from karasora.incidents.reports import Report, Total
from karasora.measures import Measure
from karasora.page import packing

TEXTS = (
    "id", "case", "scope", "kind", "status", "start", "end", "from_macro",
    "place_ru", "place_kk", "place_en",
    "title_ru", "title_kk", "title_en", "text_ru", "text_kk", "text_en",
    "locator_ru", "locator_kk", "locator_en", "source_url", "confidence", "quote",
)  # fmt: skip
PACK_ABOVE = 2_000  # incidents
_REGION = (
    *("iso", "type", "name_ru", "name_kk", "name_en", "short_ru", "short_kk", "short_en"),
    *("area_km2", "population", "label_lon", "label_lat", "macro_region"),
)
_UNITS = ("units", "from_units")
_COORDINATES = ("lat", "lon")
_DRAWN_FIRST = frozenset(("report", *_UNITS, *_COORDINATES, "from_macro", "scope", "kind", "start", "end"))

Json = dict[str, Any]


def to_json(value: object) -> str:
    """Compact JSON that can stand in a <script> element: no character of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@dataclass(frozen=True)
class Summed:
    """What one report comes to: where its rows went, and the figures of each region (sums.region_sums)."""

    counts: sums.Counts
    regions: pd.DataFrame
    notes: int  # rows of context, which are no incidents


def summed_reports(dataset: Dataset, regions: Sequence[str]) -> list[Summed]:
    """The reports of `dataset` summed up, each by itself, over `regions` (ISO codes)."""
    # To pick a report's rows out of all columns would copy every text once per report.
    needed = ["report", *_UNITS, "kind", *dataset.measures, *(f"{key}:flags" for key in dataset.measures)]
    incidents = dataset.incidents[[name for name in needed if name in dataset.incidents]]
    summed = []
    for report in dataset.reports:
        rows = incidents[incidents["report"] == report.id]
        given = _given(dataset, report)
        joined = sums.region_sums(rows, regions, dataset.measures, figures=given, coverage=report.coverage)
        summed.append(Summed(sums.counts(rows), joined, int((rows["kind"] == "context").sum())))
    return summed


def _given(dataset: Dataset, report: Report) -> pd.DataFrame:
    """The figures of a report that came already added up, of the period that it opens on."""
    return frame.opening(dataset.figures[dataset.figures["report"] == report.id])


def dataset_json(dataset: Dataset, measures: Mapping[str, Measure], summed: Sequence[Summed]) -> Json:
    """Everything of `dataset` but its incidents; `measures` with the breaks that they are drawn with."""
    return {
        "measures": [_measure(m) for m in measures.values()],
        "reports": [
            _report(dataset, report, totalled)
            for report, totalled in zip(dataset.reports, summed, strict=True)
        ],
        "notes": [
            {
                "incident": n.incident,
                "report": n.report,
                "text": dict(n.texts),
                "url": n.url,
                "confidence": n.confidence,
            }
            for n in dataset.notes
        ],
        "warnings": [str(w) for w in dataset.warnings],
        "readings": [asdict(reading) for reading in dataset.readings],
        "files": [{"name": name, "sha256": digest} for name, digest in dataset.sources],
    }


def plain_columns(incidents: pd.DataFrame, measures: Iterable[str], units: Sequence[str]) -> Json:
    """The incidents as JSON: {"v": values} or, where values repeat, {"d": distinct, "i": indexes}.

    A column that is empty in every row is left out.
    """
    columns: Json = {}
    for name in text_columns(incidents):
        codes, distinct = pd.factorize(incidents[name])
        repeats = len(distinct) * 2 <= len(incidents)
        columns[name] = (
            {"d": list(distinct), "i": codes.tolist()} if repeats else {"v": incidents[name].tolist()}
        )
    for name in _UNITS:
        codes, lists = _unit_codes(incidents[name], units)
        columns[name] = {"d": lists, "i": codes.tolist()}
    for name in number_columns(incidents, measures):
        columns[name] = {"v": [_number(value) for value in incidents[name].tolist()]}
    for name in flag_columns(incidents, measures):
        columns[name] = {"v": incidents[name].tolist()}
    return {"n": len(incidents), "columns": columns}


def packed_columns(
    incidents: pd.DataFrame, measures: Iterable[str], units: Sequence[str]
) -> tuple[Json, dict[str, str], dict[str, str]]:
    """The incidents as compressed columns.

    Returns:
        What `plain_columns` returns, but each column only describes how it is packed; then the content of the
        scripts that the first drawing needs, by id; then that of all others. Coordinates keep five decimals.
    """
    packed: dict[str, packing.Packed] = {}
    for name in text_columns(incidents):
        packed[name] = packing.pack_text(incidents[name])
    for name in _UNITS:
        packed[name] = packing.pack_dictionary(*_unit_codes(incidents[name], units))
    for name in number_columns(incidents, measures):
        values = incidents[name].to_numpy(np.float64)
        is_coordinate = name in _COORDINATES
        packed[name] = packing.pack_scaled(values, 100_000) if is_coordinate else packing.pack_numbers(values)
    for name in flag_columns(incidents, measures):
        packed[name] = packing.pack_flags(incidents[name].to_numpy(np.uint8))
    ids = {name: f"karasora-column-{i}" for i, name in enumerate(packed)}
    columns = {name: {**told, "packed": ids[name]} for name, (told, _) in packed.items()}
    scripts = {name: packing.to_base64(content) for name, (_, content) in packed.items()}
    early = {ids[name]: text for name, text in scripts.items() if name in _DRAWN_FIRST}
    late = {ids[name]: text for name, text in scripts.items() if name not in _DRAWN_FIRST}
    return {"n": len(incidents), "columns": columns}, early, late


def text_columns(incidents: pd.DataFrame) -> list[str]:
    """The columns of texts that say something in some row; last those that no rule understood."""
    extra = [str(c) for c in incidents if str(c).startswith("x:")]
    return [name for name in ("report", *TEXTS, *extra) if (incidents[name] != "").any()]


def number_columns(incidents: pd.DataFrame, measures: Iterable[str]) -> list[str]:
    """The columns of numbers that say something in some row."""
    return [
        name for name in (*_COORDINATES, *measures) if name in incidents and incidents[name].notna().any()
    ]


def flag_columns(incidents: pd.DataFrame, measures: Iterable[str]) -> list[str]:
    """The columns of flags of the measures that are stated in some row."""
    names = (f"{key}:flags" for key in measures)
    return [name for name in names if name in incidents and incidents[name].any()]


def digest(content: str) -> str:
    """The SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def _measure(measure: Measure) -> Json:
    return {
        "key": measure.key,
        "unit": measure.unit,
        "group": measure.group,
        "name": dict(measure.names),
        "claim": dict(measure.claims),
        "additive": measure.additive,
        "over_time": measure.over_time,
        "breaks": {per: list(breaks) for per, breaks in measure.breaks.items()},
    }


def _report(dataset: Dataset, report: Report, summed: Summed) -> Json:
    return {
        "id": report.id,
        "title": dict(report.titles),
        "headline": dict(report.headlines),
        "text": dict(report.texts),
        "origin": dict(report.origins),
        "examples": report.gives_examples,
        "publisher": report.publisher,
        "url": report.url,
        "published": report.published,
        "language": report.language,
        "start": report.start,
        "end": report.end,
        "coverage": report.coverage,
        "vintage": report.vintage,
        "counts": summed.counts.as_dict(),
        "notes": summed.notes,
        "totals": [_total(t) for t in dataset.totals if t.report == report.id],
        "measure": _opens_on(dataset, report, summed),
        "silent": summed.regions["silent"].tolist(),
        "sums": {key: _states(summed.regions, key) for key in dataset.measures if _is_stated(summed, key)},
        "figures": _figures(dataset.figures[dataset.figures["report"] == report.id], summed.regions.index),
    }


def _figures(figures: pd.DataFrame, regions: pd.Index) -> Json | None:
    """The figures that came already added up: per measure and period the values and flags of the regions.

    `opens` is the period that `sums` is of; `national` has the figures for the whole country, by period too.
    """
    if figures.empty:
        return None
    codes = sorted(figures["period"].unique(), key=lambda code: (periods.bounds(code) if code else (), code))
    at = pd.Index(codes).get_indexer(pd.Index(figures["period"]))
    place = regions.get_indexer(pd.Index(figures["region"]))  # -1, the last column, is the whole country
    if strange := sorted({*figures["region"][place < 0]} - {""}):
        raise ValueError(f"no region {strange[0]!r} on this map")  # its figures are not the country's
    by_region, national = {}, {}
    for key, rows in figures.groupby("measure", sort=False).indices.items():
        values = np.full((len(codes), len(regions) + 1), np.nan)
        flags = np.zeros(values.shape, np.int64)
        values[at[rows], place[rows]] = figures["value"].to_numpy()[rows]
        flags[at[rows], place[rows]] = figures["flags"].to_numpy()[rows]
        if flags[:, :-1].any():
            by_region[key] = {"v": _grid(values[:, :-1]), "f": flags[:, :-1].tolist()}
        if flags[:, -1].any():
            national[key] = {"v": _grid(values[:, -1:].T)[0], "f": flags[:, -1].tolist()}
    opens = frame.opening_period(figures)
    return {"opens": opens, "periods": codes, "measures": by_region, "national": national}


def _grid(values: NDArray[np.float64]) -> list[list[float | int | None]]:
    return [[_number(value) for value in row] for row in values.tolist()]


def _opens_on(dataset: Dataset, report: Report, summed: Summed) -> str:
    """The measure that a report opens on: its incidents, else the first that it has figures of."""
    stated = (key for key in dataset.measures if bool(summed.regions[f"{key}:flags"].any()))
    return sums.COUNT if summed.counts.read > summed.notes else next(stated, sums.COUNT)


def _is_stated(summed: Summed, key: str) -> bool:
    return key == sums.COUNT or bool(summed.regions[f"{key}:flags"].any())


def _states(regions: pd.DataFrame, key: str) -> list[list[float | int | str | None]]:
    """Region by region the value, its flags and the state that it is in."""
    columns = _numbers(regions[key]), regions[f"{key}:flags"].tolist(), regions[f"{key}:state"].tolist()
    return [list(row) for row in zip(*columns, strict=True)]


def _total(total: Total) -> Json:
    return {
        "measure": total.measure,
        "name": dict(total.names) or None,
        "value": _number(total.value),
        "flags": total.flags,
        "of": total.of or None,
    }


def _unit_codes(column: pd.Series, units: Sequence[str]) -> tuple[NDArray[np.int64], list[list[int]]]:
    """Row by row the place of its list of units in the second list, where units are numbers."""
    place = {iso: i for i, iso in enumerate(units)}
    codes, distinct = pd.factorize(column)
    return codes, [[place[iso] for iso in text.split(";") if iso] for text in distinct]


def _numbers(column: pd.Series) -> list[float | int | None]:
    return [_number(value) for value in column.tolist()]


def _number(value: float) -> float | int | None:
    if value is None or math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else value


def records(table: pd.DataFrame, columns: Iterable[str]) -> list[Json]:
    """The rows with these columns; pandas' own way costs a tenth of a small build."""
    lists = {name: table[name].tolist() for name in columns}
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def region_json(table: pd.DataFrame, search: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Json]:
    """The units for the page, in the order of `table` (the columns of geodata/regions.csv)."""
    return [
        {
            "iso": row["iso"],
            "type": row["type"],
            "name": {lang: row[f"name_{lang}"] for lang in LANGUAGES},
            "short": {lang: row[f"short_{lang}"] for lang in LANGUAGES},
            "area_km2": _number(row["area_km2"]),
            "population": row["population"],
            "label": [round(row["label_lon"], 3), round(row["label_lat"], 3)],
            "macro": row["macro_region"],
            **search.get(row["iso"], {"search": [], "towns": []}),
        }
        for row in records(
            table, [*_REGION, *(f"{n}_{lang}" for n in ("name", "short") for lang in LANGUAGES)]
        )
    ]
