"""The page's scripts and styles as a maintainer meets them: small, each saying what it owns, in order.

What they call, and with what, is looked over by ESLint and TypeScript in `make lint`.
"""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from karasora.boundaries import topology
from karasora.page import document, scripts

ASSETS = Path(str(files("karasora.page"))) / "assets"
MODULES = sorted((ASSETS / "scripts").rglob("*.js"))
STYLES = sorted((ASSETS / "styles").rglob("*.css"))
LONGEST = 250  # lines


@pytest.mark.parametrize("file", [*MODULES, *STYLES], ids=lambda f: f.relative_to(ASSETS).as_posix())
def test_a_file_is_small(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("file", MODULES, ids=lambda f: f.relative_to(ASSETS).as_posix())
def test_a_module_says_first_what_it_owns(file: Path) -> None:
    first = file.read_text("utf-8").splitlines()[0]
    assert re.fullmatch(r"// \S.{20,}", first), "a comment of a sentence"


def test_every_module_is_used_and_stands_after_all_that_it_imports() -> None:
    order = [*scripts.first(), *scripts.second()]
    assert len(set(order)) == len(order)
    assert {*order, scripts.HEAD} == {file.relative_to(ASSETS / "scripts").as_posix() for file in MODULES}
    for i, name in enumerate(order):
        assert set(scripts.imports(name)) <= set(order[:i]), name


def test_what_can_wait_is_handed_what_it_needs_of_the_first_drawing() -> None:
    [call] = re.findall(r"later\(\{(.*?)\}\)", "".join(scripts.application()).replace("\n", ""))
    [given] = re.findall(r"handIn\(\(\(\{(.*?)\}\)", scripts.later())
    handed = {name.strip() for name in given.split(",")}
    assert {name.strip() for name in call.split(",")} == handed
    code = [scripts.bare(name) for name in scripts.second()]
    for name in handed:
        assert any(re.search(rf"\b{name}\b", module) for module in code), name


def test_a_circle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = {"main.js": 'import { A } from "./a.js";\n', "a.js": 'import { M } from "./main.js";\n'}
    monkeypatch.setattr(scripts, "_text", circle.__getitem__)
    with pytest.raises(ValueError, match=r"circle: main\.js -> a\.js -> main\.js"):
        scripts.first()


def test_no_import_or_export_is_left_in_the_page() -> None:
    for code in (*scripts.application(), scripts.later()):
        assert not re.search(r"^(?:import|export)\b", code, re.MULTILINE)


def test_every_style_sheet_is_in_the_cascade() -> None:
    assert {f"{name}.css" for name in document._STYLES} == {
        file.relative_to(ASSETS / "styles").as_posix() for file in STYLES
    }


def test_every_class_that_has_a_style_is_in_the_page() -> None:
    """Written whole where an element is made, or as "backdrop-{kind}"; Leaflet names its own."""
    package = Path(str(files("karasora.page")))
    made = (path for path in package.rglob("*") if path.suffix in (".py", ".js", ".html"))
    code = "".join(path.read_text("utf-8") for path in made)
    named = set(re.findall(r"[a-z][\w-]*", code))
    kinds = {f"backdrop-{kind}" for kind in topology.backdrop()}
    styles = "".join(file.read_text("utf-8") for file in STYLES)
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)))
    unknown = {name for name in classes - named - kinds if not name.startswith("leaflet-")}
    assert len(classes) > 100 and unknown == set()
