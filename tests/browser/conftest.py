"""One page file, and visits that fail on any error, violation or request."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

import karasora

SIZES = {"laptop": (1280, 800), "phone": (390, 844), "zoomed": (640, 400), "wide": (1920, 1080)}

Visit = Callable[..., Page]


def until(page: Page, script: str, arg: object = None) -> None:
    """Wait until a script is true. (Playwright's wait_for_function needs eval, which the policy forbids.)"""
    for _ in range(100):
        if page.evaluate(script, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {script} ({arg})")


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
        page.set_default_timeout(10_000)
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
