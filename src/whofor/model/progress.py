"""Progress callback for long-running work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

__all__ = ["Progress", "silent"]

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with a stage code (`read`, `normalise`, `write`, `search`, `draft`), work done, and work in all.

An exception that it raises ends the work, and leaves what was stored before as it was: so work is cancelled."""


def silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""
