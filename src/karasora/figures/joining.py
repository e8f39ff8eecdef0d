"""What was understood and joined, as figures that any program reads: `karasora join`.

One row per report, region, measure and period, with a plain number in the measure's unit and its doubt. What
is written here reads back as the same figures, and parts that were joined apart add up to the whole.
"""

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from karasora import quantities
from karasora.faults import UsageError
from karasora.figures import frame
from karasora.quantities import ABOUT, AT_LEAST, AT_MOST, STATED, UNKNOWN

if TYPE_CHECKING:
    from karasora.incidents import Dataset

COLUMNS = ("report", "region", "measure", "name", "unit", "period", "value", "qualifier")
_SIGNS = {AT_LEAST: ">", ABOUT: "~", AT_MOST: "<", UNKNOWN: "?"}
_LENGTHS = {"day": 10, "month": 7, "quarter": 7, "year": 4}


def joined_figures(dataset: "Dataset", *, by: str | None = None) -> pd.DataFrame:
    """The figures of a data set: those that came added up, and the sums of its incidents.

    Figures that came added up stand in place of sums over incidents of their report and measure. Incidents of
    several regions or of none, and context notes, belong to no region and are not written.

    Args:
        dataset: what read_dataset gives.
        by: "year", "quarter", "month" or "day" to add incidents up by that; None for all time.

    Returns:
        A frame with COLUMNS; `value` is float64, NaN for a figure stated without a number.

    Raises:
        UsageError: incidents are to be added up by a period, and there are none.
    """
    return as_written(summed(dataset, by=by), names_of(dataset))


class Named(NamedTuple):
    """What a figure says of its measure: the name as a header wrote it, and the unit."""

    name: str
    unit: str


def names_of(dataset: "Dataset") -> dict[str, Named]:
    """The names of a data set's measures by key."""
    return {key: Named(measure.names["ru"], measure.unit) for key, measure in dataset.measures.items()}


def summed(dataset: "Dataset", *, by: str | None) -> pd.DataFrame:
    """The figures of a data set (see `joined_figures`) in the columns of frame.COLUMNS."""
    if by and dataset.incidents.empty:
        raise UsageError(f"there are no incidents to add up by {by}; figures keep the periods that they have")
    given = dataset.figures
    own = _summed(dataset, by)
    if len(given) and len(own):
        pairs = pd.MultiIndex.from_frame(given[["report", "measure"]])
        own = own[~pd.MultiIndex.from_frame(own[["report", "measure"]]).isin(pairs)]
    return frame.joined([given, own])


