"""The equal-area projection of the page, on a sphere; scripts/map/albers.js is its twin in the browser.

Source of the formulas: J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395
(1987), chapter 14, equations 14-1 to 14-6. Standard parallels 44° and 52° N suit Kazakhstan's 40-56° N.
"""

from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

STANDARD_PARALLELS = (44.0, 52.0)
ORIGIN = (67.0, 48.0)  # longitude, latitude
EARTH_RADIUS_KM = 6371.0072  # of the sphere with the ellipsoid's area

_south, _north = map(radians, STANDARD_PARALLELS)
_N = (sin(_south) + sin(_north)) / 2
_C = cos(_south) ** 2 + 2 * _N * sin(_south)
_RHO0 = (_C - 2 * _N * sin(radians(ORIGIN[1]))) ** 0.5 / _N


def project(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Kilometres east and north of the origin, for degrees of longitude and latitude (EPSG:4326)."""
    rho = np.sqrt(_C - 2 * _N * np.sin(np.radians(lat))) / _N
    theta = _N * np.radians(lon - ORIGIN[0])
    return EARTH_RADIUS_KM * rho * np.sin(theta), EARTH_RADIUS_KM * (_RHO0 - rho * np.cos(theta))
