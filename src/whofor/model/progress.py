"""How long work tells where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

__all__ = ["Progress", "silent"]

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with a stage code (`read`, `normalise`, `search`, `permute`), work done, and work in all."""


def silent(stage: str, done: int, total: int) -> None:
    """Show nothing."""
