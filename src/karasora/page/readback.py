"""Read the data back out of a page: what changed since the former map, and whether a map is what it says."""

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from karasora import comparison
from karasora.faults import DataError, Fault
from karasora.figures.frame import COLUMNS
from karasora.incidents import read_dataset
from karasora.page import former, packing
from karasora.page.payload import TEXTS

_SCRIPT = '<script type="{kind}" id="{id}">'
_PLACES = ("place_ru", "place_kk", "place_en")
_COLUMN = re.compile(r"karasora-column-\d+")
#: What reading data that anyone may have written or changed can end in.
_NONE_OF_OURS = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


class Edition(NamedTuple):
    """What one edition of the data says, as `Dataset` has it."""

    incidents: pd.DataFrame
    figures: pd.DataFrame


def read_page(path: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    """The payload of a page that karasora made, and its incidents as `read_incidents` gives them.

    Raises:
        DataError: the file can't be read, or carries no data of ours.
    """
    try:
        html = path.read_text(encoding="utf-8")
        body = json.loads(packing.from_base64(_script(html, "application/json", "karasora-data")))
        body = former.upgraded(body)
        columns = {name: _rows(html, column, body) for name, column in body["incidents"]["columns"].items()}
        return body, _frame(former.with_languages(columns, body), body)
    except _NONE_OF_OURS as error:
        raise _none_of_ours(path, error) from error


def _none_of_ours(path: Path, error: Exception) -> DataError:
    wrong = f"this is no map that karasora made ({error})"
    return DataError([Fault(path.name, 1, "-", wrong, "give the HTML file of a map", "page")])


def edition_of(path: Path) -> Edition:
    """The incidents and figures of a map made earlier, of a table or of a folder.

    Raises:
        DataError: the data are at fault, or the page is none of ours.
    """
    if path.suffix.lower() in (".html", ".htm"):
        body, incidents = read_page(path)
        try:
            return Edition(incidents, figures_of(body))
        except _NONE_OF_OURS as error:
            raise _none_of_ours(path, error) from error
    dataset = read_dataset(path)
    return Edition(dataset.incidents, dataset.figures)


def changes(old: Edition, new: Edition) -> list[comparison.Change]:
    """What changed from one edition to another: incidents, then figures that came already added up."""
    return [
        *comparison.diff(old.incidents, new.incidents),
        *comparison.diff_figures(old.figures, new.figures),
    ]


def changes_since(path: Path, content: bytes, edition: Edition) -> str | None:
    """What a new page changes against the one that stands at `path`, in a line; None if there is none.

    Args:
        content: the new page.
        edition: what it shows.
    """
    if not path.is_file():
        return None
    try:
        is_same = path.stat().st_size == len(content) and path.read_bytes() == content
        return comparison.count([] if is_same else changes(edition_of(path), edition))
    except (DataError, OSError):
        return None


def figures_of(body: Mapping[str, Any]) -> pd.DataFrame:
    """The figures that came already added up."""
    isos = [region["iso"] for region in body["regions"]]
    rows: list[tuple[str, str, str, str, float, int]] = []
    for report in body["reports"]:
        given = report["figures"] or {"periods": [], "measures": {}, "national": {}}
        by_region = [(key, isos, told["v"], told["f"]) for key, told in given["measures"].items()]
        national = [
            (key, [""], [*zip(told["v"])], [*zip(told["f"])]) for key, told in given["national"].items()
        ]
        for key, places, values, flags in [*by_region, *national]:
            for period, row, doubts in zip(given["periods"], values, flags, strict=True):
                rows += [
                    (report["id"], iso, key, period, np.nan if value is None else value, doubt)
                    for iso, value, doubt in zip(places, row, doubts, strict=True)
                    if doubt
                ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _script(html: str, kind: str, id: str) -> str:
    start = html.index(opening := _SCRIPT.format(kind=kind, id=id)) + len(opening)
    return html[start : html.index("</script>", start)]


def _rows(html: str, column: dict[str, Any], body: dict[str, Any]) -> "pd.Series[Any]":
    n = int(body["incidents"]["n"])
    if "packed" in column:
        if not _COLUMN.fullmatch(column["packed"]):
            raise ValueError("a column has no place")
        rows = packing.unpack(column, packing.from_base64(_script(html, "text/plain", column["packed"])), n)
    else:
        rows = pd.Series(column["v"] if "v" in column else [column["d"][i] for i in column["i"]])
    if len(rows) != n:
        raise ValueError("a column has another length")
    return rows.reset_index(drop=True)


def _frame(columns: dict[str, "pd.Series[Any]"], body: dict[str, Any]) -> pd.DataFrame:
    """The table in the columns of `incidents.Dataset`; one that the page has not is empty in every row."""
    n, isos = int(body["incidents"]["n"]), [str(region["iso"]) for region in body["regions"]]
    if n and "units" not in columns:
        raise ValueError("no incident has a place")
    empty = pd.Series("", index=range(n), dtype=str)
    made: dict[str, Any] = {name: columns.get(name, empty).astype(str) for name in ("report", *TEXTS)}
    made["place"] = functools.reduce(lambda a, b: a.where(a != "", b), (made[n] for n in _PLACES))
    for name in ("units", "from_units"):
        written = columns.get(name, empty).map(lambda row: ";".join(isos[i] for i in row))
        made[name] = written.astype(str)
    made |= {name: columns.get(name, np.nan) for name in ("lat", "lon")}
    for key in (m["key"] for m in body["measures"] if m["key"] != "incidents"):
        made[key] = columns[key].astype(float) if key in columns else np.nan
        flags = columns.get(f"{key}:flags", pd.Series(0, index=range(n)))
        made[f"{key}:flags"] = flags.astype(np.uint8)
    made |= {name: rows for name, rows in columns.items() if name.startswith("x:")}
    return pd.DataFrame(made, index=range(n))
