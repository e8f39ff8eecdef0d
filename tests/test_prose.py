"""What the prose says in numbers is what the code does: limits, sizes and counts in the documents."""

import csv
import re
from pathlib import Path

import pytest

import karasora
from karasora import geodata
from karasora.boundaries.cleaning import TOLERANCES
from karasora.cli import output
from karasora.incidents import points
from karasora.page import payload, render, still
from karasora.tables import MOST_BYTES, cells, guard, objects, table
from tests.test_docs import DOCUMENTS

HOME = Path(__file__).resolve().parents[1]
WORDS = {"two": 2, "five": 5, "six": 6}

# The words around a number, and what it must be. Each must stand there at least once, and everywhere alike.
LIMITS = [
    (r"At most (\d+) GB", MOST_BYTES / 1e9),
    (r"and (\w+) million rows each", table.MOST_ROWS / 1e6),
    (r"JSON (\d+) MB", objects.MOST_BYTES / 1e6),
    (r"XLSX (\d+) MB", guard.MOST_BYTES / 1e6),
    (r"and (\w+) million cells", guard.MOST_CELLS / 1e6),
    (r"texts of over ([\d ]+) characters", cells.LONGEST),
    (r"больше ([\d ]+) знаков", cells.LONGEST),
    (r"Of more than (\d+) findings", output._SHOW_ALL),
    (r"up to (\d+) km outside", points.TOLERANCE_KM),
    (r"не более чем на (\d+) км", points.TOLERANCE_KM),
    (r"Above ([\d ]+) incidents the page", payload.PACK_ABOVE),
    (r"above (\d+) the tables that stand in the page without JavaScript", still.ROWS),
    (r'`detail="fine"` \((\d+) m\)', TOLERANCES["fine"]),
    (r'or `"web"` \((\d+) m\)', TOLERANCES["web"]),
    (r"simplified to\s+(\d+) m", TOLERANCES["web"]),
    (r"looked up in finer ones \((\d+) m\)", TOLERANCES["fine"]),
]


def prose(name: str = "") -> str:
    """One document, or all of them together."""
    documents = [HOME / name] if name else DOCUMENTS
    return "\n".join(document.read_text("utf-8") for document in documents).replace("\u00a0", " ")


def number(written: str) -> float:
    return WORDS[written] if written in WORDS else float(written.replace(" ", ""))


@pytest.mark.parametrize(("words", "limit"), LIMITS, ids=[words for words, _ in LIMITS])
def test_a_limit_in_prose_is_the_limit_in_the_code(words: str, limit: float) -> None:
    found = re.findall(words, prose())
    assert found and {number(one) for one in found} == {limit}


def test_one_file_is_as_small_as_it_says() -> None:
    [said] = re.findall(r"\*\*one file\*\* of under (\d+) KB", prose())
    size = len(render(karasora.build_map())) / 1024
    assert 0.7 * int(said) < size < int(said)


def rows(name: str) -> list[dict[str, str]]:
    with geodata.path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_example_of_a_total_is_a_total() -> None:
    """The guides show a row of geodata/totals.csv."""
    shown = re.findall(r"`(final-2025-11|article-2025-09)`, `(\w+)`, `([^`]+)`", prose())
    assert len(shown) == 3
    totals = {(row["report"], row["measure"], row["value"]) for row in rows("totals.csv")}
    assert set(shown) <= totals


def test_the_plan_has_every_room() -> None:
    plan = prose().split("<!-- rooms -->")[1].split("```")[1]
    package = HOME / "src" / "karasora"
    rooms = [f"{path.name}/" for path in package.iterdir() if (path / "__init__.py").is_file()]
    rooms += [path.name for path in package.glob("*.py") if not path.name.startswith("_")]
    assert [room for room in sorted(rooms) if not re.search(rf"(?<![\w/]){re.escape(room)}", plan)] == []


def test_geodata_counts_what_it_has() -> None:
    text = prose("geodata/README.md")
    towns = [row["kind"] for row in rows("towns.csv")]
    for count, kind in re.findall(r"(\d+) (town|village|district)s\b", text.split("**towns.csv**")[1][:300]):
        assert towns.count(kind) == int(count), kind
    totals = [row["report"] for row in rows("totals.csv")]
    said = dict(re.findall(r"^\| `([\w-]+)` \|.*?(\d+) totals \|$", text, re.MULTILINE))
    assert {report: totals.count(report) for report in said} == {k: int(v) for k, v in said.items()}
    cases = [row for row in rows("incidents.csv") if row["report"] == "season-2025"]
    notes = sum(row["kind"] == "context" for row in cases)
    assert f"{len(cases) - notes} single cases" in text and f"{notes} summaries" in text
