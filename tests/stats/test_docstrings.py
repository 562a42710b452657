"""The examples in the docstrings say what the functions do."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

from whofor import stats

MODULES = [found.name for found in pkgutil.iter_modules(stats.__path__, "whofor.stats.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
    assert result.attempted > 0


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_has_an_example(name: str) -> None:
    module = importlib.import_module(name)
    for public in module.__all__:
        thing = getattr(module, public)
        if inspect.isfunction(thing):
            assert ">>>" in (thing.__doc__ or ""), public
