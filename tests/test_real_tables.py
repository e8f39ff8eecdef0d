"""Kinds of tables that once gave a map with other numbers than they hold, a traceback, or a needless refusal.

Each is the least table of its kind, with the figures that it means; the numbers are made up.
"""

from pathlib import Path

import pytest

import karasora
from karasora.incidents import read_dataset
from karasora.page import build_map, render
from karasora.page.readback import edition_of
from karasora.page.verification import verify
from karasora.quantities import AT_LEAST, STATED
from karasora.sums import measures_of, region_sums

#: What stands in the table, and per region, measure's name and period what it means.
FIGURES = {
    "scale words before a unit": (
        'Регион,"Сбросы, тыс. тонн","Жители, тыс. человек"\nАкмолинская,12.5,640.2\nКостанайская,3,810\n',
        {("KZ-11", "Сбросы", ""): 12_500_000, ("KZ-11", "Жители", ""): 640_200,
         ("KZ-39", "Сбросы", ""): 3_000_000, ("KZ-39", "Жители", ""): 810_000},
    ),
    "years are kept apart": (
        "region,Year,Residents\nAkmola,2023,700\nAkmola,2024,710\nKostanay,2023,800\nKostanay,2024,805\n",
        {("KZ-11", "Residents", "2023"): 700, ("KZ-11", "Residents", "2024"): 710,
         ("KZ-39", "Residents", "2023"): 800, ("KZ-39", "Residents", "2024"): 805},
    ),
    "a figure without a name": (
        "Region,Value\nAkmola,61\nKostanay,7\n",
        {("KZ-11", "", ""): 61, ("KZ-39", "", ""): 7},
    ),
    "a count beside regions": (
        "облыс,оқиғалар\nАқмола,17\nҚостанай,4\n",
        {("KZ-11", "", ""): 17, ("KZ-39", "", ""): 4},
    ),
    "commas that group digits": (
        'Region,"Sheep, items"\nAkmola,"1,204,118"\nKostanay,"955,020"\n',
        {("KZ-11", "Sheep", ""): 1_204_118, ("KZ-39", "Sheep", ""): 955_020},
    ),
    "a unit in every cell": (
        "Region,cocaine_kg\nAkmola,4 kg\nKostanay,11 kg\n",
        {("KZ-11", "cocaine", ""): 4, ("KZ-39", "cocaine", ""): 11},
    ),
    "a code beside the name": (
        "Код КАТО;Область;Штрафы\n110000000;Акмолинская;31\n390000000;Костанайская;44\n",
        {("KZ-11", "Штрафы", ""): 31, ("KZ-39", "Штрафы", ""): 44},
    ),
    "a blank header over the regions": (
        ",2023,2024\nАкмолинская,5,6\nКостанайская,7,8\n",
        {("KZ-11", "", "2023"): 5, ("KZ-11", "", "2024"): 6,
         ("KZ-39", "", "2023"): 7, ("KZ-39", "", "2024"): 8},
    ),
    "row numbers in front": (
        ",Регион,Штрафы\n0,Акмолинская,5\n1,Костанайская,7\n",
        {("KZ-11", "Штрафы", ""): 5, ("KZ-39", "Штрафы", ""): 7},
    ),
    "signs for missing": (
        "Регион,Штрафы\nАкмолинская,5\nКостанайская,н/д\nПавлодарская,…\nСКО,-\n",
        {("KZ-11", "Штрафы", ""): 5},
    ),
    "official short names": (
        "Регион,Штрафы\nАбай,1\nАлматинская,2\nЖамбылская,3\nг. Алматы,4\n",
        {("KZ-10", "Штрафы", ""): 1, ("KZ-19", "Штрафы", ""): 2,
         ("KZ-31", "Штрафы", ""): 3, ("KZ-75", "Штрафы", ""): 4},
    ),
    "years that a spreadsheet wrote as numbers": (
        "Регион;2\u00a0023;2\u00a0024\nАкмолинская;5;6\nКостанайская;7;8\n",
        {("KZ-11", "", "2023"): 5, ("KZ-11", "", "2024"): 6,
         ("KZ-39", "", "2023"): 7, ("KZ-39", "", "2024"): 8},
    ),
    "years with a decimal": (
        "Регион,Год,Ораза\nАкмолинская,2023.0,5\nАкмолинская,2024.0,6\n",
        {("KZ-11", "Ораза", "2023"): 5, ("KZ-11", "Ораза", "2024"): 6},
    ),
    "quarters by their numbers": (
        "Регион,Год,Квартал,Штрафы\nАкмолинская,2024,I,5\nАкмолинская,2024,II,6\n",
        {("KZ-11", "Штрафы", "2024-Q1"): 5, ("KZ-11", "Штрафы", "2024-Q2"): 6},
    ),
    "a line of a unit below a title that ends in a word like one": (
        "Поголовье овец на начало года\nтысяч голов\nРегион;2023;2024\nАкмолинская;5,5;6\nКостанайская;7;8\n",
        {("KZ-11", "начало года", "2023"): 5500, ("KZ-11", "начало года", "2024"): 6000,
         ("KZ-39", "начало года", "2023"): 7000, ("KZ-39", "начало года", "2024"): 8000},
    ),
    "billions": (
        "Region,\"Output, bn KZT\"\nAkmola,8394.3\nKostanay,0.7\n",
        {("KZ-11", "Output", ""): 8_394_300_000_000, ("KZ-39", "Output", ""): 700_000_000},
    ),
    "a place in a ranking and codes are no figures": (
        "Место,Регион,Код показателя,Штрафы\n1,Акмолинская,7001,5\n2,Костанайская,7001,4\n",
        {("KZ-11", "Штрафы", ""): 5, ("KZ-39", "Штрафы", ""): 4},
    ),
    "numbers of articles": (
        "Регион,Статья,Начато,Окончено\nАкмолинская,297,5,4\nАкмолинская,298,3,2\n"
        "Костанайская,297,6,1\nКостанайская,298,9,8\nПавлодарская,297,1,1\nПавлодарская,298,2,2\n",
        {("KZ-11", "Начато: Статья 297", ""): 5, ("KZ-11", "Окончено: Статья 297", ""): 4,
         ("KZ-11", "Начато: Статья 298", ""): 3, ("KZ-11", "Окончено: Статья 298", ""): 2,
         ("KZ-39", "Начато: Статья 297", ""): 6, ("KZ-39", "Окончено: Статья 297", ""): 1,
         ("KZ-39", "Начато: Статья 298", ""): 9, ("KZ-39", "Окончено: Статья 298", ""): 8,
         ("KZ-55", "Начато: Статья 297", ""): 1, ("KZ-55", "Окончено: Статья 297", ""): 1,
         ("KZ-55", "Начато: Статья 298", ""): 2, ("KZ-55", "Окончено: Статья 298", ""): 2},
    ),
    "headers in two languages": (
        "Жыл/Год,Өңір/Регион,Көрсеткіш/Показатель,Мәні/Значение\n"
        "2024,Ақмола,Өрт саны,5\n2024,Қостанай,Өрт саны,4\n",
        {("KZ-11", "Өрт саны", "2024"): 5, ("KZ-39", "Өрт саны", "2024"): 4},
    ),
    "codes of measures beside their names": (
        "Region,Indicator Name,Indicator Code,2023,2024\nAkmola,Fires,F.1,5,6\nAkmola,Floods,F.2,7,8\n",
        {("KZ-11", "Fires", "2023"): 5, ("KZ-11", "Fires", "2024"): 6,
         ("KZ-11", "Floods", "2023"): 7, ("KZ-11", "Floods", "2024"): 8},
    ),
    "all, and of these": (
        "Сведения за 2024 год,,\n,Всего,в т.ч. женщин\nАкмолинская,9,4\nКостанайская,8,3\n",
        {("KZ-11", "Всего", "2024"): 9, ("KZ-11", "женщин", "2024"): 4,
         ("KZ-39", "Всего", "2024"): 8, ("KZ-39", "женщин", "2024"): 3},
    ),
    "months that make no half and no quarter": (
        "Регион,апр-сент 2024,апр-авг 2025\nАкмолинская,9,4\nКостанайская,8,3\n",
        {("KZ-11", "апр-сент 2024", ""): 9, ("KZ-11", "апр-авг 2025", ""): 4,
         ("KZ-39", "апр-сент 2024", ""): 8, ("KZ-39", "апр-авг 2025", ""): 3},
    ),
    "the same months of two years": (
        "Регион,янв-сент 2024,янв-сент 2025\nАкмолинская,9,4\nКостанайская,8,3\n",
        {("KZ-11", "с начала года", "2024-09"): 9, ("KZ-11", "с начала года", "2025-09"): 4,
         ("KZ-39", "с начала года", "2024-09"): 8, ("KZ-39", "с начала года", "2025-09"): 3},
    ),
    "a unit with a word of scale in every cell": (
        "Регион;Ущерб\nАкмолинская;1,5 млн тенге\nКостанайская;2 млн тенге\n",
        {("KZ-11", "Ущерб", ""): 1_500_000, ("KZ-39", "Ущерб", ""): 2_000_000},
    ),
    "a plus before what rose": (
        "Регион;Изменение\nАкмолинская;+3,2%\nКостанайская;-1,5 %\n",
        {("KZ-11", "Изменение", ""): 3.2, ("KZ-39", "Изменение", ""): -1.5},
    ),
    "signs of footnotes behind numbers": (
        "Регион;Число\nАкмолинская;123¹\nКостанайская;12*\nПавлодарская;45 1)\n",
        {("KZ-11", "", ""): 123, ("KZ-39", "", ""): 12, ("KZ-55", "", ""): 45},
    ),
    "one year against another": (
        "Регион;2024 г.;2025 г.;2025 г. в % к 2024 г.\nАкмолинская;100;110;110,0\n",
        {("KZ-11", "", "2024"): 100, ("KZ-11", "", "2025"): 110, ("KZ-11", "2025 г. в % к 2024 г.", ""): 110},
    ),
    "a remark on one row": (
        "Регион;2024;Пояснение автора\nАкмолинская;5;\nКостанайская;7;пересчитано\nПавлодарская;8;\n",
        {("KZ-11", "", "2024"): 5, ("KZ-39", "", "2024"): 7, ("KZ-55", "", "2024"): 8},
    ),
    "pandas' name of an index above the regions": (
        "Unnamed: 0,2023,2024\nАкмолинская,5,6\nКостанайская,7,8\n",
        {("KZ-11", "", "2023"): 5, ("KZ-11", "", "2024"): 6,
         ("KZ-39", "", "2023"): 7, ("KZ-39", "", "2024"): 8},
    ),
    "years with a unit": (
        'Регион,"2023, тыс. чел.","2024, тыс. чел."\nАкмолинская,5.5,6\n',
        {("KZ-11", "", "2023"): 5500, ("KZ-11", "", "2024"): 6000},
    ),
    "spans of years": (
        "Регион;2015-2019;2020-2024\nАкмолинская;5;6\nКостанайская;7;8\n",
        {("KZ-11", "2015-2019", ""): 5, ("KZ-11", "2020-2024", ""): 6,
         ("KZ-39", "2015-2019", ""): 7, ("KZ-39", "2020-2024", ""): 8},
    ),
    "a total without its parts": (
        "Регион;2023;2024;Итого\nАкмолинская;5;6;11\nКостанайская;x;-;9\n",
        {("KZ-11", "", "2023"): 5, ("KZ-11", "", "2024"): 6},
    ),
    "changes fall": (
        "Регион,\"Динамика, %\"\nАкмолинская,-5.7\nКостанайская,3.1\n",
        {("KZ-11", "Динамика", ""): -5.7, ("KZ-39", "Динамика", ""): 3.1},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "wanted"), FIGURES.values(), ids=FIGURES)
