"""Incidents x units: what each unit's incidents add up to, with nothing lost on the way.

An incident of one unit counts there. One of several units, or of none, is added to no unit; it is counted
beside them, so that read = mapped + several_regions + unlocated. Context notes are placed like incidents
but add to no figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from karasora import quantities

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

STATES = ("stated", "unknown", "zero", "not-mentioned")


@dataclass(frozen=True)
class Counts:
    """How many rows were read, and where each of them went."""

    read: int
    mapped: int
    several_regions: int
    unlocated: int

    def as_dict(self) -> dict[str, int]:
        """The counts by name; `read` is the sum of the others."""
        return asdict(self)


def counts(incidents: pd.DataFrame) -> Counts:
    """Count the rows of `incidents` by how many units each names: one, several or none."""
    several = incidents["units"].str.contains(";", regex=False)
    located = incidents["units"] != ""
    return Counts(
        read=len(incidents),
        mapped=int((located & ~several).sum()),
        several_regions=int(several.sum()),
        unlocated=int((~located).sum()),
    )


def regions_with_data(incidents: pd.DataFrame, figures: pd.DataFrame) -> int:
    """How many units have an incident of their own, with figures or without, or a figure already added up.

    Context notes are no incidents.
    """
    own = (incidents["units"] != "") & ~incidents["units"].str.contains(";", regex=False)
    units = incidents.loc[own & (incidents["kind"] != "context"), "units"]
    return len({*units.unique(), *filter(None, figures["region"].unique())})


def measures_of(incidents: pd.DataFrame) -> list[str]:
    """The keys of the measures that a table of incidents has columns for."""
    names = [str(c) for c in incidents if f"{c}:flags" in incidents]
    return [name for name in names if not name.startswith("x:")]  # a header may be called anything:flags


def unit_sums(incidents: pd.DataFrame, units: Sequence[str], measures: Iterable[str]) -> pd.DataFrame:
    """The sums per unit of incidents that name that unit alone.

    Returns:
        A frame indexed by `units` with the columns `incidents` (int64, context notes left out), `rows`
        (int64, with them) and, per measure, KEY (float64, NaN where no number is stated) and KEY:flags
        (uint8, see quantities). Masses are in kg, all else in pieces.
    """
    code = pd.Index(units).get_indexer(pd.Index(incidents["units"]))
    counted = (code >= 0) & (incidents["kind"] != "context").to_numpy(bool)
    sums: dict[str, NDArray[np.generic]] = {
        "incidents": np.bincount(code[counted], minlength=len(units)),
        "rows": np.bincount(code[code >= 0], minlength=len(units)),
    }
    for key in measures:
        if key == "incidents":
            continue
        values, flags = quantities.group_sums(
            code[counted],
            incidents[key].to_numpy(np.float64)[counted],
            incidents[f"{key}:flags"].to_numpy(np.uint8)[counted],
            len(units),
        )
        sums[key], sums[f"{key}:flags"] = values, flags
    return pd.DataFrame(sums, index=pd.Index(units, name="iso"))


def with_unit_totals(sums: pd.DataFrame, unit_totals: pd.DataFrame) -> pd.DataFrame:
    """`sums` of `unit_sums` with figures that came already added up in the place of those that were summed.

    `unit_totals` has one row per unit and measure of one report: region, measure, value, flags.
    """
    sums = sums.copy()
    for measure, rows in unit_totals.groupby("measure", sort=False):
        given = rows.set_index("region")
        if measure == "incidents":
            sums.loc[given.index, "incidents"] = given["value"].fillna(0).astype(np.int64)
            continue
        sums.loc[given.index, measure] = given["value"]
        sums.loc[given.index, f"{measure}:flags"] = given["flags"].astype(np.uint8)
    return sums


def states(values: NDArray[np.float64], flags: NDArray[np.uint8], *, silent: str) -> NDArray[np.str_]:
    """One of STATES per value; `silent` is what a unit is called for which nothing is stated."""
    return np.select(
        [flags == 0, np.isnan(values), values == 0],
        [silent, "unknown", "zero"],
        default="stated",
    )


def join(
    incidents: pd.DataFrame,
    regions: "GeoDataFrame",
    *,
    measures: Iterable[str] | None = None,
    coverage: str = "partial",
) -> "GeoDataFrame":
    """Join incidents to the units that they name.

    Args:
        incidents: rows as `karasora.read_incidents` gives them, of one report: reports overlap and are
            never added up.
        regions: units as `karasora.read_regions` gives them, with the column `iso`; any CRS.
        measures: keys of the measures to sum; all that `incidents` has if not given.
        coverage: "partial" where a unit without incidents was not mentioned, "complete" where it had none.

    Returns:
        `regions` in its CRS and order, with the columns of `unit_sums` and, per measure, KEY:state (one of
        STATES). Draw it with `.plot("marijuana_kg")` or `.explore("incidents")`.

    Raises:
        ValueError: the incidents are of more than one report.
    """
    if incidents["report"].nunique() > 1:
        raise ValueError(
            "these incidents are of several reports, which overlap: choose one, such as "
            f"incidents[incidents.report == {incidents['report'].iloc[0]!r}]"
        )
    keys = [key for key in (measures_of(incidents) if measures is None else measures) if key != "incidents"]
    sums = unit_sums(incidents, list(regions["iso"]), keys)
    bare = "zero" if coverage == "complete" else "not-mentioned"
    joined = regions.merge(sums.reset_index(), on="iso", how="left")
    joined["incidents:state"] = np.where(joined["incidents"] > 0, "stated", bare)
    for key in keys:
        state = states(joined[key].to_numpy(), joined[f"{key}:flags"].to_numpy(), silent="not-mentioned")
        joined[f"{key}:state"] = np.where(joined["rows"] > 0, state, bare)
    return joined
