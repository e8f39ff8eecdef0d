"""Whether a map is what its data make: read them back out, build the map anew, compare the bytes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from karasora.figures.readings import Reading
from karasora.incidents import Dataset
from karasora.incidents.reports import Note, Report, Total
from karasora.measures import Measure
from karasora.page import former
from karasora.page.content import page_content
from karasora.page.document import assemble, versions
from karasora.page.readback import figures_of, read_page


def verify(path: Path) -> tuple[bool, str]:
    """Whether this version of karasora makes the same file from the data in it; and that in words.

    Layers that were added to a map in Python are not in its data: such a map differs.

    Raises:
        DataError: the file can't be read, or is no map of ours.
    """
    body, incidents = read_page(path)
    if body["version"] < former.FORM:
        return _verify_former(body, incidents)
    content = path.read_bytes()
    try:
        dataset = _dataset(body, incidents)
        if _render(dataset, body) == content:
            given = ", with figures that came already added up," if len(dataset.figures) else ""
            return True, f"the data in it{given} make the same file, byte for byte"
    except Exception as error:  # data that were changed may break the drawing anywhere
        return False, f"its data can't be drawn ({type(error).__name__}): it was changed"
    made = body.get("versions", {})
    if made != versions():
        return (
            False,
            f"it was made with {_listed(made)}, this is {_listed(versions())}: build it anew to compare",
        )
    return False, "its data make another file: it was changed, or has layers that were added in Python"


def _verify_former(body: Mapping[str, Any], incidents: pd.DataFrame) -> tuple[bool, str]:
    """A page of an earlier form can't be made again; its figures can be held against its incidents."""
    made = f"it was made in an earlier form with {_listed(body['versions'])}"
    if measures := former.contradictions(body, incidents):
        wrong = f"its figures of {', '.join(measures)} are not what its incidents add up to"
        return False, f"{made}; {wrong}: they came already added up, or it was changed"
    return True, f"{made}; its {len(incidents)} incidents add up to the figures that it shows"


def _render(dataset: Dataset, body: Mapping[str, Any]) -> bytes:
    content = page_content(
        dataset, body["borders"], measure=body["measure"], lang=body["lang"], site_url=body.get("site_url")
    )
    return assemble(content).encode()


def _listed(made: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in sorted(made.items()))


def _dataset(body: Mapping[str, Any], incidents: pd.DataFrame) -> Dataset:
    return Dataset(
        incidents=incidents,
        measures={told["key"]: _measure(told, order) for order, told in enumerate(body["measures"])},
        reports=[_report(told) for told in body["reports"]],
        totals=[_total(report["id"], told) for report in body["reports"] for told in report["totals"]],
        notes=[Note(n["incident"], n["text"], n["url"], n["confidence"], n["report"]) for n in body["notes"]],
        warnings=body["warnings"],
        vintage=body["vintage"],
        sources=[(file["name"], file["sha256"]) for file in body["files"]],
        figures=figures_of(body),
        readings=[Reading(**told) for told in body["readings"]],
    )


def _measure(told: Mapping[str, Any], order: int) -> Measure:
    breaks = {per: tuple(bounds) for per, bounds in told["breaks"].items()}
    return Measure(
        told["key"],
        told["unit"],
        told["group"],
        order,
        told["name"],
        told["claim"],
        breaks,
        additive=told["additive"],
        over_time=told["over_time"],
    )


def _report(told: Mapping[str, Any]) -> Report:
    plain = ("id", "publisher", "url", "published", "language", "start", "end", "coverage", "vintage")
    return Report(
        titles=told["title"],
        headlines=told["headline"],
        texts=told["text"],
        origins=told["origin"],
        is_listed=told["examples"],
        **{name: told[name] for name in plain},
    )


def _total(report: str, told: Mapping[str, Any]) -> Total:
    value = np.nan if told["value"] is None else told["value"]
    return Total(report, told["measure"], value, told["flags"], told["of"] or "", told["name"] or {}, "items")
