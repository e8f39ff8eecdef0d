"""The documents say what is so: their commands and Python run, and their answers are those that stand there.

Each document is played from top to bottom in a folder of its own. A fence marked with a name (```csv NAME)
is the file of that name. Of ```console, lines that start with "$ " are run and the rest is their answer.
```python is run; a ```text right after it is what it prints. ```sh is not run, but its commands must hold.
Where an answer changed on purpose, `python -m tests.test_docs` writes the new ones.
"""

import argparse
import ast
import csv
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest

import karasora
from karasora import geodata
from karasora.cli import _parser, main

HOME = Path(__file__).resolve().parents[1]
CODE = HOME / "src" / "karasora"
GUIDES = {lang: CODE / "guide" / f"{lang}.md" for lang in geodata.LANGUAGES}
DOCUMENTS = [
    HOME / "README.md",
    *GUIDES.values(),
    CODE / "README.md",
    HOME / "geodata" / "README.md",
    HOME / "tests" / "README.md",
    HOME / "tests" / "benchmarks" / "README.md",
    HOME / ".github" / "CONTRIBUTING.md",
]
every_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=[d.relative_to(HOME).as_posix() for d in DOCUMENTS]
)
every_guide = pytest.mark.parametrize("document", GUIDES.values(), ids=GUIDES)

_FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_SIZE = re.compile(r"\b(\d+) KB")


class Block(NamedTuple):
    """One fence: its language, what else its first line says, its lines, and where these stand."""

    language: str
    name: str
    body: str
    start: int
    end: int


def blocks(text: str) -> list[Block]:
    return [Block(m[1], m[2], m[3], m.start(3), m.end(3)) for m in _FENCE.finditer(text)]


def said(document: Path) -> str:
    return document.read_text("utf-8")


def everything() -> str:
    return "\n".join(map(said, DOCUMENTS))


# What comes out


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command's answer: what it prints and what it complains of, in the order in which that comes."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )


def console(body: str, folder: Path) -> str:
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{run('bash', '-c', line[2:], folder=folder).stdout}" for line in commands)


def played(text: str, folder: Path) -> str:
    """The text with the answers that come out when its blocks are run one after another in `folder`."""
    made, done = "", 0
    printed: tuple[int, str] | None = None  # where the last Python block ended, and what it printed
    for block in blocks(text):
        answer = block.body
        if block.name:
            (folder / block.name).write_text(block.body, "utf-8")
        elif block.language == "console":
            answer = console(block.body, folder)
        elif block.language == "python":
            program = run(sys.executable, "-c", block.body, folder=folder)
            assert program.returncode == 0, f"{block.body}\n{program.stdout}"
            printed = block.end, program.stdout
        elif block.language == "text" and printed and text[printed[0] : block.start] == "```\n\n```text\n":
            answer = printed[1]
        made += text[done : block.start] + answer
        done = block.end
    return made + text[done:]


def lines(text: str) -> list[str]:
    """The lines without sizes of pages, which change with every line of the page's scripts."""
    return _SIZE.sub("N KB", text).splitlines()


def sizes(text: str) -> list[float]:
    return [float(size) for size in _SIZE.findall(text)]


def runnable() -> list[Path]:
    return [d for d in DOCUMENTS if any(b.language in ("console", "python") for b in blocks(said(d)))]


@pytest.mark.parametrize("document", runnable(), ids=lambda d: d.relative_to(HOME).as_posix())
def test_what_stands_there_is_what_comes_out(document: Path, tmp_path: Path) -> None:
    text = said(document)
    new = played(text, tmp_path)
    assert lines(new) == lines(text), "mend the code, or run: python -m tests.test_docs"
    assert sizes(new) == pytest.approx(sizes(text), rel=0.1)


def test_a_wrong_answer_is_noticed(tmp_path: Path) -> None:
    told = "```csv a.csv\nregion\nKZ-31\n```\n\n```console\n$ head -1 a.csv; ls nowhere\noblast\n```\n"
    assert played(told, tmp_path).splitlines()[6:8] == ["$ head -1 a.csv; ls nowhere", "region"]
    assert "nowhere" in played(told, tmp_path).splitlines()[8], "complaints belong to the answer"
    told = "```python\nprint(1)\n```\n\n```text\n2\n```\n"
    assert played(told, tmp_path) == told.replace("2", "1")
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        played("```python\n1 / 0\n```\n", tmp_path)


