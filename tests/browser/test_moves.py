"""A hand on the map: names and rings open their region, a card moves nothing, the country is never lost."""

from pathlib import Path
from typing import Any

import pytest

import karasora
from tests.benchmarks.made_up import incidents
from tests.browser.conftest import Visit, at_rest, until

CARD = ".leaflet-popup-content"
TURN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("moves") / "register.html"
    karasora.save(karasora.build_map(incidents(2_500)), file)
    return file


def middle(page: Any, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def country(page: Any) -> list[float]:
    """Left, top, right, bottom of all regions."""
    found: list[float] = page.evaluate(
        """() => { const units = [...document.querySelectorAll('[data-region]')];
        const boxes = units.map(e => e.getBoundingClientRect());
        return [Math.min(...boxes.map(b => b.left)), Math.min(...boxes.map(b => b.top)),
          Math.max(...boxes.map(b => b.right)), Math.max(...boxes.map(b => b.bottom))].map(Math.round); }"""
    )
    return found


@pytest.mark.parametrize("size", ["laptop", "phone"])
@pytest.mark.parametrize("city", ["KZ-71", "KZ-75", "KZ-79"])
def test_small_cities_open_by_ring_and_by_name(visit: Visit, size: str, city: str) -> None:
    page = visit(size=size)
    for selector in (f".ring[data-unit={city}]", f".label[data-label={city}]"):
        page.mouse.click(*middle(page, selector))
        page.wait_for_selector(CARD)
        assert f"region={city}" in page.url
        page.keyboard.press("Escape")
        page.wait_for_selector(CARD, state="detached")


def test_a_name_opens_its_region(visit: Visit) -> None:
    page = visit()
    page.mouse.click(*middle(page, ".label[data-label=KZ-39]"))
    page.wait_for_selector(CARD)
    assert "region=KZ-39" in page.url


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_a_card_moves_nothing_for_good(visit: Visit, size: str) -> None:
    page = visit(size=size, reduced_motion="reduce")
    before = country(page)
    page.locator("[data-region=KZ-61]").press("Enter")
    page.wait_for_selector(CARD)
    page.keyboard.press("Escape")
    page.wait_for_selector(CARD, state="detached")
    page.evaluate(TURN)
    assert country(page) == before


def test_an_open_card_stays_in_the_window_when_a_phone_is_turned(visit: Visit) -> None:
    page = visit("#region=KZ-63", size="phone")
    for width, height in ((844, 390), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(TURN)
        box = page.locator(".card").bounding_box()
        assert box and box["x"] >= 0 and box["y"] >= 0
        assert box["x"] + box["width"] <= width and box["y"] + box["height"] <= height + 1


@pytest.mark.parametrize("address", ["30/48/67", "5/999/999", "1/0/0", "7/-80/170"])
def test_no_address_loses_the_country(visit: Visit, address: str) -> None:
    page = visit(f"#map={address}")
    left, top, right, bottom = country(page)
    assert left < 1200 and right > 400 and top < 700 and bottom > 50
    assert right - left < 200_000, "no closer than its borders are drawn"


def test_dragging_does_not_lose_the_country(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    for _ in range(4):
        page.mouse.move(1200, 120)
        page.mouse.down()
        page.mouse.move(420, 700, steps=4)
        page.mouse.up()
    at_rest(page)
    left, top, *_ = country(page)
    assert left < 1100 and top < 600


def test_back_undoes_a_closer_look_and_addresses_are_short(visit: Visit, register: Path) -> None:
    page = visit("#marks=numbers", file=register, reduced_motion="reduce")
    before = country(page)
    page.locator(".mark.cluster").first.click()
    until(page, "() => location.hash.includes('map=')")
    page.evaluate(TURN)
    assert country(page) != before
    at = page.url.split("map=")[1].split("&")[0]
    assert all(len(part.partition(".")[2]) <= 3 for part in at.split("/"))
    page.go_back()
    until(page, "() => !location.hash.includes('map=')")
    page.evaluate(TURN)
    assert country(page) == before


def test_a_tap_after_a_drag_of_the_sheet_counts(visit: Visit) -> None:
    page = visit(size="phone", reduced_motion="reduce")
    x, y = middle(page, "#karasora-grip")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 250, steps=5)
    page.wait_for_timeout(400)  # no swipe: it rests before it is let go
    page.mouse.move(x, 120, steps=5)
    page.mouse.up()
    until(page, "() => document.querySelector('#karasora-sheet').dataset.stop === 'whole'")
    page.click("#karasora-grip")
    until(page, "() => document.querySelector('#karasora-sheet').dataset.stop === 'glance'")


def test_a_tooltip_says_name_value_and_rank_at_once(visit: Visit) -> None:
    page = visit("#lang=en")
    page.mouse.move(*middle(page, ".label[data-label=KZ-62]"))
    said = page.inner_text(".tip").replace("\\u00a0", " ")
    assert said.splitlines() == ["Ulytau Region", "2 incidents", "Rank 1 of 4"]


def test_the_regions_table_shows_its_figures_on_a_phone(visit: Visit) -> None:
    page = visit("#view=regions&measure=hemp_kg", size="phone")
    page.wait_for_selector("table[data-table=regions] tbody tr td")
    box = page.locator("table[data-table=regions] tbody tr td").first.bounding_box()
    assert box and box["x"] + box["width"] <= 390


def test_a_closer_look_at_a_register_has_numbers_and_dots_can_be_chosen(visit: Visit, register: Path) -> None:
    page = visit(file=register)
    assert page.locator("[data-mark]").count() == 0
    assert page.locator(".dots-canvas").is_visible()
    page.goto(page.url.partition("#")[0] + "#map=8/48/67")
    page.wait_for_selector("[data-mark]")
    assert not page.locator(".dots-canvas").is_visible()
    page.select_option("[data-control=marks]", "none")
    until(page, "() => !document.querySelector('[data-mark]')")
    page.select_option("[data-control=marks]", "dots")
    page.wait_for_selector(".dots-canvas", state="visible")


@pytest.mark.parametrize("size", ["laptop", "phone", "zoomed"])
def test_what_is_searched_for_is_in_sight(visit: Visit, size: str) -> None:
    page = visit("#lang=ru", size=size)
    page.type("[data-control=search]", "мак")
    until(page, "() => location.hash.includes('q=')")
    at_rest(page)
    box = page.locator("#karasora-incidents-list [data-incident]").first.bounding_box()
    view = page.viewport_size
    assert box and view and 0 < box["y"] < view["height"] - 40


def test_a_swipe_on_the_head_of_the_sheet_moves_it(visit: Visit) -> None:
    page = visit(size="phone", reduced_motion="reduce")
    touch = page.context.new_cdp_session(page)

    def swipe(selector: str, by: float) -> None:
        x, y = middle(page, selector)
        steps = [("touchStart", y), *(("touchMove", y + by * k / 4) for k in range(1, 5))]
        for kind, at in steps:
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": at}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    stop = "stop => document.querySelector('#karasora-sheet').dataset.stop === stop"
    swipe("#karasora-highlights button", -200)
    until(page, stop, "whole")
    assert "incident=" not in page.url, "a swipe presses no button"
    swipe("#karasora-grip", 200)
    until(page, stop, "half")
    swipe("#karasora-legend h2", 120)
    until(page, stop, "glance")


def test_a_click_on_a_dot_turns_the_regions_card_to_its_incident(visit: Visit, tmp_path: Path) -> None:
    table = incidents(2_500)
    alone = table["regions"] == "KZ-23"
    table.loc[alone, ["lat", "lon"]] = None
    table.loc[table.index[alone][0], ["lat", "lon"]] = [48.3, 53.2]  # a little above the region's name
    karasora.save(karasora.build_map(table), tmp_path / "dots.html")
    page = visit("#lang=en", file=tmp_path / "dots.html")
    until(page, "() => document.querySelector('#karasora-incidents-list [data-incident]')")
    x, y = middle(page, "[data-label=KZ-23]")
    spots = [(x + dx, y - dy) for dx in range(-20, 21, 8) for dy in range(18, 43, 6)]
    told = set()
    for spot in spots:
        page.mouse.click(*spot)
        told.add(page.evaluate("new URLSearchParams(location.hash.slice(1)).get('incident')"))
    assert None in told and len(told) > 1, "the dot, and the region around it"


def test_a_card_leaves_the_legend_in_sight(visit: Visit) -> None:
    page = visit("#report=season-2025&region=KZ-31")
    bars, card = page.locator("#karasora-legend .bar").bounding_box(), page.locator(CARD).bounding_box()
    assert bars and card and bars["y"] + bars["height"] < card["y"]
