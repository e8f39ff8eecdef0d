"""The command in a process of its own that need not load its libraries first.

A server loads them once, and every run is a fork of it: with a folder, an environment, files, limits and an
end of its own, in a third of the time. What depends on how the interpreter starts (`python -m karasora`, hash
seeds, locales) is tested with real ones, in test_cli.py and test_house.py.
"""

import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import CompletedProcess
from threading import Thread

PATIENCE_S = 120  # only a hang takes longer

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(
    [
        "karasora.cli",
        "karasora.page",
        "karasora.incidents",
        "folium",
        "geopandas",
        "openpyxl",
        "pyarrow.parquet",
    ]
)


@dataclass(frozen=True, kw_only=True)
class Around:
    """What is around a run: its folder, variables, input, output (a pipe, unless named) and limits."""

    cwd: Path
    stdin: str = ""
    stdout: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[int, int] = field(default_factory=dict)  # by resource.RLIMIT_*
    most_s: int = PATIENCE_S
    umask: int | None = None
    first: Callable[[], None] | None = None  # called in the process before the command is


class Run:
    """A run of karasora that has begun."""

    def __init__(self, *arguments: object, around: Around) -> None:
        self.arguments = ["karasora", *map(str, arguments)]
        self._most_s = around.most_s
        self._out, self._err = _Heard(), _Heard()
        self._process = _forks.Process(
            target=_run, args=(self.arguments, around, self._out.mouth, self._err.mouth)
        )
        self._process.start()
        for heard in (self._out, self._err):
            heard.start()

    def poll(self) -> int | None:
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()

    def wait(self) -> CompletedProcess[str]:
        """How it ended; a signal's number is negative."""
        self._process.join(self._most_s)
        if self._process.exitcode is None:
            self.kill()
            raise TimeoutError(self.arguments)
        return CompletedProcess(self.arguments, self._process.exitcode, self._out.text(), self._err.text())


class _Heard(Thread):
    """What is written to a pipe, read as it comes so that no writer waits."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._ear, self.mouth = _forks.Pipe(duplex=False)
        self._said = b""

    def start(self) -> None:
        self.mouth.close()  # the run has its own
        super().start()

    def run(self) -> None:
        with open(self._ear.fileno(), "rb", closefd=False) as file:
            self._said = file.read()

    def text(self) -> str:
        self.join()
        self._ear.close()
        return self._said.decode()


def karasora(*arguments: object, around: Around) -> CompletedProcess[str]:
    """A whole run of the command."""
    return Run(*arguments, around=around).wait()


def _run(arguments: list[str], around: Around, out: Connection, err: Connection) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(around.stdin.encode())
        file.seek(0)
        os.dup2(file.fileno(), 0)
    if around.stdout:
        os.dup2(os.open(around.stdout, os.O_WRONLY), 1)
    else:
        os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(k, mode, encoding="utf-8", closefd=False) for k, mode in enumerate("rww")
    )
    os.chdir(around.cwd)
    os.environ.update(around.environment)
    if around.umask is not None:
        os.umask(around.umask)
    for what, most in around.limits.items():
        resource.setrlimit(what, (most, most))
    sys.argv = arguments
    if around.first:
        around.first()
    from karasora.cli import run

    run()
