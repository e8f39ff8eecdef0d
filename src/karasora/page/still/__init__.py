"""The part of the page that needs no JavaScript: what page.html shows of one report under one measure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from karasora import classes
from karasora.boundaries import topology
from karasora.geodata import LANGUAGES
from karasora.incidents import Dataset
from karasora.incidents.reports import Note, Report
from karasora.measures import Measure
from karasora.page.payload import TEXTS, records
from karasora.page.still import choropleth, head, phrases
from karasora.page.words import Words
from karasora.quantities import ABOUT, AT_LEAST, AT_MOST

ROWS = 500  # of the table of incidents; the live page has them all
_NUMERIC = frozenset(("value", "incidents", "population", "area", "amount"))
_PLACED = "c0"  # where a report has examples, however many

Json = dict[str, Any]
Cell = dict[str, str | None]
Table = dict[str, Any]


def context(
    dataset: Dataset,
    report: Report,
    report_json: Json,
    table: pd.DataFrame,
    borders: Json,
    backdrop: Json,
    measure: Measure,
    words: Words,
) -> dict[str, Any]:
    """The names that page.html uses, all but the map itself.

    Args:
        report: the report that the page opens on, and `report_json` what payload made of it.
        table: the units, as regions.regions_table gives them.
        borders: their arcs, as topology.arcs gives them, and `backdrop` those of topology.backdrop.
    """
    rows = dataset.incidents[dataset.incidents["report"] == report.id]
    sums = report_json["sums"]
    values = sums.get(measure.key) or [[None, 0, state] for state in report_json["silent"]]
    looks = [look for *_, look in values]
    is_neutral = measure.key == "incidents" and report.gives_examples and bool(report_json["totals"])
    breaks = None if is_neutral else measure.breaks["absolute"]
    page_title = words.pick(report.headlines)[0] or words("page.headline_plain")
    title, title_lang = words.pick(report.titles, report.language)
    when = phrases.period(words, report.start, report.end)
    said = [_in_words(words, value, flags, measure, look) for value, flags, look in values]
    return {
        "w": words,
        "languages": LANGUAGES,
        "page_title": page_title,
        "headline": phrases.unbroken(page_title),
        "head": head.head(
            report,
            dataset.reports,
            dataset.totals,
            measure,
            values,
            list(table[f"name_{words.lang}"]),
            dataset.measures,
            words,
        ),
        "about": _about(words, report, dataset.notes),
        "explained": _explained(words, report_json),
        "report": {
            "title": title,
            "lang": title_lang,
            "publisher": report.publisher,
            "url": phrases.web_address(report.url),
            "period": when,
        },
        "figure": Markup(
            _figure(table, borders, backdrop, values, breaks, said, measure, words, title, when)
        ),
        "patterned": _patterned(css_class(value, flags, look, breaks) for value, flags, look in values),
        "dated": _dated(words, report_json, measure),
        "has_incidents": not dataset.incidents.empty,
        "legend": _legend(words, measure, breaks, looks, values),
        "counts": report_json["counts"],
        "totals": [
            {
                "name": head.name(words, total, dataset.measures),
                "text": head.amount(words, total, dataset.measures),
                "part": bool(total.of),
            }
            for total in dataset.totals
            if total.report == report.id
        ]
        + _national(words, report_json, dataset.measures),
        "tables": {
            "regions": _regions_table(words, table, said, report_json, measure),
            "incidents": _incidents_table(words, rows, table, dataset, report),
        },
        "sources": _sources(words, dataset.reports, table),
    }


def _dated(words: Words, report_json: Json, measure: Measure) -> str:
    """Which period the figures shown are of, where they came by period: «Население, 2025 год»."""
    given = report_json["figures"] or {"measures": {}, "opens": ""}
    if measure.key not in given["measures"] or not given["opens"]:
        return ""
    return f"{words.pick(measure.names)[0]}, {phrases.span(words, given['opens'])}"


def _national(words: Words, report_json: Json, measures: Mapping[str, Measure]) -> list[dict[str, Any]]:
    """The country's own figures of that period."""
    given = report_json["figures"] or {"national": {}}
    found = []
    for key, told in given["national"].items():
        at = given["periods"].index(given["opens"])
        if told["f"][at]:
            value = math.nan if told["v"][at] is None else told["v"][at]
            text = phrases.quantity(words, value, told["f"][at], measures[key].unit)
            found.append({"name": words.pick(measures[key].names)[0], "text": text, "part": False})
    return found


