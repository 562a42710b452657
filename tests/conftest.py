"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Folder of the real data sets; tests that need it are skipped, saying so, where it is absent."""
    folder = Path(os.environ.get("WHOFOR_DATA", PROJECT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"real data not found at {folder}: set WHOFOR_DATA to run this test")
    return folder


@pytest.fixture(scope="session")
def mappings_dir() -> Path:
    """Folder of the example mappings."""
    return PROJECT / "examples" / "mappings"
