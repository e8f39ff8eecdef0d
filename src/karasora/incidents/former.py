"""Figures of units that were divided in June 2022, on a map of today's: shown in their heirs, added to none.

They become rows as incidents of several regions are: notes that name all the heirs, one for each unit and
period, with the figures of all measures.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from karasora import periods
from karasora.incidents.division import members_of
from karasora.incidents.reading import Part
from karasora.regions import regions_table
from karasora.tables import Table
from karasora.tables.findings import Findings
from karasora.tables.rows import Rows

_TITLES = {
    "ru": "{name} (в границах до июня 2022 года)",
    "kk": "{name} (2022 жылғы маусымға дейінгі шекарасында)",
    "en": "{name} (in its borders of before June 2022)",
}
_KEYS = ["report", "region", "period"]


def set_apart(figures: pd.DataFrame, file: str, texts: Sequence[str]) -> tuple[pd.DataFrame, list[Part]]:
    """The figures of today's regions, and those of former units as a part of a table of incidents.

    Args:
        figures: as Dataset.figures, but with codes of former units, such as KZ-KAR, among the regions.
        file: the file that is named where something is told of these rows.
        texts: the columns of texts that a part has.
    """
    heirs = members_of()
    is_former = figures["region"].isin(list(heirs)).to_numpy(bool)
    if not is_former.any():
        return figures, []
    own = figures[is_former]
    codes, groups = pd.factorize(pd.MultiIndex.from_frame(own[_KEYS]))
    names = regions_table(vintage=2018).set_index("iso")
    rows = [_row(tuple(group), heirs, names) for group in groups]
    headers = list(rows[0])
    columns = [pa.chunked_array([pa.array([row[h] for row in rows], pa.string())]) for h in headers]
    table = Table(file, headers, columns, np.ones(len(rows), np.int64), kind="incidents")
    part = Part(Rows(table, Findings()))
    part.texts = {name: part.rows.texts(name) for name in texts}
    part.texts["units"] = part.identity = part.rows.texts("regions")
    part.lat, part.lon = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    for key, at in own.groupby("measure", sort=False).indices.items():
        values, flags = np.full(len(rows), np.nan), np.zeros(len(rows), np.uint8)
        values[codes[at]], flags[codes[at]] = own["value"].to_numpy()[at], own["flags"].to_numpy()[at]
        part.quantities[str(key)] = values, flags
    return figures[~is_former].reset_index(drop=True), [part]


def _row(group: tuple[str, ...], heirs: dict[str, tuple[str, ...]], names: pd.DataFrame) -> dict[str, str]:
    report, unit, period = group
    start, end = map(str, periods.bounds(period)) if period else ("", "")
    told = {lang: said.format(name=names.at[unit, f"name_{lang}"]) for lang, said in _TITLES.items()}
    return {
        "report": report, "regions": ";".join(heirs[unit]), "kind": "context", "scope": "region",
        "start": start, "end": end, **{f"title_{lang}": title for lang, title in told.items()},
    }  # fmt: skip
