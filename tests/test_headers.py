"""Where headers end and rows begin, and what headers say of periods and categories."""

import csv
from pathlib import Path

import pytest

from tests.joined import joined, refused

ROWS = ["Акмолинская область;45;46", "Астана;900;901"]


@pytest.mark.parametrize("cells", ["(123);(45)", "abc;12", "абв;где"])
@pytest.mark.parametrize("head", [["Регион;2023;2024"], ["Пожары;;", "Регион;2023;2024"], []])
def test_a_first_row_that_cannot_be_read_is_a_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], head: list[str], cells: str
) -> None:
    refused(tmp_path, [*head, f"Абайская область;{cells}", *ROWS])
    told = capsys.readouterr().err
    assert f"table.csv:{len(head) + 1}:" in told
    assert f"«{cells.split(';')[0]}»" in told


def test_brackets_around_a_number_are_told_with_their_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(tmp_path, ["Регион;2023;2024", "Абайская область;(123);1", *ROWS])
    assert "write -123 if they mean less than nothing" in capsys.readouterr().err


def test_a_first_region_without_figures_leaves_the_headers_alone(tmp_path: Path) -> None:
    told = joined(tmp_path, ["Регион;2023;2024", "Абайская область;;", *ROWS])
    assert told == {
        ("KZ-11", "table", "2023"): "45",
        ("KZ-11", "table", "2024"): "46",
        ("KZ-71", "table", "2023"): "900",
        ("KZ-71", "table", "2024"): "901",
    }


def test_regions_as_headers_stay_headers(tmp_path: Path) -> None:
    told = joined(tmp_path, ["Год;Абайская область;Астана", "2023;1;2", "2024;3;4"])
    assert {(region, period): v for (region, _, period), v in told.items()} == {
        ("KZ-10", "2023"): "1",
        ("KZ-71", "2023"): "2",
        ("KZ-10", "2024"): "3",
        ("KZ-71", "2024"): "4",
    }


@pytest.mark.parametrize(
    ("title", "key", "name"),
    [
        (
            "Population, thousand persons, at the beginning of the year",
            "Region",
            "Population, at the beginning of the year",
        ),
        ("Население, тыс. человек, на начало года", "Регион", "Население, на начало года"),
        ("Халық саны, мың адам, жыл басына", "Облыс", "Халық саны, жыл басына"),
    ],
)
@pytest.mark.parametrize("years", [("2023", "2024"), ("2022", "2023", "2024")])
def test_a_title_broken_by_its_commas_is_one_title(
    tmp_path: Path, title: str, key: str, name: str, years: tuple[str, ...]
) -> None:
    line = title + "," * (len(years) - 2)
    values = ["788.5", "790", "795"][: len(years)]
    lines = [line, ",".join([key, *years]), ",".join(["KZ-10", *values]), ",".join(["KZ-71", *values])]
    expected = {"788.5": "788500", "790": "790000", "795": "795000"}
    assert joined(tmp_path, lines) == {
        (region, name, year): expected[value]
        for region in ("KZ-10", "KZ-71")
        for year, value in zip(years, values, strict=True)
    }


def test_categories_of_one_year_have_its_period(tmp_path: Path) -> None:
    lines = ["Регион;мужчины 2024;женщины 2024;Всего 2024", "KZ-10;1;2;3", "KZ-71;4;5;9"]
    assert joined(tmp_path, lines) == {
        ("KZ-10", "мужчины", "2024"): "1",
        ("KZ-10", "женщины", "2024"): "2",
        ("KZ-10", "Всего", "2024"): "3",
        ("KZ-71", "мужчины", "2024"): "4",
        ("KZ-71", "женщины", "2024"): "5",
        ("KZ-71", "Всего", "2024"): "9",
    }


@pytest.mark.parametrize(
    "headers",
    [
        "Рост к 2022, %;Рост к 2023, %",
        "Число к 2023;Сумма к 2023",
        "2023 жылға қарағанда;2022 жылға қарағанда",
    ],
)
def test_a_year_that_is_compared_with_is_no_period(tmp_path: Path, headers: str) -> None:
    told = joined(tmp_path, [f"Регион;{headers}", "KZ-10;101,5;98,1", "KZ-71;99;100"])
    assert {period for _, _, period in told} == {""}


def test_a_total_below_its_years_is_one_measure(tmp_path: Path) -> None:
    lines = ["Регион;2023;;2024;", ";всего;город;всего;город", "KZ-10;3;1;30;10", "KZ-71;7;3;70;30"]
    told = joined(tmp_path, lines)
    assert {(name, period) for _, name, period in told} == {
        (name, period) for name in ("всего", "город") for period in ("2023", "2024")
    }
    assert told["KZ-71", "всего", "2024"] == "70"


@pytest.mark.parametrize(
    ("header", "name", "unit"),
    [
        ("Уровень безработицы 2024, %", "Уровень безработицы", "%"),
        ("Число пожаров за 2024 год", "Число пожаров", ""),
        ("Unemployment rate (%), 2024", "Unemployment rate", "%"),
    ],
)
def test_one_column_of_one_year_has_its_period(tmp_path: Path, header: str, name: str, unit: str) -> None:
    lines = [f"Регион;{header}", "KZ-10;4,8", "KZ-71;4,5"]
    assert joined(tmp_path, lines) == {("KZ-10", name, "2024"): "4.8", ("KZ-71", name, "2024"): "4.5"}
    assert {row["unit"] for row in csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8"))} == {unit}


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ("2023 год, тыс. чел.;2024 год, чел.", "table"),
        ("Население 2023, тыс. чел.;Население 2024, чел.", "Население"),
    ],
)
def test_two_years_in_two_units_are_one_measure(tmp_path: Path, headers: str, name: str) -> None:
    told = joined(tmp_path, [f"Регион;{headers}", "KZ-10;610,2;612100", "KZ-71;788,1;787900"])
    assert told == {
        ("KZ-10", name, "2023"): "610200",
        ("KZ-10", name, "2024"): "612100",
        ("KZ-71", name, "2023"): "788100",
        ("KZ-71", name, "2024"): "787900",
    }


def test_a_name_of_a_town_is_no_region_where_its_namesake_stands_already(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(tmp_path, ["Регион;2024", "Абайская область;12", "Абай;13", "Акмолинская область;45"])
    assert "«Абай» may mean 2 regions" in capsys.readouterr().err


def test_codes_and_names_beside_years_are_figures(tmp_path: Path) -> None:
    told = joined(
        tmp_path,
        ["Код;Наименование;2024", "100000000;Абайская область;12", "110000000;Акмолинская область;45"],
    )
    assert told == {("KZ-10", "table", "2024"): "12", ("KZ-11", "table", "2024"): "45"}
