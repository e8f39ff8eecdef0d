"""What each unit's incidents add up to, recounted by other means."""

import csv
from collections import defaultdict
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import karasora
from karasora import geodata, sums
from karasora.quantities import ABOUT, AT_LEAST, STATED, UNKNOWN

ARTICLE = "article-2025-09"


def recounted(report: str) -> tuple[dict[str, dict[str, tuple[Decimal | None, set[str]]]], dict[str, int]]:
    """The sums per unit, with the signs that stand before them, from the plain table: no code of ours."""
    sums: dict[str, dict[str, tuple[Decimal | None, set[str]]]] = defaultdict(dict)
    incidents: dict[str, int] = defaultdict(int)
    with geodata.path("incidents.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["report"] != report or ";" in row["regions"] or row["kind"] == "context":
                continue
            incidents[row["regions"]] += 1
            for key in (
                k
                for k in row
                if k.endswith("_kg") or k in ("plants", "sites", "detained", "firearms", "vehicles")
            ):
                if not row[key]:
                    continue
                value, signs = sums[row["regions"]].get(key, (None, set()))
                number = row[key].lstrip(">~?")
                signs.add(row[key][0] if row[key][0] in ">~?" else "")
                sums[row["regions"]][key] = ((value or 0) + Decimal(number) if number else value, signs)
    return sums, incidents


@pytest.mark.parametrize("report", [ARTICLE, "final-2025-11"])
def test_sums_agree_with_a_plain_recount(report: str) -> None:
    incidents = karasora.read_incidents()
    joined = karasora.join(incidents[incidents["report"] == report], karasora.read_regions(detail="web"))
    joined = joined.set_index("iso")
    by_region, counts = recounted(report)
    assert joined["incidents"].to_dict() == {iso: counts.get(iso, 0) for iso in joined.index}
    for key in sums.measures_of(incidents):
        for iso in joined.index:
            value, signs = by_region.get(iso, {}).get(key, (None, set()))
            flags = int(joined.at[iso, f"{key}:flags"])
            assert bool(flags) == bool(signs)
            assert bool(flags & UNKNOWN) == (signs == {"?"})
            assert bool(flags & AT_LEAST) == bool(signs - {"?"} and signs & {">", "?"})
            assert bool(flags & ABOUT) == ("~" in signs)
            if value is not None:
                assert joined.at[iso, key] == float(value)
            else:
                assert pd.isna(joined.at[iso, key])


def test_the_join_is_a_frame_that_draws_itself() -> None:
    incidents = karasora.read_incidents()
    joined = karasora.join(incidents[incidents["report"] == ARTICLE], karasora.read_regions(detail="web"))
    assert joined.crs == "EPSG:4326"
    assert len(joined) == 20
    state = joined.set_index("iso")["marijuana_kg:state"]
    assert state[state == "stated"].size == 2
    assert state[["KZ-27", "KZ-61", "KZ-10"]].tolist() == ["not-stated", "not-stated", "not-mentioned"]
    assert set(joined.set_index("iso").query("`incidents:state` == 'stated'").index) == {
        "KZ-27", "KZ-31", "KZ-61", "KZ-62",
    }  # fmt: skip
    assert joined.set_index("iso").at["KZ-31", "detained:state"] == "unknown"


def test_reports_are_never_added_up() -> None:
    with pytest.raises(ValueError, match="choose one"):
        karasora.join(karasora.read_incidents(), karasora.read_regions(detail="web"))


def test_with_complete_coverage_silence_is_zero() -> None:
    incidents = karasora.read_incidents()
    article = incidents[incidents["report"] == ARTICLE]
    joined = karasora.join(article, karasora.read_regions(detail="web"), coverage="complete").set_index("iso")
    assert joined.at["KZ-10", "incidents:state"] == joined.at["KZ-10", "marijuana_kg:state"] == "zero"
    assert joined.at["KZ-61", "marijuana_kg:state"] == "not-stated", "an incident without it"


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["KZ-31", "KZ-62", "KZ-31;KZ-62", "national"]),
        st.sampled_from(["", "5", ">2.5", "~0.1", "?", "0"]),
        st.sampled_from(["", "context"]),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_no_row_is_lost_and_none_counts_twice(rows: list[tuple[str, str, str]]) -> None:
    table = pd.DataFrame(
        {
            "id": [f"i{i}" for i in range(len(rows))],
            "regions": [where if where != "national" else "" for where, _, _ in rows],
            "scope": ["national" if where == "national" else "" for where, _, _ in rows],
            "kind": [kind for _, _, kind in rows],
            "marijuana_kg": [cell for _, cell, _ in rows],
        }
    )
    incidents = karasora.read_incidents(table)
    counted = sums.counts(incidents)
    assert counted.read == len(rows) == counted.mapped + counted.several_regions + counted.unlocated
    assert counted.several_regions == sum(";" in where for where, _, _ in rows)
    assert counted.unlocated == sum(where == "national" for where, _, _ in rows)
    summed = sums.region_sums(incidents, ["KZ-31", "KZ-62"], ["marijuana_kg"])
    own = [(where, cell) for where, cell, kind in rows if kind != "context"]
    for iso in ("KZ-31", "KZ-62"):
        assert summed.at[iso, "incidents"] == sum(where == iso for where, _ in own)
        numbers = [
            Decimal(cell.lstrip(">~")) for where, cell in own if where == iso and cell not in ("", "?")
        ]
        stated = summed.at[iso, "marijuana_kg"]
        assert pd.isna(stated) if not numbers else stated == float(sum(numbers))


