"""Why the overall rate changed: other clients, or another outcome of the same ones."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, ndtri

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.figures.comparisons import FEWEST
from whofor.figures.estimates import rate_estimate
from whofor.model.evidence import Estimate
from whofor.model.profile_changes import CauseKind, ChangeCause, RecordingChange, VersionComparison
from whofor.profile.following import account_likeness
from whofor.stats.clusters import design_effect
from whofor.stats.exact import hypergeometric_mid_p

__all__ = ["ComparedDeals", "compare_versions", "kitagawa_split"]

_DRAWS = 4_000
"""Resamples: 20 beyond each end of a 99 % interval."""
_LEVEL = 0.99
"""Of each part, or more where there are so many that all together would not hold at 95 %. At 95 % each, over deals, a
wrong cause was named in 8 to 21 of 100 years."""


@dataclass(frozen=True, eq=False, slots=True)
class ComparedDeals:
    """Ripe deals, then and since, one position each.

    Attributes:
        group: Group of each deal: place in `groups`, which parts all deals.
        groups: Ids of the groups; empty for deals in none.
        won: Whether each was won within the horizon.
        account: Its account.
        since: Whether it was opened after the version was made.
    """

    group: IntArray
    groups: tuple[str, ...]
    won: BoolArray
    account: IntArray
    since: BoolArray


def kitagawa_split(n: FloatArray, won: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the parts of the change of an overall rate: that of the mix, and that of each group's outcome.

    With shares s and rates r of the groups, then (0) and since (1), and means of both (bars):
    mix = Σ (s₁ - s₀)(r̄ - r), outcome of j = s̄_j (r₁j - r₀j), where r is the mean of both overall rates. They add up to
    the change. A group that has no deal on one side has no other rate there.

    Args:
        n: Deals, shape (..., 2, groups), then before since.
        won: Deals won, same shape.

    Source:
        Kitagawa (1955), JASA 50:1168.

    Example:
        Two groups won in half and in a tenth of deals; the first doubles from a fifth to two fifths of all deals:

        >>> mix, outcomes = kitagawa_split(np.array([[20.0, 80], [40, 60]]), np.array([[10.0, 8], [20, 6]]))
        >>> round(float(mix), 3), outcomes.round(3).tolist()
        (0.08, [0.0, 0.0])
    """
    share = n / np.maximum(n.sum(axis=-1, keepdims=True), 1)
    rate = won / np.maximum(n, 1)
    rate = np.where(n > 0, rate, rate[..., ::-1, :])
    then, since = rate[..., 0, :], rate[..., 1, :]
    overall = (share * rate).sum(axis=-1).mean(axis=-1)
    mix = (share[..., 1, :] - share[..., 0, :]) * ((then + since) / 2 - overall[..., None])
    return mix.sum(axis=-1), share.mean(axis=-2) * (since - then)


def compare_versions(
    deals: ComparedDeals,
    recording: Sequence[RecordingChange] = (),
    moved: Collection[str] = (),
    *,
    seed: int,
    draws: int = _DRAWS,
) -> VersionComparison:
    """Return why the overall rate changed; each part with an interval of resampled accounts.

    A part is named as a cause only if its interval leaves out 0; that of an outcome reaches to 0 where an exact test of
    the group sees no difference. Where a column is recorded otherwise, no part is: who
    is in a group may then be another matter than who is met.

    Args:
        deals: The deals.
        recording: Columns that the groups, or anything else told of the deals, rest on and that are recorded otherwise.
        moved: Groups whose outcome a planned look found to have moved: it saw younger deals, and its error is spent.
        seed: Seed of the resamples.
        draws: Number of resamples.
    """
    cells = _cells_of_accounts(deals)
    size = len(deals.groups)
    total = cells.sum(axis=0)
    mix, outcomes = kitagawa_split(*_counts(total, size))
    kinds, counts = np.unique(cells, axis=0, return_counts=True)
    rng = np.random.default_rng(seed)
    resampled = rng.multinomial(int(counts.sum()), counts / counts.sum(), size=draws) @ kinds
    mixes, outcome_draws = kitagawa_split(*_counts(resampled, size))
    n = _counts(total, size)[0]
    level = max(_LEVEL, 1 - 0.05 / (size + 1))
    told = bool((n.sum(axis=1) >= FEWEST).all())
    causes = [_cause(CauseKind.MIX, "", float(mix), mixes, level)]
    likeness = account_likeness(deals.won, deals.group, deals.account)
    for j, group in enumerate(deals.groups):
        cause = _cause(CauseKind.OUTCOME, group, float(outcomes[j]), outcome_draws[:, j], level)
        cause = cause if _outcome_p(deals, j, likeness) <= 1 - level else _with_zero(cause)
        causes.append(replace(cause, named=cause.named or group in moved))
    enough = [told, *(bool((n[:, j] >= FEWEST).all()) for j in range(size))]
    causes = [
        cause if ok and not recording else replace(cause, named=False) for cause, ok in zip(causes, enough, strict=True)
    ]
    then, now, together = _rates(deals, likeness)
    return VersionComparison(
        recording=tuple(recording),
        causes=tuple(causes),
        then=then,
        now=now,
        together=together,
        same_but_narrower=not recording and not any(c.named for c in causes) and _inside(together, then),
    )


