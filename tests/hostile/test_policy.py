"""The page's policy lets in what the file carries and nothing else, and no state of the page breaks it."""

import base64
import hashlib
import re
import threading
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from karasora.page import build_map, render
from karasora.page.document import leaflet_js
from tests.hostile.canary import watched

WALK = (Path(__file__).parent / "walk.js").read_text("utf-8")
DATA = ("application/json", "text/plain")


class _Read(HTMLParser):
    """A page as its source has it: its policy, inline scripts and styles, and every attribute."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.policies: list[str] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.attributes: list[tuple[str, str, str]] = []
        self.order: list[str] = []
        self._into: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in told.items()]
        self.order.append(told.get("http-equiv", tag))
        if told.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(told["content"])
        is_late = told.get("id") == "karasora-alive"  # run once the map is drawn, as it stands
        is_code = tag in self.inline and (is_late or told.get("type") not in DATA)
        self._into = self.inline[tag] if is_code else None
        if self._into is not None:
            self._into.append("")

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._into = None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("policy")
    (made / "map.html").write_bytes(render(build_map()))
    for name, sandbox in (("sandbox", 'sandbox="allow-scripts"'), ("frame", "")):
        frame = f'<link rel="icon" href="data:,"><iframe {sandbox} width="1200" height="800" src="map.html">'
        (made / f"{name}.html").write_text(frame, "utf-8")
    return made


@pytest.fixture(scope="module")
def read(folder: Path) -> _Read:
    return _Read((folder / "map.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def server(folder: Path, read: _Read) -> Iterator[str]:
    """The folder on a server that sends the page's own policy as a header; its address."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            if self.path.startswith("/map.html"):
                self.send_header("Content-Security-Policy", read.policies[0])
                self.send_header("X-Content-Type-Options", "nosniff")
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


def test_the_policy_admits_by_hash_and_nothing_else(read: _Read) -> None:
    (policy,) = read.policies
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    scripts, styles = directives.pop("script-src"), directives.pop("style-src")
    assert directives == {
        "default-src": "'none'",
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    for listed, blocks in ((scripts, read.inline["script"]), (styles, read.inline["style"])):
        # Leaflet stands packed in the page, and is let in by the hash of its text.
        texts = [leaflet_js(), *blocks] if blocks is read.inline["script"] else blocks
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert blocks and sorted(listed.split()) == sorted(f"'sha256-{digest}'" for digest in digests)
    assert "unsafe" not in policy


def test_nothing_stands_before_the_policy_that_it_should_govern(read: _Read) -> None:
    before = read.order[: read.order.index("Content-Security-Policy")]
    assert set(before) <= {"html", "head", "meta"}


def test_the_source_has_no_inline_code_and_no_outside_resource(read: _Read) -> None:
    for tag, name, value in read.attributes:
        assert not name.startswith("on") and name not in ("style", "srcdoc", "ping"), (tag, name)
        assert name != "src" and not (tag == "link" and name == "href"), (tag, name, value)
        if name == "href":
            assert re.match(r"https?://|#", value), value
    assert ("meta", "content", "no-referrer") in read.attributes
    for tag, name, value in read.attributes:
        if (tag, name) == ("a", "rel"):
            assert "noopener" in value


MANNERS = (("absolute", "ru", "dark"), ("100k", "kk", "light"), ("1000km2", "en", "dark"))


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["laptop", "phone"])
def test_no_state_breaks_the_policy(browser: Browser, folder: Path, size: tuple[int, int]) -> None:
    viewport = {"width": size[0], "height": size[1]}
    with watched(browser, viewport=viewport, accept_downloads=True) as canary:
        page = canary.open((folder / "map.html").as_uri()).page
        shown = product(page.evaluate(_OPTIONS, "report"), page.evaluate(_OPTIONS, "measure"))
        states = [
            f"measure={measure}&per={per}&lang={lang}&theme={theme}&report={report}"
            for (report, measure), (per, lang, theme) in zip(shown, cycle(MANNERS), strict=False)
        ]
        regions = page.evaluate(
            "[...document.querySelectorAll('[data-region]')].map((e) => e.dataset.region)"
        )
        ids = page.evaluate(
            "[...document.querySelectorAll('[data-incident]')].map((e) => e.dataset.incident)"
        )
        assert len(regions) == 20 and len(states) > 20 and ids
        states += [f"region={region}" for region in regions] + ["q=марихуана", "q=\u0000", "map=7/48/67"]
        page.evaluate(WALK, {"ids": ids, "addresses": states})
        for kind in ("csv", "geojson", "svg", "png"):
            with page.expect_download():
                page.locator(f'[data-download="{kind}"]').dispatch_event("click")
        page.emulate_media(media="print")
        page.emulate_media(media="screen", forced_colors="active", reduced_motion="reduce")
        assert not canary.hurts()


def test_it_works_from_a_server_with_the_policy_as_a_header(browser: Browser, server: str) -> None:
    with watched(browser) as canary:
        canary.open(f"{server}/map.html")
        canary.page.evaluate(WALK, {"addresses": ["lang=kk&region=KZ-62"]})
        assert canary.page.locator("[data-region]").count() == 20
        assert not canary.hurts()


@pytest.mark.parametrize("kind", ["sandbox", "frame"])
@pytest.mark.parametrize("over_http", [True, False], ids=["http", "file"])
def test_it_works_in_a_frame(browser: Browser, server: str, folder: Path, kind: str, over_http: bool) -> None:
    base = server if over_http else folder.as_uri()
    with watched(browser) as canary:
        canary.allow(f"{base}/map.html")
        canary.open(f"{base}/{kind}.html", wait=False)
        frame = canary.page.frame_locator("iframe")
        frame.locator('html[data-ready="true"]').wait_for()
        frame.locator("[data-incident]").first.click()
        frame.locator(".leaflet-popup-content").wait_for()
        frame.locator('[data-control="measure"]').select_option("marijuana_kg")
        assert frame.locator("[data-region]").count() == 20
        # A frame without an origin may not change the address of a file; the page does without.
        told = [hurt for hurt in canary.hurts() if "Not allowed to load local resource" not in hurt]
        assert not told


_OPTIONS = (
    """(name) => [...document.querySelectorAll(`[data-control="${name}"] option`)].map((o) => o.value)"""
)
