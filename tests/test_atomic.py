"""Whatever happens to a build, the former map stands whole: real builds are killed at every step.

A build runs in a process of its own, with a hook that counts what it does to the folder of the map (opening,
renaming, removing, changing modes: the interpreter's audit events) and acts before the step that it is told.
"""

import os
import random
import resource
import signal
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command import Around, Run


@dataclass(frozen=True)
class Fate:
    """What a build meets before its step number `at` in a folder; each step is noted in the file `steps`."""

    folder: Path
    steps: Path
    act: str  # a signal's name, "wait", or "-"
    at: int

    def __call__(self) -> None:
        seen = 0

        def look(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            paths = [os.fsdecode(a) for a in arguments if isinstance(a, str | bytes | os.PathLike)]
            if not any(path.startswith(str(self.folder)) for path in paths):
                return
            seen += 1
            with self.steps.open("a") as file:
                file.write(event + "\n")
            if seen == self.at and self.act == "wait":
                self.steps.with_name("steps.waits").touch()
                while not self.steps.with_name("steps.go").exists():
                    time.sleep(0.01)
            elif seen == self.at:
                os.kill(os.getpid(), getattr(signal, self.act))

        if self.act == "SIGXFSZ":
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        sys.addaudithook(look)


@dataclass(frozen=True)
class Tight:
    """So many megabytes of memory more than the build has when it begins."""

    megabytes: int

    def __call__(self) -> None:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + self.megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


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
        assert done.returncode == 0
        return aside.read_bytes()

    def start(
        self,
        act: str = "-",
        at: int = 0,
        *,
        out: Path | None = None,
        first: Callable[[], None] | None = None,
        **limits: int,
    ) -> Run:
        """A build that meets `act` before its step `at` in the folder of the map, or what `first` does."""
        around = Around(
            cwd=self.folder,
            limits={getattr(resource, name): amount for name, amount in limits.items()},
            umask=0o027,
            first=first or Fate(self.output, self.steps, act, at),
        )
        return Run("build", self.data, "--out", out or self.map, around=around)

    def meets(
        self, act: str = "-", at: int = 0, *, first: Callable[[], None] | None = None, **limits: int
    ) -> tuple[int, str]:
        """Put the former map back, run one build that meets its fate, and see that a whole map stands."""
        self.map.write_bytes(self.former)
        done = self.start(act, at, first=first, **limits).wait()
        assert self.map.read_bytes() in (self.former, self.new), "half a map"
        return done.returncode, done.stderr

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
        build.wait()
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
    done = house.start(out=Path("/dev/full")).wait()
    assert done.returncode == 1
    assert done.stderr.startswith("full:1:-: ") and "Traceback" not in done.stderr


def test_out_of_memory(house: House) -> None:
    ends = set()
    for megabytes in (1, 10, 30, 4000):
        code, _ = house.meets(first=Tight(megabytes))
        assert house.map.read_bytes() == (house.new if code == 0 else house.former)
        assert house.strays() == []
        ends.add(code)
    assert {0, 1} <= ends, "too little, and enough"


def test_two_builds_at_once(house: House, steps: list[str]) -> None:
    waits, go = (house.steps.with_name(f"steps.{name}") for name in ("waits", "go"))
    rename = 1 + steps.index("os.rename")
    slow = house.start("wait", rename)
    try:
        while not waits.exists():
            assert slow.poll() is None
            time.sleep(0.01)
        [part] = house.strays()
        assert house.start().wait().returncode == 0
        assert house.strays() == [part], "the work of one that lives is not taken for a leftover"
        assert house.map.read_bytes() == house.new
    finally:
        go.touch()
        done = slow.wait()
        waits.unlink()
        go.unlink()
    assert done.returncode == 0
    assert house.map.read_bytes() == house.new
    assert house.strays() == []


def test_permissions_are_kept(house: House) -> None:
    house.map.chmod(0o604)
    assert house.mended()
    assert stat.S_IMODE(house.map.stat().st_mode) == 0o604
    house.map.unlink()
    assert house.start().wait().returncode == 0
    assert stat.S_IMODE(house.map.stat().st_mode) == 0o640, "a new one's are as the umask says"


def test_a_link_stays_a_link(house: House) -> None:
    real = house.folder / "elsewhere.html"
    real.write_bytes(house.former)
    house.map.unlink()
    house.map.symlink_to(real)
    assert house.start().wait().returncode == 0
    assert house.map.is_symlink() and real.read_bytes() == house.new
    house.map.unlink()
