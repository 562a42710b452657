"""Wheels as users install them: built with a compiler and without one, and installed into an empty environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
NEEDED = ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py", "kernel_build.py", "src")
MINUTES = 20


def run(command: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=None if env is None else dict(env),
        capture_output=True,
        text=True,
        check=False,
        timeout=60 * MINUTES,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout + done.stderr


def without_compiler(folder: Path) -> dict[str, str]:
    """An environment in which no compiler is found: nothing but Python is on the path."""
    (folder / "bin").mkdir()
    return {**{k: v for k, v in os.environ.items() if k not in ("CC", "CFLAGS")}, "PATH": str(folder / "bin")}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own, with what a wheel depends on."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--requirement", PROJECT / "requirements" / "base.txt"], folder)
    return folder


@pytest.mark.parametrize("compiler", [False, True], ids=["without a compiler", "with a compiler"])
def test_a_wheel_is_built_installed_and_run(compiler: bool, empty: Path, tmp_path: Path) -> None:
    if compiler and shutil.which("cc") is None and shutil.which("gcc") is None:
        pytest.skip("no C compiler on this machine: the wheel with the compiled kernel is not built")
    source, made = tmp_path / "source", tmp_path / "made"
    source.mkdir()
    for name in NEEDED:
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, source / name)
    for library in source.glob("src/whofor/cube/_kernel.*"):
        library.unlink()
    env = dict(os.environ) if compiler else without_compiler(tmp_path)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run([*pip, "--wheel-dir", made, source], tmp_path, env)
    (wheel,) = made.glob("*.whl")
    assert wheel.name.startswith("whofor-")
    assert wheel.name.endswith("-py3-none-any.whl") is not compiler
    install = [empty / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*install, "--no-deps", "--force-reinstall", wheel], tmp_path)
    whofor = empty / "bin" / "whofor"
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    assert run([whofor, "--version"], tmp_path, clean).startswith("whofor ")
    health = json.loads(run([whofor, "doctor", "--json"], tmp_path, clean))
    # The NumPy kernel serves where there is no compiled one, and `doctor` says which one does.
    assert health["kernel"].startswith("numpy") is not compiler
    if compiler:  # what the kernels find is compared elsewhere: one demo from an installed wheel is enough
        return
    shown = run([whofor, "demo", "--permutations", "200", "--lang", "fr"], tmp_path, clean)
    assert "À VISER" in shown
    assert (tmp_path / "demo" / "report.fr.html").is_file()
