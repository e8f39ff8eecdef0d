"""`karasora join`: what was understood, written so that it reads back, and parts that add up to the whole."""

import random
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karasora import parts, quantities
from karasora.cli import main
from karasora.faults import DataError, UsageError
from karasora.figures.joining import COLUMNS, joined_figures, written
from karasora.incidents import read_dataset
from karasora.sums import tally

TABLE = (
    "Число пожаров и доля\n"
    'Регион,"Пожары, единиц",,"Доля, %"\n'
    ",2023,2024,2024\n"
    "Абай,>12,15,4.5\n"
    "Акмолинская,0,?,–\n"
    "Ұлытау,7,~8,3.25\n"
    "Республика Казахстан,19,23,\n"
)
# «at most» is left out: together with «at least» it makes «about», which can't be told apart later
CELLS = st.sampled_from(["", "?", "3", "10", ">206", "~135", "2.5", "0"])
KEY = ["report", "region", "measure", "period"]


def join(path: Path, out: Path, *options: str) -> pd.DataFrame:
    assert main(["join", str(path), "--out", str(out), *options]) == 0
    read = (
        pd.read_parquet(out)
        if out.suffix == ".parquet"
        else pd.read_csv(out, dtype=str, keep_default_na=False)
    )
    return read.sort_values(KEY).reset_index(drop=True)


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".geojson"])
def test_what_join_writes_reads_back_as_the_same_figures(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    out = tmp_path / f"out{ending}"
    assert main(["join", str(tmp_path / "a.csv"), "--out", str(out)]) == 0
    first, again = (read_dataset(path) for path in (tmp_path / "a.csv", out))
    for dataset in (first, again):
        assert len(dataset.incidents) == 0
    frames = [d.figures.sort_values(KEY).reset_index(drop=True) for d in (first, again)]
    pd.testing.assert_frame_equal(*frames)
    for key, measure in first.measures.items():
        other = again.measures[key]
        assert (other.unit, other.additive, other.over_time) == (
            measure.unit, measure.additive, measure.over_time
        ), key  # fmt: skip


def test_the_columns_are_those_of_the_contract(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    rows = join(tmp_path / "a.csv", tmp_path / "out.csv")
    assert list(rows) == list(COLUMNS)
    told = {
        (r.region, r.period, r.name, r.unit): (r.value, r.qualifier) for r in rows.itertuples(index=False)
    }
    assert told == {
        ("KZ-10", "2023", "Пожары", "items"): ("12", ">"), ("KZ-10", "2024", "Пожары", "items"): ("15", ""),
        ("KZ-11", "2023", "Пожары", "items"): ("0", ""), ("KZ-11", "2024", "Пожары", "items"): ("", "?"),
        ("KZ-62", "2023", "Пожары", "items"): ("7", ""), ("KZ-62", "2024", "Пожары", "items"): ("8", "~"),
        ("", "2023", "Пожары", "items"): ("19", ""), ("", "2024", "Пожары", "items"): ("23", ""),
        ("KZ-10", "2024", "Доля", "%"): ("4.5", ""), ("KZ-62", "2024", "Доля", "%"): ("3.25", ""),
    }  # fmt: skip


def test_incidents_are_added_up_by_region_and_period(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "region,date,title,marijuana_kg\nKZ-62,2025-06-01,a,>2\nKZ-62,2025-07-09,b,3\nKZ-62,2025-07,c,?\n"
        "KZ-31;KZ-61,2025-07-01,d,9\n",
        encoding="utf-8",
    )
    months = join(tmp_path / "a.csv", tmp_path / "m.csv", "--by", "month")
    told = {(r.measure, r.period): (r.value, r.qualifier) for r in months.itertuples(index=False)}
    assert told == {
        ("incidents", "2025-06"): ("1", ""), ("incidents", "2025-07"): ("2", ""),
        ("marijuana_kg", "2025-06"): ("2", ">"), ("marijuana_kg", "2025-07"): ("3", ">"),
    }  # fmt: skip
    whole = join(tmp_path / "a.csv", tmp_path / "w.csv")
    assert [tuple(r) for r in whole[["measure", "period", "value", "qualifier"]].to_numpy()] == [
        ("incidents", "", "3", ""), ("marijuana_kg", "", "5", ">"),
    ]  # fmt: skip


@settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(["KZ-62", "KZ-31", "KZ-10"]), CELLS), min_size=4, max_size=30),
    st.integers(2, 4),
    st.integers(0, 10**6),
)
def test_parts_joined_apart_add_up_to_the_whole(
    tmp_path: Path, rows: list[tuple[str, str]], parts: int, seed: int
) -> None:
    rng = random.Random(seed)
    frame = pd.DataFrame(rows, columns=["region", "marijuana_kg"]).assign(
        title=[f"t{i}" for i in range(len(rows))]
    )
    shares = [rng.randrange(parts) for _ in rows]
    whole = joined_figures(read_dataset(frame))
    files = []
    for number in range(parts):
        own = frame[[share == number for share in shares]]
        if len(own):
            files.append(tmp_path / f"part-{number}.csv")
            files[-1].write_bytes(written(joined_figures(read_dataset(own)), files[-1], vintage=2022))
    again = joined_figures(read_dataset(files))
    tables = [
        {(r.region, r.measure): (None if np.isnan(r.value) else r.value, r.qualifier) for r in t.itertuples()}
        for t in (whole, again)
    ]
    assert tables[0] == tables[1]


