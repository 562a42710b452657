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
}
"""What each peer needs: sd4py asks for pkg_resources, and does not know the text columns of pandas 3."""


def make_environment(name: str, cache: Path) -> Path:
    """The interpreter of an environment; made where it is not there, or was made of other things.

    Args:
        name: `whofor`, which is this checkout, or a peer.
        cache: Folder of the environments.
    """
    folder = cache / "environments" / name
    python, stamp = folder / "bin" / "python", folder / "made-of.txt"
    made_of = _checkout() if name == "whofor" else "\n".join(PACKAGES[name])
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == made_of:
        return python
    print(f"making the environment of {name}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    wanted = [str(PROJECT)] if name == "whofor" else list(PACKAGES[name])
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *wanted], check=True, env=clean)
    stamp.write_text(made_of, encoding="utf-8")
    return python


def make_limits(cache: Path) -> Path:
    """The program that measures the machine, compiled for it."""
    program = cache / "limits"
    compiler = next(filter(None, map(shutil.which, (os.environ.get("CC", "cc"), "gcc", "clang"))), None)
    if compiler is None:
        raise SystemExit("no C compiler (cc, gcc or clang): the limits of the machine cannot be measured")
    flags = ["-std=gnu11", "-O3", "-march=native", "-pthread"]
    subprocess.run([compiler, *flags, str(HERE / "limits.c"), "-o", str(program)], check=True)
    return program


def _checkout() -> str:
    """Hash of all that goes into the package."""
    digest = hashlib.sha256()
    paths = [*PROJECT.glob("*.toml"), PROJECT / "hatch_build.py", *(PROJECT / "src").rglob("*")]
    for path in sorted(p for p in paths if p.suffix in {".py", ".toml", ".c", ".h"}):
        digest.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
