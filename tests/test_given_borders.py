"""Borders that a caller gives: matched by code, in any order and CRS, refused where they aren't whole."""

import json
from dataclasses import replace
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from geopandas import GeoDataFrame

import karasora
from karasora import geodata
from karasora.boundaries.given import in_order
from karasora.cli import main
from karasora.faults import DataError, UsageError
from karasora.incidents import read_dataset
from karasora.page import render

ALBERS = "+proj=aea +lat_1=43 +lat_2=53 +lon_0=67 +datum=WGS84 +units=m"


@pytest.fixture(scope="module")
def regions() -> GeoDataFrame:
    return karasora.read_regions(detail="web")


@pytest.fixture(scope="module")
def incidents() -> pd.DataFrame:
    read = karasora.read_incidents()
    return read[read["report"] == "article-2025-09"]


def shuffled(regions: GeoDataFrame) -> GeoDataFrame:
    return regions.sort_values("name_en").iloc[::-1]


def said(error: pytest.ExceptionInfo[DataError]) -> str:
    return "\n".join(map(str, error.value.faults))


def test_the_order_of_borders_draws_nothing_under_another_name(regions: GeoDataFrame) -> None:
    assert render(karasora.build_map(regions=shuffled(regions))) == render(
        karasora.build_map(regions=regions)
    )
    assert render(karasora.build_map(regions=regions)) == render(karasora.build_map())


def test_borders_in_metres_are_brought_to_degrees(regions: GeoDataFrame) -> None:
    back = in_order(shuffled(regions).to_crs(ALBERS))
    assert back.crs == "EPSG:4326" and list(back["iso"]) == list(regions["iso"])
    assert back.geometry.geom_equals_exact(regions.geometry, 1e-6, align=False).all()
    assert back.attrs == regions.attrs


def test_borders_without_a_crs_are_refused(regions: GeoDataFrame) -> None:
    bare = GeoDataFrame(pd.DataFrame({"iso": regions["iso"]}), geometry=list(regions.geometry))
    with pytest.raises(DataError) as error:
        karasora.build_map(regions=bare)
    assert "no coordinate reference system" in said(error) and "set_crs" in said(error)


def test_what_lacks_is_doubled_or_strange_is_named(regions: GeoDataFrame) -> None:
    wrong = pd.concat([regions.iloc[2:], regions.iloc[[5]]]).replace({"iso": {"KZ-79": "KZ-99"}})
    with pytest.raises(DataError) as error:
        karasora.build_map(regions=wrong)
    first = ", ".join(f"«{code}»" for code in [*regions["iso"].iloc[:2], "KZ-79"])
    assert f"{first}: not there" in said(error)
    assert f"«{regions['iso'].iloc[5]}»: more than once" in said(error) and "«KZ-99»" in said(error)
    with pytest.raises(DataError, match="no column iso"):
        karasora.build_map(regions=regions.drop(columns="iso"))
    with pytest.raises(DataError, match="without borders"):
        in_order(regions.assign(geometry=[None, *regions.geometry[1:]]))


def test_points_are_looked_up_in_the_borders_that_are_drawn(regions: GeoDataFrame) -> None:
    """Two regions have changed places: the point follows the borders, as on the command line."""
    swapped = shuffled(regions).to_crs(ALBERS)
    codes = swapped["iso"].replace({"KZ-62": "KZ-35", "KZ-35": "KZ-62"})
    swapped = swapped.assign(iso=codes)
    point = pd.DataFrame({"id": ["a"], "lat": [47.8], "lon": [67.7]})
    assert karasora.read_incidents(point)["units"].tolist() == ["KZ-62"]
    assert karasora.read_incidents(point, regions=swapped)["units"].tolist() == ["KZ-35"]
    drawn, apart = karasora.build_map(point, regions=swapped), karasora.build_map(point, regions=regions)
    assert render(drawn) != render(apart)


def test_a_join_matches_by_code(regions: GeoDataFrame, incidents: pd.DataFrame) -> None:
    """Held against pandas alone: sums by the code that each row names."""
    own = incidents[(incidents["kind"] != "context") & ~incidents["units"].str.contains(";")]
    oracle = own.groupby("units")["marijuana_kg"].sum(min_count=1)
    for given in (regions, shuffled(regions), shuffled(regions).to_crs(ALBERS)):
        joined = karasora.join(incidents, given)
        assert joined.crs == given.crs and list(joined["iso"]) == list(given["iso"])
        assert joined.geometry.geom_equals(given.geometry.reset_index(drop=True)).all()
        found = joined.set_index("iso")["marijuana_kg"].dropna()
        assert found.to_dict() == oracle.dropna().to_dict()


