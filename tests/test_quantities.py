"""Quantities: what a cell says, with its doubt kept."""

import math
import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from karasora import numerals
from karasora import quantities as q

AT_LEAST, ABOUT, AT_MOST = (q.STATED | f for f in (q.AT_LEAST, q.ABOUT, q.AT_MOST))

doubts = st.sampled_from([q.STATED, AT_LEAST, ABOUT, AT_MOST, AT_LEAST | ABOUT, AT_MOST | ABOUT])
numbers = st.floats(0, q.LARGEST, allow_nan=False).map(lambda v: v + 0.0)
known = st.tuples(numbers, doubts)
cells = st.one_of(known, st.just((math.nan, 0)), st.just((math.nan, q.STATED | q.UNKNOWN)))


@pytest.mark.parametrize(
    ("cell", "value", "flags"),
    [
        ("103", 103, q.STATED), ("0", 0, q.STATED), ("8,5", 8.5, q.STATED), ("8.5", 8.5, q.STATED),
        ("27 000", 27000, q.STATED), ("27\u00a0000", 27000, q.STATED),
        ("1\u202f234\u202f567,5", 1234567.5, q.STATED),
        ("2,7E+04", 27000, q.STATED), (" 5 ", 5, q.STATED),
        (">206", 206, AT_LEAST), ("≥650", 650, AT_LEAST), (">= 650", 650, AT_LEAST), ("650+", 650, AT_LEAST),
        ("более 650", 650, AT_LEAST), ("Свыше 27 000", 27000, AT_LEAST), ("не менее 7", 7, AT_LEAST),
        ("206-дан астам", 206, AT_LEAST), ("more than 5", 5, AT_LEAST), ("at least 5", 5, AT_LEAST),
        ("~135", 135, ABOUT), ("≈135", 135, ABOUT), ("около 135", 135, ABOUT), ("шамамен 135", 135, ABOUT),
        ("<5", 5, AT_MOST), ("до 5", 5, AT_MOST), ("не более 5", 5, AT_MOST), ("5-ке дейін", 5, AT_MOST),
        (">~5", 5, AT_LEAST | ABOUT), ("около 5+", 5, AT_LEAST | ABOUT),
    ],
)  # fmt: skip
def test_a_cell_keeps_its_number_and_its_doubt(cell: str, value: float, flags: int) -> None:
    assert q.parse(cell) == (value, flags)


#: What an editor may write around a number.
WORDS = {
    AT_LEAST: "more than|at least|over|above|no less than|not less than|более|более чем|больше|больше чем|"
    "свыше|от|не менее|не меньше|минимум|астам|артық|көп|кемінде|кем емес|>|>=|=>|≥|⩾",
    ABOUT: "about|around|approximately|approx.|circa|ca.|nearly|almost|около|примерно|приблизительно|порядка|"
    "почти|шамамен|жуық|~|≈|∼",
    AT_MOST: "at most|up to|less than|under|no more than|до|менее|менее чем|меньше|меньше чем|не более|"
    "не больше|максимум|дейін|көп емес|артық емес|аспайтын|<|<=|=<|≤|⩽",
}


@pytest.mark.parametrize(("flags", "words"), WORDS.items())
def test_every_word_of_doubt_is_understood(flags: int, words: str) -> None:
    for word in words.split("|"):
        assert q.parse(f"{word} 206") == q.parse(f"{word.upper()} 206") == (206, flags), word
        if word[0].isalpha():
            assert q.parse(f"206 {word}") == (206, flags), word
    assert q.parse("650 +") == (650, AT_LEAST)


@pytest.mark.parametrize("ending", ["дан", "ден", "тан", "тен", "нан", "нен", "ға", "қа", "ге", "ке"])
def test_a_number_may_bear_a_kazakh_case(ending: str) -> None:
    assert q.parse(f"206-{ending} астам") == (206, AT_LEAST)
    with pytest.raises(q.QuantityError):
        q.parse(f"206-{ending}")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *((f"1{space}234{space}567", 1234567) for space in " \u00a0\u2007\u2009\u202f"),
        ("27 000,5", 27000.5), ("27 000.25", 27000.25), ("5.", 5), ("5,", 5), (".5", 0.5), (",25", 0.25),
        ("12,25", 12.25), ("1e3", 1000), ("5e-1", 0.5), ("1e+003", 1000), ("1 000e1", 10000),
        ("1e15", 1e15), ("0 000", 0),
    ],
)  # fmt: skip
def test_a_number_may_be_written_in_many_ways(cell: str, value: float) -> None:
    assert q.parse(cell) == (value, q.STATED)


