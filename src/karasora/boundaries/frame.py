"""The units' table with their polygons: one GeoDataFrame."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from karasora.boundaries import coverage
from karasora.regions import regions_table

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely import Geometry

Detail: TypeAlias = Literal["fine", "web"]


def with_borders(
    polygons: "Mapping[str, Geometry]", told: Mapping[str, str], *, vintage: int = 2022
) -> "GeoDataFrame":
    """The units' table with their polygons, by ISO code; today's are put together where `vintage` is 2018."""
    from geopandas import GeoDataFrame

    table = regions_table(vintage=vintage)
    geometries = [
        polygons[iso] if iso in polygons else coverage.union([polygons[one] for one in members.split(";")])
        for iso, members in zip(table["iso"], table["members"], strict=True)
    ]
    frame = GeoDataFrame(table, geometry=geometries, crs="EPSG:4326")
    frame.attrs = dict(told)
    return frame
