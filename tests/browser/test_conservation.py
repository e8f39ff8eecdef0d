"""Nothing is lost and nothing gained in the browser: random tables, as a page shows them and gives them away.

With hypothesis's profile `deep` there are a hundred tables; else the same few every time.
"""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from karasora.incidents import read_dataset
from karasora.page import build_map, payload, render
from tests.browser.conftest import Visit, until
from tests.browser.test_downloads import taken
from tests.random_tables import WORDS, Tables, added, tables
from tests.test_conservation import VINTAGES, of_rows

A_FEW = settings(
    max_examples=max(5, settings().max_examples // 100),
    phases=[Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
COUNT = "n => document.querySelector('table[data-table=incidents]').getAttribute('aria-rowcount') == n + 1"
VALUES = """
() => [...document.querySelectorAll("[data-region]")].map((unit) => unit.dataset)
  .filter((unit) => !unit.state.startsWith("not-")).map((unit) => [unit.region, unit.value])
"""

Cells = Counter[tuple[tuple[str, str], ...]]  # rows of a download, in any order


@seed(2025)
@A_FEW
@given(drawn=tables(), vintage=VINTAGES, packed=st.booleans())
def test_a_page_shows_and_gives_what_the_table_holds(
    visit: Visit, tmp_path: Path, drawn: Tables, vintage: int, packed: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payload, "PACK_ABOVE", 0 if packed else len(drawn.rows))
        built = render(build_map(read_dataset(drawn.write(tmp_path), vintage=vintage)))
    (tmp_path / "page.html").write_bytes(built)
    page = visit(file=tmp_path / "page.html")
    for report in dict.fromkeys(row.report.id for row in drawn.rows):
        sums = {(where, key): told for (of, where, key), told in drawn.sums(vintage).items() if of == report}
        for measure in {key for _, key in sums}:
            of_units = {
                where: told for (where, key), told in sums.items() if key == measure and "KZ-" in where
            }
            assert shown(page, report, measure) == {unit: number for unit, (number, _) in of_units.items()}
        given_away(page, tmp_path, drawn.counts(vintage, report)["read"], report=report)
        back = read_dataset(tmp_path / "download.csv", vintage=vintage).incidents
        assert {(where, key): told for (_, where, key), told in added(of_rows(back)).items()} == sums
    check_filters(page, tmp_path, drawn)


def check_filters(page: Page, folder: Path, drawn: Tables) -> None:
    """What a filter lets through is what it names, and its choices share all rows out among them."""
    report, measure = drawn.rows[0].report.id, drawn.headings[0].measure
    rows = [row for row in drawn.rows if row.report.id == report]
    whole = given_away(page, folder, len(rows), report=report)
    for control, choices in (("q", WORDS), ("kind", {row.kind for row in drawn.rows})):
        wanted = {choice: sum(choice in (row.word, row.kind) for row in rows) for choice in choices}
        parts = [given_away(page, folder, n, report=report, **{control: c}) for c, n in wanted.items()]
        assert sum(parts, Cells()) == whole, control
    in_shymkent = Cells({row: n for row, n in whole.items() if "KZ-79" in dict(row)["regions"]})
    assert given_away(page, folder, in_shymkent.total(), report=report, q="Шымкент") == in_shymkent
    stated = Cells({row: n for row, n in whole.items() if dict(row).get(measure)})
    assert given_away(page, folder, stated.total(), report=report, substance=measure) == stated


def go(page: Page, **view: str) -> None:
    page.evaluate("hash => { location.hash = hash }", urlencode(view))


def shown(page: Page, report: str, measure: str) -> dict[str, Decimal | None]:
    """The value of every region that the map has one for; None where no number is stated."""
    go(page, report=report, measure=measure)
    until(page, "m => document.querySelector('[data-control=measure]').value === m", measure)
    milligram = Decimal("0.000001")
    return {iso: Decimal(v).quantize(milligram) if v else None for iso, v in page.evaluate(VALUES)}


def given_away(page: Page, folder: Path, wanted: int, **view: str) -> Cells:
    """The rows of the CSV under this view, which is to have so many."""
    go(page, **{**view, "q": "никакой такой"})
    until(page, COUNT, 0)
    go(page, **view)
    until(page, COUNT, wanted)
    path = taken(page, "csv", folder).rename(folder / "download.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Cells(tuple(sorted(row.items())) for row in csv.DictReader(file))
