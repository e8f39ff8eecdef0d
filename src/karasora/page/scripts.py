"""The page's own scripts: ES modules in assets/scripts, laid into two functions in the order of imports.

Each module exports one object, says in its head comment what it owns, and imports what it calls; a circle
of imports is an error. Editors, linters and type checkers follow them as modules. The page has them without
import and export, since the policy of a single file admits no modules.

What main.js imports at its head is in the first function, which draws the map. What it imports by a call once
that is done is in the second one, which is handed those objects of the first that it needs (see unpack.js).
"""

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import rjsmin

HEAD = "head.js"  # runs in the head, before anything is drawn
UNPACK = "unpack.js"  # brings the data in, then starts the rest
_MAIN, _LATER = "main.js", "alive.js"

_FOLDER = files(__package__).joinpath("assets", "scripts")
_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_CALL = f'import("./{_LATER}")'
_BEYOND_ASCII = re.compile("[\x80-\uffff]")
_EXPORT = re.compile(r"^export (?=const|function|async)", re.MULTILINE)
_EXPORTED = re.compile(r"^export const (\w+)", re.MULTILINE)


def application() -> list[str]:
    """The modules that draw the map, each after all that it imports, main.js last."""
    call = f"later({{{', '.join(_handed_over())}}})"
    return [bare(name).replace(_CALL, call) for name in first() if name != UNPACK]


def later() -> str:
    """All other modules, as one call that hands in a function of what they need."""
    modules = "\n".join(bare(name) for name in second())
    exported = ", ".join(_EXPORTED.findall(_text(_LATER)))
    given = ", ".join(_handed_over())
    return f'"use strict";\nhandIn((({{ {given} }}) => {{\n{modules}\nreturn {{ {exported} }};\n}}));'


def first() -> list[str]:
    """The names of the modules that main.js needs at once, and its own, in their order."""
    return _imported_first(_MAIN, ())


def second() -> list[str]:
    """Those of the modules that come once the map is drawn."""
    drawing = {*first()}
    return [name for name in _imported_first(_LATER, ()) if name not in drawing]


def _handed_over() -> list[str]:
    """What the second function uses of the first, by name."""
    needed = {path for name in second() for path in imports(name)} & {*first()}
    return sorted(name for path in needed for name in _EXPORTED.findall(_text(path)))


@cache
def bare(name: str) -> str:
    """A script without import, export, comments and spare white space; names stay as they are.

    In ASCII: for one letter beyond Latin-1 a browser holds the whole script at two bytes a letter.
    """
    text = str(rjsmin.jsmin(_EXPORT.sub("", _IMPORT.sub("", _text(name)))))
    return _BEYOND_ASCII.sub(lambda letter: f"\\u{ord(letter[0]):04x}", text)


def _imported_first(name: str, importers: tuple[str, ...], done: dict[str, None] | None = None) -> list[str]:
    """A module and all that it needs, each once and after what it imports itself."""
    done = {} if done is None else done
    if name in importers:
        raise ValueError(f"scripts import each other in a circle: {' -> '.join((*importers, name))}")
    for imported in imports(name):
        if imported not in done:
            _imported_first(imported, (*importers, name), done)
    done[name] = None
    return list(done)


def imports(name: str) -> Iterator[str]:
    """The modules that a module imports at its head."""
    for _, path in _IMPORT.findall(_text(name)):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


@cache
def _text(name: str) -> str:
    return _FOLDER.joinpath(*name.split("/")).read_text(encoding="utf-8").strip()
