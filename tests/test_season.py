"""The season: each row can be followed to a dated public report, and tells no more than it should."""

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path

from karasora.quantities import parse
from tests.season_reading import TABLE, readings

HOME = Path(__file__).resolve().parents[1]
GEODATA = HOME / "geodata"
SEASON = "season-2025"
OPERATION = ("2025-06", "2025-10")  # the operation's months, for what names it and no day
COUNTS = ("plants", "sites", "labs", "channels", "detained", "firearms", "vehicles")
FIRST, LAST = dt.date(2025, 6, 1), dt.date(2025, 11, 30)
LANGUAGES = ("ru", "kk", "en")


def table(name: str) -> list[dict[str, str]]:
    with (GEODATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def season() -> list[dict[str, str]]:
    return [row for row in table("incidents.csv") if row["report"] == SEASON]


def days(cell: str) -> tuple[dt.date, dt.date]:
    """First and last day of a day or a month."""
    if len(cell) == 7:
        first = dt.date.fromisoformat(f"{cell}-01")
        return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return dt.date.fromisoformat(cell), dt.date.fromisoformat(cell)


def test_the_season_is_a_partial_report_of_six_months() -> None:
    [report] = [row for row in table("reports.csv") if row["id"] == SEASON]
    assert (report["start"], report["end"], report["coverage"]) == ("2025-06", "2025-11", "partial")
    assert all(report[f"{stem}_{lang}"] for stem in ("title", "headline") for lang in LANGUAGES)


def test_each_row_has_a_day_a_region_and_a_source() -> None:
    units = {row["iso"] for row in table("regions.csv")}
    for row in season():
        first, last = days(row["start"])[0], days(row["end"])[1]
        assert FIRST <= first <= last <= LAST, row["id"]
        assert row["regions"] and set(row["regions"].split(";")) <= units, row["id"]
        assert row["source_url"].startswith("https://") and row["locator"], row["id"]
        assert row["id"].startswith("season-") and row["confidence"] == "stated"


def test_a_case_has_a_day_or_a_month_or_says_that_its_source_has_none() -> None:
    for row in season():
        undated = row["text_en"].endswith("The source gives no day.")
        assert undated == ((row["start"], row["end"]) == OPERATION and row["kind"] != "context"), row["id"]
        if row["kind"] != "context" and not undated:
            assert row["start"] == row["end"], row["id"]


def test_no_place_is_finer_than_a_district_and_only_towns_have_points() -> None:
    towns = {(row["iso"], row["ru"]): row for row in table("towns.csv") if row["kind"] == "town"}
    districts = {(row["iso"], row["ru"]) for row in table("towns.csv") if row["kind"] == "district"}
    for row in season():
        assert bool(row["lat"]) == bool(row["lon"]) == (row["scope"] == "place"), row["id"]
        if row["scope"] == "place":
            town = towns[row["regions"], row["place"]]
            assert (row["lat"], row["lon"]) == (town["lat"], town["lon"]), row["id"]
        elif row["place"]:
            assert {(row["regions"], place) for place in row["place"].split("; ")} <= districts, row["id"]


def test_summaries_are_notes_and_add_nothing() -> None:
    """A department's months overlap the single cases: such rows are context, without figures to be summed."""
    for row in season():
        assert row["id"].startswith("season-sum-") == (row["kind"] == "context"), row["id"]
        if row["kind"] == "context":
            assert not any(row[key] for key in row if key.endswith("_kg") or key in COUNTS), row["id"]


def test_it_holds_the_season_and_all_the_country() -> None:
    told = [row for row in season() if row["kind"] != "context"]
    assert len(told) >= 60 and len({row["source_url"] for row in told}) >= 25
    assert {unit for row in told for unit in row["regions"].split(";")} == {
        row["iso"] for row in table("regions.csv")
    }


def test_a_case_links_the_season_to_an_incident_of_another_report() -> None:
    reports: dict[str, Counter[str]] = {}
    for row in table("incidents.csv"):
        if row["case"]:
            reports.setdefault(row["case"], Counter())[row["report"]] += 1
    assert reports
    for case, told in reports.items():
        assert told[SEASON] == 1 and len(told) > 1 and set(told.values()) == {1}, case


def test_one_page_is_not_told_twice() -> None:
    """A page that several rows cite is a list of cases: their locators differ."""
    for (url, locator), count in Counter((row["source_url"], row["locator"]) for row in season()).items():
        assert count == 1, (url, locator)


def test_figures_are_read_as_they_are_written() -> None:
    for row in season():
        for key, cell in row.items():
            if cell and (key.endswith("_kg") or key in COUNTS):
                assert parse(cell) is not None, (row["id"], key)


def test_grams_and_fractions_stand_in_the_texts() -> None:
    """What is no whole number of kilograms stands in each text as the cell has it, or in grams."""
    for row in season():
        for key, cell in row.items():
            number = (cell or "").lstrip(">~")
            if not key.endswith("_kg") or not re.fullmatch(r"\d+\.\d+", number):
                continue
            grams = f"{float(number) * 1000:g}"
            for lang in LANGUAGES:
                text = row[f"text_{lang}"]
                written = number if lang == "en" else number.replace(".", ",")
                assert written in text or re.search(rf"\b{grams}\b", text), (row["id"], key, lang)


def test_the_table_of_readings_has_what_a_person_gave() -> None:
    """`python -m tests.season_reading` makes it anew after a change of the tool or of geodata."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        recorded = list(csv.DictReader(file))
    now = list(readings())
    by_hand = {(row["text"], row["region"], row["measure"]): row["hand"] for row in recorded if row["hand"]}
    assert by_hand == {(r.text, r.region, r.measure): r.hand for r in now if r.hand}
    assert len(by_hand) > 50


def test_the_tool_reads_the_season_no_worse_than_recorded() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        recorded = list(csv.DictReader(file))
    now = list(readings())
    right = {(r.text, r.region, r.measure) for r in now if not r.difference}
    assert {(r["text"], r["region"], r["measure"]) for r in recorded if not r["difference"]} <= right
    sure = {r.text for r in now if r.difference == "wrong region" and r.confidence != "low"}
    assert sure <= {
        r["text"] for r in recorded if r["difference"] == "wrong region" and r["confidence"] != "low"
    }


def test_the_years_of_the_operation_tell_their_sources_and_agree_with_the_reports() -> None:
    rows = table("operations/figures.csv")
    units = {row["iso"] for row in table("regions.csv")} | {"Республика Казахстан"}
    final = {row["measure"]: row["value"] for row in table("totals.csv") if row["report"] == "final-2025-11"}
    for row in rows:
        assert row["region"] in units and 2019 <= int(row["period"]) <= 2025, row
        assert row["source_url"].startswith("https://") and parse(row["value"]), row
        if (row["region"], row["period"]) == ("Республика Казахстан", "2025"):
            assert row["value"] == final[row["measure"]], row
    keys = [(row["region"], row["period"], row["measure"]) for row in rows]
    assert len(keys) == len(set(keys))
    told = (GEODATA / "README.md").read_text("utf-8")
    assert all(row["source_url"] in told for row in rows)


def test_every_source_is_listed_with_its_day_of_reading() -> None:
    told = (GEODATA / "README.md").read_text("utf-8")
    ours = {row["id"] for row in season()}
    links = {row["source_url"] for row in season()} | {
        row["url"] for row in table("notes.csv") if row["incident"] in ours
    }
    assert links and all(f"({link})" in told for link in links)
