"""The examples of all docstrings run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import whofor

MODULES = sorted(m.name for m in pkgutil.walk_packages(whofor.__path__, "whofor.") if not m.name.endswith("._kernel"))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    examples = (t.examples for name in MODULES for t in finder.find(importlib.import_module(name)))
    assert sum(map(len, examples)) > 200
