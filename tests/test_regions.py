"""The units' table and borders, held against sources that they were not made from."""

import csv
import json
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from geopandas import GeoSeries
from hypothesis import given
from hypothesis import strategies as st

from karasora.boundaries import coverage, topology
from karasora.boundaries.frame import Detail
from karasora.boundaries.reading import read_regions
from karasora.regions import regions_table

COUNTRY_KM2 = 2_724_902
NEW_IN_2022 = {"KZ-10": "KZ-VOS", "KZ-33": "KZ-ALM", "KZ-62": "KZ-KAR"}
DETAILS: tuple[Detail, ...] = ("fine", "web")

# Longitude and latitude of town centres, GeoNames (CC BY 4.0); the units by law.
TOWNS = {
    "Zhezkazgan": (67.7064, 47.7833, "KZ-62"),
    "Satbayev": (67.5333, 47.9000, "KZ-62"),
    "Taraz": (71.3667, 42.9000, "KZ-31"),
    "Oral": (51.3667, 51.2333, "KZ-27"),
    "Turkistan": (68.2708, 43.2973, "KZ-61"),
    "Shymkent": (69.6000, 42.3000, "KZ-79"),
    "Almaty": (76.9286, 43.2567, "KZ-75"),
    "Astana": (71.4278, 51.1801, "KZ-71"),
    "Konaev": (77.0630, 43.8668, "KZ-19"),
    "Semey": (80.2275, 50.4111, "KZ-10"),
    "Taldykorgan": (78.3667, 45.0167, "KZ-33"),
    "Baikonur": (63.3050, 45.6225, "KZ-43"),
}


@pytest.fixture(scope="module")
def second() -> dict[str, dict[str, str]]:
    """What other sources say: {what: {code: value}}."""
    told: defaultdict[str, dict[str, str]] = defaultdict(dict)
    table = Path(__file__).parent / "data" / "boundaries_second_source.csv"
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["source"]
            told[row["what"]][row["code"]] = row["value"]
    return told


def test_codes_types_and_names_are_those_of_iso_3166_2(second: dict[str, dict[str, str]]) -> None:
    table = regions_table().set_index("iso")
    assert list(table.index) == sorted(second["type"])
    assert len(table) == 20
    for iso, kind in second["type"].items():
        assert table.loc[iso, "type"] == {"Region": "oblast", "City": "city"}[kind]
        assert table.loc[iso, "name_kk_latn"] == second["name_kk_latn"][iso]
        assert table.loc[iso, "kato2"] == iso[3:]


def test_names_and_areas_are_those_of_a_second_source(second: dict[str, dict[str, str]]) -> None:
    """That source is of 2018: three units were undivided, and Shymkent is counted with KZ-YUZ."""
    table = regions_table()
    old = table["iso_before_2022"].where(table["iso_before_2022"] != "", table["iso_2018"])
    area = table.groupby(old.replace("KZ-SHY", "KZ-YUZ"))["area_km2"].sum()
    named = table.set_index("iso_before_2022")
    for code, km2 in second["area_km2"].items():
        assert area[code] == pytest.approx(float(km2), rel=0.0005)
        assert named.loc[code, "name_ru"] == second["name_ru"][code]
        assert named.loc[code, "name_kk"] == second["name_kk"][code]


def test_population_agrees_with_second_sources(second: dict[str, dict[str, str]]) -> None:
    now = regions_table().set_index("iso")["population"]
    assert now.sum() == 20_283_399
    before = regions_table(population_date="2024-01-01").set_index("iso")["population"]
    for iso, people in second["population_mid_2024"].items():
        assert (now[iso] + before[iso]) / 2 == pytest.approx(int(people), rel=0.006)
    latest = regions_table(population_date="2026-01-01").set_index("iso")["population"]
    for iso, people in second["population_2026"].items():
        assert latest[iso] == int(people)
    assert latest.sum() == 20_495_975


def test_no_cell_that_a_page_shows_is_empty() -> None:
    table = regions_table()
    shown = [f"{kind}_{lang}" for kind in ("name", "short", "admin_centre") for lang in ("ru", "kk", "en")]
    assert (table[[*shown, "macro_region", "population_source"]] != "").all(axis=None)
    assert table[["area_km2", "label_lon", "label_lat"]].notna().all(axis=None)


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("vintage", [2018, 2022])
def test_borders_fit_and_fill_the_country(detail: Detail, vintage: int) -> None:
    regions = read_regions(vintage=vintage, detail=detail)
    polygons = regions.geometry.to_numpy()
    assert regions.crs == "EPSG:4326"
    assert list(regions["iso"]) == sorted(regions["iso"])
    assert shapely.is_valid(polygons).all()
    assert not shapely.has_z(polygons).any()
    assert shapely.coverage_is_valid(polygons)
    whole = shapely.union_all(polygons)
    assert shapely.area(polygons).sum() == pytest.approx(whole.area, rel=1e-9), "no overlaps"
    assert sum(len(part.interiors) for part in shapely.get_parts(whole)) == 0, "no gaps"
    areas = coverage.areas_km2(polygons)
    assert areas.sum() == pytest.approx(COUNTRY_KM2, rel=0.0005)
    assert np.abs(areas / regions["area_km2"] - 1).max() <= 0.035


@pytest.mark.parametrize("detail", DETAILS)
def test_towns_lie_in_their_units(detail: Detail) -> None:
    regions = read_regions(detail=detail).set_index("iso").geometry
    for town, (lon, lat, iso) in TOWNS.items():
        assert list(regions.index[regions.contains(shapely.Point(lon, lat))]) == [iso], town


