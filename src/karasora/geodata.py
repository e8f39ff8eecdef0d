"""Where the packaged tables and borders lie, and the languages of their words."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PACKAGED = _HERE / "geodata"
_CHECKOUT = _HERE.parents[1] / "geodata"

#: True where the package runs from a checkout, whose `output/` is where the map goes.
IN_CHECKOUT = not _PACKAGED.is_dir()
FOLDER = _CHECKOUT if IN_CHECKOUT else _PACKAGED

#: The languages of the page, and of the tables' columns that end in _ru, _kk and _en.
LANGUAGES = ("ru", "kk", "en")


def path(name: str) -> Path:
    """The path of one file of geodata, such as "regions.csv"."""
    return FOLDER / name
