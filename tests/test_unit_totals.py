"""Figures already added up by unit: a register's engine aggregates, the map shows the same."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from karasora import quantities
from karasora.faults import DataError
from karasora.incidents import Dataset, read_dataset
from karasora.sums import region_sums


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Dataset]:
    def read_text(text: str) -> Dataset:
        path = tmp_path / "sums.csv"
        path.write_text(text, encoding="utf-8")
        return read_dataset(totals=path)

    return read_text


def figures(dataset: Dataset) -> dict[tuple[str, str], str]:
    rows = dataset.figures.itertuples()
    return {(row.region, row.measure): quantities.text(row.value, row.flags) for row in rows}


def test_a_row_per_unit_and_a_column_per_measure(read: Callable[[str], Dataset]) -> None:
    dataset = read("область;incidents;Марихуана, т;cocaine_kg\nУлытау;4;>0,5;\nKZ-31;;?;8\n")
    assert figures(dataset) == {
        ("KZ-62", "incidents"): "4",
        ("KZ-62", "marijuana_kg"): ">500",
        ("KZ-31", "marijuana_kg"): "?",
        ("KZ-31", "cocaine_kg"): "8",
    }
    assert len(dataset.incidents) == 0
    assert "cocaine_kg" in dataset.measures
    assert [(r.id, r.titles["ru"]) for r in dataset.reports] == [("data", "sums")]


def test_a_row_per_figure(read: Callable[[str], Dataset]) -> None:
    dataset = read(
        "region,measure,value,qualifier,report\nKZ-62,plants,5,>,a\nKZ-62,plants,6,,b\nKZ-62,incidents,3,,a\n"
    )
    assert dataset.figures.to_numpy().tolist() == [
        ["a", "KZ-62", "plants", "", 5, 3],
        ["b", "KZ-62", "plants", "", 6, 1],
        ["a", "KZ-62", "incidents", "", 3, 1],
    ]
    assert [r.id for r in dataset.reports] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("region,plants\nKZ-62,5\nKZ-62,6\n", "sums.csv:3:plants: «KZ-62» has this figure in row 2 too"),
        ("region,plants\nKZ-62;KZ-31,5\n", "sums.csv:2:region: a figure already added up must belong to one"),
        ("region,plants\nKZ-31,4\n,5\n", "sums.csv:3:region: the row names no region"),
        ("region,plants\nKZ-62,-5\n", "sums.csv:2:plants: «-5» is negative"),
        ("plants\n5\n", "sums.csv:1:-: there is no row of figures, or no column of regions"),
        ("region,plants\nAtlantis,5\nKZ-62,4\n", "sums.csv:2:region: «Atlantis» is no known name"),
    ],
)
def test_what_is_wrong_is_told(read: Callable[[str], Dataset], text: str, fault: str) -> None:
    with pytest.raises(DataError) as caught:
        read(text)
    assert str(caught.value.faults[0]).startswith(fault)


def test_an_engine_that_holds_the_register_gives_the_same_sums(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    register = pd.DataFrame(
        {
            "regions": random.choice(["KZ-62", "KZ-31", "KZ-27", "KZ-75"], 5000),
            "marijuana_kg": random.lognormal(3, 2, 5000).round(1),
            "plants": random.integers(0, 50, 5000),
            "title": np.arange(5000).astype(str),
        }
    )
    register.to_parquet(tmp_path / "register.parquet")
    duckdb.sql(
        f"""copy (select regions, count(*) as incidents, round(sum(marijuana_kg), 9) as marijuana_kg,
                  sum(plants) as plants from '{tmp_path}/register.parquet' group by regions)
            to '{tmp_path}/sums.parquet' (format parquet)"""
    )
    summed = read_dataset(totals=tmp_path / "sums.parquet").figures
    theirs = summed.pivot(index="region", columns="measure", values="value")
    incidents = read_dataset(tmp_path / "register.parquet").incidents
    ours = region_sums(incidents, list(theirs.index), ["marijuana_kg", "plants"])[theirs.columns]
    pd.testing.assert_frame_equal(ours, theirs, check_names=False, check_dtype=False)
