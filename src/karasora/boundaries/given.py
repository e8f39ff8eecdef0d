"""Borders that a caller gives as a GeoDataFrame: matched by `iso`, whatever their order and CRS."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from karasora.faults import DataError, Fault, quote
from karasora.regions import regions_table

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_FILE = "GeoDataFrame"


def in_order(regions: "GeoDataFrame", *, vintage: int = 2022) -> "GeoDataFrame":
    """The regions in the order of `regions_table`, in longitude and latitude (EPSG:4326).

    Args:
        regions: a column `iso` with each region of `vintage` once, in any order, and polygons in any CRS.

    Raises:
        DataError: there is no column `iso` or no CRS, or regions are lacking, doubled, unknown or without
            borders; names them all.
        ValueError: there is no such vintage.
    """
    wanted = list(regions_table(vintage=vintage)["iso"])
    faults = list(_faults(regions, wanted))
    if faults:
        raise DataError(faults)
    ordered = regions.set_index("iso", drop=False).loc[wanted].reset_index(drop=True).to_crs("EPSG:4326")
    ordered.attrs = dict(regions.attrs)
    return ordered


def once(codes: Iterable[object], needed: Iterable[str]) -> list[Fault]:
    """The faults of a column `iso` in which each code may stand once, and those that are needed must."""
    counted = Counter(codes)
    doubled = [str(code) for code, times in counted.items() if times > 1]
    lacking = [code for code in needed if code not in counted]
    return [*_named(doubled, "more than once", "keep each region once"), *_named(lacking, "not there", _ALL)]


_ALL = "give all regions, as karasora.read_regions() does"


def _named(codes: list[str], how: str, right: str) -> Iterator[Fault]:
    if codes:
        yield Fault(_FILE, 1, "iso", f"{', '.join(map(quote, codes))}: {how}", right, how)


def _faults(regions: "GeoDataFrame", wanted: list[str]) -> Iterator[Fault]:
    if "iso" not in regions:
        yield Fault(_FILE, 1, "iso", "there is no column iso", "name each region by its ISO code: KZ-62")
        return
    yield from once(regions["iso"], wanted)
    strangers = [str(code) for code in dict.fromkeys(regions["iso"]) if code not in set(wanted)]
    yield from _named(strangers, "no region of this vintage", f"keep {', '.join(wanted)}")
    bare = list(regions["iso"][(regions.geometry.isna() | regions.geometry.is_empty).to_numpy()])
    yield from _named([str(code) for code in bare], "without borders", "give it a polygon")
    if regions.crs is None:
        right = "set it, such as regions.set_crs('EPSG:4326') for longitude and latitude"
        yield Fault(_FILE, 1, "geometry", "the borders have no coordinate reference system", right)
