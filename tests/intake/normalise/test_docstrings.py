"""The examples in the docstrings say what the functions do."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from whofor.intake import normalise

MODULES = [found.name for found in pkgutil.iter_modules(normalise.__path__, "whofor.intake.normalise.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
    assert result.attempted > 0


def test_the_front_door_is_sorted_and_complete() -> None:
    assert normalise.__all__ == sorted(normalise.__all__)
    assert all(callable(getattr(normalise, name)) for name in normalise.__all__)