def added(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The sums of several parts of one table, added up."""
    figures = frame.joined(parts)
    keys = list(frame.COLUMNS[:4])
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(figures[keys]))
    values, flags = quantities.group_sums(
        codes.astype(np.int64),
        figures["value"].to_numpy(float),
        figures["flags"].to_numpy(np.uint8),
        len(distinct),
    )
    firsts = figures[~figures.duplicated(keys)]
    return firsts.assign(value=values, flags=flags).sort_values(
        ["measure", "report"], key=_by_first, kind="stable"
    )


def _by_first(column: "pd.Series[str]") -> "pd.Series[int]":
    """The order in which what a column says comes up."""
    return pd.Series(pd.factorize(column)[0], index=column.index)


def as_written(figures: pd.DataFrame, names: Mapping[str, Named]) -> pd.DataFrame:
    """Figures in the columns of a joined file."""
    flags = figures["flags"].to_numpy(np.uint8)
    signs = ["".join(sign for flag, sign in _SIGNS.items() if f & flag) for f in flags.tolist()]
    ordered = figures.assign(
        name=[names[key].name for key in figures["measure"]],
        unit=[names[key].unit for key in figures["measure"]],
        qualifier=signs,
    )
    return ordered[list(COLUMNS)].reset_index(drop=True)


def _summed(dataset: "Dataset", by: str | None) -> pd.DataFrame:
    incidents = dataset.incidents
    own = incidents[
        (incidents["units"] != "")
        & ~incidents["units"].str.contains(";", regex=False)
        & (incidents["kind"] != "context")
    ]
    if own.empty:
        return frame.blank()
    columns = {"report": own["report"], "region": own["units"], "period": _periods(own["start"], by)}
    codes, index = _groups(columns)
    frames = [
        index.assign(
            measure="incidents",
            value=np.bincount(codes, minlength=len(index)).astype(float),
            flags=np.uint8(STATED),
        )
    ]
    for key in dataset.measures:
        if key == "incidents" or key not in own or not own[f"{key}:flags"].any():
            continue
        values, flags = quantities.group_sums(
            codes.astype(np.int64),
            own[key].to_numpy(float),
            own[f"{key}:flags"].to_numpy(np.uint8),
            len(index),
        )
        frames.append(index.assign(measure=key, value=values, flags=flags)[flags != 0])
    return frame.joined(frames)


def _groups(columns: Mapping[str, "pd.Series[str]"]) -> tuple["np.ndarray[Any, Any]", pd.DataFrame]:
    """Which of the distinct rows of some columns each row is, and these, in their order."""
    codes = np.zeros(len(next(iter(columns.values()))), np.int64)
    for column in columns.values():
        own, distinct = pd.factorize(column)
        codes = codes * len(distinct) + own
    codes, firsts = pd.factorize(codes)[0], np.flatnonzero(~pd.Series(codes).duplicated().to_numpy())
    rows = {name: column.iloc[firsts].to_numpy(object) for name, column in columns.items()}
    return codes, pd.DataFrame(rows)


def _periods(start: "pd.Series[str]", by: str | None) -> "pd.Series[str]":
    """The period of each incident's first day; "" where it has none, or is known less exactly."""
    if by is None:
        return pd.Series("", index=start.index)
    codes = start.astype(str).str[:10]
    if by == "quarter":
        month = pd.to_numeric(codes.str[5:7], errors="coerce")
        quarter = ((month.fillna(1) - 1) // 3 + 1).astype(int).astype(str)
        return (codes.str[:4] + "-Q" + quarter).where(month.notna(), "")
    length = _LENGTHS[by]
    return codes.str[:length].where(codes.str.len() >= length, "")


def written(figures: pd.DataFrame, out: Path, *, vintage: int, borders: str | Path | None = None) -> bytes:
    """The bytes of a file of these figures: CSV, Parquet or GeoJSON, as its name ends.

    The shapes of a GeoJSON are those of `borders`, a GeoJSON too, else the packaged ones.

    Raises:
        UsageError: its name ends in something else.
    """
    ending = out.suffix.lower()
    if ending == ".csv":
        texts = figures.assign(value=[_number(v) for v in figures["value"].tolist()])
        return texts.to_csv(index=False, lineterminator="\n").encode()
    if ending in (".parquet", ".geoparquet"):
        stream = io.BytesIO()
        figures.to_parquet(stream, index=False)
        return stream.getvalue()
    if ending in (".geojson", ".json"):
        return _geojson(figures, vintage, borders)
    raise UsageError(
        f"figures are written as .csv, .parquet or .geojson, not as {ending or 'a file without ending'}"
    )


def _number(value: float) -> str:
    return "" if np.isnan(value) else quantities.text(value, STATED)


def _geojson(figures: pd.DataFrame, vintage: int, borders: str | Path | None) -> bytes:
    """A feature per figure, each with the shape of its region; national figures have none."""
    from karasora.boundaries.reading import read_regions

    regions = read_regions(borders, vintage=vintage, detail="web")
    shapes = _shapes(regions)
    features = [
        {
            "type": "Feature",
            "properties": {**row, "value": None if np.isnan(row["value"]) else row["value"]},
            "geometry": shapes.get(row["region"]),
        }
        for row in figures.to_dict("records")
    ]
    told = {
        "type": "FeatureCollection",
        "attribution": regions.attrs.get("attribution", ""),
        "features": features,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _shapes(regions: Any) -> dict[str, Any]:
    import shapely

    texts = shapely.to_geojson(regions.geometry.to_numpy())
    return {iso: json.loads(text) for iso, text in zip(regions["iso"], texts, strict=True)}