@pytest.mark.parametrize("by", [None, "month"])
def test_a_table_read_part_by_part_comes_to_the_same(
    by: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(5)
    rows = [
        (rng.choice(["KZ-62", "Жамбыл", "KZ-10;KZ-31", "Жамбылская область"]),
         f"2025-0{rng.randint(1, 9)}-03",
         rng.choice(["", "?", "3", ">206", "~2.5"]), rng.choice([None, 1.5, 2.0]))
        for _ in range(40)
    ]  # fmt: skip
    path = tmp_path / "long.parquet"
    pd.DataFrame(rows, columns=["region", "date", "marijuana_kg", "cocaine_kg"]).to_parquet(path)
    whole = parts.Joined(joined_figures(dataset := read_dataset(path), by=by), tally(dataset), 2022)
    monkeypatch.setattr(parts, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(parts, "PART", 7)
    apart = parts.join(path, by=by)
    assert apart is not None
    one, other = (t.figures.sort_values(KEY).reset_index(drop=True) for t in (whole, apart))
    pd.testing.assert_frame_equal(one, other, check_dtype=False)
    assert (apart.tally.rows, apart.tally.regions) == (whole.tally.rows, whole.tally.regions)
    assert [str(r) for r in apart.tally.readings] == [str(r) for r in whole.tally.readings]


def test_faults_of_all_parts_are_told_and_ids_that_stand_in_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(parts, "PART", 2)
    path = tmp_path / "long.parquet"
    regions = ["KZ-62", "Жамбилская", "KZ-62", "KZ-62", "KZ-31", "Нигде"]
    pd.DataFrame({"region": regions, "title": ["a"] * 6}).to_parquet(path)
    with pytest.raises(DataError) as raised:
        parts.join(path, by=None)
    assert [fault.row for fault in raised.value.faults] == [3, 7]
    pd.DataFrame({"id": list("abcbe"), "region": ["KZ-62"] * 5, "title": ["a"] * 5}).to_parquet(path)
    with pytest.raises(DataError, match="5:id: the row has the id of another one"):
        parts.join(path, by=None)


def test_long_figures_are_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(parts, "PART", 2)
    path = tmp_path / "long.parquet"
    pd.DataFrame({"region": ["KZ-62", "KZ-31", "KZ-10", "KZ-11"], "Fires": [1, 2, 3, 4]}).to_parquet(path)
    assert parts.join(path, by=None) is None
    assert len(join(path, tmp_path / "out.csv")) == 4


def test_other_endings_are_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        written(pd.DataFrame(columns=list(COLUMNS)), tmp_path / "a.txt", vintage=2022)
    assert quantities.text(1.0, quantities.STATED) == "1"


def test_figures_keep_their_periods_so_incidents_must_be_there_to_add_up_by_month() -> None:
    figures = pd.DataFrame({"region": ["KZ-31", "KZ-62"], "period": ["2024", "2024"], "crimes": [5, 7]})
    with pytest.raises(UsageError, match="no incidents to add up by month"):
        joined_figures(read_dataset(figures), by="month")


def test_the_sheet_to_fill_in_is_read_as_figures(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    assert main(["template", "--figures", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    for number, row in enumerate(book.active.iter_rows(min_row=3, min_col=2), start=1):
        for cell in row:
            cell.value = number
    book.save(path)
    dataset = read_dataset(path)
    assert len(dataset.figures) == 20 * 9
    assert dataset.readings[0].periods == 3 and dataset.readings[0].measures == 3
