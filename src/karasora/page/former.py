"""Pages of earlier forms: what they hold, in the form that pages have today.

Form 1 (karasora 0.1.0): a place and a locator in one language, measures that are all added up, and per report
the figures of every region as `units`: per measure [value, flags] of each.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from karasora import quantities

FORM = 2  # of the pages that are made today
_ONE_LANGUAGE = ("place", "locator")
_LANGUAGES = ("ru", "kk", "en")


def upgraded(body: dict[str, Any]) -> dict[str, Any]:
    """The payload of a page of any form with what today's has besides."""
    if body["version"] >= FORM:
        return body
    measures = [{"additive": True, "over_time": "sum", **measure} for measure in body["measures"]]
    reports = [{"figures": None, **report} for report in body["reports"]]
    return {**body, "measures": measures, "reports": reports}


def with_languages(columns: dict[str, "pd.Series[Any]"], body: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of incidents with those that name no language in that of each row's report."""
    found = dict(columns)
    stems = [stem for stem in _ONE_LANGUAGE if stem in columns and f"{stem}_ru" not in columns]
    if not stems:
        return found
    languages = columns["report"].map({report["id"]: report["language"] for report in body["reports"]})
    for stem in stems:
        for language in _LANGUAGES:
            found[f"{stem}_{language}"] = columns[stem].where(languages == language, "")
    return found


def contradictions(body: Mapping[str, Any], incidents: pd.DataFrame) -> list[str]:
    """The measures of which a page of form 1 shows other figures than its incidents add up to."""
    found: dict[str, None] = {}
    place = {region["iso"]: i for i, region in enumerate(body["regions"])}
    for report in body["reports"]:
        own = incidents[(incidents["report"] == report["id"]) & (incidents["kind"] != "context")]
        codes = own["units"].map(place).fillna(-1).to_numpy(np.int64)
        for key, shown in report["units"].items():
            if key == "incidents":
                values = np.bincount(codes[codes >= 0], minlength=len(place)).astype(float)
                flags = (values > 0).astype(np.uint8)
            else:
                values, flags = quantities.group_sums(
                    codes, own[key].to_numpy(float), own[f"{key}:flags"].to_numpy(np.uint8), len(place)
                )
            for (value, doubt), made, flag in zip(shown, values, flags, strict=True):
                if not _agree(value, doubt, float(made), int(flag), counts=key == "incidents"):
                    found[key] = None
    return list(found)


def _agree(value: float | None, doubt: int, made: float, flag: int, *, counts: bool) -> bool:
    if counts:
        return (value or 0) == made
    return doubt == flag and (value is None) == bool(np.isnan(made)) and (value is None or value == made)
