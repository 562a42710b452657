"""The house keeps its shape."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import whofor

SOURCE = Path(whofor.__file__).parent


def test_layers_point_downwards() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=SOURCE.parent.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


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
