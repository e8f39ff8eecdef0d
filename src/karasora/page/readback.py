"""Read the data back out of a page: what changed since the former map, and whether a map is what it says."""

import functools
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from karasora import comparison
from karasora.faults import DataError, Fault
from karasora.incidents import read_incidents
from karasora.page import former, packing
from karasora.page.payload import TEXTS

_SCRIPT = '<script type="{kind}" id="{id}">'
_PLACES = ("place_ru", "place_kk", "place_en")
_COLUMN = re.compile(r"karasora-column-\d+")
#: What reading data that anyone may have written or changed can end in.
_NONE_OF_OURS = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


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
        raise DataError(
            [
                Fault(
                    path.name,
                    1,
                    "-",
                    f"this is no map that karasora made ({error})",
                    "give the HTML file of a map",
                    "page",
                )
            ]
        ) from error


def incidents_of(path: Path) -> pd.DataFrame:
    """The incidents of a map made earlier, of a table or of a folder.

    Raises:
        DataError: the data are at fault, or the page is none of ours.
    """
    return read_page(path)[1] if path.suffix.lower() in (".html", ".htm") else read_incidents(path)


def changes_since(path: Path, content: bytes, incidents: pd.DataFrame) -> str | None:
    """What a new page changes against the one that stands at `path`, in a line; None if there is none.

    Args:
        content: the new page.
        incidents: those that it shows.
    """
    if not path.is_file():
        return None
    try:
        is_same = path.stat().st_size == len(content) and path.read_bytes() == content
        return comparison.count([]) if is_same else comparison.summary(read_page(path)[1], incidents)
    except (DataError, OSError):
        return None


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
