"""Memory that the engine may use: a share of what the machine, its container and its limits leave."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

__all__ = ["memory_limit"]

_MOST, _LEAST = 1_000, 200
_SHARE = 0.25
"""Of the memory there is; Python holds the distinct texts of each column beside it."""
_MB = 1_000_000
_GROUPS = Path("/sys/fs/cgroup")


@cache
def memory_limit() -> int:
    """Return the number of megabytes that the engine may use before it writes to the disk."""
    return int(min(_MOST, max(_LEAST, _SHARE * min(_limits(), default=_MOST * _MB / _SHARE) / _MB)))


def _limits() -> Iterator[float]:
    """Yield the limits of memory that are known, in bytes."""
    if hasattr(os, "sysconf") and {"SC_PHYS_PAGES", "SC_PAGE_SIZE"} <= os.sysconf_names.keys():
        yield float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    yield from _limits_of_group()
    try:
        import resource
    except ImportError:  # Windows
        return
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY:
        yield float(soft)


def _limits_of_group() -> Iterator[float]:
    """Yield the limits of the control group of this process, and of those above it."""
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, group = line.split(":", 2)
        if controllers not in ("", "memory"):
            continue
        name = "memory.limit_in_bytes" if controllers else "memory.max"
        place = _GROUPS / controllers / group.lstrip("/")
        while place != _GROUPS.parent:
            with suppress(OSError, ValueError):  # no such group here, or "max"
                yield float((place / name).read_text(encoding="utf-8"))
            place = place.parent
