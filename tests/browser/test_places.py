"""From a server under the same policy, in a sandboxed frame, in a notebook's frame."""

import http.server
import re
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

READY = "html[data-ready=true]"


@pytest.fixture
def server(page_file: Path) -> Iterator[str]:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page_file.read_text(encoding="utf-8"))
    assert policy
    header = policy[1].replace("&#39;", "'")

    class Strict(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", header)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Strict, directory=str(page_file.parent))
    ) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_from_a_server_with_the_policy_as_a_header(browser: Browser, server: str, page_file: Path) -> None:
    page = browser.new_page()
    faults: list[str] = []
    asked: list[str] = []
    page.on(
        "console",
        lambda m: faults.append(m.text) if m.type == "error" and "favicon" not in m.location["url"] else None,
    )
    page.on("request", lambda r: asked.append(r.url))
    page.goto(f"{server}/{page_file.name}#region=KZ-62")
    page.wait_for_selector(READY)
    page.wait_for_selector(".leaflet-popup-content")
    assert not faults
    assert [url for url in asked if not url.startswith(("blob:", "data:")) and "favicon" not in url] == [
        f"{server}/{page_file.name}"
    ]
    page.close()


@pytest.mark.parametrize("how", ["sandbox", "srcdoc"])
def test_in_a_frame(browser: Browser, page_file: Path, tmp_path: Path, how: str) -> None:
    """As the embed snippet frames it, and as a notebook does (a document without an address of its own)."""
    host = tmp_path / "host.html"
    if how == "sandbox":
        allowed = "allow-scripts allow-downloads allow-popups"
        frame = f'<iframe src="{page_file.as_uri()}#measure=hemp_kg" sandbox="{allowed}"'
    else:
        text = page_file.read_text(encoding="utf-8").replace("&", "&amp;").replace('"', "&quot;")
        frame = f'<iframe srcdoc="{text}"'
    host.write_text(
        f"<!doctype html><meta charset=utf-8>{frame} width=1000 height=640></iframe>", encoding="utf-8"
    )
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(host.as_uri())
    inside = page.frame_locator("iframe")
    inside.locator(READY).wait_for(state="attached")
    inside.locator("[data-control=measure]").select_option("poppy_kg")
    inside.locator("[data-region='KZ-62'][data-value='43000']").wait_for(state="attached")
    inside.locator("[data-region='KZ-62']").press("Enter")
    inside.locator(".leaflet-popup-content").wait_for()
    inside.locator(".leaflet-popup-content").press("Escape")
    inside.locator(".leaflet-popup-content").wait_for(state="detached")
    assert not errors
    page.close()
