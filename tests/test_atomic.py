"""Whatever happens to a build, the former map stands whole: real builds are killed at every step.

A build runs as a program of its own, with a hook that counts what it does to the folder of the map (opening,
renaming, removing, changing modes: the interpreter's audit events) and acts before the step that it is told.
"""

import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

HOOKED = """
import os, runpy, signal, sys, time
folder, steps, act, at = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
seen = 0

def look(event, arguments):
    global seen
    paths = [os.fsdecode(a) for a in arguments if isinstance(a, (str, bytes, os.PathLike))]
    if not any(path.startswith(folder) for path in paths):
        return
    seen += 1
    with open(steps, "a") as file:
        file.write(event + "\\n")
    if seen == at:
        if act == "wait":
            open(steps + ".waits", "w").close()
            while not os.path.exists(steps + ".go"):
                time.sleep(0.01)
        else:
            os.kill(os.getpid(), getattr(signal, act))

if act == "SIGXFSZ":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
sys.argv = ["karasora", *sys.argv[5:]]
sys.addaudithook(look)
runpy.run_module("karasora", run_name="__main__")
"""

FORMER = "regions,marijuana_kg\nKZ-62,103\n"
NEW = "regions,marijuana_kg\nKZ-31,>206\nKZ-62,103\n"


class House:
    """A folder with a map in it, and what is done to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.output.mkdir()
        self.map = self.output / "map.html"
        self.data = folder / "incidents.csv"
        self.steps = folder / "steps"
        self.former = self.made(FORMER)
        self.new = self.made(NEW)
        self.map.write_bytes(self.former)

    def made(self, text: str) -> bytes:
        """What a build of these data gives when nothing happens to it."""
        self.data.write_text(text, "utf-8")
        aside = self.folder / "aside.html"
        done = self.start(out=aside).wait()
        assert done == 0
        return aside.read_bytes()

    def start(
        self, act: str = "-", at: int = 0, *, out: Path | None = None, limits: dict[int, int] | None = None
    ) -> subprocess.Popen[str]:
        """A build that meets `act` before its step number `at` in the folder of the map."""

        def limit() -> None:
            for what, amount in (limits or {}).items():
                resource.setrlimit(what, (amount, amount))
            os.umask(0o027)

        hook = [sys.executable, "-c", HOOKED, str(self.output), str(self.steps), act, str(at)]
        command = [*hook, "build", str(self.data), "--out", str(out or self.map)]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=limit,
        )

    def meets(self, act: str, at: int = 0, **limits: int) -> tuple[int, str]:
        """Put the former map back, run one build that meets its fate, and see that a whole map stands."""
        self.map.write_bytes(self.former)
        chosen = {getattr(resource, name): amount for name, amount in limits.items()}
        build = self.start(act, at, limits=chosen)
        _, told = build.communicate(timeout=120)
        assert self.map.read_bytes() in (self.former, self.new), "half a map"
        return build.returncode, told

    def strays(self) -> list[str]:
        return sorted(path.name for path in self.output.iterdir() if path != self.map)

    def mended(self) -> bool:
        """Whether the next run gives the new map and leaves nothing else in the folder."""
        code, _ = self.meets("-")
        return code == 0 and self.map.read_bytes() == self.new and self.strays() == []

    def steps_of_a_build(self) -> list[str]:
        self.steps.unlink(missing_ok=True)
        assert self.mended()
        return self.steps.read_text("utf-8").split()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def steps(house: House) -> list[str]:
    """The build is seen doing what it is killed at: without this, the tests below would prove nothing."""
    seen = house.steps_of_a_build()
    assert {"open", "os.chmod", "os.rename"} <= set(seen)
    return seen


def test_killed_at_every_step(house: House, steps: list[str]) -> None:
    left = []
    for at in range(1, len(steps) + 1):
        code, _ = house.meets("SIGKILL", at)
        assert code == -signal.SIGKILL
        left += house.strays()
    assert left, "no kill came in time to leave anything"
    assert house.mended()


def test_killed_in_the_middle_of_writing(house: House) -> None:
    for share in (0.5, 0.999):
        code, _ = house.meets("SIGXFSZ", RLIMIT_FSIZE=int(len(house.new) * share))
        assert code == -signal.SIGXFSZ
        assert house.map.read_bytes() == house.former
    assert house.mended()


def test_killed_at_any_moment(house: House) -> None:
    dice = random.Random(2025)
    started = time.monotonic()
    assert house.mended()
    usual = time.monotonic() - started
    for _ in range(4):
        house.map.write_bytes(house.former)
        build = house.start()
        time.sleep(dice.uniform(0, usual))
        build.kill()
        build.communicate(timeout=120)
        assert house.map.read_bytes() in (house.former, house.new)
    assert house.mended()


def test_interrupted_at_every_step_of_writing(house: House, steps: list[str]) -> None:
    first, last = steps.index("tempfile.mkstemp") + 1, steps.index("os.rename") + 1
    for at in range(first, last + 1):
        code, told = house.meets("SIGINT", at)
        assert (code, house.strays()) == (130, []), f"at {steps[at - 1]}: {told}"
        assert "Traceback" not in told


def test_asked_to_end(house: House, steps: list[str]) -> None:
    code, told = house.meets("SIGTERM", 1 + steps.index("os.rename"))
    assert (code, house.strays()) == (130, [])
    assert "Traceback" not in told


def test_a_full_disk(house: House) -> None:
    for share in (0, 0.999):
        code, told = house.meets("-", RLIMIT_FSIZE=int(len(house.new) * share))
        assert (code, house.strays()) == (1, [])
        assert house.map.read_bytes() == house.former
        assert told.startswith("map.html:1:-: ") and "; " in told and "Traceback" not in told


def test_a_full_device(house: House) -> None:
    build = house.start(out=Path("/dev/full"))
    _, told = build.communicate(timeout=120)
    assert build.returncode == 1
    assert told.startswith("full:1:-: ") and "Traceback" not in told


def test_out_of_memory(house: House) -> None:
    ends = set()
    for megabytes in (200, 500, 800):
        code, _ = house.meets("-", RLIMIT_AS=megabytes * 2**20)
        assert house.map.read_bytes() == (house.new if code == 0 else house.former)
        assert house.strays() == []
        ends.add(code)
    assert ends != {0}, "none of it was too little"


def test_two_builds_at_once(house: House, steps: list[str]) -> None:
    waits, go = (house.steps.with_name(f"steps.{name}") for name in ("waits", "go"))
    rename = 1 + steps.index("os.rename")
    slow = house.start("wait", rename)
    try:
        while not waits.exists():
            assert slow.poll() is None
            time.sleep(0.01)
        [part] = house.strays()
        quick = house.start()
        quick.communicate(timeout=120)
        assert quick.returncode == 0
        assert house.strays() == [part], "the work of one that lives is not taken for a leftover"
        assert house.map.read_bytes() == house.new
    finally:
        go.touch()
        slow.communicate(timeout=120)
        waits.unlink()
        go.unlink()
    assert slow.returncode == 0
    assert house.map.read_bytes() == house.new
    assert house.strays() == []


def test_permissions_are_kept(house: House) -> None:
    house.map.chmod(0o604)
    assert house.mended()
    assert stat.S_IMODE(house.map.stat().st_mode) == 0o604
    house.map.unlink()
    assert house.start().wait(120) == 0
    assert stat.S_IMODE(house.map.stat().st_mode) == 0o640, "a new one's are as the umask says"


def test_a_link_stays_a_link(house: House) -> None:
    real = house.folder / "elsewhere.html"
    real.write_bytes(house.former)
    house.map.unlink()
    house.map.symlink_to(real)
    assert house.start().wait(120) == 0
    assert house.map.is_symlink() and real.read_bytes() == house.new
    house.map.unlink()
