"""Runs a program and prints, on its last line, what it took as JSON: `launch.py LIMIT PROGRAM [ARGUMENT…]`.

It is a process of its own because Linux counts the peak memory of a program from the size of whoever started
it; this one imports next to nothing.
"""

import json
import os
import signal
import subprocess
import sys
import time

if __name__ == "__main__":
    limit, command = float(sys.argv[1]), sys.argv[2:]
    start = time.perf_counter()
    program = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT, start_new_session=True
    )
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(program.pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, usage = os.wait4(program.pid, 0)
    took = {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
        "code": os.waitstatus_to_exitcode(status),
    }
    print("\n" + json.dumps(took))
