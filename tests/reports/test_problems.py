"""Errors in French: each sentence that the code can print is in the catalogue, with the same values."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

import pytest

import whofor
from whofor.errors import Problem, Sentence
from whofor.reports.catalogue import read_problems
from whofor.reports.wording.problems import problem_lines

SOURCES = sorted(Path(whofor.__file__).parent.rglob("*.py"))

ARGUMENTS = {
    "Problem": (0, 3),
    "BadFileError": (0, 1),
    "wrong": (0, 3),
    "_wrong": (0, 3),
    "report": (0, 2),
    "add": (0, 3),
    "Sentence": (0,),
    "WhoforError": (0,),
    "InputError": (0,),
    "SourceError": (0,),
    "MappingError": (0,),
    "DataError": (0,),
    "WorkspaceError": (0,),
    "UsageError": (0,),
    "Cancelled": (0,),
}
"""Calls that take sentences of messages, and which of their arguments they are."""

NO_WORDS = {"{columns}. {near}", "{names}, …"}
"""Sentences that are put together from others, with no word of a language in them."""


def test_each_sentence_of_an_error_is_in_french_with_the_same_values() -> None:
    catalogue = read_problems("fr")
    sentences = {text for path in SOURCES for text in sentences_of(ast.parse(path.read_text(encoding="utf-8")), path)}
    assert len(sentences) > 200
    missing = sorted(text for text in sentences - NO_WORDS if catalogue.gettext(text) == text)
    assert missing == []
    differing = [text for text in sentences if names_in(text) != names_in(catalogue.gettext(text))]
    assert differing == []


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (
            Problem(Sentence("The file cannot be read: {reason}", reason="columns"), "a.csv", todo="Check its rights."),
            "a.csv\xa0: Impossible de lire le fichier\xa0: columns. Vérifiez vos droits d’accès.",
        ),
        (
            Problem(Sentence("The file is {meaning}, not CSV", meaning=Sentence("a PDF"))),
            "Le fichier est un PDF, pas un CSV.",
        ),
    ],
)
def test_values_stay_as_they_are_but_sentences_within_a_sentence_are_translated(problem: Problem, line: str) -> None:
    assert problem_lines((problem,), "fr") == [line]


def names_in(text: str) -> set[str]:
    """Return the names of the values in a template."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def sentences_of(tree: ast.Module, path: Path) -> Iterator[str]:
    """Return the sentences that are given to messages in a module, also by way of a variable."""
    constants = assigned([node for node in tree.body if isinstance(node, ast.Assign)])
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] + [tree]:
        known = constants | assigned([node for node in ast.walk(function) if isinstance(node, ast.Assign)])
        for call in [node for node in ast.walk(function) if isinstance(node, ast.Call)]:
            for given in arguments_of(call, path):
                yield from texts_of(given, known)


def assigned(nodes: Sequence[ast.Assign]) -> dict[str, list[ast.expr]]:
    """Return the values of each variable."""
    values: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
    return values


def arguments_of(call: ast.Call, path: Path) -> list[ast.expr]:
    """Return the arguments of a call that are sentences."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name == "did_you_mean" or (name == "whole" and path.name == "options.py"):
        return [word.value for word in call.keywords if word.arg in ("what", "todo")]
    if name not in ARGUMENTS or (name == "add" and path.name != "mapping_file.py"):
        return []
    named = [word.value for word in call.keywords if word.arg in ("what", "todo") and name != "Sentence"]
    return [call.args[place] for place in ARGUMENTS[name] if place < len(call.args)] + named


def texts_of(given: ast.expr, known: dict[str, list[ast.expr]]) -> Iterator[str]:
    """Return the texts that an expression may be."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value:
        yield given.value
    elif isinstance(given, ast.JoinedStr):
        raise AssertionError(f"an f-string cannot be translated, a Sentence can: {ast.unparse(given)}")
    elif isinstance(given, ast.IfExp):
        yield from texts_of(given.body, known)
        yield from texts_of(given.orelse, known)
    elif isinstance(given, ast.BoolOp):
        for value in given.values:
            yield from texts_of(value, known)
    elif isinstance(given, ast.Name):
        for value in known.get(given.id, []):
            yield from texts_of(value, {})


def test_a_value_that_a_terminal_would_obey_is_shown_as_its_escape() -> None:
    (line,) = problem_lines((Problem("The file is not text", "a\x1bb.csv", "\x1b[31m\u202e", "Save\nit."),), "en")
    assert line == "ab.csv: The file is not text (“\\x1b[31m\\u202e”). Save it."


def test_names_within_sentences_forge_no_line() -> None:
    problem = Problem(Sentence("No file looks like {name}", name="x\nwhofor: All fine\x07"), todo="Go.")
    assert problem_lines((problem,), "en") == ["No file looks like x whofor: All fine. Go."]
