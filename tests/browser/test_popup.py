"""Cards of regions and incidents: what they say, and how one gets in and out of them."""

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

import karasora
from tests.browser.conftest import Visit, at_rest, until

CARD = ".leaflet-popup-content"


def said(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_enter_opens_escape_closes_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit()
    page.locator("[data-region=KZ-62]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(CARD)
    assert page.evaluate("document.activeElement.closest('.leaflet-popup-content') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector(CARD, state="detached")
    assert page.evaluate("document.activeElement.dataset.region") == "KZ-62"


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_a_card_tells_numbers_first_then_what_where_when_who(visit: Visit, size: str) -> None:
    page = visit("#incident=2025-09-zhezkazgan-satpayev-poppy", size=size)
    text = said(page.inner_text(CARD))
    order = [
        text.index(piece)
        for piece in ("≥ 43 т", "Мак под видом", "Жезказган; Сатпаев", "июнь – август 2025", "pavrc.at")
    ]
    assert order == sorted(order)
    assert "только статья" in text  # what other sources add, with a link
    for link in page.locator(f"{CARD} a").all():
        assert (link.get_attribute("href") or "").startswith("https://")
        assert link.get_attribute("rel") == "noopener noreferrer"


@pytest.mark.parametrize(
    ("lang", "lead"),
    [("ru", "≥ 650 кг конопли"), ("kk", "≥ 650 кг қарасора"), ("en", "≥ 650 kg of cannabis plants")],
)
def test_a_mass_is_followed_by_its_substance_in_the_case_it_asks_for(
    visit: Visit, lang: str, lead: str
) -> None:
    assert lead in said(visit(f"#lang={lang}&region=KZ-61").inner_text(CARD))


def test_a_list_item_a_mark_and_a_region_all_open_cards(visit: Visit) -> None:
    page = visit()
    for selector, words in (
        ("#karasora-incidents-list [data-incident='2025-09-zhambyl-marijuana']", "≥ 206 кг"),
        (".mark[data-incident='2025-09-west-kazakhstan-greenhouse']", "≈ 135 кг"),
        (".mark[data-incident='2025-09-ulytau-channel']", "103 кг"),
    ):
        page.click(selector)
        until(
            page,
            "words => document.querySelector('.card')?.innerText.replaceAll('\\u00a0', ' ').includes(words)",
            words,
        )
        page.keyboard.press("Escape")
        page.wait_for_selector(CARD, state="detached")
        assert page.evaluate("document.activeElement.dataset.incident"), selector
    page.locator("[data-region=KZ-39]").click(position={"x": 60, "y": 60}, force=True)
    page.wait_for_selector(CARD)
    assert "в отчёте не упомянуто" in said(page.inner_text(CARD))


def test_paging_through_a_regions_incidents(visit: Visit) -> None:
    page = visit("#region=KZ-62")
    assert "1 из 2 · ещё 1" in said(page.inner_text(CARD))  # two of its own and one shared with other regions
    seen = []
    for _ in range(3):
        seen.append(page.inner_text(f"{CARD} h3"))
        page.click(f"{CARD} .on")
        until(
            page,
            "before => document.querySelector('.leaflet-popup-content h3').innerText !== before",
            seen[-1],
        )
    assert len(set(seen)) == 3
    assert page.inner_text(f"{CARD} h3") == seen[0]
    assert page.locator("#karasora-incidents-list [aria-current]").count() == 1  # list, map and card in step


def test_a_corridor_is_called_schematic_and_a_region_only_figure_no_place(visit: Visit) -> None:
    page = visit("#incident=2025-09-ulytau-channel")
    assert "условная" in page.inner_text(CARD)
    assert "число не указано" in page.inner_text(CARD)  # firearms were taken, how many is not said
    page = visit("#incident=2025-09-zhambyl-marijuana")
    assert "Известен только регион" in page.inner_text(CARD)


def test_what_concerns_several_regions_is_shown_in_each_and_added_to_none(visit: Visit) -> None:
    for region in ("KZ-31", "KZ-27"):
        page = visit(f"#region={region}")
        assert page.locator(f"[data-region={region}]").get_attribute("data-value") == "1"
        page.click(f"{CARD} .on")
        until(page, "document.querySelector('.leaflet-popup-content').innerText.includes('не прибавлено')")


def test_a_tap_beside_the_country_closes(visit: Visit) -> None:
    page = visit("#region=KZ-62", size="phone")
    box = page.locator(".leaflet-container").bounding_box()
    assert box
    page.touchscreen.tap(20, box["y"] + 12)
    page.wait_for_selector(CARD, state="detached")


def test_card_and_what_it_points_to_are_in_sight_on_a_phone(visit: Visit) -> None:
    page = visit("#region=KZ-31", size="phone")
    at_rest(page)
    card = page.locator(".card").bounding_box()
    assert card and card["y"] + card["height"] <= 845 and card["width"] > 350
    top = page.evaluate("document.querySelector('[data-region=KZ-31]').getBoundingClientRect().top")
    assert top < card["y"]


def test_a_region_says_its_figure_while_the_pointer_rests_on_it(visit: Visit) -> None:
    page = visit("#measure=marijuana_kg")
    region = page.locator("[data-region=KZ-31]")
    for lang, name, value in (("ru", "Жамбылская область", "≥ 206 кг"), ("en", "Zhambyl Region", "≥ 206 kg")):
        page.select_option('[data-control="lang"]', lang)
        until(page, "lang => document.documentElement.lang === lang", lang)
        assert value in said(region.get_attribute("aria-label") or "")
        page.mouse.move(1, 1)
        page.mouse.move(*inside(page))
        page.wait_for_selector(".tip:not([hidden])")
        shown = said(page.inner_text(".tip"))
        assert name in shown and value in shown


def inside(page: Page) -> tuple[float, float]:
    """A point of Zhambyl Region that nothing lies over."""
    found = page.evaluate("""() => {
      const box = document.querySelector("[data-region=KZ-31]").getBoundingClientRect();
      for (let y = box.top + 4; y < box.bottom; y += 8) for (let x = box.left + 4; x < box.right; x += 8)
        if (document.elementFromPoint(x, y)?.dataset.region === "KZ-31") return [x, y];
    }""")
    return found[0], found[1]


def test_a_draft_is_called_so_in_list_map_and_card(visit: Visit, tmp_path: Path) -> None:
    row = {"id": "d", "regions": "KZ-31", "status": "draft", "quote": "103 кг марихуаны"}
    karasora.save(karasora.build_map(pd.DataFrame([row])), tmp_path / "draft.html")
    page = visit("#incident=d", file=tmp_path / "draft.html")
    assert "Черновик" in page.inner_text(CARD) and "103 кг марихуаны" in page.inner_text(CARD)
    assert "дата не указана" in page.inner_text(CARD)
    assert "черновик" in page.inner_text('li [data-incident="d"]')
    assert page.locator('.mark.draft[data-incident="d"]').count() == 1


def test_a_district_is_named_and_its_mark_stands_with_the_region(visit: Visit) -> None:
    page = visit("#report=season-2025&incident=season-karmakshy-steppe&lang=en")
    text = said(page.inner_text(CARD))
    assert "Karmakshy District" in text and "not at the place named" in text
    assert "the report names no exact place" not in text


TABLE = """Число пожаров
Регион;2021;2022
Акмолинская*;5;6
Карагандинская;71;81
Костанайская;9¹;10
* предварительные <b>данные</b>
¹ без одного города
"""


def test_a_region_tells_its_footnotes_and_what_the_unit_had_of_which_it_was_a_part(
    visit: Visit, tmp_path: Path
) -> None:
    (tmp_path / "table.csv").write_text(TABLE, "utf-8")
    karasora.save(karasora.build_map(tmp_path / "table.csv", vintage=2022), file := tmp_path / "map.html")
    page = visit("#lang=ru&region=KZ-11", file=file)
    card = page.locator(CARD)
    expect(card).to_contain_text("* предварительные <b>данные</b>")
    expect(card).not_to_contain_text("без одного города")
    page.goto(file.as_uri() + "#lang=ru&region=KZ-39")
    expect(card).to_contain_text("¹ без одного города")
    page.goto(file.as_uri() + "#lang=kk&region=KZ-62&from=2021&to=2021")
    expect(card).to_contain_text("Қарағанды облысы (2022 жылғы маусымға дейінгі шекарасында)")
    expect(card).to_contain_text("71")
    assert page.locator('[data-region="KZ-62"]').get_attribute("data-state") == "not-stated"
