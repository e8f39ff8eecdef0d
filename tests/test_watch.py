"""Saving sets off a rebuild within a second; a fault is told and costs nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from karasora.cli.watch import watch
from karasora.faults import DataError, Fault

GOOD = "regions\nKZ-62\n"
QUIET_S = 0.5  # longer than the watch needs to notice a save


class Watched:
    """A watch in a thread, whose builds copy the table to a map or refuse it."""

    def __init__(self, folder: Path, *paths: Path) -> None:
        self.table = folder / "incidents.csv"
        self.map = folder / "map.html"
        self.told: Queue[str] = Queue()
        self.builds = 0
        self.stop = Event()
        self.thread = Thread(
            target=watch, args=(paths or (self.table,), self.build, self.told.put), kwargs={"stop": self.stop}
        )

    def build(self) -> str:
        self.builds += 1
        text = self.table.read_text("utf-8")
        if "Atlantis" in text:
            raise DataError([Fault("incidents.csv", 2, "regions", "no such region «Atlantis»", "a region")])
        self.map.write_text(text, "utf-8")
        return f"map {self.builds}"

    def next(self) -> str:
        return self.told.get(timeout=5)

    def quiet(self) -> bool:
        try:
            self.told.get(timeout=QUIET_S)
        except Empty:
            return True
        return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    running: list[Watched] = []

    def begin(*paths: Path) -> Watched:
        watched = Watched(tmp_path, *paths)
        watched.table.write_text(GOOD, "utf-8")
        running.append(watched)
        watched.thread.start()
        assert watched.next() == "map 1"
        return watched

    yield begin
    for watched in running:
        watched.stop.set()
        watched.thread.join(5)
        assert not watched.thread.is_alive()


def test_builds_at_once_and_after_a_save_within_a_second(start: Callable[..., Watched]) -> None:
    watched = start()
    saved = monotonic()
    watched.table.write_text(GOOD + "KZ-75\n", "utf-8")
    assert watched.next() == "map 2"
    assert monotonic() - saved < 1
    assert watched.map.read_text("utf-8").endswith("KZ-75\n")
    assert watched.quiet(), "one save, one build; writing the map sets off none"


def test_a_fault_is_told_and_the_last_good_map_stays(start: Callable[..., Watched]) -> None:
    watched = start()
    watched.table.write_text("regions\nAtlantis\n", "utf-8")
    told = watched.next()
    assert "incidents.csv:2:regions: no such region «Atlantis»; a region" in told
    assert "last good map stays" in told
    assert watched.map.read_text("utf-8") == GOOD
    watched.table.write_text("regions\nKZ-10\n", "utf-8")
    assert watched.next() == "map 3"


def test_a_new_file_in_the_old_ones_place_is_a_save(start: Callable[..., Watched]) -> None:
    watched = start()
    new = watched.table.with_name(".incidents.csv.swp")
    new.write_text("regions\nKZ-11\n", "utf-8")
    os.utime(new, ns=(watched.table.stat().st_atime_ns, watched.table.stat().st_mtime_ns))
    new.replace(watched.table)
    assert watched.next() == "map 2"


def test_a_file_that_goes_and_comes_back(start: Callable[..., Watched]) -> None:
    watched = start()
    watched.table.unlink()
    assert "last good map stays" in watched.next()
    watched.table.write_text(GOOD, "utf-8")
    assert watched.next() == "map 3"


def test_a_folder_is_followed_but_not_what_lies_about_in_it(
    start: Callable[..., Watched], tmp_path: Path
) -> None:
    watched = start(tmp_path)
    for name in ("~$incidents.xlsx", ".~lock.incidents.xlsx", ".hidden.csv", "notes.md", "other.html"):
        (tmp_path / name).write_text("x", "utf-8")
    assert watched.quiet()
    (tmp_path / "reports.csv").write_text("id\n", "utf-8")
    assert watched.next() == "map 2"


def test_a_save_in_many_steps_is_not_many_builds(start: Callable[..., Watched]) -> None:
    watched = start()
    with watched.table.open("w", encoding="utf-8") as slow:
        for row in range(20):
            slow.write(f"KZ-{row}\n")
            slow.flush()
            sleep(0.02)
    assert watched.next().startswith("map")
    while not watched.quiet():
        pass
    assert watched.map.read_text("utf-8") == watched.table.read_text("utf-8")
    assert watched.builds < 10


def test_a_save_during_a_build_is_not_missed(tmp_path: Path) -> None:
    table, builds, stop = tmp_path / "incidents.csv", Queue[str](), Event()
    table.write_text("first", "utf-8")

    def build() -> None:
        text = table.read_text("utf-8")
        if text == "first":
            table.write_text("second", "utf-8")  # saved after it was read
        builds.put(text)

    thread = Thread(target=watch, args=([table], build, print), kwargs={"stop": stop})
    thread.start()
    try:
        assert [builds.get(timeout=5), builds.get(timeout=5)] == ["first", "second"]
    finally:
        stop.set()
        thread.join(5)


def test_a_bug_is_not_taken_for_a_fault(tmp_path: Path) -> None:
    def build() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        watch([tmp_path], build, print)


def test_the_command_watches(tmp_path: Path) -> None:
    table, page = tmp_path / "incidents.csv", tmp_path / "output" / "incidents.html"
    table.write_text("regions,marijuana_kg\nKZ-62,103\n", "utf-8")
    command = [sys.executable, "-m", "karasora", "build", table.name, "--watch"]
    program = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def within(seconds: float, done: Callable[[], bool]) -> float:
        start = monotonic()
        while not done():
            assert program.poll() is None and monotonic() - start < seconds
            sleep(0.01)
        return monotonic() - start

    try:
        within(60, page.exists)
        first = page.read_bytes()
        table.write_text("regions,marijuana_kg\nKZ-31,>206\n", "utf-8")
        within(10, lambda: page.read_bytes() != first)  # a second on a machine that does nothing else
        second = page.read_bytes()
        table.write_text("regions,marijuana_kg\nАтлантида,5\n", "utf-8")
        assert program.stderr
        told = program.stderr.readline() + program.stderr.readline()
        assert told.startswith("incidents.csv:2:regions: ") and "last good map stays" in told
        assert page.read_bytes() == second
    finally:
        program.send_signal(signal.SIGINT)
        _, rest = program.communicate(timeout=60)
    assert program.returncode == 130 and "Traceback" not in rest
