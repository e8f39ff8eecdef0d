"""Rebuild whenever an input is saved; a fault never costs the last good map.

The inputs are few, so they are simply looked at a few times a second: this sees every way in which
programs save (in place, or a new file in the old one's place), on network folders too.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

from karasora.faults import KarasoraError

#: What is followed in a folder of data. The map itself must not be: it would set off the next build.
SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".json", ".geojson", ".parquet", ".geoparquet"})

_TICK_S = 0.05

#: Of each file: when it was changed, its size, and which file it is; None where it is missing.
_Stamps = dict[Path, tuple[int, int, int] | None]


def watch(
    paths: Iterable[Path | str],
    rebuild: Callable[[], str | None],
    report: Callable[[str], None],
    *,
    stop: Event | None = None,
) -> None:
    """Call `rebuild` now and after every save of `paths` (files and folders), until `stop` or Ctrl+C.

    `rebuild` returns what to tell (or None) and raises a KarasoraError or an OSError where it could
    not make the map; it must then have left the former one as it was. Both go to `report`, and the
    watch goes on. KeyboardInterrupt comes through to the caller.
    """
    inputs = [Path(path) for path in paths]
    stop = stop or Event()
    built: _Stamps | None = None
    seen = _stamps(inputs)
    while not stop.is_set():
        now = _stamps(inputs)
        # Twice the same: whoever is saving has finished.
        if now == seen != built:
            _attempt(rebuild, report)
            built = now
        seen = now
        stop.wait(_TICK_S)


def _attempt(rebuild: Callable[[], str | None], report: Callable[[str], None]) -> None:
    try:
        told = rebuild()
    except (KarasoraError, OSError) as fault:
        report(f"{fault}\nNothing was written: the last good map stays. Save the mended data to go on.")
    else:
        if told:
            report(told)


def _stamps(inputs: Iterable[Path]) -> _Stamps:
    return {path: _stamp(path) for path in _files(inputs)}


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    for path in inputs:
        if path.is_dir():
            yield from (f for f in path.iterdir() if f.suffix.lower() in SUFFIXES and f.name[0] not in ".~")
        else:
            yield path


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
