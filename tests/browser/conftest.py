"""One page file, and visits that fail on any error, violation or request."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Frame, Page, Request

import karasora

SIZES = {"laptop": (1280, 800), "phone": (390, 844), "zoomed": (640, 400), "wide": (1920, 1080)}

Visit = Callable[..., Page]


PATIENCE_S = 90  # only a hang takes longer, whatever else the machine does


def until(page: Page | Frame, script: str, arg: object = None) -> None:
    """Wait until a script is true. (Playwright's wait_for_function needs eval, which the policy forbids.)"""
    hung = monotonic() + PATIENCE_S
    while not page.evaluate(script, arg):
        assert monotonic() < hung, f"never came true: {script} ({arg})"
        page.wait_for_timeout(15)


def at_rest(page: Page) -> None:
    """Wait until nothing moves: no animation runs, and the map stands where it stood some frames ago."""
    page.evaluate(REST)


REST = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const running = () => document.getAnimations().filter((one) => one.playState === "running");
  const place = ({ x, y, width }) => [x, y, width].join();
  const places = () => [...document.querySelectorAll("[data-region], #karasora-sheet, .card")]
    .map((one) => place(one.getBoundingClientRect())).join(" ");
  for (let same = 0, before = ""; same < 4;) {
    await Promise.allSettled(running().map((one) => one.finished));
    await frame();
    const now = places();
    same = now === before && !running().length ? same + 1 : 0;
    before = now;
  }
}"""


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article's map, as a reader gets it."""
    path = tmp_path_factory.mktemp("page") / "karasora-2025.html"
    karasora.save(karasora.build_map(), path)
    return path


@pytest.fixture
def visit(browser: Browser, page_file: Path) -> Iterator[Visit]:
    """Open a page: visit("#lang=kk", size="phone"). What went wrong on it fails the test when that ends."""
    faults: list[str] = []
    opened: list[Page] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith(("file:", "blob:", "data:")):
            faults.append(f"request: {request.url}")

    def go(
        address: str = "",
        *,
        size: str = "laptop",
        theme: str = "light",
        locale: str = "ru-RU",
        javascript: bool = True,
        file: Path = page_file,
        before: str = "",
        ready: bool = True,
        **options: object,
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            locale=locale,
            java_script_enabled=javascript,
            has_touch=size == "phone",
            offline=True,
            **options,  # type: ignore[arg-type]
        )
        page = context.new_page()
        opened.append(page)
        page.set_default_timeout(1000 * PATIENCE_S)
        page.add_init_script(before)
        page.on("console", heard)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", asked)
        page.goto(file.as_uri() + address)
        if javascript and ready:
            page.wait_for_selector("html[data-ready=true]")
        return page

    yield go
    for page in opened:
        page.context.close()
    assert not faults, "\n".join(faults)
