"""The canary can fail: every deliberate hole in a copy of the page is noticed, and as what it is."""

import base64
import hashlib
import re
from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Browser, Error

from karasora.incidents import read_dataset
from karasora.page import build_map, render
from karasora.page.document import leaflet_js
from tests.browser.conftest import PATIENCE_S
from tests.hostile import datasets
from tests.hostile.canary import Canary, strange, watched
from tests.hostile.payloads import payloads

_APPEND = "element.append(child)"
_AS_MARKUP = 'typeof child==="string"?element.insertAdjacentHTML("beforeend",child):element.append(child)'
_AS_CODE = 'element.append(/^[$]{/.test(child)?new Function("return `"+child+"`")():child)'
#: What must not get into a page, and what the canary must then say.
_LET_IN = {
    "<img src=x onerror=__hurt(1)>": "payload 1 ran",
    "<script>__hurt(2)</script>": "payload 2 ran",
    "<script>alert(3)</script>": "alert() was called",
    "<script>throw new Error('4')</script>": "error: Uncaught Error: 4",
    "<img src=https://hurt.invalid/5>": "request: https://hurt.invalid/5",
    "<style>body{background:red!important}</style>": "look:",
    "<p style=outline-width:1px>x</p>": "styles: outline-width",
    "<a href=javascript:__hurt(6)>x</a>": "links: javascript:__hurt(6)",
    "<a href=https://example.org/>x</a>": "links: without noopener",
    "<script>Array.prototype.hurt = 1</script>": "prototypes: hurt",
    "<script>window.hurt = 1</script>": "globals: hurt",
    "<script>localStorage.hurt = 1</script>": "stored:",
}

Told = tuple[list[str], list[str]]
Look = Callable[..., Told]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A page of some payloads, and its tame twin, as text."""
    images = [p for p in payloads("elements that load or run") if p.text.lower().startswith("<img")]
    wild = payloads("template literals") + images
    made = []
    for name, chosen in (("wild", wild), ("tame", datasets.tame(wild))):
        folder = tmp_path_factory.mktemp(name)
        made.append(render(build_map(read_dataset(datasets.write_texts(folder, chosen)))).decode())
    return made[0], made[1]


def without_policy(page: str) -> str:
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)


def with_new_hashes(page: str) -> str:
    """The page with a policy that lets in its scripts as they are now."""
    inline = re.findall(r'<script(?: type="text/plain" id="karasora-alive")?>(.*?)</script>', page, re.DOTALL)
    scripts = [leaflet_js(), *inline]  # Leaflet is packed
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = "script-src " + " ".join(f"&#39;sha256-{h}&#39;" for h in hashes)
    assert "script-src &#39;" in page
    return re.sub("script-src .*?(?=; style-src)", lambda _: allowed, page)


def into_body(page: str, markup: str) -> str:
    return page.replace("<main>", f"{markup}<main>", 1)


def hole(page: str, instead: str) -> str:
    """The page with a hole in the one place that puts texts into it."""
    assert _APPEND in page
    return page.replace(_APPEND, instead)


@pytest.fixture(scope="module")
def look(browser: Browser, tmp_path_factory: pytest.TempPathFactory, pages: tuple[str, str]) -> Look:
    """What the canary tells of a page, and what of it is strange beside the tame one."""
    folder = tmp_path_factory.mktemp("holes")
    (folder / "tame.html").write_text(pages[1], "utf-8")
    with watched(browser) as quiet:
        expected = quiet.open((folder / "tame.html").as_uri()).shape()
        assert not quiet.hurts()

    def found(canary: Canary) -> Told:
        try:
            return canary.hurts(), strange(canary.shape(), expected)
        except Error:  # the page went elsewhere meanwhile
            return canary.outside(), []

    def look(page: str, *told: str) -> Told:
        """Once the page is drawn or, since some holes keep it from that, each of `told` begins a finding."""
        (folder / "map.html").write_text(page, "utf-8")
        with watched(browser) as canary:
            canary.open((folder / "map.html").as_uri(), wait=not told)
            hung = monotonic() + PATIENCE_S
            while True:
                hurts, odd = found(canary)
                if all(any(one.startswith(start) for one in [*hurts, *odd]) for start in told):
                    return hurts, odd
                assert monotonic() < hung, (told, hurts, odd)
                canary.page.wait_for_timeout(50)

    return look


def test_without_a_hole_nothing_is_told(look: Look, pages: tuple[str, str]) -> None:
    assert look(pages[0]) == ([], [])


def test_text_as_markup_runs_where_there_is_no_policy(look: Look, pages: tuple[str, str]) -> None:
    look(
        without_policy(hole(pages[0], _AS_MARKUP)),
        "payload",
        "request: https://hurt.invalid",
        "elements: img[onerror]",
    )


def test_text_as_markup_is_stopped_by_the_policy_and_told(look: Look, pages: tuple[str, str]) -> None:
    hurts, _ = look(with_new_hashes(hole(pages[0], _AS_MARKUP)), "policy:", "elements: img[onerror]")
    assert not any(hurt.startswith("payload") for hurt in hurts)


def test_text_as_a_template_literal_runs_where_there_is_no_policy(look: Look, pages: tuple[str, str]) -> None:
    look(without_policy(hole(pages[0], _AS_CODE)), "payload")


def test_whatever_gets_in_is_told(look: Look, pages: tuple[str, str]) -> None:
    look(into_body(without_policy(pages[1]), "".join(_LET_IN)), *_LET_IN.values())


def test_a_page_that_breaks_is_told(look: Look, pages: tuple[str, str]) -> None:
    look(into_body(pages[1], "<b id=karasora-data></b>"), "rejection:")


def test_a_page_that_leaves_is_told(look: Look, pages: tuple[str, str]) -> None:
    look(
        into_body(pages[1], "<meta http-equiv=refresh content='0;url=about:blank#x'>"),
        "went to: about:blank#x",
    )
