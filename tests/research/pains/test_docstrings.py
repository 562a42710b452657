"""The examples in the docstrings say what the functions do."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from whofor.research import pains

MODULES = [found.name for found in pkgutil.iter_modules(pains.__path__, "whofor.research.pains.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
