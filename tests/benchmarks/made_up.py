"""Made-up incidents: `python -m tests.benchmarks.made_up N FOLDER` writes N.csv and N.parquet.

Points lie evenly inside the units, so that a name and a point of the same row agree.
"""

import sys
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from karasora import geodata

DAYS = 150


def incidents(count: int) -> pd.DataFrame:
    """The same rows for the same count: title, regions, start, marijuana_kg, lat, lon."""
    units = geopandas.read_file(geodata.path("boundaries-fine.geojson"))
    random = np.random.default_rng(7)
    unit = random.integers(0, len(units), count)
    lon, lat = np.empty(count), np.empty(count)
    for number, shape in enumerate(units.geometry):
        where = np.flatnonzero(unit == number)
        lon[where], lat[where] = _inside(shape, len(where), random)
    names = units["name_en"].to_numpy(str)[unit]
    days = random.integers(0, DAYS, count)
    return pd.DataFrame(
        {
            "title": [f"Incident {i} in {name}" for i, name in enumerate(names)],
            "regions": units["iso"].to_numpy(str)[unit],
            "start": (np.datetime64("2025-06-01") + days).astype(str),
            "marijuana_kg": random.lognormal(3, 2, count).round(1) + 0.1,
            "lat": lat,
            "lon": lon,
        }
    ).round({"lat": 4, "lon": 4, "marijuana_kg": 1})


def write_long(count: int, path: Path, *, part: int = 1_000_000) -> None:
    """Write `count` rows as Parquet, the same ones again and again under titles of their own."""
    import pyarrow as pa
    import pyarrow.parquet

    made = incidents(min(count, part))
    writer = None
    for start in range(0, count, part):
        titled = made.assign(title=made["title"] + f", {start}").head(count - start)
        table = pa.Table.from_pandas(titled, preserve_index=False)
        writer = writer or pyarrow.parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def figures(months: int = 240, measures: int = 30) -> pd.DataFrame:
    """A figure for each region, month and measure, in one row per region and month."""
    units = geopandas.read_file(geodata.path("boundaries.geojson"))["iso"]
    random = np.random.default_rng(7)
    periods = (np.datetime64("2006-01") + np.arange(months)).astype(str)
    table = pd.MultiIndex.from_product([units, periods], names=["region", "period"]).to_frame(index=False)
    for number in range(1, measures + 1):
        table[f"Crimes of kind {number}"] = random.integers(1, 900, len(table))
    return table


def _inside(
    shape: shapely.Geometry, count: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Evenly spread points of a shape, by throwing away those of its box that miss it."""
    shapely.prepare(shape)
    west, south, east, north = shape.bounds
    points = np.empty((0, 2))
    while len(points) < count:
        thrown = random.uniform((west, south), (east, north), (2 * count + 100, 2))
        points = np.concatenate([points, thrown[shapely.contains_xy(shape, *thrown.T)]])
    return points[:count, 0], points[:count, 1]


if __name__ == "__main__":
    made, folder = incidents(int(sys.argv[1])), Path(sys.argv[2])
    made.to_csv(folder / f"{len(made)}.csv", index=False)
    made.to_parquet(folder / f"{len(made)}.parquet", index=False)