@pytest.mark.parametrize("cell", ["", "  ", "\u00a0"])
def test_an_empty_cell_is_not_stated_and_not_zero(cell: str) -> None:
    value, flags = q.parse(cell)
    assert math.isnan(value) and flags == 0


def test_a_question_mark_is_stated_without_a_number() -> None:
    value, flags = q.parse(" ? ")
    assert math.isnan(value) and flags == q.STATED | q.UNKNOWN


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        *((cell, "negative") for cell in ("-5", "−5", "–5", "- 27 000")),
        *((cell, "too large") for cell in ("1e999", "9" * 70, "1000000000000001")),
        *((cell, "not a quantity") for cell in (
            "5?", "1.234.567", "1,234.5", "5 5", "1 23", "пять", "103 кг", "nan", "inf", "0x1", "٣", ">5 <6",
            ">", "100-150", "+5", ".", "1 000 00", "1234 567", "1e", "1e+", "1e0001", "1 ,5", "5..", "1,2,3",
            "overt 5", "dover 5", "5 overt", "1-ге5 дейін", "дома 5", "5 e3", "1.000'000", "12345,678,901",
        )),
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused_with_advice(cell: str, kind: str) -> None:
    with pytest.raises(q.QuantityError) as caught:
        q.parse(cell)
    assert caught.value.kind == kind
    assert caught.value.right


@pytest.mark.parametrize(
    ("cell", "right"),
    [("135 kg", "135 where the header says kg"), ("~135 кг.", "~135 where the header says кг"),
     ("более 1 206,5кг", ">1 206,5 where the header says кг"),
     ("206 т-дан астам", ">206 where the header says т"),
     ("8,500 г", "8,500 where the header says г"),
     ("103 человека", "103 where the header says человека")],
)  # fmt: skip
def test_a_unit_belongs_to_the_header(cell: str, right: str) -> None:
    with pytest.raises(q.QuantityError) as caught:
        q.parse(cell)
    assert caught.value.right == f"leave the unit to the header: {right}"


@pytest.mark.parametrize("cell", ["5 тыс", "5 тыс. т", "кг", "5 кг 3 г", "135 доз"])
def test_what_is_no_unit_gets_no_such_advice(cell: str) -> None:
    with pytest.raises(q.QuantityError) as caught:
        q.parse(cell)
    assert "header" not in caught.value.right


@pytest.mark.parametrize(
    ("cell", "advice"),
    [("1.234.567", "group them with spaces"), ("1,234.5", "with spaces"), ("1'234", "with spaces"),
     ("1’234’567.5", "with spaces"), ("1.2345", None), ("1234.567.890", "write one number"),
     ("5?", "? alone"), ("~?", "? alone"), (">5 <6", "write one number"), (">до 5", "~ for about"),
     ("до 5+", "~ for about"), ("-5", "0 or more"), ("1e16", "the number that the report gives")],
)  # fmt: skip
def test_each_fault_has_advice_of_its_own(cell: str, advice: str | None) -> None:
    if advice is None:
        assert q.parse(cell).flags == q.STATED
        return
    with pytest.raises(q.QuantityError) as caught:
        q.parse(cell)
    assert advice in caught.value.right
    assert str(caught.value) == f"{caught.value.wrong}; {caught.value.right}"
    assert cell in caught.value.wrong


def test_a_cell_of_80_characters_is_the_longest() -> None:
    assert q.parse(" " + "5".zfill(80) + "\n") == (5, q.STATED)
    with pytest.raises(q.QuantityError):
        q.parse("5".zfill(81))


