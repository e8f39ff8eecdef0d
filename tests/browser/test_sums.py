"""What the page's scripts add up for a selection is what Python adds up: value, doubt and state."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

import karasora
from karasora.incidents import Dataset, read_dataset
from karasora.page import build_map, payload, render
from karasora.regions import regions_table
from karasora.sums import measures_of, region_sums
from tests.browser.conftest import Visit
from tests.browser.modules import open_modules
from tests.browser.test_downloads import taken
from tests.random_tables import WORDS, Tables, tables

A_FEW = settings(
    max_examples=max(6, settings().max_examples // 100),
    phases=[Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
SUMS = """async (selections) => {
  const load = (name) => import(`/data/${name}.js`);
  const [{ Data }, { Search }, { Sums }] = await Promise.all(["data", "search", "sums"].map(load));
  const told = [];
  for (const state of selections) {
    const rows = await Search.rows(state);
    await Data.need(Sums.needs(state));
    told.push(Sums.regions(state, rows));
  }
  return told;
}"""
NOTHING = {"substance": "", "kind": "", "q": "", "from": "", "to": ""}

Filter = dict[str, str]


@seed(2025)
@A_FEW
@given(drawn=tables(min_rows=15), packed=st.booleans(), coverage=st.sampled_from(["partial", "complete"]))
def test_every_selection_comes_to_the_same(
    browser: Browser, tmp_path: Path, drawn: Tables, packed: bool, coverage: str
) -> None:
    dataset = read_dataset(drawn.write(tmp_path))
    dataset = replace(dataset, reports=[replace(r, coverage=coverage) for r in dataset.reports])
    measures = ["incidents", *(key for key in measures_of(dataset.incidents) if used(dataset, key))]
    filters: list[Filter] = [
        {**NOTHING, "report": report.id, "substance": substance, "kind": kind, "q": q}
        for report, substance, kind, q in product(
            dataset.reports, ["", *measures[1:]], ["", "seizure", "context"], ["", *WORDS[:2]]
        )
    ]
    selections = [{**one, "measure": measure} for one in filters for measure in measures]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payload, "PACK_ABOVE", 0 if packed else len(dataset.incidents))
        page = open_modules(browser, dataset)
    told = page.evaluate(SUMS, selections)
    page.close()
    wanted = [regions for one in filters for regions in expected(dataset, coverage, one, measures)]
    for selection, ours, theirs in zip(selections, wanted, told, strict=True):
        assert theirs == [[v if v is None else pytest.approx(v, abs=1e-6), *rest] for v, *rest in ours], (
            selection
        )


def used(dataset: Dataset, key: str) -> bool:
    return bool(dataset.incidents[f"{key}:flags"].any())


def expected(
    dataset: Dataset, coverage: str, one: Filter, measures: Sequence[str]
) -> Iterator[list[list[Any]]]:
    """Measure by measure Python's own sums of the rows that a filter lets through, region by region."""
    isos = list(regions_table()["iso"])
    rows = dataset.incidents[dataset.incidents["report"] == one["report"]]
    whole = region_sums(rows, isos, measures, coverage=coverage)
    if one["kind"]:
        rows = rows[rows["kind"] == one["kind"]]
    if one["substance"]:
        rows = rows[rows[f"{one['substance']}:flags"] > 0]
    if one["q"]:
        rows = rows[said(rows).str.contains(one["q"])]
    some = region_sums(rows, isos, measures, coverage=coverage)
    # A region with incidents, none of which was selected, has zero of these.
    none = np.where(whole["incidents"] > 0, "zero", whole["incidents:state"])
    for key in measures:
        flags = some[f"{key}:flags"].to_numpy()
        silent = none if key == "incidents" else whole["silent"]
        state = np.where(flags == 0, silent, some[f"{key}:state"])
        values = [None if np.isnan(value) else value for value in some[key].astype(float)]
        yield [list(row) for row in zip(values, flags.tolist(), state.tolist(), strict=True)]


def said(rows: pd.DataFrame) -> "pd.Series[str]":
    return rows["title_ru"] + rows["title_kk"] + rows["title_en"]


LOOKS = """() => Object.fromEntries([...document.querySelectorAll("path[data-unit]")]
  .map((path) => [path.dataset.unit, path.getAttribute("class").split(" ").slice(1)]))"""
STATES = """() => Object.fromEntries([...document.querySelectorAll("[data-region]")]
  .map((path) => [path.dataset.region, [path.dataset.state, path.dataset.value]]))"""


@seed(2026)
@settings(A_FEW, max_examples=5)
@given(drawn=tables(most_reports=1), coverage=st.sampled_from(["partial", "complete"]), data=st.data())
def test_the_still_page_the_live_one_a_join_and_a_download_say_one_thing(
    visit: Visit, tmp_path: Path, drawn: Tables, coverage: str, data: st.DataObject
) -> None:
    dataset = read_dataset(drawn.write(tmp_path))
    dataset = replace(dataset, reports=[replace(r, coverage=coverage) for r in dataset.reports])
    measure = data.draw(st.sampled_from(["incidents", *drawn_measures(drawn)]))
    file = tmp_path / "page.html"
    file.write_bytes(render(build_map(dataset, measure=measure)))
    joined = karasora.join(dataset.incidents, karasora.read_regions(detail="web"), coverage=coverage)
    wanted = dict(zip(joined["iso"], joined[f"{measure}:state"], strict=True))

    looks = visit(file=file, javascript=False).evaluate(LOOKS)
    assert {iso: "stated" if look[0].startswith("c") else look[0] for iso, look in looks.items()} == wanted
    page = visit(file=file)
    live = page.evaluate(STATES)
    assert {iso: state for iso, (state, _) in live.items()} == wanted
    assert {iso: value != "" for iso, (_, value) in live.items()} == {
        iso: state in ("stated", "zero") for iso, state in wanted.items()
    }
    geojson = json.loads(taken(page, "geojson", tmp_path).read_text("utf-8"))
    said = [f["properties"] for f in geojson["features"] if f["properties"].get("iso") in wanted]
    assert {p["iso"]: p["state"] for p in said if "state" in p} == wanted


def drawn_measures(drawn: Tables) -> list[str]:
    return [heading.measure for heading in drawn.headings]
