"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path


def describe_machine() -> dict[str, str]:
    """Processor, caches, cores, memory, system, compiler and Java, as far as the system tells."""
    processor = _first(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo")) or platform.processor() or platform.machine()
    memory = _first(r"MemTotal:\s*(\d+)", Path("/proc/meminfo"))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "processor": f"{processor}{_model()}",
        "instructions": ", ".join(_instructions()) or platform.machine(),
        "cores": str(cores),
        "caches": _caches(),
        "memory": f"{int(memory) / 1024**2:.0f} GiB" if memory else "unknown",
        "system": f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}",
        "compiler": _says(["cc", "--version"]),
        "java": _says(["java", "-version"]),
    }


def _first(pattern: str, path: Path) -> str:
    if not path.exists():
        return ""
    found = re.search(pattern, path.read_text(encoding="utf-8", errors="replace"))
    return found[1].strip() if found else ""


def _model() -> str:
    numbers = [_first(rf"{name}\s*:\s*(\d+)", Path("/proc/cpuinfo")) for name in ("cpu family", "model")]
    return f" (family {numbers[0]}, model {numbers[1]})" if all(numbers) else ""


def _instructions() -> list[str]:
    flags = _first(r"flags\s*:\s*(.+)", Path("/proc/cpuinfo")).split()
    names = {"avx2": "AVX2", "avx512f": "AVX-512 F", "avx512bw": "BW", "avx512_vpopcntdq": "VPOPCNTDQ"}
    return [shown for flag, shown in names.items() if flag in flags]


def _caches() -> str:
    found: list[str] = []
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = ((index / name).read_text().strip() for name in ("level", "type", "size"))
        if kind != "Instruction":
            found.append(f"L{level} {size}")
    return ", ".join(found) or "unknown"


def _says(command: list[str]) -> str:
    """First line of what a command says; it is named as missing where it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "none"
    return (done.stdout or done.stderr).splitlines()[0].strip()
