"""Reading, checking and joining by size, each in a process of its own:
`python -m tests.benchmarks.scaling TABLE` prints rows and seconds; `… points N` places N points in the units.
"""

import json
import sys
import time


def reading(table: str) -> dict[str, float]:
    """Seconds to read and check a table, and to join it to the units (imports and borders aside)."""
    from karasora.boundaries.reading import read_regions
    from karasora.incidents import read_dataset
    from karasora.sums import join

    regions = read_regions()
    start, worked = time.perf_counter(), time.process_time()
    dataset = read_dataset([table])
    read = time.perf_counter()
    join(dataset.incidents, regions)
    took = {"read_s": read - start, "join_s": time.perf_counter() - read}
    return {"rows": len(dataset.incidents), **took, "cpu_s": time.process_time() - worked}


def placing(count: int) -> dict[str, float]:
    """Seconds to find the units of points on the fine borders, and whether geopandas' sjoin agrees."""
    import geopandas
    import numpy as np

    from karasora.boundaries.locate import locate
    from karasora.boundaries.reading import read_regions

    regions = read_regions(detail="fine")
    random = np.random.default_rng(11)
    west, south, east, north = regions.total_bounds
    lon, lat = random.uniform(west, east, count), random.uniform(south, north, count)
    start = time.perf_counter()
    unit = locate(lon, lat, regions)
    ours = time.perf_counter() - start
    codes = np.append(regions["iso"].to_numpy(str), "")[unit]  # position -1, nowhere, is the last
    sample = geopandas.GeoDataFrame(
        {"ours": codes[:100_000]}, geometry=geopandas.points_from_xy(lon[:100_000], lat[:100_000]), crs=4326
    )
    start = time.perf_counter()
    theirs = sample.sjoin(regions[["iso", "geometry"]], predicate="intersects", how="left")
    peer = (time.perf_counter() - start) * count / len(sample)
    theirs = theirs[~theirs.index.duplicated()]
    agree = (theirs["iso"].fillna("") == theirs["ours"]).mean()
    return {"points": count, "ours_s": ours, "sjoin_s": peer, "agree": float(agree)}


if __name__ == "__main__":
    what = sys.argv[1:]
    print(json.dumps(placing(int(what[1])) if what[0] == "points" else reading(what[0])))
