"""Nothing is lost and nothing gained between a table and its page: random tables against sums of our own.

`pytest tests/test_conservation.py --hypothesis-profile=deep` looks at 2 000 for each test.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import karasora
from karasora import quantities
from karasora.incidents import read_dataset
from karasora.page import build_map, payload, render
from karasora.page.readback import read_page
from tests.random_tables import NOWHERE, PLACES, SEVERAL, Row, Sums, Tables, Totals, added, tables

SIGN_OF = {quantities.AT_LEAST: ">", quantities.ABOUT: "~", quantities.AT_MOST: "<", quantities.UNKNOWN: "?"}
VINTAGES = st.sampled_from([2022, 2018])

Stated = Iterator[tuple[tuple[str, str, str], Decimal | None, str]]


def examples(number: int) -> settings:
    """So many, or with the profile `deep` a fifth of what it looks at."""
    profile = settings()
    most = (
        number
        if profile.max_examples == settings.get_profile("untimed").max_examples
        else profile.max_examples // 5
    )
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=most, deadline=None, suppress_health_check=slow)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conservation")


@examples(60)
@given(drawn=tables(faults=True, min_rows=1), vintage=VINTAGES)
def test_every_row_is_counted_and_every_wrong_one_named(folder: Path, drawn: Tables, vintage: int) -> None:
    paths = drawn.write(folder)
    wrong = {number for number, row in enumerate(drawn.rows, start=2) if row.wrong}
    try:
        counts = counted(read_dataset(paths, vintage=vintage).incidents)
        assert not wrong
    except karasora.DataError as error:
        counts = error.counts
        assert {fault.row for fault in error.faults} == wrong
    assert counts == drawn.counts(vintage)


@examples(10)
@given(drawn=tables(), vintage=VINTAGES, packed=st.booleans())
def test_a_page_holds_what_the_table_does(folder: Path, drawn: Tables, vintage: int, packed: bool) -> None:
    dataset = read_dataset(drawn.write(folder), vintage=vintage)
    page = folder / "page.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payload, "PACK_ABOVE", 0 if packed else len(drawn.rows))
        page.write_bytes(render(build_map(dataset)))
    body, back = read_page(page)

    shown = added([*of_units(body), *of_rows(back[~is_mapped(back)])])
    assert shown == drawn.sums(vintage)
    assert totals(shown) == drawn.totals(), "whatever the map, every number is somewhere"
    for report in body["reports"]:
        assert {**report["counts"], "rejected": 0} == drawn.counts(vintage, report["id"])
        units = [r.where(vintage) for r in drawn.rows if r.report.id == report["id"] and r.kind != "context"]
        shown_incidents = [value for value, *_ in report["sums"]["incidents"]]
        assert shown_incidents == [units.count(region["iso"]) for region in body["regions"]]

    pd.testing.assert_frame_equal(back, dataset.incidents[list(back)], check_dtype=False)
    assert set(dataset.incidents) - set(back) == {"file", "row"}
    assert karasora.diff(dataset.incidents, back) == karasora.diff(back, dataset.incidents) == []


@examples(10)
@given(drawn=tables(most_reports=1, places=PLACES[:1], min_rows=20), vintage=VINTAGES, data=st.data())
def test_the_order_of_rows_changes_no_sum(
    folder: Path, drawn: Tables, vintage: int, data: st.DataObject
) -> None:
    regions = karasora.read_regions(vintage=vintage, detail="web")

    def joined(rows: Sequence[Row]) -> Iterator[pd.DataFrame]:
        incidents = read_dataset(replace(drawn, rows=rows).write(folder), vintage=vintage).incidents
        for _, of_one in incidents.groupby("report"):
            yield karasora.join(of_one, regions).drop(columns="geometry")

    mixed = data.draw(st.permutations(drawn.rows))
    for before, after in zip(joined(drawn.rows), joined(mixed), strict=True):
        pd.testing.assert_frame_equal(before, after, check_exact=True)


def is_mapped(incidents: pd.DataFrame) -> "pd.Series[bool]":
    return (incidents["units"] != "") & ~incidents["units"].str.contains(";")


def counted(incidents: pd.DataFrame) -> dict[str, int]:
    several = int(incidents["units"].str.contains(";").sum())
    unlocated = int((incidents["units"] == "").sum())
    told = {"read": len(incidents), "mapped": int(is_mapped(incidents).sum())}
    return {**told, "several_regions": several, "unlocated": unlocated, "rejected": 0}


def totals(sums: Sums) -> Totals:
    found: Totals = {}
    for (report, _, measure), (number, _) in sums.items():
        if number:
            found[report, measure] = found.get((report, measure), Decimal()) + number
    return found


def of_units(body: dict[str, Any]) -> Stated:
    """The sums that a page states of its regions."""
    for report in body["reports"]:
        for measure, figures in report["sums"].items():
            for region, (value, flags, _) in zip(body["regions"], figures, strict=True):
                if flags and measure != "incidents":
                    yield (report["id"], region["iso"], measure), *told(value, flags)


def of_rows(incidents: pd.DataFrame) -> Stated:
    """What incidents state, each in its one unit or in none."""
    measures = [name for name in incidents if f"{name}:flags" in incidents]
    for row in incidents[incidents["kind"] != "context"].to_dict("records"):
        place = SEVERAL if ";" in row["units"] else row["units"] or NOWHERE
        for measure in measures:
            if flags := row[f"{measure}:flags"]:
                yield (str(row["report"]), str(place), str(measure)), *told(row[measure], flags)


def told(value: float | None, flags: int) -> tuple[Decimal | None, str]:
    number = None if value is None or value != value else Decimal(repr(float(value)))
    return number, "".join(sign for flag, sign in SIGN_OF.items() if flags & flag)