def test_every_kind_of_example_is_there() -> None:
    languages = {block.language for block in blocks(everything())}
    assert {"sh", "console", "python", "csv", "text"} <= languages
    assert {HOME / "README.md", *GUIDES.values(), CODE / "README.md"} <= set(runnable())


def test_the_readme_stays_short() -> None:
    text = said(HOME / "README.md")
    assert len(text.splitlines()) <= 250 and len(text.encode()) <= 16_000
    assert len(said(HOME / ".github" / "CONTRIBUTING.md").splitlines()) <= 80


# Commands and options


def verbs() -> dict[str, argparse.ArgumentParser]:
    [action] = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(action.choices)


def options() -> dict[str, set[str]]:
    """The verbs that know each long option."""
    known: dict[str, set[str]] = {}
    for verb, parser in verbs().items():
        for action in parser._actions:
            for option in action.option_strings:
                if option.startswith("--"):
                    known.setdefault(option, set()).add(verb)
    return known


def command_lines() -> Iterator[list[str]]:
    """Every call of karasora, in a block of commands or in a sentence, as words."""
    yield from (
        shlex.split(span) for span in _SPAN.findall(everything()) if re.match(r"karasora \S+ \S", span)
    )
    for block in blocks(everything()):
        if block.language not in ("sh", "console"):
            continue
        mark = "$ " if block.language == "console" else ""
        for line in (n.removeprefix(mark) for n in block.body.splitlines() if n.startswith(mark)):
            words = shlex.shlex(line, posix=True, punctuation_chars="|;")
            words.whitespace_split = True
            for _, group in groupby(words, {"|", ";"}.__contains__):
                if (call := list(group))[0] == "karasora":
                    yield call


def test_every_command_line_is_one_that_karasora_takes() -> None:
    calls = list(command_lines())
    assert len(calls) > 15
    for call in calls:
        try:
            _parser().parse_args(call[1:])
        except SystemExit as end:
            assert not end.code, f"karasora doesn't take: {shlex.join(call)}"


def test_every_make_target_exists() -> None:
    [phony] = re.findall(r"^\.PHONY: (.+)$", (HOME / "Makefile").read_text("utf-8"), re.MULTILINE)
    shell = "".join(block.body for block in blocks(everything()) if block.language == "sh")
    named = set(re.findall(r"^make (\w+)", shell, re.MULTILINE))
    assert {"map", "test", "bench"} <= named <= set(phony.split())


@every_guide
def test_a_guide_has_every_command(document: Path) -> None:
    named = {m[1] for m in re.finditer(r"^\| `karasora (\w+)", said(document), re.MULTILINE)}
    assert named == set(verbs())


@every_guide
def test_a_guide_has_every_option_beside_its_commands(document: Path) -> None:
    rows = re.findall(r"^\| `(--[\w-]+)[^|]*\|([^|]*)\|", said(document), re.MULTILINE)
    told = {option: set(_SPAN.findall(cell)) or set(verbs()) for option, cell in rows}
    assert told == options()


def test_every_option_that_is_named_exists() -> None:
    spans = [span for span in _SPAN.findall(everything()) if span.startswith(("karasora ", "--"))]
    named = {m for span in spans for m in re.findall(r"(?<!\S)--[a-z-]+", span)}
    of_its_own = {option for action in _parser()._actions for option in action.option_strings}
    assert named <= set(options()) | {option for option in of_its_own if option.startswith("--")}


@every_guide
def test_the_command_gives_the_guide(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "--lang", document.stem]) == 0
    assert capsys.readouterr().out == said(document)


# Columns, keys and names


