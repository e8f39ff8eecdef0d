"""Spans of time in the page's scripts: what lies within them is what plain reckoning in Python finds."""

import csv
import math
import random
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser

from karasora import periods, quantities
from karasora.geodata import LANGUAGES
from karasora.incidents import Dataset, read_dataset
from karasora.measures import Measure
from karasora.quantities import AT_LEAST, STATED, UNKNOWN
from karasora.regions import regions_table
from tests.browser.modules import open_modules
from tests.browser.test_sums import NOTHING, SUMS

ISOS = list(regions_table()["iso"])
N = 400
BINS = """async ([state, spans]) => {
  const load = (name) => import(`/data/${name}.js`);
  const names = ["data", "search", "bins", "sums", "periods"];
  const [{ Data }, { Search }, { Bins }, { Sums }, { Periods }] = await Promise.all(names.map(load));
  const code = (bin, end) => Periods.codes(bins.step, bins.lo + bin)[end];
  await Data.need();
  const bins = Bins.of(state, await Search.matching(state));
  const told = [];
  for (const [a, b] of spans) {
    const at = [Math.min(a, bins.n - 1), Math.min(b, bins.n - 1)];
    const rows = await Search.rows({ ...state, from: code(at[0], 0), to: code(at[1], 1) });
    told.push([Bins.sums(bins, ...at), Sums.ofRows(rows, state.measure)]);
  }
  return told;
}"""


def code(dice: random.Random) -> str:
    year, month, day = dice.randint(2023, 2025), dice.randint(1, 12), dice.randint(1, 28)
    return dice.choice(
        [
            f"{year}",
            f"{year}-H{1 + month // 7}",
            f"{year}-Q{(month + 2) // 3}",
            f"{year}-{month:02}",
            f"{year}-{month:02}-{day:02}",
        ]
    )


def spans(dice: random.Random, count: int) -> list[tuple[str, str]]:
    """Pairs of codes, the first not behind the other; some open at an end."""
    found = []
    while len(found) < count:
        start, end = code(dice), code(dice)
        if periods.bounds(start)[0] <= periods.bounds(end)[1]:
            found.append(dice.choice([(start, end)] * 6 + [(start, ""), ("", end)]))
    return found


def within(start: str, end: str, span: tuple[str, str]) -> bool:
    if not start:
        return False
    first, last = periods.bounds(start)[0], periods.bounds(end or start)[1]
    return (not span[0] or first >= periods.bounds(span[0])[0]) and (
        not span[1] or last <= periods.bounds(span[1])[1]
    )


def close(value: Any) -> Any:
    return None if value is None or math.isnan(value) else pytest.approx(value, abs=1e-6)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    dice = random.Random(11)
    path = tmp_path_factory.mktemp("register") / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "regions", "title", "kind", "marijuana_kg", "start", "end"])
        for i in range(N):
            start, end = dice.choice([(code(dice)[:10], "")] * 8 + [("", ""), ("2023-11", "2024-02")])
            start = (
                start if len(start) in (0, 7, 10) and "Q" not in start and "H" not in start else "2024-05-17"
            )
            amount = dice.choice(
                [
                    "",
                    "?",
                    f"{dice.randint(1, 999) / 8}",
                    f">{dice.randint(0, 90)}",
                    f"~{dice.randint(1, 9)}",
                    "0",
                ]
            )
            region = dice.choice([*ISOS[:8], f"{ISOS[0]};{ISOS[1]}"])
            rows.writerow(
                [f"c{i}", region, f"Case {i}", dice.choice(["seizure", "context"]), amount, start, end]
            )
    return read_dataset(path)


