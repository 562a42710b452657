"""An environment of its own for each tool, made once with venv and pip in the cache folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
PACKAGES = {
    "pysubgroup": ("pysubgroup==0.9.0", "numba"),
    "sd4py": ("sd4py==0.1.7", "pandas<3", "setuptools<81"),
    "sliceline": ("sliceline[optimized]==0.3.0",),
    "numpy": ("numpy==2.4.6",),
    "pyfim": ("pyfim==6.28", "numpy==2.4.6"),
}
"""What each peer needs: sd4py asks for pkg_resources, and does not know the text columns of pandas 3."""


def make_environment(name: str, cache: Path) -> Path:
    """The interpreter of an environment; made where it is not there, or was made of other things.

    Args:
        name: `whofor`, which is this checkout, or a peer.
        cache: Folder of the environments.

    Raises:
        CalledProcessError: It cannot be made.
    """
    folder = cache / "environments" / name
    python, stamp, code_stamp = folder / "bin" / "python", folder / "made-of.txt", folder / "code.txt"
    is_ours = name == "whofor"
    made_of = (PROJECT / "pyproject.toml").read_text(encoding="utf-8") if is_ours else "\n".join(PACKAGES[name])
    code = _code() if is_ours else ""
    if not python.exists() or _text(stamp) != made_of:
        print(f"making the environment of {name}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        _pip(python, [str(PROJECT)] if is_ours else list(PACKAGES[name]))
        stamp.write_text(made_of, encoding="utf-8")
    elif _text(code_stamp) != code:
        print(f"installing {name} anew", flush=True)
        _pip(python, ["--force-reinstall", "--no-deps", str(PROJECT)])
    code_stamp.write_text(code, encoding="utf-8")
    return python


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _pip(python: Path, wanted: list[str]) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    subprocess.run(command, check=True, env=clean)


def make_limits(cache: Path) -> Path:
    """The program that measures the machine, compiled for it."""
    program = cache / "limits"
    compiler = next(filter(None, map(shutil.which, (os.environ.get("CC", "cc"), "gcc", "clang"))), None)
    if compiler is None:
        raise SystemExit("no C compiler (cc, gcc or clang): the limits of the machine cannot be measured")
    flags = ["-std=gnu11", "-O3", "-march=native", "-pthread"]
    subprocess.run([compiler, *flags, str(HERE / "limits.c"), "-o", str(program)], check=True)
    return program


def _code() -> str:
    """Hash of all code that goes into the package."""
    digest = hashlib.sha256()
    paths = [PROJECT / "hatch_build.py", PROJECT / "kernel_build.py", *(PROJECT / "src").rglob("*")]
    for path in sorted(p for p in paths if p.suffix in {".py", ".toml", ".c", ".h"}):
        digest.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