def css_class(value: float | None, flags: int, look: str, breaks: Sequence[float] | None) -> str:
    """How a region with this figure is painted; without breaks no class is darker than another."""
    if look != "stated" or value is None:
        return look
    if breaks is None:
        return _PLACED
    shade = classes.class_names(breaks)[classes.class_of(value, breaks)]
    doubts = ((AT_LEAST, "at-least"), (ABOUT, "about"), (AT_MOST, "at-most"))
    doubt = next((f" {name}" for flag, name in doubts if flags & flag), "")
    return f"{shade}{doubt}"


def _patterned(looks: Iterable[str]) -> list[str]:
    """The classes that the still map shows in doubt, after the one that all others are made from."""
    shades = {shade for shade, _, doubt in (look.partition(" ") for look in looks) if doubt}
    return ["c0", *sorted(shades - {"c0"})]


def _in_words(words: Words, value: float | None, flags: int, measure: Measure, look: str) -> str:
    if look != "stated" or value is None:
        return words.either(f"state.{look}.{measure.unit}", f"state.{look}")
    return phrases.quantity(words, value, flags, measure.unit)


def _figure(
    table: pd.DataFrame,
    borders: Json,
    backdrop: Json,
    values: Sequence[Sequence[Any]],
    breaks: Sequence[float] | None,
    said: Sequence[str],
    measure: Measure,
    words: Words,
    title: str,
    when: str,
) -> str:
    names, short = table[f"name_{words.lang}"], table[f"short_{words.lang}"]
    drawn = {
        iso: choropleth.RegionLook(
            css=css_class(value, flags, look, breaks),
            title=f"{name}: {text}",
            label=[label, text] if look in ("stated", "unknown") else [label],
            is_city=kind == "city",
        )
        for iso, name, label, kind, (value, flags, look), text in zip(
            table["iso"], names, short, table["type"], values, said, strict=True
        )
    }
    return choropleth.choropleth_svg(
        [topology.lonlat(arc, borders["scale"]) for arc in borders["arcs"]],
        borders["units"],
        list(zip(table["label_lon"], table["label_lat"], strict=True)),
        list(table["iso"]),
        drawn,
        {
            kind: [topology.lonlat(arc, backdrop["scale"]) for arc in backdrop[kind]]
            for kind in ("water", "lines", "lakes")
        },
        caption=words(
            "static.figure",
            measure=words.pick(measure.names)[0],
            per=words("per.absolute"),
            report=title,
            period=when,
        ),
    )


def _legend(
    words: Words,
    measure: Measure,
    breaks: Sequence[float] | None,
    looks: Sequence[str],
    values: Sequence[Sequence[Any]],
) -> list[dict[str, str]]:
    stated = [value for (value, *_), look in zip(values, looks, strict=True) if look == "stated"]
    if breaks is None:
        entries = [{"css": _PLACED, "text": words("legend.placed")}] if stated else []
    else:
        texts = phrases.class_texts(words, breaks, measure.unit)
        found = [classes.class_of(value, breaks) for value in stated]
        entries = [
            {"css": css, "text": f"{text} · {words.plural('count.regions', found.count(k))}"}
            for k, (css, text) in enumerate(zip(classes.class_names(breaks), texts, strict=True))
        ]
    for look, key in (
        ("zero", "zero"),
        ("unknown", "unknown"),
        ("not-stated", "not_stated"),
        ("not-mentioned", "not_mentioned"),
    ):
        if look in looks:
            entries.append(
                {"css": look, "text": words.either(f"legend.{key}.{measure.unit}", f"legend.{key}")}
            )
    if any(flags & (AT_LEAST | ABOUT | AT_MOST) for _, flags, _ in values):
        entries.append({"css": "c2 at-least", "text": words("legend.doubt")})
    return entries


def _about(words: Words, report: Report, notes: Sequence[Note]) -> dict[str, Any]:
    """What the report goes back to and who acted, and what others add to it as a whole."""
    text, lang = words.pick(report.texts, report.language)
    own = [note for note in notes if note.report == report.id and not note.incident]
    return {
        "text": text,
        "lang": lang if text and lang != words.lang else "",
        "notes": [{"text": words.pick(note.texts)[0], "href": phrases.web_address(note.url)} for note in own],
    }


