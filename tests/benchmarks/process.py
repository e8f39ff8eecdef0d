"""A program's seconds and peak memory, with a limit to one's patience."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
_LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Run:
    """How a program ended: seconds of the clock and of the processor, peak resident memory of the program."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    failed: str  # why, or ""
    output: str  # both streams


def python(*arguments: object, limit: float) -> Run:
    """Run this Python with arguments from the project's folder, for `limit` seconds at most."""
    command = [sys.executable, "-IS", _LAUNCH, limit, sys.executable, *arguments]
    done = subprocess.run(
        list(map(str, command)), cwd=TREE, env=os.environ | {"PYTHONPATH": str(TREE)}, stdout=subprocess.PIPE
    )
    output, _, took = done.stdout.decode(errors="replace").strip().rpartition("\n")
    output = output.strip()
    last = output.rpartition("\n")[2]
    measured = json.loads(took)
    code, failed = measured.pop("code"), ""
    if code == -signal.SIGKILL and measured["seconds"] >= limit:
        failed = f"> {limit:g} s"
    elif code:
        failed = f"exit {code}: {last[:100]}"
    return Run(**measured, failed=failed, output=output)
