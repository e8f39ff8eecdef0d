"""The page: a folium map that saves as one HTML file which works anywhere, for years."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karasora.boundaries import topology
from karasora.faults import UsageError
from karasora.incidents import Dataset, read_dataset
from karasora.page import payload, static
from karasora.page.document import Content, assemble, asset, versions
from karasora.page.folium_map import IncidentMap, LayerRefused
from karasora.page.scales import with_scales
from karasora.page.words import LANGUAGES, Words, tables
from karasora.regions import read_regions, regions_table
from karasora.whole import write_whole

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

__all__ = ["IncidentMap", "LayerRefused", "build_map", "render", "save"]

_DEFAULT_LANGUAGE = "ru"


def build_map(
    incidents: "Dataset | pd.DataFrame | str | Path | Sequence[str | Path] | None" = None,
    *,
    regions: "GeoDataFrame | str | Path | None" = None,
    measure: str | None = None,
    report: str | None = None,
    lang: str | None = None,
    vintage: int = 2022,
    totals: str | Path | None = None,
) -> IncidentMap:
    """Make the map.

    Args:
        incidents: a table of incidents (one row each, in the columns of `incidents.csv`), the path of one
            or of several such tables, or of a folder; the article's data if not given.
        regions: borders to draw instead of the packaged ones: a GeoDataFrame as `read_regions` gives, or the
            path of a public GeoJSON of the units.
        measure: key of the measure to open on, such as "marijuana_kg"; "incidents" if not given.
        report: id of the report to open on; the first if not given.
        lang: "ru", "kk" or "en" for all readers; if not given the page opens in the reader's language.
        vintage: 2022 for the 20 units of today, 2018 for the 17 before June 2022.
        totals: a table of figures already added up, unit by measure.

    Returns:
        A `folium.Map`: it shows itself in a notebook, takes layers that need only Leaflet, and saves with
        `karasora.save` or its own `save`.

    Raises:
        DataError: the data are at fault; names every fault.
        UsageError: there is no such measure, report or language.
    """
    dataset = (
        incidents
        if isinstance(incidents, Dataset)
        else read_dataset(incidents, report=report, vintage=vintage, totals=totals)
    )
    content = _content(dataset, _borders(regions, dataset.vintage), measure=measure, lang=lang)
    return IncidentMap(lambda parts: assemble(content, parts))


def save(map: IncidentMap, path: str | Path, *, offline: bool = True) -> None:
    """Write the map as one HTML file, whole or not at all.

    Args:
        map: what `build_map` returned, with layers added or not.
        path: where to; the permissions of a former file are kept.
        offline: True for a file that needs no network, under a Content-Security-Policy; False keeps folium's
            CDN links and leaves out the policy, so that any folium layer works.

    Raises:
        LayerRefused: offline, and an added layer needs more than Leaflet.
        OSError: the file can't be written; a former one stands as it was.
    """
    write_whole(Path(path), render(map, offline=offline))


def render(map: IncidentMap, *, offline: bool = True) -> bytes:
    """The bytes that `save` writes: the same for the same map, on any day and in any folder."""
    text: str = map.get_root().render(offline=offline)
    return text.encode()


def _borders(regions: "GeoDataFrame | str | Path | None", vintage: int) -> dict[str, Any]:
    if regions is None or isinstance(regions, str | Path):
        return _borders(read_regions(regions, vintage=vintage, detail="web"), vintage)
    return {
        **topology.arcs(regions, scale=topology.PAGE_SCALE),
        "attribution": regions.attrs.get("attribution", ""),
    }


def _content(dataset: Dataset, borders: dict[str, Any], *, measure: str | None, lang: str | None) -> Content:
    if lang not in (None, *LANGUAGES):
        raise UsageError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    opened = measure or "incidents"
    if opened not in dataset.measures:
        raise UsageError(f"no measure {opened!r} in these data; there are {', '.join(dataset.measures)}")
    table = regions_table(vintage=dataset.vintage)
    units = list(table["iso"])
    summed = payload.summed_reports(dataset, units)
    measures = with_scales(dataset.measures, (one.sums for one in summed), table)
    told = payload.dataset_json(dataset, measures, summed)
    packed = len(dataset.incidents) > payload.PACK_ABOVE
    early: dict[str, str] = {}
    late: dict[str, str] = {}
    if packed:
        columns, early, late = payload.packed_columns(dataset.incidents, dataset.measures, units)
    else:
        columns = payload.plain_columns(dataset.incidents, dataset.measures, units)
    body = {
        "version": 1,
        "lang": lang,
        "static_lang": lang or _DEFAULT_LANGUAGE,
        "vintage": dataset.vintage,
        "measure": opened,
        "report": dataset.reports[0].id,
        "regions": payload.region_json(table, _search_forms(units)),
        "population": {
            "date": str(table["population_date"].iloc[0]),
            "source": str(table["population_source"].iloc[0]),
        },
        "borders": borders,
        "backdrop": topology.backdrop(),
        **told,
        "incidents": columns,
        "versions": versions(),
    }
    body["data_sha256"] = payload.digest(
        payload.to_json([told["reports"], told["measures"], told["notes"], columns])
        + "".join((early | late).values())
    )
    words = Words(lang or _DEFAULT_LANGUAGE)
    report, report_json = dataset.reports[0], told["reports"][0]
    context = static.context(dataset, report, report_json, table, borders, measures[opened], words)
    return Content(
        lang=words.lang,
        title=context["headline"],
        description=words("page.description_plain"),
        context={
            **context,
            "attribution": borders["attribution"],
            "files": told["files"],
            "data_sha256": body["data_sha256"],
            "licences": [{"name": f"Leaflet {versions()['leaflet']}", "text": asset("leaflet-licence.txt")}],
        },
        data={"karasora-words": payload.to_json(tables()), "karasora-data": payload.to_json(body)},
        packed_early=early,
        packed_late=late,
    )


def _search_forms(units: Sequence[str]) -> dict[str, list[str]]:
    from karasora.names import search_forms

    forms = search_forms()
    return {iso: forms.get(iso, []) for iso in units}
