"""Saving sets off a rebuild; a fault is told and costs nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest

from karasora.cli.watch import watch
from karasora.faults import DataError, Fault, UsageError
from tests.command import Around, karasora

GOOD = "regions\nKZ-62\n"
PATIENCE_S = 90  # only a hang takes longer, whatever else the machine does


class Turns(Event):
    """Instead of the event that ends a watch: each wait for its next look does what a person does by then."""

    def __init__(self, *deeds: Callable[[], object]) -> None:
        super().__init__()
        self.deeds = list(deeds)

    def wait(self, timeout: float | None = None) -> bool:
        if self.deeds:
            self.deeds.pop(0)()
        else:
            self.set()
        return self.is_set()


def nothing() -> None:
    """A person does nothing between two looks."""


QUIET = (nothing, nothing, nothing)


class Watched:
    """A folder whose builds copy the table to a map or refuse it, and what came of each."""

    def __init__(self, folder: Path) -> None:
        self.table = folder / "incidents.csv"
        self.map = folder / "map.html"
        self.besides = [self.map, folder / "faults.csv"]
        self.told: list[str] = []
        self.save(GOOD)()

    def save(self, text: str) -> Callable[[], object]:
        return lambda: self.table.write_text(text, "utf-8")

    def build(self) -> None:
        text = self.table.read_text("utf-8")
        if "Atlantis" in text:
            raise DataError([Fault("incidents.csv", 2, "regions", "no such region «Atlantis»", "a region")])
        self.map.write_text(text, "utf-8")
        self.told.append(f"map of {text.split()[-1]}")

    def during(self, *deeds: Callable[[], object], paths: Sequence[Path] = ()) -> list[str]:
        """What a watch tells while these things happen, one before each look."""
        report = lambda error: self.told.append(str(error))  # noqa: E731
        watch(
            paths or [self.table],
            self.build,
            report,
            besides=self.besides,
            stop=Turns(*QUIET, *deeds, *QUIET),
        )
        return self.told


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_builds_at_once_and_after_a_save(watched: Watched) -> None:
    told = watched.during(watched.save(GOOD + "KZ-75\n"))
    assert told == ["map of KZ-62", "map of KZ-75"], "one save, one build; writing the map sets off none"
    assert watched.map.read_text("utf-8").endswith("KZ-75\n")


def test_a_fault_is_told_and_the_last_good_map_stays(watched: Watched) -> None:
    def look() -> None:
        assert watched.map.read_text("utf-8") == GOOD

    told = watched.during(watched.save("regions\nAtlantis\n"), *QUIET, look, watched.save("regions\nKZ-10\n"))
    assert [told[0], told[2]] == ["map of KZ-62", "map of KZ-10"] and len(told) == 3
    assert "incidents.csv:2:regions: no such region «Atlantis»; a region" in told[1]


def test_a_new_file_in_the_old_ones_place_is_a_save(watched: Watched) -> None:
    def replace() -> None:
        new = watched.table.with_name(".incidents.csv.swp")
        new.write_text("regions\nKZ-11\n", "utf-8")
        os.utime(new, ns=(watched.table.stat().st_atime_ns, watched.table.stat().st_mtime_ns))
        new.replace(watched.table)

    assert watched.during(replace) == ["map of KZ-62", "map of KZ-11"]


def test_a_file_that_goes_and_comes_back(watched: Watched) -> None:
    first, missing, last = watched.during(watched.table.unlink, *QUIET, watched.save(GOOD))
    assert (first, last) == ("map of KZ-62", "map of KZ-62") and "No such file" in missing


def test_a_folder_is_followed_but_not_what_lies_about_in_it(watched: Watched, tmp_path: Path) -> None:
    aside = (
        "~$incidents.xlsx",
        ".~lock.incidents.xlsx",
        ".hidden.csv",
        "notes.md",
        "other.html",
        "faults.csv",
    )

    def drop(name: str) -> Callable[[], object]:
        return lambda: (tmp_path / name).write_text("x", "utf-8")

    assert len(watched.during(*map(drop, aside), *QUIET, paths=[tmp_path])) == 1
    assert len(watched.during(drop("reports.csv"), paths=[tmp_path])) == 3, "at its start, and for the table"


def test_a_save_in_many_steps_is_one_build(watched: Watched) -> None:
    steps = ["regions\n" + "".join(f"KZ-{row}\n" for row in range(upto)) for upto in range(1, 20)]
    assert watched.during(*map(watched.save, steps)) == ["map of KZ-62", "map of KZ-18"]


def test_a_save_during_a_build_is_not_missed(watched: Watched) -> None:
    built = []

    def build() -> None:
        built.append(watched.table.read_text("utf-8"))
        if built == [GOOD]:
            watched.save("second")()  # saved after it was read

    watch([watched.table], build, print, stop=Turns(*QUIET, *QUIET))
    assert built == [GOOD, "second"]


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
        done = karasora("build", *more, "--watch", around=Around(cwd=tmp_path))
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
    program.wait(PATIENCE_S)


def until(lines: "Queue[str]", wanted: str) -> list[str]:
    seen = [lines.get(timeout=PATIENCE_S)]
    while wanted not in seen[-1]:
        seen.append(lines.get(timeout=PATIENCE_S))
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

    table.write_text("regions,marijuana_kg\nKZ-31,>306\n", "utf-8")
    told = until(lines, "1 revised up")
    assert not any("Атлантида" in line for line in told), (
        "neither the map nor the faults set off another build"
    )
    assert page.read_bytes() != second

    program.send_signal(signal.SIGINT)
    assert program.wait(PATIENCE_S) == 130
    while not lines.empty():
        assert "Traceback" not in lines.get()
