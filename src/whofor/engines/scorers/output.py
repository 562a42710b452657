"""Columns that are written for each scored row."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["ADDED", "MOST_CODES", "free_names"]

MOST_CODES = 3
"""Blocks of each kind that are named as reasons: as many as a person reads of a prospect."""
ADDED = ("chance", "tier", "reasons")
"""What is written of a row behind its id, or behind all its columns."""


def free_names(own: Iterable[str]) -> dict[str, str]:
    """Return under which name each added column is written, so that no column of the table has it.

    Example:
        >>> free_names(["id", "Tier"])
        {'chance': 'chance', 'tier': 'tier_', 'reasons': 'reasons'}
    """
    taken = {name.lower() for name in own}
    found: dict[str, str] = {}
    for name in ADDED:
        free = name
        while free in taken:
            free += "_"
        found[name] = free
        taken.add(free)
    return found
