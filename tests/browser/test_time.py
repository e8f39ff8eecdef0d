"""Time under the map: a span by mouse, touch, keys and native controls; what follows it; change and trend."""

import csv
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page

from karasora.geodata import LANGUAGES
from karasora.incidents import read_dataset
from karasora.measures import Measure
from karasora.page import build_map, save
from tests.browser.conftest import Visit, until
from tests.browser.test_everyone import violations

REGIONS = ("KZ-31", "KZ-61", "KZ-62")
STRIP = "[data-view=time]"
SPAN = f"{STRIP} .words"
HASH = "() => decodeURIComponent(location.hash)"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of incidents in three regions: in KZ-31 n in the nth month, and four without a date."""
    folder = tmp_path_factory.mktemp("time")
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "regions", "title", "start", "marijuana_kg"])
        dice = random.Random(1)
        for year in (2023, 2024, 2025):
            for month in range(1, 13):
                for region in REGIONS:
                    for i in range(month if region == "KZ-31" else 1):
                        day = f"{year}-{month:02}-{dice.randint(1, 28):02}"
                        rows.writerow([f"{region}-{day}-{i}", region, "Case", day, year - 2020])
        for i in range(4):
            rows.writerow([f"undated-{i}", "KZ-31", "Case", "", ""])
    page = folder / "register.html"
    save(build_map(folder / "register.csv"), page)
    return page


@pytest.fixture(scope="module")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five years of thefts and of a rate in three regions; one figure is missing, one only a lower bound."""
    folder = tmp_path_factory.mktemp("statistics")
    (folder / "a.csv").write_text("region,title\nKZ-31,x\n", "utf-8")
    dataset = read_dataset(folder / "a.csv")
    report = dataset.reports[0].id
    figures = [
        (report, iso, key, str(year), value, 1)
        for n, iso in enumerate(REGIONS)
        for year in range(2020, 2025)
        for key, value in (("thefts", 100.0 + (year - 2020) * (10 - 15 * n)), ("rate", 5.0 + n))
        if (iso, key, year) != ("KZ-62", "thefts", 2023)
    ]
    frame = pd.DataFrame(figures, columns=["report", "region", "measure", "period", "value", "flags"])
    frame["flags"] = frame["flags"].astype(np.uint8)
    names = {"thefts": dict.fromkeys(LANGUAGES, "Thefts"), "rate": dict.fromkeys(LANGUAGES, "Rate")}
    blank = dict.fromkeys(LANGUAGES, "")
    made = {
        "thefts": Measure("thefts", "items", "own", 90, names["thefts"], blank, {}),
        "rate": Measure("rate", "%", "own", 91, names["rate"], blank, {}, additive=False, over_time="last"),
    }
    page = folder / "statistics.html"
    measures = {**dataset.measures, **made}
    save(build_map(replace(dataset, figures=frame, measures=measures), measure="thefts"), page)
    return page


#: What is said beside the map, a frame after its colours.
CLAIMS = """text =>
  document.querySelector('#karasora-claim').innerText.replaceAll('\\u00a0', ' ').includes(text)"""


def shown(page: Page) -> dict[str, str]:
    return dict(
        page.locator("[data-region]").evaluate_all(
            "list => list.map(u => [u.dataset.region, u.dataset.value]).filter(u => u[1])"
        )
    )


def spoken(page: Page) -> str:
    return page.inner_text(SPAN).replace("\u00a0", " ")


def at(page: Page, month: int) -> tuple[float, float]:
    """The middle of the bar of a month, counted from the first."""
    box = page.locator(f"{STRIP} .strip").bounding_box()
    assert box
    return box["x"] + box["width"] * (month + 0.5) / 36, box["y"] + 20


def test_data_without_time_have_no_strip(visit: Visit) -> None:
    page = visit()
    assert page.locator(STRIP).count() == 0
    offered = page.locator("[data-control=per] option").evaluate_all("list => list.map(o => o.value)")
    assert "change" not in offered


