"""A type of client quarter by quarter."""

from __future__ import annotations

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.days import month_numbers, quarter_name
from whofor.figures.outcome import Outcome
from whofor.model.profile_answer import QuarterRate

__all__ = ["quarter_rates"]

_MOST = 8
"""Quarters that are shown: two years."""
_FEWEST = 5
"""Deals of a quarter from which its rate says anything; a convention."""


def quarter_rates(
    inside: BoolArray, opened: FloatArray, searched: BoolArray, outcome: Outcome
) -> tuple[QuarterRate, ...]:
    """Return the rate of the deals of a type of client opened in each of the last quarters.

    Args:
        inside: Which judged deals are of it.
        opened: Day of opening of each judged deal, NaN where it is not known.
        searched: Which of them the search had seen.
        outcome: Their outcome.
    """
    dated = inside & np.isfinite(opened)
    numbers = month_numbers(opened) // 3
    found: list[QuarterRate] = []
    for number in np.unique(numbers[dated])[-_MOST:].tolist():
        here = dated & (numbers == number)
        if int(here.sum()) >= _FEWEST:
            found.append(QuarterRate(quarter_name(number), outcome.estimate(here), int((here & searched).sum())))
    return tuple(found)
