"""Offline choropleth maps of regional incidents in Kazakhstan.

    import karasora

    incidents = karasora.read_incidents("incidents.csv")
    karasora.join(incidents, karasora.read_regions()).plot("incidents")
    karasora.save(karasora.build_map(incidents), "map.html")

Heavy rooms are loaded when one of their names is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from karasora.boundaries.reading import read_regions
    from karasora.comparison import diff
    from karasora.extraction import extract
    from karasora.faults import DataError, KarasoraError, LayerRefused
    from karasora.incidents import read_incidents
    from karasora.names import resolve
    from karasora.page import build_map, save
    from karasora.sums import join

__version__ = "0.2.0"

_ROOMS = {
    "DataError": "faults",
    "KarasoraError": "faults",
    "LayerRefused": "faults",
    "build_map": "page",
    "diff": "comparison",
    "extract": "extraction",
    "join": "sums",
    "read_incidents": "incidents",
    "read_regions": "boundaries.reading",
    "resolve": "names",
    "save": "page",
}

__all__ = [
    "DataError",
    "KarasoraError",
    "LayerRefused",
    "build_map",
    "diff",
    "extract",
    "join",
    "read_incidents",
    "read_regions",
    "resolve",
    "save",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return __all__
