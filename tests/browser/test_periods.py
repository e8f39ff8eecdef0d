"""Periods in the page's scripts: their days, and their words, which the still page must say alike."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from karasora.geodata import LANGUAGES
from karasora.page import scripts
from karasora.page.still import phrases
from karasora.page.words import Words, tables

EPOCH = date(1970, 1, 1)


@pytest.fixture(scope="module")
def room(browser: Browser) -> Iterator[Page]:
    """A bare page with the rooms that words and periods need."""
    page = browser.new_page()
    page.set_content('<script id="karasora-words" type="application/json"></script>')
    page.evaluate(
        "words => document.getElementById('karasora-words').textContent = words", json.dumps(tables())
    )
    code = "".join(scripts.bare(name) for name in ("dom.js", "data/words.js", "data/periods.js"))
    page.evaluate(f"() => {{ {code}; window.Words = Words; window.Periods = Periods; }}")
    yield page
    page.close()


SAID = [
    ("2025-06", "2025-08", "с июня по август 2025 года", "2025 жылғы маусым – тамыз", "June – August 2025"),
    ("2025-06", "2025-06", "июнь 2025 года", "2025 жылғы маусым", "June 2025"),
    (
        "2024-11",
        "2025-02",
        "с ноября 2024 по февраль 2025 года",
        "2024 жылғы қараша – 2025 жылғы ақпан",
        "November 2024 – February 2025",
    ),
    ("2024", "2024", "2024 год", "2024 жыл", "2024"),
    ("2021", "2024", "с 2021 по 2024 год", "2021 – 2024 жылдар", "2021 – 2024"),
    ("2025-Q1", "2025-Q1", "I квартал 2025 года", "2025 жылғы I тоқсан", "Q1 2025"),
    ("2025-Q2", "2025-Q3", "со II по III квартал 2025 года", "2025 жылғы II – III тоқсан", "Q2 – Q3 2025"),
    (
        "2024-Q4",
        "2025-Q2",
        "с IV квартала 2024 по II квартал 2025 года",
        "2024 жылғы IV тоқсан – 2025 жылғы II тоқсан",
        "Q4 2024 – Q2 2025",
    ),
    ("2025-H2", "2025-H2", "II полугодие 2025 года", "2025 жылғы II жартыжылдық", "H2 2025"),
    ("2025-H1", "2025-H2", "2025 год", "2025 жыл", "2025"),
    ("2025-09-05", "2025-09-05", "5 сентября 2025 года", "2025 жылғы 5 қыркүйек", "5 September 2025"),
    (
        "2025-09-02",
        "2025-09-12",
        "со 2 по 12 сентября 2025 года",
        "2025 жылғы 2 – 12 қыркүйек",
        "2 – 12 September 2025",
    ),
    (
        "2025-08-28",
        "2025-09-03",
        "с 28 августа по 3 сентября 2025 года",
        "2025 жылғы 28 тамыз – 3 қыркүйек",
        "28 August – 3 September 2025",
    ),
    (
        "2024-12-28",
        "2025-01-03",
        "с 28 декабря 2024 по 3 января 2025 года",
        "2024 жылғы 28 желтоқсан – 2025 жылғы 3 қаңтар",
        "28 December 2024 – 3 January 2025",
    ),
]


def test_spans_in_words(room: Page) -> None:
    for start, end, *said in SAID:
        for lang, wanted in zip(LANGUAGES, said, strict=True):
            script = "([lang, a, b]) => (Words.choose(lang), Periods.say(a, b))"
            assert room.evaluate(script, [lang, start, end]).replace("\u00a0", " ") == wanted
            assert phrases.span(Words(lang), start, end).replace("\u00a0", " ") == wanted


def test_ends_of_two_steps_are_said_in_the_finer_one(room: Page) -> None:
    script = "([a, b]) => (Words.choose('en'), Periods.say(a, b).replace('\u00a0', ' '))"
    assert room.evaluate(script, ["2024", "2025-08"]) == "January 2024 – August 2025"
    assert room.evaluate(script, ["2025-Q2", "2025-08-12"]) == "1 April – 12 August 2025"
    assert room.evaluate(script, ["2024-H1", "2024"]) == "2024"


def days(step: str, day: date) -> tuple[date, date]:
    """The first and the last day of the period of a step in which a day lies: plain calendar reckoning."""
    if step == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[step]
    month = (day.month - 1) // months * months
    after = date(day.year + (month + months) // 12, (month + months) % 12 + 1, 1)
    return date(day.year, month + 1, 1), after - timedelta(days=1)


@settings(max_examples=5)
@given(st.lists(st.dates(date(1000, 1, 1), date(9998, 12, 31)), min_size=50, max_size=50))
def test_the_days_of_periods(room: Page, sample: list[date]) -> None:
    steps = ("week", "month", "quarter", "half", "year")
    script = """days => days.map((day) => ["week", "month", "quarter", "half", "year"].map((step) => {
      const bin = Periods.binOf(step, day);
      const codes = Periods.codes(step, bin);
      return [Periods.first(step, bin), Periods.last(step, bin), ...Periods.span(...codes)];
    }))"""
    found: Any = room.evaluate(script, [(day - EPOCH).days for day in sample])
    for day, by_step in zip(sample, found, strict=True):
        for step, got in zip(steps, by_step, strict=True):
            first, last = ((d - EPOCH).days for d in days(step, day))
            assert got == [first, last, first, last], (step, day)


def test_what_is_no_period_is_none(room: Page) -> None:
    for text in (
        "",
        "x",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2025-Q5",
        "2025-H3",
        "25-06",
        "2025-6",
        "2025-06-1",
        "0025",
    ):
        assert room.evaluate("text => Periods.bounds(text)", text) is None, text
    assert room.evaluate("Periods.span('', '')") == [-(2**31) + 1, 2**31 - 1]
    assert room.evaluate("Periods.interval('2025-02', '')") == [20120, 20147]
