"""Figures already added up: one made-up set of figures in every shape comes back as it was."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karasora import quantities
from karasora.figures.reading import read_piece
from karasora.figures.together import Figures, put_together
from karasora.names.fold import fold
from karasora.tables import Grid
from karasora.tables.findings import Findings
from tests.figure_tables import LANGUAGES, SHAPES, Made, grid_of, make, tables

SLOW = settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))


def read(*grids: Grid, as_: str | None = None, vintage: int | None = None) -> tuple[Figures, Findings]:
    findings = Findings()
    pieces = [piece for grid in grids if (piece := read_piece(grid, findings, as_=as_))]
    return put_together(pieces, vintage=vintage, findings=findings), findings


def told(figures: Figures) -> dict[tuple[str, str, str], tuple[float, str]]:
    """Values and doubt by region, period and the folded name of the measure, without the country's own."""
    rows = figures.frame[figures.frame["region"] != ""].itertuples()
    doubts = {quantities.STATED: "", quantities.STATED | quantities.AT_LEAST: ">"}
    return {
        (r.region, r.period, fold(figures.measures[r.measure].name)): (r.value, doubts[r.flags]) for r in rows
    }


def assert_tells(figures: Figures, made: Made) -> None:
    got = told(figures)
    assert len(got) == len(made.figures)
    for (region, period, words), stated in made.figures.items():
        found = [v for (r, p, name), v in got.items() if (r, p) == (region, period) and fold(words) in name]
        assert stated in found, (region, period, words, stated, found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_every_shape_in_every_language(shape: str, language: str, seed: int) -> None:
    made = make(shape, language, random.Random(f"{shape}{language}{seed}"))
    figures, findings = read(grid_of(made.rows))
    assert [str(f) for f in findings.faults] == []
    assert_tells(figures, made)


@SLOW
@given(tables())
def test_any_dress_of_a_table_tells_the_same_figures(made: Made) -> None:
    figures, findings = read(grid_of(made.rows))
    assert [str(f) for f in findings.faults] == []
    assert_tells(figures, made)


# --- what is changed in a table is read as it then says, or refused ---

PLAIN = ("wide-periods", "wide-measures", "long", "measures-over-periods")


def body_rows(made: Made) -> list[int]:
    """The rows that tell figures of a region, by what the made table says of them."""
    findings = Findings()
    piece = read_piece(grid_of(made.rows), findings)
    assert piece is not None
    return sorted({int(row) - 1 for row in piece.molten.long["row"]})


def outcome(rows: list[list[str]]) -> dict[tuple[str, str, str], tuple[float, str]] | None:
    """What a table tells, or None where it is refused."""
    figures, findings = read(grid_of(rows))
    return None if findings.faults else told(figures)


@SLOW
@given(tables(PLAIN), st.integers(0, 10**6))
def test_a_row_left_out_leaves_the_other_figures_as_they_are(made: Made, which: int) -> None:
    before = outcome(made.rows)
    rows = body_rows(made)
    gone = rows[which % len(rows)]
    after = outcome([row for i, row in enumerate(made.rows) if i != gone])
    assert before is not None
    assert after is None or after.items() <= before.items()


@SLOW
@given(tables(PLAIN), st.integers(0, 10**6))
def test_a_row_shifted_by_a_cell_is_refused(made: Made, which: int) -> None:
    rows = body_rows(made)
    at = rows[which % len(rows)]
    shifted = [["", *row] if i == at else row for i, row in enumerate(made.rows)]
    before, after = outcome(made.rows), outcome(shifted)
    assert before is not None
    assert after is None or after.items() <= before.items()


@SLOW
@given(tables(PLAIN), st.integers(0, 10**6))
def test_a_doubled_column_is_refused_or_says_nothing_new(made: Made, which: int) -> None:
    width = max(map(len, made.rows))
    at = which % width
    doubled = [row[: at + 1] + row[at:] if len(row) > 1 else row for row in made.rows]
    before, after = outcome(made.rows), outcome(doubled)
    assert after is None or after == before


@SLOW
@given(tables(PLAIN), st.integers(0, 10**6), st.sampled_from(["{:,.1f}", "{:,.0f}", "{:.1f}"]), st.booleans())
def test_a_number_in_another_convention_is_that_number_or_refused(
    made: Made, which: int, form: str, european: bool
) -> None:
    cells = [
        (r, c) for r in body_rows(made) for c, cell in enumerate(made.rows[r])
        if cell.replace("\u00a0", "").replace(",", ".").replace(".", "", 1).isdigit() and c
    ]  # fmt: skip
    if not cells:
        return
    r, c = cells[which % len(cells)]
    before = outcome(made.rows)
    assert before is not None
    value = quantities.parse(made.rows[r][c]).value if "," not in made.rows[r][c] else None
    if value is None or (value % 1 and form == "{:,.0f}"):
        return
    text = form.format(value)
    if european:
        text = text.translate(str.maketrans(",.", ".,"))
    after = outcome([[*row[:c], text, *row[c + 1 :]] if i == r else row for i, row in enumerate(made.rows)])
    assert after is None or after == before


# --- joined parts ------------------------------------------------------------------------------------------


@SLOW
@given(tables(("long", "category", "long-measures")), st.integers(2, 4), st.integers(0, 10**6))
def test_parts_read_apart_are_the_whole(made: Made, parts: int, seed: int) -> None:
    """Each region's rows stay together; the parts know nothing of each other."""
    rng = random.Random(seed)
    rows = body_rows(made)
    above = made.rows[: rows[0]]
    part_of = {row: rng.randrange(parts) for row in rows}
    grids = [
        grid_of([*above, *(made.rows[row] for row in rows if part_of[row] == number)], "made.csv")
        for number in range(parts)
        if sum(part_of[row] == number for row in rows) > 8
    ]
    whole = outcome(made.rows)
    figures, findings = read(*grids, as_="figures")
    kept = whole or {}
    if not findings.faults:
        assert told(figures).items() <= kept.items()
