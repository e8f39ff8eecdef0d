"""Points to units, held against geopandas' own spatial join and pyproj's own distances."""

import time

import geopandas
import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame
from pyproj import Geod

from karasora.boundaries.locate import distance_km, locate
from karasora.boundaries.reading import read_regions


@pytest.fixture(scope="module")
def regions() -> GeoDataFrame:
    return read_regions()


def somewhere(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    return draw.uniform(46, 88, count), draw.uniform(40, 56, count)


def test_points_lie_where_a_spatial_join_finds_them(regions: GeoDataFrame) -> None:
    lon, lat = somewhere(20_000)
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat), crs="EPSG:4326")
    joined = points.sjoin(regions[["iso", "geometry"]], how="left", predicate="within")
    found = locate(lon, lat, regions)
    assert (found == joined["index_right"].fillna(-1).astype(int)).all()
    assert 0.3 < (found >= 0).mean() < 0.7, "the sample has points inside and outside"


def test_every_corner_belongs_to_the_first_of_its_units(regions: GeoDataFrame) -> None:
    corners, owner = shapely.get_coordinates(regions.geometry.to_numpy(), return_index=True)
    first: dict[tuple[float, float], int] = {}
    for (x, y), unit in zip(corners.tolist(), owner.tolist(), strict=True):
        first[x, y] = min(unit, first.get((x, y), unit))
    lon, lat = np.array(list(first)).T
    assert (locate(lon, lat, regions) == list(first.values())).all()


def test_no_place_is_in_no_unit(regions: GeoDataFrame) -> None:
    lon = [np.nan, 71.4, np.inf, 0, 43.2, 1e300, 74.6]
    lat = [51.1, np.nan, 51.1, 0, 76.9, 51.1, 42.87]  # the fifth is Almaty's, swapped; the last is Bishkek
    assert locate(lon, lat, regions).tolist() == [-1] * 7
    assert locate([], [], regions).tolist() == []


def test_a_smaller_table_gives_its_own_positions(regions: GeoDataFrame) -> None:
    cities = regions[regions["type"] == "city"]
    assert list(cities["iso"].iloc[locate([71.43, 76.93, 69.6], [51.18, 43.25, 42.3], cities)]) == [
        "KZ-71", "KZ-75", "KZ-79",
    ]  # fmt: skip
    assert locate(63.3, 45.6, cities) == -1


def test_a_million_points_take_seconds(regions: GeoDataFrame) -> None:
    lon, lat = somewhere(1_000_000)
    start = time.perf_counter()
    locate(lon, lat, regions)
    assert time.perf_counter() - start <= 5


def test_distance_is_nought_inside_and_on_the_border(regions: GeoDataFrame) -> None:
    lon, lat = somewhere(2_000)
    found = locate(lon, lat, regions)
    inside = found >= 0
    assert (distance_km(lon[inside], lat[inside], found[inside], regions) == 0).all()
    corner = shapely.get_coordinates(regions.geometry.iloc[3])[0]
    assert distance_km(corner[0], corner[1], 3, regions) == 0


def test_distance_is_the_least_one_on_the_ellipsoid(regions: GeoDataFrame) -> None:
    """Against distances to points set every 100 m or so along the border."""
    unit = list(regions["iso"]).index("KZ-71")
    border = shapely.segmentize(regions.geometry.iloc[unit].boundary, 0.001)
    x, y = shapely.get_coordinates(border).T
    for lon, lat in ((71.0, 51.0), (72.2, 51.4), (71.43, 50.5), (69.0, 53.0)):
        _, _, metres = Geod(ellps="WGS84").inv(np.full(x.size, lon), np.full(y.size, lat), x, y)
        assert distance_km(lon, lat, unit, regions) == pytest.approx(metres.min() / 1000, abs=0.06)


def test_five_kilometres_are_five_kilometres(regions: GeoDataFrame) -> None:
    """A point moved straight away from a border that runs east to west, by a known distance."""
    kyzylorda = list(regions["iso"]).index("KZ-43")
    lon, lat = 65.5, regions.geometry.iloc[kyzylorda].bounds[1]
    corners = shapely.get_coordinates(regions.geometry.iloc[kyzylorda])
    lon = corners[np.argmin(corners[:, 1]), 0]
    for km in (1, 4.9, 5.1, 20):
        away, south, _ = Geod(ellps="WGS84").fwd(lon, lat, 180, km * 1000)
        assert distance_km(away, south, kyzylorda, regions) == pytest.approx(km, rel=0.01)


def test_distance_from_no_place_is_nan(regions: GeoDataFrame) -> None:
    far = distance_km([np.nan, 71, 400, -120], [51, np.inf, 51, -45], [0, 0, 0, 0], regions)
    assert np.isnan(far[:3]).all()
    assert far[3] > 10_000


def test_each_point_has_its_own_unit(regions: GeoDataFrame) -> None:
    units = np.arange(len(regions))
    far = distance_km(76.93, 43.25, units, regions)  # Almaty
    assert far[list(regions["iso"]).index("KZ-75")] == 0
    assert 0 < far[list(regions["iso"]).index("KZ-19")] < 20
    assert far[list(regions["iso"]).index("KZ-27")] > 1500
