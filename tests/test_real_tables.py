"""Kinds of tables that once gave a map with other numbers than they hold, a traceback, or a needless refusal.

Each is the least table of its kind, with the figures that it means; the numbers are made up.
"""

from pathlib import Path

import pytest

import karasora
from karasora.incidents import read_dataset
from karasora.page import build_map, render
from karasora.sums import measures_of

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