def test_figures_mean_what_the_table_says(
    table: str, wanted: dict[tuple[str, str, str], float], tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(table, "utf-8")
    dataset = read_dataset(path)
    left = dict(wanted)
    for row in dataset.figures[dataset.figures["region"] != ""].itertuples():
        names = " ".join(dataset.measures[row.measure].names.values())
        key = next(k for k in left if (k[0], k[2]) == (row.region, row.period) and k[1] in names)
        assert row.value == pytest.approx(left.pop(key))
    assert not left and dataset.incidents.empty
    assert render(build_map(dataset))


def test_former_units_on_a_map_of_today_are_shown_in_their_heirs_and_added_to_none(tmp_path: Path) -> None:
    path, page = tmp_path / "table.csv", tmp_path / "page.html"
    path.write_text(
        "Регион,2021,2024\nАкмолинская,5,6\nКарагандинская,>7,8\nРеспублика Казахстан,12,14\n", "utf-8"
    )
    dataset = read_dataset(path)
    [key] = dataset.figures["measure"].unique()
    own = dataset.figures[dataset.figures["region"] != ""]
    assert [*zip(own["region"], own["period"], own["value"], strict=True)] == [
        ("KZ-11", "2021", 5), ("KZ-11", "2024", 6), ("KZ-35", "2024", 8),
    ]  # fmt: skip
    [row] = dataset.incidents.to_dict("records")
    assert (row["units"], row["kind"], row["start"], row["end"]) == (
        "KZ-35;KZ-62", "context", "2021-01-01", "2021-12-31",
    )  # fmt: skip
    assert (row[key], row[f"{key}:flags"]) == (7, STATED | AT_LEAST)
    assert "Карагандинская область" in row["title_ru"] and "Қарағанды" in row["title_kk"]
    summed = region_sums(dataset.incidents, ["KZ-35", "KZ-62", "KZ-63"], [key], figures=own.iloc[[0]])
    assert summed[f"{key}:state"].tolist() == ["not-stated", "not-stated", "not-mentioned"]
    assert [w.kind for w in dataset.warnings] == ["unit of before June 2022"]
    page.write_bytes(render(build_map(dataset)))
    assert verify(page)[0]
    assert edition_of(page).incidents["units"].tolist() == ["KZ-35;KZ-62"]


def test_a_measure_may_be_named_in_three_languages(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        "region,measure,name_ru,name_kk,name_en,value\nKZ-11,fires,Пожары,Өрттер,Fires,5\n"
        "KZ-39,fires,Пожары,Өрттер,Fires,4\n", "utf-8",
    )  # fmt: skip
    dataset = read_dataset(path)
    assert dataset.measures["fires"].names == {"ru": "Пожары", "kk": "Өрттер", "en": "Fires"}
    assert dataset.figures["value"].tolist() == [5, 4]


@pytest.mark.parametrize("end", ["мужчины", "женщины"])
def test_long_names_that_begin_alike_are_two_measures(end: str, tmp_path: Path) -> None:
    long = "Число зарегистрированных больных с впервые в жизни установленным диагнозом заболевания – "
    path = tmp_path / "table.csv"
    path.write_text(f"Регион;{long}мужчины;{long}женщины\nАқмола;5;4\nҚостанай;3;2\n", "utf-8")
    dataset = read_dataset(path)
    [key] = (key for key in dataset.figures["measure"].unique() if end in dataset.measures[key].names["ru"])
    own = dataset.figures[dataset.figures["measure"] == key]
    assert own["value"].tolist() == ([5, 3] if end == "мужчины" else [4, 2])


def test_south_kazakhstan_of_before_2018_is_told(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Регион,2016,2017\nАкмолинская,5,6\nЮжно-Казахстанская,7,8\n", "utf-8")
    dataset = read_dataset(path)
    assert dataset.figures["region"].unique().tolist() == ["KZ-11", "KZ-61"]
    assert ["had Shymkent in it" in w.wrong for w in dataset.warnings] == [True]


def test_a_rate_is_no_count_of_people(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("Регион,Больные на 100 тыс. человек\nАкмолинская,120\nКостанайская,95\n", "utf-8")
    dataset = read_dataset(path)
    [key] = dataset.figures["measure"].unique()
    assert dataset.figures["value"].tolist() == [120, 95]
    assert (dataset.measures[key].unit, dataset.measures[key].additive) == ("per_100000", False)


@pytest.mark.parametrize("header", ["Преступления", "Лаборатории", "Plants", "Crimes"])
def test_a_general_word_keeps_its_own_name(header: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"Регион,{header}\nАкмолинская,7000\nКостанайская,3\n", "utf-8")
    dataset = read_dataset(path)
    [key] = dataset.figures["measure"].unique()
    assert set(dataset.measures[key].names.values()) == {header}


#: What stands in the table, and the regions of its incidents.
INCIDENTS = {
    "towns stand for their regions": ("Город;Задержано\nКокшетау;2\nРудный;3\n", ["KZ-11", "KZ-39"]),
    "a point settles what headers don't": (
        "event_date,iso,region,admin1,latitude,longitude\n3 May 2026,398,Central Asia,Mangystau,43.6,51.2\n",
        ["KZ-47"],
    ),
    "headers in their many forms": (
        "Наименование региона;Дата происшествия;Кол-во задержанных\nАкмолинская;05.01.2026;2\n",
        ["KZ-11"],
    ),
    "the country's row": (
        "region,scope,detained\nРеспублика Казахстан,national,5\nАкмолинская,,2\n",
        ["", "KZ-11"],
    ),
}


@pytest.mark.parametrize(("table", "regions"), INCIDENTS.values(), ids=INCIDENTS)
def test_incidents_lie_where_the_table_says(table: str, regions: list[str], tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(table, "utf-8")
    dataset = read_dataset(path)
    assert dataset.incidents["units"].tolist() == regions
    assert dataset.figures.empty


#: What stands in the table, and the days of its incidents.
DAYS = {
    "a year, a month and a day": (
        "Год;Месяц;День;Область;Задержано\n2024;3;5;Ақмола;2\n2024;12;31;Ақмола;1\n",
        ["2024-03-05", "2024-12-31"],
    ),
    "a year and a month by its name": (
        "Жыл;Ай;Облыс;Тақырып\n2024;наурыз;Ақмола;а\n2024;сәуір;Ақмола;б\n",
        ["2024-03", "2024-04"],
    ),
    "times in UTC beside days": (
        "latitude,longitude,acq_date,acq_time\n50.1,80.2,2023-06-08,2012\n50.2,80.3,2023-06-08,712\n",
        ["2023-06-09", "2023-06-08"],
    ),
    "points under the headers of a feed": (
        "ID,Event_Date,Actor,Code,Geo_Lat,Geo_Long\n1,20240105,A,17,43.25,76.95\n2,20240106,B,17,43.65,51.17\n",
        ["2024-01-05", "2024-01-06"],
    ),
}


@pytest.mark.parametrize(("table", "days"), DAYS.values(), ids=DAYS)
def test_incidents_are_of_the_day_that_the_table_says(table: str, days: list[str], tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(table, "utf-8")
    assert read_dataset(path).incidents["start"].tolist() == days


#: What stands in the table, and what it is refused for.
REFUSED = {
    "counts that happen to repeat": (
        "Область;Задержано;Изъято, кг\nАкмолинская;1;5\nАкмолинская;2;6\nКостанайская;1;7\n"
        "Костанайская;2;8\nПавлодарская;1;7\nПавлодарская;2;9\n",
        "the rows may be incidents, or figures",
    ),
    "two tables one below the other": (
        "Регион,2023\nАкмолинская,5\nКостанайская,6\n,\nРегион,2023\nАкмолинская,7\n",
        "the headers of a second table",
    ),
    "two tables side by side": (
        "Регион,Пожары,,Регион,ДТП\nАкмолинская,5,,Костанайская,6\nПавлодарская,5,,Атырауская,6\n",
        "two tables seem to stand side by side",
    ),
    "weeks": ("Регион,2024-W01,2024-W02\nАкмолинская,5,6\n", "2024-01-01 to 2024-01-07 is no year"),
    "kinds below regions": (
        "Названия строк;Сумма, кг\nАкмолинская;5\nтрава;2\nсмола;3\nКостанайская;4\nтрава;4\n",
        "«трава» is no known name of a region",
    ),
}


@pytest.mark.parametrize(("table", "wrong"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason(table: str, wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(table, "utf-8")
    with pytest.raises(karasora.DataError, match=wrong):
        read_dataset(path)


@pytest.mark.parametrize("name", ["Итого", "Республика Казахстан"])
def test_the_countrys_row_among_incidents_is_a_national_total(name: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = "Акмолинская;2025-01-03;5;2\nАтырауская;2025-01-04;4;1\n"
    path.write_text(f'Регион;Дата;"Марихуана, кг";"Ножи, шт"\n{rows}{name};;>9;3\n', "utf-8")
    dataset = read_dataset(path)
    assert [(t.measure, t.value, t.flags) for t in dataset.totals] == [
        ("marijuana_kg", 9, STATED | AT_LEAST), ("ножи_items", 3, STATED),
    ]  # fmt: skip
    (tmp_path / "page.html").write_bytes(render(build_map(dataset)))
    assert verify(tmp_path / "page.html")[0]
    path.write_text(f'Регион;Дата;"Марихуана, кг";"Ножи, шт"\n{rows}Итого по области;;9;3\n', "utf-8")
    assert read_dataset(path).totals == []


def test_merged_cells_count_for_all_their_rows(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (
        ["Область", "Изъято", None],
        [None, "Марихуана, кг", "Гашиш, кг"],
        ["Акмолинская", 5, 1],
        [None, 7, 2],
    ):
        book.active.append(row)
    for area in ("A1:A2", "B1:C1", "A3:A4"):
        book.active.merge_cells(area)
    book.save(path := tmp_path / "merged.xlsx")
    incidents = read_dataset(path).incidents
    assert incidents["units"].tolist() == ["KZ-11", "KZ-11"]
    found = {key: incidents[key].tolist() for key in measures_of(incidents) if incidents[key].notna().any()}
    assert list(found.values()) == [[5, 7], [1, 2]]
    assert ["марихуана" in key or "marijuana" in key for key in found] == [True, False]


@pytest.mark.parametrize(
    "form", ["region,cocaine_kg\nAkmola,10\n", "region,measure,value\nAkmola,cocaine_kg,10\n"]
)
def test_totals_with_a_measure_of_their_own_are_drawn(form: str, tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    path.write_text(form, "utf-8")
    dataset = read_dataset(totals=path)
    assert dataset.figures["value"].tolist() == [10]
    assert render(karasora.build_map(totals=path))
