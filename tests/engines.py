"""The other two browser engines that the page is walked through in: Firefox (Gecko) and WebKitGTK (WebKit).

`python tests/engines.py --install` gets them where the system's packages can be installed (Debian, Ubuntu);
without it, the command says which are there. Both are driven by the commands of the W3C's WebDriver, without
a library: Firefox takes them through its own port (Marionette), WebKit through WebKitWebDriver.
"""

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PACKAGES = {"firefox": ("firefox-esr",), "webkit": ("webkit2gtk-driver", "xvfb", "xauth")}
#: Letters that the page is measured in, by the package that brings them.
FONTS = {"DejaVu Sans": "fonts-dejavu-core", "Liberation Sans": "fonts-liberation"}
_PROGRAMS = {"firefox": ("firefox-esr", "firefox"), "webkit": ("WebKitWebDriver",)}
_SCREEN = "xvfb-run"  # WebKitGTK's browser has no mode without a screen
_PATIENCE = 60  # seconds for a browser to start and for a command
_SANDBOX = {"MOZ_DISABLE_CONTENT_SANDBOX": "1", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
_PREFERENCES = {
    "marionette.port": 0,
    "browser.download.folderList": 2,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "browser.startup.page": 0,
    "intl.accept_languages": "ru",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}


def program(engine: str) -> str | None:
    """The path of the engine's browser or driver; None where it or the screen that it needs is missing."""
    if engine == "webkit" and not (shutil.which(_SCREEN) or os.environ.get("DISPLAY")):
        return None
    return next(filter(None, map(shutil.which, _PROGRAMS[engine])), None)


def has_font(family: str) -> bool:
    """Whether the system has letters of this name."""
    if not shutil.which("fc-match"):
        return False
    found = subprocess.run(["fc-match", family, "family"], capture_output=True, text=True, timeout=60)
    return family in found.stdout


def install() -> None:
    """Get what is missing from the system's packages, if these can be installed."""
    missing = [name for engine, packages in PACKAGES.items() if not program(engine) for name in packages]
    missing += [package for family, package in FONTS.items() if not has_font(family)]
    if not missing:
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    for command in ([*apt, "update"], [*apt, "install", "--no-install-recommends", *missing]):
        print("+", *command, flush=True)
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, timeout=900, check=False)
        except (OSError, subprocess.TimeoutExpired) as failed:
            print(failed, file=sys.stderr)


