"""What a long run is doing, for a person at a terminal; silent in a pipe and in the first second."""

import sys
import threading
from types import TracebackType
from typing import Self

_SILENT_SECONDS = 1.0
_EVERY_SECONDS = 0.2
_DIALS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Progress:
    """Shows the current stage on stderr while its block runs.

    with Progress() as stage:
        stage("reading")
    """

    def __init__(self) -> None:
        self._stage = ""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True) if sys.stderr.isatty() else None

    def __call__(self, stage: str) -> None:
        self._stage = stage

    def __enter__(self) -> Self:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()

    def _show(self) -> None:
        if self._done.wait(_SILENT_SECONDS):
            return
        turn = 0
        while not self._done.wait(_EVERY_SECONDS):
            sys.stderr.write(f"\r\033[K{_DIALS[turn % len(_DIALS)]} {self._stage}…")
            sys.stderr.flush()
            turn += 1
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()
