"""Units and numbers as people write them: what a unit says holds however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karasora import numerals, quantities
from karasora.units import Unit, read_unit, split_unit

SCALES = {"": 1, "тыс. ": 1e3, "мың ": 1e3, "thousand ": 1e3, "млн ": 1e6, "bn ": 1e9, "млрд. ": 1e9}
UNITS = {"тонн": ("kg", 1000), "кг": ("kg", 1), "чел.": ("persons", 1), "тенге": ("KZT", 1), "га": ("ha", 1)}
NAMES = st.sampled_from(["Өрт саны", "Число браков", "Output", "Сбросы в воду", "Population at the end"])


@given(
    NAMES, st.sampled_from([*SCALES]), st.sampled_from([*UNITS]), st.sampled_from([", {}", " ({})", " [{}]"])
)
def test_a_header_gives_its_name_and_its_unit(name: str, scale: str, unit: str, form: str) -> None:
    code, factor = UNITS[unit]
    apart = split_unit(name + form.format(scale + unit))
    assert apart.name == name
    assert apart.unit == Unit(code, SCALES[scale] * factor)


@pytest.mark.parametrize(
    "header", ["Поголовье на начало года", "Число мест", "Ожидание в днях", "Число дней"]
)
def test_a_word_that_is_also_a_unit_stays_in_a_name(header: str) -> None:
    assert split_unit(header).name == header
    assert split_unit(f"{header}, тыс. тонн") == (header, Unit("kg", 1e6))


@pytest.mark.parametrize(
    ("text", "code"),
    [("на 100 тыс. человек", "per_100000"), ("per 1,000 people", "per_1000"), ("%", "%"),
     ("на 10 000 населения", "per_10000"), ("100 мың тұрғынға шаққанда", "per_100000")],
)  # fmt: skip
def test_rates_and_shares_never_add_up(text: str, code: str) -> None:
    unit = read_unit(text)
    assert unit is not None and (unit.code, unit.additive) == (code, False)


@given(
    st.integers(-(10**6), 10**6),
    st.sampled_from([*SCALES]),
    st.sampled_from([*UNITS]),
    st.sampled_from(["{} {}", "{}{}", "+{} {}"]),
)
def test_a_unit_beside_every_number_is_that_of_the_column(
    number: int, scale: str, unit: str, form: str
) -> None:
    if number < 0 and form.startswith("+"):
        return
    said = read_unit(scale + unit)
    read = quantities.parse_column([form.format(number, scale + unit)], unit=said, signed=True, strict=True)
    assert [p for p in read.problems if p.is_fault] == []
    assert read.values.tolist() == [number]  # in the column's unit: the factor comes later


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["-", "–", " - ", " to "]))
def test_a_range_is_a_fault_that_says_what_to_write(low: int, high: int, dash: str) -> None:
    _, told = numerals.plain([f"{low}{dash}{high}"])
    [fault] = told
    assert fault.is_fault and fault.kind == "range" and f">{low}" in fault.right


@given(st.floats(0.001, 1e12), st.sampled_from([1000.0, 1e6, 1e9]))
def test_a_factor_adds_no_digits_of_its_own(value: float, factor: float) -> None:
    value = float(f"{value:.6g}")
    [scaled] = quantities.scaled(quantities.parse_column([str(value)]).values, factor)
    assert float(f"{scaled:.12g}") == scaled
