"""The head of the still page; scripts/panel/headline.js says the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from karasora.incidents.reports import Report, Total
from karasora.measures import Measure
from karasora.page.still import phrases
from karasora.page.words import Words

_LEADING = 4  # totals that the head has room for: the first of the report's own
_COUNTED = ("items", "persons", "plants")


def head(
    report: Report,
    reports: Sequence[Report],
    totals: Sequence[Total],
    measure: Measure,
    values: Sequence[Sequence[Any]],
    names: Sequence[str],
    measures: Mapping[str, Measure],
    words: Words,
) -> dict[str, Any]:
    """Whose figures these are and for which months, the country's totals, what has a place; a later report.

    Args:
        reports: all that the page has, and `totals` those of all of them.
        values: per region its value, flags and state under `measure`; `names` what the regions are called.
    """
    own = [total for total in totals if total.report == report.id and not total.of]
    origin, _ = words.pick(report.origins, report.language)
    period = phrases.period(words, report.start, report.end)
    return {
        "origin": ", ".join(filter(None, [origin, period])) if origin else "",
        "totals": [said(words, total, measures) for total in own[:_LEADING]],
        "facts": _facts(report, measure, values, words),
        "top": "" if report.gives_examples else _highest(measure, values, names, words),
        "later": _later(report, reports, {total.report for total in totals}, words),
    }


def said(words: Words, total: Total, measures: Mapping[str, Measure]) -> str:
    """«Нарколаборатории: 9»."""
    return words("total.named", name=name(words, total, measures), value=amount(words, total, measures))


def name(words: Words, total: Total, measures: Mapping[str, Measure]) -> str:
    """What a total is called: as its table says, else as its measure is."""
    return words.pick(total.names or measures[total.measure].names)[0]


def amount(words: Words, total: Total, measures: Mapping[str, Measure]) -> str:
    """A total's figure with its unit; beside its name a count needs none."""
    known = measures.get(total.measure)
    unit = known.unit if known else "kg" if total.measure.endswith("_kg") else "items"
    return phrases.quantity(words, total.value, total.flags, "items" if unit in _COUNTED else unit)


def _facts(report: Report, measure: Measure, values: Sequence[Sequence[Any]], words: Words) -> str:
    known = sum(state in ("stated", "unknown") for *_, state in values)
    regions = words.plural("count.regions", known)
    if measure.key != "incidents":
        name = words.pick(measure.names)[0]
        return regions if name == words.pick(report.headlines)[0] else f"{name} · {regions}"
    incidents = words.plural("count.incidents", sum(value or 0 for value, *_ in values))
    if report.gives_examples:
        return words("head.places", incidents=incidents, in_regions=words.plural("count.in_regions", known))
    return words("page.facts", incidents=incidents, regions=regions)


def _highest(measure: Measure, values: Sequence[Sequence[Any]], names: Sequence[str], words: Words) -> str:
    """The region with the highest figure, if there is one such."""
    stated = [value if state == "stated" else 0 for value, _, state in values]
    highest = max(stated)
    if not highest or stated.count(highest) > 1:
        return ""
    first = stated.index(highest)
    is_count = measure.key == "incidents"
    counted = words.plural("count.incidents", highest)
    value = counted if is_count else phrases.quantity(words, highest, values[first][1], measure.unit)
    return words("page.top", region=names[first], value=value)


def _later(report: Report, reports: Sequence[Report], with_totals: set[str], words: Words) -> str:
    """That a report which begins no later, and goes on longer, has totals of its own."""
    if report.id not in with_totals or not report.end:
        return ""
    longer = [
        other
        for other in reports
        if other.id in with_totals and other.start <= report.start and other.end > report.end
    ]
    if not longer:
        return ""
    last = max(longer, key=lambda other: other.end)
    return words("head.later", title=words.pick(last.titles, last.language)[0] or last.id)
