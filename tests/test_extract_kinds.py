"""Kinds of sentences that were once misread, in sentences of our own (tests/data/reports/kinds.csv).

A row has all the facts that its text tells, such as «KZ-31 hashish >40kg; - labs 20»: regions, or - for the
whole country; substance or measure; doubt, value, unit. «unread»: the tool must say that it can't read it.
"""

import csv
import re
from pathlib import Path

import pytest

from karasora.extraction import Fact, extract

with (Path(__file__).parent / "data" / "reports" / "kinds.csv").open(encoding="utf-8", newline="") as file:
    KINDS = list(csv.DictReader(file))
_COUNTS = {"detained", "firearms", "vehicles", "labs", "crimes", "flights", "sites", "groups", "channels"}
_SIGNS = {"": "exact", ">": "at_least", "~": "about", "<": "at_most"}
_FACT = re.compile(r"(\S+) (\S+) ([>~<]?)([\d.]+)(\w*)")

Told = tuple[tuple[str, ...], str, tuple[str, ...], float, str, str]


@pytest.mark.parametrize("row", KINDS, ids=[f"{row['kind']}: {row['text'][:40]}" for row in KINDS])
def test_a_kind_of_sentence_is_read_right(row: dict[str, str]) -> None:
    drafts = extract(row["text"])
    if row["facts"] == "unread":
        assert not drafts.facts and drafts.unread
    else:
        expected = [_expected(fact) for fact in row["facts"].split(";") if fact.strip()]
        assert sorted(map(_found, drafts.facts), key=str) == sorted(expected, key=str)


def _expected(written: str) -> Told:
    match = _FACT.fullmatch(written.strip())
    assert match, written
    regions, what, sign, value, unit = match.groups()
    codes = () if regions == "-" else tuple(regions.split("+"))
    measure = what if what in _COUNTS else "plants" if unit == "plants" else "mass"
    substances = () if what in (*_COUNTS, "drugs", "plants") else tuple(what.split("+"))
    return codes, measure, substances, float(value), unit if measure == "mass" else "", _SIGNS[sign]


def _found(fact: Fact) -> Told:
    unit = fact.unit if fact.measure == "mass" else ""
    return fact.codes, fact.measure, fact.substances, fact.value, unit, fact.qualifier
