"""What changed between two editions of the data."""

from pathlib import Path

import pandas as pd

import karasora
from karasora.comparison import Change, count, diff
from karasora.page import readback
from karasora.page.readback import edition_of

BEFORE = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "case": ["", "", "", "airport"],
        "regions": ["KZ-31", "KZ-62", "KZ-27", "KZ-75"],
        "title_ru": ["Склад", "Канал", "Теплица", "Ввоз"],
        "marijuana_kg": [">206", "103", "", "3"],
        "plants": ["", "", "47", ""],
    }
)


def changes(after: pd.DataFrame, before: pd.DataFrame = BEFORE) -> list[Change]:
    return diff(karasora.read_incidents(before), karasora.read_incidents(after))


def with_cell(row: int, column: str, cell: str) -> pd.DataFrame:
    after = BEFORE.copy()
    after.loc[row, column] = cell
    return after


def test_the_same_data_in_another_order_have_not_changed() -> None:
    assert changes(BEFORE.iloc[::-1].reset_index(drop=True)) == []


def test_figures() -> None:
    told = {
        (row, cell): [
            (c.kind, c.incident, c.measure, c.old, c.new) for c in changes(with_cell(row, column, cell))
        ]
        for row, column, cell in (
            (0, "marijuana_kg", ">300"),
            (1, "marijuana_kg", "99.5"),
            (0, "marijuana_kg", "206"),
            (2, "plants", ""),
            (2, "marijuana_kg", "?"),
        )
    }
    assert told == {
        (0, ">300"): [("revised up", "a", "marijuana_kg", ">206", ">300")],
        (1, "99.5"): [("revised down", "b", "marijuana_kg", "103", "99.5")],
        (0, "206"): [("re-qualified", "a", "marijuana_kg", ">206", "206")],
        (2, ""): [("withdrawn", "c", "plants", "47", "")],
        (2, "?"): [("stated", "c", "marijuana_kg", "", "?")],
    }


def test_incidents_come_and_go_and_move_and_are_renamed() -> None:
    after = pd.concat([BEFORE.iloc[1:], pd.DataFrame({"id": ["e"], "regions": ["KZ-10"]})]).fillna("")
    after = after.reset_index(drop=True)
    after.loc[0, "title_ru"] = "Канал с юга"
    after.loc[1, "regions"] = "KZ-23"
    assert [(c.kind, c.incident) for c in changes(after)] == [
        ("renamed", "b"), ("moved", "c"), ("added", "e"), ("gone", "a"),
    ]  # fmt: skip


def test_an_incident_with_a_new_id_is_known_by_its_case() -> None:
    after = with_cell(3, "id", "airport-2025")
    after.loc[3, "marijuana_kg"] = "4"
    assert [(c.kind, c.incident, c.new) for c in changes(after)] == [("revised up", "airport-2025", "4")]


def test_without_ids_a_new_title_is_a_renaming() -> None:
    before = BEFORE.drop(columns=["id", "case"])
    after = before.copy()
    after.loc[0, "title_ru"] = "Большой склад"
    assert [(c.kind, c.old, c.new) for c in changes(after, before)] == [("renamed", "Склад", "Большой склад")]


def test_doubled_rows_pair_with_none_rather_than_with_the_wrong_one() -> None:
    twice = pd.DataFrame({"regions": ["KZ-31", "KZ-31", "KZ-62"], "plants": ["5", "5", "1"]})
    assert changes(twice, twice) == []


def test_a_summary_counts_each_kind() -> None:
    found = changes(with_cell(0, "marijuana_kg", ">300"))
    assert count(found) == "1 revised up"
    assert count([]) == "nothing changed"
    assert str(found[0]) == "revised up: a (Склад): marijuana_kg >206 → >300"


def test_figures_are_compared_by_region_measure_and_period(tmp_path: Path) -> None:
    old, new = tmp_path / "crimes.csv", tmp_path / "new" / "crimes.csv"
    new.parent.mkdir()
    old.write_text("Регион,2023,2024\nАкмолинская,5,7\nКостанайская,1,2\n", "utf-8")
    new.write_text("Регион,2023,2024\nАкмолинская,5,>7\nКостанайская,3,-\nПавлодарская,,4\n", "utf-8")
    page = tmp_path / "crimes.html"
    karasora.save(karasora.build_map(old), page)
    for former in (old, page):
        found = readback.changes(edition_of(former), edition_of(new))
        assert [(c.kind, c.incident.split(", ", 1)[1], c.old, c.new) for c in found] == [
            ("revised up", "KZ-39, 2023", "1", "3"),
            ("re-qualified", "KZ-11, 2024", "7", ">7"),
            ("stated", "KZ-55, 2024", "", "4"),
            ("withdrawn", "KZ-39, 2024", "2", ""),
        ]
    assert readback.changes(edition_of(page), edition_of(old)) == []
