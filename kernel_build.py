"""Compiles the search kernel; used where the package is built, and where the kernel is tested under sanitizers."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

FLAGS = ["-std=c11", "-O3", "-fPIC", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off", "-Wno-psabi"]
AVX512 = ["-mavx512f", "-mavx512bw", "-mavx512vl", "-mavx512dq", "-mprefer-vector-width=256"]


def compiler() -> str:
    """Return the path of the C compiler.

    Raises:
        FileNotFoundError: There is none.
    """
    for name in (os.environ.get("CC", ""), "cc", "gcc", "clang"):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise FileNotFoundError("no C compiler (cc, gcc or clang)")


def build(source: Path, library: Path, *further: str) -> None:
    """Compile `kernel.c` once for each set of instructions and link all into one library.

    Args:
        source: Folder of the sources.
        library: The library to make.
        further: Further flags of the compiler and the linker.

    Raises:
        FileNotFoundError: There is no C compiler.
        subprocess.CalledProcessError: It does not compile the plain variant, or not link.
    """
    flags_of_all = [*FLAGS, *further]
    cc = compiler()
    variants: dict[str, list[str]] = {"plain": []}
    if platform.machine().lower() in {"x86_64", "amd64"}:
        variants |= {"avx2": ["-mavx2"], "avx512": AVX512}
    with tempfile.TemporaryDirectory() as folder:
        objects: list[str] = []
        built: list[str] = []
        for name, flags in variants.items():
            target = str(Path(folder) / f"{name}.o")
            command = [cc, *flags_of_all, *flags, f"-DVARIANT={name}", "-c", str(source / "kernel.c"), "-o", target]
            done = subprocess.run(command, check=name == "plain", capture_output=True, text=True)
            if done.returncode == 0:
                objects.append(target)
                built.append(name)
        target = str(Path(folder) / "variants.o")
        there = [f"-DWITH_{name.upper()}" for name in built]
        command = [cc, *flags_of_all, *there, "-c", str(source / "variants.c"), "-o", target]
        subprocess.run(command, check=True, capture_output=True, text=True)
        # Moved into place whole: a process that has the former library open keeps it.
        fresh = library.with_suffix(".new")
        command = [cc, "-shared", *further, "-o", str(fresh), *objects, target, "-lm"]
        subprocess.run(command, check=True, capture_output=True, text=True)
        fresh.replace(library)
