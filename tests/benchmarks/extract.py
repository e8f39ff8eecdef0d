"""How well `karasora extract` reads reports: scores on labelled texts, by family and language, and a
baseline.

    python -m tests.benchmarks.extract [-v]

A fact is found when report, set of regions, measure, set of substances and value in the base unit agree
with the label; with its qualifier too it is fully right. Rows labelled `implicit`, `uncounted`,
`headline`, `lead` or `same` are neither asked for nor held against a finder. The families are told in
tests/data/reports/README.md.
"""

import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from karasora import names
from karasora.extraction import facts, reading, text

REPORTS = Path(__file__).parents[1] / "data" / "reports"
#: The families in the order in which they were first scored; rules were written on those of the first
#: two rows.
SPLIT = {
    "published, rules written on": ("published",),
    "own, rules written on": ("roundup", "single", "national"),
    "left out, then looked at": ("border", "prosecutor", "months"),
    "later texts, then looked at": ("second", "third", "fourth"),
    "final, opened once": ("final",),
    "new genres, opened once": ("genres",),
    "new genres again, opened once": ("genres again", "genres third"),
}
_BASE = {"g": 0.001, "kg": 1.0, "t": 1000.0}
_AT_MOST = ("at_most", "about")  # the labels have no word of their own for it
_EXCUSED = re.compile("implicit|uncounted|headline|lead|same")

Row = dict[str, str]
Key = tuple[str, frozenset[str], str, frozenset[str], float | None]


@dataclass(frozen=True)
class Labelled:
    """A text, and the facts that people found in it."""

    article: str
    family: str
    lang: str
    path: Path
    gold: list[Row]


@dataclass(frozen=True)
class Score:
    """Counts over facts; `full` has its qualifier right too."""

    asked: int
    hits: int
    wrong: int
    full: int

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.wrong)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.asked)

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, 2 * self.hits + self.wrong + self.asked - self.hits)

    @property
    def qualifiers(self) -> float:
        return self.full / max(1, self.hits)


def labelled() -> list[Labelled]:
    """All labelled texts of tests/data/reports."""
    found = []
    for folder in ("published", "own", "unseen"):
        gold = _rows(REPORTS / folder / "gold.csv")
        for row in _rows(REPORTS / folder / ("sources.csv" if folder == "published" else "texts.csv")):
            family = "published" if folder == "published" else row["family"]
            own = [fact for fact in gold if fact["article"] == row["article"]]
            found.append(Labelled(row["article"], family, row["lang"], REPORTS / folder / row["file"], own))
    return found


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def extracted(one: Labelled) -> list[Row]:
    """What the tool finds in a text, as rows of its facts file."""
    return _extracted(one.path, one.article)


@cache
def _extracted(path: Path, article: str) -> list[Row]:
    document = text.read(path.read_bytes(), article)
    found = facts.once(facts.find(document, reading.read(document)))
    return list(csv.DictReader(facts.facts_file(found).decode("utf-8-sig").splitlines()))


def key(row: Row) -> Key:
    """What makes two facts the same."""
    base = round(float(row["value"]) * _BASE.get(row["unit"], 1.0), 6) if row["value"] else None
    return row["article"], _parts(row["region_iso"]), row["measure"], _parts(row["substance"]), base


def _parts(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(";") if part.strip())


def score(gold: Iterable[Row], found: Iterable[Row]) -> Score:
    """Hold found facts against labels."""
    asked: dict[Key, str] = {}
    excused: set[Key] = set()
    for row in gold:
        if _EXCUSED.match(row["note"]):
            excused.add(key(row))
        else:
            asked.setdefault(key(row), row["qualifier"])
    given = {key(row): row["qualifier"] for row in found}
    hits = [k for k in given if k in asked]
    wrong = [k for k in given if k not in asked and k not in excused]
    full = sum(given[k] == asked[k] or (given[k], asked[k]) == _AT_MOST for k in hits)
    return Score(len(asked), len(hits), len(wrong), full)


# --- the baseline --------------------------------------------------------------------------------------

