"""How the static part of the page says quantities, periods and classes in three languages."""

import pytest

from karasora.page.still import phrases
from karasora.page.words import Words
from karasora.quantities import ABOUT, AT_LEAST, AT_MOST, STATED, UNKNOWN

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("lang", "value", "flags", "unit", "said"),
    [
        ("ru", 206.0, STATED | AT_LEAST, "kg", "≥ 206 кг"),
        ("kk", 135.0, STATED | ABOUT, "kg", "≈ 135 кг"),
        ("en", 43_000.0, STATED | AT_LEAST, "kg", "≥ 43 t"),
        ("ru", 8.5, STATED, "kg", "8,5 кг"),
        ("en", 8_587.0, STATED, "kg", "8.587 t"),
        ("ru", 21.0, STATED, "plants", "21 куст"),
        ("ru", 47.0, STATED, "plants", "47 кустов"),
        ("ru", 3.0, STATED, "persons", "3 человека"),
        ("kk", 3.0, STATED, "persons", "3 адам"),
        ("en", 1.0, STATED, "persons", "1 person"),
        ("en", 5.0, STATED | AT_MOST, "items", "≤ 5"),
        ("en", 5.0, STATED | AT_LEAST | ABOUT, "items", "≥ about 5"),
        ("ru", 5.5, STATED, "%", "5,5 %"),
        ("kk", 12.0, STATED | AT_LEAST, "per_100000", "≥ 100 000-ға 12"),
        ("en", 1_200.0, STATED | ABOUT, "KZT", "≈ 1,200 ₸"),
        ("en", 7.0, STATED, "USD", "7 USD"),
        ("en", 203.0, STATED, "", "203"),
        ("ru", float("nan"), STATED | UNKNOWN, "items", "число не указано"),
        ("ru", float("nan"), 0, "kg", ""),
    ],
)
def test_a_quantity_keeps_its_doubt_and_its_grammar(
    lang: str, value: float, flags: int, unit: str, said: str
) -> None:
    assert phrases.quantity(Words(lang), value, flags, unit).replace(NBSP, " ") == said


@pytest.mark.parametrize(
    ("lang", "start", "end", "said"),
    [
        ("ru", "2025-06", "2025-08", "июнь – август 2025 года"),
        ("kk", "2025-06", "2025-08", "2025 жылғы маусым – тамыз"),
        ("en", "2025-06", "2025-08", "June–August 2025"),
        ("ru", "2025-11-10", "", "10 ноября 2025 года"),
        ("en", "2025-11-10", "2025-11-10", "10 November 2025"),
        ("en", "2024-12", "2025-01-05", "December 2024 – 5 January 2025"),
        ("ru", "", "", ""),
    ],
)
def test_a_period(lang: str, start: str, end: str, said: str) -> None:
    assert phrases.period(Words(lang), start, end).replace(NBSP, " ") == said


def test_classes_say_which_side_is_closed() -> None:
    counted = phrases.class_texts(Words("en"), (2, 5, 20, 1_000), "items")
    assert [text.replace(NBSP, " ") for text in counted] == ["1", "2–4", "5–19", "20–999", "≥ 1,000"]
    weighed = phrases.class_texts(Words("en"), (10, 1_000), "kg")
    assert [text.replace(NBSP, " ") for text in weighed] == [
        "less than 10 kg",
        "10 kg to 1 t",
        "1 t and more",
    ]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil", "", "file:///etc/passwd"]
)
def test_only_web_addresses_are_links(address: str) -> None:
    assert phrases.web_address(address) == ""
    assert phrases.web_address("https://example.org/a") == "https://example.org/a"
