"""Write a file whole or not at all: whatever happens on the way, the former file stands."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no flock; leftovers of killed runs stay there
    fcntl = None  # type: ignore[assignment]

_SUFFIX = ".karasora-part"


def write_atomic(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, keeping the permissions of a former file.

    The bytes go to a temporary file in the same folder, which then takes the name in a single rename.
    The temporary file is locked while its writer lives, so a later run can tell leftovers of killed runs
    from the work of another run, and removes only the former. A link is followed: its target is replaced.

    Raises:
        OSError: the folder can't be written to, the disk is full, or `path` is a folder.
    """
    try:
        _write(Path(os.path.realpath(path)), content)
    except OSError as error:  # a full disk names no file; a temporary one tells the reader nothing
        error.filename, error.filename2 = str(path), None
        raise


def _write(target: Path, content: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not target.is_file():
        target.write_bytes(content)  # a device or a pipe, such as /dev/stdout, has no former content
        return
    _remove_leftovers(target)
    part, descriptor = _open_locked(target)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            part.chmod(_mode(target))
            part.replace(target)  # while the lock is held
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _open_locked(target: Path) -> tuple[Path, int]:
    while True:
        descriptor, name = tempfile.mkstemp(
            prefix=f".{target.name[:100]}.", suffix=_SUFFIX, dir=target.parent
        )
        if fcntl:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_nlink == 0:  # another run took it for a leftover before it was locked
                os.close(descriptor)
                continue
        return Path(name), descriptor


def _remove_leftovers(target: Path) -> None:
    if not fcntl:
        return
    for part in target.parent.glob(f".*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            descriptor = os.open(part, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails while its writer lives
                part.unlink()
            finally:
                os.close(descriptor)


def _mode(target: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return target.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
