"""The figures of all sheets as one frame: in one vintage, added up, without totals and overlaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from karasora import periods
from karasora.faults import quote
from karasora.figures import checking, frame
from karasora.figures.melting import Molten
from karasora.figures.naming import FigureMeasure
from karasora.figures.places import COUNTRY, names_new_units
from karasora.figures.reading import Piece
from karasora.figures.readings import Reading
from karasora.names.fold import fold
from karasora.tables.findings import Findings
from karasora.tables.grid import Grid
from karasora.units import split_unit

_DIVISION = "2022-06-08"  # from this day on there are 20 units


@dataclass
class Figures:
    """All figures of a run (see Dataset.figures), the measures that they bring along, and how they were read.

    `vintage` is that of the map that they belong on.
    """

    frame: pd.DataFrame
    measures: dict[str, FigureMeasure]
    readings: list[Reading]
    titles: list[str]
    vintage: int


def put_together(pieces: Sequence[Piece], *, vintage: int | None, findings: Findings) -> Figures:
    """The figures of all sheets: in one vintage, added up over names and files, without totals.

    Args:
        pieces: what `read_piece` gave.
        vintage: that of the map, or None to take the one that the figures belong to.
        findings: where what is wrong is told.
    """
    measures: dict[str, FigureMeasure] = {}
    for piece in pieces:
        for key, measure in piece.molten.measures.items():
            first = measures.setdefault(key, measure)
            if (first.unit, first.additive) != (measure.unit, measure.additive):
                wrong = f"{quote(measure.name)} has another unit in another table"
                findings.file_fault(piece.grid.file, wrong, "name them differently")
    is_old = [_is_of_before_2022(piece.molten) for piece in pieces]
    vintage = vintage or (2018 if pieces and all(is_old) else 2022)
    readings = [_in_vintage(piece.reading, vintage) for piece in pieces]
    frames = [
        _with_regions(piece, number, vintage, old, findings)
        for number, (piece, old) in enumerate(zip(pieces, is_old, strict=True))
    ]
    long = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if long.empty:
        return Figures(frame.blank(), measures, readings, [], vintage)
    long = checking.added(long, measures, findings)
    long = checking.without_totals(long, measures, findings)
    long = checking.without_overlaps(long, measures, findings)
    checking.hold_national(long, measures, findings)
    figures = long[list(frame.COLUMNS)].reset_index(drop=True)
    figures = figures.astype({"value": np.float64, "flags": np.uint8})
    kept = set(figures["measure"].unique())
    # Without its unit: the figures are told in base units, a thousand persons as persons.
    titles = [split_unit(title).name or title for piece in pieces for title in piece.titles]
    return Figures(
        figures,
        {k: m for k, m in measures.items() if k in kept},
        readings,
        titles,
        vintage,
    )


def _in_vintage(reading: Reading, vintage: int) -> Reading:
    from karasora.incidents.division import in_vintage

    named = ((in_vintage(code, vintage), line) for code, line in reading.footnotes)
    return replace(reading, footnotes=tuple(dict.fromkeys(named)))


def _is_of_before_2022(molten: Molten) -> bool:
    """Whether all periods end before June 2022 and only units of that time are named."""
    codes = list(molten.long["period"].unique())
    if not codes or not all(code and periods.bounds(code)[1].isoformat() < _DIVISION for code in codes):
        return False
    return not names_new_units(molten.places.values())


def _with_regions(piece: Piece, number: int, vintage: int, is_old: bool, findings: Findings) -> pd.DataFrame:
    """The figures with their region's code in the vintage of the map.

    Figures of a unit that was divided belong to none of today's regions, and keep its code.
    """
    from karasora.incidents.division import divided, in_vintage, members_of

    molten, grid = piece.molten, piece.grid
    long = molten.long
    new = names_new_units(molten.places.values())

    def region(text: str, period: str) -> str:
        place = molten.places.get(text)
        if place is None or place.kind == COUNTRY:
            return ""
        code = place.codes[0]
        early = bool(period) and periods.bounds(period)[0].isoformat() < _DIVISION
        if vintage == 2018:
            return in_vintage(code, 2018)
        is_former = place.is_former or (not new and (is_old or early) and divided(code))
        return in_vintage(code, 2018) if is_former else code

    pairs, distinct = pd.factorize(pd.MultiIndex.from_frame(long[["place", "period"]]))
    codes = (
        np.array([region(*pair) for pair in distinct], object)[pairs] if len(long) else np.empty(0, object)
    )
    long = long.assign(region=codes, file=grid.file, sheet=f"{number}")
    _tell_south(long, grid, findings)
    former = long[long["region"].isin(list(members_of()))] if vintage != 2018 else long[:0]
    for text, rows in former.groupby("place", sort=False)["row"]:
        wrong = (
            f"{quote(text)} is a unit of before June 2022; its figures are shown in each of its heirs, "
            "and were added to none"
        )
        right = "--vintage 2018 draws the units of that time"
        findings.warn_rows(
            grid.file, sorted(set(rows.tolist())), "-", grid.where(wrong), right, "unit of before June 2022"
        )
    return long


_SOUTH = re.compile(r"южно ?казахстан|онтустик казакстан|south kazakhstan|\bюко\b")
_SHYMKENT_APART = "2018-06-19"  # when Shymkent became a unit of its own, and the rest Turkistan Region


def _tell_south(long: pd.DataFrame, grid: Grid, findings: Findings) -> None:
    """Figures of South Kazakhstan of before Shymkent left it are those of more than Turkistan Region."""
    names = [text for text in long["place"].unique() if _SOUTH.search(fold(text))]
    early = [c for c in long["period"].unique() if c and periods.bounds(c)[0].isoformat() < _SHYMKENT_APART]
    rows = long["row"][long["place"].isin(names) & long["period"].isin(early)]
    if len(rows):
        wrong = (
            f"{quote(names[0])} had Shymkent in it until June 2018: its figures stand for Turkistan Region"
        )
        right = "leave out the periods of before that, if it matters"
        findings.warn_rows(grid.file, sorted({*rows}), "-", grid.where(wrong), right, "unit of before 2018")


def own_values(figures: pd.DataFrame, key: str) -> "pd.Series[float]":
    """The values of a measure by region, as class breaks need them."""
    own = figures[(figures["measure"] == key) & (figures["region"] != "")]
    return own.set_index("region")["value"].dropna()
