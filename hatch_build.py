"""Builds the search kernel with whatever C compiler there is; without one the package works with its NumPy kernel."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("src/whofor/cube/kernel")


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
            runpy.run_path(str(root / "kernel_build.py"))["build"](root / SOURCE, library)
        except (OSError, subprocess.CalledProcessError) as error:
            why = getattr(error, "stderr", None) or error
            self.app.display_warning(f"The search kernel was not built, NumPy serves in its place: {why}")
            return
        build_data["pure_python"] = False
        tag = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{tag}"
        build_data["artifacts"].append(f"/{library.relative_to(root).as_posix()}")
