"""The units' polygons by themselves, or with the units' table as one GeoDataFrame."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from karasora.boundaries import coverage
from karasora.regions import regions_table

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely import Geometry

Detail: TypeAlias = Literal["fine", "web"]


@dataclass(frozen=True, eq=False)
class Outlines:
    """The units' polygons in the order of `regions_table`; quicker to have than a GeoDataFrame.

    `geometry` is in longitude and latitude (EPSG:4326); `attrs` has the borders' "attribution" and "source".
    """

    iso: list[str]
    geometry: coverage.Geometries
    attrs: Mapping[str, str]


def outlined(polygons: "Mapping[str, Geometry]", told: Mapping[str, str], *, vintage: int = 2022) -> Outlines:
    """The polygons by ISO code, in order; today's are put together where `vintage` is 2018."""
    table = regions_table(vintage=vintage)
    geometries = [
        polygons[iso] if iso in polygons else coverage.union([polygons[one] for one in members.split(";")])
        for iso, members in zip(table["iso"], table["members"], strict=True)
    ]
    return Outlines(list(table["iso"]), np.array(geometries, dtype=object), dict(told))


def with_borders(
    polygons: "Mapping[str, Geometry]", told: Mapping[str, str], *, vintage: int = 2022
) -> "GeoDataFrame":
    """The units' table with their polygons, by ISO code; today's are put together where `vintage` is 2018."""
    from geopandas import GeoDataFrame

    outlines = outlined(polygons, told, vintage=vintage)
    frame = GeoDataFrame(regions_table(vintage=vintage), geometry=outlines.geometry, crs="EPSG:4326")
    frame.attrs = dict(outlines.attrs)
    return frame
