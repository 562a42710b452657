"""Record of a search, so that further conditions can be judged without searching again."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LEVEL", "SearchRecord"]

LEVEL = 0.05
"""Error rate of all that is searched in a run together, and of the declared claims together: a convention."""


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """The shuffles of a search.

    Attributes:
        alpha_by_depth: The error rate spent on one, two, three conditions; 5 % with what is spent on channels.
        maxima: For each of these depths, the largest |score| of each shuffle over all combinations.
    """

    alpha_by_depth: tuple[float, ...]
    maxima: tuple[tuple[float, ...], ...]
