"""Budgets that hold on a busy machine too: memory and sizes. Times are compared by `make bench`."""

from pathlib import Path

import pandas as pd
import pytest

from tests.benchmarks.made_up import incidents
from tests.benchmarks.process import Run, python


def built(out: Path, *arguments: object) -> Run:
    run = python("-m", "karasora", "build", *arguments, "--out", out, limit=120)
    assert not run.failed, run.output
    return run


def test_the_articles_page_is_light(tmp_path: Path) -> None:
    built(tmp_path / "map.html")
    # With the season; test_season holds the article alone.
    assert (tmp_path / "map.html").stat().st_size <= 500_000


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    return incidents(100_000)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_hundred_thousand_incidents(register: pd.DataFrame, kind: str, tmp_path: Path) -> None:
    table = tmp_path / f"register.{kind}"
    if kind == "csv":
        register.to_csv(table, index=False)
    else:
        register.to_parquet(table, index=False)
    run = built(tmp_path / "map.html", table)
    assert run.peak_mb <= 400
    assert (tmp_path / "map.html").stat().st_size <= 3 * 2**20