def test_a_huge_cell_is_refused_at_once() -> None:
    for cell in ("9" * 10**6, "x" + " " * 10**6 + "y", "~" * 10**6):
        with pytest.raises(q.QuantityError):
            q.parse(cell)


@pytest.mark.parametrize(
    ("factor", "cell", "kg"),
    [
        (1000, ">43", 43000),
        (1000, "1.001", 1001),
        (0.001, "5", 0.005),
        (0.001, "1234", 1.234),
        (1000, "1234.0010000001", 1234001.0000001),
        (1e9, "8394.3", 8_394_300_000_000),
        (1000, "0.0000000000014", 1e-9),
        (1000, "1000", 1e6),
    ],
)
def test_a_factor_gives_kilograms(factor: float, cell: str, kg: float) -> None:
    assert q.parse(cell, factor).value == kg


def test_a_column_of_texts_and_its_findings() -> None:
    column = q.parse_column(["103", "", ">2", "beer", "1,234", "beer", None, "0,125", "-1"])
    assert column.flags.tolist() == [1, 0, 3, 0, 1, 0, 0, 1, 0]
    assert column.values[[0, 2, 4, 7]].tolist() == [103, 2, 1.234, 0.125]
    found = {p.kind: (p.places.tolist(), p.is_fault) for p in column.problems}
    assert found == {
        "not a quantity": ([3, 5], True),
        "three digits after a comma": ([4], False),
        "negative": ([8], True),
    }


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string())])
def test_a_column_of_texts_may_be_stored_in_any_way(kind: pa.DataType) -> None:
    column = q.parse_column(
        pa.chunked_array([pa.array([" 5", None]).cast(kind), pa.array([">2", "-1"]).cast(kind)])
    )
    np.testing.assert_equal(column.values, [5, np.nan, 2, np.nan])
    assert column.flags.tolist() == [1, 0, 3, 0]
    assert [p.places.tolist() for p in column.problems] == [[3]]


@pytest.mark.parametrize(
    ("cell", "unclear"),
    [("1,234", True), (">12,345", True), ("~ 123,456", True), ("999,000+", True), ("≥1,000 +", True),
     ("0,125", False), ("1234,567", False), ("1,23", False), ("1,2345", False), ("1.234", False)],
)  # fmt: skip
def test_three_digits_after_a_comma_are_read_and_warned_of(cell: str, unclear: bool) -> None:
    column = q.parse_column([cell])
    assert column.flags[0] == q.parse(cell).flags and column.values[0] == q.parse(cell).value
    assert [(p.is_fault, p.places.tolist()) for p in column.problems] == [(False, [0])] * unclear
    assert all(f"was read as {q.parse(cell).value:g}" in p.wrong for p in column.problems)


def test_findings_in_numbers_are_told_once_per_number() -> None:
    column = q.parse_column([1e15, -1.0, 2e15, -1.0, -2.0, None])
    np.testing.assert_equal(column.values, [1e15, *[np.nan] * 5])
    assert [(p.wrong.split()[0], p.places.tolist(), p.kind) for p in column.problems] == [
        ("«2e+15»", [2], "too large"), ("«-2»", [4], "negative"), ("«-1»", [1, 3], "negative"),
    ]  # fmt: skip
    assert all(p.is_fault for p in column.problems)


@pytest.mark.parametrize("kind", [pa.float64(), pa.int32(), pa.decimal128(21, 2)])
def test_a_column_of_numbers_stays_as_it_is(kind: pa.DataType) -> None:
    chunks = [pa.array([1, None]).cast(kind), pa.array([-2, 3]).cast(kind)]
    column = q.parse_column(pa.chunked_array(chunks), 1000)
    assert column.values[[0, 3]].tolist() == [1000, 3000]
    assert column.flags.tolist() == [1, 0, 0, 1]
    assert [(p.places.tolist(), p.kind) for p in column.problems] == [([2], "negative")]


