"""How many more outcomes would settle a question."""

from __future__ import annotations

import math

from scipy.special import ndtr, ndtri

__all__ = ["n_for_difference", "power_of_difference"]


def n_for_difference(rate: float, baseline: float, critical_z: float, power: float = 0.8) -> int | None:
    """Rows inside a group needed to tell its rate from a well-known baseline.

    Args:
        rate: True rate assumed inside.
        baseline: Rate outside, taken as known.
        critical_z: Threshold that the standardised difference must pass.
        power: Chance of passing it.

    Returns:
        Number of rows, or `None` where the rates do not differ.

    Source:
        Normal approximation for one sample, e.g. Fleiss, Levin & Paik (2003), ch. 4.

    Example:
        >>> n_for_difference(0.4, 0.2, 1.96)
        36
    """
    gap = abs(rate - baseline)
    if gap < 1e-9:
        return None
    sd_null = math.sqrt(max(baseline * (1 - baseline), 1e-9))
    sd_true = math.sqrt(max(rate * (1 - rate), 1e-9))
    return math.ceil(((critical_z * sd_null + float(ndtri(power)) * sd_true) / gap) ** 2)


def power_of_difference(n: int, share: float, baseline: float, odds_ratio: float, critical_z: float) -> float:
    """Chance that a group of a given share and odds ratio passes the threshold among n rows.

    Args:
        n: Rows in all.
        share: Share of rows in the group.
        baseline: Rate outside the group.
        odds_ratio: Odds of success inside over those outside.
        critical_z: Threshold of the standardised difference.

    Example:
        >>> power_of_difference(2000, 0.2, 0.2, 2.5, 4.0) > 0.99
        True
    """
    rate = odds_ratio * baseline / (1 - baseline + odds_ratio * baseline)
    inside = max(1.0, n * share)
    overall = share * rate + (1 - share) * baseline
    sd_null = math.sqrt(max(overall * (1 - overall) * (1 - share) / inside, 1e-12))
    sd_true = math.sqrt(max(rate * (1 - rate) / inside, 1e-12))
    gap = (rate - overall) - critical_z * sd_null
    return float(ndtr(gap / sd_true))
