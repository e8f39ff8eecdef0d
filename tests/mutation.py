"""Mutation testing: does a test fail once a line says something else?

    make mutation                                       every mutant; hours
    make mutation ARGS="--sample 100"                   so many of each module, always the same ones
    make mutation ARGS="quantities names.fold"          of these modules

A mutant is one edit: an operator or a condition turned round, a number raised, an element, an argument or a
statement left out, a word of a table, a letter of a row of letters or a sign of a pattern gone. Docstrings,
annotations and f-strings (what is said to people) stay. Each mutant is imported in a fork of its own, before
which only other people's packages were loaded, so that what is made on import (tables, patterns) and what a
cache keeps is mutated like the rest. Then the tests of its module run until one fails.
"""

import argparse
import ast
import importlib
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from itertools import pairwise
from pathlib import Path
from types import CodeType
from typing import NamedTuple, NoReturn

HOME = Path(__file__).resolve().parents[1]
SOURCE = HOME / "src" / "karasora"
#: What alters a figure or the region that it belongs to, and the tests that must tell.
TESTS = {
    "quantities": ("tests/test_quantities.py",),
    "sums": ("tests/test_sums.py", "tests/test_unit_totals.py"),
    "names": ("tests/test_names.py",),
}
LOADED_BEFORE = ("geopandas", "hypothesis", "pandas", "pyarrow.compute", "pymorphy3", "pytest", "rapidfuzz")
SECONDS = 90  # that the tests of one mutant may take
STILLBORN = 100
OUTCOMES = {0: "survived", STILLBORN: "not importable", -signal.SIGALRM: "timed out"}  # else "killed"
SWAPS = {
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="), ast.GtE: (">=", ">"), ast.In: ("in", "not in"), ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is"), ast.And: ("and", "or"), ast.Or: ("or", "and"),
    ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"),
    ast.BitOr: ("|", "&"), ast.BitAnd: ("&", "|"), ast.Not: ("not", ""), ast.USub: ("-", ""),
    ast.Invert: ("~", ""),
}  # fmt: skip
_SIGN = r"(?<!\{)\{(?!\{)[^}]*\}|\\?[^\s\"]"  # of a pattern; a placeholder is one
_LETTER = r"\\.|[^\"]"
_WORD = r"[^\s\"]+"


class Edit(NamedTuple):
    """The bytes from `start` to `end` of a module, and what stands there instead."""

    start: int
    end: int
    new: bytes = b""


