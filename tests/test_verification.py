"""A map can be held against the data in it."""

from pathlib import Path

import folium
import pandas as pd
import pytest

import karasora
from karasora.page.verification import verify


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("pages") / "article.html"
    karasora.save(karasora.build_map(), page)
    return page


def test_a_map_is_what_its_data_make(article: Path) -> None:
    assert verify(article) == (True, "the data in it make the same file, byte for byte")


def test_one_letter_changed_is_noticed(article: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.html"
    changed.write_bytes(article.read_bytes().replace("5 случаев".encode(), "6 случаев".encode()))
    same, told = verify(changed)
    assert not same and "was changed" in told


def test_another_language_measure_vintage_and_packed_columns_are_read_back(tmp_path: Path) -> None:
    n = 2_100
    table = pd.DataFrame(
        {
            "regions": ["KZ-31", "KZ-62", ""] * (n // 3),
            "lat": ["", "47.123456789", "48.5"] * (n // 3),
            "lon": ["", "67.98765432", "67"] * (n // 3),
            "title": [f"Случай {i}" for i in range(n)],
            "marijuana_kg": [("", ">3.25", "~7.00001", "?")[i % 4] for i in range(n)],
            "notes": "=1+1",
        }
    )
    page = tmp_path / "many.html"
    karasora.save(karasora.build_map(table, lang="kk", measure="marijuana_kg"), page)
    assert verify(page)[0]


def test_figures_already_added_up_are_said_to_be(tmp_path: Path) -> None:
    totals = pd.DataFrame(
        {"region": ["Абай облысы", "ЗКО"], "marijuana_kg": [">5", "7"], "incidents": ["9", "1"]}
    )
    page = tmp_path / "totals.html"
    karasora.save(karasora.build_map(totals=totals), page)
    same, told = verify(page)
    assert same and "already added up" in told


def test_an_added_layer_is_not_in_the_data(tmp_path: Path) -> None:
    map_ = karasora.build_map()
    folium.CircleMarker([48, 67]).add_to(map_)
    karasora.save(map_, tmp_path / "layer.html")
    same, told = verify(tmp_path / "layer.html")
    assert not same and "layers" in told


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"\xff\xfe\x00", b'id="karasora-data">AAAA</script>']
)
def test_what_is_no_map_is_a_fault(content: bytes, tmp_path: Path) -> None:
    page = tmp_path / "other.html"
    page.write_bytes(content)
    with pytest.raises(karasora.DataError, match=r"other\.html:1:-: this is no map"):
        verify(page)
