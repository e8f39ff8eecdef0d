"""Measures: the reviewed table, and what headers are understood as."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karasora import geodata, measures
from karasora.measures import MeasureColumn, read_measures, understand
from karasora.names.fold import fold
from karasora.tables.columns import column_of

KEYS = [
    *("marijuana_kg", "hemp_kg", "cannabis_kg", "hashish_kg", "poppy_kg", "synthetics_kg", "precursors_kg"),
    *("plants", "sites", "labs", "channels", "detained", "firearms", "vehicles", "crimes", "groups"),
]


def test_every_measure_of_the_contract_is_there_and_incidents_are_first() -> None:
    assert next(iter(read_measures())) == "incidents"
    assert {"incidents", *KEYS} <= read_measures().keys()


@pytest.mark.parametrize("measure", read_measures().values(), ids=lambda m: m.key)
def test_a_measure_has_words_in_three_languages_and_few_rising_breaks(measure: measures.Measure) -> None:
    assert all(measure.names[lang] and measure.claims[lang] for lang in geodata.LANGUAGES)
    for per in measures.PERS:
        breaks = measure.breaks[per]
        assert 1 <= len(breaks) <= 4 and list(breaks) == sorted(set(breaks)) and breaks[0] > 0
    assert measure.unit == ("kg" if measure.key.endswith("_kg") else measure.unit)


@pytest.mark.parametrize("key", [key for key in read_measures() if key != "incidents"])
def test_keys_and_labels_with_their_unit_are_headers(key: str) -> None:
    measure = read_measures()[key]
    word = {"kg": "кг", "plants": "растений", "persons": "чел.", "items": "шт."}[measure.unit]
    labels = f"{measure.names['ru']}, {word}", f"{measure.names['en']} ({measure.unit})"
    for header in (key, key.upper(), *labels):
        assert understand(header) == MeasureColumn(key, measure.unit, 1.0, True), header
    for lang in geodata.LANGUAGES:
        bare = understand(measure.names[lang])
        assert bare is not None
        assert bare.key == key
        assert bare.is_unit_written is (measure.unit != "kg")


@pytest.mark.parametrize(
    ("header", "key", "factor"),
    [("marijuana_t", "marijuana_kg", 1000),
     ("Марихуана, г", "marijuana_kg", 0.001), ("Мак, т", "poppy_kg", 1000),
     ("cocaine_kg", "cocaine_kg", 1), ("cocaine_g", "cocaine_kg", 0.001), ("Кокаин, т", "кокаин_kg", 1000),
     ("burners_items", "burners_items", 1), ("fined_persons", "fined_persons", 1)],
)  # fmt: skip
def test_units_in_headers(header: str, key: str, factor: float) -> None:
    column = understand(header)
    assert column is not None
    assert (column.key, column.factor) == (key, factor)


@pytest.mark.parametrize("header", ["", "kg", "кг", "note", "incidents", "budget_usd", "бюджет, тенге"])
def test_what_names_no_measure(header: str) -> None:
    assert understand(header) is None


def test_a_self_made_measure_is_named_by_its_header_and_gets_round_breaks() -> None:
    column = understand("Кокаин, т")
    assert column is not None
    made = measures.self_made(column, "Кокаин, т", 99, {"absolute": [3000.0, 700.0, 0.0]})
    assert made.names == {"ru": "Кокаин", "kk": "Кокаин", "en": "Кокаин"}
    assert made.breaks == {"absolute": (1000.0,), "100k": (), "1000km2": ()}


@pytest.mark.parametrize(
    ("header", "key"),
    [("Задержано", "detained"), ("Задержано, чел.", "detained"), ("ұсталды", "detained"),
     ("Arrested", "detained"), ("Оружие", "firearms"), ("қару (дана)", "firearms"), ("Авто", "vehicles"),
     ("кусты", "plants"), ("Лаборатории", "labs"), ("Преступления, ед.", "crimes"),
     ("Изъято марихуаны, т", "marijuana_kg")],
)  # fmt: skip
def test_words_that_people_type(header: str, key: str) -> None:
    column = understand(header)
    assert column is not None and column.key == key


NAMES = st.text("абвәғқңөұүһіеё abc019_-,.", min_size=1, max_size=120)


@given(NAMES, NAMES, st.sampled_from(("", "kg", "%", "KZT")))
def test_a_key_is_of_one_name_alone_and_stays(one: str, other: str, unit: str) -> None:
    def words(name: str) -> list[str]:
        return re.findall(r"[^\W_]+", name.replace("ё", "е"))

    key = measures.key_of(one, unit)
    assert measures.key_of(key) == key and len(key) <= 80
    assert (measures.key_of(other, unit) == key) <= (
        words(one) == words(other) or not words(one) or unit != ""
    )
    assert measures.key_of("Тіркелген есірткі, тонна") == "тіркелген_есірткі_тонна"


def test_a_word_stands_for_one_thing_only() -> None:
    """Other words for a measure are no label, and no header of the tables that hold measures."""
    meanings: dict[str, set[str]] = {}
    for measure in read_measures().values():
        for word in {*measure.also, *measure.names.values(), measure.key}:
            meanings.setdefault(fold(word), set()).add(measure.key)
        assert len({*map(fold, measure.also)} - {*map(fold, measure.names.values())}) == len(measure.also)
        for word in measure.also:
            assert column_of("incidents", word) is None and column_of("unit_totals", word) is None, word
    assert [word for word, keys in meanings.items() if len(keys) > 1] == []


def test_beside_its_own_name_other_words_for_a_measure_are_none() -> None:
    found = measures.understand_all(["Преступления, ед.", "Наркопреступления", "Преступления", "Оружие"])
    assert [column and column.key for column in found] == ["преступления_items", "crimes", None, "firearms"]
