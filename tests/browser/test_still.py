"""Without JavaScript, and on paper."""

import re
from pathlib import Path

import karasora
from tests.browser.conftest import Visit


def test_without_javascript_a_still_map_and_both_tables(visit: Visit) -> None:
    page = visit(javascript=False)
    svg = page.locator("#karasora-figure svg")
    assert svg.is_visible()
    assert page.locator("#karasora-figure [data-unit]").count() == 20
    assert page.locator("[data-region]").count() == 0
    assert page.locator("table[data-table=regions]").is_visible()
    assert page.locator("table[data-table=incidents]").is_visible()
    assert page.locator("table[data-table=incidents] tbody tr").count() == 7
    assert page.locator("[data-total=read]").inner_text() == "7"
    assert not page.locator("[data-control=measure]").is_visible()
    assert page.locator("h1").is_visible()


def test_the_still_map_is_painted(visit: Visit) -> None:
    page = visit(javascript=False)
    box = page.locator("#karasora-figure svg").bounding_box()
    assert box and box["width"] > 800 and 0.4 < box["height"] / box["width"] < 0.75
    looks = page.locator("#karasora-figure [data-unit=KZ-62]").get_attribute("class") or ""
    assert re.search(r"\bc\d\b", looks)


def test_one_sheet_of_paper(visit: Visit, tmp_path: Path) -> None:
    page = visit("#measure=hemp_kg&lang=en&view=about", theme="dark")
    pdf = tmp_path / "map.pdf"
    page.pdf(path=str(pdf), prefer_css_page_size=True)
    content = pdf.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page[^s]", content)) == 1
    wide, high = map(float, re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", content).groups())  # type: ignore[union-attr]
    assert round(wide) == 842 and round(high) == 595  # A4, landscape


def test_paper_is_light_and_tells_what_the_screen_shows(visit: Visit) -> None:
    page = visit("#measure=hemp_kg&lang=en", theme="dark")
    page.emulate_media(media="print")
    page.wait_for_selector("#karasora-figure svg")
    text = (page.locator("#karasora-figure").text_content() or "").replace("\u00a0", " ")
    assert "≥ 650 kg" in text and "pavrc.at" in text and "OpenStreetMap" in text
    assert page.locator("table[data-table=regions]").is_visible()
    assert not page.locator(".map").is_visible()
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()")
        == "#fdfcfa"
    )


def test_figures_tell_their_period_and_the_country_s(visit: Visit, tmp_path: Path) -> None:
    table = "Население;;\nРегион;2024;2025\nРеспублика Казахстан;20;21\nАбайская область;6;7\nАстана;14;15\n"
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    karasora.save(karasora.build_map(tmp_path / "table.csv"), tmp_path / "map.html")
    page = visit(file=tmp_path / "map.html", javascript=False)
    assert page.inner_text("#karasora-figure h2") == "Население, 2025 год"
    assert page.inner_text("#karasora-national") == "Население: 21"
    assert not page.locator("[data-table=incidents]").is_visible()
    assert "Случаи" not in page.inner_text("table[data-table=regions]")