def test_a_span_by_mouse_and_everything_follows(visit: Visit, register: Path) -> None:
    page = visit("#lang=en", file=register)
    assert spoken(page) == "All time: 2023 – 2025"
    assert "4" in page.inner_text(f"{STRIP} .hint")
    assert shown(page)["KZ-31"] == str(3 * 78 + 4)
    page.mouse.move(*at(page, 29))
    page.mouse.down()
    page.mouse.move(*at(page, 30))
    page.mouse.move(*at(page, 31))
    until(page, "() => document.querySelector('[data-region=KZ-31]').dataset.value === '21'")  # still held
    page.mouse.up()
    until(page, f"() => ({HASH})().includes('from=2025-06&to=2025-08')")
    assert spoken(page) == "June – August 2025"
    assert shown(page) == {"KZ-31": "21", "KZ-61": "3", "KZ-62": "3"}
    assert page.input_value("[data-control=from]") == "2025-06"
    assert page.input_value("[data-control=to]") == "2025-08"
    until(page, "() => document.querySelectorAll('#karasora-incidents-list [data-incident]').length === 27")
    assert "27 of 310" in page.inner_text("#karasora-selection")
    assert "27 incidents" in page.inner_text("#karasora-facts")
    until(page, "() => document.querySelector('#karasora-live').textContent.includes('27')")
    assert "Zhambyl Region, 21" in page.inner_text("#karasora-highlights")

    page.locator("[data-region=KZ-31]").dispatch_event("click")
    page.wait_for_selector(".leaflet-popup-content")
    assert "1 of 21" in page.inner_text(".leaflet-popup-content .pager"), (
        "the card turns over what is selected"
    )
    page.keyboard.press("Escape")
    page.click(f"{STRIP} .on")
    until(page, f"() => ({HASH})().includes('from=2025-09&to=2025-11')")
    for _ in range(3):  # the span, the card closed, the card opened
        page.go_back()
    until(page, f"() => ({HASH})().includes('from=2025-06&to=2025-08')")
    page.go_back()
    until(page, "() => document.querySelector('[data-region=KZ-31]').dataset.value === '238'")
    assert page.input_value("[data-control=from]") == ""

    page.mouse.click(*at(page, 0))
    until(page, f"() => ({HASH})().includes('from=2023-01&to=2023-01')")
    assert spoken(page) == "January 2023"
    page.mouse.click(*at(page, 0))  # once more gives it up
    until(page, f"() => !({HASH})().includes('from=')")


def test_a_span_by_keys_and_native_controls(visit: Visit, register: Path) -> None:
    page = visit("#lang=en&from=2024-03&to=2024-05", file=register)
    page.locator("[role=slider]").first.focus()
    assert page.locator(":focus").get_attribute("aria-valuetext") == "March 2024"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    until(page, f"() => ({HASH})().includes('from=2024-01&to=2024-05')")
    assert page.locator(":focus").get_attribute("aria-valuetext") == "January 2024"
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    until(page, f"() => ({HASH})().includes('from=2024-01&to=2025-12')")
    for start in ("2024-01", "2024-03"):  # all keys at one end are one step
        page.go_back()
        until(page, f"() => ({HASH})().includes('from={start}&to=2024-05')")
    page.select_option("[data-control=step]", "quarter")
    page.select_option("[data-control=from]", "2024-Q3")  # behind the end: it comes along
    until(page, f"() => ({HASH})().includes('from=2024-Q3&to=2024-Q3')")
    assert spoken(page) == "Q3 2024"
    assert shown(page)["KZ-31"] == "24"
    page.click("#karasora-selection button")
    until(page, f"() => !({HASH})().includes('from=')")


