"""A page under a reader's hand: when it is drawn, and how fast it answers, on a laptop or a phone.

Nothing listens to requests here and nothing answers them, so a page of many files pays no more than its
reading costs. Pages that are compared are opened in turns; on a machine that does something else as well,
times of the main thread's processor hold better than those of the clock.
"""

import statistics
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from tests.benchmarks.meter import PATIENCE_MS, PROBE, READ, STILL


@dataclass(frozen=True)
class Device:
    """A window, and how many times slower than this machine its processor is."""

    name: str
    width: int
    height: int
    ratio: float
    slower: float


LAPTOP = Device("laptop", 1280, 800, 1, 1)
PHONE = Device("phone", 390, 844, 2, 6)

#: From now on notes the length of every frame, and how many frames the strip is behind the pointer.
WATCH = """() => {
  const watch = window.watch = {frames: [], behind: [], on: true, frame: 0, moved: null};
  let last = performance.now();
  const tick = now => {
    watch.frame++;
    watch.frames.push(performance.now() - last);
    last = performance.now();
    if (watch.on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  const strip = document.querySelector('.strip .span');
  if (!strip) return;
  const {left, width} = document.querySelector('.strip').getBoundingClientRect();
  const bars = 1 + +document.querySelector('.strip .thumb.to').getAttribute('aria-valuemax');
  let bar = null;
  addEventListener('pointermove', e => {
    const here = Math.floor((e.clientX - left) / width * bars);
    if (bar !== null && here !== bar) watch.moved ??= watch.frame;
    bar = here;
  }, {capture: true});
  new MutationObserver(() => {
    if (watch.moved !== null) watch.behind.push(watch.frame - watch.moved);
    watch.moved = null;
  }).observe(strip, {attributes: true});
}"""
STOP = "() => (watch.on = false, {frames: watch.frames.slice(1), behind: watch.behind})"
#: Chooses an option of a select: the milliseconds until the map showed what came of it, and the frames until
#: the whole page did.
CHOOSE = """async name => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const select = document.querySelector(`[data-control="${name}"]`);
  const other = [...select.options].map(o => o.value).filter(v => v && v !== select.value);
  if (!other.length) return null;
  let painted = false, shown = 0;
  const map = new MutationObserver(() => painted = true);
  const all = {subtree: true, childList: true, attributes: true};
  map.observe(document.querySelector('.leaflet-container'), all);
  await frame();
  painted = false;
  const start = performance.now(), before = meter.still, frames = [];
  let last = start;
  select.value = other[window.turn = ((window.turn ?? -1) + 1) % other.length];
  select.dispatchEvent(new Event('change', {bubbles: true}));
  do {
    await frame();
    frames.push(performance.now() - last);
    last = performance.now();
    if (painted) shown = last - start;
    painted = false;
  } while (meter.waiting || meter.still === before || last - meter.still < 250);
  map.disconnect();
  const end = meter.still - start;
  let sum = 0;
  return {shown, frames: frames.filter(length => (sum += length) - length < end)};
}"""


@dataclass(frozen=True)
class Frames:
    """Milliseconds of the frames during an action."""

    median: float
    late: float  # the 95th of a hundred
    behind: int | None = None  # frames that the strip was behind the pointer, at most

    @classmethod
    def of(cls, frames: list[float], behind: list[int] | None = None) -> "Frames | None":
        if not frames:
            return None
        ordered = sorted(frames)
        late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        return cls(statistics.median(ordered), late, max(behind) if behind else None)


@contextmanager
def opened(browser: Browser, path: Path, device: Device) -> Iterator[tuple[Page, CDPSession]]:
    """The page, shown and at rest."""
    size = {"width": device.width, "height": device.height}
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        device_scale_factor=device.ratio,
        has_touch=device is PHONE,
        locale="ru-RU",
    )
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(PROBE)
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        session.send("Emulation.setCPUThrottlingRate", {"rate": device.slower})
        page.goto(path.resolve().as_uri(), wait_until="load", timeout=PATIENCE_MS)
        page.wait_for_function(STILL, polling=100)
        yield page, session
    finally:
        context.close()


def drawn(
    browser: Browser, pages: Mapping[str, Path], device: Device, runs: int
) -> dict[str, dict[str, float]]:
    """Medians of each page's openings, which are in turns.

    `still` and `mark` in milliseconds, `processor` in those of the main thread, `layouts` a count.
    """
    read: dict[str, list[dict[str, float | None]]] = {name: [] for name in pages}
    for _ in range(runs):
        for name, path in pages.items():
            with opened(browser, path, device) as (page, session):
                told = page.evaluate(READ)
                metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
            told |= {"processor": metrics["TaskDuration"] * 1000, "layouts": metrics["LayoutCount"]}
            read[name].append(told)
    return {
        name: {
            key: statistics.median(each)
            for key in readings[0]
            if (each := [reading[key] for reading in readings if reading[key] is not None])
        }
        for name, readings in read.items()
    }


def drag(page: Page) -> Frames | None:
    """The map, dragged a hundred pixels."""
    box = page.locator(".leaflet-container").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return _moved(page, [(x + 2.5 * k, y + k) for k in range(40)])


def brush(page: Page) -> Frames | None:
    """A span drawn over eight tenths of the strip; None where there is none."""
    box = page.locator(".strip").bounding_box() if page.locator(".strip").count() else None
    if not box:
        return None
    return _moved(page, [(box["x"] + box["width"] * (0.1 + 0.8 * k / 60), box["y"] + 20) for k in range(60)])


def choose(page: Page, control: str, times: int = 3) -> tuple[float, Frames] | None:
    """Median milliseconds until the map showed a choice, and the frames until all did; None without one."""
    taken = [page.evaluate(CHOOSE, control) for _ in range(times)]
    found = [one for one in taken if one]
    frames = Frames.of([length for one in found for length in one["frames"]])
    return (statistics.median(one["shown"] for one in found), frames) if frames else None


def _moved(page: Page, way: list[tuple[float, float]]) -> Frames | None:
    page.mouse.move(*way[0])
    page.mouse.down()
    page.mouse.move(way[0][0] + 5, way[0][1])  # a few pixels are no drag yet
    page.evaluate(WATCH)
    for spot in way[1:]:
        page.mouse.move(*spot)
    told = page.evaluate(STOP)
    page.mouse.up()
    page.wait_for_timeout(1500)
    return Frames.of(told["frames"], told["behind"])