def _cells_of_accounts(deals: ComparedDeals) -> IntArray:
    """Return deals and deals won of each account, in each group, then and since; shape (accounts, 2 * 2 * groups)."""
    size = len(deals.groups)
    _, place = np.unique(deals.account, return_inverse=True)
    accounts = int(place.max()) + 1 if len(place) else 1
    at = (place * 2 + deals.since) * size + deals.group
    parts = [np.bincount(at[rows], minlength=accounts * 2 * size) for rows in (slice(None), deals.won)]
    return np.concatenate([part.reshape(accounts, 2 * size) for part in parts], axis=1).astype(np.int64)


def _counts(cells: IntArray, size: int) -> tuple[FloatArray, FloatArray]:
    shaped = cells.reshape(*cells.shape[:-1], 2, 2, size).astype(np.float64)
    return shaped[..., 0, :, :], shaped[..., 1, :, :]


def _cause(kind: CauseKind, group: str, points: float, drawn: FloatArray, level: float) -> ChangeCause:
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return ChangeCause(kind, group, points, low, high, named=low > 0 or high < 0)


def _with_zero(cause: ChangeCause) -> ChangeCause:
    return replace(cause, low=min(cause.low, 0.0), high=max(cause.high, 0.0), named=False)


def _outcome_p(deals: ComparedDeals, group: int, likeness: float) -> float:
    """Return the two-sided Fisher mid-p of a group's outcomes then and since, of as many deals as accounts are worth.

    Resamples of a group of which no deal was won never have a win: their interval alone would name it for nothing.
    """
    inside = deals.group == group
    n, n_since = int(inside.sum()), int((inside & deals.since).sum())
    if not n_since or n_since == n:
        return 1.0
    won = int(deals.won[inside].sum())
    p = float(hypergeometric_mid_p(int(deals.won[inside & deals.since].sum()), n_since, won, n))
    parts = ((inside & deals.since, n_since), (inside & ~deals.since, n - n_since))
    costs = sum(design_effect(np.bincount(deals.account[rows]).astype(np.int64), likeness) / k for rows, k in parts)
    effect = max(1.0, costs / sum(1 / k for _, k in parts))
    return float(2 * ndtr(float(ndtri(p / 2)) / math.sqrt(effect)))


def _rates(deals: ComparedDeals, likeness: float) -> tuple[Estimate, Estimate, Estimate]:
    """Return the overall rates then, since, and of both."""
    everyone = np.ones(len(deals.won), dtype=np.bool_)

    def rate(rows: BoolArray) -> Estimate:
        per_account = np.bincount(deals.account[rows]) if rows.any() else np.zeros(1, dtype=np.int64)
        effect = design_effect(per_account.astype(np.int64), likeness)
        return rate_estimate(int(deals.won[rows].sum()), int(rows.sum()), effect)

    return rate(~deals.since), rate(deals.since), rate(everyone)


def _inside(inner: Estimate, outer: Estimate) -> bool:
    ends = (inner.ci_low, inner.ci_high, outer.ci_low, outer.ci_high)
    if any(end is None for end in ends):
        return False
    low, high, from_, to = (float(end or 0.0) for end in ends)
    return from_ <= low and high <= to
