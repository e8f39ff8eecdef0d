"""What the peers' pages load from content networks, put on the disk: the best case for them.

`fetch` gets the packages with npm; `beside` writes a copy of a page whose links lead to them.
"""

import re
import subprocess
import tarfile
from importlib.util import find_spec
from pathlib import Path

PACKAGES = (
    "leaflet@1.9.3",
    "leaflet.markercluster@1.1.0",
    "leaflet.awesome-markers@2.0.5",
    "jquery@3.7.1",
    "bootstrap@5.2.2",
    "@fortawesome/fontawesome-free@6.2.0",
    "d3@3.5.5",
)
_LINK = re.compile(r"""(?<=["'])https?://[^"'\s]+\.(?:js|css)(?=["'])""")


def fetch(folder: Path) -> None:
    """Unpack each package as folder/name@version, once."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        into = folder / package.replace("/", "+")
        if into.exists():
            continue
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, capture_output=True, text=True, check=True
        )
        archive = folder / packed.stdout.split()[-1]
        with tarfile.open(archive) as tar:
            tar.extractall(into, filter="data")
        archive.unlink()


def beside(page: Path, folder: Path) -> Path:
    """A copy of the page that loads from `folder`; links to what isn't there stay, and fail offline."""
    copy = page.with_suffix(".on-disk.html")
    copy.write_text(_LINK.sub(lambda link: _local(link[0], folder), page.read_text("utf-8")), "utf-8")
    return copy


def _local(link: str, folder: Path) -> str:
    npm = re.search(r"/npm/((?:@[^/]+/)?[^/@]+@[\d.]+)/(.*)$", link)
    if npm:
        found = folder / npm[1].replace("/", "+") / "package" / npm[2]
        return found.as_uri() if found.exists() else link
    # jquery-3.7.1.min.js is jquery.min.js in its package.
    name = re.sub(r"^(jquery)-[\d.]+(?=\.min)", r"\1", link.rsplit("/", 1)[1])
    spec = find_spec("folium")
    places = [folder, *map(Path, spec.submodule_search_locations or [])] if spec else [folder]
    return next((found.as_uri() for place in places for found in sorted(place.rglob(name))), link)
