"""What a reader gets: pages opened in headless Chromium, offline."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.chromium import ARGS, executable

QUIET_MS = 600
PATIENCE_MS = 120_000
LONG_S = 20  # a page that takes longer is opened once

#: Notes when the page last changed: after each change of the document, the time of the next frame shown.
PROBE = """
window.meter = {still: 0, waiting: false};
new MutationObserver(() => {
  if (meter.waiting) return;
  meter.waiting = true;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    meter.waiting = false;
    meter.still = performance.now();
  }));
}).observe(document, {childList: true, subtree: true, attributes: true});
"""
STILL = f"() => !meter.waiting && meter.still && performance.now() - meter.still > {QUIET_MS}"
READ = """() => {
  const mark = performance.getEntriesByName('karasora-drawn')[0] || performance.getEntriesByName('drawn')[0];
  const heap = performance.memory.usedJSHeapSize / 1e6;
  return {still: meter.still, mark: mark ? mark.startTime : null, heap};
}"""
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
#: Milliseconds from a click on an incident to its popup, null where none opens so. An incident is ours by the
#: contract of the page, else a peer's marker, else its last circle (the first shapes are units).
POPUP = """async () => {
  const seen = query => [...document.querySelectorAll(query)].filter(e => e.getBoundingClientRect().width);
  const incident = seen('[data-incident]')[0] || seen('.leaflet-marker-icon:not(.marker-cluster)')[0]
    || seen('path.leaflet-interactive').at(-1);
  if (!incident) return null;
  const start = performance.now();
  incident.dispatchEvent(new MouseEvent('click', {bubbles: true, view: window}));
  while (performance.now() - start < 3000) {
    await new Promise(done => requestAnimationFrame(done));
    if (document.querySelector('.leaflet-popup-content')) return performance.now() - start;
  }
  return null;
}"""


@dataclass(frozen=True)
class Reading:
    """Medians of several openings; None where the page has no such thing."""

    kb: float
    requests: int
    still_ms: float  # until the document stopped changing and that was shown
    mark_ms: float | None  # until the page's own performance mark
    zoom_ms: float  # one notch of the wheel, until the second frame after it
    popup_ms: float | None
    heap_mb: float
    errors: int


class Meter:
    """`with Meter() as meter: meter.read(page)`; one Chromium for all, `meter.browser`."""

    def __enter__(self) -> "Meter":
        self._playwright = sync_playwright().start()
        self.browser: Browser = self._playwright.chromium.launch(
            executable_path=executable(),
            # Without a network every look-up fails at once, instead of after some seconds.
            args=[*ARGS, "--enable-precise-memory-info", "--host-resolver-rules=MAP * ~NOTFOUND"],
        )
        return self

    def __exit__(self, *error: object) -> None:
        self.browser.close()
        self._playwright.stop()

    def read(self, path: Path, *, original: Path | None = None, runs: int = 3) -> Reading | str:
        """The page's reading, or what went wrong with it. `original` is the page whose size is told."""
        try:
            start = time.perf_counter()
            readings = [self._once(path)]
            if time.perf_counter() - start < LONG_S:
                readings += [self._once(path) for _ in range(runs - 1)]
        except BrowserError as error:
            return "no drawing in time" if "Timeout" in str(error) else str(error).splitlines()[0][:80]
        size = (original or path).stat().st_size / 1024
        middle = {key: _median([reading[key] for reading in readings]) for key in readings[0]}
        return Reading(kb=size, **middle)  # type: ignore[arg-type]

    def _once(self, path: Path) -> dict[str, float | None]:
        context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        try:
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            asked: list[str] = []
            errors: list[object] = []
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: errors.append(error))
            page.add_init_script(PROBE)
            page.goto(path.resolve().as_uri(), wait_until="load", timeout=PATIENCE_MS)
            page.wait_for_function(STILL, polling=100)
            read = page.evaluate(READ)
            return {
                "requests": sum(not url.startswith(("data:", "blob:")) for url in asked) - 1,
                "still_ms": read["still"],
                "mark_ms": read["mark"],
                "zoom_ms": _zoom(page),
                "popup_ms": page.evaluate(POPUP),
                "heap_mb": read["heap"],
                "errors": len(errors),
            }
        finally:
            context.close()


def _median(values: list[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return statistics.median_low(there) if there else None


def _zoom(page: Page) -> float:
    page.mouse.move(640, 400)
    started = page.evaluate("() => performance.now()")
    page.mouse.wheel(0, -300)
    page.evaluate(FRAME)
    page.wait_for_timeout(300)  # the animation of the zoom itself
    page.evaluate(FRAME)
    return float(page.evaluate("() => performance.now()") - started - 300)
