"""Budgets that hold on a busy machine too: memory, sizes, and processor time side by side in one run."""

from pathlib import Path

import pytest

from tests.benchmarks.made_up import incidents
from tests.benchmarks.process import Run, python


def built(out: Path, *arguments: object) -> Run:
    run = python("-m", "karasora", "build", *arguments, "--out", out, limit=120)
    assert not run.failed, run.output
    return run


def test_the_articles_build_costs_little_more_than_the_imports(tmp_path: Path) -> None:
    imports, builds = [], []
    for _ in range(7):
        imports.append(python("-c", "import geopandas, folium", limit=60).cpu_seconds)
        builds.append(built(tmp_path / "map.html").cpu_seconds)
    assert min(builds) <= 1.5 * min(imports)
    assert (tmp_path / "map.html").stat().st_size <= 400 * 1024


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_hundred_thousand_incidents(kind: str, tmp_path: Path) -> None:
    table = tmp_path / f"register.{kind}"
    made = incidents(100_000)
    if kind == "csv":
        made.to_csv(table, index=False)
    else:
        made.to_parquet(table, index=False)
    run = built(tmp_path / "map.html", table)
    assert run.peak_mb <= 400
    assert (tmp_path / "map.html").stat().st_size <= 3 * 2**20
