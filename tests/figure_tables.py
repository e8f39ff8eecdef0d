"""One made-up set of figures in any usual shape of table: what the tests of figures draw from."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from karasora import geodata
from karasora.tables import Grid

Key = tuple[str, str, str]  # region, period, measure's words
LANGUAGES = ("ru", "kk", "en")

with geodata.path("regions.csv").open(encoding="utf-8", newline="") as _file:
    REGIONS = [row for row in csv.DictReader(_file) if row["iso"]]
CODES = [row["iso"] for row in REGIONS]

WORDS = {
    "region": {
        "ru": ("Регион", "Область", "Наименование региона"),
        "kk": ("Өңір", "Облыс", "Аймақ"),
        "en": ("Region", "region_name", "Oblast"),
    },
    "year": {"ru": ("Год", "Период"), "kk": ("Жыл", "Кезең"), "en": ("Year", "TIME_PERIOD")},
    "value": {"ru": ("Значение", "Кол-во"), "kk": ("Мәні", "Саны"), "en": ("Value", "count")},
    "measure": {"ru": ("Показатель",), "kk": ("Көрсеткіш",), "en": ("Indicator", "variable")},
    "country": {
        "ru": ("Республика Казахстан", "Итого", "Всего по РК"),
        "kk": ("Қазақстан Республикасы", "Барлығы"),
        "en": ("Kazakhstan", "Total"),
    },
    "sum": {"ru": ("Всего", "Итого"), "kk": ("Барлығы", "Жиыны"), "en": ("Total", "Sum")},
    "note": {
        "ru": (
            "Источник: отчётность ведомства",
            "* предварительные данные",
            "Примечание. Без учёта части данных",
        ),
        "kk": ("Дереккөз: ведомство есебі", "Ескерту: алдын ала деректер"),
        "en": ("Source: a ministry", "Note: preliminary figures"),
    },
    "index": {"ru": ("№", "№ п/п", ""), "kk": ("р/с №", ""), "en": ("", "Unnamed: 0", "index")},
    "category": {"ru": ("Пол", "Тип местности"), "kk": ("Жынысы",), "en": ("sex", "group")},
}
#: Names of measures, with the unit as it may be written; none is one of ours.
MEASURES = {
    "ru": (
        ("Число пожаров", "единиц"),
        ("Зарегистрировано браков", ""),
        ("Дорожные происшествия", "случаев"),
        ("Ввод жилья", "кв. м"),
        ("Число умерших", "чел."),
    ),
    "kk": (
        ("Өрт саны", "бірлік"),
        ("Неке саны", ""),
        ("Қайтыс болғандар", "адам"),
        ("Жол апаттары", "жағдай"),
    ),
    "en": (("Fires", "items"), ("Marriages", ""), ("Road accidents", "cases"), ("Deaths", "persons")),
}
CATEGORIES = {
    "ru": ("мужчины", "женщины", "дети"),
    "kk": ("ерлер", "әйелдер", "балалар"),
    "en": ("men", "women", "children"),
}
MONTHS = {
    "ru": "Январь Февраль Март Апрель Май Июнь".split(),  # noqa: SIM905
    "kk": "Қаңтар Ақпан Наурыз Сәуір Мамыр Маусым".split(),  # noqa: SIM905
    "en": "January February March April May June".split(),  # noqa: SIM905
}
ROMAN = ("I", "II", "III", "IV")


@dataclass
class Made:
    """A table as rows of texts, and what it tells: value and qualifier by region, period and words."""

    rows: list[list[str]]
    figures: dict[Key, tuple[float, str]]
    shape: str = ""
    head: int = 0
    columns: dict[str, int] = field(default_factory=dict)


def grid_of(rows: Sequence[Sequence[str]], file: str = "made.csv", sheet: str = "") -> Grid:
    """Rows of texts as a reader of files gives them."""
    width = max(map(len, rows))
    even = [[*row, *[""] * (width - len(row))] for row in rows]
    columns = [pa.chunked_array([pa.array(column, pa.string())]) for column in zip(*even, strict=True)]
    return Grid(file, columns, np.arange(1, len(rows) + 1), sheet=sheet)


def written_periods(kind: str, language: str, rng: random.Random) -> dict[str, str]:
    """Codes of some periods in their order, and how a table writes them."""
    year = rng.randint(2024, 2026)  # the year before begins with today's units, whichever a table names
    if kind == "year":
        style = {"ru": ("{}", "{} г.", "{} год"), "kk": ("{}", "{} ж.", "{} жыл"), "en": ("{}",)}[language]
        form = rng.choice(style)
        return {str(y): form.format(y) for y in range(year - 1, year + rng.randint(1, 2))}
    if kind == "quarter":
        form = rng.choice(
            {
                "ru": ("{r} квартал {y}", "{n} кв. {y} г.", "{y}Q{n}"),
                "kk": ("{r} тоқсан {y}", "{y} жылғы {n}-тоқсан"),
                "en": ("Q{n} {y}", "{y}Q{n}", "{y}-Q{n}"),
            }[language]
        )
        return {f"{year}-Q{n}": form.format(n=n, r=ROMAN[n - 1], y=year) for n in range(1, rng.randint(3, 5))}
    if kind == "half":
        form = rng.choice(
            {"ru": ("{r} полугодие {y}",), "kk": ("{n} жартыжылдық {y}",), "en": ("H{n} {y}",)}[language]
        )
        return {f"{year}-H{n}": form.format(n=n, r=ROMAN[n - 1], y=year) for n in (1, 2)}
    form = rng.choice(("{m} {y}", "{y}-{n:02}", "{y}M{n:02}", "{s}.{t}"))
    count = rng.randint(2, 6)
    return {
        f"{year}-{n:02}": form.format(
            m=MONTHS[language][n - 1], n=n, y=year, s=MONTHS[language][n - 1][:3].lower(), t=year % 100
        )
        for n in range(1, count + 1)
    }


def region_names(language: str, style: str, codes: Sequence[str]) -> dict[str, str]:
    """How a table writes these regions."""
    by_code = {row["iso"]: row for row in REGIONS}
    if style == "iso":
        return {code: code for code in codes}
    if style == "kato":
        return {code: f"{code[3:]}0000000" for code in codes}
    return {code: by_code[code][f"{style}_{language}"] for code in codes}


def number(value: float, style: str) -> str:
    """A number as a convention writes it."""
    text = f"{value:.1f}" if value % 1 else f"{int(value)}"
    whole, _, rest = text.partition(".")
    grouped = f"{int(whole):,}"
    if style == "spaces":
        return grouped.replace(",", "\u00a0") + (f",{rest}" if rest else "")
    if style == "comma":
        return whole + (f",{rest}" if rest else "")
    if style == "english":
        return grouped + (f".{rest}" if rest else "")
    return text


@st.composite
def tables(draw: Any, shapes: Sequence[str] = ()) -> Made:
    """A table of figures in a shape, language and dress drawn at random."""
    shape = draw(st.sampled_from(shapes or SHAPES))
    language = draw(st.sampled_from(LANGUAGES))
    rng = random.Random(draw(st.integers(0, 10**9)))
    return make(shape, language, rng)


SHAPES = (
    "long",
    "long-measures",
    "wide-periods",
    "wide-regions",
    "wide-measures",
    "measures-over-periods",
    "periods-over-measures",
    "category",
    "category-periods",
    "sections",
    "years-over-quarters",
    "one-figure",
    "regions-over-periods",
    "dated-headers",
)


def make(shape: str, language: str, rng: random.Random) -> Made:
    """A table of one shape; everything else is chosen by `rng`."""
    style = rng.choice(("name", "short", "name", "short", "iso", "kato"))
    if style == "kato" and shape in ("wide-regions", "regions-over-periods"):
        style = "iso"
    # «Алматы» alone is doubtful: the short names tell each other apart
    codes = (
        CODES if style in ("short", "name") or rng.random() < 0.5 else rng.sample(CODES, rng.randint(6, 15))
    )
    names = region_names(language, style, codes)
    kind = rng.choice(("year", "year", "quarter", "half", "month"))
    periods = written_periods(kind, language, rng)
    many = rng.sample(MEASURES[language], 2)
    one = rng.choice(MEASURES[language])
    signs = rng.choice(("plain", "plain", "spaces", "comma", "english"))
    small = rng.random() < 0.5

    def say(role: str) -> str:
        return rng.choice(WORDS[role][language])

    def labelled(measure: tuple[str, str]) -> str:
        name, unit = measure
        return rng.choice((f"{name}, {unit}", f"{name} ({unit})")) if unit and rng.random() < 0.6 else name

    def figure() -> tuple[float, str]:
        value = rng.randint(1, 900 if small else 90_000) + (
            rng.randint(1, 9) / 10 if signs != "plain" or small else 0
        )
        return float(value), ">" if rng.random() < 0.06 else ""

    def cell(got: tuple[float, str] | None) -> str:
        if got is None:
            return rng.choice(("", "-", "–", "…", "...", "x", "н/д", "NA"))
        return got[1] + number(got[0], signs)

    figures: dict[Key, tuple[float, str]] = {}

    def stated(region: str, period: str, words: str) -> str:
        if rng.random() < 0.04:
            return cell(None)
        figures[region, period, words] = got = figure()
        return cell(got)

    region_head = "" if rng.random() < 0.25 else say("region")
    head: list[list[str]] = []
    body: list[list[str]] = []
    sums = False
    if shape == "long":
        head = [[region_head or say("region"), say("year"), labelled(one)]]
        body = [[names[c], written, stated(c, p, one[0])] for c in codes for p, written in periods.items()]
    elif shape == "long-measures":
        head = [[say("region"), say("measure"), say("year"), say("value")]]
        body = [
            [names[c], m[0], written, stated(c, p, m[0])]
            for c in codes
            for m in many
            for p, written in periods.items()
        ]
    elif shape == "wide-periods":
        sums = rng.random() < 0.4
        head = [[region_head, *periods.values(), *([say("sum")] if sums else [])]]
        for c in codes:
            cells = [stated(c, p, "") for p in periods]
            total = sum(figures.get((c, p, ""), (0, ""))[0] for p in periods)
            body.append([names[c], *cells, *([number(round(total, 1), signs)] if sums else [])])
    elif shape == "wide-regions":
        head = [[say("year"), *(names[c] for c in codes)]]
        body = [[written, *(stated(c, p, "") for c in codes)] for p, written in periods.items()]
    elif shape == "wide-measures":
        head = [[region_head, *map(labelled, many)]]
        body = [[names[c], *(stated(c, "", m[0]) for m in many)] for c in codes]
    elif shape == "measures-over-periods":
        head = [
            [region_head, *(x for m in many for x in (labelled(m), *[""] * (len(periods) - 1)))],
            ["", *(written for _ in many for written in periods.values())],
        ]
        body = [[names[c], *(stated(c, p, m[0]) for m in many for p in periods)] for c in codes]
    elif shape == "periods-over-measures":
        head = [
            [region_head, *(x for w in periods.values() for x in (w, ""))],
            ["", *(labelled(m) for _ in periods for m in many)],
        ]
        body = [[names[c], *(stated(c, p, m[0]) for p in periods for m in many)] for c in codes]
    elif shape == "category":
        head = [[say("region"), say("category"), say("value")]]
        body = [[names[c], w, stated(c, "", w)] for c in codes for w in CATEGORIES[language]]
    elif shape == "category-periods":
        head = [[say("region"), say("category"), *periods.values()]]
        body = [
            [names[c], w, *(stated(c, p, w) for p in periods)]
            for c in codes
            for w in CATEGORIES[language][:2]
        ]
    elif shape == "sections":
        head = [[region_head, *periods.values()]]
        for m in many:
            body.append([m[0], *[""] * len(periods)])
            body += [[names[c], *(stated(c, p, m[0]) for p in periods)] for c in codes]
    elif shape == "years-over-quarters":
        words = {"ru": "{} квартал", "kk": "{} тоқсан", "en": "Q{}"}[language]
        years = ("2024", "2025")
        head = [
            [region_head, *(x for y in years for x in (y, "", "", ""))],
            ["", *(words.format(ROMAN[q] if language != "en" else q + 1) for _ in years for q in range(4))],
        ]
        body = [[names[c], *(stated(c, f"{y}-Q{q}", "") for y in years for q in range(1, 5))] for c in codes]
    elif shape == "one-figure":
        head = [[say("region"), say("value")]]
        body = [[names[c], stated(c, "", "")] for c in codes]
    elif shape == "regions-over-periods":
        head = [
            [say("measure"), *(x for c in codes for x in (names[c], *[""] * (len(periods) - 1)))],
            ["", *(w for _ in codes for w in periods.values())],
        ]
        body = [[m[0], *(stated(c, p, m[0]) for c in codes for p in periods)] for m in many]
    else:
        head = [[say("region"), *(f"{m[0]}, {p}" for m in many for p in ("2023", "2024"))]]
        body = [[names[c], *(stated(c, p, m[0]) for m in many for p in ("2023", "2024"))] for c in codes]
    by_region = shape not in ("wide-regions", "regions-over-periods")
    made = Made([*head, *body], figures, shape)
    _dress(made, head, body, by_region=by_region, say=say, rng=rng, one=one)
    return made


def _dress(
    made: Made,
    head: list[list[str]],
    body: list[list[str]],
    *,
    by_region: bool,
    say: Any,
    rng: random.Random,
    one: tuple[str, str],
) -> None:
    """Titles, a unit line, notes, an index column, a national row, blank rows, footnote signs."""
    width = len(head[0])
    plain = made.shape in ("wide-periods", "wide-measures", "one-figure", "long", "measures-over-periods")
    if plain and rng.random() < 0.4:
        cells = [str(rng.randint(10**6, 10**7)) if i else say("country") for i in range(width)]
        if made.shape != "long":
            body.insert(0 if rng.random() < 0.5 else len(body), cells)
    if by_region and rng.random() < 0.3:
        for row in rng.sample(body, 2):
            if row[0] and row[0][-1].isalpha() and row[1:]:
                row[0] += rng.choice(("*", "¹", " 1)"))
    if by_region and made.shape != "sections" and len(head) == 1 and head[0][0] and rng.random() < 0.25:
        head[0].insert(0, say("index"))
        for number_, row in enumerate(body, start=rng.choice((0, 1))):
            row.insert(0, str(number_))
    above: list[list[str]] = []
    if rng.random() < 0.5:
        above.append([one[0]])
        if rng.random() < 0.5 and one[1]:
            above.append([one[1]])
        if rng.random() < 0.5:
            above.append([""])
    below = [[""], [say("note")]] if rng.random() < 0.4 else []
    made.rows = [*above, *head, *body, *below]
    made.head = len(above)
