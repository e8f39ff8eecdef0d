"""One HTML file out of its parts: words, data, styles, scripts, and the policy that lets in only these."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import rcssmin
from markupsafe import Markup, escape
from xstatic.pkg import leaflet

from karasora import __version__
from karasora.page import packing, scripts
from karasora.page.map_parts import BARE_MAP, MapParts
from karasora.page.words import Words

_ASSETS = files(__package__).joinpath("assets")
_STYLES = (  # in the order of the cascade
    *("tokens", "base", "layout", "panel", "looks", "legend", "list", "map", "marks"),
    *("controls", "card", "highlights", "time", "tables", "figure", "sheet", "print"),
)
_ENDS_SCRIPT = re.compile(r"<(/script|!--)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
# Of Leaflet's own parts the page shows the map and popups; the rest is two thirds of the style sheet.
_UNUSED = re.compile(
    r"leaflet-(?:control|bar|tooltip|tile|oldie|vml|image-layer|div-icon|marker|default-icon|attribution"
    r"|crosshair|zoom-box|touch \.leaflet-(?:bar|control))|lvml|leaflet-popup-close"
)
_LEAFLET = Path(leaflet.BASE_DIR)
_WORD = re.compile(r'( data-word="([^"]+)"[^>]*>)(?=</)')
_NAME = re.compile(r' data-name="([^"]+)"')
# A function in brackets of its own is compiled at once; without, it is read twice.
_EAGER = re.compile(r"\(this,(function\(.*\})\);?\Z", re.DOTALL)
_RESOURCE = re.compile(r"url\(([^)]*)\)")


@dataclass(frozen=True)
class Content:
    """What one page says: the context of page.html, and the data blocks for its scripts."""

    lang: str
    title: str
    description: str
    context: Mapping[str, Any]
    data: Mapping[str, str]  # id of a <script> -> JSON
    packed_early: Mapping[str, str] = field(default_factory=dict)  # id of a <script> -> a packed column
    packed_late: Mapping[str, str] = field(default_factory=dict)


def assemble(content: Content, parts: MapParts = BARE_MAP) -> str:
    """The whole document as text.

    Offline, everything stands in the file and a Content-Security-Policy admits only that, by hash. Otherwise
    Leaflet and whatever the added layers need come from the links that folium gives, and there is no policy.
    """
    styles = [_lean_css("\n".join(asset(f"styles/{name}.css") for name in _STYLES))]
    blocks = [scripts.bare(scripts.UNPACK), _application(parts)]
    # Leaflet comes packed, unless added layers need it at once.
    library = leaflet_js() if parts.offline and not parts.has_layers else ""
    if parts.offline:
        styles.insert(0, leaflet_css(whole=parts.has_layers))
        if parts.has_layers:
            blocks[:0] = [leaflet_js(), _default_marker()]
    head = scripts.bare(scripts.HEAD)
    later = scripts.later()
    policy = _policy([head, *blocks, later, *filter(None, [library])], styles) if parts.offline else ""
    context = {**content.context, "versions": versions(), "map_html": Markup(parts.html)}
    text: str = (
        _environment()
        .get_template("document.html")
        .render(
            preview=content.context["preview"],
            body=_worded(_environment().get_template("page.html").render(context), content.context["w"]),
            lang=content.lang,
            title=content.title,
            description=content.description,
            policy=policy,
            links=[] if parts.offline else parts.links,
            folium_header=Markup(parts.header),
            styles=[Markup(s) for s in styles],
            head_script=Markup(head),
            scripts=[Markup(s) for s in blocks],
            later=Markup(later),
            library=Markup(packing.to_base64(library.encode())) if library else "",
            data=[(name, packing.to_base64(text.encode())) for name, text in content.data.items()],
            packed_early=[(name, Markup(text)) for name, text in content.packed_early.items()],
            packed_late=[(name, Markup(text)) for name, text in content.packed_late.items()],
            versions=versions(),
        )
    )
    return text


def _worded(body: str, words: Words) -> Markup:
    """The body with the words that its elements name, which the scripts put there in another language."""
    body = _WORD.sub(lambda named: f"{named[1]}{escape(words(named[2]))}", body)
    return Markup(_NAME.sub(lambda named: f'{named[0]} aria-label="{escape(words(named[1]))}"', body))


def _application(parts: MapParts) -> str:
    """What draws the map, as a function that starts when the data are unpacked; folium's part comes later."""
    return "\n".join(
        [
            "whenUnpacked(((library) => {",  # in brackets for the same reason as _EAGER
            '"use strict";',
            *scripts.application(),
            f'Karasora.start(document.getElementById("{parts.name}"), library, () => {{',
            _inert(parts.script),
            f"return {parts.name};",
            "});",
            "}));",
        ]
    )


@cache
def _lean_css(code: str) -> str:
    return str(rcssmin.cssmin(code))


@cache
def versions() -> dict[str, str]:
    """The versions that a page was made with."""
    return {"karasora": __version__, "leaflet": leaflet.VERSION}


@cache
def asset(name: str) -> str:
    """The text of one of the page's own files."""
    return _ASSETS.joinpath(*name.split("/")).read_text(encoding="utf-8").strip()


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("karasora.page", "assets"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def leaflet_js() -> str:
    """Leaflet without the link to its source map; the page carries its licence in full, as that asks."""
    code = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    code = code.partition("//# sourceMappingURL")[0].strip()
    return _EAGER.sub(r"(this,(\1));", code)


def leaflet_css(*, whole: bool) -> str:
    """Leaflet's styles: for added layers whole, with pictures as data, else only what the page shows."""

    def inline(match: re.Match[str]) -> str:
        picture = _LEAFLET / match[1]
        return f"url({_data_url(picture)})" if whole and picture.is_file() else "none"

    text = _RESOURCE.sub(inline, (_LEAFLET / "leaflet.css").read_text(encoding="utf-8"))
    return _lean_css(text) if whole else _RULE.sub(_without_unused, _lean_css(text))


def _without_unused(rule: re.Match[str]) -> str:
    selectors = [one for one in rule[1].split(",") if not _UNUSED.search(one)]
    return f"{','.join(selectors)}{rule[2]}" if selectors else ""


def _default_marker() -> str:
    # Leaflet guesses where its pictures are from the path of its style sheet, which a single file has not.
    icon, shadow = (_data_url(_LEAFLET / "images" / f"marker-{name}.png") for name in ("icon", "shadow"))
    return (
        "delete L.Icon.Default.prototype._getIconUrl;"
        f'L.Icon.Default.mergeOptions({{iconUrl:"{icon}",iconRetinaUrl:"{icon}",shadowUrl:"{shadow}"}});'
    )


def _data_url(picture: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"


def _inert(script: str) -> str:
    # An added layer's own text must not end the script element or open a comment in it.
    return _ENDS_SCRIPT.sub(r"<\\\1", script)


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hashes(blocks: Sequence[str]) -> str:
    digests = (hashlib.sha256(block.encode()).digest() for block in blocks)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