def _explained(words: Words, report_json: Json) -> str:
    read, notes = report_json["counts"]["read"], report_json["notes"]
    told = {"read": read, "incidents": read - notes, "notes": notes}
    return words("total.explained", **{name: words.number(n) for name, n in told.items()})


def _cell(text: str, lang: str | None = None, href: str | None = None) -> Cell:
    return {"text": text, "lang": lang, "href": href}


def _regions_table(
    words: Words, table: pd.DataFrame, said: Sequence[str], report_json: Json, measure: Measure
) -> Table:
    incidents = [value for value, *_ in report_json["sums"]["incidents"]]
    name = words.pick(measure.names)[0]
    counted = ("incidents",) if any(incidents) else ()
    columns = ("region", "value", *counted, "population", "area")
    shown = (f"name_{words.lang}", "population", "area_km2")
    rows = [
        [
            _cell(row[f"name_{words.lang}"]),
            _cell(text),
            *(_cell(words.number(count) if count else "") for _ in counted),
            _cell(words.number(int(row["population"]))),
            _cell(words.number(round(float(row["area_km2"])))),
        ]
        for row, text, count in zip(records(table, shown), said, incidents, strict=True)
    ]
    caption = words("table.regions.caption", measure=name, per=words("per.absolute"))
    return {"caption": caption, "columns": _columns(words, columns), "rows": rows, "rest": 0}


def _incidents_table(
    words: Words, rows: pd.DataFrame, table: pd.DataFrame, dataset: Dataset, report: Report
) -> Table:
    names = dict(zip(table["iso"], table[f"name_{words.lang}"], strict=True))
    keys = ("title", "where", "when", "amount", "locator", "source")
    first = records(
        rows.head(ROWS), [*TEXTS, "units", *(str(c) for c in rows if _is_figure(str(c), dataset))]
    )
    return {
        "caption": words("table.incidents.caption"),
        "columns": _columns(words, keys),
        "rows": [_incident_row(words, row, names, dataset, report) for row in first],
        "rest": max(0, len(rows) - ROWS),
    }


def _is_figure(column: str, dataset: Dataset) -> bool:
    return column.removesuffix(":flags") in dataset.measures


def _incident_row(
    words: Words, row: Mapping[Any, Any], names: Mapping[str, str], dataset: Dataset, report: Report
) -> list[Cell]:
    texts, titles, places, locators = (
        {lang: row[f"{stem}_{lang}"] for lang in LANGUAGES} for stem in ("text", "title", "place", "locator")
    )
    title, lang = words.pick(titles, report.language)
    text, text_lang = words.pick(texts, report.language)
    place, _ = words.pick(places, report.language)
    where = ", ".join(filter(None, [place, *(names[iso] for iso in row["units"].split(";") if iso)]))
    amounts = []
    for key, measure in dataset.measures.items():
        if flags := int(row.get(f"{key}:flags", 0)):
            said = phrases.quantity(words, row[key], flags, measure.unit)
            amounts.append(f"{words.pick(measure.names)[0]}: {said}")
    url = phrases.web_address(row["source_url"] or report.url)
    return [
        _cell(title or text or row["id"], lang if title else text_lang),
        _cell(where or words("scope.national")),
        _cell(phrases.period(words, row["start"] or report.start, row["end"] or report.end)),
        _cell("; ".join(amounts)),
        _cell(*words.pick(locators, report.language)),
        _cell(report.publisher or url, None, url or None),
    ]


def _columns(words: Words, keys: Sequence[str]) -> list[dict[str, Any]]:
    return [{"text": words(f"column.{key}"), "numeric": key in _NUMERIC} for key in keys]


def _sources(words: Words, reports: Sequence[Report], table: pd.DataFrame) -> list[dict[str, str]]:
    population = table.iloc[0]
    told = words(
        "about.population",
        date=phrases.as_of(words, population["population_date"]),
        source=words("about.population.source"),
    )
    sources = [
        {"text": f"{words.pick(r.titles, r.language)[0]} ({r.publisher})", "href": phrases.web_address(r.url)}
        for r in reports
        if r.url
    ]
    return [*sources, {"text": told, "href": str(population["population_source"]).split(" ; ")[0]}]
