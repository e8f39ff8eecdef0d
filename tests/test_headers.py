"""Where headers end and rows begin, and what headers say of periods and categories."""

import csv
from pathlib import Path

import pytest

from karasora.incidents import read_dataset
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


@pytest.mark.parametrize(
    ("title", "headers", "unit", "values"),
    [
        ("Население, тыс. человек", "мужчины;женщины", "persons", ("1000", "2000")),
        ("Population, thousand persons", "male 2024;female 2024", "persons", ("1000", "2000")),
        ("Халық саны, мың адам", "ерлер;әйелдер", "persons", ("1000", "2000")),
        ("Бюджет, млрд тенге", "план 2024;факт 2024", "KZT", ("1000000000", "2000000000")),
        ("Уровень безработицы, %", "мужчины;женщины", "%", ("1", "2")),
    ],
)
def test_a_title_s_only_unit_is_that_of_every_column_that_tells_none(
    tmp_path: Path, title: str, headers: str, unit: str, values: tuple[str, str]
) -> None:
    told = joined(tmp_path, [f"{title};;", f"Регион;{headers}", "KZ-10;1;2", "KZ-71;1;2"])
    names = {name for _, name, _ in told}
    assert len(names) == 2
    assert {told["KZ-10", name, period] for _, name, period in told} == set(values)
    assert {row["unit"] for row in csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8"))} == {unit}


def test_a_column_of_its_own_unit_keeps_it_below_a_title(tmp_path: Path) -> None:
    lines = ["Население, тыс. человек;;", "Регион;2024;рост, %", "KZ-10;1;101", "KZ-71;1;102"]
    told = joined(tmp_path, lines)
    assert told["KZ-10", "Население", "2024"] == "1000"
    assert told["KZ-10", "рост", ""] == "101"


@pytest.mark.parametrize(
    "header", ["2024 г. (оценка)", "2024¹⁾", "20241)", "2024p", "2024 (prelim.)", "2024 место", "24 г."]
)
def test_a_header_that_begins_with_a_year_and_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str
) -> None:
    refused(tmp_path, ["Население, человек;;", f"Регион;2023;{header}", "KZ-10;1;2", "KZ-71;1;2"])
    assert f"«{header}» begins with a year, but is none" in capsys.readouterr().err


def test_a_scale_in_cell_and_header_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(tmp_path, ["Население, тыс. человек;;", "Регион;2023;2024", "KZ-10;600 тыс.;601", "KZ-71;1;2"])
    assert "«600 тыс.» tells a scale, and so does its header" in capsys.readouterr().err


def test_years_as_lines_are_periods_of_the_rows_below(tmp_path: Path) -> None:
    rows = ["2023 год;;", "KZ-10;1;2", "KZ-71;3;4", "2024 год;;", "KZ-10;5;6", "KZ-71;7;8"]
    told = joined(tmp_path, ["Регион;Угоны;Кражи", *rows])
    assert told["KZ-10", "Угоны", "2023"] == "1"
    assert told["KZ-71", "Кражи", "2024"] == "8"
    assert len(told) == 8


@pytest.mark.parametrize("numbers", [("I", "II", "III"), ("1", "2", "3"), ("1.", "2.", "3.")])
def test_row_numbers_are_no_categories(tmp_path: Path, numbers: tuple[str, ...]) -> None:
    rows = [
        f"{n};{iso};{k};{k}"
        for k, (n, iso) in enumerate(zip(numbers, ("KZ-10", "KZ-11", "KZ-71"), strict=True))
    ]
    told = joined(tmp_path, ["№;Область;2023;2024", *rows])
    assert {name for _, name, _ in told} == {"table"}


def test_signs_of_footnotes_alone_are_no_years(tmp_path: Path) -> None:
    told = joined(tmp_path, ["Область;2023;2024", "KZ-10;12;45²", "KZ-11;13;46³", "KZ-71;14;47"])
    assert told["KZ-10", "table", "2024"] == "45"


