"""Power of a comparison, and the number of outcomes that would settle it."""

from __future__ import annotations

import math

from scipy.special import ndtr, ndtri

__all__ = [
    "more_for_two_rates",
    "n_for_difference",
    "n_for_mean",
    "n_for_two_means",
    "n_for_two_rates",
    "power_of_difference",
    "power_of_mean_difference",
]


def n_for_difference(rate: float, baseline: float, critical_z: float, power: float = 0.8) -> int | None:
    """Return the rows inside a group needed to distinguish its rate from a well-known baseline.

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


def n_for_mean(mean: float, baseline: float, sd: float, critical_z: float, power: float = 0.8) -> int | None:
    """Return the rows inside a group needed to distinguish its mean from a well-known baseline.

    Args:
        mean: True mean assumed inside.
        baseline: Mean outside, taken as known.
        sd: Standard deviation of the values.
        critical_z: Threshold that the standardised difference must pass.
        power: Chance of passing it.

    Returns:
        Number of rows, or `None` where the means do not differ.

    Source:
        Normal approximation for one sample, e.g. Fleiss, Levin & Paik (2003), ch. 4.

    Example:
        >>> n_for_mean(1.5, 1.0, 1.0, 1.96)
        32
    """
    gap = abs(mean - baseline)
    if gap < 1e-9 * max(1.0, abs(baseline)):
        return None
    return math.ceil(((critical_z + float(ndtri(power))) * sd / gap) ** 2)


def power_of_mean_difference(n: int, share: float, effect: float, critical_z: float) -> float:
    """Chance that a group of a given share passes the threshold among n rows.

    Args:
        n: Rows in all.
        share: Share of rows in the group.
        effect: Difference of the group's mean to the rest's, in standard deviations.
        critical_z: Threshold of the standardised difference.

    Example:
        >>> power_of_mean_difference(2000, 0.2, 0.5, 4.0) > 0.99
        True
    """
    return float(ndtr(effect * math.sqrt(n * share * (1 - share)) - critical_z))


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


def _quantiles(alpha: float, power: float, looks: int) -> tuple[float, float]:
    """Normal quantiles of the two-sided level, shared among the looks, and of the power."""
    if not (0 < alpha < 1 and 0 < power < 1 and looks >= 1):
        raise ValueError(
            f"alpha and power must lie between 0 and 1 and there must be a look, got {alpha}, {power}, {looks}"
        )
    if power <= alpha / looks:
        raise ValueError(f"a power of {power} needs no rows at a level of {alpha / looks}")
    return -float(ndtri(alpha / looks / 2)), float(ndtri(power))


def n_for_two_rates(
    rate_a: float, rate_b: float, share_a: float = 0.5, *, alpha: float = 0.05, power: float = 0.8, looks: int = 1
) -> int | None:
    """Return the rows in all needed to distinguish two rates, both being estimated.

    Args:
        rate_a: True rate assumed in a.
        rate_b: True rate assumed in b.
        share_a: Share of all rows that belong to a, strictly between 0 and 1.
        alpha: Two-sided error allowed for the whole family.
        power: Chance of distinguishing them.
        looks: Looks that share alpha (Bonferroni).

    Returns:
        Number of rows, both groups together, or `None` where the rates do not differ.

    Raises:
        ValueError: Rates, shares or levels outside their range.

    Source:
        Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, (4.14), no continuity correction.

    Example:
        >>> n_for_two_rates(0.25, 0.4)
        304
    """
    if not (0 <= rate_a <= 1 and 0 <= rate_b <= 1 and 0 < share_a < 1):
        raise ValueError(f"rates and shares must lie between 0 and 1, got {rate_a}, {rate_b}, {share_a}")
    z_alpha, z_power = _quantiles(alpha, power, looks)
    gap = abs(rate_a - rate_b)
    if gap < 1e-9:
        return None
    pooled = share_a * rate_a + (1 - share_a) * rate_b
    sd_null = math.sqrt(pooled * (1 - pooled) / (share_a * (1 - share_a)))
    sd_true = math.sqrt(rate_a * (1 - rate_a) / share_a + rate_b * (1 - rate_b) / (1 - share_a))
    return math.ceil(((z_alpha * sd_null + z_power * sd_true) / gap) ** 2)


def n_for_two_means(
    difference: float,
    sd_a: float,
    sd_b: float,
    share_a: float = 0.5,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    looks: int = 1,
) -> int | None:
    """Rows in all needed to see a difference of two means.

    Args:
        difference: True difference assumed, in the unit of the values.
        sd_a: Standard deviation in a, same unit, 0 or more.
        sd_b: Standard deviation in b.
        share_a: Share of all rows that belong to a.
        alpha: Two-sided error allowed for the whole family.
        power: Chance of seeing it.
        looks: Looks that share alpha (Bonferroni).

    Returns:
        Number of rows, both groups together, or `None` where there is no difference.

    Source:
        Normal approximation with the term z**2 / 4 a group for Student's t: Guenther (1981), The American
        Statistician 35:243.

    Example:
        >>> n_for_two_means(0.5, 1.0, 1.0)
        128
    """
    if not (sd_a >= 0 and sd_b >= 0 and 0 < share_a < 1):
        raise ValueError(
            f"deviations must not be negative, a share lies between 0 and 1: got {sd_a}, {sd_b}, {share_a}"
        )
    z_alpha, z_power = _quantiles(alpha, power, looks)
    if abs(difference) < 1e-12:
        return None
    variance = sd_a**2 / share_a + sd_b**2 / (1 - share_a)
    return math.ceil(((z_alpha + z_power) / difference) ** 2 * variance + z_alpha**2 / 2)


def more_for_two_rates(
    won_a: int, n_a: int, won_b: int, n_b: int, *, alpha: float = 0.05, power: float = 0.8, looks: int = 1
) -> int | None:
    """Return how many more outcomes, in the proportion seen so far, would settle whether two rates differ.

    Takes the rates seen for the true ones, a success and a failure added to each group so that no rate is 0 or 1. Where
    the difference was picked for its size, this is too few: shrink it first.

    Args:
        won_a: Successes of a so far.
        n_a: Rows of a so far, at least 1.
        won_b: Successes of b so far.
        n_b: Rows of b so far, at least 1.
        alpha: Two-sided error allowed for the whole family.
        power: Chance of settling it.
        looks: Looks that share alpha (Bonferroni).

    Returns:
        Rows beyond those seen, both groups together; 0 where there are enough; `None` where the rates do not differ.

    Example:
        >>> more_for_two_rates(12, 40, 30, 160)
        427
    """
    if not (n_a >= 1 and n_b >= 1 and 0 <= won_a <= n_a and 0 <= won_b <= n_b):
        raise ValueError(f"both groups need rows and no more successes than rows: {won_a} of {n_a}, {won_b} of {n_b}")
    needed = n_for_two_rates(
        (won_a + 1) / (n_a + 2), (won_b + 1) / (n_b + 2), n_a / (n_a + n_b), alpha=alpha, power=power, looks=looks
    )
    return None if needed is None else max(0, needed - n_a - n_b)
