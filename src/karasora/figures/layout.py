"""A raw sheet set out: titles, unit line, rows of headers, body, notes below; no figure is read yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from karasora import numerals, periods
from karasora.figures import words
from karasora.figures.headers import complete, is_period, with_year
from karasora.figures.places import COUNTRY, read_place
from karasora.tables.cells import as_texts
from karasora.tables.grid import Grid
from karasora.units import Unit, read_unit

_TOP, _BOTTOM = 80, 60  # rows in which headers and notes are sought
_MOST_HEADS = 6
_KEYS = ("region", "code", "period", "index")
_LONG = 5_000  # rows of a table that is looked at row by row


@dataclass
class Column:
    """One column of the body: the headers above it, from the top, and its cells."""

    at: int  # its place in the sheet
    labels: list[str]
    cells: list[str]

    @property
    def header(self) -> str:
        """The headers as one, as messages tell them."""
        return " ".join(dict.fromkeys(label for label in self.labels if label))


@dataclass
class Layout:
    """A sheet set out.

    `rows` has the number of each row of the body as a spreadsheet counts; `head` that of the lowest header.
    `sections` has, per row of the body, the line that stands alone above it («Выявлено», «2023 год»).
    """

    grid: Grid
    titles: list[str]
    unit: Unit | None
    head: int
    columns: list[Column]
    rows: list[int]
    sections: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sections_named: list[str] = field(default_factory=list)


def lay_out(grid: Grid) -> Layout | None:
    """Set a grid out; None where it has no row that could hold figures."""
    cells = [[text.strip() for text in as_texts(column).to_pylist()] for column in grid.columns]
    if not cells or not cells[0]:
        return None
    seen = [list(row) for row in zip(*(column[:_TOP] for column in cells), strict=True)]
    first = 0 if grid.names is not None else _first_of_body(seen)
    if first is None:
        return None
    first = _first_section(seen, first)
    top = _head_rows(grid, seen, first)
    lines = [cell for row in seen[:top] for cell in _once(row) if cell]
    if _is_broken_title(seen[top:first]):
        lines.append(", ".join(cell for cell in seen[top] if cell))
        top += 1
    heads = _heads(grid, seen, top, first)
    rows, sections, notes = _body(cells, first)
    head = int(grid.rows[first - 1]) if first else 1
    labels = complete([with_year([row[i] for row in heads]) for i in range(len(cells))], lines)
    columns = [Column(i, labels[i], [column[r] for r in rows]) for i, column in enumerate(cells)]
    columns = [c for c in columns if any(c.labels) or any(c.cells)]
    units = [unit for line in lines if (unit := read_unit(line))]
    titles = [line for line in lines if read_unit(line) is None and not words.is_note(line)]
    numbers = [int(grid.rows[r]) for r in rows]
    unit = units[0] if len(units) == 1 else None
    return Layout(grid, titles, unit, head, columns, numbers, sections, notes)


def _once(row: Sequence[str]) -> list[str]:
    """The distinct cells of a row: one that is merged counts once."""
    return list(dict.fromkeys(row))


def is_data(row: Sequence[str]) -> bool:
    """Whether a row holds figures: a name of a region beside a number or a sign for none, or numbers that are
    no periods, behind something that says what they are of."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or _is_numbering(filled):
        return False
    numbers = [cell for cell in filled if numerals.looks_numeric(cell)]
    figures = [cell for cell in numbers if not is_period(cell)]
    missing = [cell for cell in filled if numerals.is_missing(cell)]
    others = [cell for cell in filled if cell not in numbers and cell not in missing]
    if any(words.role_of(cell) in ("region", "code", "period") for cell in others):
        return False
    kinds = {read_place(cell).kind for cell in others}
    if kinds - {"", COUNTRY}:
        return bool(numbers or missing)
    return bool(figures)


def _is_numbering(filled: Sequence[str]) -> bool:
    """Whether a row only numbers the columns, as forms do: «А 1 2 3», «1 2 3 4»."""
    numbers = [cell for cell in filled if cell.isdecimal()]
    if len(numbers) < 2 or len(filled) - len(numbers) > 2:
        return False
    if any(len(cell) > 2 for cell in filled if not cell.isdecimal()):
        return False
    return [int(n) for n in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers))) and (
        int(numbers[0]) in (1, 2)
    )


