"""The command as a person runs it: what it prints, what it writes, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import command

GOOD = "regions,marijuana_kg\nЖамбылская область,>206\nШҚО,5\nТараз,\nЖамбыл; БҚО,\n"
BAD = "regions,marijuana_kg,start,title\nЖамбыл,-3,,a\nЖамбылл,1,,b\nШҚО,2,2025-02-30,c\nАлматы,,,d\n"
COUNTS = ("read", "mapped", "several_regions", "unlocated", "rejected")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.csv").write_text(GOOD, "utf-8")
    (tmp_path / "bad.csv").write_text(BAD, "utf-8")
    return tmp_path


def karasora(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return command.karasora(*arguments, around=command.Around(cwd=cwd, stdin=stdin))


def started(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command with an interpreter of its own."""
    return subprocess.run(
        [sys.executable, "-m", "karasora", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=command.PATIENCE_S,
    )


def account(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    (line,) = run.stdout.splitlines()
    told: dict[str, Any] = json.loads(line)
    assert told["read"] == sum(told[name] for name in COUNTS[1:])
    return told


def test_build_writes_the_map_beside_the_data_it_was_given(folder: Path) -> None:
    run = karasora("build", "good.csv", "--json", cwd=folder)
    assert run.returncode == 0, run.stderr
    told = account(run)
    assert [told[name] for name in COUNTS] == [4, 3, 1, 0, 0]
    assert told["regions_with_data"] == 2
    assert told["output"] == str(Path("output") / "good.html")
    page = folder / told["output"]
    assert page.stat().st_size == told["bytes"]
    assert run.stderr == "", "no progress in a pipe"


def test_the_second_build_says_what_changed(folder: Path) -> None:
    karasora("build", "good.csv", cwd=folder)
    (folder / "good.csv").write_text(GOOD.replace(">206", ">300").replace("ШҚО,5\n", ""), "utf-8")
    told = karasora("build", "good.csv", cwd=folder).stdout
    assert "1 gone, 1 revised up" in told


def test_every_fault_is_told_and_the_former_map_stays(folder: Path) -> None:
    out = folder / "map.html"
    karasora("build", "good.csv", "--out", "map.html", cwd=folder)
    former = out.read_bytes()
    run = karasora("build", "bad.csv", "--out", "map.html", cwd=folder)
    assert run.returncode == 1
    assert run.stdout == ""
    lines = [line for line in run.stderr.splitlines() if not line.startswith("warning: ")]
    assert [line.split(": ")[0] for line in lines] == [
        "bad.csv:2:marijuana_kg",
        "bad.csv:3:regions",
        "bad.csv:4:start",
        "bad.csv:5:regions",
    ]
    assert all("; " in line for line in lines), "what is wrong; what would be right"
    assert "Жамбыл" in lines[1] and "KZ-19" in lines[3] and "KZ-75" in lines[3]
    assert out.read_bytes() == former


def test_a_faulty_run_is_accounted_for(folder: Path) -> None:
    run = karasora("build", "bad.csv", "--json", cwd=folder)
    told = account(run)
    assert (run.returncode, told["output"], told["read"], told["rejected"]) == (1, None, 4, 4)
    assert not (folder / "output").exists()


def test_check_says_the_same_and_writes_nothing(folder: Path) -> None:
    before = sorted(folder.iterdir())
    assert karasora("check", "good.csv", cwd=folder).returncode == 0
    checked, built = (karasora(verb, "bad.csv", cwd=folder) for verb in ("check", "build"))
    assert checked.returncode == 1
    assert checked.stderr == built.stderr
    assert sorted(folder.iterdir()) == before


def test_every_fault_can_be_had_as_a_file(folder: Path) -> None:
    rows = "".join(f"Жамбылл {i},\n" for i in range(400))
    (folder / "many.csv").write_text(f"regions,marijuana_kg\n{rows}", "utf-8")
    run = karasora("check", "many.csv", "--faults", "faults.txt", cwd=folder)
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) < 50, "of very many the first few, and a count"
    assert "395 more" in run.stderr
    assert (folder / "faults.txt").read_text("utf-8").count("no known name") == 400


def test_standard_input_is_a_file_named_minus(folder: Path) -> None:
    run = karasora("build", "-", "--out", "piped.html", "--json", cwd=folder, stdin=GOOD)
    assert account(run)["read"] == 4
    assert karasora("build", "-", cwd=folder, stdin=BAD).returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["build", "good.csv", "--lang", "de"],
        ["build", "good.csv", "--measure", "gold_kg"],
        ["build", "good.csv", "--report", "none"],
        ["build", "good.csv", "--vintage", "1999"],
    ],
)
def test_wrong_usage_ends_with_2(folder: Path, arguments: list[str]) -> None:
    run = karasora(*arguments, cwd=folder)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("path", ["nowhere.csv", "good.csv/below", "empty", "text.bin"])
def test_what_cannot_be_read_is_a_fault_with_a_name(folder: Path, path: str) -> None:
    (folder / "empty").mkdir()
    (folder / "text.bin").write_bytes(bytes(range(256)) * 10)
    run = karasora("check", path, cwd=folder)
    assert run.returncode == 1
    assert f"\n{Path(path).name}:" in "\n" + run.stderr
    assert "Traceback" not in run.stderr


def test_a_map_cannot_take_the_place_of_a_folder(folder: Path) -> None:
    (folder / "taken").mkdir()
    run = karasora("build", "good.csv", "--out", "taken", cwd=folder)
    assert run.returncode == 1
    assert run.stderr.startswith("taken:1:-: ")


def test_diff_tells_people_and_programs(folder: Path) -> None:
    (folder / "new.csv").write_text(GOOD.replace(">206", "~206"), "utf-8")
    people = karasora("diff", "good.csv", "new.csv", cwd=folder)
    assert people.returncode == 0
    assert "re-qualified" in people.stdout and ">206 → ~206" in people.stdout
    (change,) = json.loads(karasora("diff", "good.csv", "new.csv", "--json", cwd=folder).stdout)["changes"]
    assert (change["kind"], change["measure"], change["new"]) == ("re-qualified", "marijuana_kg", "~206")
    same = karasora("diff", "good.csv", "good.csv", cwd=folder)
    assert (same.returncode, same.stdout) == (0, "nothing changed\n")


def test_names_shows_how_each_was_understood(folder: Path) -> None:
    run = karasora("names", "в Жамбылской области", "Сатпаев", cwd=folder)
    assert run.returncode == 0
    assert "KZ-31" in run.stdout.splitlines()[0] and "KZ-62" in run.stdout.splitlines()[1]
    doubtful = karasora("names", "Алматы", cwd=folder)
    assert doubtful.returncode == 1
    assert "KZ-19" in doubtful.stdout and "KZ-75" in doubtful.stdout


def test_the_same_file_whatever_the_day_the_folder_and_the_locale(folder: Path) -> None:
    other = folder / "elsewhere"
    other.mkdir()
    (other / "good.csv").write_text(GOOD, "utf-8")
    first = started("build", "good.csv", "--json", cwd=folder, PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    second = started(
        "build", "good.csv", "--json", cwd=other, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Almaty"
    )
    assert account(first)["sha256"] == account(second)["sha256"]
