"""What `karasora extract` gets from the season's reports, beside what a person gave geodata.

`python -m tests.season_reading` writes `tests/data/season/differences.csv` anew.
"""

import csv
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from karasora import quantities
from karasora.extraction import extract
from karasora.extraction.facts import Fact

HOME = Path(__file__).resolve().parents[1]
DATA = HOME / "tests" / "data" / "season"
TABLE = DATA / "differences.csv"
SUBSTANCES = {
    "hemp_plant": "hemp_kg",
    "mephedrone": "synthetics_kg",
    "methamphetamine": "synthetics_kg",
    "synthetic": "synthetics_kg",
    "other:alpha-PVP": "synthetics_kg",
    "precursor": "precursors_kg",
}
COUNTS = ("plants", "detained", "firearms")


@dataclass(frozen=True, order=True)
class Reading:
    """One figure of a text: cells as incidents.csv writes them, added up where a text tells of parts."""

    text: str
    region: str
    measure: str
    hand: str
    tool: str
    confidence: str
    difference: str


Sums = dict[tuple[str, str], quantities.Quantity]


def by_hand(told: list[dict[str, str]], found: Sums) -> Sums:
    """The cells of the incidents that a text tells of. A 1 counts where the tool has a figure too: else no
    numeral stands in the text, only a noun in the singular."""
    sums: Sums = {}
    for row in told:
        for measure, cell in row.items():
            key = row["regions"], measure
            is_figure = (measure.endswith("_kg") or measure in COUNTS) and cell not in ("", "?")
            if is_figure and (cell != "1" or key in found):
                _add(sums, key, quantities.parse(cell))
    return sums


def by_tool(facts: list[Fact]) -> tuple[Sums, dict[tuple[str, str], str]]:
    """The tool's facts by region and measure, and the least confidence of each."""
    sums: Sums = {}
    confidence: dict[tuple[str, str], str] = {}
    for fact in facts:
        is_mass = fact.measure == "mass" and fact.unit in ("g", "kg", "t")
        if not is_mass and fact.measure not in COUNTS:
            continue
        key = ";".join(fact.codes), " and ".join(dict.fromkeys(_key(fact))) if is_mass else fact.measure
        sign = {"at_least": ">", "about": "~"}.get(fact.qualifier, "")
        _add(sums, key, quantities.parse(f"{sign}{fact.base:.6f}".rstrip("0").rstrip(".")))
        confidence[key] = max(
            confidence.get(key, "high"), fact.confidence, key=("high", "medium", "low").index
        )
    return sums, confidence


def readings() -> Iterator[Reading]:
    """Every figure of every text, as a person and as the tool read it."""
    with (HOME / "geodata" / "incidents.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for path in sorted((DATA / "texts").glob("*.txt")):
        told = [rows[incident] for incident in incidents_of(path.stem)]
        tool, confidence = by_tool(extract(path).facts)
        hand = by_hand(told, tool)
        for region, measure in sorted(hand.keys() | tool.keys()):
            pair = hand.get((region, measure)), tool.get((region, measure))
            yield Reading(
                path.stem, region, measure, *map(_cell, pair), confidence.get((region, measure), ""),
                _difference(*pair, region, {row["regions"] for row in told}),
            )  # fmt: skip


def incidents_of(name: str) -> list[str]:
    """The incidents that a text tells of."""
    with (DATA / "texts.csv").open(encoding="utf-8", newline="") as file:
        return next(row["incidents"].split(";") for row in csv.DictReader(file) if row["text"] == name)


def _difference(
    hand: quantities.Quantity | None, tool: quantities.Quantity | None, region: str, told: set[str]
) -> str:
    if hand is None:
        return "not of the case" if region in told else "wrong region"
    if tool is None:
        return "missed"
    if hand.value != tool.value:
        return "other figure"
    return "" if hand.flags == tool.flags else "other doubt"


def _key(fact: Fact) -> list[str]:
    return [SUBSTANCES.get(name, f"{name}_kg") for name in fact.substances] or ["drugs_kg"]


def _add(sums: Sums, key: tuple[str, str], quantity: quantities.Quantity) -> None:
    have = sums.get(key)
    if have is None:
        sums[key] = quantity
    else:
        sums[key] = quantities.add([have.value, quantity.value], [have.flags, quantity.flags])


def _cell(quantity: quantities.Quantity | None) -> str:
    return "" if quantity is None else quantities.text(quantity.value, quantity.flags)


def main() -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Reading))
        writer.writerows(astuple(reading) for reading in readings())


if __name__ == "__main__":
    main()
