"""Packed columns give back what went in."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from karasora.page import packing

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=60)


def there_and_back(packed: packing.Packed, n: int) -> list[object]:
    told, content = packed
    back = packing.unpack(told, packing.from_base64(packing.to_base64(content)), n)
    return [None if x != x else x for x in back.tolist()]


@given(TEXTS)
def test_texts(texts: list[str]) -> None:
    assert there_and_back(packing.pack_text(pd.Series(texts, dtype=str)), len(texts)) == texts


def test_texts_that_repeat_are_numbered() -> None:
    told, content = packing.pack_text(pd.Series(["Тараз", "Шу"] * 400))
    assert told == {"as": "u8", "d": ["Тараз", "Шу"]}
    assert len(content) == 800


def test_more_than_256_distinct_texts_take_two_bytes() -> None:
    texts = [f"т{i % 300}" for i in range(900)]
    packed = packing.pack_text(pd.Series(texts))
    assert packed[0]["as"] == "u16"
    assert there_and_back(packed, 900) == texts


@given(st.lists(st.none() | st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=40))
def test_numbers_come_back_exactly(numbers: list[float | None]) -> None:
    values = np.array(numbers, dtype=float)
    assert there_and_back(packing.pack_numbers(values), len(numbers)) == numbers


def test_decimal_numbers_are_whole_ones_with_a_scale() -> None:
    told, content = packing.pack_numbers(np.array([8.5, np.nan, 27_000]))
    assert (told["as"], told["scale"], len(content)) == ("i32", 10, 12)


@given(st.lists(st.none() | st.floats(-180, 180), min_size=1, max_size=40))
def test_coordinates_keep_five_decimals(degrees: list[float | None]) -> None:
    back = there_and_back(packing.pack_scaled(np.array(degrees, dtype=float), 100_000), len(degrees))
    for before, after in zip(degrees, back, strict=True):
        assert before is None if after is None else abs(float(after) - before) <= 5.1e-6  # type: ignore[arg-type,operator]


def test_the_same_bytes_every_time() -> None:
    assert packing.to_base64(b"karasora" * 100) == packing.to_base64(b"karasora" * 100)