def test_a_join_loses_no_incident_to_borders_that_lack_its_region(
    regions: GeoDataFrame, incidents: pd.DataFrame
) -> None:
    named = regions[regions["iso"].isin(["KZ-27", "KZ-31", "KZ-61", "KZ-62"])]
    assert len(karasora.join(incidents, named)) == 4
    with pytest.raises(DataError, match="«KZ-62»: not there"):
        karasora.join(incidents, named.iloc[:-1])
    with pytest.raises(DataError, match="«KZ-27»: more than once"):
        karasora.join(incidents, pd.concat([regions, named.iloc[:1]]))


def test_an_argument_is_honoured_or_refused(
    tmp_path: Path, regions: GeoDataFrame, incidents: pd.DataFrame
) -> None:
    dataset = read_dataset()
    with pytest.raises(UsageError, match="no report 'no-such'"):
        karasora.build_map(dataset, report="no-such")
    with pytest.raises(UsageError, match="vintage=2018"):
        karasora.build_map(dataset, vintage=2018)
    with pytest.raises(UsageError, match="totals"):
        karasora.build_map(dataset, totals="figures.csv")
    final = render(karasora.build_map(dataset, report="final-2025-11", vintage=2022))
    assert final == render(karasora.build_map(report="final-2025-11")) != render(karasora.build_map(dataset))
    assert render(karasora.build_map(replace(dataset, warnings=[]), lang="kk")) != final
    for refuse in (
        lambda: karasora.read_incidents(vintage=1999),
        lambda: karasora.read_regions(vintage=1999),
        lambda: karasora.resolve("Жамбыл", vintage=1999),
        lambda: karasora.read_regions(detail="coarse"),  # type: ignore[arg-type]
        lambda: karasora.join(incidents, regions, coverage="whole"),
        lambda: karasora.join(incidents, regions, measures=["gold_kg"]),
    ):
        with pytest.raises(ValueError, match=r"no (vintage|detail|coverage|measure)"):
            refuse()
    with pytest.raises(ValueError, match="read as incidents or as figures, not as 'rows'"):
        read_dataset(as_="rows")


def test_borders_that_no_point_asks_for_are_checked_all_the_same(
    tmp_path: Path, regions: GeoDataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "incidents.csv"
    table.write_text("regions\nKZ-31\n", "utf-8")
    with pytest.raises(DataError, match="«KZ-62»"):
        karasora.read_incidents(table, regions=regions[regions["iso"] != "KZ-62"])
    for verb in ("check", "join", "build"):
        out = [] if verb == "check" else ["--out", str(tmp_path / "out.csv")]
        assert main([verb, str(table), "--boundaries", str(tmp_path / "none.geojson"), *out]) == 1
        assert "none.geojson:1:-: can't be read" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_warnings_are_kept_where_asked_with_json_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, kept = tmp_path / "own.csv", tmp_path / "warnings.txt"
    table.write_text("region,start,end\nKZ-31,2026-05-02,2026-05-01\n")
    assert main(["check", str(table), "--json", "--faults", str(kept)]) == 0
    assert "end is before the start" in kept.read_text("utf-8")
    assert "end is before the start" in capsys.readouterr().out


def test_join_honours_report_json_and_borders(
    tmp_path: Path, regions: GeoDataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.geojson"
    told = ["join", "--report", "final-2025-11", "--json", "--out", str(out)]
    assert main([*told, "--boundaries", str(geodata.path("boundaries-fine.geojson"))]) == 0
    account = json.loads(capsys.readouterr().out)
    assert (account["output"], account["bytes"]) == (str(out), out.stat().st_size)
    features = geopandas.read_file(out)
    assert set(features["report"]) == {"final-2025-11"}
    shape = features.set_index("region").geometry["KZ-62"].iloc[0]
    packaged = regions.set_index("iso").geometry["KZ-62"]
    assert not shape.equals(packaged) and shape.symmetric_difference(packaged).area < 0.05 * packaged.area


def test_geopandas_reads_what_we_write(tmp_path: Path, regions: GeoDataFrame) -> None:
    """The way of a user: a file of the borders, read by geopandas in whatever order it has."""
    shuffled(regions)[["iso", "geometry"]].to_file(tmp_path / "mine.geojson")
    mine = geopandas.read_file(tmp_path / "mine.geojson")
    assert list(in_order(mine)["iso"]) == list(regions["iso"])
