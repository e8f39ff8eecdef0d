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
from karasora.faults import DataError, Fault, UsageError

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
            target=watch,
            args=(paths or (self.table,), self.build, lambda error: self.told.put(str(error))),
            kwargs={"stop": self.stop, "besides": [self.map, folder / "faults.csv"]},
        )

    def build(self) -> None:
        self.builds += 1
        text = self.table.read_text("utf-8")
        if "Atlantis" in text:
            raise DataError([Fault("incidents.csv", 2, "regions", "no such region «Atlantis»", "a region")])
        self.map.write_text(text, "utf-8")
        self.told.put(f"map {self.builds}")

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
    assert "No such file" in watched.next()
    watched.table.write_text(GOOD, "utf-8")
    assert watched.next() == "map 3"


def test_a_folder_is_followed_but_not_what_lies_about_in_it(
    start: Callable[..., Watched], tmp_path: Path
) -> None:
    watched = start(tmp_path)
    for name in (
        "~$incidents.xlsx",
        ".~lock.incidents.xlsx",
        ".hidden.csv",
        "notes.md",
        "other.html",
        "faults.csv",
    ):
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


def test_wrong_usage_ends_the_watch_at_its_start_and_not_later(tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text(GOOD, "utf-8")
    for more, told in (
        (["-"], "standard input"), (["incidents.csv", "--report", "none"], "no report 'none'"),
    ):  # fmt: skip
        command = [sys.executable, "-m", "karasora", "build", *more, "--watch"]
        done = subprocess.run(command, cwd=tmp_path, input="", capture_output=True, text=True, timeout=60)
        assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "output").exists()

    builds: list[int] = []
    stop = Event()

    def build() -> None:
        builds.append(1)
        if len(builds) == 2:
            raise UsageError("the report is gone")
        (tmp_path / "incidents.csv").write_text(GOOD * (len(builds) + 1), "utf-8")

    def report(error: Exception) -> None:
        assert str(error) == "the report is gone"
        stop.set()

    watch([tmp_path], build, report, stop=stop)
    assert len(builds) == 2


@pytest.fixture
def command(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Queue[str]]]:
    """The real command that watches a folder in which its map and its file of faults stand too."""
    (tmp_path / "incidents.csv").write_text("regions,marijuana_kg\nKZ-62,103\n", "utf-8")
    written = ["--out", "map.html", "--faults", "faults.csv"]
    program = subprocess.Popen(
        [sys.executable, "-u", "-m", "karasora", "build", ".", *written, "--watch"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: Queue[str] = Queue()

    def follow() -> None:
        assert program.stdout
        for line in program.stdout:
            lines.put(line)

    Thread(target=follow, daemon=True).start()
    yield program, lines
    if program.poll() is None:
        program.kill()
    program.wait(60)


def until(lines: "Queue[str]", wanted: str) -> list[str]:
    seen = [lines.get(timeout=60)]
    while wanted not in seen[-1]:
        seen.append(lines.get(timeout=60))
    return seen


def test_the_command_keeps_the_promises_of_build(
    tmp_path: Path, command: tuple[subprocess.Popen[str], "Queue[str]"]
) -> None:
    program, lines = command
    table, page, faults = (tmp_path / name for name in ("incidents.csv", "map.html", "faults.csv"))
    until(lines, "map.html: 1 read")
    first = page.read_bytes()
    table.write_text("regions,marijuana_kg\nKZ-31,>206\n", "utf-8")
    until(lines, "since the former map: ")
    assert page.read_bytes() != first
    second = page.read_bytes()

    table.write_text("regions,marijuana_kg\n" + "Атлантида,5\n" * 250, "utf-8")
    told = until(lines, "the last good map stays")
    assert sum("«Атлантида» is no known name" in line for line in told) == 5, "folded, as build does"
    assert "and 245 more of this kind" in told[-2]
    assert faults.read_text("utf-8").count("Атлантида") == 250
    assert page.read_bytes() == second

    with pytest.raises(Empty):  # neither the map nor the file of faults set off another build
        lines.get(timeout=4 * QUIET_S)
    table.write_text("regions,marijuana_kg\nKZ-31,>306\n", "utf-8")
    until(lines, "1 revised up")
    assert page.read_bytes() != second

    program.send_signal(signal.SIGINT)
    assert program.wait(60) == 130
    while not lines.empty():
        assert "Traceback" not in lines.get()
