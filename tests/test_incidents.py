"""Incidents: what a row means, what is wrong with it, and that none is lost."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karasora import quantities, read_incidents
from karasora.faults import DataError, UsageError
from karasora.incidents import Dataset, read_dataset
from karasora.sums import counts

Read = Callable[..., Dataset]
ZHEZKAZGAN, ALMATY = "47.7941,67.7063", "43.2525,76.9115"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def write_file(text: str, name: str = "a.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def read(write: Callable[..., Path]) -> Read:
    def read_text(text: str, name: str = "a.csv", **options: Any) -> Dataset:
        return read_dataset(write(text, name), **{"as_": "incidents", **options})

    return read_text


def faults(read: Read, *args: Any, **options: Any) -> list[str]:
    with pytest.raises(DataError) as caught:
        read(*args, **options)
    return [str(f).split("; ")[0] for f in caught.value.faults]


def units(dataset: Dataset) -> list[str]:
    return dataset.incidents["units"].tolist()


def kinds(dataset: Dataset) -> list[str]:
    return [w.kind for w in dataset.warnings]


# --- the article's own data -------------------------------------------------------------------------------


def test_the_packaged_data_have_no_fault_and_no_warning() -> None:
    dataset = read_dataset()
    assert list(map(str, dataset.warnings)) == []
    assert [r.id for r in dataset.reports] == ["article-2025-09", "final-2025-11", "season-2025"]
    assert len(dataset.incidents[dataset.incidents["report"] != "season-2025"]) == 11
    row = dataset.incidents.set_index("id").loc["2025-09-zhezkazgan-satpayev-poppy"]
    assert (row["units"], row["poppy_kg"], row["poppy_kg:flags"]) == ("KZ-62", 43000, 3)
    assert {note.incident for note in dataset.notes if note.incident} <= set(dataset.incidents["id"])
    assert {note.report for note in dataset.notes if not note.incident} == {
        "article-2025-09",
        "final-2025-11",
    }
    assert [name for name, _ in dataset.sources] == [
        "incidents.csv",
        "reports.csv",
        "totals.csv",
        "notes.csv",
    ]


def test_the_report_asked_for_stands_first() -> None:
    assert [r.id for r in read_dataset(report="final-2025-11").reports] == [
        "final-2025-11",
        "article-2025-09",
        "season-2025",
    ]
    with pytest.raises(UsageError, match="there is no report 'x'"):
        read_dataset(report="x")


# --- the least that works, and headers --------------------------------------------------------------------


def test_one_column_of_regions_is_enough(read: Read) -> None:
    dataset = read(
        "regions\nKZ-62\nЖамбылская область\nв Туркестанской области;ЗКО\n620000000\nАқмола облысы\n"
    )
    assert units(dataset) == ["KZ-62", "KZ-31", "KZ-61;KZ-27", "KZ-62", "KZ-11"]
    assert [r.coverage for r in dataset.reports] == ["partial"]
    assert dataset.totals == []


@pytest.mark.parametrize(
    "header",
    ["ОБЛАСТЬ;Дата;Марихуана, кг;Название", "облыс;басталған күні;Марихуана (кг);тақырып",
     "region;date;marijuana_kg;title", "Регион;start;Marijuana, kg;Headline"],
)  # fmt: skip
def test_headers_in_three_languages(read: Read, header: str) -> None:
    row = read(f"{header}\nАтырау;2025-06;>8,5;Иә\n").incidents.iloc[0]
    assert (row["units"], row["start"], row["marijuana_kg"], row["marijuana_kg:flags"]) == (
        "KZ-23",
        "2025-06",
        8.5,
        3,
    )


def test_every_text_column_is_there_and_empty_where_nothing_is_said(read: Read) -> None:
    incidents = read("regions\nKZ-62\n").incidents
    texts = incidents.select_dtypes("str")
    assert {"id", "case", "units", "from_units", "kind", "title_kk", "quote", "confidence"} <= set(texts)
    assert texts.drop(columns=["id", "units", "report"]).eq("").all(axis=None)
    assert np.isnan(incidents["hemp_kg"][0]) and incidents["hemp_kg:flags"][0] == 0


def test_two_headers_for_one_column_are_a_fault(read: Read) -> None:
    assert faults(read, "regions,lat,широта,lon\nKZ-62,47,47,67\n") == [
        "a.csv:1:широта: the header «широта» says the same as «lat»"
    ]
    assert faults(read, "regions,marijuana_kg,marijuana_t\nKZ-62,1,2\n") == [
        "a.csv:1:marijuana_t: «marijuana_t» is the same measure as «marijuana_kg»"
    ]


def test_two_headers_for_a_text_are_none_the_column_of_its_name_wins(read: Read) -> None:
    dataset = read("область,Город,Район,place\nKZ-62,a,b,c\n")
    assert dataset.incidents[["place", "x:Город", "x:Район"]].to_numpy().tolist() == [["c", "a", "b"]]
    assert kinds(dataset) == ["unknown column"] * 2


def test_without_a_column_of_regions_the_file_is_at_fault(read: Read) -> None:
    [fault] = faults(read, "дата,сумма\n2025-06,5\n")
    assert fault == "a.csv:1:-: no header names a column of regions: «дата», «сумма»"


# --- an editor's tired file -------------------------------------------------------------------------------

TIRED = """id;область;дата;марихуана, кг;ссылка;широта;долгота
a;Жамбыльская;2025-06-01;8,5;https://a.kz;;
b;;2025-06-31;много;a.kz;;

