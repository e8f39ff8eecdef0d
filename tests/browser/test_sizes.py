"""What the map looks like at every size, measured: the country fills its window, words and marks keep apart.

Nothing here compares pixels: boxes and paths of the live page are asked where they lie.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser

import karasora
from karasora import read_regions
from tests.benchmarks.made_up import incidents
from tests.browser.conftest import at_rest, until
from tests.engines import FONTS as LETTERS_OF
from tests.engines import has_font

WINDOWS = [
    *((1280, 800), (820, 1180), (1024, 768), (844, 390), (390, 844), (640, 420), (340, 420), (2560, 1440)),
]
SMALLEST = [(320, 568), (360, 640), (340, 480), (600, 400)]
LANGUAGES = ("ru", "kk", "en")
#: The widest letters that a system falls back to, and the commonest.
FONTS = tuple(LETTERS_OF)

MEASURE, SELECTS = (
    Path(__file__).with_name(f"{name}.js").read_text("utf-8").partition("\n")[2]
    for name in ("measure", "selects")
)
LETTERS = """new MutationObserver((_, watch) => {
    if (!document.documentElement) return;
    watch.disconnect();
    document.documentElement.style.setProperty("--font", FONT);
}).observe(document, { childList: true })"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, page_file: Path) -> dict[str, Path]:
    """The article's page, and registers of so many incidents; each drawn once for all its tests."""
    folder = tmp_path_factory.mktemp("sizes")
    found = {"article": page_file}
    for count in (3_000, 100_000):
        found[str(count)] = folder / f"{count}.html"
        karasora.save(karasora.build_map(incidents(count)), found[str(count)])
    return found


class Sheet:
    """One page for all sizes: opened where another is asked for, then only resized."""

    def __init__(self, browser: Browser, font: str) -> None:
        self.page = browser.new_page(locale="ru-RU", reduced_motion="reduce")
        self.page.add_init_script(LETTERS.replace("FONT", json.dumps(f'"{font}"')))
        self.shown: Path | None = None

    def show(self, file: Path, window: tuple[int, int], lang: str = "ru", view: str = "") -> None:
        self.page.set_viewport_size({"width": window[0], "height": window[1]})
        if self.shown != file:
            self.page.goto(file.as_uri())
            self.page.wait_for_selector("html[data-ready=true]")
            self.shown = file
        address = f"lang={lang}&{view}" if view else f"lang={lang}"
        self.page.evaluate("address => { location.hash = address }", address)
        until(self.page, "lang => document.documentElement.lang === lang", lang)
        at_rest(self.page)

    def look(self, *asked: Any) -> dict[str, Any]:
        self.show(*asked)
        measured: dict[str, Any] = self.page.evaluate(MEASURE)
        return measured


@pytest.fixture(scope="module")
def sheets(browser: Browser) -> Iterator[dict[str, Sheet]]:
    made = {font: Sheet(browser, font) for font in FONTS}
    yield made
    for sheet in made.values():
        sheet.page.close()


@pytest.fixture
def sheet(sheets: dict[str, Sheet]) -> Sheet:
    return sheets[FONTS[0]]


def told(found: dict[str, Any]) -> list[str]:
    """Regions whose name and figure are both to be read."""
    seen = [label for label in found["labels"] if label["seen"]]
    return [
        label["iso"]
        for label in seen
        if any(c.isdigit() for c in label["text"]) and any(c.isalpha() for c in label["text"])
    ]


@pytest.mark.parametrize(
    ("data", "lang", "window"),
    [("article", lang, w) for lang in LANGUAGES for w in WINDOWS]
    + [("article", "ru", w) for w in SMALLEST]
    + [("3000", lang, w) for lang, w in zip(3 * LANGUAGES, WINDOWS, strict=False)]
    + [("100000", lang, w) for lang, w in zip(3 * LANGUAGES[::-1], WINDOWS, strict=False)],
    ids=str,
)
def test_every_window(
    sheet: Sheet, files: dict[str, Path], data: str, lang: str, window: tuple[int, int]
) -> None:
    found = sheet.look(files[data], window, lang)
    assert found["whole"], "the whole country is in sight"
    assert max(found["width"], found["height"]) >= 0.85
    assert found["scroll"] <= 0
    assert not [c["iso"] for c in found["covered"] if c["steered"]], "buttons cover no region"
    hidden = [c for c in found["covered"] if c["stated"] and c["wide"] > 22 and c["share"] > 0.37]
    assert not hidden, "no mark covers more than a third of a coloured region (16 × 16 points tell it)"
    assert not found["clashes"]
    assert not found["crossed"], "leaders cross no label"
    named = {label["iso"] for label in found["labels"] if label["seen"]}
    for ring in found["rings"]:
        assert ring["iso"] in named, "every ring has its name"
        assert ring["target"][2] - ring["target"][0] >= 24
    if data == "article":
        assert {"KZ-27", "KZ-31", "KZ-61", "KZ-62"} <= named, (
            "regions of which the report tells have their names"
        )
    else:  # a register is a choropleth first
        assert len(told(found)) >= (17 if window[0] > 340 else 16), "in letters as wide as these"
        assert found["markArea"] <= 0.1
        assert found["classes"] in (4, 5)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("window", [(390, 844), (1366, 768)], ids=str)
def test_almaty_region_has_its_name(
    sheets: dict[str, Sheet], files: dict[str, Path], lang: str, window: tuple[int, int]
) -> None:
    for sheet in sheets.values():
        found = sheet.look(files["article"], window, lang)
        assert "KZ-19" in {label["iso"] for label in found["labels"] if label["seen"]}


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_select_cuts_its_words(
    sheets: dict[str, Sheet], files: dict[str, Path], lang: str, font: str
) -> None:
    sheet = sheets[font]
    if not has_font(font):
        missing = f"the letters of {font} are not installed"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    for view in ("", "report=season-2025&step=month", "report=final-2025-11&measure=marijuana_kg"):
        for window in [(1280, 800), (820, 1180), (844, 390), (390, 844), (340, 420)]:
            sheet.show(files["article"], window, lang, view)
            assert not sheet.page.evaluate(SELECTS), (view, window)


@pytest.mark.parametrize("window", [(390, 844), (1280, 800)], ids=str)
def test_figures_of_twenty_regions_lie_apart(sheet: Sheet, tmp_path: Path, window: tuple[int, int]) -> None:
    codes = list(read_regions()["iso"])
    table = pd.DataFrame({"region": codes, "crimes, items": [2_500 + 1_375 * k for k in range(20)]})
    table.to_csv(tmp_path / "crimes.csv", index=False)
    karasora.save(karasora.build_map(tmp_path / "crimes.csv", measure="crimes"), tmp_path / "crimes.html")
    found = sheet.look(tmp_path / "crimes.html", window)
    assert not found["clashes"] and not found["crossed"]
    assert len(told(found)) >= 17
