"""The page: one HTML file which works anywhere, for years; in Python a folium map that saves as it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karasora.atomic import write_atomic
from karasora.boundaries import topology
from karasora.boundaries.reading import read_outlines
from karasora.faults import UsageError
from karasora.incidents import Dataset, opened, read_dataset
from karasora.page.content import page_content
from karasora.page.document import Content, assemble

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

    from karasora.page.folium_map import IncidentMap


def build_map(
    incidents: "Dataset | pd.DataFrame | str | Path | Sequence[str | Path] | None" = None,
    *,
    regions: "GeoDataFrame | str | Path | None" = None,
    measure: str | None = None,
    report: str | None = None,
    lang: str | None = None,
    vintage: int | None = None,
    totals: str | Path | None = None,
    site_url: str | None = None,
) -> "IncidentMap":
    """Make the map.

    Args:
        incidents: a table of incidents (one row each, in the columns of `incidents.csv`), the path of one
            or of several such tables, or of a folder; the article's data if not given.
        regions: borders to draw, and to look points up in, instead of the packaged ones: a GeoDataFrame with
            the column `iso` (in any order and CRS), or the path of a public GeoJSON of the regions.
        measure: key of the measure to open on, such as "marijuana_kg"; "incidents" if not given.
        report: id of the report to open on; the first if not given.
        lang: "ru", "kk" or "en" for all readers; if not given the page opens in the reader's language.
        vintage: 2022 for the 20 regions of today, 2018 for the 17 before June 2022; None for the data's own.
        totals: a table to read as figures already added up, whatever it shows.
        site_url: where the page will be published: link previews then have its title and description.

    Returns:
        A `folium.Map`: it shows itself in a notebook, takes layers that need only Leaflet, and saves with
        `karasora.save` or its own `save`.

    Raises:
        DataError: the data or the borders are at fault; names every fault.
        UsageError: there is no such measure, report or language; or the data were read before, in another
            vintage or without these totals.
        ValueError: there is no such vintage.
    """
    from karasora.page.folium_map import IncidentMap

    if isinstance(incidents, Dataset):
        dataset = _as_asked(incidents, report, vintage, totals)
    else:
        dataset = read_dataset(incidents, report=report, vintage=vintage, totals=totals, boundaries=regions)
    content = _content(dataset, regions, measure, lang, site_url)
    return IncidentMap(lambda parts: assemble(content, parts))


def build_page(
    dataset: Dataset,
    *,
    regions: "GeoDataFrame | None" = None,
    measure: str | None = None,
    lang: str | None = None,
    site_url: str | None = None,
) -> bytes:
    """The bytes of a map without added layers: those of `render(build_map(…))`, without loading folium.

    Raises:
        DataError, UsageError: as `build_map` does.
    """
    return assemble(_content(dataset, regions, measure, lang, site_url)).encode()


def save(map: "IncidentMap", path: str | Path, *, offline: bool = True) -> None:
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
    write_atomic(Path(path), render(map, offline=offline))


def render(map: "IncidentMap", *, offline: bool = True) -> bytes:
    """The bytes that `save` writes: the same for the same map, on any day and in any folder."""
    text: str = map.get_root().render(offline=offline)
    return text.encode()


def _as_asked(dataset: Dataset, report: str | None, vintage: int | None, totals: object) -> Dataset:
    """A data set that was read before, opened on the report asked for; what came with reading is refused."""
    if totals is not None:
        raise UsageError("these data are read already: give totals to read_dataset")
    if vintage not in (None, dataset.vintage):
        raise UsageError(
            f"these data were read for the regions of {dataset.vintage}: read them with vintage={vintage}"
        )
    return replace(dataset, reports=opened(dataset.reports, report))


def _content(
    dataset: Dataset,
    regions: "GeoDataFrame | str | Path | None",
    measure: str | None,
    lang: str | None,
    site_url: str | None,
) -> Content:
    borders = _borders(regions, dataset.vintage)
    return page_content(dataset, borders, measure=measure, lang=lang, site_url=site_url)


def _borders(regions: "GeoDataFrame | str | Path | None", vintage: int) -> dict[str, Any]:
    outlines = read_outlines(regions, vintage=vintage, detail="web")
    return {
        **topology.arcs(outlines, scale=topology.PAGE_SCALE),
        "attribution": outlines.attrs.get("attribution", ""),
    }
