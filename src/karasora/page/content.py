"""What one page says and carries: the data as its scripts read them, and as it shows them without these."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pandas as pd

from karasora.boundaries import topology
from karasora.faults import UsageError
from karasora.geodata import LANGUAGES
from karasora.incidents import Dataset
from karasora.page import payload, still
from karasora.page.document import Content, asset, versions
from karasora.page.gazetteer import place_names
from karasora.page.scales import with_scales
from karasora.page.words import Words, tables
from karasora.regions import regions_table

_DEFAULT_LANGUAGE = "ru"
_LOCALES = {"ru": "ru_RU", "kk": "kk_KZ", "en": "en_GB"}
_COVERED_BY_DIGEST = ("reports", "measures", "notes", "incidents")


class _Incidents(NamedTuple):
    """The incidents as JSON, and the packed columns that this names, where there are many."""

    columns: dict[str, Any]
    early: Mapping[str, str] = {}
    late: Mapping[str, str] = {}


def page_content(
    dataset: Dataset,
    borders: dict[str, Any],
    *,
    measure: str | None,
    lang: str | None,
    site_url: str | None = None,
) -> Content:
    """Everything that a page says.

    Args:
        borders: the units' arcs as topology.arcs gives them, with the "attribution" of their source.
        measure: the measure to open on; that of the first report if None.
        lang: the language for all readers; each reader's own if None.
        site_url: where the page will be published, for what link previews read; None for no previews.

    Raises:
        UsageError: there is no such language, or no such measure in these data; or no address of the web.
    """
    _check(dataset, measure, lang)
    _check_address(site_url)
    table = regions_table(vintage=dataset.vintage)
    units = list(table["iso"])
    summed = payload.summed_reports(dataset, units)
    measures = with_scales(dataset.measures, (one.regions for one in summed), table)
    told = payload.dataset_json(dataset, measures, summed)
    opened = measure or told["reports"][0]["measure"]
    incidents = _incidents(dataset, units)
    words = Words(lang or _DEFAULT_LANGUAGE)
    body = {
        "version": 2,
        "lang": lang,
        "static_lang": words.lang,
        **({"site_url": site_url} if site_url else {}),
        "vintage": dataset.vintage,
        "measure": opened,
        "report": dataset.reports[0].id,
        "regions": payload.region_json(table, _search_forms(units)),
        "population": _population(table),
        "borders": borders,
        "backdrop": (backdrop := topology.backdrop()),
        "places": place_names(dataset.incidents),
        **told,
        "incidents": incidents.columns,
        "versions": versions(),
    }
    body["data_sha256"] = _digest(body, incidents)
    context = still.context(
        dataset, dataset.reports[0], told["reports"][0], table, borders, backdrop, measures[opened], words
    )
    return Content(
        lang=words.lang,
        title=context["page_title"],
        description=words("page.description_plain"),
        context={
            **context,
            "preview": _preview(site_url, context, words),
            "attribution": borders["attribution"],
            "files": told["files"],
            "data_sha256": body["data_sha256"],
            "licences": [{"name": f"Leaflet {versions()['leaflet']}", "text": asset("leaflet-licence.txt")}],
        },
        data={"karasora-words": payload.to_json(tables()), "karasora-data": payload.to_json(body)},
        packed_early=incidents.early,
        packed_late=incidents.late,
    )


def _check(dataset: Dataset, measure: str | None, lang: str | None) -> None:
    if lang not in (None, *LANGUAGES):
        raise UsageError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    if measure not in (None, *dataset.measures):
        raise UsageError(f"no measure {measure!r} in these data; there are {', '.join(dataset.measures)}")


def _check_address(site_url: str | None) -> None:
    if site_url is None:
        return
    parts = urlsplit(site_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or not site_url.isprintable():
        raise UsageError(
            f"{site_url!r} is no address of a site; write the page's own, such as https://…/map/"
        )


def _preview(site_url: str | None, context: Mapping[str, Any], words: Words) -> dict[str, str]:
    """What a link to the page shows elsewhere, by its name in Open Graph; nothing without an address."""
    if site_url is None:
        return {}
    said = [context["head"]["facts"], context["head"]["top"], words("page.description_plain")]
    return {
        "og:type": "website",
        "og:title": context["headline"],
        "og:description": ". ".join(filter(None, said)),
        "og:url": site_url,
        "og:locale": _LOCALES[words.lang],
    }


def _incidents(dataset: Dataset, units: Sequence[str]) -> _Incidents:
    if len(dataset.incidents) > payload.PACK_ABOVE:
        return _Incidents(*payload.packed_columns(dataset.incidents, dataset.measures, units))
    return _Incidents(payload.plain_columns(dataset.incidents, dataset.measures, units))


def _population(table: pd.DataFrame) -> dict[str, str]:
    return {"date": table["population_date"].iloc[0], "source": table["population_source"].iloc[0]}


def _digest(body: Mapping[str, Any], incidents: _Incidents) -> str:
    told = payload.to_json([body[name] for name in _COVERED_BY_DIGEST])
    return payload.digest(told + "".join([*incidents.early.values(), *incidents.late.values()]))


def _search_forms(units: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    from karasora.names import search_forms

    forms = search_forms()
    return {iso: forms[iso] for iso in units if iso in forms}
