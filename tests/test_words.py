"""The words of the page and of the tables: complete in three languages, and set as print would set them."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale
from babel.numbers import format_decimal

from karasora.page.words import Words
from karasora.tables.columns import choice_of, choices

HOME = Path(__file__).resolve().parents[1]
LANGUAGES = ("ru", "kk", "en")
FORMS = {lang: set(Locale(lang).plural_form.tags) | {"other"} for lang in LANGUAGES}
ALL_FORMS = set.union(*FORMS.values())

with (HOME / "src" / "karasora" / "page" / "words.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
WORDS = {row["key"]: row for row in ROWS}


def table_texts() -> list[tuple[str, str, str]]:
    """(where, language, text) of everything in geodata that a reader reads."""
    found = []
    for name in ("measures.csv", "reports.csv", "incidents.csv", "totals.csv", "notes.csv"):
        with (HOME / "geodata" / name).open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                for column, cell in row.items():
                    if cell and (lang := column.rpartition("_")[2]) in LANGUAGES:
                        found.append((f"{name}:{number}:{column}", lang, cell))
    return found


TEXTS = [(row["key"], lang, row[lang]) for row in ROWS for lang in LANGUAGES] + table_texts()


def offenders(pattern: str, *langs: str, flags: int = 0) -> list[tuple[str, str, str]]:
    """Texts in these languages in which the pattern is found; placeholders are taken out first."""
    without = ((where, lang, re.sub(r"\{\w+\}", "0", text)) for where, lang, text in TEXTS)
    return [found for found in without if found[1] in langs and re.search(pattern, found[2], flags)]


def test_keys_are_unique_and_plain() -> None:
    assert list(ROWS[0]) == ["key", *LANGUAGES]
    assert [key for key, times in Counter(row["key"] for row in ROWS).items() if times > 1] == []
    assert [key for key in WORDS if not re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_-]+)+", key)] == []


def test_every_word_stands_in_every_language() -> None:
    assert [(where, lang) for where, lang, text in TEXTS if not text or text != text.strip()] == []
    assert [row["key"] for row in ROWS if None in row or None in row.values()] == []


def test_placeholders_are_the_same_in_every_language() -> None:
    for row in ROWS:
        ru, kk, en = (sorted(re.findall(r"\{(\w+)\}", row[lang])) for lang in LANGUAGES)
        assert ru == kk == en, row["key"]
        assert all(row[lang].count("{") == row[lang].count("}") == len(ru) for lang in LANGUAGES), row["key"]


def test_plurals_have_the_forms_that_every_language_asks_for() -> None:
    stems: dict[str, set[str]] = {}
    for key in WORDS:
        stem, _, form = key.rpartition(".")
        if form in ALL_FORMS - {"other"} or (form == "other" and f"{stem}.one" in WORDS):
            stems.setdefault(stem, set()).add(form)
    assert stems
    assert {stem: forms for stem, forms in stems.items() if forms != ALL_FORMS} == {}


@pytest.mark.parametrize(
    ("lang", "stem", "said"),
    [
        ("ru", "count.incidents", "1 случай, 2 случая, 5 случаев, 21 случай, 112 случаев"),
        ("ru", "count.regions", "1 регион, 2 региона, 5 регионов, 21 регион, 112 регионов"),
        ("kk", "count.incidents", "1 оқиға, 2 оқиға, 5 оқиға, 21 оқиға, 112 оқиға"),
        ("kk", "count.regions", "1 өңір, 2 өңір, 5 өңір, 21 өңір, 112 өңір"),
        ("en", "count.incidents", "1 incident, 2 incidents, 5 incidents, 21 incidents, 112 incidents"),
        ("en", "unit.persons", "1 person, 2 people, 5 people, 21 people, 112 people"),
    ],
)
def test_counting(lang: str, stem: str, said: str) -> None:
    forms = [Words(lang).plural(stem, n) for n in (1, 2, 5, 21, 112)]
    assert ", ".join(forms).replace("\u00a0", " ") == said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_and_plurals_are_those_of_the_unicode_tables(lang: str) -> None:
    forms = Words(lang)
    for n in (*range(250), 1_011, 22_222, 1e6, 0.5, 1.1, 2.25, 11.999, 1234.5, 98765.4321, 1e9 + 0.1):
        word = WORDS[f"unit.persons.{Locale(lang).plural_form(n)}"][lang]
        assert forms.plural("unit.persons", n).endswith(word.removeprefix("{n}"))
        assert forms.number(n) == format_decimal(round(n, 3), format="#,##0.###", locale=lang)


def test_kazakh_puts_no_plural_after_a_number() -> None:
    # Years are no count: «2021 – 2024 жылдар».
    number = r"\d\s+(?!жылғы\b|жылдар\b)\w+?(лар|лер|дар|дер|тар|тер)\b"
    assert offenders(number, "kk") == []


def test_kazakh_is_kazakh() -> None:
    kazakh = "".join(text.casefold() for _, lang, text in TEXTS if lang == "kk")
    assert set("әғқңөұүі") <= set(kazakh)
    letters = re.findall(r"[\u0400-\u04ff]", kazakh)  # names of publishers and figures are in no language
    assert sum(letter in "әғқңөұүһі" for letter in letters) / len(letters) > 0.14
    bare = {key: re.sub(r"\{\w+\}|[^\u0400-\u04ff]", "", row["kk"]) for key, row in WORDS.items()}
    left_russian = {key for key, text in bare.items() if text and WORDS[key]["ru"] == WORDS[key]["kk"]}
    assert left_russian <= SHARED_WITH_RUSSIAN, "translated, or the same word in both languages"


SHARED_WITH_RUSSIAN = {
    *("lang.ru", "lang.kk", "date.short", "map.scale", "number.billion", "number.million"),
    *(f"unit.{unit}.{form}" for unit in ("kg", "t", "ha", "km2") for form in (*ALL_FORMS, "short")),
}


def test_kazakh_endings_follow_the_vowels_of_their_stem() -> None:
    """Of the plural and the genitive: облыстар but өңірлер, отчёттың but есептің."""
    ending = re.compile(r"\b(\w{3,}?)([лдт][ае]р|[ндт][ыі]ң)\b")
    for where, lang, text in TEXTS:
        for stem, end in ending.findall(text.casefold()) if lang == "kk" else ():
            vowels = re.findall("[аоұыуяәеөүіэ]", stem)
            if vowels and vowels[-1] != "у":  # у goes with either
                assert (vowels[-1] in "аоұыя") == (end[1] in "аы"), (where, stem + end)


def test_no_latin_letter_hides_in_a_cyrillic_word() -> None:
    mixed = r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]"
    assert offenders(mixed, *LANGUAGES) == []
    assert offenders(r"(?<![\w.+-])[ACEHKMOPTXaceopxyi](?![\w.+-])", "ru", "kk") == []
    assert [o for o in offenders(r"[\u0400-\u04ff]", "en") if not o[0].startswith("lang.")] == []


def test_russian_has_kazakh_letters_only_in_names() -> None:
    bare = r"(?<!Қара)(?<!Ұ)\b(?!Қарасора|Ұлытау|Жетісу|Қазақша)\w*[әғқңөұүһіӘҒҚҢӨҰҮҺІ]\w*"
    assert offenders(bare, "ru") == []


def test_it_is_set_as_print_sets_it() -> None:
    assert offenders(r"[\"']", *LANGUAGES) == [], "straight quotes"
    assert offenders(r"[“”„]", "ru", "kk") == [] and offenders(r"[«»]", "en") == []
    assert offenders(r"  |\u00a0 | \u00a0", *LANGUAGES) == [], "doubled spaces"
    assert offenders(r"\.\.\.", *LANGUAGES) == []
    assert offenders(r"—|(^|\s)-\s| –", *LANGUAGES) == [], "a dash is – after a no-break space"
    assert offenders(r"\s[,.;:!?»](\s|$)", *LANGUAGES) == []
    assert offenders(r"\d (кг|т|км²|м²|kg|t|km²|m²)\b", *LANGUAGES) == [], "a number keeps its unit"
    assert offenders(r"\d \d{3}\b", *LANGUAGES) == []
    for where, lang, text in TEXTS:
        opened, closed = ("“", "”") if lang == "en" else ("«", "»")
        assert text.count(opened) == text.count(closed), where


def test_nobody_is_called_a_criminal() -> None:
    assert (
        offenders(r"преступник|наркодел|қылмыскер|criminal|drug dealer|\baddict", *LANGUAGES, flags=re.I)
        == []
    )


def asked_for() -> dict[str, str]:
    """Patterns of the keys in the page's code, which may have gaps: "popup.close", `per.${state.per}`."""
    page = HOME / "src" / "karasora" / "page"
    areas = "|".join(sorted({key.partition(".")[0] for key in WORDS}))
    gap = r"\{\{[^{}]*\}\}|\$?\{[^{}]*\}"
    key = re.compile(rf"""(["'`])((?:{areas})\.(?:[a-z0-9_.-]|{gap})+)\1""")
    asked = {}
    for path in page.rglob("*"):
        if path.suffix in (".py", ".js", ".html"):
            for _, found in key.findall(path.read_text("utf-8")):
                if not found.endswith((".html", ".js", ".css", ".csv")):
                    pattern = ".+".join(re.escape(part) for part in re.split(gap, found))
                    asked[pattern + r"(\.\w+)?"] = f"{found} in {path.name}"
    return asked


def test_every_word_that_the_page_asks_for_is_there() -> None:
    asked = asked_for()
    wrong = [
        found for pattern, found in asked.items() if not any(re.fullmatch(pattern, key) for key in WORDS)
    ]
    assert len(asked) > 50 and wrong == []


def test_the_page_asks_for_every_word_that_is_there() -> None:
    found_by_value = r"confidence\..+"  # popup.js: known("confidence", value)
    patterns = re.compile("|".join([*asked_for(), found_by_value]))
    assert [key for key in WORDS if not patterns.fullmatch(key)] == []


def test_what_the_page_calls_a_kind_is_read_as_that_kind() -> None:
    kinds = {key.removeprefix("kind."): row for key, row in WORDS.items() if key.startswith("kind.")}
    del kinds["none"]
    assert set(kinds) == set(choices("kind"))
    for kind, row in kinds.items():
        assert {choice_of("kind", row[lang]) for lang in LANGUAGES} == {kind}
