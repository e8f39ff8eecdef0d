"""Class breaks: few, rounded, closed on the left."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from karasora.classes import MOST_BREAKS, class_of, fitting_breaks, rounded_breaks


def test_a_break_belongs_to_the_class_above_it() -> None:
    assert [class_of(v, (10, 100)) for v in (9.99, 10, 99, 100, 1e9)] == [0, 1, 1, 2, 2]


def test_breaks_are_numbers_that_one_can_say() -> None:
    assert rounded_breaks([0.3, 5, 800]) == (0.5, 5, 50, 500)
    assert rounded_breaks([103, 206]) == (200,)


def test_nothing_to_tell_apart_needs_no_break() -> None:
    assert rounded_breaks([]) == rounded_breaks([0, 0]) == rounded_breaks([7]) == ()


@given(st.lists(st.floats(min_value=1e-6, max_value=1e12), min_size=1, max_size=40))
def test_breaks_are_few_rising_and_part_the_values(values: list[float]) -> None:
    breaks = rounded_breaks(values)
    assert len(breaks) <= MOST_BREAKS
    assert list(breaks) == sorted(set(breaks))
    assert all(min(values) < bound <= max(values) for bound in breaks)
    if max(values) >= 10 * min(values):
        assert class_of(max(values), breaks) > class_of(min(values), breaks)
        assert all(f"{bound:e}"[0] in "125" for bound in breaks)


def test_values_close_together_are_parted_by_even_steps() -> None:
    assert rounded_breaks([4_812, 4_900, 5_003, 5_040, 5_145]) == (4_900, 5_000, 5_100)
    assert rounded_breaks([10, 11, 12, 13, 14]) == (11, 12, 13, 14)
    assert rounded_breaks([0.101, 0.105, 0.11, 0.12, 0.13]) == (0.11, 0.12, 0.13)
    assert rounded_breaks([4_812, 5_145]) == (5_000,), "two values are no register"


@given(st.lists(st.floats(min_value=1, max_value=1.9), min_size=5, max_size=40, unique=True))
def test_even_steps_are_few_even_and_between_the_values(values: list[float]) -> None:
    breaks = rounded_breaks(values)
    assert len(breaks) <= MOST_BREAKS
    assert all(min(values) < bound <= max(values) for bound in breaks)
    if max(values) - min(values) > 1e-9:
        assert len(breaks) >= 2
        gaps = [b - a for a, b in pairwise(breaks)]
        assert max(gaps) - min(gaps) < min(gaps) / 1000


def test_fixed_breaks_stay_while_they_tell_the_values_apart() -> None:
    assert fitting_breaks((2, 5, 20, 100), [1, 1, 1, 2, 1]) == (2, 5, 20, 100)
    assert fitting_breaks((2, 5, 20, 100), [4_000, 9_000]) == (2, 5, 20, 100), "two values are no register"


def test_breaks_that_would_paint_a_register_in_one_colour_are_made_anew() -> None:
    assert fitting_breaks((2, 5, 20, 100), [285, 4_800, 5_000, 5_600, 10_036]) == (500, 1_000, 5_000, 10_000)
