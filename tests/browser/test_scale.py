"""Ten thousand incidents: drawn in groups, and each still found, opened, listed, filtered and taken away."""

import csv
import random
from pathlib import Path
from typing import Any

import pytest

import karasora
from tests.browser.conftest import Visit, at_rest, until

N = 10_000
CARD = ".leaflet-popup-content"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    dice = random.Random(7)
    towns = [
        (51.18, 71.45),
        (43.25, 76.91),
        (42.31, 69.6),
        (49.8, 73.1),
        (50.28, 57.21),
        (47.85, 67.62),
        (44.85, 65.5),
    ]
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "regions", "lat", "lon", "title_ru", "title_en", "marijuana_kg", "start"])
        for i in range(N):
            lat, lon = dice.choice(towns)
            point = (
                ["", ""]
                if i % 50 == 0
                else [round(lat + dice.gauss(0, 0.03), 5), round(lon + dice.gauss(0, 0.03), 5)]
            )
            region = "KZ-35" if point == ["", ""] else ""
            kg = f">{i % 97}" if i % 7 == 0 else str(i % 89 + 0.5)
            rows.writerow([f"case-{i}", region, *point, f"Случай {i}", f"Case {i} of many", kg, "2025-07"])
    page = folder / "register.html"
    karasora.save(karasora.build_map(folder / "register.csv"), page)
    return page


def shown(page: Any) -> int:
    return int(page.locator("#karasora-incidents-list [data-incident]").count())


def test_few_elements_stand_for_many_incidents(visit: Visit, register: Path) -> None:
    page = visit("#marks=numbers", file=register)
    assert page.evaluate("performance.getEntriesByName('karasora-drawn').length") == 1
    assert 3 <= page.locator(".mark").count() <= 400
    counted = page.evaluate(
        """() => {
          const many = [...document.querySelectorAll('.mark.cluster, .mark.many')];
          const said = many.map(m => m.getAttribute('aria-label'));
          const counts = said.map(text => parseInt(text.replace(/.*: /, '').replace(/[^0-9]/g, '')));
          return counts.reduce((a, b) => a + b, 0) + document.querySelectorAll('.mark[data-incident]').length;
        }"""
    )
    assert counted == N


def test_the_list_is_virtual_and_reaches_the_last(visit: Visit, register: Path) -> None:
    page = visit("#lang=en", file=register)
    page.wait_for_selector("#karasora-incidents-list [data-incident]")
    assert shown(page) < 120
    page.evaluate("document.querySelector('#karasora-panel').scrollTop = 1e7")
    page.wait_for_selector(f"[data-incident='case-{N - 1}']")
    page.click(f"[data-incident='case-{N - 1}']")
    page.wait_for_selector(CARD)
    assert f"Case {N - 1} of many" in page.inner_text(CARD)


def test_every_incident_is_found_by_search_and_by_address(visit: Visit, register: Path) -> None:
    page = visit("#lang=en", file=register)
    page.fill("[data-control=search]", "case 7777 of")
    until(page, "() => document.querySelectorAll('#karasora-incidents-list [data-incident]').length === 1")
    assert page.locator(".mark[data-incident='case-7777']").count() == 1
    page = visit("#lang=en&incident=case-4321", file=register)
    assert "Case 4321 of many" in page.inner_text(CARD)


def test_a_group_opens_closer_until_single_incidents_show(visit: Visit, register: Path) -> None:
    page = visit("#marks=numbers", file=register, reduced_motion="reduce")
    for _ in range(12):
        if page.locator(".mark.place").count():
            break
        page.locator(".mark.cluster").last.click()
        at_rest(page)
    page.locator(".mark.place").first.click()
    page.wait_for_selector(CARD)


def test_a_regions_card_turns_over_thousands(visit: Visit, register: Path) -> None:
    page = visit("#region=KZ-71&lang=en", file=register)
    text = page.inner_text(f"{CARD} .pager")
    total = int(text.split("of")[1].replace(",", "").strip())
    assert total > 1000
    assert float(page.locator("[data-region=KZ-71]").get_attribute("data-value") or 0) == total


def test_no_mark_is_picked_before_ids_are_read(visit: Visit, tmp_path: Path) -> None:
    alone = tmp_path / "alone.csv"
    rows = [f"KZ-{31 + i % 2 * 2},,,{i}" for i in range(2500)] + ["KZ-62,47.8,67.7,alone"]
    alone.write_text("regions,lat,lon,title\n" + "\n".join(rows) + "\n", "utf-8")
    karasora.save(karasora.build_map(alone), tmp_path / "alone.html")
    page = visit(
        "#marks=numbers", file=tmp_path / "alone.html", before="window.requestIdleCallback = () => 0"
    )
    assert page.locator(".mark.place").count() == 1
    assert page.locator(".mark.picked").count() == 0


def test_tables_stay_light_and_sort(visit: Visit, register: Path) -> None:
    page = visit("#view=incidents&lang=en", file=register)
    table = "table[data-table=incidents]"
    page.wait_for_selector(f"{table} tbody tr:not(.spacer) button")
    assert page.locator(f"{table} tbody tr").count() < 150
    assert page.locator(table).get_attribute("aria-rowcount") == str(N + 1)
    n = next(
        i
        for i, text in enumerate(page.locator(f"{table} thead th").all_inner_texts())
        if text.startswith("Marijuana")
    )
    page.locator(f"{table} thead th").nth(n).locator("button").click()
    page.wait_for_selector(f"{table} th[aria-sort=descending]")
    first = page.locator(f"{table} tbody tr:not(.spacer)").first.locator("td").nth(n - 1).inner_text()
    assert first.replace("\u00a0", " ") == "≥ 96"


def test_all_are_taken_away(visit: Visit, register: Path, tmp_path: Path) -> None:
    page = visit(file=register)
    page.wait_for_selector("#karasora-incidents-list [data-incident]")
    with page.expect_download() as waiting:
        page.click("[data-download=csv]")
    waiting.value.save_as(tmp_path / "all.csv")
    rows = list(csv.DictReader((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == N
    assert {row["id"] for row in rows} == {f"case-{i}" for i in range(N)}
    assert rows[7]["marijuana_kg"] == ">7" and rows[1]["marijuana_kg"] == "1.5"
