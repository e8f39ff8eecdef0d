"""Figures as a frame: report, region, measure, period, value, flags; one row per figure stated."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from karasora import periods

COLUMNS = ("report", "region", "measure", "period", "value", "flags")
_TEXTS = COLUMNS[:4]


def blank() -> pd.DataFrame:
    """A frame of no figures."""
    texts = dict.fromkeys(_TEXTS, pd.Series(dtype="str"))
    return pd.DataFrame({**texts, "value": np.empty(0), "flags": np.empty(0, np.uint8)})


def joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The figures of several frames, one after the other."""
    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True)[list(COLUMNS)] if kept else blank()


def opening_period(figures: pd.DataFrame) -> str:
    """The period that a report's figures open on: the last one, "" where none is told."""
    written = [period for period in figures["period"].unique() if period]
    return max(written, key=lambda code: (periods.bounds(code)[1], periods.bounds(code)[0]), default="")


def opening(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures of one report that its page opens on: those of the last period, and those without one.

    Of each region and measure there is one at most. Rows for the whole country are left out.
    """
    shown = figures["period"].isin(["", opening_period(figures)]) & (figures["region"] != "")
    return figures[shown]