class Module:
    """A module's source and its mutants."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
        self.source = path.read_bytes()
        self._lines = [0, *(found.end() for found in re.finditer(b"\n", self.source))]

    def mutated(self, edit: Edit) -> bytes:
        return self.source[: edit.start] + edit.new + self.source[edit.end :]

    def told(self, edit: Edit) -> str:
        """Where a mutant is, and its line as it becomes."""
        line = self.source.count(b"\n", 0, edit.start)
        becomes = self.mutated(edit)[self._lines[line] :].split(b"\n", 1)[0].decode().strip()
        return f"{self.path.relative_to(HOME)}:{line + 1}: {becomes}"

    def edits(self) -> list[Edit]:
        """Every edit after which the module is still Python, and another one."""
        tree = ast.parse(self.source)
        as_it_is = ast.dump(tree)
        found = []
        for edit in dict.fromkeys(self._edits(tree, tree, in_function=False)):
            try:
                becomes = ast.dump(ast.parse(self.mutated(edit)))
            except (SyntaxError, ValueError):
                continue
            if becomes != as_it_is:
                found.append(edit)
        return sorted(found)

    def _edits(self, node: ast.AST, parent: ast.AST, *, in_function: bool) -> Iterator[Edit]:
        if isinstance(node, ast.Constant | ast.JoinedStr):
            yield from self._of_constant(node, parent, in_function=in_function)
            return
        yield from self._of_operators(node)
        yield from self._of_statement(node)
        yield from map(self._without, self._elements(node))
        in_function |= isinstance(node, ast.FunctionDef)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "bases", "decorator_list"):
                continue
            for child in value if isinstance(value, list) else [value]:
                docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
                if isinstance(child, ast.AST) and not docstring:
                    yield from self._edits(child, node, in_function=in_function)

    def _of_operators(self, node: ast.AST) -> Iterator[Edit]:
        """The operator between two operands, or before the only one, swapped."""
        match node:
            case ast.Compare(left=left, ops=operators, comparators=others):
                operands = [left, *others]
            case ast.BoolOp(op=operator, values=operands):
                operators = [operator] * (len(operands) - 1)
            case (
                ast.BinOp(left=left, op=operator, right=right)
                | ast.AugAssign(target=left, op=operator, value=right)
            ):
                operands, operators = [left, right], [operator]
            case ast.UnaryOp(op=operator, operand=operand):
                yield from self._swapped(self._start(node), self._start(operand), operator)
                return
            case _:
                return
        for (one, other), operator in zip(pairwise(operands), operators, strict=True):
            yield from self._swapped(self._end(one), self._start(other), operator)

    def _swapped(self, start: int, end: int, operator: ast.AST) -> Iterator[Edit]:
        if type(operator) in SWAPS:
            old, new = SWAPS[type(operator)]
            yield Edit(start, end, self.source[start:end].replace(old.encode(), new.encode(), 1))

    def _of_statement(self, node: ast.AST) -> Iterator[Edit]:
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            yield self._instead(node.test, f"(not ({self._written(node.test)}))")
        elif isinstance(node, ast.comprehension):
            yield from (self._instead(test, "True") for test in node.ifs)
        elif isinstance(node, ast.Expr | ast.Raise | ast.Break | ast.AugAssign | ast.Continue):
            yield self._instead(node, "pass")
        if isinstance(node, ast.Continue):
            yield self._instead(node, "break")

    def _elements(self, node: ast.AST) -> list[ast.expr | ast.keyword]:
        match node:
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
                return [*elements]
            case ast.Call(args=args, keywords=keywords) if len(args) + len(keywords) > 1:
                return [*args[-1:], *keywords]
            case ast.Dict(values=elements):
                return [*elements]
        return []

    def _without(self, element: ast.AST) -> Edit:
        """An element left out with the comma after it, or else before it; a value with its key."""
        start, end = self._start(element), self._end(element)
        if key := re.search(rb"(?:\"[^\"\n]*\"|\b\w+): *\Z", self.source[:start]):
            start = key.start()
        if comma := re.compile(rb"\s*,").match(self.source, end):
            return Edit(start, comma.end())
        return Edit(max(self.source.rfind(b",", 0, start), 0), end)

    def _of_constant(
        self, node: ast.Constant | ast.JoinedStr, parent: ast.AST, *, in_function: bool
    ) -> Iterator[Edit]:
        written = self._written(node)
        called = ast.unparse(parent.func) if isinstance(parent, ast.Call) else ""
        match node:
            case ast.Constant(value=bool(value)):
                yield self._instead(node, str(not value))
            case ast.Constant(value=int() | float()):
                yield self._instead(node, f"({written} + 1)")
            case ast.Constant(value=str()) | ast.JoinedStr() if written[0] == "r" or called == "re.compile":
                yield from self._parts(node, _SIGN)
            case ast.Constant(value=str()) if in_function:
                yield self._instead(node, '""')
            case ast.Constant(value=str()) if called:
                yield from self._parts(node, _LETTER, "_")
            case ast.Constant(value=str(value)) if " " in value.strip() or isinstance(parent, ast.Dict):
                yield from self._parts(node, _WORD)

    def _parts(self, node: ast.AST, pattern: str, new: str = "") -> Iterator[Edit]:
        written, start = self._written(node), self._start(node)
        for part in re.finditer(pattern, written):
            first = start + len(written[: part.start()].encode())
            yield Edit(first, first + len(part.group().encode()), new.encode())

    def _instead(self, node: ast.AST, new: str) -> Edit:
        return Edit(self._start(node), self._end(node), new.encode())

    def _written(self, node: ast.AST) -> str:
        return self.source[self._start(node) : self._end(node)].decode()

    def _start(self, node: ast.AST) -> int:
        return self._lines[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]

    def _end(self, node: ast.AST) -> int:
        return self._lines[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]


def outcome(module: Module, edit: Edit, tests: tuple[str, ...]) -> str:
    """What the tests say of a mutant, asked in a fork."""
    pid = os.fork()
    if pid == 0:
        run_mutant(module, edit, tests)
    _, status = os.waitpid(pid, 0)
    return OUTCOMES.get(os.waitstatus_to_exitcode(status), "killed")


def run_mutant(module: Module, edit: Edit, tests: tuple[str, ...]) -> NoReturn:
    import pytest

    signal.alarm(SECONDS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    as_it_is = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        mutated = name == module.name
        return compile(module.mutated(edit), module.path, "exec") if mutated else as_it_is(loader, name)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    try:
        importlib.import_module(module.name)
    except BaseException:
        os._exit(STILLBORN)
    os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=few", *tests]))


def check(module: Module, sample: int | None) -> None:
    """Run the mutants of a module; say which survive, and how many there are."""
    edits = module.edits()
    if sample and sample < len(edits):
        edits = sorted(random.Random(5).sample(edits, sample))
    tests = TESTS[module.name.split(".")[1]]
    seen, started = Counter[str](), time.monotonic()
    for edit in edits:
        seen[said := outcome(module, edit, tests)] += 1
        if said in ("survived", "timed out"):
            print(f"{said}: {module.told(edit)}", flush=True)
    told = ", ".join(f"{n} {said}" for said, n in sorted(seen.items()))
    print(f"{module.name}: {len(edits)} mutants: {told}; {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="*", default=list(TESTS), help=f"{', '.join(TESTS)}, names.fold …")
    parser.add_argument("--sample", type=int, help="at most so many mutants of each module")
    options = parser.parse_args()
    os.chdir(HOME)
    sys.path.insert(0, str(SOURCE.parent))
    for name in LOADED_BEFORE:
        importlib.import_module(name)
    settings = importlib.import_module("hypothesis").settings
    settings.register_profile("few", max_examples=20, deadline=None, derandomize=True, database=None)
    for path in sorted(SOURCE.rglob("*.py")):
        module = Module(path)
        name = module.name.removeprefix("karasora.")
        if name.split(".")[0] in TESTS and any(f"{name}.".startswith(f"{m}.") for m in options.modules):
            check(module, options.sample)


if __name__ == "__main__":
    main()