class Driver:
    """One window of a browser, driven by WebDriver commands."""

    def command(self, name: str, path: str, **values: object) -> Any:
        raise NotImplementedError

    def open(self, url: str) -> None:
        self.command("Navigate", "url", url=url)

    def run(self, script: str, *args: object) -> Any:
        """What a script returns; it may await."""
        body = (
            f"const done = arguments[arguments.length - 1]; (async (...args) => {{ {script} }})(...arguments)"
        )
        text = f"{body}.then((value) => done([value]), (error) => done(String(error)));"
        told = self.command("ExecuteAsyncScript", "execute/async", script=text, args=list(args))
        if isinstance(told, str):
            raise AssertionError(f"{told} in: {script}")
        return told[0]

    def keys(self, *keys: str) -> None:
        """Keys as a person presses them, to what has the focus."""
        pressed = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.command("PerformActions", "actions", actions=[{"type": "key", "id": "keys", "actions": pressed}])

    def click(self, x: float, y: float) -> None:
        """The left button of the mouse, at a point of the window."""
        move = {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        mouse = {"type": "pointer", "id": "mouse", "actions": [move, *press]}
        self.command("PerformActions", "actions", actions=[mouse])

    def resize(self, width: int, height: int) -> None:
        """Make the page (not the window around it) this large, as far as the browser goes."""
        for _ in range(2):
            inner = self.run("return [innerWidth, innerHeight, outerWidth, outerHeight]")
            rim = (inner[2] - inner[0], inner[3] - inner[1])
            self.command("SetWindowRect", "window/rect", width=width + rim[0], height=height + rim[1])

    def picture(self) -> bytes:
        return base64.b64decode(self.command("TakeScreenshot", "screenshot", full=False))


class _Firefox(Driver):
    """Marionette: commands as JSON over a socket, each as 'length:[0, number, name, values]'."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._stream = self._socket.makefile("rb")
        self._receive()
        self.command("NewSession", "", capabilities={"alwaysMatch": {"acceptInsecureCerts": False}})

    def command(self, name: str, path: str, **values: object) -> Any:
        message = json.dumps([0, 1, f"WebDriver:{name}", values]).encode()
        self._socket.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{name}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def _receive(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            if not byte:
                raise RuntimeError("Firefox has gone")
            length += byte
        return json.loads(self._stream.read(int(length)))


class _WebKit(Driver):
    """WebKitWebDriver: commands over HTTP."""

    def __init__(self, port: int) -> None:
        self._root = f"http://127.0.0.1:{port}"
        browser = {"webkitgtk:browserOptions": {"args": ["--automation"]}}
        started = self._post("/session", {"capabilities": {"alwaysMatch": browser}})
        self._root += f"/session/{started['sessionId']}"

    def command(self, name: str, path: str, **values: object) -> Any:
        if name == "TakeScreenshot":
            return self._post(f"/{path}", None)
        return self._post(f"/{path}", values)

    def close(self) -> None:
        self._post("", None, method="DELETE")

    def _post(self, path: str, values: object, method: str = "") -> Any:
        data = None if values is None else json.dumps(values).encode()
        request = urllib.request.Request(
            self._root + path, data, method=method or ("GET" if data is None else "POST")
        )
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                request, timeout=_PATIENCE
            ) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()[:500]}") from None


@contextmanager
def driven(engine: str, downloads: Path) -> Iterator[Driver]:
    """A browser of this engine, with files going to `downloads` where it can be told so."""
    path = program(engine)
    assert path, f"no {engine}: python tests/engines.py --install"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        starter = _firefox if engine == "firefox" else _webkit
        process, port = starter(path, home, downloads)
        try:
            driver = _Firefox(port()) if engine == "firefox" else _WebKit(port())
            yield driver
            if isinstance(driver, _WebKit):
                driver.close()
        finally:
            # With its children, the screen and the page's own process among them.
            for how in (signal.SIGTERM, signal.SIGKILL):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, how)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=10)


def _start(command: list[str], home: Path, **more: str) -> "subprocess.Popen[bytes]":
    log = (home / "log").open("wb")
    environment = {**os.environ, **_SANDBOX, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), **more}
    streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
    return subprocess.Popen(command, env=environment, start_new_session=True, **streams)  # type: ignore[call-overload,no-any-return]


def _firefox(path: str, home: Path, downloads: Path) -> Any:
    profile = home / "profile"
    profile.mkdir()
    told = {**_PREFERENCES, "browser.download.dir": str(downloads)}
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in told.items()]
    (profile / "user.js").write_text("".join(lines))
    process = _start([path, "--headless", "--marionette", "--no-remote", "--profile", str(profile)], home)
    active = profile / "MarionetteActivePort"
    return process, lambda: int(_waited(lambda: active.is_file() and active.read_text().strip(), process))


def _webkit(path: str, home: Path, downloads: Path) -> Any:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [path, f"--port={port}", "--host=127.0.0.1"]
    screen = shutil.which(_SCREEN)
    process = _start([screen, "-a", *command] if screen else command, home, LANG="ru_RU.UTF-8")

    def listens() -> int:
        with socket.socket() as asked:
            return port if asked.connect_ex(("127.0.0.1", port)) == 0 else 0

    return process, lambda: _waited(listens, process)


def _waited(ready: Any, process: "subprocess.Popen[bytes]") -> Any:
    for _ in range(_PATIENCE * 10):
        if found := ready():
            return found
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the browser did not start")


if __name__ == "__main__":
    if sys.argv[1:] == ["--install"]:
        install()
    for engine, packages in PACKAGES.items():
        print(f"{engine}: {program(engine) or 'missing: ' + ', '.join(packages)}")
