"""One walk through the whole page, in Chromium, Firefox and WebKit alike."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engines import PACKAGES, Driver, driven, program

ENTER, ESCAPE = "\ue007", "\ue00c"


class Chromium(Driver):
    """The same commands for the browser that all other tests use."""

    def __init__(self, browser: Any) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 800})

    def open(self, url: str) -> None:
        self.page.goto(url)

    def run(self, script: str, *args: object) -> Any:
        return self.page.evaluate(f"(args) => (async (...args) => {{ {script} }})(...args)", list(args))

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press({ENTER: "Enter", ESCAPE: "Escape"}.get(key, key))

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})


@pytest.fixture(params=["chromium", *PACKAGES])
def driver(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Driver]:
    engine = request.param
    if engine == "chromium":
        yield Chromium(request.getfixturevalue("browser"))
        return
    if not program(engine):
        missing = f"no {engine}: its packages are {', '.join(PACKAGES[engine])}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with driven(engine, tmp_path) as found:
        yield found


def until(driver: Driver, condition: str) -> None:
    """Wait until an expression is true."""
    pause = "await new Promise((go) => setTimeout(go, 25));"
    loop = f"for (let k = 0; k < 400; k++) {{ if ({condition}) return true; {pause} }}"
    assert driver.run(loop), f"never came true: {condition}"


CHOOSE = """const field = document.querySelector(`[data-control=${args[0]}]`);
  field.value = args[1];
  field.dispatchEvent(new Event("change", { bubbles: true }));"""
COUNT = "document.querySelectorAll('#karasora-incidents-list [data-incident]').length"
CARD = "document.querySelector('.card')"
# Where a region can be hit: some point of it that nothing covers.
POINT = """const region = document.querySelector(`[data-region="${args[0]}"]`);
  const box = region.getBoundingClientRect();
  for (let i = 1; i < 12; i++) for (let k = 1; k < 12; k++) {
    const [x, y] = [box.left + (box.width * i) / 12, box.top + (box.height * k) / 12];
    if (document.elementFromPoint(x, y) === region) return [x, y];
  }"""
WITHIN = f"""(() => {{
  const at = {CARD}?.getBoundingClientRect();
  return at && at.left >= 0 && at.top >= 0 && at.right <= innerWidth + 1 && at.bottom <= innerHeight + 1;
}})()"""


def test_a_walk_through_the_page(driver: Driver, page_file: Path) -> None:
    driver.open(f"{page_file.as_uri()}#lang=ru")
    until(driver, "document.documentElement.dataset.ready === 'true'")
    driver.run("window.faults = []; addEventListener('error', (e) => faults.push(e.message)); "
               "addEventListener('unhandledrejection', (e) => faults.push(String(e.reason)));")  # fmt: skip
    driver.resize(1280, 800)
    assert driver.run("return document.querySelectorAll('[data-region]').length") == 20

    # languages and measures
    for lang, word in (("kk", "Іздеу"), ("en", "Search"), ("ru", "Поиск")):
        driver.run(CHOOSE, "lang", lang)
        until(driver, f"document.documentElement.lang === '{lang}'")
        assert driver.run("return document.body.innerText.includes(args[0])", word), lang
    driver.run(CHOOSE, "measure", "hemp_kg")
    until(driver, "document.querySelector('[data-region=KZ-61]').dataset.value === '650'")
    colour = "return getComputedStyle(document.querySelector('[data-region=KZ-61]')).fill"
    assert driver.run(colour) != driver.run(colour.replace("61", "39"))

    # cards, by the keyboard and by the mouse
    driver.run("document.querySelector('[data-region=KZ-61]').focus()")
    driver.keys(ENTER)
    until(driver, f"{CARD}?.innerText.includes('650')")
    assert driver.run(f"return {WITHIN}")
    driver.keys(ESCAPE)
    until(driver, f"!{CARD}")
    assert driver.run("return document.activeElement.dataset.region") == "KZ-61"
    driver.click(*driver.run(POINT, "KZ-27"))
    until(driver, f"{CARD}?.innerText.includes('135')")
    driver.keys(ESCAPE)
    until(driver, f"!{CARD}")

    # search, by typing
    everything = driver.run(f"return {COUNT}")
    driver.run("document.querySelector('[data-control=search]').focus()")
    driver.keys(*"poppy")
    until(driver, f"{COUNT} === 2")
    assert driver.run("return decodeURIComponent(location.hash)").endswith("q=poppy")
    driver.run("history.replaceState(null, '', '#lang=ru'); dispatchEvent(new HashChangeEvent('hashchange'))")
    until(driver, f"{COUNT} === {everything}")

    # time
    dated = "[...document.querySelector('[data-control=report]').options].map((o) => o.value)"
    for report in driver.run(f"return {dated}"):
        driver.run(CHOOSE, "report", report)
        until(driver, f"location.hash.includes('report={report}') || {dated}[0] === '{report}'")
        strip = "document.querySelector('[data-view=time]')"
        if driver.run(f"return Boolean({strip} && {strip}.getClientRects().length)"):
            break
    else:
        pytest.fail("no report has a time strip")
    until(driver, f"{COUNT} > 3")
    all_time = driver.run(f"return {COUNT}")
    span = "document.querySelector('[data-control=from]')"
    driver.run(CHOOSE, "from", driver.run(f"return [...{span}.options].at(-1).value"))
    until(driver, f"{COUNT} < {all_time}")

    # files
    for kind in ("csv", "svg", "png"):
        driver.run("document.querySelector(`[data-download=${args[0]}]`).click()", kind)
        until(driver, f"/karasora-.*[.]{kind}/.test(document.querySelector('#karasora-live').textContent)")
        assert not driver.run("return document.querySelector('#karasora-taken').textContent")

    # a phone, or as narrow as the browser's windows get
    driver.resize(390, 844)
    until(driver, "innerWidth < 560")
    assert driver.run("return document.documentElement.scrollWidth <= innerWidth")
    driver.run("location.hash = 'lang=ru&region=KZ-62'")
    until(driver, WITHIN)
    assert driver.run("return window.faults") == []