@pytest.mark.parametrize("quarters", ["I;II;III;IV", "1;2;3;4"])
def test_numbers_below_a_title_of_quarters_are_quarters(tmp_path: Path, quarters: str) -> None:
    lines = ["Кражи по кварталам 2024 года;;;;", f"Регион;{quarters}", "KZ-10;1;2;3;4", "KZ-71;5;6;7;8"]
    assert {period for _, _, period in joined(tmp_path, lines)} == {f"2024-Q{n}" for n in (1, 2, 3, 4)}


def test_years_below_a_title_of_months_are_those_months(tmp_path: Path) -> None:
    lines = ["Кражи за январь-сентябрь;;", "Регион;2023;2024", "KZ-10;1;2", "KZ-71;5;6"]
    told = joined(tmp_path, lines)
    assert told["KZ-71", "Кражи за январь-сентябрь: с начала года", "2024-09"] == "6"
    assert {period for _, _, period in told} == {"2023-09", "2024-09"}


def test_a_title_s_unit_of_money_is_none_of_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["Промышленность, млн тенге;;", "Регион;Выпуск;Число предприятий", "KZ-10;1;2", "KZ-71;3;4"]
    told = joined(tmp_path, lines)
    assert (told["KZ-10", "Выпуск", ""], told["KZ-10", "Число предприятий", ""]) == ("1000000", "2")
    err = capsys.readouterr().err
    assert "the title's unit was taken for what tells none: «Выпуск»" in err
    assert "the title's unit was not taken for what tells none: «Число предприятий»" in err


def test_columns_below_a_mean_are_not_added_up(tmp_path: Path) -> None:
    lines = ["Среднемесячная зарплата, тенге;;", "Регион;мужчины;женщины", "KZ-10;1;2", "KZ-71;3;4"]
    (tmp_path / "table.csv").write_text("\n".join(lines), encoding="utf-8")
    dataset = read_dataset(tmp_path / "table.csv")
    own = [dataset.measures[key] for key in set(dataset.figures["measure"])]
    assert {(measure.unit, measure.additive) for measure in own} == {("KZT", False)}


def test_measures_in_rows_take_the_title_s_unit_as_columns_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["KZ-10;Выпуск;10", "KZ-10;Число предприятий;2", "KZ-71;Выпуск;20", "KZ-71;Число предприятий;3"]
    told = joined(tmp_path, ["Промышленность, млн тенге;;", "Регион;Показатель;2024", *rows])
    assert told["KZ-10", "Выпуск", "2024"] == "10000000"
    assert told["KZ-10", "Число предприятий", "2024"] == "2"
    assert "was not taken for what tells none: «Число предприятий»" in capsys.readouterr().err


@pytest.mark.parametrize("unit", ["тыс. человек", "тыс. га"])
def test_ages_and_quantities_take_the_unit_of_the_line_below_the_title(tmp_path: Path, unit: str) -> None:
    lines = ["Сведения;;", f";;{unit}", "Регион;Дети до 15 лет;Количество с 2020 г. рождения"]
    told = joined(tmp_path, [*lines, "KZ-10;1;2", "KZ-71;3;4"])
    assert sorted(told[key] for key in told if key[0] == "KZ-10") == ["1000", "2000"]


def test_what_does_not_take_the_unit_of_the_line_below_the_title_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["Промышленность;;;", ";;;млн тенге", "Регион;Выпуск;Число предприятий;Рост к предыдущему году"]
    told = joined(tmp_path, [*lines, "KZ-10;1;2;3", "KZ-71;4;5;6"])
    assert told["KZ-10", "Выпуск", ""] == "1000000"
    assert told["KZ-10", "Число предприятий", ""] == "2"
    assert told["KZ-10", "Рост к предыдущему году", ""] == "3"
    err = capsys.readouterr().err
    assert "unit was not taken for what tells none: «Число предприятий» and «Рост к предыдущему году»" in err