def test_figures_already_added_up_take_the_place_of_sums() -> None:
    given = pd.DataFrame(
        [
            ("KZ-71", "incidents", 12, STATED),
            ("KZ-31", "incidents", float("nan"), STATED | UNKNOWN),
            ("KZ-71", "marijuana_kg", 7.5, STATED | AT_LEAST),
        ],
        columns=["region", "measure", "value", "flags"],
    )
    both = sums.region_sums(karasora.read_incidents(), ["KZ-31", "KZ-71"], ["marijuana_kg"], figures=given)
    alone = sums.region_sums(karasora.read_incidents(), ["KZ-31", "KZ-71"], ["marijuana_kg"])
    assert both.at["KZ-71", "incidents"] == 12
    assert both["incidents:state"].to_dict() == {"KZ-31": "unknown", "KZ-71": "stated"}
    assert both.loc["KZ-71", ["marijuana_kg", "marijuana_kg:flags"]].tolist() == [7.5, STATED | AT_LEAST]
    for column in ("marijuana_kg", "marijuana_kg:flags", "marijuana_kg:state"):
        assert both.at["KZ-31", column] == alone.at["KZ-31", column]


@pytest.fixture
def four() -> pd.DataFrame:
    """An incident with a zero, one of two regions, one of none, and a context note."""
    return karasora.read_incidents(
        pd.DataFrame(
            {
                "regions": ["KZ-31", "KZ-61;KZ-62", "", "KZ-10"],
                "scope": ["", "", "national", ""],
                "kind": ["", "", "", "context"],
                "marijuana_kg": ["0", "5", "7", "9"],
                "plants": ["?", "", "", ""],
            }
        )
    )


def test_a_unit_has_data_if_an_incident_is_its_own_or_a_figure_came_added_up(four: pd.DataFrame) -> None:
    none: list[str] = []
    assert len(sums.regions_with_data(four, none)) == 1
    assert len(sums.regions_with_data(four, ["KZ-31", "KZ-75", "KZ-75", ""])) == 2
    assert len(sums.regions_with_data(four[:0], none)) == 0


def test_where_each_row_went_is_told_by_name(four: pd.DataFrame) -> None:
    told = {"read": 4, "mapped": 2, "several_regions": 1, "unlocated": 1}
    assert sums.counts(four).as_dict() == told


def test_a_zero_a_question_mark_and_silence_are_told_apart(four: pd.DataFrame) -> None:
    for coverage, bare in (("partial", "not-mentioned"), ("complete", "zero")):
        joined = karasora.join(four, karasora.read_regions(detail="web"), coverage=coverage).set_index("iso")
        assert joined.loc["KZ-31", ["marijuana_kg:state", "plants:state"]].tolist() == ["zero", "unknown"]
        assert joined.loc["KZ-27", ["marijuana_kg:state", "incidents:state"]].tolist() == [bare, bare]
        assert joined.at["KZ-61", "marijuana_kg:state"] == "not-stated", "one of two regions of an incident"
        assert joined.at["KZ-10", "marijuana_kg:state"] == "not-stated", "a note is there"
        assert joined.at["KZ-10", "incidents"] == 0
        told = "zero" if coverage == "complete" else "not-stated"
        assert joined.loc[["KZ-10", "KZ-61"], "incidents:state"].tolist() == [told, told]


@pytest.mark.parametrize(
    ("cells", "value", "state"),
    [(["0"], 0, "zero"), (["0", "?"], 0, "stated"), ([">0"], 0, "stated"), (["?"], None, "unknown"),
     (["~0"], 0, "zero"), (["", ""], None, "not-stated"), (["3", "?"], 3, "stated")],
)  # fmt: skip
@pytest.mark.parametrize("coverage", ["partial", "complete"])
def test_a_state_follows_from_what_is_stated(
    cells: list[str], value: float | None, state: str, coverage: str
) -> None:
    incidents = karasora.read_incidents(pd.DataFrame({"regions": "KZ-31", "marijuana_kg": cells}))
    joined = karasora.join(incidents, karasora.read_regions(detail="web"), coverage=coverage)
    row = joined.set_index("iso").loc["KZ-31"]
    assert row["marijuana_kg:state"] == state
    assert pd.isna(row["marijuana_kg"]) if value is None else row["marijuana_kg"] == value


def test_a_join_sums_the_measures_that_are_asked_for(four: pd.DataFrame) -> None:
    regions = karasora.read_regions(detail="web").iloc[::-1]
    joined = karasora.join(four, regions, measures=iter(["incidents", "plants"]))
    assert {"plants", "plants:flags", "plants:state", "incidents:state"} <= {*joined}
    assert "marijuana_kg" not in joined
    assert joined["iso"].tolist() == regions["iso"].tolist()


def test_a_column_of_ones_own_is_no_measure(four: pd.DataFrame) -> None:
    own = four.assign(**{"x:note": "", "x:note:flags": ""})
    assert sums.measures_of(own) == sums.measures_of(four)
    assert "marijuana_kg" in sums.measures_of(own)
