"""Rebuild whenever an input is saved; a fault never costs the last good map.

The inputs are few, so they are simply looked at a few times a second: this sees every way in which
programs save (in place, or a new file in the old one's place), on network folders too.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

from karasora.faults import KarasoraError, UsageError
from karasora.tables import SUFFIXES

_TICK_S = 0.05

#: Of each file: when it was changed, its size, and which file it is; None where it is missing.
_Stamps = dict[Path, tuple[int, int, int] | None]


def watch(
    paths: Iterable[Path | str],
    rebuild: Callable[[], object],
    report: Callable[[Exception], None],
    *,
    besides: Iterable[Path | str] = (),
    stop: Event | None = None,
) -> None:
    """Call `rebuild` now and after every save of `paths` (files and folders), until `stop` or Ctrl+C.

    `rebuild` raises a KarasoraError or an OSError where it could not make the map; it must then have left the
    former one as it was. That goes to `report`, and the watch goes on; only wrong usage at the first turn is
    raised. KeyboardInterrupt comes through to the caller. Tables in a folder are followed but for those
    `besides`, which the build itself writes: they would set off the next one.
    """
    inputs = [Path(path) for path in paths]
    own = {Path(path).resolve() for path in besides}
    stop = stop or Event()
    built: _Stamps | None = None
    seen = _stamps(inputs, own)
    while not stop.is_set():
        now = _stamps(inputs, own)
        # Twice the same: whoever is saving has finished.
        if now == seen != built:
            try:
                rebuild()
            except (KarasoraError, OSError) as error:
                if isinstance(error, UsageError) and built is None:
                    raise
                report(error)
            built = now
        seen = now
        stop.wait(_TICK_S)


def _stamps(inputs: Iterable[Path], own: set[Path]) -> _Stamps:
    return {path: _stamp(path) for path in _files(inputs) if path.resolve() not in own}


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    for path in inputs:
        if path.is_dir():
            yield from (
                f for f in path.iterdir() if f.name.lower().endswith(SUFFIXES) and f.name[0] not in ".~"
            )
        else:
            yield path


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
