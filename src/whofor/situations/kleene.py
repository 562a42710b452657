"""Three answers: yes, no, not known. Arrays of 1, -1 and 0, so that *and* is the least and *or* the largest.

Kleene (1952), Introduction to Metamathematics, §64: false and unknown is false, true or unknown is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray

__all__ = ["NO", "UNKNOWN", "YES", "Answers", "all_of", "known", "none_of", "one_of"]

Answers: TypeAlias = NDArray[np.int8]
"""An answer for each row: 1 yes, 0 not known, -1 no."""
YES, UNKNOWN, NO = np.int8(1), np.int8(0), np.int8(-1)


def known(yes: BoolArray, is_known: BoolArray | None = None) -> Answers:
    """Return yes and no, and not known where it is not.

    Example:
        >>> known(np.array([True, False, True]), np.array([True, True, False])).tolist()
        [1, -1, 0]
    """
    found = np.where(yes, YES, NO)
    return found if is_known is None else np.where(is_known, found, UNKNOWN)


def all_of(answers: Sequence[Answers]) -> Answers:
    """Return whether all hold; there must be one."""
    return reduce(np.minimum, answers)


def one_of(answers: Sequence[Answers]) -> Answers:
    """Return whether at least one holds; there must be one."""
    return reduce(np.maximum, answers)


def none_of(answers: Sequence[Answers]) -> Answers:
    """Return whether none holds; there must be one."""
    return -one_of(answers)