def test_an_infinite_number_is_a_fault_and_nan_is_empty() -> None:
    column = q.parse_column(np.array([np.inf, np.nan, -0.0]))
    assert [p.kind for p in column.problems] == ["too large"]
    assert q.text(column.values[2], column.flags[2]) == "0"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (206.0, "206"),
        (0.1, "0.1"),
        (1e15, "1000000000000000"),
        (1e-7, "0.0000001"),
        (5e-324, "5e-324"),
        (10.0, "10"),
    ],
)
def test_a_number_is_written_plainly_unless_it_is_tiny(value: float, written: str) -> None:
    assert q.text(value, q.STATED) == written
    assert q.text(value, q.STATED | q.AT_MOST | q.ABOUT) == f"~<{written}"
    assert q.parse(f">{written}") == (value, AT_LEAST)


@given(cells)
@example((5.804794603145791e-62, q.STATED | AT_LEAST | ABOUT))  # as many characters as a quantity may take
def test_text_reads_back_as_the_same_quantity(quantity: tuple[float, int]) -> None:
    read = q.parse(q.text(*quantity))
    np.testing.assert_equal(tuple(read), quantity)


@given(st.lists(cells))
def test_a_column_of_texts_reads_back_as_the_same_column(quantities: list[tuple[float, int]]) -> None:
    values, flags = np.array([v for v, _ in quantities]), np.array([f for _, f in quantities], np.uint8)
    column = q.parse_column(q.texts(values, flags))
    np.testing.assert_equal((column.values, column.flags), (values, flags))
    assert column.problems == []


@given(st.lists(st.one_of(st.text(max_size=12), cells.map(lambda c: q.text(*c)))))
def test_a_column_reads_as_its_cells_do(texts: list[str]) -> None:
    in_words = [text.strip().isalpha() and numerals.looks_numeric(text) for text in texts]  # «үшеу»
    texts = [
        "" if numerals.is_missing(text) or said else text for text, said in zip(texts, in_words, strict=True)
    ]
    column = q.parse_column(pa.array(texts, pa.string()))
    faults = {i for p in column.problems if p.is_fault for i in p.places}
    for i, cell in enumerate(texts):
        try:
            expected = q.parse(cell)
        except q.QuantityError:
            assert i in faults and column.flags[i] == 0
        else:
            assert i not in faults
            np.testing.assert_equal((column.values[i], column.flags[i]), tuple(expected))


@given(st.lists(cells.filter(lambda c: not c[0] > 1e12)), st.randoms(use_true_random=False))
def test_a_sum_does_not_depend_on_the_order(quantities: list[tuple[float, int]], rnd: random.Random) -> None:
    shuffled = rnd.sample(quantities, len(quantities))
    first, second = (q.add([c[0] for c in cs], [c[1] for c in cs]) for cs in (quantities, shuffled))
    np.testing.assert_equal(tuple(first), tuple(second))
    assert q.text(*first) == q.text(*q.parse(q.text(*first)))


@pytest.mark.parametrize(
    ("addends", "total"),
    [
        ([], ""), (["", ""], ""), (["", "3"], "3"), (["0.1", "0.2"], "0.3"), (["103", "?"], ">103"),
        (["?", "?"], "?"), (["?", ""], "?"), ([">1", "2"], ">3"), (["~1", "2"], "~3"), ([">1", "~2"], ">~3"),
        (["<1", "2"], "<3"), ([">1", "<2"], "~3"), (["<1", "?"], "~1"), (["0", "?"], ">0"), (["0"], "0"),
    ],
)  # fmt: skip
def test_a_sum_keeps_the_doubt(addends: list[str], total: str) -> None:
    read = [q.parse(a) for a in addends]
    assert q.text(*q.add([v for v, _ in read], [f for _, f in read])) == total


def test_sums_by_group_leave_out_what_belongs_to_none() -> None:
    values, flags = q.group_sums(
        np.array([2, 0, -1, 2]), np.array([1.0, 5.0, 7.0, 2.0]), np.array([1, 3, 1, 5], np.uint8), 3
    )
    np.testing.assert_equal(values, [5, np.nan, 3])
    assert flags.tolist() == [3, 0, 5]


def test_what_is_wrong_with_a_negative_number_is_told_with_its_sign() -> None:
    column = q.parse_column(pa.array(["−1,5%", "2"]), signed=True)
    [problem] = column.problems
    assert problem.wrong == "«−1,5%» is no quantity"
    assert "-1,5" in problem.right
