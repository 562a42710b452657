"""Builds the search kernel with whatever C compiler there is; without one the package works with its NumPy kernel."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("src/whofor/cube/kernel")
FLAGS = ["-std=c11", "-O3", "-fPIC", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off", "-Wno-psabi"]
AVX512 = ["-mavx512f", "-mavx512bw", "-mavx512vl", "-mavx512dq", "-mprefer-vector-width=256"]


class KernelHook(BuildHookInterface[Any]):
    """Compiles `kernel.c` once for each set of instructions and links all into one library beside `whofor.cube`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the library; say what happened and go on without it where it cannot be built."""
        del version
        if self.target_name != "wheel" or os.environ.get("WHOFOR_NO_KERNEL"):
            return
        root = Path(self.root)
        library = root / SOURCE.parent / f"_kernel{'.dylib' if sys.platform == 'darwin' else '.so'}"
        library.unlink(missing_ok=True)
        try:
            _build(root / SOURCE, library)
        except (OSError, subprocess.CalledProcessError) as error:
            why = getattr(error, "stderr", None) or error
            self.app.display_warning(f"The search kernel was not built, NumPy serves in its place: {why}")
            return
        build_data["pure_python"] = False
        tag = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{tag}"
        build_data["artifacts"].append(f"/{library.relative_to(root).as_posix()}")


def _compiler() -> str:
    """The C compiler.

    Raises:
        FileNotFoundError: There is none.
    """
    for name in (os.environ.get("CC", ""), "cc", "gcc", "clang"):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise FileNotFoundError("no C compiler (cc, gcc or clang)")


def _build(source: Path, library: Path) -> None:
    compiler = _compiler()
    variants: dict[str, list[str]] = {"plain": []}
    if platform.machine().lower() in {"x86_64", "amd64"}:
        variants |= {"avx2": ["-mavx2"], "avx512": AVX512}
    with tempfile.TemporaryDirectory() as folder:
        objects: list[str] = []
        built: list[str] = []
        for name, flags in variants.items():
            target = str(Path(folder) / f"{name}.o")
            command = [compiler, *FLAGS, *flags, f"-DVARIANT={name}", "-c", str(source / "kernel.c"), "-o", target]
            done = subprocess.run(command, check=name == "plain", capture_output=True, text=True)
            if done.returncode == 0:
                objects.append(target)
                built.append(name)
        target = str(Path(folder) / "variants.o")
        there = [f"-DWITH_{name.upper()}" for name in built]
        command = [compiler, *FLAGS, *there, "-c", str(source / "variants.c"), "-o", target]
        subprocess.run(command, check=True, capture_output=True, text=True)
        # Moved into place whole: a process that has the former library open keeps it.
        fresh = library.with_suffix(".new")
        command = [compiler, "-shared", "-o", str(fresh), *objects, target, "-lm"]
        subprocess.run(command, check=True, capture_output=True, text=True)
        fresh.replace(library)
