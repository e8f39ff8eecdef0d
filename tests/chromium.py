"""The browser that the tests drive: found, or else installed.

`python tests/chromium.py` prints the Chromium that is used and fails where there is none;
with `--install` it first gets one: Playwright's, else the system's package.
"""

import os
import shutil
import subprocess
import sys
from functools import cache

#: First the same engine without a browser's window around it: tests take two thirds of the time.
NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"),
)

#: What Chromium is started with: it neither needs a sandbox of its own nor talks to its maker.
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

HELP = (
    "No Chromium that starts was found. `make test` installs one; by hand, any of these does: "
    "install the package chromium or google-chrome, run `python -m playwright install --with-deps chromium`, "
    "or set CHROMIUM to the path of an executable."
)


def _playwrights_own() -> str | None:
    """Where Playwright keeps the browser that it downloads itself (the file may be missing)."""
    code = (
        "import playwright.sync_api as p\nwith p.sync_playwright() as it: print(it.chromium.executable_path)"
    )
    # In a process of its own: Playwright's synchronous door can't be opened twice in one.
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    return asked.stdout.strip() or None


def _starts(path: str | None) -> bool:
    """Whether it is there and runs: some distributions have a stub in its place."""
    if not path or not shutil.which(path):
        return False
    try:
        run = subprocess.run([path, "--version"], capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def _find() -> str | None:
    if "CHROMIUM" in os.environ:
        return os.environ["CHROMIUM"] if _starts(os.environ["CHROMIUM"]) else None
    installed = next((path for path in map(shutil.which, NAMES) if _starts(path)), None)
    if installed:
        return installed
    own = _playwrights_own()
    return own if _starts(own) else None


@cache
def executable() -> str:
    """The path of a Chromium that starts; RuntimeError that says what to do where there is none."""
    found = _find()
    if not found:
        raise RuntimeError(HELP)
    return found


def install() -> None:
    """Get a Chromium if there is none: Playwright's, else the system's package (Debian, Ubuntu)."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    for commands in (
        [[sys.executable, "-m", "playwright", "install", "chromium"]],
        [[*apt, "update"], [*apt, "install", "--no-install-recommends", "chromium-headless-shell"]],
        [[*apt, "install", "--no-install-recommends", "chromium"]],
    ):
        if _find():
            return
        for command in commands:
            print("+", *command, flush=True)
            try:
                subprocess.run(command, stdin=subprocess.DEVNULL, timeout=600, check=False)
            except (OSError, subprocess.TimeoutExpired) as failed:
                print(failed, file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:] == ["--install"]:
        install()
    try:
        print("Chromium:", executable())
    except RuntimeError as missing:
        sys.exit(str(missing))
