"""The class breaks that a page draws with: one scale per measure, over all of its reports."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from karasora.classes import fitting_breaks
from karasora.measures import Measure


def with_scales(
    measures: Mapping[str, Measure], sums: Iterable[pd.DataFrame], table: pd.DataFrame
) -> dict[str, Measure]:
    """The measures with breaks that tell the units of these reports apart.

    The fixed breaks of a measure were chosen for the report that the page opens on: what this one states
    keeps them as far as the others allow. Its incidents are no such measure: no class is drawn of examples.

    Args:
        sums: per report the figures of each region, as sums.region_sums gives them.
        table: the units in the order of `sums`, with `population` and `area_km2`.
    """
    reports = list(sums)
    bases = {
        "absolute": np.ones(len(table)),
        "100k": table["population"].to_numpy(float) / 1e5,
        "1000km2": table["area_km2"].to_numpy(float) / 1e3,
    }
    return {
        key: replace(
            measure,
            breaks={
                per: fitting_breaks(
                    measure.breaks.get(per, ()),
                    [v for report in reports for v in (report[key].to_numpy(float) / base).tolist()],
                    chosen=len(reports) > 1 and key != "incidents" and bool(reports[0][key].notna().any()),
                )
                for per, base in bases.items()
            },
        )
        for key, measure in measures.items()
    }
