"""The map as Python makes it: a folium map, one file, the same bytes, nothing in it that needs a network."""

import base64
import csv
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import folium
import folium.plugins
import pandas as pd
import pytest

import karasora
from karasora import geodata
from karasora.faults import LayerRefused, UsageError
from karasora.incidents import read_dataset
from karasora.page import build_map, packing, render
from karasora.page.readback import read_page
from karasora.page.verification import verify

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
LATER = re.compile(r'<script type="text/plain" id="karasora-alive">(.*?)</script>', re.DOTALL)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@pytest.fixture(scope="module")
def article() -> bytes:
    return render(karasora.build_map())


def digests(blocks: list[str]) -> set[str]:
    return {f"'sha256-{base64.b64encode(hashlib.sha256(b.encode()).digest()).decode()}'" for b in blocks}


def policy(html: str) -> dict[str, set[str]]:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert found
    rules = (rule.split() for rule in found[1].replace("&#39;", "'").split("; "))
    return {name: set(values) for name, *values in rules}


def test_the_committed_page_is_of_at_most_500_kb(article: bytes) -> None:
    assert len(article) <= 500 * 1024


def test_what_the_article_measures_keeps_its_fixed_breaks(article: bytes, tmp_path: Path) -> None:
    """Beside the season as well. Its five incidents are examples, which no class makes darker."""
    (tmp_path / "page.html").write_bytes(article)
    body, incidents = read_page(tmp_path / "page.html")
    told = incidents[incidents["report"] == body["report"]]
    drawn = {measure["key"]: measure["breaks"]["absolute"] for measure in body["measures"]}
    with geodata.path("measures.csv").open(encoding="utf-8", newline="") as file:
        fixed = {
            row["key"]: [float(bound) for bound in row["breaks"].split(";")] for row in csv.DictReader(file)
        }
    stated = [key for key in fixed if key in told and told[key].notna().any()]
    assert len(stated) >= 5
    assert {key: drawn[key] for key in stated} == {key: fixed[key] for key in stated}