def rows(name: str) -> list[dict[str, str]]:
    with (HOME / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spans(document: Path) -> set[str]:
    return {span for line in _SPAN.findall(said(document)) for span in (line, *line.split())}


@every_guide
def test_a_guide_has_every_column_choice_and_measure(document: Path) -> None:
    columns = {row["column"] for row in rows("src/karasora/tables/columns.csv") if row["column"]}
    cells = rows("src/karasora/tables/choices.csv")
    choices = {row["choice"] for row in cells if row["choice"] and row["column"] not in ("country", "sum")}
    measures = {row["key"] for row in rows("geodata/measures.csv")} - {"incidents"}
    assert columns and choices and measures
    assert (columns | choices | measures) - spans(document) == set()


def test_all_guides_say_the_same() -> None:
    texts = [said(document) for document in GUIDES.values()]
    terms = [{s for s in _SPAN.findall(text) if re.fullmatch(r"[a-z_-]+", s)} for text in texts]
    shapes = [re.findall(r"^(##|\||```\w+|!|- )", text, re.MULTILINE) for text in texts]
    assert terms[0] == terms[1] == terms[2]
    assert shapes[0] == shapes[1] == shapes[2]


def test_every_name_of_the_package_is_told() -> None:
    table = [line for line in said(CODE / "README.md").splitlines() if line.startswith("| `")]
    told = {name for line in table for name in re.findall(r"`(\w+)", line.split("|")[1])}
    assert set(karasora.__all__) <= told


@every_guide
def test_every_key_of_the_address_is_told(document: Path) -> None:
    script = (CODE / "page/assets/scripts/data/state.js").read_text("utf-8")
    [accepts] = re.findall(r"const accepts = \{(.*?)\n  \};", script, re.DOTALL)
    keys = set(re.findall(r"^    (\w+): \(", accepts, re.MULTILINE))
    assert {"lang", "measure", "region", "incident"} <= keys
    assert keys - spans(document) == set()


# Files


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@every_document
def test_links_lead_somewhere(document: Path) -> None:
    text = _FENCE.sub("", said(document))
    anchors = {slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    targets = set(re.findall(r"\]\(([^)\s]+)\)", text))
    broken = {t for t in targets if t.startswith("#") and t[1:] not in anchors}
    files = {t.partition("#")[0] for t in targets if not t.startswith(("#", "https://", "http://"))}
    assert broken | {file for file in files if not (document.parent / file).exists()} == set()


def plan() -> str:
    [body, *_] = [b.body for b in blocks(said(CODE / "README.md")) if b.language == "text"]
    return body


def test_the_rooms_are_where_the_plan_says() -> None:
    rooms = re.findall(r"^  ([a-z_]+(?:\.py|/)) ", plan(), re.MULTILINE)
    assert len(rooms) > 10
    assert [room for room in rooms if not (HOME / "src/karasora" / room).exists()] == []
    tops = re.findall(r"^([a-z]+/)", plan(), re.MULTILINE)
    assert [top for top in tops if not (HOME / top).is_dir()] == []


def imported_by(file: Path) -> set[str]:
    """The rooms that a module needs when it is loaded; what a function imports when called is not asked."""
    made = [node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.ImportFrom)]
    ours = [node for node in made if (node.module or "").partition(".")[0] == "karasora"]
    names = {f"{node.module}.{alias.name}" for node in ours for alias in node.names}
    return {name.split(".")[1] for name in names}


def test_a_room_imports_only_what_stands_above_it() -> None:
    order = re.findall(r"^  ([a-z_]+)", plan(), re.MULTILINE)
    files = (HOME / "src/karasora").rglob("*.py")
    pairs = {
        (f.relative_to(HOME / "src/karasora").parts[0].removesuffix(".py"), i)
        for f in files
        for i in imported_by(f)
    }
    upward = {
        (room, i) for room, i in pairs if {room, i} <= set(order) and order.index(i) > order.index(room)
    }
    assert ("page", "incidents") in pairs
    assert not upward


def refresh() -> None:
    """Write the answers that come out into the documents, and touch nothing else of them."""
    for document in runnable():
        with tempfile.TemporaryDirectory() as folder:
            new = played(old := said(document), Path(folder))
        if lines(new) != lines(old) or sizes(new) != pytest.approx(sizes(old), rel=0.02):
            document.write_text(new, "utf-8")


if __name__ == "__main__":
    refresh()
