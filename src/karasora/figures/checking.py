"""What holds of figures: totals against their sums, regions that stand twice, periods that overlap."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from karasora import periods, quantities
from karasora.faults import quote
from karasora.figures.naming import FigureMeasure
from karasora.quantities import AT_LEAST, UNKNOWN
from karasora.tables.findings import Findings

_KEY = ["report", "region", "measure", "period"]
_MOST_TOLD = 200
_NEAR = 0.005  # how far a total may be from its parts, as parts are rounded


def added(long: pd.DataFrame, measures: Mapping[str, FigureMeasure], findings: Findings) -> pd.DataFrame:
    """One figure per report, region, measure and period.

    The same place twice in one sheet is a fault. What stands twice under different names or in different
    sheets is added up and told; where it can't be added up, that is a fault.
    """
    if long.empty:
        return long
    spelled = long.duplicated([*_KEY, "place", "sheet"], keep="first")
    _refuse_doubled(long, spelled, findings)
    long = long[~spelled]
    repeated = long.duplicated(_KEY, keep=False)
    if not repeated.any():
        return long
    again = long[repeated]
    adds = again["measure"].map(lambda key: measures[key].additive)
    for _, group in again[~adds].groupby(_KEY, sort=False):
        later = group.iloc[-1]
        first = group.iloc[0]
        findings.fault(
            later["file"], int(later["row"]), later["header"],
            f"{_said(first['place'], later['place'])} in {_where(first, later)} too, and can't be added up",
            "keep one of them", "doubled figure",
        )  # fmt: skip
    _warn_of_added(again[adds], findings)
    codes = again.groupby(_KEY, sort=False).ngroup().to_numpy().astype(np.int64)
    _, firsts = np.unique(codes, return_index=True)
    values, flags = quantities.group_sums(
        codes, again["value"].to_numpy(), again["flags"].to_numpy(np.uint8), len(firsts)
    )
    summed = again.iloc[firsts].assign(value=values, flags=flags)
    together: pd.DataFrame = pd.concat([long[~repeated], summed]).sort_index()
    return together


def _refuse_doubled(long: pd.DataFrame, spelled: "pd.Series[bool]", findings: Findings) -> None:
    for i in np.flatnonzero(spelled.to_numpy())[:_MOST_TOLD].tolist():
        row = long.iloc[i]
        same = long[(long[[*_KEY, "place", "sheet"]] == row[[*_KEY, "place", "sheet"]]).all(axis=1)].iloc[0]
        if same["row"] == row["row"]:
            wrong = f"{quote(row['header'])} says the same as {quote(same['header'])}"
            right = "keep one of the columns, or rename one"
        else:
            wrong = f"{quote(row['place'] or 'the whole country')} has this figure in row {same['row']} too"
            right = "keep one of the rows, or add them up first; --as incidents reads each row as an incident"
        findings.fault(row["file"], int(row["row"]), row["header"], wrong, right, "doubled figure")


def _said(first: str, later: str) -> str:
    names = dict.fromkeys((first or "the whole country", later or "the whole country"))
    return " and ".join(map(quote, names)) + (" are one region, told" if len(names) > 1 else " is told")


def _where(first: Any, later: Any) -> str:
    return f"row {first['row']}" + ("" if first["file"] == later["file"] else f" of {first['file']}")


def _warn_of_added(again: pd.DataFrame, findings: Findings) -> None:
    told: set[tuple[str, ...]] = set()
    for _, group in again.groupby(_KEY, sort=False):
        names = tuple(dict.fromkeys(group["place"]))
        files = tuple(dict.fromkeys(group["file"]))
        if (*names, *files) in told:
            continue
        told.add((*names, *files))
        first = group.iloc[0]
        where = f" of {' and '.join(files)}" if len(files) > 1 else ""
        findings.warn(
            first["file"], int(first["row"]), first["header"],
            f"the figures of {' and '.join(map(quote, names))}{where} were added up",
            "keep one of them if they are the same", "added up",
        )  # fmt: skip


def without_totals(
    long: pd.DataFrame, measures: Mapping[str, FigureMeasure], findings: Findings
) -> pd.DataFrame:
    """Figures without columns and rows that sum up periods, each held against its parts."""
    is_total = long["is_total"].to_numpy(bool)
    if not is_total.any():
        return long
    keys = ["report", "region", "measure"]
    parts = long[~is_total]
    drop = np.zeros(len(long), bool)
    for code in long["period"][is_total].unique():
        inside = {
            p
            for p in parts["period"].unique()
            if not code or (p not in ("", code) and periods.within(p, code))
        }
        own = parts[parts["period"].isin(inside)]
        summed = is_total & (long["period"] == code).to_numpy(bool)
        alone = summed & _are_of(long, own, ["report", "measure"])
        summed &= _are_of(long, own, keys)
        _hold(long[summed], own, keys, measures, findings, "its periods")
        _warn_of_lone_totals(long[alone & ~summed], findings)
        drop |= summed | alone
    return long[~drop]


def _are_of(long: pd.DataFrame, other: pd.DataFrame, keys: list[str]) -> "np.ndarray[Any, Any]":
    """Which figures have the same keys as one of some others."""
    return pd.MultiIndex.from_frame(long[keys]).isin(pd.MultiIndex.from_frame(other[keys]))


def _warn_of_lone_totals(totals: pd.DataFrame, findings: Findings) -> None:
    """Tell of totals over periods none of which is stated; a 0 says nothing that is lost."""
    told = totals[totals["value"] != 0]
    for (file, header), rows in told.groupby(["file", "header"], sort=False):
        wrong = "the total stands without figures of its periods, and was not read"
        right = "give the figures of its periods, or leave it"
        findings.warn_rows(str(file), rows["row"].astype(int).tolist(), str(header), wrong, right, "total")


def _hold(
    totals: pd.DataFrame,
    parts: pd.DataFrame,
    keys: list[str],
    measures: Mapping[str, FigureMeasure],
    findings: Findings,
    what: str,
) -> None:
    """Warn where a total differs from the sum of its parts; once per column, with the first numbers."""
    adds = {
        key for key, m in measures.items() if m.additive and (m.over_time == "sum" or what != "its periods")
    }
    totals, parts = totals[totals["measure"].isin(adds)], parts[parts["measure"].isin(adds)]
    if totals.empty or parts.empty:
        return
    groups = parts.groupby(keys, sort=False)
    codes = groups.ngroup().to_numpy().astype(np.int64)
    values, flags = quantities.group_sums(
        codes, parts["value"].to_numpy(), parts["flags"].to_numpy(np.uint8), groups.ngroups
    )
    _, firsts = np.unique(codes, return_index=True)
    index = pd.MultiIndex.from_frame(parts.iloc[firsts][keys])
    at = index.get_indexer(pd.MultiIndex.from_frame(totals[keys]))
    said = totals["value"].to_numpy(float)
    summed = np.where(at >= 0, values[at], np.nan)
    is_exact = (at >= 0) & (flags[at] & (AT_LEAST | UNKNOWN) == 0)
    differs = is_exact & (np.abs(said - summed) > np.maximum(_NEAR * np.abs(said), 1e-6))
    where = np.flatnonzero(differs)
    files, rows_of = totals["file"].tolist(), totals["row"].astype(int).tolist()
    for header, rows in totals[differs].groupby("header", sort=False).indices.items():
        first = int(where[rows[0]])
        more = f" (and {len(rows) - 1} more)" if len(rows) > 1 else ""
        one, other = quantities.text(said[first], 1), quantities.text(summed[first], 1)
        findings.warn(
            files[first], rows_of[first], str(header),
            f"the total is {one}, {what} add up to {other}{more}", "check both; the parts were kept", "total",
        )  # fmt: skip


def hold_national(long: pd.DataFrame, measures: Mapping[str, FigureMeasure], findings: Findings) -> None:
    """Warn where a row for the whole country differs from the sum of the regions."""
    national, own = long[long["region"] == ""], long[long["region"] != ""]
    _hold(national, own, ["report", "measure", "period"], measures, findings, "the regions")


def without_overlaps(
    long: pd.DataFrame, measures: Mapping[str, FigureMeasure], findings: Findings
) -> pd.DataFrame:
    """Figures without periods that others make up, such as a year beside its quarters; held against these."""
    drop = np.zeros(len(long), bool)
    for rows in long.groupby(["report", "measure"], sort=False).indices.values():
        codes = periods.in_order(long["period"].iloc[rows].unique())
        if len(codes) < 2:
            continue
        first = long.iloc[rows[0]]
        for code in codes:
            inside = [c for c in codes if c != code and c and code and periods.overlap(c, code)]
            if code == "":
                wrong = "some figures have a period, others none"
                findings.fault(first["file"], int(first["row"]), first["header"], wrong,
                               "give each figure its period", "period")  # fmt: skip
                break
            finer = [c for c in inside if periods.within(c, code)]
            if not finer:
                continue
            if not _tiles(finer, code):
                wrong = f"{code} and {' and '.join(finer[:4])} overlap, and are no whole and all of its parts"
                findings.fault(first["file"], int(first["row"]), first["header"], wrong,
                               "keep periods that don't overlap", "period")  # fmt: skip
                break
            own = long.iloc[rows]
            whole = own[own["period"] == code]
            parts = own[own["period"].isin(_finest(finer))]
            keys = ["report", "region", "measure"]
            _hold(whole, parts, keys, measures, findings, "its periods")
            _warn_of_lone_totals(whole[~_are_of(whole, parts, keys)], findings)
            drop[rows[(own["period"] == code).to_numpy()]] = True
    return long[~drop]


def _finest(codes: list[str]) -> list[str]:
    return [c for c in codes if not any(o != c and periods.within(o, c) for o in codes)]


def _tiles(finer: list[str], code: str) -> bool:
    """Whether periods follow each other from a period's first day to its last."""
    ordered = periods.in_order(_finest(finer))
    start, end = periods.bounds(code)
    follow = all(periods.follows(b, a) for a, b in pairwise(ordered))
    return follow and periods.bounds(ordered[0])[0] == start and periods.bounds(ordered[-1])[1] == end
