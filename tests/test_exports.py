"""Incidents as other systems export them: each table, and exactly what is read out of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import karasora
from karasora.incidents import Dataset, read_dataset

Read = Callable[..., Dataset]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(text: str, name: str = "a.csv") -> Dataset:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read_dataset([path], as_="incidents")

    return read_text


def rows(dataset: Dataset, *columns: str) -> list[tuple[Any, ...]]:
    found = dataset.incidents[list(columns)]
    return [tuple(None if cell != cell else cell for cell in row) for row in found.itertuples(index=False)]


def kinds(dataset: Dataset) -> list[str]:
    return [warning.kind for warning in dataset.warnings]


CONFLICT = """event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
inter1,iso,region,country,admin1,admin2,location,latitude,longitude,geo_precision,source,notes,fatalities,timestamp
KAZ77,09 February 2025,2025,1,Unrest,Riots,Mob,Rioters (Kazakhstan),5,398,Central Asia,Kazakhstan,Almaty,\
Ile,Boraldai,43.3605,76.8547,1,A paper,A quarrel at a market.,2,1739200000
KAZ78,30 March 2025,2025,2,Unrest,Protests,Peaceful,Protesters (Kazakhstan),6,398,Central Asia,Kazakhstan,\
Ulytau,,Jezkazgan,47.7833,67.7667,1,A paper,Workers stood outside.,0,1743300000
"""
VIOLENCE = """id,year,type_of_violence,conflict_name,side_a,where_prec,where_description,adm_1,adm_2,\
latitude,longitude,priogrid_gid,country,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_civilians,best
901,2022,1,A conflict,Government,2,A square,Almaty city,,43.2389,76.8897,191234,Kazakhstan,Asia,1,1,\
2022-01-05 00:00:00.000,2022-01-06 00:00:00.000,3,4,7
902,2022,1,A conflict,Government,2,A road,Jambyl province,,42.90,71.36,191235,Kazakhstan,Asia,1,1,\
2022-01-06 00:00:00.000,2022-01-06 00:00:00.000,0,1,1
"""
QUAKES = """time,latitude,longitude,depth,mag,magType,nst,gap,rms,place,type,id
2025-01-22T19:30:00.500Z,43.05,77.95,12.5,5.1,mb,80,40,0.7,30 km E of a town,earthquake,us1
2025-01-22T18:59:59.000Z,43.30,77.30,10,4.4,mb,60,50,0.6,a valley,earthquake,us2
2025-06-30T10:00:00.000Z,41.00,75.20,10,4.6,mb,60,50,0.6,abroad,earthquake,us3
"""
SHAKES = """Дата;Время UTC;Широта;Долгота;Глубина, км;Магнитуда;Район
05.11.2024;21:40:10;43,1;77,5;15;3,9;Заилийский Алатау
06.11.2024;03:10:00;49,9;82,6;5;3,1;Рудный Алтай
"""
FIRES = """latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,frp
50.21,80.55,330.5,0.4,0.5,2024-07-14,0821,N,VIIRS,n,12.5
47.05,51.90,345.0,0.4,0.5,2024-07-15,0903,N,VIIRS,h,40.0
"""
REGISTER = """Реестр уголовных правонарушений;;;;;;
№ п/п;Дата происшествия;Наименование региона;Населенный пункт;Вид вещества;Масса, г;Кол-во задержанных
1;14.02.2025 23:50;Павлодарская обл.;г. Экибастуз;гашиш;1 250;2
2;15.02.2025;г. Шымкент;-;марихуана;более 300;1
3;15.02.2025;Костанайская обл.;п. Тобол;героин;2,5;н/д
Всего;;;;;1 552,5;3
"""
COURTS = """Іс нөмірі,Тіркелген күні,Облыс,Аудан,Қылмыс түрі,Сотталғандар саны,Сілтеме
7-1,2025 жылғы 3 наурыз,Қызылорда облысы,Сырдария,Есірткі,1,www.sot.example/7
7-2,2025 ж. 4 сәуір,Маңғыстау облысы,Бейнеу,Ұрлық,2,https://sot.example/8
Барлығы,,,,,3,
"""


def test_an_export_of_conflict_events(read: Read) -> None:
    found = read(CONFLICT)
    assert rows(found, "id", "units", "start", "kind", "place", "text_en", "fatalities") == [
        ("KAZ77", "KZ-19", "2025-02-09", "Riots", "Boraldai", "A quarrel at a market.", 2),
        ("KAZ78", "KZ-62", "2025-03-30", "Protests", "Jezkazgan", "Workers stood outside.", 0),
    ]
    assert {"x:source", "x:actor1", "x:region", "x:iso", "x:year", "x:inter1"} <= set(found.incidents)
    assert [key for key in found.measures if key not in karasora.measures.read_measures()] == ["fatalities"]


def test_an_export_of_armed_violence(read: Read) -> None:
    found = read(VIOLENCE)
    assert rows(found, "units", "start", "end", "deaths_a", "deaths_civilians", "best") == [
        ("KZ-75", "2022-01-05", "2022-01-06", 3, 4, 7),
        ("KZ-31", "2022-01-06", "2022-01-06", 0, 1, 1),
    ]
    assert {"x:conflict_name", "x:type_of_violence", "x:priogrid_gid", "x:year"} <= set(found.incidents)


def test_a_list_of_earthquakes_on_the_days_that_they_were_in_kazakhstan(read: Read) -> None:
    found = read(QUAKES)
    assert rows(found, "id", "units", "start", "kind", "place") == [
        ("us1", "KZ-19", "2025-01-23", "earthquake", "30 km E of a town"),
        ("us2", "KZ-19", "2025-01-22", "earthquake", "a valley"),
        ("us3", "", "2025-06-30", "earthquake", "abroad"),
    ]
    assert "outside the country" in kinds(found)
    assert {"x:mag", "x:depth", "x:rms"} <= set(found.incidents), "what can't be added up is carried"


def test_a_list_of_earthquakes_in_russian(read: Read) -> None:
    found = read(SHAKES)
    assert rows(found, "units", "start", "place") == [
        ("KZ-19", "2024-11-05", "Заилийский Алатау"),
        ("KZ-63", "2024-11-06", "Рудный Алтай"),
    ]


def test_fire_spots(read: Read) -> None:
    found = read(FIRES)
    assert rows(found, "units", "start", "confidence", "frp") == [
        ("KZ-10", "2024-07-14", "n", 12.5),
        ("KZ-23", "2024-07-15", "h", 40),
    ]


def test_a_police_register(read: Read) -> None:
    found = read(REGISTER)
    columns = ("units", "start", "place", "hashish_kg", "marijuana_kg", "героин_kg", "detained")
    assert rows(found, *columns) == [
        ("KZ-55", "2025-02-14", "г. Экибастуз", 1.25, None, None, 2),
        ("KZ-79", "2025-02-15", "", None, 0.3, None, 1),
        ("KZ-39", "2025-02-15", "п. Тобол", None, None, 0.0025, None),
    ]
    assert found.incidents["marijuana_kg:flags"].tolist() == [0, 3, 0]
    assert found.measures["героин_kg"].names["ru"] == "героин"
    assert "another sum" not in kinds(found) and "row of sums" in kinds(found)


def test_a_register_in_kazakh(read: Read) -> None:
    found = read(COURTS)
    assert rows(found, "units", "start", "kind", "source_url", "x:Сілтеме") == [
        ("KZ-43", "2025-03-03", "Есірткі", "", "www.sot.example/7"),
        ("KZ-47", "2025-04-04", "Ұрлық", "https://sot.example/8", ""),
    ]
    assert found.incidents[[c for c in found.incidents if "сотталғандар" in c]].iloc[:, 0].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Адрес", {"Акмолинская обл., Бурабайский район, п. Бурабай": "KZ-11",
                   "РК, Туркестанская область, Сайрамский р-н, с. Карабулак, ул. Абая 3": "KZ-61",
                   "050000, г. Алматы, Медеуский район, пр. Достык, д. 5": "KZ-75"}),
        ("Мекенжайы", {"Қостанай облысы, Рудный қаласы, Ленин көшесі 5": "KZ-39",
                       "Шымкент қ., Әл-Фараби ауданы": "KZ-79",
                       "Жетісу облысы, Панфилов ауданы, Жаркент": "KZ-33"}),
        ("Address", {"Mangystau Region, Munaily District, village of Baskuduk": "KZ-47",
                     "Kazakhstan, Pavlodar Region, Ekibastuz, Lenin street 12": "KZ-55",
                     "12 Kabanbay Batyr Ave, Astana city": "KZ-71"}),
    ],
)  # fmt: skip
def test_addresses_in_three_languages(read: Read, header: str, cells: dict[str, str]) -> None:
    text = f"{header};Дата\n" + "".join(f"{cell};2025-03-0{i}\n" for i, cell in enumerate(cells, start=1))
    found = read(text)
    assert found.incidents["units"].tolist() == list(cells.values())
    assert kinds(found) == ["near header"]


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (["Абай", "Алматинская", "Улытау"], ["KZ-10", "KZ-19", "KZ-62"]),
        (["Алматы", "Алматинская"], ["KZ-75", "KZ-19"]),
        (["Алматы", "Алматы қ."], ["KZ-19", "KZ-75"]),
        (["Almaty", "Almaty Region", "Abai", "Zhetisu"], ["KZ-75", "KZ-19", "KZ-10", "KZ-33"]),
        (["Алматы", "Алматы қаласы", "Абай", "Жетісу"], ["KZ-19", "KZ-75", "KZ-10", "KZ-33"]),
    ],
)
def test_a_columns_other_names_settle_a_doubtful_one(read: Read, names: list[str], codes: list[str]) -> None:
    found = read("Область,title\n" + "".join(f"{name},{i}\n" for i, name in enumerate(names)))
    assert found.incidents["units"].tolist() == codes
    assert kinds(found) == ["settled by the column"]


@pytest.mark.parametrize(
    "names", [["Алматы"], ["Абай"], ["Абай", "Темиртау"], ["Алматы", "г. Алматы", "Алматинская"]]
)
def test_what_stays_doubtful_stays_a_fault(read: Read, names: list[str]) -> None:
    with pytest.raises(karasora.DataError, match="may mean 2 regions"):
        read("Область,title\n" + "".join(f"{name},{i}\n" for i, name in enumerate(names)))


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("05.03.2026 14:30", "2026-03-05", ""), ("2026/03/05", "2026-03-05", ""), 
        ("16 May 2026", "2026-05-16", ""),
        ("05.03.26", "2026-03-05", ""), ("46086", "2026-03-05", ""), ("46086.604", "2026-03-05", ""),
        ("2026-03-05T20:30Z", "2026-03-06", ""), ("2026-03-05T18:30Z", "2026-03-05", ""),
        ("2026-03-05 23:30:00+03:00", "2026-03-06", ""), ("2026-03-05T23:30+05:00", "2026-03-05", ""),
        ("2026", "2026-01", "2026-12"), ("2 квартал 2026", "2026-04", "2026-06"),
        ("март 2026", "2026-03", ""), ("5 наурыз 2026 ж.", "2026-03-05", ""),
        ("March 5th, 2026", "2026-03-05", ""), ("20260305", "2026-03-05", ""),
        ("Thu, 05 Mar 2026 20:30:00 GMT", "2026-03-06", ""), ("1772742600", "2026-03-06", ""),
        ("25/03/2026", "2026-03-25", ""), ("03/25/2026 08:15 PM", "2026-03-25", ""),
        ("нд", "", ""), ("–", "", ""),
    ],
)  # fmt: skip
def test_dates_and_times_in_every_usual_form(read: Read, cell: str, start: str, end: str) -> None:
    assert rows(read(f'regions,date\nKZ-62,"{cell}"\n'), "start", "end") == [(start, end)]


def test_a_column_shows_whether_its_days_or_its_months_stand_first(read: Read) -> None:
    found = read("regions,date\nKZ-62,03/04/2026\nKZ-31,25/04/2026\n")
    assert found.incidents["start"].tolist() == ["2026-04-03", "2026-04-25"]
    found = read("regions,date\nKZ-62,03/04/2026\nKZ-31,04/25/2026\n")
    assert found.incidents["start"].tolist() == ["2026-03-04", "2026-04-25"]
    assert kinds(found) == ["order of day and month"]
    for other in ("", "KZ-31,25/04/2026\nKZ-10,04/25/2026\n"):
        with pytest.raises(karasora.DataError, match="may mean 2026-04-03 or 2026-03-04"):
            read("regions,date\nKZ-62,03/04/2026\n" + other)


def test_a_date_of_birth_is_no_incidents_date(read: Read) -> None:
    found = read("Регион,Дата рождения,Дата регистрации\nKZ-62,1990-01-01,2025-05-05\n")
    assert found.incidents["start"].tolist() == ["2025-05-05"]
    found = read("Регион,Дата рождения,title\nKZ-62,1990-01-01,a\n")
    assert found.incidents["start"].tolist() == [""]


@pytest.mark.parametrize(
    "header",
    ["Регион/город", "Наименование региона", "Название области", "КАТО", "region_name", "ADM1_EN", "admin1",
     "NAME_1", "Территория", "Өңір атауы", "Облыс атауы", "Субъект РК", "Region of incident"],
)  # fmt: skip
def test_headers_of_regions(read: Read, header: str) -> None:
    cells = ("110000000", "750000000") if header == "КАТО" else ("Акмолинская", "г. Алматы")
    found = read(f"{header};event_date\n{cells[0]};2025-03-01\n{cells[1]};2025-03-02\n")
    assert rows(found, "units", "start") == [("KZ-11", "2025-03-01"), ("KZ-75", "2025-03-02")]


def test_towns_and_a_column_without_a_header_may_name_the_regions(read: Read) -> None:
    assert read("Город;title\nКокшетау;a\nАктау;b\n").incidents["units"].tolist() == ["KZ-11", "KZ-47"]
    found = read(",title\nАкмолинская,a\nАтырауская,b\n")
    assert found.incidents["units"].tolist() == ["KZ-11", "KZ-23"] and kinds(found) == ["near header"]
    found = read(",Регион,title\n0,Акмолинская,a\n1,Атырауская,b\n")
    assert found.incidents["units"].tolist() == ["KZ-11", "KZ-23"] and kinds(found) == ["no header"]


def test_a_code_beside_a_name_agrees_with_it_or_is_a_fault(read: Read) -> None:
    found = read("Код КАТО;Область;title\n110000000;Акмолинская;a\n750000000;Алматы;b\n")
    assert found.incidents["units"].tolist() == ["KZ-11", "KZ-75"], "the code settles the doubtful name"
    with pytest.raises(karasora.DataError, match="«Код КАТО» says KZ-23, «Область» KZ-11"):
        read("Код КАТО;Область;title\n230000000;Акмолинская;a\n110000000;Акмолинская;b\n")


@pytest.mark.parametrize(
    "word", ["Итого", "ВСЕГО", "Total", "Барлығы", "Итого по РК", "Казахстан", "Республика Казахстан"]
)
@pytest.mark.parametrize(("total", "told"), [("5", False), ("7", True)])
def test_rows_of_sums_are_held_against_the_sum(read: Read, word: str, total: str, told: bool) -> None:
    found = read(f"Регион;Дата;Задержано\nАкмолинская;2025-01-01;2\nУлытау;2025-01-02;3\n{word};;{total}\n")
    assert found.incidents["detained"].sum() == 5 and len(found.incidents) == 2
    assert ("another sum" in kinds(found)) == told
    if told:
        [warning] = [w for w in found.warnings if w.kind == "another sum"]
        assert (warning.row, warning.wrong) == (4, "the row says 7 of detained, its rows add up to 5")


def test_an_incident_of_the_whole_country_is_none_of_a_sum(read: Read) -> None:
    found = read("Регион;title;Задержано\nКазахстан;Спецоперация;5\nУлытау;Рейд;3\n")
    assert rows(found, "units", "scope", "detained") == [("", "national", 5), ("KZ-62", "", 3)]


def test_deaths_and_money_are_measures_and_numbers_of_other_kinds_are_not(read: Read) -> None:
    found = read(
        'region,title,Погибло,Ранено (чел.),"Ущерб, тенге",Год,Возраст,Телефон,Код дела,"Доля, %",version\n'
        "KZ-62,a,1,2,150000,2025,35,77001,12,5.5,3\nKZ-31,b,0,-,50000,2025,40,77002,13,1,3\n"
    )
    assert found.incidents["погибло"].tolist() == [1, 0]
    assert found.incidents["ранено_persons"].fillna(-1).tolist() == [2, -1]
    assert found.incidents["ущерб_тенге"].sum() == 200_000
    assert found.measures["погибло"].names["ru"] == "Погибло"
    own = [key for key in found.measures if key not in karasora.measures.read_measures()]
    assert own == ["погибло", "ранено_persons", "ущерб_тенге"]
    assert kinds(found).count("own measure") == 1 and kinds(found).count("missing") == 1


def test_a_number_in_merged_cells_belongs_to_none_of_their_rows(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["region", "title", "detained"], ["KZ-62", "a", 5], ["KZ-31", "b", None], ["KZ-10", "c", 1]):
        book.active.append(row)
    book.active.merge_cells("C2:C3")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(karasora.DataError) as caught:
        karasora.read_incidents(tmp_path / "a.xlsx")
    assert {(f.row, f.column) for f in caught.value.faults} == {(2, "detained"), (3, "detained")}


def test_points_just_abroad_are_abroad_and_swapped_ones_are_faults(read: Read) -> None:
    found = read("lat,lon,title\n51.2,49.73,a\n51.23,51.37,b\n49.9,46.6,c\n")
    assert found.incidents["units"].tolist() == ["", "KZ-27", ""]
    with pytest.raises(karasora.DataError, match="changed places"):
        read("lat,lon,title\n71.4,51.1,a\n")


def test_a_regions_name_in_a_frames_index() -> None:
    table = pd.DataFrame({"region": ["Akmola", "Abai Region"], "title": ["a", "b"], "detained": [1, 2]})
    for frame in (table.set_index("region"), table.set_index("region").rename_axis(None)):
        assert karasora.read_incidents(frame)["units"].tolist() == ["KZ-11", "KZ-10"]
    assert len(karasora.read_incidents(table[table["detained"] > 1])) == 1


def test_polygons_of_regions_with_figures_name_their_region_or_cover_it(tmp_path: Path) -> None:
    regions = karasora.read_regions(detail="web")[["iso", "geometry"]]
    named = regions.assign(detained=range(20))
    nameless = named.sort_values("detained", ascending=False).drop(columns="iso")
    wanted = dict(zip(named["iso"], range(20), strict=True))
    for number, frame in enumerate((named, nameless)):
        path = tmp_path / f"{number}.geojson"
        frame.to_file(path, driver="GeoJSON")
        for data in (frame, path):
            found = read_dataset([data])
            assert dict(zip(found.figures["region"], found.figures["value"], strict=True)) == wanted
            assert kinds(found) == ["matched polygons"] * number
    part = nameless.assign(geometry=nameless.geometry.buffer(-0.5)).tail(2)
    part.to_file(tmp_path / "part.geojson", driver="GeoJSON")
    with pytest.raises(karasora.DataError, match="none of the country's regions"):
        read_dataset([tmp_path / "part.geojson"])