def test_the_article_without_the_season_makes_a_page_of_at_most_425_kb(tmp_path: Path) -> None:
    """All of geodata but the season: the article's and the final report's incidents, totals and notes."""
    parts = []
    for name, column in (
        ("reports", "id"),
        ("incidents", "report"),
        ("totals", "report"),
        ("notes", "incident"),
    ):
        with geodata.path(f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            at = head.index(column)
            csv.writer(file).writerows([head, *(row for row in rows if not row[at].startswith("season-"))])
        parts.append(tmp_path / f"{name}.csv")
    assert len(render(karasora.build_map(parts))) <= 425 * 1024


def test_a_map_renders_the_same_again_and_so_does_another(article: bytes) -> None:
    again = karasora.build_map()
    assert render(again) == render(again) == article


def test_the_command_makes_the_same_bytes_as_python_and_loads_no_folium(
    article: bytes, tmp_path: Path
) -> None:
    code = f"""
import sys
from karasora.cli import main
assert main(["build", "--out", {str(tmp_path / "map.html")!r}]) == 0
loaded = {{"folium", "branca", "requests", "geopandas", "pyproj", "openpyxl"}} & set(sys.modules)
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert (tmp_path / "map.html").read_bytes() == article


def test_the_policy_admits_what_is_in_the_file_and_nothing_else(article: bytes) -> None:
    html = article.decode()
    rules = policy(html)
    assert rules["default-src"] == {"'none'"}
    library = re.search(r'id="karasora-library">([^<]+)<', html)
    assert library
    texts = [*SCRIPT.findall(html), *LATER.findall(html), packing.from_base64(library[1]).decode()]
    assert rules["script-src"] == digests(texts)
    assert rules["style-src"] == digests(STYLE.findall(html))
    assert not re.search(
        r"<[a-z][^>]*\sstyle=|<[a-z][^>]*\son[a-z]+=", html.partition("<body>")[2].partition("<script")[0]
    )


def test_nothing_in_the_page_is_loaded_from_elsewhere(article: bytes) -> None:
    html = article.decode()
    markup = LATER.sub("", SCRIPT.sub("", html))
    assert not re.search(r"<(script|img|iframe|source|link)[^>]*\s(src|href)=", markup)
    assert not re.search(r"url\((?!['\"]?#)", "".join(STYLE.findall(html)))
    assert "sourceMappingURL" not in html


def test_the_licences_of_what_is_inlined_stand_in_the_file(article: bytes) -> None:
    html = article.decode()
    assert "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS" in html, "Leaflet's, in full"
    assert "OpenStreetMap" in html and "ODbL" in html


def test_the_data_can_be_read_back_out_of_the_page(article: bytes, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    page.write_bytes(article)
    body, incidents = read_page(page)
    known = karasora.read_incidents()
    assert incidents["id"].tolist() == known["id"].tolist()
    assert karasora.diff(known, incidents) == []
    assert re.fullmatch(r"[0-9a-f]{64}", body["data_sha256"])


def test_many_incidents_travel_packed_and_come_back_whole(tmp_path: Path) -> None:
    n = 3_000
    table = pd.DataFrame(
        {
            "regions": ["KZ-31", "KZ-62", "KZ-31;KZ-62"] * (n // 3),
            "title_ru": [f"Случай {i} «{'ә' * (i % 5)}»" for i in range(n)],
            "marijuana_kg": [("", ">3.25", "~7", "?")[i % 4] for i in range(n)],
            "seen": [f"x{i % 7}" for i in range(n)],
        }
    )
    page = tmp_path / "many.html"
    karasora.save(karasora.build_map(table), page)
    _, incidents = read_page(page)
    known = karasora.read_incidents(table)
    assert karasora.diff(known, incidents) == []
    assert incidents["title_ru"].tolist() == table["title_ru"].tolist()
    assert incidents["x:seen"].tolist() == table["seen"].tolist()


def test_layers_that_need_only_leaflet_are_in_the_saved_file(article: bytes) -> None:
    map_ = karasora.build_map()
    folium.CircleMarker([48, 67], radius=9, color="#123456").add_to(map_)
    group = folium.FeatureGroup("checkpoints").add_to(map_)
    folium.PolyLine([[43, 68], [47, 67]]).add_to(group)
    folium.Marker([47.8, 67.7]).add_to(group)
    folium.GeoJson({"type": "Point", "coordinates": [67, 48]}).add_to(map_)
    html = render(map_).decode()
    assert all(
        made in html for made in ("L.circleMarker(", "#123456", "L.polyline(", "L.geoJson(", "L.marker(")
    )
    assert render(map_).decode() == html, "folium's random ids are numbered"
    assert policy(html)["script-src"] == digests([*SCRIPT.findall(html), *LATER.findall(html)])
    assert render(karasora.build_map()) == article, "a layer belongs to its map alone"


def test_the_text_of_an_added_layer_cannot_end_the_script() -> None:
    map_ = karasora.build_map()
    hostile = {"type": "Feature", "properties": {"a": "</script><b id=hurt>"}, "geometry": None}
    folium.GeoJson({"type": "FeatureCollection", "features": [hostile]}).add_to(map_)
    html = render(map_).decode()
    assert "</script><b" not in html


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        (folium.Popup("text"), "Popup"),
        (folium.TileLayer("OpenStreetMap"), "TileLayer"),
        (folium.plugins.MarkerCluster(), "MarkerCluster"),
        (folium.plugins.HeatMap([[48, 67]]), "HeatMap"),
        (folium.Choropleth({"type": "FeatureCollection", "features": []}), "Choropleth"),
        (folium.Marker([48, 67], tooltip="text"), "Tooltip"),
        (folium.Marker([48, 67], icon=folium.Icon("red")), "Icon"),
    ],
)
def test_layers_that_need_more_are_refused_by_name(layer: folium.Element, name: str, tmp_path: Path) -> None:
    map_ = karasora.build_map()
    layer.add_to(map_)
    out = tmp_path / "map.html"
    with pytest.raises(LayerRefused, match=rf"{name} \(.*offline=False"):
        karasora.save(map_, out)
    assert not out.exists()
    karasora.save(map_, out, offline=False)
    assert "Content-Security-Policy" not in out.read_text("utf-8")
    assert "cdn.jsdelivr.net/npm/leaflet@1.9.3" in out.read_text("utf-8")


def test_foliums_own_save_writes_the_same(article: bytes, tmp_path: Path) -> None:
    karasora.build_map().save(tmp_path / "a.html")
    assert (tmp_path / "a.html").read_bytes() == article
    with (tmp_path / "b.html").open("wb") as file:
        karasora.build_map().save(file)
    assert (tmp_path / "b.html").read_bytes() == article


def test_a_map_shows_itself_in_a_notebook() -> None:
    shown = karasora.build_map()._repr_html_()
    assert shown.count("<iframe") == 1 and "data-region" not in shown.partition("srcdoc")[0]


def test_the_page_opens_on_what_is_asked_for() -> None:
    html = render(karasora.build_map(lang="kk", measure="poppy_kg", report="final-2025-11")).decode()
    assert '<html lang="kk">' in html
    assert "Көкнәр" in html


@pytest.mark.parametrize("wrong", [{"lang": "de"}, {"measure": "gold_kg"}, {"report": "none"}])
def test_what_is_not_there_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong.values()))):
        karasora.build_map(**wrong)  # type: ignore[arg-type]


def test_a_page_of_figures_opens_on_its_first_measure_and_says_how_it_was_read(tmp_path: Path) -> None:
    table = tmp_path / "fines.csv"
    table.write_text("Регион,2023,2024\nАкмолинская,5,7\nКостанайская,1,2\n", "utf-8")
    file = tmp_path / "fines.html"
    karasora.save(karasora.build_map(table), file)
    body, _ = read_page(file)
    assert body["measure"] == body["reports"][0]["measure"] != "incidents"
    [reading] = body["readings"]
    assert (reading["kind"], reading["regions"], reading["periods"]) == ("figures", 2, 2)
    assert verify(file)[0]


def test_every_unit_has_words(tmp_path: Path) -> None:
    units = ["га", "км²", "%", "тенге", "на 100 тыс. человек", "руб.", "USD", "EUR", "кг", "человек"]
    table = tmp_path / "figures.csv"
    headers = "".join(f',"Показатель {i}, {unit}"' for i, unit in enumerate([*units, "без единицы"]))
    row = ",5" * (len(units) + 1)
    table.write_text(f"Регион{headers}\nАкмолинская{row}\nКостанайская{row}\n", "utf-8")
    dataset = read_dataset(table)
    own = [key for key, measure in dataset.measures.items() if measure.group == "own"]
    assert len(own) == len(units) + 1
    for lang in ("ru", "kk", "en"):
        for key in own:
            assert build_map(dataset, measure=key, lang=lang)


def test_a_page_with_an_address_describes_itself_to_link_previews(article: bytes, tmp_path: Path) -> None:
    assert b"og:" not in article and b"canonical" not in article  # no address, no links to it
    url = "https://example.org/map/?a=1&b=2"
    content = render(karasora.build_map(site_url=url, lang="en"))
    html = content.decode()
    assert '<link rel="canonical" href="https://example.org/map/?a=1&amp;b=2">' in html
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html))
    assert set(told) == {"type", "title", "description", "url", "locale"}
    assert "Karasora" in told["title"] and "5 incidents" in told["description"].replace("\u00a0", " ")
    assert f'<meta name="description" content="{told["description"]}">' in html
    (tmp_path / "map.html").write_bytes(content)
    assert verify(tmp_path / "map.html")[0]
    for wrong in ("javascript:1", "example.org", "https://", "ftp://example.org", "https://example.org/\n"):
        with pytest.raises(UsageError):
            karasora.build_map(site_url=wrong)
