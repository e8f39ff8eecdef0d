"""Tables of incidents made up by Hypothesis, and what they add up to: reckoned from what was drawn.

Nothing here reads a cell or a name: a row is drawn as figures, signs and regions. Its cells are written from
these, and its sums made of them in decimals, to be held against what karasora makes of the cells.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

#: The units of 2022 that were one before, on a map of 2018.
FORMER = {
    "KZ-10": "KZ-VOS",
    "KZ-63": "KZ-VOS",
    "KZ-19": "KZ-ALM",
    "KZ-33": "KZ-ALM",
    "KZ-35": "KZ-KAR",
    "KZ-62": "KZ-KAR",
}
SEVERAL, NOWHERE = "several", "nowhere"  # where what is added to no unit is
WORDS = (
    "Бархан",
    "Осока",
    "Ковыль",
)  # each title has one of them, so that searches for them share all rows out

#: A figure's signs, as the cell may write them.
SIGNS = {
    "": ("{}",),
    ">": (">{}", "≥ {}", "{}+", "более {}", "не менее {}", "{}-дан астам", "at least {}"),
    "~": ("~{}", "≈{}", "около {}", "шамамен {}", "about {}"),
    "<": ("<{}", "до {}", "не более {}", "up to {}"),
    ">~": (">~{}", "более чем около {}"),
    "?": ("?",),
}  # fmt: skip
_MILLIGRAM = Decimal("0.000001")  # of a kg
SPACES = (" ", "\u00a0", "\u202f")


class Heading(NamedTuple):
    """A column of figures: its header, the measure, and what its numbers are multiplied by."""

    text: str
    measure: str
    factor: Decimal = Decimal(1)


HEADINGS = (
    Heading("marijuana_kg", "marijuana_kg"),
    Heading("Марихуана, г", "marijuana_kg", Decimal("0.001")),
    Heading("marijuana_t", "marijuana_kg", Decimal(1000)),
    Heading("Апиын, кг", "апиын_kg"),
    Heading("Кокаин, г", "кокаин_kg", Decimal("0.001")),
    Heading("hashish_kg", "hashish_kg"),
    Heading("plants", "plants"),
    Heading("Задержано", "detained"),
    Heading("Ампулы, штук", "ампулы_items"),
    Heading("Sealed cases, items", "sealed_cases_items"),
)


class Place(NamedTuple):
    """Cells that say where, and the units of today that they mean; in a row of before June 2022, `before`."""

    regions: str
    units: tuple[str, ...]
    before: tuple[str, ...] | None = None
    lat: str = ""
    lon: str = ""
    scope: str = ""


PLACES = (
    Place("KZ-31", ("KZ-31",)),
    Place("в Жамбылской области", ("KZ-31",)),
    Place("БҚО", ("KZ-27",)),
    Place("Шымкент", ("KZ-79",)),
    Place("Satpayev", ("KZ-62",)),
    Place("KZ-62", ("KZ-62",), lat="47.8", lon="67.7"),
    Place("Карагандинская область", ("KZ-35",), before=("KZ-35", "KZ-62")),
    Place("KZ-KAR", ("KZ-35", "KZ-62")),
    Place("KZ-KAR", ("KZ-62",), lat="47.8", lon="67.7"),
    Place("Абай облысы; KZ-63", ("KZ-10", "KZ-63")),
    Place("Жамбыл; БҚО", ("KZ-31", "KZ-27")),
    Place("", ("KZ-79",), lat="42,32", lon="69,6"),
    Place("", (), lat="55.75", lon="37.62"),
    Place("", (), scope="national"),
)
#: What puts a row at fault, whatever else it says.
WRONG = (
    {"regions": "Жамбилская", "lat": "", "lon": "", "scope": ""},
    {"regions": "", "lat": "", "lon": "", "scope": ""},
    {"start": "2025-02-30"},
    {"start": "05/06/2025"},
    {"lat": "ninety", "lon": "69"},
    {"beyond": "a cell too many"},
    *({"firearms": cell} for cell in ("135 kg", "-5", "5-7", "1e400", "много")),
)


class Figure(NamedTuple):
    """What one cell states: a number, in the unit of its column, and signs; `cell` is how it is written."""

    number: Decimal | None
    signs: str
    cell: str


@dataclass(frozen=True)
class Report:
    id: str
    vintage: str


@dataclass(frozen=True)
class Row:
    place: Place
    report: Report
    start: str
    kind: str
    word: str
    figures: tuple[Figure | None, ...]
    status: str = ""
    case: str = ""
    id: str = ""
    wrong: dict[str, str] = field(default_factory=dict)

    def units(self, vintage: int) -> tuple[str, ...]:
        """The units that the row belongs to, on a map of that vintage."""
        is_early = bool(self.start) and self.start < "2022-06"
        is_old = self.report.vintage == "2018" or (is_early and self.report.vintage != "2022")
        units = self.place.before if is_old and self.place.before else self.place.units
        return tuple(dict.fromkeys(FORMER.get(u, u) if vintage == 2018 else u for u in units))

    def where(self, vintage: int) -> str:
        """The one unit that the row is added to, or that it is added to none."""
        units = self.units(vintage)
        return units[0] if len(units) == 1 else SEVERAL if units else NOWHERE


#: By report, place and measure: the sum (None where no number is stated) and the signs before it.
Sums = dict[tuple[str, str, str], tuple[Decimal | None, str]]
#: By report and measure.
Totals = dict[tuple[str, str], Decimal]


@dataclass(frozen=True)
class Tables:
    """A table of incidents, perhaps with one of reports, and what they come to."""

    headings: tuple[Heading, ...]
    rows: Sequence[Row]
    reports: tuple[Report, ...]
    delimiter: str

    def write(self, folder: Path) -> list[Path]:
        """The files."""
        path = folder / "incidents.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file, delimiter=self.delimiter)
            headers = [*_COLUMNS, *(heading.text for heading in self.headings)]
            written.writerow(headers)
            for row in self.rows:
                cells = _cells(row, self.headings)
                beyond = [cells["beyond"]] if "beyond" in cells else []
                written.writerow([*(cells.get(header, "") for header in headers), *beyond])
        if not any(report.vintage for report in self.reports):
            return [path]
        listed = folder / "reports.csv"
        lines = ["id,vintage,coverage", *(f"{r.id},{r.vintage},partial" for r in self.reports)]
        listed.write_text("\n".join(lines), encoding="utf-8")
        return [path, listed]

    def counts(self, vintage: int, report: str | None = None) -> dict[str, int]:
        """How many rows there are, and where they are to go."""
        rows = [row for row in self.rows if report in (None, row.report.id)]
        places = ["rejected" if row.wrong else row.where(vintage) for row in rows]
        told = {"read": len(rows), "mapped": sum(place.startswith("KZ-") for place in places)}
        told |= {"several_regions": places.count(SEVERAL), "unlocated": places.count(NOWHERE)}
        return told | {"rejected": places.count("rejected")}

    def sums(self, vintage: int) -> Sums:
        """What the incidents add up to."""
        return added(
            ((row.report.id, row.where(vintage), measure), number, signs)
            for row, measure, number, signs in self._stated()
        )

    def totals(self) -> Totals:
        """What the numbers add up to, wherever they belong."""
        stated = [(row.report.id, measure, number) for row, measure, number, _ in self._stated() if number]
        keys = {(report, measure) for report, measure, _ in stated}
        return {key: sum((n for *named, n in stated if tuple(named) == key), Decimal()) for key in keys}

    def _stated(self) -> Iterator[tuple[Row, str, Decimal | None, str]]:
        for row in self.rows:
            for heading, figure in zip(self.headings, row.figures, strict=True):
                if figure and row.kind != "context":
                    number = None if figure.number is None else figure.number * heading.factor
                    yield row, heading.measure, number, figure.signs


def added(stated: Iterable[tuple[tuple[str, str, str], Decimal | None, str]]) -> Sums:
    """Quantities added up by report, place and measure, to the milligram."""
    numbers: dict[tuple[str, str, str], list[Decimal]] = {}
    signs: dict[tuple[str, str, str], set[str]] = {}
    for key, number, sign in stated:
        numbers.setdefault(key, []).extend([] if number is None else [number])
        signs.setdefault(key, set()).update(sign or "=")
    return {
        key: (sum(found, Decimal()).quantize(_MILLIGRAM) if found else None, _doubt(signs[key]))
        for key, found in numbers.items()
    }


def _doubt(signs: set[str]) -> str:
    """The signs of a sum: "?" beside a number makes it at least that; > and < leave only about."""
    if signs == {"?"}:
        return "?"
    low, high = bool(signs & {">", "?"}), "<" in signs
    about = "~" in signs or (low and high)
    return (">" if low and not high else "") + ("<" if high and not low else "") + ("~" if about else "")


_COLUMNS = (
    *("id", "case", "report", "regions", "lat", "lon", "scope", "start", "kind", "status", "title"),
    *("source_url", "firearms", "Полка"),  # nobody understands a shelf
)


def _cells(row: Row, headings: Sequence[Heading]) -> dict[str, str]:
    """The row's cells by header."""
    told = {"id": row.id, "case": row.case, "report": row.report.id, "start": row.start, "kind": row.kind}
    told |= {
        "regions": row.place.regions,
        "lat": row.place.lat,
        "lon": row.place.lon,
        "scope": row.place.scope,
    }
    told |= {"status": row.status, "title": row.word, "Полка": row.case and "верхняя"}
    told |= {h.text: figure.cell for h, figure in zip(headings, row.figures, strict=True) if figure}
    return told | row.wrong


