"""What changed between two editions of the data: incidents by `id`, else by `case`; figures by measure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from karasora import quantities
from karasora.sums import measures_of

Rows = NDArray[np.intp]

_FIGURE = ["report", "region", "measure", "period"]
_TITLES = ("title_ru", "title_kk", "title_en")
_KINDS = (
    "added",
    "gone",
    "renamed",
    "moved",
    "revised up",
    "revised down",
    "re-qualified",
    "stated",
    "withdrawn",
)


@dataclass(frozen=True)
class Change:
    """One difference. `old` and `new` are cells as incidents.csv writes them; "" where there is none."""

    kind: (
        str  # one of: added, gone, renamed, moved, revised up, revised down, re-qualified, stated, withdrawn
    )
    incident: str
    title: str
    measure: str = ""
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        what = f"{self.incident} ({self.title})" if self.title else self.incident
        if self.kind in ("added", "gone"):
            return f"{self.kind}: {what}"
        arrow = f"{self.old or 'not stated'} → {self.new or 'not stated'}"
        return f"{self.kind}: {what}: {self.measure + ' ' if self.measure else ''}{arrow}"

    def as_dict(self) -> dict[str, str]:
        """The change as a flat object for JSON."""
        return asdict(self)


def diff(old: pd.DataFrame, new: pd.DataFrame) -> list[Change]:
    """Compare two tables of incidents, as `karasora.read_incidents` gives them.

    Rows are the same incident where their `id` is; what is left is paired where one row on each side has the
    same `case` within a report, or agrees in everything but its title (a derived id changes with the title).

    Returns:
        Changes in the order of `new`, then what is gone in the order of `old`.
    """
    changes = sorted(_changes(old, new), key=lambda pair: pair[0])
    return [change for _, change in changes]


def diff_figures(old: pd.DataFrame, new: pd.DataFrame) -> list[Change]:
    """Compare two frames of figures that came already added up, as `Dataset.figures` has them.

    Returns:
        Changes in the order of `new`, then what is withdrawn in the order of `old`; `incident` names the
        report, the region ("" for the whole country) and the period.
    """
    both = pd.merge(old, new, on=_FIGURE, how="outer", suffixes=("_old", "_new"), sort=False)
    for side in ("old", "new"):
        both[f"flags_{side}"] = both[f"flags_{side}"].fillna(0).astype(np.uint8)
    place = {key: i for i, key in enumerate(map(tuple, new[_FIGURE].to_numpy()))}
    changes = []
    for i, key in enumerate(map(tuple, both[_FIGURE].to_numpy())):
        values = [both[f"{name}_{side}"].iloc[i] for name in ("value", "flags") for side in ("old", "new")]
        if kind := _revision(*values):
            cells = (quantities.text(values[side], int(values[side + 2])) for side in (0, 1))
            report, region, measure, period = key
            where = ", ".join(filter(None, (report, region or "the whole country", period)))
            changes.append((place.get(key, len(place) + i), Change(kind, where, "", measure, *cells)))
    return [change for _, change in sorted(changes, key=lambda pair: pair[0])]


def _revision(old: float, new: float, old_flags: int, new_flags: int) -> str:
    """What happened to one figure; "" where it is the same."""
    if old_flags == new_flags and (old == new or (np.isnan(old) and np.isnan(new))):
        return ""
    if not old_flags:
        return "stated"
    if not new_flags:
        return "withdrawn"
    return "revised up" if new > old else "revised down" if new < old else "re-qualified"


def count(changes: Iterable[Change]) -> str:
    """The changes counted in one line."""
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {kind}" for kind in _KINDS if counts[kind]) or "nothing changed"


def _changes(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[tuple[int, Change]]:
    """Every change with its place: the row of `new`, or for what is gone a number above all of these."""
    old_rows, new_rows = _paired(old, new)
    before = old.iloc[old_rows].reset_index(drop=True)
    after = new.iloc[new_rows].reset_index(drop=True)
    for i, change in _differences(before, after):
        yield int(new_rows[i]), change
    for kind, table, rows, start in (("added", new, new_rows, 0), ("gone", old, old_rows, len(new))):
        alone = np.setdiff1d(np.arange(len(table)), rows)
        for i, named in zip(alone.tolist(), _named(table, alone), strict=True):
            yield start + i, Change(kind, *named)


def _paired(old: pd.DataFrame, new: pd.DataFrame) -> tuple[Rows, Rows]:
    """Row numbers of `old` and of `new` that are the same incident, pair by pair."""
    old_left, new_left = np.arange(len(old)), np.arange(len(new))
    pairs: list[tuple[Rows, Rows]] = []
    for old_key, new_key in zip(_keys(old), _keys(new), strict=True):
        left = pd.Series(old_left, index=_unique(old_key.iloc[old_left]), name="old")
        right = pd.Series(new_left, index=_unique(new_key.iloc[new_left]), name="new")
        both = pd.merge(left[left.index != 0], right, left_index=True, right_index=True)
        pairs.append((both["old"].to_numpy(), both["new"].to_numpy()))
        old_left = np.setdiff1d(old_left, pairs[-1][0])
        new_left = np.setdiff1d(new_left, pairs[-1][1])
    old_rows, new_rows = (np.concatenate(rows).astype(np.intp) for rows in zip(*pairs, strict=True))
    return old_rows, new_rows


def _keys(incidents: pd.DataFrame) -> Sequence["pd.Series[Any]"]:
    case = incidents["case"].where(incidents["case"] == "", incidents["report"] + "\n" + incidents["case"])
    measures = [c for key in measures_of(incidents) for c in (key, f"{key}:flags")]
    told = incidents[["report", "units", "start", "place", *sorted(measures)]]
    rest = pd.util.hash_pandas_object(told.fillna(dict.fromkeys(measures, -1)), index=False)
    return incidents["id"], case, rest


def _unique(keys: "pd.Series[Any]") -> NDArray[np.uint64]:
    """The keys as hashes, 0 for none and where one stands twice: what is doubled pairs with nothing."""
    hashes = keys.to_numpy() if keys.dtype == np.uint64 else pd.util.hash_array(keys.to_numpy(object))
    is_one = (keys != "").to_numpy() & ~keys.duplicated(keep=False).to_numpy()
    return np.where(is_one, hashes, 0).astype(np.uint64)


def _differences(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[tuple[int, Change]]:
    for column, kind in (*((title, "renamed") for title in _TITLES), ("units", "moved")):
        rows = np.flatnonzero((before[column] != after[column]).to_numpy())
        old, new = before[column].iloc[rows].tolist(), after[column].iloc[rows].tolist()
        for i, named, *cells in zip(rows.tolist(), _named(after, rows), old, new, strict=True):
            yield i, Change(kind, *named, "", *cells)
    for key in sorted({*measures_of(before), *measures_of(after)}):
        yield from _figures(before, after, key)


def _figures(before: pd.DataFrame, after: pd.DataFrame, key: str) -> Iterator[tuple[int, Change]]:
    (old, old_flags), (new, new_flags) = _quantities(before, key), _quantities(after, key)
    same = (old_flags == new_flags) & ((old == new) | (np.isnan(old) & np.isnan(new)))
    rows = np.flatnonzero(~same)
    for i, named in zip(rows.tolist(), _named(after, rows), strict=True):
        kind = _revision(old[i], new[i], old_flags[i], new_flags[i])
        cells = (quantities.text(float(v[i]), int(f[i])) for v, f in ((old, old_flags), (new, new_flags)))
        yield i, Change(kind, *named, key, *cells)


def _quantities(incidents: pd.DataFrame, key: str) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    if key not in incidents:
        return np.full(len(incidents), np.nan), np.zeros(len(incidents), np.uint8)
    return incidents[key].to_numpy(float), incidents[f"{key}:flags"].to_numpy(np.uint8)


def _named(incidents: pd.DataFrame, rows: Rows) -> Iterable[tuple[str, str]]:
    """The id and the title of each of these rows."""
    titles = [incidents[title].iloc[rows].tolist() for title in _TITLES]
    first = (next(filter(None, told), "") for told in zip(*titles, strict=True))
    return zip(incidents["id"].iloc[rows].tolist(), first, strict=True)