_MASSES = r"кг|килограмм\w*|келі\w*|kg|kilogram\w*|т\b|тонн\w*|tonnes?|г\b|грамм\w*|grams?"
_COUNTS = (
    r"куст\w*|түп\w*|bushes|plants|человек|адам\w*|people|нарколаборатор\w*|зертхана\w*|lab\w*"
    r"|канал\w*|арна\w*|channels|\w*преступлен\w*|қылмыс\w*"
)
_FIGURE = re.compile(
    r"(?P<value>\d+(?:[ \xa0]\d{3})*(?:[.,]\d+)?)\s*(?P<times>тыс\w*\.?|мың|thousand)?\s*"
    rf"(?P<unit>{_MASSES}|{_COUNTS})",
    re.IGNORECASE,
)
_UNITS = (
    ("mass", "kg", ("кг", "кило", "келі", "kg", "kilo")),
    ("mass", "t", ("т", "ton")),
    ("mass", "g", ("г", "gram")),
    ("plants", "plants", ("куст", "түп", "bush", "plant")),
    ("detained", "persons", ("чел", "адам", "people")),
    ("labs", "items", ("нарколаб", "зертх", "lab")),
    ("channels", "items", ("канал", "арна", "channel")),
    ("crimes", "facts", ("",)),
)
_SUBSTANCES = {
    **dict.fromkeys(("марихуан", "marijuana"), "marijuana"),
    **dict.fromkeys(("коноп", "қарасора", "hemp"), "hemp_plant"),
    **dict.fromkeys(("гашиш", "hashish"), "hashish"),
    **dict.fromkeys(("мака", "көкнәр", "poppy"), "poppy"),
    **dict.fromkeys(("каннабис", "cannabis"), "cannabis"),
    **dict.fromkeys(("синтет", "synthetic"), "synthetic"),
    **dict.fromkeys(("прекурсор", "precursor"), "precursor"),
    **dict.fromkeys(("мефедрон", "mephedrone"), "mephedrone"),
    **dict.fromkeys(("героин", "heroin"), "heroin"),
    **dict.fromkeys(("опи", "апиын", "opium"), "opium"),
}
_KIND = r"област\w*|облыс\w*|район\w*|аудан\w*|Region|District"
_NAME = re.compile(rf"[А-ЯӘҒҚҢӨҰҮҺІA-Z][\w-]+(?:\s+(?:{_KIND}))?")
_WINDOW = 40  # characters in which a substance or a qualifier is looked for


def baseline(one: Labelled) -> list[Row]:
    """Figures by a regular expression, the substance that follows, the nearest region named before."""
    content = one.path.read_text(encoding="utf-8")
    regions = [(found.start(), code) for found in _NAME.finditer(content) if (code := _code(found[0]))]
    rows = []
    for found in _FIGURE.finditer(content):
        measure, unit, _ = next(kind for kind in _UNITS if found["unit"].lower().startswith(kind[2]))
        value = float(re.sub(r"\s", "", found["value"]).replace(",", ".")) * (1000 if found["times"] else 1)
        after = content[found.end() : found.end() + _WINDOW].lower()
        before = content[max(0, found.start() - _WINDOW // 2) : found.start()].lower()
        near = [code for at, code in regions if at < found.start()]
        is_more = re.search("боле|свыше|over|more than", before) or "астам" in after
        substance = next((key for word, key in _SUBSTANCES.items() if word in after), "")
        row = {"article": one.article, "region_iso": near[-1] if near else "", "substance": substance}
        row |= {"value": str(value), "unit": unit, "measure": measure}
        rows.append(row | {"qualifier": "at_least" if is_more else "exact"})
    return rows


def _code(name: str) -> str:
    codes = names.lookup(name).codes
    return codes[0] if len(codes) == 1 else ""


# --- the table -----------------------------------------------------------------------------------------


def lines(find: Callable[[Labelled], list[Row]] = extracted) -> Iterator[str]:
    """The table: all and sub-national facts by family, by language, and by confidence."""
    texts = labelled()
    found = {one.article: find(one) for one in texts}
    yield f"{'':34}{'facts':>6}{'F1':>7}{'prec.':>7}{'recall':>7}{'qual.':>7}   sub-national F1"
    for title, families in SPLIT.items():
        yield _line(title, [one for one in texts if one.family in families], found)
    yield _line("all", texts, found)
    for lang in ("ru", "kk", "en"):
        yield _line(f"all, {lang}", [one for one in texts if one.lang == lang], found)
    for level in ("high", "medium", "low"):
        some = {a: [r for r in rows if r.get("confidence") == level] for a, rows in found.items()}
        total = _total(texts, some)
        if total.hits:
            yield f"confidence {level}: {total.hits + total.wrong} facts, {total.precision:.3f} right"


def _line(title: str, texts: list[Labelled], found: dict[str, list[Row]]) -> str:
    every, sub = _total(texts, found), _total(texts, found, lambda row: bool(row["region_iso"].strip()))
    numbers = "".join(f"{n:>7.3f}" for n in (every.f1, every.precision, every.recall, every.qualifiers))
    return f"{title:34}{every.asked:>6}{numbers}   {sub.f1:.3f}"


def _total(
    texts: list[Labelled], found: dict[str, list[Row]], keep: Callable[[Row], bool] = lambda row: True
) -> Score:
    gold = [row for one in texts for row in one.gold if keep(row)]
    return score(gold, [row for one in texts for row in found[one.article] if keep(row)])


def total(families: Iterable[str], find: Callable[[Labelled], list[Row]] = extracted) -> Score:
    """The score over some families."""
    texts = [one for one in labelled() if one.family in set(families)]
    return _total(texts, {one.article: find(one) for one in texts})


def main() -> None:
    """Print the table of the tool and that of the baseline."""
    print("karasora extract")
    print("\n".join(lines()))
    print("\nbaseline: figures by regular expression, nearest region before")
    print("\n".join(lines(baseline)))
    if "-v" in sys.argv:
        for one in labelled():
            asked = {key(row) for row in one.gold if not _EXCUSED.match(row["note"])}
            for missed in sorted(asked - {key(row) for row in extracted(one)}, key=str):
                print("missed", missed)


if __name__ == "__main__":
    main()