@st.composite
def _figures(draw: st.DrawFn) -> Figure:
    signs = draw(st.sampled_from(list(SIGNS)))
    write = draw(st.sampled_from(SIGNS[signs]))
    if signs == "?":
        return Figure(None, signs, write)
    digits = draw(st.sampled_from([0, 1]) | st.integers(2, 2_000_000))
    number = Decimal(digits).scaleb(-draw(st.integers(0, 3)))
    whole, _, rest = f"{number:f}".partition(".")
    if draw(st.booleans()):
        whole = f"{int(whole):,}".replace(",", draw(st.sampled_from(SPACES)))
    text = whole + (draw(st.sampled_from(".,")) + rest if rest else "")
    return Figure(number, signs, write.format(text))


@st.composite
def tables(
    draw: st.DrawFn,
    *,
    faults: bool = False,
    min_rows: int = 8,
    max_rows: int = 30,
    most_reports: int = 3,
    places: Sequence[Place] = PLACES,
) -> Tables:
    """A table of incidents of some reports; with `faults`, some of its rows are at fault."""
    picked = st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=4, unique_by=lambda h: h.measure)
    headings = tuple(draw(picked))
    vintages = draw(st.lists(st.sampled_from(["", "2018", "2022"]), min_size=1, max_size=most_reports))
    reports = tuple(Report(f"report-{i}", vintage) for i, vintage in enumerate(vintages))
    row = st.builds(
        Row,
        place=st.sampled_from(places),
        report=st.sampled_from(reports),
        start=st.sampled_from(["", "2021-05", "2025-06-01"]),
        kind=st.sampled_from(["seizure", "cultivation", "context"]),
        word=st.sampled_from(WORDS),
        figures=st.tuples(*(st.none() | _figures() for _ in headings)),
        status=st.sampled_from(["", "draft"]),
        case=st.sampled_from(["", "one", "two"]),
        wrong=st.just({}) | st.sampled_from(WRONG) if faults else st.just({}),
    )
    rows = draw(st.lists(row, min_size=min_rows, max_size=max_rows))
    with_ids = draw(st.booleans())
    rows = [replace(row, id=f"incident-{i}" if with_ids else "") for i, row in enumerate(rows)]
    return Tables(headings, rows, reports, draw(st.sampled_from([",", ";", "\t"])))
