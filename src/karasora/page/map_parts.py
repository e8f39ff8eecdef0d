"""The map in the document: its element, the script that makes it, and what layers added in Python bring."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class MapParts:
    """What the map puts into the document; `script` makes the Leaflet map as a constant named `name`.

    `links` are the (kind, address) of what the layers load, and `header` what they write into the head, both
    for a page that is not `offline`.
    """

    name: str
    html: str
    script: str
    offline: bool = True
    has_layers: bool = False
    links: Sequence[tuple[str, str]] = ()
    header: str = ""


def html(name: str) -> str:
    """The element that the map is drawn in."""
    return f'<div class="folium-map" id="{name}"></div>'


def script(name: str) -> str:
    """The script that makes the map; where it opens, the page's own scripts decide."""
    options = "crs: L.CRS.KazakhstanAlbers, center: [48, 67], zoom: 4, zoomControl: false, zoomSnap: 0.05"
    return f'const {name} = L.map("{name}", {{{options}, zoomDelta: 0.5}});'


#: The map without added layers: what folium makes of it too, which need not be loaded for it.
BARE_MAP = MapParts("map_1", html("map_1"), script("map_1"))
