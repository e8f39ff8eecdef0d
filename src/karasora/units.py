"""Words for units, as they end a header («Марихуана, кг») or, where they don't belong, a cell («135 кг»)."""

from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["kg", "plants", "persons", "items"]

#: What a word stands for, and what its numbers are multiplied by.
UNIT_WORDS: dict[str, tuple[Unit, float]] = {
    **dict.fromkeys(("kg", "кг", "килограмм", "килограммов", "килограмма"), ("kg", 1.0)),
    **dict.fromkeys(("t", "т", "тонн", "тонна", "тонны", "tonnes"), ("kg", 1000.0)),
    **dict.fromkeys(("g", "г", "гр", "грамм", "граммов"), ("kg", 0.001)),
    **dict.fromkeys(("plants", "растений", "кустов", "өсімдік", "түп"), ("plants", 1.0)),
    **dict.fromkeys(("persons", "человек", "человека", "чел", "лиц", "адам"), ("persons", 1.0)),
    **dict.fromkeys(("items", "штук", "шт", "единиц", "ед", "дана"), ("items", 1.0)),
}
