"""No text in the data hurts a reader: every payload in every field, in a real Chromium that would notice."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from playwright.sync_api import Browser

from karasora.incidents import read_dataset
from karasora.page import build_map, payload, render
from tests.browser.modules import open_modules
from tests.hostile import datasets
from tests.hostile.canary import Canary, strange, watched
from tests.hostile.cleaning import clean
from tests.hostile.payloads import Payload, long_cells, payloads

WALK = (Path(__file__).parent / "walk.js").read_text("utf-8")
KEYS = (
    "lang",
    "report",
    "measure",
    "per",
    "substance",
    "kind",
    "q",
    "region",
    "incident",
    "theme",
    "view",
    "map",
    "from",
    "to",
    "step",
    "marks",
)
WILD = payloads()
TAME = datasets.tame(WILD)

Write = Callable[[Path, Sequence[Payload]], Any]
Walk = Callable[[Canary, Sequence[Payload], int], Any]


def page_of(folder: Path, write: Write, texts: Sequence[Payload]) -> str:
    """The address of a page made of these texts."""
    folder.mkdir(parents=True)
    path = folder / "map.html"
    path.write_bytes(render(build_map(read_dataset(write(folder, texts)))))
    return path.as_uri()


def compare(browser: Browser, folder: Path, write: Write, walk: Walk) -> Any:
    """Walk through the page of the payloads and its tame twin; returns what the former's gave.

    Nothing may hurt in either, and the wild one may be made of nothing that the tame one is not. A walk goes
    to every n-th of the texts.
    """
    with watched(browser) as quiet:
        walk(quiet.open(page_of(folder / "tame", write, TAME)), TAME, 6)
        assert not quiet.hurts()
        expected = quiet.shape()
    with watched(browser) as canary:
        found = walk(canary.open(page_of(folder / "wild", write, WILD)), WILD, 1)
        assert not canary.hurts()
        assert not strange(canary.shape(), expected)
    return found


def addresses(texts: Sequence[Payload]) -> list[str]:
    """Addresses with another payload in every key, encoded by turns, until each was in each."""
    whole = [p.text.encode("utf-8", "replace").decode() for p in texts]
    shifted = [[whole[(i + k) % len(whole)] for k in range(len(KEYS))] for i in range(len(whole))]
    return [
        "&".join(
            f"{key}={quote(text, safe='') if (i + k) % 2 else text}"
            for k, (key, text) in enumerate(zip(KEYS, row, strict=True))
        )
        for i, row in enumerate(shifted)
    ]


def test_the_corpus_is_large_and_varied() -> None:
    assert len(WILD) >= 200
    assert len({p.group for p in WILD}) >= 20
    assert sum("__hurt(" in p.text for p in WILD) >= 100


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_texts(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    if packed:
        monkeypatch.setattr(payload, "PACK_ABOVE", 100)
    step = 12 if packed else 1

    def walk(canary: Canary, texts: Sequence[Payload], every: int) -> Any:
        ids = datasets.distinct(texts)
        own = [clean(ids[p.number]) for p in texts]
        return canary.page.evaluate(WALK, {"ids": own[:: step * every], "reports": own[:: step * 9]})

    found = compare(browser, tmp_path, datasets.write_texts, walk)
    first = datasets.of_report(WILD, 0)  # its title and publisher stand in every card
    around = {clean(first.title.text), clean(first.publisher.text)}
    for p, card in zip(WILD[::step], found["cards"], strict=True):
        said = clean(p.text)
        assert {*card} <= {said, *around, said.replace("?", "!"), Any if said else card[0]}, p
        assert not said or (card[0] == said and card.count(said) > 3), p
    for k, heading in zip(range(0, len(WILD), step * 9), found["headings"], strict=True):
        said = clean(datasets.of_report(WILD, k).headline.text)
        assert heading[0] == said or not said, said


def test_cells_of_a_million_characters(browser: Browser, tmp_path: Path) -> None:
    """They stay whole in the data and in their cards, and neither break the page nor run."""
    cells = long_cells()
    rows = [
        {"id": f"long-{k}", "regions": "KZ-62", "title": cell, "text": cell} for k, cell in enumerate(cells)
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "long.csv", index=False)
    dataset = read_dataset(tmp_path / "long.csv")
    assert dataset.incidents["text_ru"].str.len().max() > 900_000 or (
        dataset.incidents["text_en"].str.len().max() > 900_000
    )
    path = tmp_path / "map.html"
    path.write_bytes(render(build_map(dataset)))
    with watched(browser) as canary:
        page = canary.open(path.as_uri()).page
        for k in range(len(cells)):
            page.evaluate(f"location.hash = '#incident=long-{k}'")
            page.wait_for_selector(f"#karasora-incidents-list [data-incident=long-{k}][aria-current=true]")
            page.wait_for_selector(".leaflet-popup-content .story")
        assert not canary.hurts()


def test_headers(browser: Browser, tmp_path: Path) -> None:
    def walk(canary: Canary, texts: Sequence[Payload], every: int) -> None:
        options = """[...document.querySelectorAll('[data-control="measure"] option')].map((o) => o.value)"""
        keys = canary.page.evaluate(options)
        assert len(keys) > len(WILD)
        states = [f"measure={quote(key, safe='')}&region=KZ-62&per=100k" for key in keys[::120]]
        canary.page.evaluate(WALK, {"addresses": states})

    compare(browser, tmp_path, datasets.write_headers, walk)


def test_file_names(browser: Browser, tmp_path: Path) -> None:
    compare(browser, tmp_path, datasets.write_files, lambda canary, *_: canary.page.evaluate(WALK, {}))


def test_properties_of_geojson(browser: Browser, tmp_path: Path) -> None:
    def walk(canary: Canary, texts: Sequence[Payload], every: int) -> None:
        canary.page.evaluate(WALK, {"ids": [clean(p.text) for p in texts[:: 12 * every]]})

    compare(browser, tmp_path, datasets.write_geojson, walk)


def test_an_address_sets_only_what_the_page_knows(browser: Browser) -> None:
    page = open_modules(browser, read_dataset())
    read = """async (addresses) => {
      const { State } = await import("/data/state.js");
      return addresses.map((address) => {
        history.replaceState(null, "", `#${address}`);
        State.start();
        return State.get();
      });
    }"""
    states = page.evaluate(read, ["", *addresses(WILD)])
    for key in states[0].keys() - {"q", "incident"}:  # these are looked for, and found or not
        odd = {state[key] for state in states} - {states[0][key]}
        strange = [one for one in odd if not re.fullmatch(r"[\w./-]*", one)]
        assert not strange, "only names of what the page has, and places of a map"
    assert len({state["q"] for state in states}) > 300
    page.close()


def test_addresses(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_bytes(render(build_map()))
    with watched(browser) as canary:
        canary.open(path.as_uri())
        canary.page.evaluate(
            WALK,
            {
                "ids": canary.page.evaluate(
                    "[...document.querySelectorAll('[data-incident]')].map((e) => e.dataset.incident)"
                )
            },
        )
        expected = canary.shape()
        canary.page.evaluate(WALK, {"addresses": addresses(WILD)[::4]})
        assert not canary.hurts()
        assert not strange(canary.shape(), expected)
    for address in addresses(WILD)[::120]:  # as someone else's link opens it
        with watched(browser) as canary:
            canary.open(f"{path.as_uri()}#{address}")
            assert not canary.hurts()
            assert not strange(canary.shape(), expected)


def test_without_javascript(browser: Browser, tmp_path: Path) -> None:
    shapes = {}
    for name, texts in (("tame", TAME), ("wild", WILD)):
        address = page_of(tmp_path / name, datasets.write_texts, texts)
        with watched(browser, java_script_enabled=False) as canary:
            canary.open(address, wait=False)
            document = canary.page.locator("html")
            shapes[name] = {
                "made": set(document.evaluate(_ELEMENTS)),
                "text": canary.page.locator("body").inner_text() if name == "wild" else "",
            }
            assert not canary.hurts()
    assert shapes["wild"]["made"] <= shapes["tame"]["made"]
    for p in WILD[: payload.PACK_ABOVE]:
        assert " ".join(clean(p.text).split()) in " ".join(shapes["wild"]["text"].split()), p


_ELEMENTS = """
(root) => [root, ...root.querySelectorAll("*")]
  .flatMap((e) => [e.localName, ...Array.from(e.attributes, (a) => `${e.localName}[${a.name}]`)])
"""
