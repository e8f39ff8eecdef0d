"""Periods that hold each other: totals beside their parts, and counts since the year began."""

from pathlib import Path

import pandas as pd
import pytest

from karasora.incidents import read_dataset
from tests.joined import Told, joined

REGIONS = ("Абайская область", "Акмолинская область", "Астана")
CODES = ("KZ-10", "KZ-11", "KZ-71")


def figures(tmp_path: Path, headers: list[str], values: list[int], title: str = "") -> Told:
    """What `join` makes of a table whose rows are these values × 1, 2, 3."""
    lines = [title + ";" * len(headers)] if title else []
    lines += [";".join(["Регион", *headers])]
    lines += [";".join([name, *(str(v * k) for v in values)]) for k, name in enumerate(REGIONS, start=1)]
    return joined(tmp_path, lines)


def expected(name: str, by_period: dict[str, int]) -> Told:
    return {
        (code, name, period): str(value * k)
        for k, code in enumerate(CODES, start=1)
        for period, value in by_period.items()
    }


@pytest.mark.parametrize(
    "total", ["Всего 2024", "Итого за 2024 год", "2024", "Total 2024", "2024 жыл, барлығы"]
)
def test_a_total_beside_its_parts_is_held_against_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], total: str
) -> None:
    headers = ["I полугодие 2024", "II полугодие 2024", total]
    parts = expected("Пожары", {"2024-H1": 10, "2024-H2": 20})
    assert figures(tmp_path, headers, [10, 20, 30], "Пожары") == parts
    assert "add up to" not in capsys.readouterr().err
    assert figures(tmp_path, headers, [10, 20, 31], "Пожары") == parts
    assert "the total is 31, its periods add up to 30 (and 2 more)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "name", "headers"),
    [
        ("Пожары", "Пожары: с начала года", ["январь–март 2025", "январь–июнь 2025", "январь–сентябрь 2025"]),
        ("Пожары", "Пожары: с начала года", ["3 месяца 2025", "6 месяцев 2025", "9 месяцев 2025"]),
        ("Fires", "Fires: year to date", ["Jan-Mar 2025", "Jan-Jun 2025", "Jan-Sep 2025"]),
        (
            "Өрттер",
            "Өрттер: жыл басынан",
            ["қаңтар–наурыз 2025", "қаңтар–маусым 2025", "қаңтар–қыркүйек 2025"],
        ),
    ],
)
def test_counts_since_the_year_began_are_states_of_their_last_month(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], title: str, name: str, headers: list[str]
) -> None:
    told = figures(tmp_path, headers, [10, 20, 30], title)
    assert told == expected(name, {"2025-03": 10, "2025-06": 20, "2025-09": 30})
    assert "counts since it began, never added up" in capsys.readouterr().err
    dataset = read_dataset(tmp_path / "out.csv")
    [key] = set(dataset.figures["measure"])
    assert dataset.measures[key].over_time == "last"


@pytest.mark.parametrize("years", [("2025", "2025"), ("2024", "2025")])
def test_months_below_their_year_are_counts_since_it_began(tmp_path: Path, years: tuple[str, str]) -> None:
    below = {"3 месяца": "03", "9 месяцев": "09"} if years[0] == years[1] else {"9 месяцев": "09"}
    spans = [*below] if years[0] == years[1] else ["9 месяцев"] * 2
    lines = ["Пожары;;", ";".join(["Регион", *years]), ";".join(["", *spans])]
    lines += [f"{name};{k};{2 * k}" for k, name in enumerate(REGIONS, start=1)]
    periods = [f"{year}-{below[span]}" for year, span in zip(years, spans, strict=True)]
    made = dict(zip(periods, (1, 2), strict=True))
    assert joined(tmp_path, lines) == expected("Пожары: с начала года", made)


def test_the_same_months_of_several_years_are_comparable_states(tmp_path: Path) -> None:
    told = figures(tmp_path, ["январь–сентябрь 2024", "январь–сентябрь 2025"], [100, 90])
    assert told == expected("table: с начала года", {"2024-09": 100, "2025-09": 90})


def test_a_file_named_like_a_unit_tells_none(tmp_path: Path) -> None:
    lines = ["Регион;январь–сентябрь 2024;январь–сентябрь 2025", "KZ-71;1;2", "KZ-10;3;4"]
    told = joined(tmp_path, lines, "t.csv")
    assert told["KZ-71", "с начала года", "2025-09"] == "2"


def test_one_span_a_year_stays_in_the_name(tmp_path: Path) -> None:
    told = figures(tmp_path, ["2023", "2024", "январь–сентябрь 2025"], [100, 110, 90], "Пожары")
    assert told == {
        **expected("Пожары", {"2023": 100, "2024": 110}),
        **expected("Пожары – январь–сентябрь 2025", {"": 90}),
    }


def test_a_unit_between_commas_is_one(tmp_path: Path) -> None:
    told = figures(tmp_path, ["2023", "2024"], [100, 110], "Население, тыс. человек, на начало года")
    assert told == expected("Население, на начало года", {"2023": 100_000, "2024": 110_000})


def test_plants_may_be_factories(tmp_path: Path) -> None:
    assert figures(tmp_path, ["Plants"], [4]) == expected("Plants", {"": 4})
    rows = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert set(rows["unit"]) == {""}
