"""What the map looks like at every size, measured: the country fills its window, words and marks keep apart.

Nothing here compares pixels: boxes and paths of the live page are asked where they lie.
"""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page

import karasora
from karasora import read_regions
from tests.benchmarks.made_up import incidents
from tests.browser.conftest import until

WINDOWS = [
    *((1280, 800), (820, 1180), (1024, 768), (844, 390), (390, 844), (640, 420), (340, 420), (2560, 1440)),
    *((320, 568), (360, 640)),
]
SOME = [(1280, 800), (820, 1180), (390, 844), (340, 420), (640, 420), (2560, 1440)]
WIDE = [(1280, 800), (1024, 768), (2560, 1440)]

MEASURE = Path(__file__).with_name("measure.js").read_text("utf-8").partition("\n")[2]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sizes") / "register.html"
    karasora.save(karasora.build_map(incidents(3_000)), file)
    return file


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Any:
    """One page for all sizes: opened where it is asked for, then only resized."""
    page = browser.new_page(locale="ru-RU", reduced_motion="reduce")
    shown: list[Path] = []

    def look(file: Path, window: tuple[int, int], lang: str = "ru") -> dict[str, Any]:
        page.set_viewport_size({"width": window[0], "height": window[1]})
        if shown != [file]:
            page.goto(file.as_uri())
            page.wait_for_selector("html[data-ready=true]")
            shown[:] = [file]
        page.select_option("[data-control=lang]", lang, force=True)
        until(page, "lang => document.documentElement.lang === lang", lang)
        settled(page)
        measured: dict[str, Any] = page.evaluate(MEASURE)
        return measured

    yield look
    page.close()


def settled(page: Page) -> None:
    """Two frames, so that a new size has been heard of and drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_timeout(120)


@pytest.mark.parametrize(
    ("data", "lang", "window"),
    [("article", "ru", w) for w in WINDOWS]
    + [("article", lang, w) for lang in ("kk", "en") for w in SOME]
    + [("register", lang, w) for lang, w in zip(3 * ("ru", "kk", "en"), SOME, strict=False)],
    ids=str,
)
def test_every_window(
    sheet: Any, page_file: Path, register: Path, data: str, lang: str, window: tuple[int, int]
) -> None:
    found = sheet({"article": page_file, "register": register}[data], window, lang)
    assert found["whole"], "the whole country is in sight"
    assert max(found["width"], found["height"]) >= 0.85
    assert found["scroll"] <= 0
    assert not [c["iso"] for c in found["covered"] if c["steered"]], "buttons cover no region"
    hidden = [c for c in found["covered"] if c["stated"] and c["wide"] > 22 and c["share"] > 0.37]
    assert not hidden, "no mark covers more than a third of a coloured region (16 × 16 points tell it)"
    assert not found["clashes"]
    assert not found["crossed"], "leaders cross no label"
    assert not found["selects"], "no select cuts its words"
    named = {label["iso"] for label in found["labels"] if label["seen"]}
    for ring in found["rings"]:
        assert ring["iso"] in named, "every ring has its name"
        assert ring["target"][2] - ring["target"][0] >= 24


@pytest.mark.parametrize("window", [(390, 844), (1280, 800)], ids=str)
def test_figures_of_twenty_regions_lie_apart(sheet: Any, tmp_path: Path, window: tuple[int, int]) -> None:
    codes = list(read_regions()["iso"])
    table = pd.DataFrame({"region": codes, "crimes, items": [2_500 + 1_375 * k for k in range(20)]})
    table.to_csv(tmp_path / "crimes.csv", index=False)
    karasora.save(karasora.build_map(tmp_path / "crimes.csv", measure="crimes"), tmp_path / "crimes.html")
    found = sheet(tmp_path / "crimes.html", window)
    assert not found["clashes"] and not found["crossed"]
    told = [label for label in found["labels"] if label["seen"] and any(c.isdigit() for c in label["text"])]
    assert len(told) >= 17


@pytest.mark.parametrize("window", WIDE, ids=str)
def test_a_register_is_a_choropleth_first(sheet: Any, register: Path, window: tuple[int, int]) -> None:
    found = sheet(register, window)
    told = [label for label in found["labels"] if label["seen"] and any(c.isdigit() for c in label["text"])]
    assert len(told) >= 17
    assert found["markArea"] <= 0.1