def test_incidents_of_a_span(browser: Browser, register: Dataset) -> None:
    dice = random.Random(12)
    asked = spans(dice, 60)
    selections = [
        {**NOTHING, "report": register.reports[0].id, "measure": measure, "from": start, "to": end}
        for start, end in asked
        for measure in ("incidents", "marijuana_kg")
    ]
    page = open_modules(browser, register)
    told = page.evaluate(SUMS, selections)
    some = page.evaluate(
        BINS, [selections[1] | {"from": "", "to": "", "step": ""}, [[a, a + a % 5] for a in range(30)]]
    )
    page.close()
    rows = register.incidents[register.incidents["kind"] != "context"]
    for selection, regions in zip(selections, told, strict=True):
        inside = rows[
            [
                within(a, b, (selection["from"], selection["to"]))
                for a, b in zip(rows["start"], rows["end"], strict=True)
            ]
        ]
        for iso, (value, flags, state) in zip(ISOS, regions, strict=True):
            own = inside[inside["units"] == iso]
            if selection["measure"] == "incidents":
                has_any = (rows["units"] == iso).any()
                assert (value, state) == (len(own), "stated" if len(own) else "zero" if has_any else state)
                continue
            total = quantities.add(own["marijuana_kg"], own["marijuana_kg:flags"])
            assert (value, flags) == (close(total.value), total.flags), (selection, iso)
    assert all(quick == [[close(value), flags] for value, flags in exact] for quick, exact in some)


KEYS = {"thefts": ("sum", True), "people": ("last", True), "rate": ("last", False)}


@pytest.fixture(scope="module")
def statistics(register: Dataset) -> Dataset:
    """Three measures of eight regions: some by year, some by quarter, with doubt and with gaps."""
    dice = random.Random(13)
    report = register.reports[0].id
    years, quarters = (
        ["2023", "2024", "2025"],
        [f"{year}-Q{q}" for year in (2023, 2024, 2025) for q in (1, 2, 3, 4)],
    )
    told = [
        (
            report,
            iso,
            key,
            period,
            *dice.choice(
                [(float(dice.randint(0, 900)), STATED)] * 8
                + [(5.0, STATED | AT_LEAST), (math.nan, STATED | UNKNOWN)]
            ),
        )
        for key in KEYS
        for iso in ISOS[:8]
        for period in dice.choice([years, quarters])
        if dice.random() < 0.9
    ]
    frame = pd.DataFrame(told, columns=["report", "region", "measure", "period", "value", "flags"])
    names = dict.fromkeys(LANGUAGES, "a")
    made = {
        key: Measure(key, "items", "own", 90, names, names, {}, additive=additive, over_time=over)  # type: ignore[arg-type]
        for key, (over, additive) in KEYS.items()
    }
    return replace(
        register, figures=frame.astype({"flags": np.uint8}), measures={**register.measures, **made}
    )


def test_figures_of_a_span(browser: Browser, statistics: Dataset) -> None:
    dice = random.Random(14)
    selections = [
        {**NOTHING, "report": statistics.reports[0].id, "measure": key, "from": start, "to": end}
        for start, end in [*spans(dice, 40), ("", "")]
        for key in KEYS
    ]
    page = open_modules(browser, statistics)
    told = page.evaluate(SUMS, selections)
    page.close()
    for selection, regions in zip(selections, told, strict=True):
        span = selection["from"], selection["to"]
        figures = statistics.figures[statistics.figures["measure"] == selection["measure"]]
        inside = figures[[within(period, "", span) for period in figures["period"]]]
        added = KEYS[selection["measure"]][0] == "sum"
        if not added and len(inside):  # the year and its last quarter end together
            ends = inside["period"].map(lambda period: periods.bounds(period)[1])
            inside = inside[ends == ends.max()]
        whole = days(tuple(inside["period"].unique()))
        for iso, (value, flags, _) in zip(ISOS, regions, strict=True):
            own = inside[inside["region"] == iso]
            total = quantities.add(own["value"], own["flags"])
            doubt = total.flags
            if (
                added and len(own) and days(tuple(own["period"])) != whole
            ):  # a sum that lacks a period is at least that
                doubt = quantities.add([*own["value"], 0.0], [*own["flags"], STATED | AT_LEAST]).flags
                total = quantities.Quantity(0.0 if math.isnan(total.value) else total.value, doubt)
            assert (value, flags) == (close(total.value), doubt), (selection, iso, own)


@cache
def days(told: tuple[str, ...]) -> int:
    """How many days some periods cover."""
    bounds = [periods.bounds(period) for period in told]
    return len({day for first, last in bounds for day in range(first.toordinal(), last.toordinal() + 1)})
