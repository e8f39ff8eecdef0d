"""What a reader takes away: CSV that the tool reads back, GeoJSON, and the picture."""

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from karasora import read_incidents
from tests.browser.conftest import Visit, until


def taken(page: Any, kind: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.click(f"[data-download={kind}]")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == f".{kind}"
    return path


def test_csv_reads_back_to_the_same(visit: Visit, tmp_path: Path) -> None:
    path = taken(visit(), "csv", tmp_path)
    mine = read_incidents()
    mine = mine[mine["report"] == "article-2025-09"].reset_index(drop=True)
    back = read_incidents(path)
    assert list(back["id"]) == list(mine["id"])
    for column in (
        "units",
        "from_units",
        "place",
        "place_ru",
        "place_kk",
        "place_en",
        "kind",
        "title_ru",
        "text_kk",
        "text_en",
        "start",
        "confidence",
    ):
        assert list(back[column]) == list(mine[column]), column
    for key in ("marijuana_kg", "hemp_kg", "poppy_kg", "plants", "detained", "firearms"):
        assert back[key].equals(mine[key]), key
        assert list(back[f"{key}:flags"]) == list(mine[f"{key}:flags"]), key
    assert back[["lat", "lon"]].equals(mine[["lat", "lon"]])


def test_csv_holds_what_is_shown(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    page.fill("[data-control=search]", "poppy")
    until(page, "() => document.querySelectorAll('#karasora-incidents-list [data-incident]').length === 2")
    rows = list(csv.DictReader(taken(page, "csv", tmp_path).read_text(encoding="utf-8-sig").splitlines()))
    assert {row["poppy_kg"] for row in rows} == {"48", ">43000"}
    assert all(row["source_url"].startswith("https://") for row in rows)


def test_geojson(visit: Visit, tmp_path: Path) -> None:
    data = json.loads(taken(visit("#measure=hemp_kg"), "geojson", tmp_path).read_text(encoding="utf-8"))
    assert "OpenStreetMap" in data["attribution"] and data["license"] == "ODbL-1.0"
    units = {f["properties"]["iso"]: f for f in data["features"] if "iso" in f["properties"]}
    assert len(units) == 20
    assert units["KZ-61"]["properties"]["value"] == 650
    assert units["KZ-61"]["properties"]["qualifier"] == "≥"
    assert (
        units["KZ-39"]["properties"]["state"] == "not-mentioned"
        and units["KZ-39"]["properties"]["value"] is None
    )
    ring = units["KZ-61"]["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1] and 60 < ring[0][0] < 75 and 40 < ring[0][1] < 48
    incidents = [f for f in data["features"] if "id" in f["properties"]]
    assert len(incidents) == 7
    points = [f["geometry"] for f in incidents if f["geometry"]]
    assert points == [{"type": "Point", "coordinates": [67.6237, 47.8491]}]


def test_svg_has_title_legend_source_and_attribution(visit: Visit, tmp_path: Path) -> None:
    text = taken(visit("#measure=hemp_kg&lang=en", theme="dark"), "svg", tmp_path).read_text(encoding="utf-8")
    root = ET.fromstring(text)
    said = " ".join(root.itertext()).replace("\u00a0", " ")
    for piece in (
        "Karasora",
        "Cannabis plants",
        "≥ 650 kg",
        "200–500",
        "Hatched",
        "pavrc.at",
        "June–August 2025",
        "OpenStreetMap",
        "ODbL",
    ):
        assert piece in said, piece
    assert "var(" not in text and "class=" not in text  # it stands by itself
    assert len([e for e in root.iter() if e.get("data-unit")]) == 20
    assert "data-region" not in text


def test_png_is_a_picture_of_some_size(visit: Visit, tmp_path: Path) -> None:
    content = taken(visit(), "png", tmp_path).read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(content[i : i + 4]) for i in (16, 20))
    assert width == 2400 and height > 1200
    assert len(content) > 100_000
