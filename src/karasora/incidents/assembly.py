"""The incidents of all tables put together: ids, repeats, measures of their own, sums against the totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from karasora import quantities
from karasora.faults import quote
from karasora.figures.together import Figures, own_values
from karasora.incidents import identity
from karasora.incidents.reading import Part, first_of
from karasora.incidents.reports import ListedTotal
from karasora.measures import PERS, Measure, read_measures, self_made, self_named
from karasora.tables.findings import Findings

TEXTS = (
    *("id", "case", "report", "units", "from_units", "scope", "kind", "status", "start", "end", "from_macro"),
    *("place", "place_ru", "place_kk", "place_en"),
    *("title_ru", "title_kk", "title_en", "text_ru", "text_kk", "text_en"),
    *("locator_ru", "locator_kk", "locator_en", "source_url", "confidence", "quote"),
)
_TITLES = ("title_ru", "title_kk", "title_en")
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


@dataclass
class Assembled:
    """All incidents (see `Dataset.incidents`), and which rows of them are at fault."""

    incidents: pd.DataFrame
    at_fault: NDArray[np.bool_]


def assemble(parts: Sequence[Part]) -> Assembled:
    """Put the incidents of all tables into one frame, give ids to those without, and tell of repeats."""
    parts = [part for part in parts if part.texts]
    join = _Joiner()
    texts = {name: join([part.texts[name] for part in parts]) for name in TEXTS}
    title = first_of(texts[name] for name in _TITLES)
    where = join([part.identity for part in parts])
    marks = [texts["report"], where, texts["start"], texts["place"], title]
    ids, is_derived = _ids(texts["id"], marks)
    columns: dict[str, Any] = {name: _text(column) for name, column in texts.items()}
    columns["id"] = ids.array
    columns["lat"] = np.concatenate([np.empty(0), *(part.lat for part in parts)])
    columns["lon"] = np.concatenate([np.empty(0), *(part.lon for part in parts)])
    files = [part.rows.table.file for part in parts]
    names = pd.Index(dict.fromkeys(files), dtype=object)
    codes = np.repeat(names.get_indexer(pd.Index(files, dtype=object)), [len(part) for part in parts])
    columns["file"] = pd.Categorical.from_codes(codes, names)
    columns["row"] = np.concatenate([np.empty(0, np.int64), *(part.rows.table.rows for part in parts)])
    columns |= _quantities(parts, len(ids))
    for name in dict.fromkeys(name for part in parts for name in part.extra):
        extra = [part.extra.get(name, pa.array([""] * len(part), pa.string())) for part in parts]
        columns[name] = _text(join(extra))
    incidents = pd.DataFrame(columns, copy=False)
    _check_repeats(incidents, identity.row_keys(marks), is_derived, parts)
    return Assembled(incidents, np.concatenate([np.empty(0, bool), *(part.rows.at_fault for part in parts)]))


def own_measures(
    parts: Sequence[Part], incidents: pd.DataFrame, vintage: int, figures: Figures, given: pd.DataFrame
) -> dict[str, Measure]:
    """The measures that tables bring along, with breaks that hold every unit's figures in every report."""
    own = {key: measure for part in parts for key, measure in part.own.items()}
    brought = {key: m for key, m in figures.measures.items() if not m.is_ours}
    if not own and not brought:
        return {}
    from karasora.regions import regions_table

    table = regions_table(vintage=vintage).set_index("iso")
    order = max(m.order for m in read_measures().values())
    made = {}
    for number, key in enumerate(dict.fromkeys([*own, *brought]), start=order + 1):
        by_unit = [_unit_sums(incidents, key)] if key in own else []
        sums = pd.concat([*by_unit, own_values(given, key)])
        people, area = (sums.index.map(table[c]).to_numpy(float) for c in ("population", "area_km2"))
        values = dict(zip(PERS, (sums, sums / people * 1e5, sums / area * 1e3), strict=True))
        breaks = {per: v.tolist() for per, v in values.items()}
        if key in own:
            made[key] = self_made(*own[key], number, breaks)
        else:
            told = brought[key]
            made[key] = self_named(
                key, told.names, told.unit, number, breaks,
                additive=told.additive, over_time=told.over_time,
            )  # fmt: skip
    return made


def warn_of_excess(incidents: pd.DataFrame, totals: Sequence[ListedTotal], findings: Findings) -> None:
    """Warn where a report's incidents add up to more than the report's own figure for the country."""
    are_counted = (incidents["kind"] != "context").to_numpy(bool)
    for total, file, row, header in totals:
        if total.of or total.measure not in incidents:
            continue
        own = are_counted & (incidents["report"] == total.report).to_numpy(bool)
        columns = incidents[total.measure], incidents[f"{total.measure}:flags"]
        value, flags = quantities.add(*(column.to_numpy()[own] for column in columns))
        if value > total.value * (1 + 1e-9):
            findings.warn(
                file,
                row,
                header,
                f"the incidents of {quote(total.report)} add up to {quantities.text(value, flags)} of "
                f"{total.measure}, more than the national total {quantities.text(total.value, total.flags)}",
                "check both; the page shows both as they are",
                "more than the national total",
            )


def _text(column: Any) -> Any:
    """A pandas array of texts on top of a pyarrow array, which is not copied."""
    return _TEXT.__from_arrow__(column)  # type: ignore[attr-defined]  # which the stubs don't know


