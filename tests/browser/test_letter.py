"""The article's page in three languages against a table of facts: tests/data/article_facts.csv.

A row has a fact, the view in which it is read (the address, without the language), the part of the page,
the words that must stand there and those that must not (several joined by `|`), and the source.
"""

import csv
import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import until

LANGUAGES = ("ru", "kk", "en")
PARTS = {
    "head": "header.head",
    "card": ".leaflet-popup-content",
    "legend": "#karasora-legend",
    "claim": "#karasora-claim",
    "list": "#karasora-list-box",
    "per": "[data-control=per]",
    "about": ".leaf.open[data-view=about]",
    "changes": ".leaf.open[data-view=changes]",
    "incidents": ".leaf.open[data-view=incidents]",
    "all": "body",
}

with (Path(__file__).parents[1] / "data" / "article_facts.csv").open(encoding="utf-8", newline="") as file:
    FACTS = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def page(browser: Browser, page_file: Path) -> Iterator[Page]:
    """One page for all facts: every view is reached from the one before, as a reader would."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    yield page
    context.close()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u2060", ""))


def pieces(cell: str) -> list[str]:
    return [plain(piece) for piece in cell.split("|") if piece]


def read(page: Page, part: str) -> str:
    return plain(
        page.evaluate(
            "css => { const e = document.querySelector(css); return e ? e.innerText || e.textContent : '' }",
            PARTS[part],
        )
    )


def faults(page: Page, fact: dict[str, str], lang: str) -> list[str]:
    """What the page should say and doesn't, or says and shouldn't, once it had the time to."""
    must, must_not = pieces(fact[f"must_{lang}"]), pieces(fact[f"must_not_{lang}"])
    for _ in range(600):
        text = read(page, fact["part"])
        missing = [
            f"{fact['fact']}: {piece!r} should stand in {text[:2000]!r}"
            for piece in must
            if piece not in text
        ]
        wrong = [
            f"{fact['fact']}: {piece!r} should not stand in {text[:2000]!r}"
            for piece in must_not
            if piece in text
        ]
        if text and not missing and not wrong:
            return []
        page.wait_for_timeout(50)
    return [*missing, *wrong] or [f"{fact['fact']}: there is no {fact['part']}"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_the_sources_say(page: Page, lang: str) -> None:
    found = []
    for view, facts in groupby(sorted(FACTS, key=itemgetter("view")), key=itemgetter("view")):
        page.evaluate("view => { location.hash = view }", f"lang={lang}&{view}")
        until(page, "lang => document.documentElement.lang === lang", lang)
        found += [fault for fact in facts for fault in faults(page, fact, lang)]
    assert not found, "\n".join(found)


def test_every_fact_has_a_source_and_words() -> None:
    for row in FACTS:
        assert row["source"] and any(row[f"must{no}_{lang}"] for no in ("", "_not") for lang in LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_without_scripts_says_it_too(browser: Browser, tmp_path: Path, lang: str) -> None:
    import karasora

    karasora.save(karasora.build_map(lang=lang), tmp_path / "still.html")
    context = browser.new_context(java_script_enabled=False, offline=True)
    still = context.new_page()
    still.goto((tmp_path / "still.html").as_uri())
    text = plain(still.inner_text("body"))
    context.close()
    for fact in FACTS:
        if not fact["view"] and fact["part"] == "head":
            assert [piece for piece in pieces(fact[f"must_{lang}"]) if piece not in text] == []
            assert [piece for piece in pieces(fact[f"must_not_{lang}"]) if piece in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cannabis_finds_both(page: Page, lang: str) -> None:
    page.evaluate("view => { location.hash = view }", f"lang={lang}&q=cannabis")
    until(
        page,
        "id => document.querySelector(`#karasora-incidents-list [data-incident='${id}']`)",
        "2025-09-turkistan-hemp-poppy",
    )
