"""What a reader takes away: CSV that the tool reads back, GeoJSON, and the picture."""

import csv
import json
import random
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import karasora
from karasora import read_incidents, read_regions
from karasora.incidents import read_dataset
from tests.browser.conftest import Visit, until


def taken(page: Any, kind: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.click(f"[data-download={kind}]")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == f".{kind.partition('-')[0]}"
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


TABLE = """Население, тыс. человек;;
Регион;2024;2025
Республика Казахстан;20,1;20,2
Абайская область*;606,3;>604
Астана;;~1600
* без города Курчатов;;
"""


@pytest.mark.parametrize("address", ["", "#from=&to="])
def test_csv_of_figures_reads_back_to_what_is_shown(visit: Visit, tmp_path: Path, address: str) -> None:
    """A page of figures has no incidents to write."""
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    karasora.save(karasora.build_map(tmp_path / "table.csv"), tmp_path / "map.html")
    page = visit(address, file=tmp_path / "map.html")
    back = read_dataset(taken(page, "csv", tmp_path)).figures
    figures = read_dataset(tmp_path / "table.csv").figures
    wanted = figures if address else figures[figures["period"] == "2025"]
    keys = ["region", "measure", "period"]
    assert len(wanted) == (5 if address else 3)
    pd.testing.assert_frame_equal(
        back.sort_values(keys, ignore_index=True), wanted.sort_values(keys, ignore_index=True)
    )
    assert "без города Курчатов" in next(tmp_path.glob("karasora-*.csv")).read_text(encoding="utf-8-sig")


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
        "100–200",
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


def number(text: str) -> float | None:
    """The number that a figure in words holds, in the base unit: "≥ 43 т" is 43000."""
    found = re.search(r"[−-]?\d[\d \u00a0]*(?:,\d+)?", text)
    if not found:
        return None
    value = float(re.sub(r"[ \u00a0]", "", found[0]).replace(",", ".").replace("−", "-"))
    return value * 1000 if re.search(r"\d[ \u00a0]т$", text) else value


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A register of three thousand incidents, and figures by region and year, as pages."""
    folder = tmp_path_factory.mktemp("tables")
    regions = list(read_regions()["iso"])
    dice = random.Random(5)
    points = [(51.18, 71.45), (43.25, 76.91), (42.31, 69.6), (49.8, 73.1), (50.28, 57.21), (47.85, 67.62)]
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "regions", "lat", "lon", "title", "kind", "start", "marijuana_kg"])
        for i in range(3000):
            lat, lon = points[i % 6]
            place = ["", lat + dice.gauss(0, 0.1), lon + dice.gauss(0, 0.1)]
            where = place if i % 2 else [dice.choice(regions[:17]), "", ""]
            mass = ("", ">", "~")[i % 3] + str(round(dice.expovariate(0.1) + 0.1, 1))
            kind = ("seizure", "detention")[i % 5 == 0]
            rows.writerow([f"c{i}", *where, f"Case {i}", kind, f"2025-{i % 12 + 1:02}-15", mass])
    with (folder / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["region", "2022", "2023", "2024"])
        rows.writerows([iso, 10 + k, 2000 + k, 30.5 * k] for k, iso in enumerate(regions[:18]))
    pages = {}
    for name in ("register", "figures"):
        pages[name] = folder / f"{name}.html"
        karasora.save(karasora.build_map(folder / f"{name}.csv"), pages[name])
    return pages


PICTURED = [
    ("article", "#lang=ru&measure=poppy_kg", []),
    ("article", "#lang=ru", []),
    ("register", "#lang=ru&kind=detention", ["Выбрано", "задержание", "600"]),
    (
        "register",
        "#lang=ru&measure=marijuana_kg&kind=detention&from=2025-03&to=2025-08",
        ["с марта по август"],
    ),
    ("figures", "#lang=ru&measure=figures", ["2024"]),
    ("figures", "#lang=ru&measure=figures&from=2022&to=2022", ["2022"]),
]


@pytest.mark.parametrize(("name", "address", "words"), PICTURED)
def test_the_picture_says_what_the_map_says(
    visit: Visit,
    page_file: Path,
    tables: dict[str, Path],
    tmp_path: Path,
    name: str,
    address: str,
    words: list[str],
) -> None:
    page = visit(address, file=tables.get(name, page_file))
    told = page.locator("[data-region]").evaluate_all(
        "l => l.map(r => [r.dataset.region, r.dataset.state, r.dataset.value])"
    )
    root = ET.fromstring(taken(page, "svg", tmp_path).read_text(encoding="utf-8"))
    labels = {e.get("data-label"): list(e.itertext()) for e in root.iter() if e.get("data-label")}
    assert {state for _, state, _ in told} & {"stated"}
    for iso, state, value in told:
        if state == "stated":
            assert number(labels[iso][1]) == pytest.approx(float(value), abs=0.0006, rel=1e-6), iso
        elif state == "unknown":
            assert len(labels[iso]) == 2 and number(labels[iso][1]) is None, iso
        else:
            assert len(labels.get(iso, [""])) == 1, iso
    said = " ".join(root.itertext()).replace("\u00a0", " ")
    for piece in [*words, page.inner_text("#karasora-legend h2")]:
        assert piece.replace("\u00a0", " ") in said, piece
    dots = [e.get("d", "") for e in root.iter() if e.get("data-mark") == "dots"]
    assert bool(dots) == (name == "register")


@pytest.mark.parametrize(
    ("kind", "size"), [("png", (2400, 1200)), ("png-wide", (1200, 630)), ("png-square", (1200, 1200))]
)
def test_png_is_a_picture_of_its_size(visit: Visit, tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    content = taken(visit(), kind, tmp_path).read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(content[i : i + 4]) for i in (16, 20))
    assert width == size[0] and (height > size[1] if kind == "png" else height == size[1])
    assert len(content) > 100_000


HOST = """<!doctype html><title>Host</title><iframe src="{src}" {sandbox}
 style="width:900px;height:640px"></iframe>"""


@pytest.mark.parametrize(
    ("sandbox", "words"),
    [('sandbox="allow-scripts"', "разрешает скачивать"), ('sandbox="allow-scripts allow-same-origin"', "")],
)
def test_a_frame_that_forbids_downloads_is_not_told_as_ready(
    visit: Visit, page_file: Path, tmp_path: Path, sandbox: str, words: str
) -> None:
    host = tmp_path / "host.html"
    host.write_text(HOST.format(src=f"{page_file.as_uri()}#lang=ru", sandbox=sandbox), encoding="utf-8")
    page = visit(file=host, ready=False)
    inside = page.frames[-1]
    inside.wait_for_selector("html[data-ready=true]")
    inside.evaluate("document.querySelector('[data-download=csv]').click()")
    until(inside, "() => /karasora-|удалось/.test(document.querySelector('#karasora-live').textContent)")
    told = inside.text_content("#karasora-live") or ""
    assert "готов" not in told and words in told
    assert inside.text_content("#karasora-taken") == told


def test_cards_in_a_frame_add_nothing_to_the_history_around_it(
    visit: Visit, page_file: Path, tmp_path: Path
) -> None:
    host = tmp_path / "host.html"
    host.write_text(HOST.format(src=f"{page_file.as_uri()}#lang=ru", sandbox=""), encoding="utf-8")
    page = visit(file=host, ready=False)
    inside = page.frames[-1]
    inside.wait_for_selector("html[data-ready=true]")
    before = page.evaluate("history.length")
    for region in ("KZ-62", "KZ-31", "KZ-61"):
        inside.locator(f"[data-region={region}]").focus()
        page.keyboard.press("Enter")
        inside.wait_for_selector(".leaflet-popup-content")
    assert page.evaluate("history.length") == before
