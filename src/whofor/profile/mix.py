"""Whether others are met than before: the mix of each attribute, tested over accounts, not by the size of PSI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.model.profile_changes import LookSpent, MixLook
from whofor.profile.looking import LookPlan, next_spending

__all__ = ["AttributeCodes", "look_at_mix", "psi"]

_DRAWS = 9_999
"""Shuffles: the least p-value of 0.0001 lies below the level of each look for up to 60 attributes."""
_SMOOTHING = 0.5
"""Accounts added to each value then and since, so that one not seen yet is no infinite change."""


@dataclass(frozen=True, eq=False, slots=True)
class AttributeCodes:
    """One attribute of deals.

    Attributes:
        name: Its name.
        codes: Value of each deal, from 0; below 0 where it is not known, which is a matter of recording.
        former: Former looks at it.
    """

    name: str
    codes: IntArray
    former: tuple[LookSpent, ...] = ()


def psi(then: FloatArray, now: FloatArray) -> FloatArray:
    """Return the population stability index of counts of values; the last axis runs over the values.

    Source:
        Siddiqi (2006), Credit Risk Scorecards: the symmetric Kullback-Leibler divergence of both mixes.

    Example:
        >>> round(float(psi(np.array([50.0, 50.0]), np.array([20.0, 80.0]))), 2)
        0.41
    """
    a, b = (x + _SMOOTHING for x in (then, now))
    shares_a, shares_b = a / a.sum(axis=-1, keepdims=True), b / b.sum(axis=-1, keepdims=True)
    return ((shares_b - shares_a) * np.log(shares_b / shares_a)).sum(axis=-1)


def look_at_mix(
    attributes: Sequence[AttributeCodes],
    since: BoolArray,
    account: IntArray,
    plan: LookPlan,
    *,
    seed: int,
    draws: int = _DRAWS,
) -> tuple[MixLook, ...]:
    """Return what a look says of the mix of each attribute, the error of the plan shared among them.

    Counted, and moved together by the shuffles, are accounts, then and since apart: ten deals of one new client are one
    account of its kind, not ten.

    Args:
        attributes: The attributes.
        since: Which deals were opened after the version was made.
        account: Account of each deal.
        plan: The plan, with an error of its own.
        seed: Seed of the shuffles.
        draws: Number of shuffles.
    """
    found: list[MixLook] = []
    for place, attribute in enumerate(attributes):
        rng = np.random.default_rng([seed, place])
        found.append(_look(attribute, since, account, plan.shared(len(attributes)), (rng, draws)))
    return tuple(found)


def _look(
    attribute: AttributeCodes,
    since: BoolArray,
    account: IntArray,
    plan: LookPlan,
    shuffles: tuple[np.random.Generator, int],
) -> MixLook:
    rng, draws = shuffles
    known = attribute.codes >= 0
    codes, new, owner = attribute.codes[known], since[known], account[known]
    n_new = int(new.sum())
    if not n_new or n_new == len(new):
        gone = attribute.former[-1] if attribute.former else LookSpent(0.0, 0.0, 0.0)
        untested = LookSpent(gone.information, 0.0, gone.spent)
        return MixLook(attribute.name, False, 0.0, 1.0, len(new) - n_new, n_new, untested)
    blocks, is_new = _blocks(codes, new, owner)
    then, now = blocks[~is_new].sum(axis=0), blocks[is_new].sum(axis=0)
    seen = float(psi(then, now))
    kinds, counts = np.unique(blocks, axis=0, return_counts=True)
    drawn = rng.multivariate_hypergeometric(counts, int(is_new.sum()), size=draws, method="marginals") @ kinds
    # A little below what was seen, as sums in another order differ in their last digit.
    as_far = int((psi(then + now - drawn, drawn.astype(np.float64)) >= seen * (1 - 1e-9)).sum())
    p = (1 + as_far) / (1 + draws)
    accounts = int(is_new.sum())
    spent = next_spending(
        attribute.former, accounts * (len(is_new) - accounts) / len(is_new), plan.fraction, plan.alpha
    )
    return MixLook(attribute.name, p <= spent.level, seen, p, len(new) - n_new, n_new, spent)


def _blocks(codes: IntArray, new: BoolArray, account: IntArray) -> tuple[FloatArray, BoolArray]:
    """Return the share of each value in the deals of each account, then and since apart, and which are since."""
    owners, place = np.unique(account * 2 + new, return_inverse=True)
    width = int(codes.max()) + 1
    counts = np.bincount(place * width + codes, minlength=len(owners) * width).reshape(len(owners), width)
    return counts / counts.sum(axis=1, keepdims=True), owners % 2 == 1
