"""The map as folium knows it: a `folium.Map` that takes added layers and renders as our page."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import folium
import folium.elements
from branca.element import Element, Figure
from folium.template import Template

from karasora.faults import LayerRefused
from karasora.page import map_parts
from karasora.page.map_parts import MapParts

# What folium draws with Leaflet alone. Everything else loads a script, an image or a tile from the
# network, or writes its text into the page as markup or as a JavaScript template.
_LEAFLET_ONLY = (
    folium.Circle,
    folium.CircleMarker,
    folium.DivIcon,
    folium.FeatureGroup,
    folium.FitBounds,
    folium.GeoJson,
    folium.LayerControl,
    folium.Marker,
    folium.Marker.SetIcon,
    folium.Polygon,
    folium.PolyLine,
    folium.Rectangle,
    folium.elements.ElementAddToElement,
    folium.elements.EventHandler,
    folium.elements.MethodCall,
)
_GO_ON = {
    "Popup": "open the page's own popups with an incident, or save with offline=False",
    "Tooltip": "name the layer's things in incidents, or save with offline=False",
    "TileLayer": "the page brings its own quiet backdrop; for tiles save with offline=False",
}
_RANDOM_ID = re.compile(r"_([0-9a-f]{32})\b")


class IncidentMap(folium.Map):
    """The choropleth of incidents as a `folium.Map`: add layers to it, show it in a notebook, save it.

    Made by `karasora.build_map`. Coordinates of added layers are latitude, longitude (EPSG:4326), as in
    any folium map; the map itself is drawn in an equal-area Albers projection.
    """

    default_js = [folium.Map.default_js[0]]  # noqa: RUF012 - folium's way; Leaflet is the first of each
    default_css = [folium.Map.default_css[0]]  # noqa: RUF012
    _template = Template(
        "{% macro html(this, kwargs) %}{{ this.own_html() }}{% endmacro %}"
        "{% macro script(this, kwargs) %}{{ this.own_script() }}{% endmacro %}"
    )

    def __init__(self, document: Callable[[MapParts], str]) -> None:
        super().__init__([48, 67], tiles=None, crs="KazakhstanAlbers", zoom_control=False)
        page = _Page(document)
        page.add_child(self)

    def own_html(self) -> str:
        """The map's element."""
        return map_parts.html(self.get_name())

    def own_script(self) -> str:
        """The script that makes the map."""
        return map_parts.script(self.get_name())

    def save(self, outfile: Any, close_file: bool = True, *, offline: bool = True, **kwargs: Any) -> None:
        """Write the page to a path, whole or not at all, or to an open binary file, as folium's save does."""
        from karasora.page import save

        if isinstance(outfile, bytes):
            outfile = outfile.decode()
        if isinstance(outfile, str | Path):
            save(self, outfile, offline=offline)
            return
        outfile.write(self.get_root().render(offline=offline).encode())
        if close_file:
            outfile.close()


class _Page(Figure):
    """The root of the element tree: renders the whole document, as often as it is asked to."""

    def __init__(self, document: Callable[[MapParts], str]) -> None:
        super().__init__()
        self._document = document

    def render(self, *, offline: bool = True, **kwargs: Any) -> str:
        (root,) = self._children.values()
        assert isinstance(root, IncidentMap)
        if offline:
            refuse_layers(root)
        for part in (self.header, self.html, self.script):  # folium appends to these at every rendering
            part._children.clear()
        before = {element: list(element._children.items()) for element in _walk(root)}
        try:
            root.render(**kwargs)  # type: ignore[no-untyped-call]
            return self._document(self._parts(root, offline=offline))
        finally:
            for element, children in before.items():  # and layers append to themselves
                element._children.clear()
                element._children.update(children)

    def _parts(self, root: IncidentMap, *, offline: bool) -> MapParts:
        """What folium rendered of the map and its layers, the elements numbered."""
        ids = _ids(self)
        return MapParts(
            name=_numbered(root.get_name(), ids),
            html=_numbered("".join(_plain(self.html)), ids).strip(),
            script=_numbered("".join(_plain(self.script)), ids).strip(),
            offline=offline,
            has_layers=bool(root._children),
            links=[
                (type(link).__name__, str(link.url))
                for link in self.header._children.values()
                if hasattr(link, "url")
            ],
            header="" if offline else _numbered("".join(_plain(self.header)), ids),
        )


def refuse_layers(root: Element) -> None:
    """Refuse, all in one go and by name, the layers below `root` that need more than Leaflet.

    Raises:
        LayerRefused: with the class of each such layer and how to go on.
    """
    refused = [
        f"{type(element).__name__} ({_GO_ON.get(_family(element), 'save with offline=False')})"
        for element in _walk(root)
        if element is not root and not _is_leaflet_only(element)
    ]
    if refused:
        raise LayerRefused("an offline page can't carry: " + "; ".join(dict.fromkeys(refused)))


def _is_leaflet_only(element: Element) -> bool:
    if isinstance(element, folium.GeoJson) and not element.embed:
        return False
    return type(element) in _LEAFLET_ONLY


def _family(element: Element) -> str:
    names = [cls.__name__ for cls in type(element).__mro__]
    return next((name for name in _GO_ON if any(name in n for n in names)), "")


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _walk(child)


def _plain(part: Element) -> list[str]:
    return [child.render() for child in part._children.values() if not hasattr(child, "url")]


def _ids(page: Element) -> dict[str, str]:
    """Number the elements in the order of the tree: folium's own ids are random."""
    numbers: dict[str, str] = {}
    for element in _walk(page):
        numbers.setdefault(element._id, str(len(numbers)))
    return numbers


def _numbered(text: str, ids: dict[str, str]) -> str:
    return _RANDOM_ID.sub(lambda m: f"_{ids.get(m[1], m[1])}", text)
