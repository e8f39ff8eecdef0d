"""The part of the page that needs no JavaScript: what page.html shows of one report under one measure."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from karasora import classes
from karasora.boundaries import topology
from karasora.incidents import Dataset
from karasora.incidents.reports import Report
from karasora.measures import LANGUAGES, Measure
from karasora.page.payload import TEXTS, records
from karasora.page.still import choropleth, phrases
from karasora.page.words import Words
from karasora.quantities import ABOUT, AT_LEAST, AT_MOST

ROWS = 500  # of the table of incidents; the live page has them all
_NUMERIC = frozenset(("value", "incidents", "population", "area", "amount"))

Json = dict[str, Any]
Cell = dict[str, str | None]
Table = dict[str, Any]


def context(
    dataset: Dataset,
    report: Report,
    report_json: Json,
    table: pd.DataFrame,
    borders: Json,
    measure: Measure,
    words: Words,
) -> dict[str, Any]:
    """The names that page.html uses, all but the map itself.

    Args:
        report: the report that the page opens on, and `report_json` what payload made of it.
        table: the units, as regions.regions_table gives them.
        borders: their arcs, as topology.arcs gives them.
    """
    rows = dataset.incidents[dataset.incidents["report"] == report.id]
    sums = report_json["sums"]
    values = sums.get(measure.key) or [[None, 0, state] for state in report_json["silent"]]
    looks = [look for *_, look in values]
    stated = [value if look == "stated" else 0 for value, _, look in values]
    page_title = words.pick(report.headlines)[0] or words("page.headline_plain")
    title, title_lang = words.pick(report.titles, report.language)
    when = phrases.period(words, report.start, report.end)
    said = [_said(words, value, flags, measure, look) for value, flags, look in values]
    return {
        "w": words,
        "page_title": page_title,
        "headline": phrases.unbroken(page_title),
        "facts": _facts(words, measure, looks, int((rows["kind"] != "context").sum())),
        "top": _top(words, measure, stated, said, table),
        "report": {
            "title": title,
            "lang": title_lang,
            "publisher": report.publisher,
            "url": phrases.web_address(report.url),
            "period": when,
        },
        "figure": Markup(_figure(table, borders, values, said, measure, words, title, when)),
        "legend": _legend(words, measure, looks, values),
        "counts": report_json["counts"],
        "totals": _totals(words, report_json["totals"], dataset.measures),
        "tables": {
            "regions": _regions_table(words, table, said, report_json, measure),
            "incidents": _incidents_table(words, rows, table, dataset, report),
        },
        "sources": _sources(words, dataset.reports, table),
    }


def _facts(words: Words, measure: Measure, looks: Sequence[str], incidents: int) -> str:
    regions = words.plural("count.regions", sum(look in ("stated", "unknown") for look in looks))
    if measure.key != "incidents":
        return f"{words.pick(measure.names)[0]} · {regions}"
    return words("page.facts", incidents=words.plural("count.incidents", incidents), regions=regions)


def _top(
    words: Words, measure: Measure, stated: Sequence[float], said: Sequence[str], table: pd.DataFrame
) -> str:
    """The region with the highest figure, if there is one such."""
    highest = max(stated)
    if not highest or stated.count(highest) > 1:
        return ""
    first = stated.index(highest)
    value = words.plural("count.incidents", highest) if measure.key == "incidents" else said[first]
    return words("page.top", region=table[f"name_{words.lang}"].iloc[first], value=value)


def css_class(value: float | None, flags: int, look: str, breaks: Sequence[float]) -> str:
    """The style sheet's classes of a unit with this figure."""
    if look != "stated" or value is None:
        return look
    shade = classes.class_names(breaks)[classes.class_of(value, breaks)]
    doubts = ((AT_LEAST, "at-least"), (ABOUT, "about"), (AT_MOST, "at-most"))
    doubt = next((f" {name}" for flag, name in doubts if flags & flag), "")
    return f"{shade}{doubt}"


def _said(words: Words, value: float | None, flags: int, measure: Measure, look: str) -> str:
    if look != "stated" or value is None:
        return words(f"state.{look}")
    return phrases.quantity(words, value, flags, measure.unit)


def _figure(
    table: pd.DataFrame,
    borders: Json,
    values: Sequence[Sequence[Any]],
    said: Sequence[str],
    measure: Measure,
    words: Words,
    title: str,
    when: str,
) -> str:
    names, short = table[f"name_{words.lang}"], table[f"short_{words.lang}"]
    drawn = {
        iso: choropleth.RegionLook(
            css=css_class(value, flags, look, measure.breaks["absolute"]),
            title=f"{name}: {text}",
            label=[label, text] if look in ("stated", "unknown") else [label],
        )
        for iso, name, label, (value, flags, look), text in zip(
            table["iso"], names, short, values, said, strict=True
        )
    }
    around = topology.backdrop()
    return choropleth.choropleth_svg(
        [topology.lonlat(arc, borders["scale"]) for arc in borders["arcs"]],
        borders["units"],
        list(zip(table["label_lon"], table["label_lat"], strict=True)),
        list(table["iso"]),
        drawn,
        {
            kind: [topology.lonlat(arc, around["scale"]) for arc in around[kind]]
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
    words: Words, measure: Measure, looks: Sequence[str], values: Sequence[Sequence[Any]]
) -> list[dict[str, str]]:
    breaks = measure.breaks["absolute"]
    texts = phrases.class_texts(words, breaks, measure.unit)
    stated = [value for (value, *_), look in zip(values, looks, strict=True) if look == "stated"]
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
            entries.append({"css": look, "text": words(f"legend.{key}")})
    if any(flags & (AT_LEAST | ABOUT | AT_MOST) for _, flags, _ in values):
        entries.append({"css": "c2 at-least", "text": words("legend.doubt")})
    return entries


def _totals(words: Words, totals: Sequence[Json], measures: Mapping[str, Measure]) -> list[dict[str, Any]]:
    return [
        {
            "name": words.pick(total["name"] or measures[total["measure"]].names)[0],
            "text": phrases.quantity(words, total["value"] or 0, total["flags"], _unit_of(total, measures)),
            "part": bool(total["of"]),
        }
        for total in totals
    ]


def _unit_of(total: Json, measures: Mapping[str, Measure]) -> str:
    known = measures.get(total["measure"] or "")
    if known:
        return known.unit
    return "kg" if str(total["measure"]).endswith("_kg") else "items"


def _cell(text: str, lang: str | None = None, href: str | None = None) -> Cell:
    return {"text": text, "lang": lang, "href": href}


def _regions_table(
    words: Words, table: pd.DataFrame, said: Sequence[str], report_json: Json, measure: Measure
) -> Table:
    incidents = [value for value, *_ in report_json["sums"]["incidents"]]
    name = words.pick(measure.names)[0]
    columns = ("region", "value", "incidents", "population", "area")
    shown = (f"name_{words.lang}", "population", "area_km2")
    rows = [
        [
            _cell(row[f"name_{words.lang}"]),
            _cell(text),
            _cell(words.number(count) if count else ""),
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
        date=phrases.date(words, population["population_date"]),
        source=words("about.population.source"),
    )
    sources = [
        {"text": f"{words.pick(r.titles, r.language)[0]} ({r.publisher})", "href": phrases.web_address(r.url)}
        for r in reports
        if r.url
    ]
    return [*sources, {"text": told, "href": str(population["population_source"]).split(" ; ")[0]}]
