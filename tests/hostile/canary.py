"""A browser page that tells when something in it hurt: it ran, asked for more, or looks as it should not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Frame, Page, Request

_WATCH = Path(__file__).with_name("canary.js")
_OUR_OWN = ("blob:", "data:image/")

Shape = dict[str, Any]


class Canary:
    """A page under watch. `hurts()` says what went wrong so far, and is empty where nothing did."""

    def __init__(self, context: BrowserContext) -> None:
        self._told: list[str] = []
        self._own: set[str] = set()
        context.add_init_script(path=_WATCH)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._told.append(f"uncaught: {error}"))
        self.page.on("dialog", self._asked_the_reader)
        self.page.on("popup", lambda popup: self._told.append(f"another window: {popup.url}"))
        self.page.on("request", self._asked)
        self.page.on("framenavigated", self._went)

    def open(self, url: str, *, wait: bool = True) -> Self:
        """Go to one of our own pages, and wait until it is drawn."""
        self._own.add(url.partition("#")[0])
        self.page.goto(url)
        if wait:
            self.page.wait_for_selector('html[data-ready="true"]')
        return self

    def allow(self, url: str) -> None:
        """Say that an address is one of our own pages."""
        self._own.add(url)

    def shape(self) -> Shape:
        """What the page was ever made of, and how it looks just now."""
        shape: Shape = self.page.evaluate("__shape()")
        return shape

    def hurts(self) -> list[str]:
        """What went wrong since the page was made."""
        inside = [told for frame in self.page.frames for told in frame.evaluate("window.__told || []")]
        return self.outside() + inside

    def outside(self) -> list[str]:
        """What of it the browser told: messages, dialogs, requests, other pages."""
        return list(self._told)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._told.append(f"console: {message.text}")

    def _asked_the_reader(self, dialog: Dialog) -> None:
        self._told.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not self._is_own(request.url):
            self._told.append(f"request: {request.url[:300]}")

    def _went(self, frame: Frame) -> None:
        if not self._is_own(frame.url):
            self._told.append(f"went to: {frame.url[:300]}")

    def _is_own(self, url: str) -> bool:
        return url.partition("#")[0] in self._own or url == "about:blank" or url.startswith(_OUR_OWN)


@contextmanager
def watched(browser: Browser, **options: Any) -> Iterator[Canary]:
    """A watched page in a context of its own; in Russian, unless told otherwise."""
    context = browser.new_context(
        **{"viewport": {"width": 1280, "height": 800}, "locale": "ru-RU", **options}
    )
    try:
        yield Canary(context)
    finally:
        context.close()


_ASSETS = files("karasora.page").joinpath("assets")
_SHADES = {*(f"c{k}" for k in range(5)), *(f"{way}{k}" for way in "np" for k in range(4))}
#: What the page makes by itself, or not, as rows, regions and the window have it at that moment: marks, which
#: give way to each other, and classes that its own scripts and styles name.
_AT_TIMES = {
    # Patterns are made when a region first wears them (map/patterns.js).
    "ids": {f"{kind}-{look}" for kind in ("hatch", "about") for look in _SHADES},
    "elements": {"span[lang]", "button[data-mark]", "button[tabindex]", "button[style]"},
    "classes": {"leaflet-pan-anim", "leaflet-zoom-anim"}.union(
        *(
            re.findall(r"[a-z][\w-]+", path.read_text("utf-8"))
            for path in Path(str(_ASSETS)).rglob("*.[jc]s*")
        )
    ),
}


def strange(shape: Shape, tame: Shape) -> list[str]:
    """What `shape` has that no page of tame data has, and how it looks otherwise."""
    found = []
    for name, known in tame.items():
        at_times = _AT_TIMES.get(name, set())
        if isinstance(known, list):
            found += [f"{name}: {one}" for one in shape[name] if one not in known and one not in at_times]
        elif shape[name] != known:
            found.append(f"{name}: {shape[name]}, not {known}")
    return found
