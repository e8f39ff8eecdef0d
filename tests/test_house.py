"""The house itself: set-up, pins, the wheel, the workflow, and the map that is committed."""

import ast
import importlib.metadata as metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import karasora

HOME = Path(__file__).resolve().parents[1]
MAP = HOME / "output" / "karasora-2025.html"
OPERATIONS = HOME / "output" / "karasora-operations.html"
BY_YEAR = ("build", "geodata/operations", "--measure", "drugs_kg", "--out")  # as the Makefile calls it
WORKFLOWS = sorted((HOME / ".github" / "workflows").glob("*.yml"))


def run(*command: object, cwd: Path = HOME, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command's result, with no standard input and nothing but what a program needs around it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=kept | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )


def tracked() -> list[Path]:
    listed = run("git", "ls-files", "-z")
    assert listed.returncode == 0, "these tests are for a git checkout"
    return [HOME / name for name in listed.stdout.split("\0") if name and (HOME / name).is_file()]


def pins() -> dict[str, str]:
    lines = (HOME / ".pins.txt").read_text("utf-8").splitlines()
    names = [line.partition("==") for line in lines if line and not line.startswith("#")]
    assert all(sign for _, sign, _ in names), "every line of .pins.txt is name==version"
    return {canonicalize_name(name): version for name, _, version in names}


def needed(*extras: str) -> set[str]:
    """Every distribution that karasora with these extras installs, itself aside."""
    seen: set[tuple[str, ...]] = set()
    roots = f"karasora[{','.join(extras)}]", "hatchling", "editables"
    waiting = [Requirement(root) for root in roots]
    while waiting:
        one = waiting.pop()
        for line in metadata.requires(one.name) or []:
            wanted = Requirement(line)
            environments = [{"extra": extra} for extra in (*one.extras, "")]
            if wanted.marker and not any(wanted.marker.evaluate(e) for e in environments):
                continue
            if (canonicalize_name(wanted.name), *wanted.extras) not in seen:
                seen.add((canonicalize_name(wanted.name), *wanted.extras))
                waiting.append(wanted)
    return {name for name, *_ in seen}


def test_everything_that_is_installed_is_pinned() -> None:
    versions = pins()
    missing = needed("extract", "test") - versions.keys()
    assert not missing
    assert "pandas" in versions and "markupsafe" in versions, "direct and transitive"


def test_no_file_names_a_registry() -> None:
    # In halves, so that this file does not accuse itself.
    halves = [("pypi", r"\.org"), ("python", r"hosted\.org"), ("registry", r"\.npmjs")]
    halves += [("index", "-url"), ("find", "-links")]
    address = re.compile("|".join(map("".join, halves)).encode())
    named = [path.relative_to(HOME).as_posix() for path in tracked() if address.search(path.read_bytes())]
    assert named == []


def test_the_top_level_stays_small() -> None:
    top = {path.relative_to(HOME).parts[0] for path in tracked()}
    allowed = {"pyproject.toml", "README.md", "LICENSE", "Makefile", "src", "geodata", "output", "tests"}
    assert {name for name in top if not name.startswith(".")} <= allowed


def test_the_licence_tells_code_from_data() -> None:
    licence = (HOME / "LICENSE").read_text("utf-8")
    assert licence.startswith("MIT License")
    assert "Open Database License" in licence and "OpenStreetMap contributors" in licence


def test_a_second_run_sets_nothing_up(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", ".pins.txt"):
        shutil.copy(HOME / name, tmp_path)

    def planned(goal: str) -> list[str]:
        made = run("make", "--dry-run", goal, cwd=tmp_path)
        assert made.returncode == 0, made.stderr
        return made.stdout.splitlines()

    assert sum("--progress-bar" in line for line in planned("map")) == 2, "what a fresh machine does"
    assert not any("extract" in line or "chromium" in line for line in planned("map")), "only what runs"
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for done in ("bin/python", ".ready-to-map", ".ready-to-test"):
        (tmp_path / ".venv" / done).touch()
    made = ["build", f"{' '.join(BY_YEAR)} output/{OPERATIONS.name}"]
    assert planned("map") == [f".venv/bin/python -m karasora {words}" for words in made]
    assert not any("install" in line for line in planned("test"))


def test_ci_runs_what_anyone_runs() -> None:
    assert os.access(HOME / ".ci" / "run", os.X_OK)
    assert (HOME / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "make test"


def lint(workflow: Path) -> subprocess.CompletedProcess[str]:
    """By the schema that comes inside the linter: no network."""
    schema = ["--builtin-schema", "vendor.github-workflows"]
    return run(sys.executable, "-m", "check_jsonschema", *schema, workflow)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_the_workflow_is_valid(workflow: Path) -> None:
    checked = lint(workflow)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_linter_would_notice(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text(WORKFLOWS[0].read_text("utf-8").replace("runs-on", "run-on"), "utf-8")
    assert lint(broken).returncode == 1


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_the_workflow_pins_its_actions_and_runs_only_ours(workflow: Path) -> None:
    text = workflow.read_text("utf-8")
    actions = re.findall(r"uses: (\S+)", text)
    assert actions and all(re.fullmatch(r"actions/[\w-]+@v\d+\.\d+\.\d+", action) for action in actions)
    for command in re.findall(r"run: (.+)", text):
        assert re.match(r"make map$|\.venv/bin/karasora build( |$)", command), command


@pytest.fixture(scope="module")
def pinned() -> None:
    """Same bytes are promised for the pinned wheels on Linux x86-64."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        pytest.skip("bytes are promised on Linux x86-64")
    wanted = {name: version for name, version in pins().items() if name in needed()}
    other = {name for name, version in wanted.items() if metadata.version(name) != version}
    if other:
        pytest.skip(f"other versions than the pinned ones: {', '.join(sorted(other))}")


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "ru_RU.UTF-8", "TZ": "Asia/Almaty", "PYTHONOPTIMIZE": "1"},
    ],
    ids=["C", "ru"],
)
def test_the_committed_map_is_what_the_sources_give(
    pinned: None, surroundings: dict[str, str], tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.html"
    built = run(sys.executable, "-m", "karasora", "build", "--out", fresh, cwd=tmp_path, **surroundings)
    assert built.returncode == 0, built.stderr
    same = fresh.read_bytes() == MAP.read_bytes()
    assert same, "run `make map` and commit output/"


def test_the_committed_map_by_year_is_what_the_sources_give(pinned: None, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.html"
    built = run(sys.executable, "-m", "karasora", *BY_YEAR, fresh)
    assert built.returncode == 0, built.stderr
    same = fresh.read_bytes() == OPERATIONS.read_bytes()
    assert same, "run `make map` and commit output/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    assert built.returncode == 0, built.stderr
    [path] = folder.glob("karasora-*.whl")
    return path


def test_the_wheel_carries_everything(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    ours = [path.relative_to(HOME) for path in tracked()]
    package = {path.as_posix().removeprefix("src/") for path in ours if path.parts[0] == "src"}
    data = {f"karasora/{path.as_posix()}" for path in ours if path.parts[0] == "geodata"}
    assert package and data
    assert package | data <= names
    assert "karasora/py.typed" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert not any(name.startswith("tests") for name in names)


def test_the_wheel_builds_the_same_map(wheel: Path, pinned: None, tmp_path: Path) -> None:
    place = tmp_path / "site"
    options = ["--quiet", "--no-deps", "--no-index", "--target", place]
    pip = run(sys.executable, "-m", "pip", "install", *options, wheel)
    assert pip.returncode == 0, pip.stderr
    there = {"cwd": tmp_path, "PYTHONPATH": str(place)}
    where = run(sys.executable, "-c", "import karasora; print(karasora.__file__)", **there)
    assert where.stdout.startswith(str(place))
    built = run(sys.executable, "-m", "karasora", "build", **there)
    assert built.returncode == 0, built.stderr
    same = (tmp_path / "karasora-2025.html").read_bytes() == MAP.read_bytes()
    assert same, "run `make map` and commit output/"


def newest_python() -> Path | None:
    """The newest Python, on the PATH or installed beside the one that runs; None if it is that one."""
    folders = [*map(Path, os.get_exec_path()), *Path(sys.base_prefix).parent.glob("*/bin")]
    for minor in range(20, sys.version_info.minor, -1):
        for path in (folder / f"python3.{minor}" for folder in folders):
            if path.exists() and run(path, "-c", "import venv, ensurepip").returncode == 0:
                return path
    return None


def test_the_wheel_installs_and_runs_on_the_newest_python(wheel: Path, tmp_path: Path) -> None:
    if (python := newest_python()) is None:
        pytest.skip(f"this machine has no newer Python than 3.{sys.version_info.minor}")
    made = run(python, "-m", "venv", tmp_path / "clean")
    assert made.returncode == 0, made.stderr
    there = tmp_path / "clean" / "bin"
    options = ["--quiet", "--disable-pip-version-check", "--retries", "0", "-c", HOME / ".pins.txt"]
    pip = run(there / "python", "-m", "pip", "install", *options, wheel)
    if "No matching distribution" in pip.stderr:
        pytest.skip(f"pip can't install what karasora needs here: {pip.stderr.splitlines()[-1]}")
    assert pip.returncode == 0, pip.stderr
    told = run(there / "karasora", "--version")
    assert told.stdout == f"karasora {karasora.__version__}\n", told.stderr
    built = run(there / "karasora", "build", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    same = run(there / "karasora", "verify", tmp_path / "karasora-2025.html")
    assert same.returncode == 0, same.stdout
    guide = run(there / "karasora", "guide", "--lang", "kk")
    assert guide.stdout == (HOME / "src/karasora/guide/kk.md").read_text("utf-8"), guide.stderr


@pytest.mark.parametrize("arguments", ["--help", "build --help", "--version", "names ВКО", "no-such-verb"])
def test_both_doors_are_the_same(arguments: str) -> None:
    doors = [sys.executable, "-m", "karasora"], [Path(sys.executable).with_name("karasora")]
    module, script = (run(*door, *arguments.split()) for door in doors)
    assert module.returncode == script.returncode
    assert (module.stdout, module.stderr) == (script.stdout, script.stderr)


def test_the_version_is_told_once(wheel: Path) -> None:
    assert wheel.name.startswith(f"karasora-{karasora.__version__}-")
    [first] = re.findall(r"^\*\*([\d.]+)\.\*\*", (HOME / "README.md").read_text("utf-8"), re.MULTILINE)[:1]
    assert first == karasora.__version__, "tell of the new version in README.md, Changes"


def imported() -> set[str]:
    """The top-level modules that the package imports, wherever in its files."""
    names: set[str] = set()
    for path in (HOME / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("import_module", "_load"):
                names |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    return names - sys.stdlib_module_names - {"karasora"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["extract"]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    of_module = metadata.packages_distributions()
    used = {canonicalize_name(name) for module in imported() for name in of_module[module]}
    # Leaflet's wheel shares the module `xstatic` with others of its kind.
    used = {"xstatic-leaflet" if name.startswith("xstatic") else name for name in used}
    assert used == declared
