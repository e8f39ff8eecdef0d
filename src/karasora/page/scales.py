"""The class breaks that a page draws with: one scale per measure, over all of its reports."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from karasora.classes import fitting_breaks
from karasora.measures import Measure


def with_scales(
    measures: Mapping[str, Measure], sums: Iterable[pd.DataFrame], table: pd.DataFrame
) -> dict[str, Measure]:
    """The measures with breaks that tell the units of these reports apart.

    Args:
        sums: per report the figures of each unit, as aggregation.unit_sums gives them.
        table: the units in the order of `sums`, with `population` and `area_km2`.
    """
    reports = list(sums)
    bases = {"absolute": 1.0, "100k": table["population"] / 1e5, "1000km2": table["area_km2"] / 1e3}
    return {
        key: replace(
            measure,
            breaks={
                per: fitting_breaks(
                    measure.breaks.get(per, ()),
                    [v for report in reports for v in (report[key] / _aligned(base, report)).tolist()],
                )
                for per, base in bases.items()
            },
        )
        for key, measure in measures.items()
    }


def _aligned(base: "pd.Series[float] | float", report: pd.DataFrame) -> "pd.Series[float] | float":
    return base if isinstance(base, float) else pd.Series(base.to_numpy(), index=report.index)