def test_a_span_by_touch_on_a_phone(visit: Visit, register: Path) -> None:
    page = visit("#lang=kk", size="phone", file=register, reduced_motion="reduce")
    assert page.locator(f"{STRIP} .play").is_hidden(), "nothing plays by itself"
    page.touchscreen.tap(*at(page, 30))
    until(page, f"() => ({HASH})().includes('from=2025-07&to=2025-07')")
    assert spoken(page) == "2025 жылғы шілде"
    box = page.locator(STRIP).bounding_box()
    sheet = page.locator("#karasora-sheet").bounding_box()
    assert box and sheet and box["y"] + box["height"] <= sheet["y"] + 1 and box["width"] == 390
    page.goto(page.url.replace("from=2025-07&to=2025-07", "from=2025-06&to=2025-08"))
    until(page, "() => document.querySelector('[data-region=KZ-31]').dataset.value === '21'")
    assert spoken(page) == "2025 жылғы маусым – тамыз"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_words_of_spans_in_the_readers_language(visit: Visit, register: Path) -> None:
    page = visit("#lang=ru&from=2025-06&to=2025-08", file=register)
    assert spoken(page) == "с июня по август 2025 года"
    assert "с июня по август 2025 года" in page.inner_text("#karasora-selection").replace("\u00a0", " ")
    page.select_option("[data-control=lang]", "en")
    until(page, f"() => document.querySelector('{SPAN}').textContent.includes('June')")
    assert page.locator("[data-control=from] option").nth(1).inner_text() == "January 2023"
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        until(page, "theme => document.documentElement.dataset.theme === theme", theme)
        assert not violations(page), theme


def test_change_against_the_span_before(visit: Visit, register: Path) -> None:
    page = visit("#lang=en&from=2025-06&to=2025-08", file=register)
    page.select_option("[data-control=per]", "change")
    until(page, "() => document.querySelector('[data-region=KZ-31]').dataset.value === '9'")
    assert shown(page) == {"KZ-31": "9", "KZ-61": "0", "KZ-62": "0"}
    label = page.locator("[data-region=KZ-31]").get_attribute("aria-label") or ""
    assert "+9 incidents (+75%)" in label.replace("\u00a0", " ")
    until(page, CLAIMS, "March – May 2025")
    css = page.locator("[data-region=KZ-31]").get_attribute("class") or ""
    assert "p" in css and "zero" in (page.locator("[data-region=KZ-61]").get_attribute("class") or "")
    page.select_option("[data-control=from]", "2023-01")
    page.select_option("[data-control=to]", "2023-03")
    until(page, "() => document.querySelector('[data-region=KZ-31]').dataset.value === ''")
    label = page.locator("[data-region=KZ-31]").get_attribute("aria-label") or ""
    assert "no data before" in label


def test_figures_by_period(visit: Visit, statistics: Path) -> None:
    page = visit("#lang=en&view=regions", file=statistics)
    assert spoken(page) == "2024" and page.input_value("[data-control=from]") == "2024"
    assert shown(page) == {"KZ-31": "140", "KZ-61": "80", "KZ-62": "20"}
    assert "Steepest rise in 2024: Zhambyl Region, +10 (+8%)" in page.inner_text("#karasora-highlights")
    page.click("#karasora-highlights li:nth-child(2) button")
    until(page, "() => document.querySelector('[data-region=KZ-31]').dataset.value === '10'")
    assert "per=change" in page.evaluate(HASH)
    assert shown(page) == {"KZ-31": "10", "KZ-61": "-5"}
    assert "not stated" in (page.locator("[data-region=KZ-62]").get_attribute("aria-label") or "")
    page.select_option("[data-control=per]", "absolute")
    page.select_option("[data-control=from]", "2022")
    until(page, "() => document.querySelector('[data-region=KZ-31]').dataset.value === '390'")
    assert page.locator("[data-region=KZ-62]").get_attribute("data-value") == "80"
    label = page.locator("[data-region=KZ-62]").get_attribute("aria-label") or ""
    assert "≥" in label, "a year of the span is missing"

    row = page.locator("table[data-table=regions] tbody tr", has_text="Zhambyl")
    assert row.locator(".rank rect").count() == 1
    assert (
        row.locator(".trend").inner_text().replace("\u00a0", " ")
        == "2020: 100; 2024: 140; highest: 2024, 140"
    )

    page.select_option("[data-control=measure]", "rate")
    until(page, "() => document.querySelector('[data-region=KZ-31]').dataset.value === '5'")
    offered = page.locator("[data-control=per] option").evaluate_all("list => list.map(o => o.value)")
    assert offered == ["absolute"], "a rate is neither divided nor compared"
    until(page, CLAIMS, "2024")  # which period stands for the span
