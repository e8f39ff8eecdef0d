"""Class breaks: few, rounded, closed on the left, none of the classes empty."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karasora.classes import MOST_CLASSES, class_names, class_of, fitting_breaks, rounded_breaks
from karasora.regions import regions_table

INCIDENTS = (2, 5, 20, 100)
POSITIVE = st.floats(min_value=1e-6, max_value=1e12)


def sizes(values: Sequence[float], breaks: Sequence[float]) -> list[int]:
    found = [class_of(v, breaks) for v in values if v]
    return [found.count(k) for k in range(len(breaks) + 1)]


def test_a_break_belongs_to_the_class_above_it() -> None:
    assert [class_of(v, (10, 100)) for v in (9.99, 10, 99, 100, 1e9)] == [0, 1, 1, 2, 2]


def test_breaks_are_numbers_that_one_can_say() -> None:
    assert rounded_breaks([0.3, 5, 800]) == (1, 100)
    assert rounded_breaks([103, 206]) == (200,)
    assert rounded_breaks([10, 11, 12, 13, 14]) == (11, 12, 13, 14)


def test_nothing_to_tell_apart_needs_no_break() -> None:
    assert rounded_breaks([]) == rounded_breaks([0, 0]) == rounded_breaks([7, 7]) == ()


@given(st.lists(POSITIVE, min_size=1, max_size=40))
def test_no_class_is_empty(values: list[float]) -> None:
    breaks = rounded_breaks(values)
    assert list(breaks) == sorted(set(breaks))
    assert len(breaks) == min(MOST_CLASSES, len(set(values))) - 1
    assert all(sizes(values, breaks))


@given(st.lists(st.integers(min_value=1, max_value=10_000), min_size=20, max_size=20, unique=True))
def test_regions_are_spread_over_the_classes(values: list[int]) -> None:
    """Twenty regions, five classes: none holds nearly half of them."""
    assert max(sizes(values, rounded_breaks(values))) <= 9


def test_residents_of_the_regions_are_parted_by_short_numbers() -> None:
    breaks = rounded_breaks(regions_table(vintage=2022)["population"])
    assert breaks == (700_000, 800_000, 1_000_000, 2_000_000)


@given(st.lists(st.floats(-1e6, 1e6).filter(lambda v: not v or abs(v) > 1e-3), min_size=2, max_size=40))
def test_below_zero_the_scale_has_two_sides(values: list[float]) -> None:
    breaks = rounded_breaks(values)
    below, above = [v for v in values if v < 0], [v for v in values if v > 0]
    names = class_names(breaks)
    assert len(names) == len(breaks) + 1 <= MOST_CLASSES
    if below and above:
        assert 0 in breaks and all(sizes(values, breaks))
    if below:
        assert all((names[class_of(v, breaks)][0] == "n") == (v < 0) for v in values if v)
    else:
        assert all(name.startswith("c") for name in names)


@pytest.mark.parametrize(
    ("breaks", "names"),
    [
        ((), ["c3"]),
        ((10,), ["c0", "c4"]),
        ((10, 100), ["c0", "c2", "c4"]),
        ((-5, 0, 5), ["n3", "n1", "p1", "p3"]),
        ((-5, 0, 5, 10), ["n3", "n1", "p1", "p2", "p3"]),
        ((-20, -10), ["n3", "n2", "n1"]),
    ],
)
def test_the_outermost_class_is_the_darkest(breaks: tuple[float, ...], names: list[str]) -> None:
    assert class_names(breaks) == names


def test_fixed_breaks_stay_while_they_tell_the_values_apart() -> None:
    assert fitting_breaks(INCIDENTS, [1, 1, 1, 2, 1]) == INCIDENTS
    assert fitting_breaks(INCIDENTS, [4_000, 9_000]) == INCIDENTS, "two values are no register"
    assert fitting_breaks(INCIDENTS, [1, 3, 4, 7, 30, 120]) == INCIDENTS


def test_breaks_that_would_paint_a_register_in_few_colours_are_made_anew() -> None:
    register = [285, 4_800, 5_000, 5_600, 10_036]
    assert sizes(register, fitting_breaks(INCIDENTS, register)) == [1, 1, 1, 1, 1]
    crowd = [*range(21, 40), 3, 7, 120]
    assert fitting_breaks(INCIDENTS, crowd) != INCIDENTS, "one class would hold nineteen of them"


def test_thousands_of_values_are_parted_as_evenly_and_as_shortly_as_few() -> None:
    values = [round(1.001**k, 6) for k in range(5_000)]
    breaks = rounded_breaks(values)
    found = [class_of(value, breaks) for value in values]
    assert [900 < found.count(k) < 1_100 for k in range(5)] == [True] * 5
    assert all(len(f"{bound:g}") <= 4 for bound in breaks)


def test_breaks_chosen_for_some_of_the_values_stay_longer() -> None:
    hemp = (100.0, 200.0, 500.0, 2000.0)
    season = [135, 650, 300, 0.57, 5, 12, 30, 49, 96, 123, 520.8]
    assert fitting_breaks(hemp, season) != hemp
    assert fitting_breaks(hemp, season, chosen=True) == hemp
    register = [*range(2_000, 2_020), 3.0, 135.0]
    assert fitting_breaks(hemp, register, chosen=True) != hemp, "a register is still told apart"
