"""The page's own scripts: ES modules in assets/scripts, laid into one function in the order of their imports.

Each module exports one object, says in its head comment what it owns, and imports what it calls; a circle
of imports is an error. Editors, linters and type checkers follow them as modules. The page has them without
import and export, since the policy of a single file admits no modules.
"""

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import rjsmin

HEAD = "head.js"  # runs in the head, before anything is drawn
UNPACK = "unpack.js"  # brings the data in, then starts the rest
_MAIN = "main.js"

_FOLDER = files(__package__).joinpath("assets", "scripts")
_IMPORT = re.compile(r'^import \{[^}]*\} from "([^"]+)";\n', re.MULTILINE)
_BEYOND_ASCII = re.compile("[\x80-\uffff]")
_EXPORT = re.compile(r"^export (?=const|function|async)", re.MULTILINE)


def application() -> list[str]:
    """The modules that main.js needs and itself, each after all that it imports."""
    return [bare(name) for name in _imported_first(_MAIN, ()) if name != UNPACK]


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
    for imported in _imports(name):
        if imported not in done:
            _imported_first(imported, (*importers, name), done)
    done[name] = None
    return list(done)


def _imports(name: str) -> Iterator[str]:
    for path in _IMPORT.findall(_text(name)):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


@cache
def _text(name: str) -> str:
    return _FOLDER.joinpath(*name.split("/")).read_text(encoding="utf-8").strip()
