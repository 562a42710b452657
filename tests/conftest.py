"""Fixtures shared by all tests."""

from __future__ import annotations

import gc
import os
import signal
import threading
from pathlib import Path

import pytest
from hypothesis import settings

from made_rows import Make, make_rows

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    # Tests started in the background ignore Ctrl-C; the programs that they start shall hear it as on a terminal.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says how busy the machine is.
settings.register_profile("whofor", deadline=None)
settings.load_profile("whofor")

PROJECT = Path(__file__).resolve().parent.parent


def pytest_collection_finish() -> None:
    """Leave all that is loaded by now out of every later collection of garbage: some libraries collect at each call."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let what was left out be taken down at the end."""
    gc.unfreeze()


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


@pytest.fixture(scope="session")
def make() -> Make:
    """The maker of deals."""
    return make_rows
