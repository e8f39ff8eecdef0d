"""Downloads hurt nobody either: no spreadsheet runs a cell, and everything reads back as it was."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser

from karasora.incidents import Dataset, read_dataset
from karasora.page import build_map, render
from tests.hostile import datasets
from tests.hostile.canary import watched
from tests.hostile.payloads import Payload, payloads

WILD = payloads()
KINDS = ("csv", "geojson", "svg", "png")
#: What a spreadsheet takes for the beginning of a formula; the wide forms are taken so in East Asia.
RUNS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


class Made:
    """A data set, and what its page gives to download."""

    def __init__(
        self, browser: Browser, folder: Path, write: Callable[[Path, Sequence[Payload]], Any]
    ) -> None:
        folder.mkdir()
        self.dataset: Dataset = read_dataset(write(folder, WILD))
        (folder / "map.html").write_bytes(render(build_map(self.dataset)))
        self.paths: dict[str, Path] = {}
        with watched(browser, accept_downloads=True) as canary:
            page = canary.open((folder / "map.html").as_uri()).page
            for kind in KINDS:
                with page.expect_download() as download:
                    page.locator(f'[data-download="{kind}"]').dispatch_event("click")
                self.paths[kind] = folder / f"download.{kind}"
                download.value.save_as(self.paths[kind])
                assert re.fullmatch(r"karasora[\w.-]*", download.value.suggested_filename, re.ASCII)
            assert not canary.hurts()

    @property
    def shown(self) -> pd.DataFrame:
        """The incidents of the report that the page opens on."""
        first = self.dataset.reports[0].id
        return self.dataset.incidents[self.dataset.incidents["report"] == first].reset_index(drop=True)


@pytest.fixture(scope="module")
def texts(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(browser, tmp_path_factory.mktemp("downloads") / "texts", datasets.write_texts)


@pytest.fixture(scope="module")
def headers(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(browser, tmp_path_factory.mktemp("downloads") / "headers", datasets.write_headers)


@pytest.fixture(params=["texts", "headers"])
def made(request: pytest.FixtureRequest) -> Made:
    chosen: Made = request.getfixturevalue(request.param)
    return chosen


def same(read: pd.DataFrame, shown: pd.DataFrame) -> None:
    """Incidents that were read back say what those shown did; where they came from is another matter."""
    left_out = ("file", "row", "report")
    names = [
        name for name in shown if name not in left_out and (shown[name].notna() & (shown[name] != "")).any()
    ]
    assert len(read) == len(shown)
    for name in names:
        told, meant = read[name].tolist(), shown[name].tolist()
        wrong = [
            (i, a, b)
            for i, (a, b) in enumerate(zip(told, meant, strict=True))
            if a != b and not (a != a and b != b)
        ]
        if name == "source_url":  # where an incident has none, the download gives its report's
            wrong = [(i, a, b) for i, a, b in wrong if b]
        assert not wrong, (name, wrong[:3])


def test_no_cell_runs_in_a_spreadsheet(made: Made) -> None:
    content = made.paths["csv"].read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row if cell]
    assert len(cells) > 1000
    # A minus before nothing but a number is a number.
    assert not [cell for cell in cells if cell.startswith(RUNS) and not re.fullmatch(r"-\d+(\.\d+)?", cell)]
    # Where lists are separated by semicolons, a spreadsheet cuts the lines there, quotes or not.
    pieces = [piece for line in content.decode("utf-8-sig").splitlines() for piece in line.split(";")[1:]]
    assert not [piece for piece in pieces if piece.lstrip(' "').startswith(RUNS)]


def test_the_csv_reads_back_as_it_was(made: Made) -> None:
    same(read_dataset(made.paths["csv"]).incidents, made.shown)


def test_the_geojson_reads_back_as_it_was(made: Made) -> None:
    document = json.loads(made.paths["geojson"].read_text("utf-8"))
    units = [f for f in document["features"] if f["geometry"] and f["geometry"]["type"] == "MultiPolygon"]
    assert len(units) == 20
    told = [f["properties"] for f in document["features"] if f not in units]
    assert [row["id"] for row in told] == made.shown["id"].tolist()
    for name in ("title_ru", "text_kk", "case", "locator_ru"):
        if name in made.shown and (made.shown[name] != "").any():
            assert [row.get(name, "") for row in told] == made.shown[name].tolist()


def test_the_pictures_are_pictures(made: Made) -> None:
    root = ET.fromstring(made.paths["svg"].read_bytes())
    allowed = {
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "pattern",
        "clipPath",
        "metadata",
        "line",
    }
    for element in root.iter():
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in allowed, element.tag
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on") and name != "style", name
            if name.endswith("href"):
                assert value.startswith("#")
    assert made.paths["png"].read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert made.paths["png"].stat().st_size > 20_000