a;Абайская область;2025-06;-3;;;
c;Улытауская;вчера;1,500;javascript:x;47,8;
"""


def test_all_faults_of_a_tired_file_are_told_at_once(read: Read) -> None:
    with pytest.raises(DataError) as caught:
        read(TIRED)
    assert [str(f) for f in caught.value.faults] == [
        "a.csv:2:область: «Жамбыльская» is no known name of a region; "
        "perhaps KZ-31 (Жамбылская область) or KZ-27 (Западно-Казахстанская область)",
        "a.csv:3:дата: there is no date «2025-06-31»; write a day as 2025-06-01",
        "a.csv:3:марихуана, кг: «много» is no quantity; "
        "write one number, such as 103, >206, ~135, <5, 8,5 or 27 000; or ? where no number is given",
        "a.csv:3:область: the row names no region and has no point; "
        "write a region, or scope=national for the whole country",
        "a.csv:5:марихуана, кг: «-3» is negative; a quantity is 0 or more",
        "a.csv:5:id: «a» is the id of row 2; give each incident its own id, or leave it empty",
        "a.csv:6:дата: «вчера» is no date; write a day as 2025-06-01, or a month as 2025-06",
        "a.csv:6:долгота: the row has lat and no lon; give both, or neither",
    ]
    assert [w.kind for w in caught.value.warnings] == ["link", "link", "three digits after a comma"]
    assert caught.value.counts == {
        "read": 4,
        "mapped": 0,
        "several_regions": 0,
        "unlocated": 0,
        "rejected": 4,
    }


def test_faults_of_all_files_are_told_at_once(write: Callable[..., Path]) -> None:
    paths = [write("regions\nnowhere\n"), write("regions\nKZ-62\nKZ-99\n", "b.csv"), Path("gone.csv")]
    with pytest.raises(DataError) as caught:
        read_dataset(paths)
    assert [(f.file, f.row) for f in caught.value.faults] == [("gone.csv", 1), ("a.csv", 2), ("b.csv", 3)]
    assert caught.value.counts["read"] == 3 and caught.value.counts["rejected"] == 2


def test_rows_that_cannot_be_told_into_cells_are_rejected(read: Read) -> None:
    with pytest.raises(DataError) as caught:
        read("regions,x\nKZ-62,1,2\nKZ-31,1\n")
    assert caught.value.counts == {
        "read": 2,
        "mapped": 1,
        "several_regions": 0,
        "unlocated": 0,
        "rejected": 1,
    }


def test_faults_in_a_workbook_name_the_sheet_and_its_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "incidents"
    for row in (["область"], [], ["Улытау"], ["Атлантида"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    [fault] = faults(read_dataset, tmp_path / "a.xlsx")
    assert fault == "a.xlsx:4:область: sheet «incidents»: «Атлантида» is no known name of a region"


# --- names ------------------------------------------------------------------------------------------------


def test_an_ambiguous_name_is_a_fault_unless_another_column_settles_it(read: Read) -> None:
    rows = f"Алматы,,,\nАлматы,{ALMATY},\nАлматы,,,Каскелен\n"
    assert faults(read, "regions,lat,lon,place\n" + rows) == ["a.csv:2:regions: «Алматы» may mean 2 regions"]
    assert units(read("regions,lat,lon,place\n" + rows.partition("\n")[2])) == ["KZ-75", "KZ-19"]


def test_several_joined_by_a_comma_are_told_how_to_be_joined(read: Read) -> None:
    with pytest.raises(DataError) as caught:
        read('regions\n"Жамбылская область, Костанайская область, Павлодарская область"\n')
    assert "join several regions by «;»" in str(caught.value)


@pytest.mark.parametrize(
    ("row", "fault"),
    [("Жамб?л,", "a.csv:2:regions: «Жамб?л» has lost letters to an encoding"),
     ("KZ-62,Т?ркістан", "a.csv:2:place: «Т?ркістан» has a letter lost to an encoding"),
     ("KZ-62;Атлантида,", "a.csv:2:regions: «Атлантида» is no known name of a region")],
)  # fmt: skip
def test_damaged_and_unknown_names(read: Read, row: str, fault: str) -> None:
    assert faults(read, f"regions,place\n{row}\n") == [fault]


def test_a_doubtful_place_may_end_in_a_question_mark(read: Read) -> None:
    assert read("regions,place\nKZ-62,Сатпаев?\n").incidents["place"][0] == "Сатпаев?"


def test_where_a_corridor_comes_from(read: Read) -> None:
    dataset = read("regions,from_regions\nУлытау,Жамбылская;Туркестанская\nУлытау,\n")
    assert dataset.incidents["from_units"].tolist() == ["KZ-31;KZ-61", ""]
    assert faults(read, "regions,откуда\nУлытау,юг\n")[0].startswith("a.csv:2:откуда: «юг» is no known name")


# --- vintages ---------------------------------------------------------------------------------------------


def test_a_unit_of_before_2022_is_several_of_today(read: Read) -> None:
    dataset = read(
        "regions,start\nКарагандинская область,2021-05-05\nКарагандинская область,2022-06-08\n"
        "Жезказган,2021\nKZ-KAR,\nАлматинская область,2022-05\nПавлодарская область,2019-01-01\n".replace(
            "2021\n", "2021-01\n"
        )
    )
    assert units(dataset) == ["KZ-35;KZ-62", "KZ-35", "KZ-62", "KZ-35;KZ-62", "KZ-19;KZ-33", "KZ-55"]
    assert [w.row for w in dataset.warnings if w.kind == "unit of before June 2022"] == [2, 5, 6]


def test_the_report_tells_the_vintage_before_the_date_does(write: Callable[..., Path]) -> None:
    reports = write("id,coverage,vintage\nold,partial,2018\nnew,partial,2022\n", "reports.csv")
    rows = "Карагандинская,old,2025-01\nКарагандинская,new,2021-01\n"
    incidents = write("regions,report,start\n" + rows, "incidents.csv")
    assert units(read_dataset([incidents, reports])) == ["KZ-35;KZ-62", "KZ-35"]


def test_a_point_settles_which_part_of_an_old_unit_is_meant(read: Read) -> None:
    dataset = read(f"regions,start,lat,lon\nКарагандинская область,2021-05-05,{ZHEZKAZGAN}\n")
    assert units(dataset) == ["KZ-62"]
    assert kinds(dataset) == []


def test_on_the_map_of_2018_the_parts_are_one_again(read: Read) -> None:
    rows = f"KZ-62,,,\nАбайская область,,,\nКарагандинская,2021-01,,\n,,{ZHEZKAZGAN}\nKZ-35;KZ-62,,,\n"
    text = f"regions,start,lat,lon\n{rows}"
    dataset = read(text, vintage=2018)
    assert units(dataset) == ["KZ-KAR", "KZ-VOS", "KZ-KAR", "KZ-KAR", "KZ-KAR"]
    today = read(text)
    assert dataset.incidents["id"].tolist() == today.incidents["id"].tolist()


# --- points -----------------------------------------------------------------------------------------------


def test_points_alone_are_placed_by_the_borders(read: Read) -> None:
    dataset = read(f"lat,lon\n{ZHEZKAZGAN}\n{ALMATY}\n0,0\n".replace("47.7941", '"47,7941"'))
    assert units(dataset) == ["KZ-62", "KZ-75", ""]
    assert [(w.row, w.kind) for w in dataset.warnings] == [(4, "outside the country")]


def test_a_point_near_its_region_is_kept_with_a_warning_and_far_off_is_a_fault(read: Read) -> None:
    # Saran lies in Karaganda Region; the point of row 3 is in Almaty city, 2 km from Almaty Region
    dataset = read("regions,lat,lon\nKZ-62,47.79,67.71\nKZ-19,43.2600,77.0000\nKZ-19,43.2600,77.0000\n")
    assert units(dataset) == ["KZ-62", "KZ-19", "KZ-19"]
    assert [w.row for w in dataset.warnings if w.kind == "point beside its region"] == [3]
    assert "(and in 1 more row)" in dataset.warnings[0].wrong
    [fault] = faults(read, f"regions,lat,lon\nKZ-62,{ALMATY}\n")
    assert fault.startswith("a.csv:2:lat: the point lies ") and fault.endswith(
        " km outside of KZ-62, in KZ-75"
    )


def test_swapped_coordinates_are_seen_and_said(read: Read) -> None:
    swapped = ",".join(reversed(ZHEZKAZGAN.split(",")))
    for region in ("", "KZ-62"):
        assert faults(read, f"regions,lat,lon\n{region},{swapped}\n") == [
            "a.csv:2:lat: lat and lon seem to have changed places"
        ]


@pytest.mark.parametrize(
    ("lat", "lon", "fault"),
    [("91", "67", "lat: «91» is beyond 90 degrees"), ("47", "inf", "lon: «inf» is no coordinate"),
     ("47", "-181", "lon: «-181» is beyond 180 degrees"), ("47°", "67", "lat: «47°» is no coordinate"),
     ("nan", "67", "lat: the row has lon and no lat"), ("", "67", "lat: the row has lon and no lat")],
)  # fmt: skip
def test_coordinates_that_are_none(read: Read, lat: str, lon: str, fault: str) -> None:
    assert faults(read, f"regions,lat,lon\nKZ-62,{lat},{lon}\n") == [f"a.csv:2:{fault}"]


def test_infinite_coordinates_in_typed_columns() -> None:
    frame = pd.DataFrame(
        {"lat": [47.8, np.inf, np.nan], "lon": [67.7, 5, np.nan], "regions": ["", "", "KZ-62"]}
    )
    assert faults(read_dataset, frame) == ["DataFrame:3:lat: «inf» is beyond 90 degrees"]
    assert units(read_dataset(frame.drop(1))) == ["KZ-62", "KZ-62"]


def test_neither_region_nor_point_is_a_fault_unless_national(read: Read) -> None:
    text = "regions,scope,title\n,,x\n,national,\n,вся страна,y\n"
    assert faults(read, text) == ["a.csv:2:regions: the row names no region and has no point"]
    dataset = read(text.replace(",,x\n", ""))
    assert units(dataset) == ["", ""]
    assert counts(dataset.incidents).as_dict() == {
        "read": 2,
        "mapped": 0,
        "several_regions": 0,
        "unlocated": 2,
    }


# --- ids --------------------------------------------------------------------------------------------------


def test_derived_ids_are_short_stable_and_tell_repeats(read: Read) -> None:
    text = "regions,start,title,plants\nKZ-62,2025-06,Мак,1\nУлытау,2025-06,Мак,2\nKZ-62,2025-06,Мак2,1\n"
    first = read(text)
    ids = first.incidents["id"].tolist()
    assert len(set(ids)) == 3 and ids[1] == f"{ids[0]}-2"
    assert [(w.row, w.kind) for w in first.warnings] == [(3, "duplicate")]
    again = read(text.replace("Мак,1", "Мак,>77"), "b.csv")
    assert again.incidents["id"].tolist() == ids
    assert ids[0] == "i-77rapar6", "derived ids must never change from one version to the next"


def test_a_repeated_id_accuses_the_later_row_only(write: Callable[..., Path]) -> None:
    paths = [write("id,regions\na,KZ-62\nb,KZ-31\na,KZ-10\n"), write("id,regions\nb,KZ-62\n", "b.csv")]
    assert faults(read_dataset, paths) == [
        "a.csv:4:id: «a» is the id of row 2",
        "b.csv:2:id: «b» is the id of row 3 of a.csv",
    ]


def test_duplicates_with_ids_of_their_own_are_told_of_if_they_say_the_same(read: Read) -> None:
    rows = "a,KZ-62,x,1\nb,KZ-62,x,1\nc,KZ-62,x,2\nd,KZ-62,,1\ne,KZ-62,,1\n"
    dataset = read("id,regions,title,plants\n" + rows)
    assert [(w.row, w.kind) for w in dataset.warnings] == [(3, "duplicate")]


def test_rows_at_fault_are_no_duplicates(read: Read) -> None:
    rows = "Атлантида,x,1\nЭльдорадо,x,1\nKZ-62,y,2\nKZ-62,y,2\n"
    with pytest.raises(DataError) as caught:
        read("regions,title,plants\n" + rows)
    assert [f.row for f in caught.value.faults] == [2, 3]
    assert [(w.row, w.kind) for w in caught.value.warnings] == [(5, "duplicate")]


# --- columns ----------------------------------------------------------------------------------------------


def test_unknown_columns_are_named_and_carried(read: Read) -> None:
    dataset = read("regions,Бюджет,note_items,empty\nKZ-62,=1+1,some,\n")
    assert [(w.column, w.kind) for w in dataset.warnings] == [
        ("Бюджет", "unknown column"), ("note_items", "unknown column"),
    ]  # fmt: skip
    assert dataset.incidents.filter(like="x:").to_dict("list") == {
        "x:Бюджет": ["=1+1"],
        "x:note_items": ["some"],
    }


def test_an_unknown_column_of_figures_is_a_measure_of_its_name_and_told(read: Read) -> None:
    dataset = read("область,Изъято\nKZ-62,>5\nKZ-31,\n")
    assert dataset.incidents["изъято"].fillna(0).tolist() == [5, 0]
    assert dataset.measures["изъято"].names["ru"] == "Изъято" and dataset.measures["изъято"].unit == "items"
    [warning] = dataset.warnings
    assert (warning.kind, warning.right) == (
        "own measure", "end the header in the unit, such as «Изъято, человек»"
    )  # fmt: skip


def test_an_unknown_header_is_told_with_the_nearest_known_ones(read: Read) -> None:
    [near, far] = read("regions,Достоверносьт,Ответственный\nKZ-62,да,Абай\n").warnings
    assert near.right == "rename it if it is one of the known columns, perhaps «достоверность»"
    assert far.right == "rename it if it is one of the known columns"


def test_other_words_for_a_measure_are_read_without_a_warning(read: Read) -> None:
    dataset = read("область;Задержано;Оружие\nKZ-62;>12;?\n")
    assert dataset.incidents[["detained", "detained:flags", "firearms:flags"]].to_numpy().tolist() == [
        [12, 3, 17]
    ]
    assert dataset.warnings == []


def test_a_numeric_column_with_a_unit_is_a_measure_by_itself(read: Read) -> None:
    dataset = read("regions,cocaine_t,Кокаин,fined_persons\nKZ-62,>0.5,,3\nKZ-31,2,,?\n")
    assert dataset.incidents["cocaine_kg"].tolist() == [500, 2000]
    assert dataset.incidents["fined_persons:flags"].tolist() == [1, 17]
    made = dataset.measures["cocaine_kg"]
    assert (made.unit, made.names["kk"], made.breaks["absolute"]) == ("kg", "cocaine", (1000.0,))
    assert next(iter(dataset.measures)) == "incidents" and list(dataset.measures)[-2:] == [
        "cocaine_kg",
        "fined_persons",
    ]
    assert kinds(dataset) == []


def test_a_mass_without_a_unit_is_read_as_kilograms_and_told_of(read: Read) -> None:
    dataset = read("regions,Марихуана\nKZ-62,5\n")
    assert dataset.incidents["marijuana_kg"].tolist() == [5]
    assert kinds(dataset) == ["no unit"]


def test_dates(read: Read) -> None:
    rows = [("2025-06-01", "2025-06-01"), ("2025-06", "2025-06"), ("2025-06-01T10:30:00", "2025-06-01"),
            ("05.09.2026", "2026-09-05"), ("06.2025", "2025-06"), ("2025-06-01 00:00:00", "2025-06-01"),
            ]  # fmt: skip
    dataset = read(
        "regions,start,title\n" + "".join(f"KZ-62,{cell},{i}\n" for i, (cell, _) in enumerate(rows))
    )
    assert dataset.incidents["start"].tolist() == [iso for _, iso in rows]
    assert dataset.warnings == []
    for bad in ("2025-13", "31.06.2025", "0025-01-01", "01/06/2025", "12"):
        assert len(faults(read, f"regions,start\nKZ-62,{bad}\n")) == 1


def test_an_end_before_the_start_is_told_and_left_alone(read: Read) -> None:
    dataset = read(
        "regions,start,end\nKZ-62,2025-06-15,2025-06\nKZ-31,2025-06-15,2025-06-14\nKZ-10,2025-06,2025-05\n"
    )
    assert dataset.incidents["end"].tolist() == ["2025-06", "2025-06-14", "2025-05"]
    assert [(w.row, w.column, w.kind) for w in dataset.warnings] == [(3, "end", "end before start")]


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "//a.kz", "www.a.kz", "ftp://a.kz", "https://", "https:///x",
     " http:/a.kz", "https://user:word@a.kz", "https://a.kz\\b", "https://a.kz/ x", "HTTPS://"],
)  # fmt: skip
def test_links_that_may_not_be_opened(read: Read, link: str) -> None:
    dataset = read(f'regions,source_url\nKZ-62,"{link}"\nKZ-31,https://a.kz\n')
    [warning] = dataset.warnings
    assert warning.wrong.endswith("is no link that may be opened")
    assert dataset.incidents["source_url"].tolist() == ["", "https://a.kz"]
    assert dataset.incidents["x:source_url"].tolist() == [link.strip(), ""], "carried as a text"


def test_links_that_may_be_opened(read: Read) -> None:
    links = ["http://a.kz", "https://қазақстан.қаз/а?b=c#d", "HTTPS://A.KZ:8443/@x"]
    dataset = read("regions,ссылка,title\n" + "".join(f"KZ-62,{link},{link}\n" for link in links))
    assert dataset.incidents["source_url"].tolist() == links


def test_scope_kind_and_status_in_three_languages(read: Read) -> None:
    dataset = read("облыс,қамтуы,түрі,күйі\nKZ-62,орын,контекст,жоба\nKZ-62,,өз түрім,\n")
    found = dataset.incidents[["scope", "kind", "status"]].to_numpy().tolist()
    assert found == [["place", "context", "draft"], ["", "өз түрім", ""]]
    assert faults(read, "regions,scope,status\nKZ-62,galaxy,later\n") == [
        "a.csv:2:scope: «galaxy» is no scope", "a.csv:2:status: «later» is no status",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "kind"),
    [("Изъятие", "seizure"), ("ТӘРКІЛЕУ", "seizure"), ("посевы", "cultivation"), ("ввоз", "import"),
     ("зертхана", "laboratory"), ("Задержание", "detention"), ("канал поставки", "channel"),
     ("ескертпе", "context"), ("Пожар", "Пожар")],
)  # fmt: skip
def test_kinds_as_people_write_them(read: Read, written: str, kind: str) -> None:
    assert read(f"regions,вид\nKZ-62,{written}\n").incidents["kind"].tolist() == [kind]


def test_control_characters_warn_and_are_taken_out(read: Read) -> None:
    dataset = read("regions,title\nKZ-62,a\x00b\u202ec\nKZ-31,d\x07\nKZ-10,two\tparts\n")
    assert dataset.incidents["title_en"].tolist() == ["abc", "d", "two\tparts"]
    [warning] = dataset.warnings
    assert (warning.row, warning.column, warning.kind) == (2, "title", "control characters")
    assert "(and in 1 more row)" in warning.wrong and "\x00" not in str(warning)


def test_a_huge_text_is_kept_and_told_of(read: Read) -> None:
    dataset = read("regions,text\nKZ-62," + "ы" * 1_000_000 + "\n")
    assert len(dataset.incidents["text_ru"][0]) == 1_000_000
    assert kinds(dataset) == ["long text"]


def test_titles_without_a_language_are_in_that_of_their_report(write: Callable[..., Path]) -> None:
    reports = write("id,publisher,language\nr,x,ru\nk,x,қазақша\n", "reports.csv")
    rows = "KZ-62,r,Мак,,\nKZ-62,k,Көкнәр,,Text\nKZ-62,k,Көкнәр,Басқа,\n"
    dataset = read_dataset([write("regions,report,title,title_kk,text\n" + rows), reports])
    titles = dataset.incidents[["title_ru", "title_kk", "text_kk"]].to_numpy().tolist()
    assert titles == [["Мак", "", ""], ["", "Көкнәр", "Text"], ["", "Басқа", ""]]
    assert kinds(dataset) == ["two titles"]


@pytest.mark.parametrize(
    ("title", "lang"), [("Көкнәр тәркіленді", "kk"), ("Изъят мак", "ru"), ("Poppy", "en")]
)
def test_without_reports_the_texts_themselves_tell_their_language(read: Read, title: str, lang: str) -> None:
    dataset = read(f"regions,title\nKZ-62,{title}\n")
    assert dataset.incidents[f"title_{lang}"][0] == title
    assert dataset.reports[0].language == lang


# --- reports, totals, notes -------------------------------------------------------------------------------

REPORTS = "id,title_ru,publisher,url,start,coverage\nr1,Отчёт,МВД,https://a.kz,2025-06,полный\nr2,,,,,\n"


def test_rows_belong_to_a_report_that_is_listed(write: Callable[..., Path]) -> None:
    reports = write(REPORTS, "reports.csv")
    incidents = write("regions,report\nKZ-62,r1\nKZ-62,r3\nKZ-62,\n", "incidents.csv")
    assert faults(read_dataset, [incidents, reports]) == [
        "incidents.csv:3:report: there is no report «r3»",
        "incidents.csv:4:report: the row names no report, and there are several",
    ]


def test_rows_without_a_report_belong_to_the_only_one(write: Callable[..., Path]) -> None:
    reports = write(REPORTS.replace("r2,,,,,\n", ""), "reports.csv")
    dataset = read_dataset([write("regions\nKZ-62\n", "incidents.csv"), reports])
    assert dataset.incidents["report"].tolist() == ["r1"]
    [report] = dataset.reports
    assert (report.coverage, report.titles, report.vintage) == ("complete", {"ru": "Отчёт"}, 0)


def test_without_a_table_of_reports_each_id_is_a_report_and_none_are_added_up(read: Read) -> None:
    dataset = read("regions,report\nKZ-62,b\nKZ-62,\nKZ-62,a\n", "mine.csv")
    assert [(r.id, r.titles["ru"], r.coverage) for r in dataset.reports] == [
        ("b", "b", "partial"), ("data", "mine", "partial"), ("a", "a", "partial"),
    ]  # fmt: skip


def test_faults_of_reports_totals_and_notes(write: Callable[..., Path]) -> None:
    paths = [
        write("id,regions,report\nx,KZ-62,r1\n", "incidents.csv"),
        write("id,coverage,url,language\nr1,some,a.kz,de\nr1,,,\n,,,ru\n", "reports.csv"),
        write("report,measure,value\nr9,plants,5\nr1,beer,5\nr1,labs,\nr1,,5\nr1,plants,-5\n", "totals.csv"),
        write("incident,text,url\ny,a,\nx,b,javascript:x\n", "notes.csv"),
    ]
    assert faults(read_dataset, paths) == [
        "reports.csv:2:url: «a.kz» is no link that may be opened",
        "reports.csv:2:language: «de» is no language",
        "reports.csv:2:coverage: «some» is no coverage",
        "reports.csv:3:id: «r1» is the id of row 2",
        "reports.csv:4:id: the report has no id",
        "totals.csv:2:report: there is no report «r9»",
        "totals.csv:3:measure: «beer» is no measure of ours and has no name",
        "totals.csv:4:value: the total has no value",
        "totals.csv:5:measure: the total has no measure",
        "totals.csv:6:value: «-5» is negative",
        "notes.csv:2:incident: no incident has the id «y»",
        "notes.csv:3:url: «javascript:x» is no link that may be opened",
    ]


def test_totals_keep_their_doubt_units_and_names(write: Callable[..., Path]) -> None:
    totals = write(
        "показатель;значение;оговорка;часть от;название\n"
        "Марихуана, т;2;более;;\nflights;40;;;Вылеты\nplants;?;;;\n",
        "t.csv",
    )
    dataset = read_dataset([write("regions\nKZ-62\n", "incidents.csv"), totals])
    found = [
        (t.report, t.measure, quantities.text(t.value, t.flags), t.unit, t.names) for t in dataset.totals
    ]
    assert found == [
        ("data", "marijuana_kg", ">2000", "kg", {}),
        ("data", "flights", "40", "items", {"ru": "Вылеты"}),
        ("data", "plants", "?", "plants", {}),
    ]


def test_a_sum_beyond_the_national_total_is_told(write: Callable[..., Path]) -> None:
    incidents = write("regions,kind,plants\nKZ-62,,60\nKZ-31;KZ-10,,50\nKZ-31,context,500\n", "incidents.csv")
    for total, expected in (("100", 1), ("110", 0), ("?", 0)):
        dataset = read_dataset([incidents, write(f"measure,value\nplants,{total}\n", "totals.csv")])
        assert [(w.file, w.row, w.kind) for w in dataset.warnings] == [
            ("totals.csv", 2, "more than the national total")
        ] * expected


# --- several inputs ---------------------------------------------------------------------------------------


def test_incidents_that_were_read_can_be_read_again() -> None:
    first = read_dataset()
    again = read_dataset(first.incidents)
    drop = ["file", "row"]
    pd.testing.assert_frame_equal(first.incidents.drop(columns=drop), again.incidents.drop(columns=drop))
    assert again.warnings == []


def test_a_download_of_the_page_builds_the_same_incidents_and_sums(tmp_path: Path) -> None:
    """As the page writes it: ISO codes, bare cells, an apostrophe before what a spreadsheet would run."""
    first = read_dataset().incidents
    cells = {
        name: quantities.texts(first[name].to_numpy(), first[f"{name}:flags"].to_numpy()).to_pylist()
        for name in first
        if f"{name}:flags" in first
    }
    texts = first.select_dtypes("str").rename(columns={"units": "regions", "from_units": "from_regions"})
    texts["title_en"] = "=" + texts["title_en"]
    frame = pd.concat(
        [texts.replace(r"^([-=+@'])", r"'\1", regex=True), first[["lat", "lon"]], pd.DataFrame(cells)], axis=1
    )
    frame.to_csv(tmp_path / "download.csv", index=False, encoding="utf-8-sig")
    again = read_incidents(tmp_path / "download.csv")
    first["title_en"] = "=" + first["title_en"]
    drop = ["file", "row"]
    pd.testing.assert_frame_equal(first.drop(columns=drop), again.drop(columns=drop))


def test_several_files_and_a_frame_are_one_data_set(write: Callable[..., Path]) -> None:
    frame = pd.DataFrame({"regions": ["KZ-10"], "plants": [5]})
    incidents = read_incidents(
        write("regions,x\nKZ-62,да\n"), write('[{"regions": "KZ-31"}]', "b.json"), frame
    )
    assert incidents["units"].tolist() == ["KZ-62", "KZ-31", "KZ-10"]
    assert incidents["file"].astype(str).tolist() == ["a.csv", "b.json", "DataFrame"]
    assert incidents["x:x"].tolist() == ["да", "", ""]
    assert incidents["plants"].fillna(0).tolist() == [0, 0, 5]


def test_only_reports_are_no_incidents(write: Callable[..., Path]) -> None:
    assert faults(read_dataset, write(REPORTS, "reports.csv")) == [
        "reports.csv:1:-: there is no table of incidents or of figures"
    ]


def test_own_borders_are_used_for_points(read: Read) -> None:
    from karasora import read_regions

    regions = read_regions()
    regions["iso"] = regions["iso"].replace({"KZ-62": "KZ-11", "KZ-11": "KZ-62"})
    assert units(read(f"lat,lon\n{ZHEZKAZGAN}\n", boundaries=regions)) == ["KZ-11"]


# --- conservation -----------------------------------------------------------------------------------------

cell = {
    "regions": st.sampled_from(["KZ-62", "Жамбыл", "ЗКО;KZ-31", "KZ-KAR", "Каскелен", ""]),
    "scope": st.sampled_from(["", "national", "place"]),
    "kind": st.sampled_from(["", "context"]),
    "status": st.sampled_from(["", "draft"]),
    "start": st.sampled_from(["", "2021-01-01", "2025-06"]),
    "marijuana_kg": st.sampled_from(["", "?", "0.1", "0.2", ">0,7", "~1 000", "<5"]),
}
tables = st.lists(
    st.fixed_dictionaries(cell).filter(lambda r: r["regions"] or r["scope"] == "national"), max_size=12
)


def as_csv(rows: list[dict[str, str]]) -> str:
    return ";".join(cell) + "\n" + "".join(";".join(f'"{row[c]}"' for c in cell) + "\n" for row in rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(tables, st.randoms(use_true_random=False), st.sampled_from([2022, 2018]))
def test_nothing_is_lost_and_no_order_matters(
    tmp_path: Path, rows: list[dict[str, str]], rnd: random.Random, vintage: int
) -> None:
    sums = []
    for name, some in (("a.csv", rows), ("b.csv", rnd.sample(rows, len(rows)))):
        (tmp_path / name).write_text(as_csv(some), encoding="utf-8")
        incidents = read_incidents(tmp_path / name, vintage=vintage)
        counted = counts(incidents)
        assert counted.read == len(some) == counted.mapped + counted.several_regions + counted.unlocated
        assert incidents["id"].is_unique
        cells = quantities.texts(
            incidents["marijuana_kg"].to_numpy(), incidents["marijuana_kg:flags"].to_numpy()
        )
        expected = [quantities.text(*quantities.parse(row["marijuana_kg"])) for row in some]
        assert [quantities.text(*quantities.parse(c)) for c in cells.to_pylist()] == expected
        sums.append(quantities.add(incidents["marijuana_kg"], incidents["marijuana_kg:flags"]))
    np.testing.assert_equal(*map(tuple, sums))


anything = st.text(max_size=6) | st.sampled_from(
    ["KZ-62", "national", "2025-06", "a;b", "?", ">5", "=1", "\x00"]
)
known = [
    "regions",
    "scope",
    "lat",
    "lon",
    "start",
    "end",
    "id",
    "report",
    "plants",
    "x_kg",
    "title",
    "source_url",
]
headers = st.sampled_from([*known, "status", "облыс", "", "place"]) | st.text(max_size=4)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(headers, anything, max_size=6), min_size=1, max_size=4))
def test_no_table_makes_the_reader_stumble(rows: list[dict[str, str]]) -> None:
    frame = pd.DataFrame(rows).fillna("")
    try:
        dataset = read_dataset(frame)
    except DataError as error:
        assert error.faults
        total = error.counts["mapped"] + error.counts["several_regions"] + error.counts["unlocated"]
        assert error.counts["read"] == total + error.counts["rejected"]
    else:
        assert counts(dataset.incidents).read <= len(rows)
        json.dumps([str(w) for w in dataset.warnings])


def test_where_a_quotation_stands_is_carried_without_a_warning() -> None:
    row = {"regions": "KZ-31", "quote": "103 кг", "quote_start": "7", "quote_end": "13"}
    table = pd.DataFrame([row])
    dataset = read_dataset(table)
    assert not dataset.warnings
    assert dataset.incidents["x:quote_start"].tolist() == ["7"]
