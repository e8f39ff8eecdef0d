"""What `karasora join` makes of a small table: its figures, as a reader would compare them."""

from pathlib import Path

import pandas as pd

from karasora.cli import main
from karasora.incidents import read_dataset

Told = dict[tuple[str, str, str], str]  # region, name, period -> value


def joined(tmp_path: Path, lines: list[str], name: str = "table.csv") -> Told:
    """The figures that a table of these lines holds, which are read again as they were written."""
    path, out = tmp_path / name, tmp_path / "out.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["join", str(path), "--out", str(out)]) == 0
    rows = pd.read_csv(out, dtype=str, keep_default_na=False)
    again = read_dataset(out).figures
    assert len(again) == len(rows)
    return {(r.region, r.name, r.period): r.value for r in rows.itertuples(index=False)}


def refused(tmp_path: Path, lines: list[str]) -> None:
    """Holds that a table of these lines is refused, and nothing written."""
    path, out = tmp_path / "table.csv", tmp_path / "out.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["join", str(path), "--out", str(out)]) == 1
    assert not out.exists()
