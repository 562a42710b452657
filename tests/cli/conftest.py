"""The command line as a user calls it, and small exports to call it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from whofor.example import csv_files, generate

Run = Callable[..., "subprocess.CompletedProcess[str]"]

MAPPING = """
[deals]
key = "id"
rest = "definition"
[deals.columns]
opened = "opened"
closed = "closed"
[deals.outcome]
column = "status"
won = "won"
lost = "lost"
open = "open"
"""


@pytest.fixture(scope="session")
def whofor() -> Run:
    """Call `whofor` in a process of its own."""

    def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from whofor.cli import main; main()", *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=cwd,
            env={**os.environ, **environment},
            timeout=600,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small synthetic HubSpot export."""
    folder = tmp_path_factory.mktemp("export")
    for name, content in csv_files(generate(1, n_deals=700)).items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """A mapping for the small hand-made deals files."""
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING)
    return path
