"""A small synthetic export and a workspace that was filled with it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from whofor.app.import_source import import_source
from whofor.example import csv_files, generate
from whofor.workspace import write_files

TODAY = date(2026, 10, 1)


@pytest.fixture(scope="session")
def small_export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export files of 700 made-up deals; not to be changed."""
    return write_files(tmp_path_factory.mktemp("small") / "exports", csv_files(generate(1, n_deals=700)))


@pytest.fixture(scope="session")
def filled(small_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds the small export; not to be changed."""
    folder = tmp_path_factory.mktemp("filled") / "ws"
    import_source(small_export, workspace=folder, today=TODAY)
    return folder


@pytest.fixture
def workspace(filled: Path, tmp_path: Path) -> Path:
    """A workspace of one's own that holds the small export."""
    return Path(shutil.copytree(filled, tmp_path / "ws"))