def _first_of_body(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row with figures, or one above it that names a region in the same column: its figures can't
    be read, or are left out."""
    first = next((i for i, row in enumerate(rows) if is_data(row)), None)
    if first is None:
        return None
    key = next((k for k, cell in enumerate(rows[first]) if _is_region(cell)), None)
    while first and key is not None and _is_row_of(rows[first - 1], key):
        first -= 1
    return first


def _is_row_of(row: Sequence[str], key: int) -> bool:
    """Whether a row is of the one region that its column of regions names, and no title across columns."""
    return [k for k, cell in enumerate(row) if _is_region(cell)] == [key]


def _is_region(cell: str) -> bool:
    return read_place(cell).kind in ("region", "doubtful", "several")


def _is_broken_title(heads: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of headers is a title that its own commas broke into cells: it says something
    above the column of keys, and the row below tells all the others apart by their periods."""
    if len(heads) != 2:
        return False
    title, (key, *others) = heads
    said = [cell for cell in others if cell]
    filled = sum(map(bool, title))
    return (
        words.role_of(key) in _KEYS
        and filled > 1
        and all(title[:filled])
        and not words.role_of(title[0])
        and len(set(title[:filled])) == filled
        and len(set(said)) == len(said)
        and all(map(is_period, said))
    )


def _first_section(rows: Sequence[Sequence[str]], first: int) -> int:
    """Where the body begins with a line that says what the rows below are of, between headers and rows."""
    if first < 2:
        return first
    above, heads = rows[first - 1], rows[first - 2]
    alone = len({cell for cell in above if cell}) == 1 and bool(above[0])
    if alone and sum(map(bool, heads)) > 1 and not _belongs_to_heads(above[0], rows, first - 1, first):
        return first if read_unit(above[0]) else first - 1
    return first


def _head_rows(grid: Grid, rows: Sequence[Sequence[str]], first: int) -> int:
    """Where the headers begin: directly above the body, up to a blank row or a line that stands alone."""
    top = first
    for i in range(first - 1, max(-1, first - 1 - _MOST_HEADS), -1):
        cells = [cell for cell in _once(rows[i]) if cell]
        if not cells or (len(cells) == 1 and not _belongs_to_heads(cells[0], rows, i, first)):
            if cells or top < first:
                break
            continue
        if len(cells) > 1 or top == first:
            top = i
    return top


def _belongs_to_heads(cell: str, rows: Sequence[Sequence[str]], i: int, first: int) -> bool:
    """Whether a line with one cell is a header: the only one of a narrow table, or a name under which
    others stand, such as the years' «2024» above its months, or pandas' name of the index."""
    width = sum(1 for column in zip(*rows[first : first + 20], strict=False) if any(column))
    spans = sum(1 for c in rows[i] if c)
    if i == first - 1:
        is_repeated = spans > 1 and rows[i][0] == ""
        return (width <= 2 and not read_unit(cell)) or words.role_of(cell) in _KEYS or is_repeated
    return spans > 1 or (rows[i][0] == "" and not read_unit(cell))


def _heads(grid: Grid, rows: Sequence[Sequence[str]], top: int, first: int) -> list[list[str]]:
    """The rows of headers, each label spread over the columns that it stands for."""
    if grid.names is not None:
        return [list(grid.names)]
    heads = [list(row) for row in rows[top:first] if not _is_numbering([c for c in row if c])]
    for number, row in enumerate(heads[:-1]):
        _spread(row, heads[number + 1 :])
    return heads


def _spread(row: list[str], below: Sequence[Sequence[str]]) -> None:
    """Fill blanks right of a label, as merged cells mean, where the headers below go on."""
    last = ""
    for i, cell in enumerate(row):
        if cell:
            last = cell
        elif last and any(other[i] for other in below) and i and not _is_key(row, below, i):
            row[i] = last


def _is_key(row: Sequence[str], below: Sequence[Sequence[str]], i: int) -> bool:
    """Whether the headers below column i name a role of their own («Год»), which no label above spans."""
    return any(words.role_of(other[i]) in (*_KEYS, "note") for other in below)


def _body(cells: Sequence[Sequence[str]], first: int) -> tuple[list[int], list[str], list[str]]:
    """The rows of the body by their place, the line above each that stands alone, and the notes below."""
    n = len(cells[0])
    last = n
    tail: list[str] = []
    for r in range(n - 1, max(first, n - _BOTTOM) - 1, -1):
        row = [column[r] for column in cells]
        filled = [cell for cell in _once(row) if cell]
        if len(filled) > 1 or (filled and not _is_line_below(filled[0])):
            break
        tail += filled
        last = r
    rows: list[int] = []
    sections: list[str] = []
    section = ""
    for r in range(first, last):
        filled = [column[r] for column in cells if column[r]]
        if not filled or (words.is_including(filled[0]) and len(filled) == 1):
            continue
        if len(set(filled)) == 1 and len(cells) > 1 and _is_section(cells, r, filled[0]):
            section = filled[0]
            continue
        if n <= _LONG and _is_numbering(filled) and r < first + 2:
            continue
        rows.append(r)
        sections.append(section)
    return rows, sections, tail[::-1]


def _is_line_below(text: str) -> bool:
    """Whether a cell that stands alone below a table is a note, and no figure or region without others."""
    is_body = numerals.looks_numeric(text) or read_place(text).is_known
    return words.is_note(text) or not is_body


def _is_section(cells: Sequence[Sequence[str]], r: int, text: str) -> bool:
    is_figure = numerals.looks_numeric(text) and (periods.parse(text) is None or text.isdecimal())
    return bool(cells[0][r]) and not read_place(text).is_known and not is_figure