class _Joiner:
    """Puts columns of texts one below the other; what is one and the same stays so, which saves memory."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, ...], Any] = {}

    def __call__(self, columns: Sequence[Any]) -> Any:
        key = tuple(map(id, columns))
        if key not in self._made:
            chunks = [
                c for column in columns for c in (column.chunks if hasattr(column, "chunks") else [column])
            ]
            self._made[key] = pa.chunked_array([c.cast(pa.large_string()) for c in chunks], pa.large_string())
        return self._made[key]


def _ids(written: Any, marks: Sequence[Any]) -> tuple[pd.Series, NDArray[np.bool_]]:
    """The ids as written, else derived from `marks`, and which are derived."""
    ids = pd.Series(_text(written))
    is_derived = (ids == "").to_numpy(bool)
    if not is_derived.any():
        return ids, is_derived
    derived = pd.Series(_text(identity.derived_ids(identity.fingerprints(marks))))
    return identity.numbered(ids.where(~is_derived, derived), is_derived), is_derived


def _quantities(parts: Sequence[Part], n: int) -> dict[str, NDArray[Any]]:
    """Values and flags of every measure; those that no row states share one array each."""
    nothing, no_flags = np.full(n, np.nan), np.zeros(n, np.uint8)
    nothing.flags.writeable = no_flags.flags.writeable = False
    columns: dict[str, NDArray[Any]] = {}
    own = dict.fromkeys(k for part in parts for k in part.quantities if k not in read_measures())
    for key in (*(k for k in read_measures() if k != "incidents"), *own):
        if not any(key in part.quantities for part in parts):
            columns[key], columns[f"{key}:flags"] = nothing, no_flags
            continue
        blank = [
            (np.full(len(p), np.nan), np.zeros(len(p), np.uint8)) for p in parts if key not in p.quantities
        ]
        pairs = [part.quantities[key] if key in part.quantities else blank.pop(0) for part in parts]
        columns[key], columns[f"{key}:flags"] = (
            np.concatenate(arrays) for arrays in zip(*pairs, strict=True)
        )
    return columns


def _unit_sums(incidents: pd.DataFrame, key: str) -> pd.Series:
    """The sums of a measure per report and unit, indexed by unit."""
    own = incidents[["report", "units", "kind", key, f"{key}:flags"]]  # all columns are dear to copy
    own = own[(own["kind"] != "context") & (own["units"] != "")]
    own = own[~own["units"].str.contains(";", regex=False)]
    codes, pairs = pd.factorize(own["report"] + ";" + own["units"])
    flags = own[f"{key}:flags"].to_numpy(np.uint8)
    sums, _ = quantities.group_sums(codes.astype(np.int64), own[key].to_numpy(), flags, len(pairs))
    return pd.Series(sums, index=[pair.rpartition(";")[2] for pair in pairs]).dropna()


def _check_repeats(
    incidents: pd.DataFrame, keys: NDArray[np.uint64], is_derived: NDArray[np.bool_], parts: Sequence[Part]
) -> None:
    """Tell of ids that stand twice, as faults, and of incidents that can't be told apart, as warnings."""
    ids = incidents["id"]
    later = np.flatnonzero(ids.duplicated().to_numpy())
    if len(later):
        codes, _ = pd.factorize(ids)
        _, firsts = np.unique(codes, return_index=True)
        for i in later.tolist():
            wrong = f"{quote(ids.iat[i])} is the id of {_cited(incidents, int(firsts[codes[i]]), i)}"
            rows, place = _row_of(parts, i)
            rows.fault(
                "id", [place], wrong, "give each incident its own id, or leave it empty", "repeated id"
            )
    later, first_row = identity.repeats(keys)
    sound = ~np.concatenate([np.empty(0, bool), *(part.rows.at_fault for part in parts)])
    same = is_derived[later] | _say_the_same(incidents, later, first_row)
    same &= sound[later] & sound[first_row]
    later, first_row = later[same], first_row[same]
    start = 0
    for part in parts:
        own = np.flatnonzero((later >= start) & (later < start + len(part)))
        if len(own):
            cited = _cited(incidents, int(first_row[own[0]]), int(later[own[0]]))
            part.rows.warn(
                "regions",
                later[own] - start,
                f"the incident has the same report, region, start, place and title as that of {cited}",
                "if it is another one, give each a title or an id; else delete it",
                "duplicate",
            )
        start += len(part)


def _say_the_same(
    incidents: pd.DataFrame, later: NDArray[np.int64], first: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which pairs of rows have a title and the same figures."""
    same = np.zeros(len(later), bool)
    for title in _TITLES:
        same |= (incidents[title].iloc[later] != "").to_numpy(bool)
    for name in incidents:
        if f"{name}:flags" in incidents and not str(name).startswith("x:") and len(later):
            values = incidents[name].to_numpy()
            same &= (values[later] == values[first]) | (np.isnan(values[later]) & np.isnan(values[first]))
    return same


def _cited(incidents: pd.DataFrame, cited: int, by: int) -> str:
    row, file, other = (
        incidents["row"].iat[cited],
        str(incidents["file"].iat[cited]),
        incidents["file"].iat[by],
    )
    return f"row {row}" if file == str(other) else f"row {row} of {file}"


def _row_of(parts: Sequence[Part], i: int) -> tuple[Any, int]:
    for part in parts:
        if i < len(part):
            return part.rows, i
        i -= len(part)
    raise IndexError(i)
