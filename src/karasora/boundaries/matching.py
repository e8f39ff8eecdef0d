"""Polygons without a name that can be read, matched to the known units by what they cover."""

from collections.abc import Sequence

import numpy as np
import shapely

from karasora.boundaries import coverage

_SAME = 0.8  # of what either of two shapes covers, both cover
_CONTRADICTS = 0.3


def by_overlap(polygons: Sequence[shapely.Geometry], vintage: int) -> list[str]:
    """The ISO code of the unit that each polygon (in degrees) is, "" for one that is none or a part of one.

    Two shapes are the same where at least 80 % of what either covers is covered by both. The known borders
    are the project's own, of the `vintage`.
    """
    if not len(polygons):
        return []
    codes, shares = _shares(polygons, vintage)
    best = shares.argmax(axis=1)
    found = [codes[unit] if shares[i, unit] >= _SAME else "" for i, unit in enumerate(best)]
    return [code if found.count(code) == 1 else "" for code in found]


def contradicts(polygon: shapely.Geometry, code: str, vintage: int) -> bool:
    """Whether a polygon lies elsewhere than the unit that it is said to be."""
    codes, shares = _shares([polygon], vintage)
    return code in codes and bool(shares[0, codes.index(code)] < _CONTRADICTS)


def _shares(polygons: Sequence[shapely.Geometry], vintage: int) -> tuple[list[str], np.ndarray]:
    """For each polygon and unit what both cover, as a share of what either does."""
    from karasora.boundaries.reading import read_regions

    regions = read_regions(vintage=vintage, detail="web")
    units = coverage.project(regions.geometry.to_numpy())
    flat = coverage.project(shapely.make_valid(shapely.force_2d(np.array([*polygons], dtype=object))))
    both = shapely.area(shapely.intersection(flat[:, None], units[None, :]))
    either = shapely.area(flat)[:, None] + shapely.area(units)[None, :] - both
    return [*regions["iso"]], both / np.maximum(either, 1.0)
