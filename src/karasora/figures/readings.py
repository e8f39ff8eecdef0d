"""How a table was understood, as data: the run says it in a line, and so does the page."""

from dataclasses import dataclass

_PLURALS = {"day": "days", "month": "months", "quarter": "quarters", "half": "halves", "year": "years"}


@dataclass(frozen=True)
class Reading:
    """How one table was understood.

    `kind` is "incidents" or "figures"; `rows` counts those below the headers. `regions`, `measures` and
    `periods` count what figures are of; `step` is the periods' (one of periods.STEPS, "" for mixed ones).
    `notes` are the lines that stand below; `footnotes` those of them whose sign a name or a figure bears,
    each with the code of its region.
    """

    file: str
    sheet: str
    kind: str
    rows: int
    regions: int = 0
    measures: int = 0
    periods: int = 0
    step: str = ""
    notes: tuple[str, ...] = ()
    footnotes: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        where = f"{self.file}, sheet «{self.sheet}»" if self.sheet else self.file
        if self.kind != "figures":
            return f"{where}: read as incidents: {_counted(self.rows, 'row', 'rows')}"
        many = [
            _counted(self.regions, "region", "regions"),
            _counted(self.measures, "measure", "measures"),
        ]
        if self.periods:
            many.append(_counted(self.periods, self.step or "period", _PLURALS.get(self.step, "periods")))
        return f"{where}: read as figures: {' × '.join(many)}"


def _counted(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
