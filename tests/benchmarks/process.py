"""A program's seconds and peak memory, with a limit to its patience."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Run:
    """How a program ended: seconds of the clock, peak resident memory in MB, and why it failed (or "")."""

    seconds: float
    peak_mb: float
    failed: str
    output: str


def python(*arguments: object, limit: float, cwd: Path = TREE) -> Run:
    """Run this Python with arguments, for `limit` seconds at most.

    The peak is of the program alone, by wait4. Linux starts it from the resident size of whoever forked,
    so the benchmark's own process imports nothing heavy.
    """
    command = [sys.executable, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(TREE)}
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as program:
        assert program.stdout
        os.set_blocking(program.stdout.fileno(), False)
        output, failed = b"", ""
        while True:
            output += program.stdout.read() or b""
            pid, status, usage = os.wait4(program.pid, os.WNOHANG)
            if pid:
                break
            if not failed and time.perf_counter() - start > limit:
                failed = f"> {limit:.0f} s"
                os.killpg(program.pid, signal.SIGKILL)
            time.sleep(0.005)
        seconds = time.perf_counter() - start
        output += program.stdout.read() or b""
        program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode and not failed:
        lines = output.decode(errors="replace").strip().splitlines()
        failed = f"exit {program.returncode}: {lines[-1][:100] if lines else ''}"
    return Run(seconds, usage.ru_maxrss / 1024, failed, output.decode(errors="replace"))
