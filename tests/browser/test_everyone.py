"""Axe, keyboard alone, forced colours, reduced motion, 200 % zoom, targets."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit, at_rest, until

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def violations(page: Any, options: dict[str, Any] = RULES) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]


VIEWS = (
    ("#lang=ru", "laptop"),
    ("#lang=kk&region=KZ-62", "laptop"),
    ("#lang=en&view=incidents", "laptop"),
    ("#lang=en&view=regions&measure=hemp_kg&per=100k", "laptop"),
    ("#lang=ru&view=changes", "laptop"),
    ("#lang=kk&view=about", "laptop"),
    ("#lang=en&region=KZ-31", "phone"),
    ("#lang=ru&q=мак", "phone"),
)


@pytest.mark.parametrize(("address", "size"), VIEWS)
def test_axe_finds_nothing(visit: Visit, address: str, size: str) -> None:
    page = visit(address, size=size)
    at_rest(page)
    assert not violations(page)
    page.emulate_media(color_scheme="dark")
    until(page, "() => document.documentElement.dataset.theme === 'dark'")
    assert not violations(page, CONTRAST), "by night only the colours are others"


def test_axe_finds_nothing_without_javascript_drawn(visit: Visit, page_file: Any) -> None:
    page = visit()  # axe needs scripts: the still page is shown by taking the class js away
    page.evaluate("document.documentElement.classList.remove('js')")
    assert not [v for v in violations(page) if not v.startswith("color-contrast")]


def test_tab_reaches_everything_in_a_sensible_order(visit: Visit) -> None:
    page = visit()
    seen: list[str] = []
    for _ in range(90):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """(e => e.dataset.region ? 'region' : e.closest('.mark') ? 'mark'
              : e.closest('.controls') ? 'controls'
              : e.dataset.control || e.dataset.download || e.dataset.fold
              || (e.dataset.incident ? 'incident' : e.tagName.toLowerCase()))(document.activeElement)"""
        )
        if name == "body":
            break
        if not seen or seen[-1] != name:
            seen.append(name)
    order = [
        seen.index(n)
        for n in (
            "lang",
            "region",
            "mark",
            "controls",
            "report",
            "measure",
            "per",
            "search",
            "incident",
            "csv",
            "regions",
        )
    ]
    assert order == sorted(order), seen


def test_focus_is_always_to_be_seen(visit: Visit) -> None:
    page = visit()
    page.locator("[data-control=theme]").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        shown = page.evaluate("""() => {
          const e = document.activeElement, style = getComputedStyle(e);
          const path = e.dataset.region && document.querySelector('.outline.focused').getAttribute('d');
          return Boolean(path) || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
        }""")
        assert shown, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_keys_zoom_and_move_the_map(visit: Visit) -> None:
    page = visit()
    before = page.locator("[data-region=KZ-62]").bounding_box()
    page.locator("[data-region=KZ-62]").focus()
    page.keyboard.press("+")
    at_rest(page)
    after = page.locator("[data-region=KZ-62]").bounding_box()
    assert before and after and after["width"] > before["width"] * 1.2
    page.keyboard.press("ArrowRight")
    at_rest(page)
    moved = page.locator("[data-region=KZ-62]").bounding_box()
    assert moved and moved["x"] < after["x"] - 20


@pytest.mark.parametrize("button", ["zoom_in", "pan_north", "pan_east"])
def test_buttons_zoom_and_move_the_map(visit: Visit, button: str) -> None:
    page = visit()
    before = page.locator("[data-region=KZ-62]").bounding_box()
    page.click(f".{button}")
    at_rest(page)
    assert page.locator("[data-region=KZ-62]").bounding_box() != before
    page.click(".reset")
    at_rest(page)
    after = page.locator("[data-region=KZ-62]").bounding_box()
    assert (
        before and after and abs(after["x"] - before["x"]) < 2 and abs(after["width"] - before["width"]) < 2
    )


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_targets_are_large_enough(visit: Visit, size: str) -> None:
    page = visit(size=size)
    small = page.evaluate("""() => [...document.querySelectorAll('button, select, input, summary')]
      .filter(e => e.offsetParent || e.closest('.marks')).filter(e => !e.closest('[hidden]'))
      .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 90)])
      .filter(([r]) => r.width && (r.width < 24 || r.height < 24))
      .map(([r, html]) => `${r.width}x${r.height} ${html}`)""")
    assert not small, small


def test_forced_colours_keep_classes_and_marks_apart(visit: Visit) -> None:
    page = visit("#measure=hemp_kg", forced_colors="active")
    fills = page.evaluate(
        "['KZ-61', 'KZ-27', 'KZ-39'].map(c => document.querySelector(`[data-region=${c}]`))"
        ".map(unit => getComputedStyle(unit).fill)"
    )
    assert len(set(fills)) == 3
    assert not violations(page)


def test_reduced_motion(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    page.click(".zoom_in")
    assert page.evaluate("document.querySelector('.leaflet-zoom-anim') === null")


def test_at_200_per_cent_everything_is_still_there(visit: Visit) -> None:
    page = visit("#lang=ru", size="zoomed")
    for selector in (
        "h1",
        "[data-control=measure]",
        "[data-control=search]",
        "[data-download=csv]",
        "[data-fold=regions]",
    ):
        page.locator(selector).scroll_into_view_if_needed()
        assert page.locator(selector).is_visible()
    page.click("[data-fold=regions]")
    page.locator("table[data-table=regions]").scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_phone_sheet_has_three_stops_by_tap_key_and_drag(visit: Visit) -> None:
    page = visit(size="phone")
    stop = "document.querySelector('#karasora-sheet').dataset.stop"
    assert page.evaluate(stop) == "half"
    page.locator("#karasora-grip").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(stop) == "glance"
    assert page.locator("#karasora-legend").bounding_box()["y"] < 844  # type: ignore[index]
    page.click("#karasora-grip")
    assert page.evaluate(stop) == "half"
    page.click("#karasora-grip")
    assert page.evaluate(stop) == "whole"
    page.locator("#karasora-grip").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(stop) == "half"
    at_rest(page)
    box = page.locator("#karasora-grip").bounding_box()
    assert box
    page.mouse.move(195, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(195, 120, steps=5)
    page.mouse.up()
    until(page, f"() => {stop} === 'whole'")
    page.click("#karasora-incidents-list button >> nth=0")
    page.wait_for_selector(".leaflet-popup-content")
    card = page.locator(".card").bounding_box()
    top = page.evaluate(
        "r => document.elementFromPoint(195, r).closest('.card') !== null", (card or {})["y"] + 30
    )
    assert top, "nothing floats over a card"