@pytest.mark.parametrize("vintage", [2018, 2022])
def test_labels_and_centres_lie_in_their_units(vintage: int) -> None:
    for unit in read_regions(vintage=vintage, detail="web").itertuples():
        assert unit.geometry.contains(shapely.Point(unit.label_lon, unit.label_lat)), unit.iso
        assert unit.geometry.contains(shapely.Point(unit.admin_centre_lon, unit.admin_centre_lat)), unit.iso


def test_the_units_of_2018_are_todays_put_together() -> None:
    now, old = regions_table().set_index("iso"), regions_table(vintage=2018).set_index("iso")
    assert len(old) == 17
    assert set(old.index) - set(now.index) == {"KZ-ALM", "KZ-KAR", "KZ-VOS"}
    assert sorted(";".join(old["members"]).split(";")) == list(now.index)
    for new, whole in NEW_IN_2022.items():
        assert new in old.loc[whole, "members"]
    for column in ("area_km2", "population"):
        assert old[column].sum() == pytest.approx(now[column].sum())
    assert old.loc["KZ-VOS", "name_en"] == "East Kazakhstan Region"
    unchanged = old.index.intersection(now.index)
    assert len(unchanged) == 14
    assert old.loc[unchanged, "area_km2"].equals(now.loc[unchanged, "area_km2"])


def test_attribution_travels_with_the_borders() -> None:
    told = read_regions(detail="web").attrs
    assert "OpenStreetMap" in told["attribution"]
    assert told["licence"] == "ODbL-1.0"


def test_wrong_options_are_named() -> None:
    with pytest.raises(ValueError, match="1997"):
        read_regions(vintage=1997)
    with pytest.raises(ValueError, match="coarse"):
        read_regions(detail="coarse")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="1999-01-01"):
        regions_table(population_date="1999-01-01")


def test_the_plain_table_needs_no_geopandas() -> None:
    code = "import sys, karasora.regions as r; r.regions_table(); print('geopandas' in sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout.strip() == "False"


@pytest.mark.parametrize("vintage", [2018, 2022])
def test_arcs_hold_each_border_once_and_lose_nothing(vintage: int) -> None:
    regions = read_regions(detail="web", vintage=vintage)
    cut = topology.arcs(regions)
    same = shapely.equals_exact(
        topology.polygons(cut), regions.geometry.to_numpy(), tolerance=0, normalize=True
    )
    assert same.all()
    steps = [
        frozenset((tuple(a), tuple(b)))
        for arc in cut["arcs"]
        for points in [np.cumsum(np.reshape(arc, (-1, 2)), axis=0).tolist()]
        for a, b in pairwise(points)
    ]
    assert len(steps) == len(set(steps)), "a stretch of border is in two arcs"
    outside = shapely.union_all(regions.geometry.to_numpy()).boundary
    used = [~i if i < 0 else i for unit in cut["units"] for part in unit for ring in part for i in ring]
    for number, arc in enumerate(cut["arcs"]):
        middle = shapely.LineString(topology.lonlat(arc, cut["scale"])).interpolate(0.5, normalized=True)
        assert used.count(number) == (1 if shapely.dwithin(outside, middle, 1e-9) else 2)


def test_the_backdrop_is_light_and_lies_around_the_country() -> None:
    drawn = topology.backdrop()
    assert len(json.dumps(drawn, separators=(",", ":"))) <= 25_000
    for kind, count in (("water", 1), ("lakes", 10), ("lines", 5)):
        assert len(drawn[kind]) >= count
        for arc in drawn[kind]:
            points = topology.lonlat(arc, drawn["scale"])
            assert (points.min(axis=0) >= [44, 36.5]).all() and (points.max(axis=0) <= [90, 58]).all()
            if kind != "lines":
                assert (points[0] == points[-1]).all()
    lakes = [shapely.Polygon(topology.lonlat(arc, drawn["scale"])) for arc in drawn["lakes"]]
    for lon, lat in ((74.2, 46.3), (60.7, 46.4), (77.3, 42.45)):  # Balkhash, the northern Aral, Issyk-Kul
        assert any(lake.contains(shapely.Point(lon, lat)) for lake in lakes)
    sea = shapely.union_all([shapely.Polygon(topology.lonlat(arc, drawn["scale"])) for arc in drawn["water"]])
    assert sea.contains(shapely.Point(50.5, 42.5))
    assert sea.intersects(read_regions(detail="web").set_index("iso").geometry["KZ-47"]), (
        "no strip at the shore"
    )


@st.composite
def coverages(draw: st.DrawFn) -> GeoSeries:
    """A small grid of cells shared out among units, with enclaves, holes and parts that touch."""
    wide, high = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    owners = draw(st.lists(st.integers(0, 3), min_size=wide * high, max_size=wide * high))
    cells = [shapely.box(x, y, x + 1, y + 1) for x in range(wide) for y in range(high)]
    units = [[cell for cell, one in zip(cells, owners, strict=True) if one == owner] for owner in set(owners)]
    return GeoSeries([shapely.union_all(cells) for cells in units])


@given(coverages())
def test_arcs_of_any_coverage_lead_back_to_it(units: GeoSeries) -> None:
    cut = topology.arcs(units, scale=1)
    back = topology.polygons(cut)
    assert shapely.equals_exact(back, units.to_numpy(), tolerance=0, normalize=True).all()
    assert sum(len(arc) // 2 - 1 for arc in cut["arcs"]) == _edges(units), "each edge is in one arc only"


def _edges(units: GeoSeries) -> int:
    edges = set()
    for unit in units:
        for part in shapely.get_parts(unit):
            for ring in (part.exterior, *part.interiors):
                edges |= {frozenset(pair) for pair in pairwise(ring.coords)}
    return len(edges)
