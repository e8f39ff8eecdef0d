"""A card, its region and the list never contradict each other, whatever is selected."""

import csv
import random
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import karasora
from karasora import read_regions
from tests.browser.conftest import Visit, until

CARD = ".leaflet-popup-content"
N = 300


def said(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("consistency")
    regions = list(read_regions()["iso"])
    dice = random.Random(11)
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "regions", "kind", "start", "title_en", "marijuana_kg", "firearms"])
        for i in range(N):
            # one region has seizures alone
            region = "KZ-39" if i % 10 == 0 else dice.choice([iso for iso in regions if iso != "KZ-39"])
            kind = "seizure" if region == "KZ-39" or i % 3 else "detention"
            mass = "" if i % 4 == 0 else str(i % 50 + 0.5)
            rows.writerow(
                [f"c{i:03}", region, kind, f"20{16 + i % 9}-{i % 12 + 1:02}-10", f"Case {i}", mass, "?"]
            )
    page = folder / "register.html"
    karasora.save(karasora.build_map(folder / "register.csv"), page)
    return page


def pager(page: Any) -> int:
    found = re.search(r"1 of (\d+)", said(page.inner_text(CARD)))
    return int(found[1]) if found else 1


def listed(page: Any) -> int:
    return int(re.sub(r"\D", "", said(page.inner_text("#karasora-found")).split(" of ")[0]))


@pytest.mark.parametrize("iso", ["KZ-62", "KZ-75"])
def test_the_pager_counts_what_the_region_says_and_the_list_shows(
    visit: Visit, register: Path, iso: str
) -> None:
    page = visit(f"#lang=en&kind=detention&region={iso}", file=register)
    page.wait_for_selector(CARD)
    value = page.locator(f"[data-region={iso}]").get_attribute("data-value")
    assert pager(page) == int(value or 0) > 0
    before = page.inner_text("#karasora-found")
    page.evaluate(f"location.hash = 'lang=en&kind=detention&q={iso}&region={iso}'")
    until(page, "before => document.querySelector('#karasora-found').innerText !== before", before)
    assert listed(page) == int(value or 0)
    page.evaluate(f"location.hash = 'lang=en&region={iso}'")  # everything again: the card follows
    until(page, f"+document.querySelector('[data-region={iso}]').dataset.value > {value}")
    whole = int(page.locator(f"[data-region={iso}]").get_attribute("data-value") or 0)
    until(
        page, f"document.querySelector('{CARD}').innerText.replaceAll('\\u00a0', ' ').includes('of {whole}')"
    )


def test_a_region_without_what_is_selected_says_so_and_not_that_nothing_happened(
    visit: Visit, register: Path
) -> None:
    page = visit("#lang=en&kind=detention&region=KZ-39", file=register)
    text = said(page.inner_text(CARD))
    assert "Nothing here matches the selection" in text and f"has {N // 10} on" in text
    assert "not mentioned" not in text and "no incidents" not in text


def test_the_largest_words_are_never_that_there_is_no_number(visit: Visit, register: Path) -> None:
    page = visit("#lang=en&incident=c000", file=register)  # firearms without a number, and no mass
    assert "number not given" in said(page.inner_text(CARD))
    sizes = page.locator(f"{CARD} b").evaluate_all("l => l.map(b => b.innerText)")
    assert "number not given" not in sizes


def dates(page: Any) -> list[str]:
    found = page.locator("#karasora-incidents-list [data-incident]").evaluate_all(
        "l => l.map(b => b.innerText.replaceAll('\\u00a0', ' '))"
    )
    return [text.split(" · ")[-1].strip() for text in found]


def test_the_list_says_when_and_sorts_by_date_amount_and_region(visit: Visit, register: Path) -> None:
    page = visit("#lang=en&measure=marijuana_kg&kind=detention", file=register)
    first = "#karasora-incidents-list li:not(.spacer) [data-incident]"
    page.select_option("#karasora-order", "date")
    until(page, f"document.querySelector('{first}').innerText.includes('2022')")
    years = [int(date[-4:]) for date in dates(page)]
    assert years == sorted(years, reverse=True)
    page.select_option("#karasora-order", "amount")
    until(page, f"document.querySelector('{first}').innerText.includes('4')")
    masses = page.locator(f"{first} b").evaluate_all(
        "l => l.map(b => parseFloat(b.innerText.replace('≥', '')))"
    )
    assert len(masses) > 20 and masses == sorted(masses, reverse=True)
    page.select_option("#karasora-order", "region")
    until(page, f"document.querySelector('{first}').innerText.includes('Abai')")


@pytest.mark.parametrize(("first", "then"), [((390, 844), (844, 390)), ((844, 390), (390, 844))])
def test_an_open_card_stays_in_sight_when_the_phone_is_turned(
    visit: Visit, tmp_path: Path, first: tuple[int, int], then: tuple[int, int]
) -> None:
    rows = [
        {"region": "East Kazakhstan", "title": "Case one", "detained": 3},
        {"region": "Akmola", "title": "Case two", "detained": 1},
    ]
    karasora.save(karasora.build_map(pd.DataFrame(rows)), tmp_path / "turned.html")
    page = visit("#region=KZ-63", size="phone", file=tmp_path / "turned.html")
    for width, height in (first, then):
        page.set_viewport_size({"width": width, "height": height})
        until(
            page,
            """() => {
              const at = document.querySelector(".card").getBoundingClientRect();
              const within = at.right <= innerWidth && at.bottom <= innerHeight + 1;
              return within && at.left >= 0 && at.top >= 0 && at.width > 150;
            }""",
        )
        close = page.locator(".card .close").bounding_box()
        assert close and close["y"] >= 0 and close["x"] + close["width"] <= width


def test_figures_by_period_are_a_table_in_the_card(visit: Visit, tmp_path: Path) -> None:
    table = pd.DataFrame(
        [["Акмолинская область", 5, 7, 9], ["Павлодарская область", 1, 2, 3]],
        columns=["Регион", "2022", "2023", "2024"],
    )
    table.to_csv(tmp_path / "figures.csv", index=False)
    karasora.save(karasora.build_map(tmp_path / "figures.csv"), tmp_path / "figures.html")
    page = visit("#lang=ru&measure=figures&region=KZ-11", file=tmp_path / "figures.html")
    text = said(page.inner_text(f"{CARD} .series"))
    for piece in ("2022 год 5", "2023 год 7", "2024 год 9"):
        assert piece in text, text
    assert "2024" in said(page.inner_text(f"{CARD} .series [aria-current]"))
    assert "не упомянут" not in said(page.inner_text(CARD))


def test_notes_and_shared_incidents_are_counted_beside_those_of_the_region(visit: Visit) -> None:
    page = visit("#lang=en&report=season-2025&region=KZ-31")
    assert page.locator("[data-region=KZ-31]").get_attribute("data-value") == "9"
    foot = f"{CARD} .pager"
    assert page.inner_text(foot).strip() == "1 of 9 · 1 more"
    page.click(f"{foot} .back")
    until(page, "css => document.querySelector(css).innerText.trim() === 'Also: 1 of 1'", foot)
    assert "not counted among the incidents" in page.inner_text(CARD)
