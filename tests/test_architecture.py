"""The house keeps its shape: layers, no cycle, small rooms, each name once."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import whofor

SOURCE = Path(whofor.__file__).parent
MODULES = {
    ".".join(("whofor", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__"): ast.parse(
        path.read_text(encoding="utf-8")
    )
    for path in sorted(SOURCE.rglob("*.py"))
}

MOST_AT_THE_TOP = 30
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 50
MOST_PARAMETERS = 7
DEEPEST = 4

TOP = {
    "analysis": "the recipe: the method as steps",
    "app": "use cases, one file an intent",
    "arrays": "shapes of arrays",
    "cli": "entry: parse, call one use case, show",
    "csv_text": "tables as CSV that no spreadsheet runs",
    "cube": "the search kernel and its twin",
    "days": "days, months, quarters",
    "documents": "results as documents and back",
    "engines": "IO: where rows live",
    "errors": "what goes wrong, with what to do",
    "example": "the made-up CRM with a planted truth",
    "figures": "estimates and comparisons, made once",
    "intake": "an export becomes canonical tables",
    "lexicon": "words that several rooms share",
    "model": "the vocabulary",
    "outcomes": "what a deal brought, one file each",
    "people": "job titles into level and department",
    "research": "what the market says in its own words",
    "profile": "whether a profile still holds, and what changed",
    "reports": "results into pages and text",
    "schema": "canonical tables, deals as rows",
    "scoring": "an additive card, what is unknown, reasons, proof",
    "segments": "conditions, encoding, selection",
    "situations": "what was going on: rules over dated signals",
    "stats": "general numbers",
    "text": "one folding of text, near names",
    "validation": "split, ripeness, leaks, checks, verdict",
    "version": "the version",
    "workspace": "IO: the user's folder",
    "worth": "what types of client are worth",
}
"""Packages and modules at the top. A new one goes here, into the layers of `pyproject.toml` and ARCHITECTURE.md."""

EXCEPTIONS: dict[str, str] = {
    "whofor.model.options:__init__": "each option of a search is a parameter: this is the dataclass of options",
}
"""Module, or module:function, that is larger than the limits, and why. One that keeps to them must go from here."""


def functions(module: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, bool]]:
    """Each function of a module: its place, its tree, and whether its first parameter is the object itself."""
    methods = {
        id(node)
        for owner in ast.walk(MODULES[module])
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if not any(isinstance(by, ast.Name) and by.id == "staticmethod" for by in getattr(node, "decorator_list", ()))
    }
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module}:{node.name}", node, id(node) in methods


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    assert node.end_lineno is not None
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node) is not None:
        text = node.body[0]
        assert text.end_lineno is not None
        lines -= text.end_lineno - text.lineno + 1
    return lines


def depth_of(node: ast.AST, *, depth: int = 0) -> int:
    """How deep blocks are nested within a function; `elif` is no deeper, functions within count by themselves."""
    deepest = depth
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            is_block = isinstance(child, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.Match)
            is_elif = isinstance(node, ast.If) and field == "orelse" and isinstance(child, ast.If) and len(value) == 1
            deepest = max(deepest, depth_of(child, depth=depth + (is_block and not is_elif)))
    return deepest


def parameters_of(node: ast.FunctionDef | ast.AsyncFunctionDef, *, is_method: bool) -> int:
    """Number of parameters; the object itself is none."""
    given = node.args
    return len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs) - is_method


def too_large() -> dict[str, str]:
    """What is larger than the limits: its place and its size."""
    found: dict[str, str] = {}
    for module in MODULES:
        lines = len((SOURCE / path_of(module)).read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES:
            found[module] = f"{lines} lines"
        for place, node, is_method in functions(module):
            sizes = {
                "lines": (lines_of(node), MOST_LINES_OF_A_FUNCTION),
                "parameters": (parameters_of(node, is_method=is_method), MOST_PARAMETERS),
                "deep": (depth_of(node), DEEPEST),
            }
            if over := [f"{size} {what}" for what, (size, most) in sizes.items() if size > most]:
                found[place] = ", ".join(over)
    return found


def path_of(module: str) -> Path:
    """Path of a module below the package."""
    path = Path(*module.split(".")[1:])
    return path / "__init__.py" if (SOURCE / path).is_dir() else path.with_suffix(".py")


def imports_of(module: str) -> set[str]:
    """Modules of the package that a module imports, anywhere in it: at the top, late, or for types alone."""
    found: set[str] = set()
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else node.module)
    return found & set(MODULES)


def cycles(edges: dict[str, set[str]]) -> list[list[str]]:
    """Groups of nodes that reach each other."""
    reached: dict[str, set[str]] = {}
    for start, following in edges.items():
        seen: set[str] = set()
        ahead = list(following)
        while ahead:
            node = ahead.pop()
            if node not in seen:
                seen.add(node)
                ahead += edges[node]
        reached[start] = seen
    groups = {
        tuple(sorted(other for other in reached[node] if node in reached[other]))
        for node in edges
        if node in reached[node]
    }
    return [list(group) for group in sorted(groups)]


def class_names(module: str) -> Iterator[str]:
    """Public classes and type aliases that a module defines, also for types alone."""
    top = MODULES[module].body
    for node in [*top, *(inner for outer in top if isinstance(outer, ast.If) for inner in outer.body)]:
        match node:
            case ast.ClassDef(name=name):
                found = name
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias")):
                found = name
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() | ast.BinOp()):
                found = name
            case _:
                continue
        if found[0].isupper() and not found.isupper():
            yield found


def test_layers_point_downwards() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=SOURCE.parent.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_cycle_not_even_for_types() -> None:
    assert cycles({module: imports_of(module) for module in MODULES}) == []


def test_cycles_are_found() -> None:
    edges = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": {"e"}, "f": set[str]()}
    assert cycles(edges) == [["a", "b", "c"], ["e"]]
    late_and_at_the_top = {"whofor.engines.duckdb.importer", "whofor.intake.importing.ports"}
    assert imports_of("whofor.engines.open") > late_and_at_the_top


def test_every_room_at_the_top_has_its_place() -> None:
    there = {p.stem for p in SOURCE.iterdir() if (p.is_dir() or p.suffix == ".py") and p.stem[0] != "_"}
    assert there == set(TOP)
    assert len(TOP) <= MOST_AT_THE_TOP


def test_rooms_stay_small() -> None:
    found = too_large()
    beyond = {place: size for place, size in found.items() if place not in EXCEPTIONS}
    assert beyond == {}, "carve it, or say in EXCEPTIONS why it is one piece"
    assert set(EXCEPTIONS) - set(found) == set(), "these keep to the limits now: take them out of EXCEPTIONS"
    assert all(EXCEPTIONS.values())


@pytest.mark.parametrize(
    ("text", "lines", "depth", "parameters"),
    [
        ('def f(a, /, b, *, c=1):\n    """Two\n    lines."""\n    return a\n', 2, 0, 3),
        ("def f():\n    if a:\n        b\n    elif c:\n        for d in e:\n            f\n", 6, 2, 0),
        ("def f():\n    try:\n        with a:\n            b\n    finally:\n        c\n", 6, 2, 0),
        ("def f():\n    if a:\n        def g():\n            if b:\n                c\n", 5, 1, 0),
        ("def f():\n    match a:\n        case 1:\n            if b:\n                c\n", 5, 2, 0),
    ],
)
def test_sizes_are_measured(text: str, lines: int, depth: int, parameters: int) -> None:
    (node,) = ast.parse(text).body
    assert isinstance(node, ast.FunctionDef)
    assert (lines_of(node), depth_of(node), parameters_of(node, is_method=False)) == (lines, depth, parameters)


def test_no_two_classes_of_one_name() -> None:
    where: defaultdict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        for name in class_names(module):
            where[name].append(module)
    assert {name: modules for name, modules in where.items() if len(modules) > 1} == {}


def test_no_drawer_for_odds_and_ends() -> None:
    names = {p.stem for p in SOURCE.rglob("*.py")} | {p.name for p in SOURCE.rglob("*") if p.is_dir()}
    assert not names & {"utils", "util", "common", "helpers", "core", "misc"}


def test_the_front_door() -> None:
    assert whofor.__all__ == sorted(whofor.__all__)
    assert dir(whofor) == sorted(whofor.__all__)
    assert all(getattr(whofor, name) is not None for name in whofor.__all__)


def test_import_is_light() -> None:
    code = (
        "import sys, whofor; sys.exit(', '.join({'numpy', 'duckdb', 'scipy', 'rich', 'typer'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
