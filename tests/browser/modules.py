"""The page's own modules, as they stand in the source, in a real browser: for tests of what they reckon."""

from importlib.resources import files

from playwright.sync_api import Browser, Page, Route

from karasora.incidents import Dataset
from karasora.page import _borders
from karasora.page.content import page_content

HOME = "http://modules.test/"
_SCRIPTS = files("karasora.page").joinpath("assets", "scripts")


def open_modules(browser: Browser, dataset: Dataset) -> Page:
    """A blank page that holds the data of `dataset` and can `import("/data/sums.js")` and the like."""
    content = page_content(dataset, _borders(None, dataset.vintage), measure=None, lang="en")
    blocks = {**content.data, **content.packed_early, **content.packed_late}  # no "<" is left in them
    data = [f'<script type="text/plain" id="{id}">{text}</script>' for id, text in blocks.items()]
    html = "<!doctype html><meta charset=utf-8>" + "".join(data)

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if not path:
            return route.fulfill(body=html, content_type="text/html")
        text = _SCRIPTS.joinpath(*path.split("/")).read_text(encoding="utf-8")
        return route.fulfill(body=text, content_type="text/javascript; charset=utf-8")

    page = browser.new_page()
    page.route(f"{HOME}**", answer)
    page.goto(HOME)
    return page
