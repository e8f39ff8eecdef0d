"""The units with their borders: the project's own, or anybody's."""

from pathlib import Path
from typing import TYPE_CHECKING

from karasora import geodata
from karasora.boundaries import geojson
from karasora.boundaries.frame import Detail, Outlines, outlined, with_borders

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely import Geometry

_FILES = {"fine": "boundaries-fine.geojson", "web": "boundaries.geojson"}


def read_regions(
    path: str | Path | None = None, *, vintage: int = 2022, detail: Detail = "fine"
) -> "GeoDataFrame":
    """The units with their borders.

    Args:
        path: a GeoJSON of borders, as `karasora boundaries` writes it or any public one; the project's own
            (OpenStreetMap, ODbL) if not given.
        vintage: 2022 for today's 20 units, 2018 for the 17 before 8 June 2022.
        detail: "fine" (100 m), the borders that points are looked up in, or "web" (500 m), those of the page.

    Returns:
        Polygons in longitude and latitude (EPSG:4326) that share their borders, with the columns of
        `regions_table`, ordered by `iso`; `attrs` has the borders' "attribution", "licence" and "source".

    Raises:
        DataError: the file can't be read, or its units aren't those of Kazakhstan; names every fault.
        ValueError: there is no such vintage or detail.
    """
    if detail not in _FILES:
        raise ValueError(f"no detail {detail!r}; there are {', '.join(_FILES)}")
    if path is None:
        return with_borders(*_ours(_FILES[detail]), vintage=vintage)
    from karasora.boundaries import cleaning  # only other people's files need it

    return with_borders(*cleaning.units(Path(path), detail=detail, vintage=vintage), vintage=vintage)


def read_outlines(
    regions: "GeoDataFrame | str | Path | None" = None, *, vintage: int = 2022, detail: Detail = "fine"
) -> Outlines:
    """The units' polygons alone: the packaged ones without loading geopandas.

    Args:
        regions: as `read_regions` takes it, or a GeoDataFrame with the column `iso`, in any order and CRS.
        vintage: 2022 or 2018.
        detail: of the packaged borders, and of a file's.

    Raises:
        DataError: the borders can't be read, or aren't those of Kazakhstan's units; names every fault.
    """
    if regions is None:
        return outlined(*_ours(_FILES[detail]), vintage=vintage)
    from karasora.boundaries.given import in_order

    if isinstance(regions, str | Path):
        regions = read_regions(regions, vintage=vintage, detail=detail)
    ordered = in_order(regions, vintage=vintage)
    return Outlines(list(ordered["iso"]), ordered.geometry.to_numpy(), dict(ordered.attrs))


def _ours(name: str) -> "tuple[dict[str, Geometry], dict[str, str]]":
    document = geojson.read(geodata.path(name))
    features = document["features"]
    told = {key: document[key] for key in ("attribution", "licence", "source")}
    return dict(zip((one["id"] for one in features), geojson.geometries(features), strict=True)), told
