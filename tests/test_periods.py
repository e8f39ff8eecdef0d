"""Periods as people write them, and the days that their codes stand for."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karasora import periods

WRITTEN = {
    "2024": ["2024", "2024 г.", "2024г", "2024 год", "за 2024 год", "2024 жыл", "2024 ж.", "year 2024"],
    "2024-Q1": ["I квартал 2024", "1 кв. 2024 г.", "1кв2024", "Q1 2024", "2024Q1", "2024-Q1", "1Q24",
                "І тоқсан 2024", "2024 жылғы 1-тоқсан", "first quarter 2024", "январь–март 2024 г."],
    "2024-Q2": ["ІІ тоқсан 2024 ж.", "II кв 2024", "2-й квартал 2024 года", "2024 Q2"],
    "2025-H1": ["1 жартыжылдық 2025", "I полугодие 2025 года", "H1 2025", "1H2025", "6 месяцев 2025 г."],
    "2025-01": ["янв.25", "Январь 2025", "январе 2025", "2025 жылғы қаңтар", "қаңтарда 2025", "Jan-25",
                "2025M01", "01.2025", "2025-01", "2025-1", "202501", "January 2025", "қаң.25"],
    "2025-09-05": ["05.09.2025", "5 сентября 2025 г.", "5 қыркүйек 2025", "Sep 5, 2025",
                   "2025-09-05 14:30:00",
                   "2025/09/05", "20250905"],
    "2025-01-01": ["на 1 января 2025 года", "по состоянию на 01.01.2025"],
    "2024-01/2024-09": ["январь-сентябрь 2024", "9 месяцев 2024 г."],
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, t) for code, texts in WRITTEN.items() for t in texts])
def test_a_written_period_has_its_code(code: str, text: str) -> None:
    assert periods.parse(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "12", "Абай", "Мартук", "25 января", "24-янв", "5", "2024 человек", "men 16-62", "31.02.2024",
     "2024-13", "1850", "V квартал 2024", "3 полугодие 2024", "май", "III квартал", "2025.5"],
)  # fmt: skip
def test_what_is_no_period_is_none(text: str) -> None:
    assert periods.parse(text) is None


def test_a_part_is_put_beside_its_year() -> None:
    assert [periods.part(t) for t in ("III квартал", "ақпан", "2 полугодие")] == ["Q3", "02", "H2"]
    assert periods.combine(["2024", "Q3"]) == "2024-Q3"
    assert periods.combine(["02", "2024"]) == "2024-02"
    assert periods.combine(["2024", "Q1", "02"]) == "2024-02"
    assert periods.combine(["2024", "2024-02"]) == "2024-02"
    for unfit in (["2024", "2023"], ["Q1"], ["2024", "Q1", "05"], ["2024-01", "Q1"], ["2023", "2024-02"]):
        assert periods.combine(unfit) is None


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def codes_of(day: date) -> list[str]:
    half, quarter = (day.month - 1) // 6 + 1, (day.month - 1) // 3 + 1
    year = f"{day.year}"
    return [day.isoformat(), f"{year}-{day.month:02}", f"{year}-Q{quarter}", f"{year}-H{half}", year]


@given(DAYS)
def test_codes_read_back_and_hold_the_day_and_no_other_step(day: date) -> None:
    codes = codes_of(day)
    assert [periods.step(code) for code in codes] == list(periods.STEPS)
    for code in codes:
        first, last = periods.bounds(code)
        assert first <= day <= last
        assert codes_of(first)[periods.STEPS.index(periods.step(code))] == code
        beyond = codes_of(last + timedelta(days=1)) + codes_of(first - timedelta(days=1))
        assert code not in beyond
        assert periods.parse(code) == code
    for fine, coarse in pairwise(codes):
        assert periods.within(fine, coarse) and periods.overlap(fine, coarse)


@given(st.lists(DAYS.flatmap(lambda d: st.sampled_from(codes_of(d)))))
def test_periods_are_ordered_by_their_days(found: list[str]) -> None:
    ordered = periods.in_order(found)
    assert sorted(ordered) == sorted(set(found))
    assert [periods.bounds(c)[0] for c in ordered] == sorted(periods.bounds(c)[0] for c in ordered)


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_none(text: str) -> None:
    code = periods.parse(text)
    assert code is None or periods.bounds(code)[0] <= periods.bounds(code)[1]
