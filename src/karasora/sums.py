"""Incidents and figures x regions -> what each region comes to: value, doubt and state, with nothing lost.

An incident of one region counts there. One of several regions, or of none, is added to no region; it is
counted beside them, so that read = mapped + several_regions + unlocated. Context notes are placed like
incidents but add to no figure. Figures that came already added up take the place of sums over incidents.

Here alone it is decided what state a region is in under a measure; the page, its still map, `join`, tables
and downloads are handed it as data. scripts/data/sums.js is the twin for what a reader selects.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from karasora import quantities
from karasora.boundaries.given import once
from karasora.faults import DataError, Fault
from karasora.quantities import AT_LEAST, STATED, UNKNOWN, Flags, Values

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from karasora.figures.readings import Reading
    from karasora.incidents import Dataset

COUNT = "incidents"  # the measure that is counted and has no column
STATES = ("stated", "unknown", "zero", "not-stated", "not-mentioned")


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


@dataclass(frozen=True)
class Tally:
    """What was read: rows of incidents, regions with data, how many figures came added up, how each table was
    understood, and warnings."""

    rows: Counts
    regions: frozenset[str]
    figures: int
    readings: Sequence["Reading"]
    warnings: Sequence[Fault]


def tally(dataset: "Dataset") -> Tally:
    """What was read into a data set."""
    given = dataset.figures["region"]
    return Tally(
        rows=counts(dataset.incidents),
        regions=regions_with_data(dataset.incidents, given),
        figures=len(given),
        readings=dataset.readings,
        warnings=dataset.warnings,
    )


def counts(incidents: pd.DataFrame) -> Counts:
    """Count the rows of `incidents` by how many regions each names: one, several or none."""
    several = incidents["units"].str.contains(";", regex=False)
    located = incidents["units"] != ""
    return Counts(
        read=len(incidents),
        mapped=int((located & ~several).sum()),
        several_regions=int(several.sum()),
        unlocated=int((~located).sum()),
    )


def regions_with_data(incidents: pd.DataFrame, figures: Iterable[str]) -> frozenset[str]:
    """The regions that have an incident of their own, with figures or without, or a figure already added up.

    Context notes are no incidents. `figures` are the regions of those figures.
    """
    own = (incidents["units"] != "") & ~incidents["units"].str.contains(";", regex=False)
    units = incidents.loc[own & (incidents["kind"] != "context"), "units"]
    return frozenset({*units.unique(), *filter(None, figures)})


def measures_of(incidents: pd.DataFrame) -> list[str]:
    """The keys of the measures that a table of incidents has columns for."""
    names = [str(c) for c in incidents if f"{c}:flags" in incidents]
    return [name for name in names if not name.startswith("x:")]  # a header may be called anything:flags


def region_sums(
    incidents: pd.DataFrame,
    regions: Sequence[str],
    measures: Iterable[str],
    *,
    figures: pd.DataFrame | None = None,
    coverage: str = "partial",
) -> pd.DataFrame:
    """What one report says of each region.

    Args:
        incidents: the rows of the report; those that name one region alone count there.
        regions: ISO codes, in the order of the result.
        measures: keys of the measures to sum, with "incidents" or without.
        figures: figures that came already added up, one row per region and measure: region, measure, value,
            flags.
        coverage: "partial" where silence says nothing, "complete" where a region that the report doesn't
            name had none.

    Returns:
        A frame indexed by `regions` with `silent` (the state of each region under a measure that the report
        doesn't state at all) and, for "incidents" (context notes left out) and each measure, KEY (NaN where
        no number is stated; "incidents" is int64 unless figures give it), KEY:flags (uint8, see quantities)
        and KEY:state (one of STATES). Masses are in kg, all else in the measure's unit.
    """
    place = pd.Index(regions)
    code = place.get_indexer(pd.Index(incidents["units"]))
    counted = (code >= 0) & (incidents["kind"] != "context").to_numpy(bool)
    number = np.bincount(code[counted], minlength=len(regions))
    stated: dict[str, tuple[NDArray[Any], Flags]] = {
        COUNT: (number, (number > 0).astype(np.uint8) * np.uint8(STATED))
    }
    for key in measures:
        if key == COUNT:
            continue
        stated[key] = (
            quantities.group_sums(
                code[counted],
                incidents[key].to_numpy(np.float64)[counted],
                incidents[f"{key}:flags"].to_numpy(np.uint8)[counted],
                len(regions),
            )
            if key in incidents
            else (np.full(len(regions), np.nan), np.zeros(len(regions), np.uint8))
        )
    named = _named(incidents, place, figures)
    silent = states(
        np.full(len(regions), np.nan), np.zeros(len(regions), np.uint8), "", named=named, coverage=coverage
    )
    if figures is not None:
        for measure, rows in figures.groupby("measure", sort=False):
            stated[str(measure)] = _replaced(stated.get(str(measure)), rows, place)
    columns: dict[str, object] = {"silent": silent}
    for key, (values, flags) in stated.items():
        columns[key], columns[f"{key}:flags"] = values, flags
        columns[f"{key}:state"] = states(values, flags, key, named=named, coverage=coverage)
    return pd.DataFrame(columns, index=pd.Index(regions, name="iso"))


def states(
    values: Values, flags: Flags, measure: str, *, named: NDArray[np.bool_], coverage: str
) -> NDArray[np.str_]:
    """One of STATES per region: the only rule there is.

    What is stated is zero only as a plain 0: "at least 0" is stated. Where nothing is stated, a region that
    the report doesn't name was not mentioned, or had none if the report's coverage is complete. For a region
    that it names, this measure is not stated: empty is never 0. Incidents alone are counted: a complete
    report that tells of none in a region says zero.
    """
    complete = coverage == "complete"
    silent = np.where(
        named,
        "zero" if complete and measure == COUNT else "not-stated",
        "zero" if complete else "not-mentioned",
    )
    return np.select(
        [flags == 0, np.isnan(values), (values == 0) & (flags & (AT_LEAST | UNKNOWN) == 0)],
        [silent, "unknown", "zero"],
        default="stated",
    )


def _named(incidents: pd.DataFrame, place: pd.Index, figures: pd.DataFrame | None) -> NDArray[np.bool_]:
    """Whether the report names each region: as a place, one of several, an origin, or with a figure."""
    columns = (
        [incidents["units"], incidents["from_units"]] if "from_units" in incidents else [incidents["units"]]
    )
    lists = {text for column in columns for text in column.unique()}
    codes = {code for text in lists for code in str(text).split(";")}
    if figures is not None:
        codes.update(figures["region"].unique())
    return np.asarray(place.isin(list(codes)), bool)


def _replaced(
    summed: tuple[Values, Flags] | None, figures: pd.DataFrame, place: pd.Index
) -> tuple[Values, Flags]:
    """Sums over incidents with the figures given for a measure in their place."""
    values, flags = summed or (np.full(len(place), np.nan), np.zeros(len(place), np.uint8))
    values, flags = values.astype(np.float64), flags.copy()
    at = place.get_indexer(pd.Index(figures["region"]))
    known = at >= 0
    values[at[known]] = figures["value"].to_numpy(np.float64)[known]
    flags[at[known]] = figures["flags"].to_numpy(np.uint8)[known]
    return values, flags


def join(
    incidents: pd.DataFrame,
    regions: "GeoDataFrame",
    *,
    measures: Iterable[str] | None = None,
    coverage: str = "partial",
) -> "GeoDataFrame":
    """Join incidents to the regions that they name.

    Args:
        incidents: rows as `karasora.read_incidents` gives them, of one report: reports overlap and are
            never added up.
        regions: as `karasora.read_regions` gives them, with the column `iso`; any CRS.
        measures: keys of the measures to sum; all that `incidents` has if not given.
        coverage: "partial" where silence says nothing, "complete" where a region that isn't named had none.

    Returns:
        `regions` in its CRS and order, with the columns of `region_sums`. Draw it with
        `.plot("marijuana_kg")` or `.explore("incidents")`.

    Raises:
        ValueError: the incidents are of more than one report, or there is no such measure or coverage.
        DataError: a region stands more than once in `regions`, or one that incidents name isn't there.
    """
    if coverage not in ("partial", "complete"):
        raise ValueError(f"no coverage {coverage!r}; there are partial and complete")
    if incidents["report"].nunique() > 1:
        raise ValueError(
            "these incidents are of several reports, which overlap: choose one, such as "
            f"incidents[incidents.report == {incidents['report'].iloc[0]!r}]"
        )
    known = measures_of(incidents)
    keys = known if measures is None else list(measures)
    if strange := [key for key in keys if key not in (*known, "incidents")]:
        raise ValueError(f"no measure {strange[0]!r} in these incidents; there are {', '.join(known)}")
    alone = incidents["units"][~incidents["units"].str.contains(";", regex=False)]
    if faults := once(regions["iso"], sorted(set(alone) - {""})):
        raise DataError(faults)
    summed = region_sums(incidents, list(regions["iso"]), keys, coverage=coverage)
    return regions.merge(summed.reset_index(), on="iso", how="left")
