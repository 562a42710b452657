"""Why the overall rate changed: other clients, or another outcome of the same ones."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.figures.comparisons import FEWEST
from whofor.figures.estimates import rate_estimate
from whofor.model.evidence import Estimate
from whofor.model.profile_changes import CauseKind, ChangeCause, RecordingChange, VersionComparison
from whofor.profile.following import account_likeness
from whofor.stats.clusters import design_effect
from whofor.stats.strata import stratified_exact_p

__all__ = ["ComparedDeals", "compare_versions", "kitagawa_split", "strata_of_rest"]

_DRAWS = 4_000
"""Resamples: 20 beyond each end of a 99 % interval."""
_LEVEL = 0.99
"""Of each part, or more where there are so many that all together would not hold at 95 %. At 95 % each, over deals, a
wrong cause was named in 8 to 21 of 100 years."""
_FEWEST_IN_STRATUM = 20
"""Deals that made the version of which a value is a stratum of its own; rarer ones are one.
A convention."""
_TELLS = 0.001
"""Chance below which a fact tells the outcomes of the rest apart: of a dozen facts one does by chance in 1 of 80 data
sets."""


@dataclass(frozen=True, eq=False, slots=True)
class ComparedDeals:
    """Ripe deals, then and since, one position each.

    Attributes:
        group: Group of each deal: place in `groups`, which parts all deals.
        groups: Ids of the groups; empty for deals in none.
        won: Whether each was won within the horizon.
        account: Its account.
        since: Whether it was opened after the version was made.
        within: Stratum of each within its group, from 0, see `strata_of_rest`; `None` where there are none. What moves
            between strata is the mix, not the outcome of the group.
    """

    group: IntArray
    groups: tuple[str, ...]
    won: BoolArray
    account: IntArray
    since: BoolArray
    within: IntArray | None = None

    @property
    def cell(self) -> IntArray:
        """Number of the group and stratum of each deal: group × `per_group` + stratum."""
        return self.group if self.within is None else self.group * self.per_group + self.within

    @property
    def per_group(self) -> int:
        """Strata of each group, most of them empty."""
        return 1 if self.within is None or not len(self.within) else int(self.within.max()) + 1


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
    split = _split(total, deals)
    kinds, counts = np.unique(cells, axis=0, return_counts=True)
    rng = np.random.default_rng(seed)
    resampled = rng.multinomial(int(counts.sum()), counts / counts.sum(), size=draws) @ kinds
    drawn = _split(resampled, deals)
    n = _counts(total, deals)[0].reshape(2, size, -1).sum(axis=-1)
    level = max(_LEVEL, 1 - 0.05 / (size + 2))
    likeness = account_likeness(deals.won, deals.group, deals.account)
    causes: list[ChangeCause] = []
    for (kind, group, of), points, draws_of in zip(_parts(deals), split, drawn, strict=True):
        cause = _cause(kind, group, float(points), draws_of, level)
        if kind is CauseKind.OUTCOME:
            cause = cause if _outcome_p(deals, of, likeness) <= 1 - level else _with_zero(cause)
            cause = replace(cause, named=cause.named or group in moved)
        enough = (n.sum(axis=1) if kind is CauseKind.MIX else n[:, of]) >= FEWEST
        causes.append(cause if enough.all() and not recording else replace(cause, named=False))
    then, now, together = _rates(deals, likeness)
    return VersionComparison(
        recording=tuple(recording),
        causes=tuple(causes),
        then=then,
        now=now,
        together=together,
        same_but_narrower=not recording and not any(c.named for c in causes) and _inside(together, then),
    )


def strata_of_rest(facts: Sequence[IntArray], deals: ComparedDeals) -> IntArray | None:
    """Return the strata of the deals in no group: the values of the fact that told most of their outcomes then.

    All deals in no ICP are of many kinds. Where other kinds of them are met, their rate moves though no outcome did.

    Args:
        facts: Facts, each with a code per deal, below 0 where it is not known.
        deals: The deals.

    Returns:
        Stratum of each deal, 0 in all groups but the first, which is the rest; `None` where no fact tells anything.

    Source:
        Pearson's chi-square of the old outcomes; of the facts that tell something, the one with the largest
        (X² - df) / √(2 df).
    """
    rest = deals.group == 0
    old = rest & ~deals.since
    best, most = None, 0.0
    for codes in facts:
        if _tells((codes[old] < 0).astype(np.int64), deals.won[old])[1] <= _TELLS:
            continue  # Where being recorded tells the outcome, more of those recorded are no other clients.
        _, place = np.unique(codes, return_inverse=True)
        usual = np.bincount(place[old], minlength=int(place.max(initial=0)) + 1) >= _FEWEST_IN_STRATUM
        number = np.where(usual, np.cumsum(usual), 0)[place]
        tells, chance = _tells(number[old], deals.won[old])
        if chance <= _TELLS and tells > most:
            best, most = np.where(rest, number, 0).astype(np.int64), tells
    return best


def _tells(strata: IntArray, won: BoolArray) -> tuple[float, float]:
    """Return by how many standard errors strata tell outcomes apart, and the p-value of that."""
    n = np.bincount(strata)
    n_won = np.bincount(strata, won)[n > 0]
    n = n[n > 0]
    overall = float(won.mean()) if len(won) else 0.0
    if len(n) < 2 or not 0 < overall < 1:
        return 0.0, 1.0
    chi_square = float(((n_won - n * overall) ** 2 / (n * overall * (1 - overall))).sum())
    freedom = len(n) - 1
    return (chi_square - freedom) / math.sqrt(2 * freedom), float(chdtrc(freedom, chi_square))


def _cells_of_accounts(deals: ComparedDeals) -> IntArray:
    """Return deals and deals won of each account, in each cell, then and since; shape (accounts, 2 * 2 * cells)."""
    size = len(deals.groups) * deals.per_group
    _, place = np.unique(deals.account, return_inverse=True)
    accounts = int(place.max()) + 1 if len(place) else 1
    at = (place * 2 + deals.since) * size + deals.cell
    parts = [np.bincount(at[rows], minlength=accounts * 2 * size) for rows in (slice(None), deals.won)]
    return np.concatenate([part.reshape(accounts, 2 * size) for part in parts], axis=1).astype(np.int64)


def _counts(cells: IntArray, deals: ComparedDeals) -> tuple[FloatArray, FloatArray]:
    shaped = cells.reshape(*cells.shape[:-1], 2, 2, len(deals.groups) * deals.per_group).astype(np.float64)
    return shaped[..., 0, :, :], shaped[..., 1, :, :]


def _parts(deals: ComparedDeals) -> tuple[tuple[CauseKind, str, int], ...]:
    """Return what the change is split into, in this order: kind, id and number of the group that it is of."""
    within = () if deals.within is None else ((CauseKind.MIX_OF_REST, "", 0),)
    outcomes = ((CauseKind.OUTCOME, group, j) for j, group in enumerate(deals.groups))
    return ((CauseKind.MIX, "", -1), *within, *outcomes)


def _split(cells: IntArray, deals: ComparedDeals) -> list[FloatArray]:
    """Return the parts of the change in the order of `_parts`, each in the leading shape of the cells.

    What the outcome of the rest would be without strata, less its outcome within them, is the mix of the rest.
    """
    shape = (*cells.shape[:-1], 2, len(deals.groups), deals.per_group)
    n, won = _counts(cells, deals)
    mix, outcomes = kitagawa_split(*(counts.reshape(shape).sum(axis=-1) for counts in (n, won)))
    if deals.within is None:
        return [mix, *np.moveaxis(outcomes, -1, 0)]
    _, in_cells = kitagawa_split(n, won)
    in_cells = in_cells.reshape(*cells.shape[:-1], *shape[-2:]).sum(axis=-1)
    return [mix, outcomes[..., 0] - in_cells[..., 0], *np.moveaxis(in_cells, -1, 0)]


def _cause(kind: CauseKind, group: str, points: float, drawn: FloatArray, level: float) -> ChangeCause:
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return ChangeCause(kind, group, points, low, high, named=low > 0 or high < 0)


def _with_zero(cause: ChangeCause) -> ChangeCause:
    return replace(cause, low=min(cause.low, 0.0), high=max(cause.high, 0.0), named=False)


def _outcome_p(deals: ComparedDeals, group: int, likeness: float) -> float:
    """Return the two-sided mid-p of a group's outcomes then and since, of as many deals as accounts are worth.

    Resamples of a group of which no deal was won never have a win: their interval alone would name it for nothing.
    """
    inside = deals.group == group
    n, n_since = int(inside.sum()), int((inside & deals.since).sum())
    if not n_since or n_since == n:
        return 1.0
    strata = np.zeros(len(inside), dtype=np.int64) if deals.within is None else deals.within
    new = inside & deals.since
    inside_n, won, rows = (np.bincount(strata[x], minlength=deals.per_group) for x in (new, inside & deals.won, inside))
    ends = stratified_exact_p(int(deals.won[new].sum()), inside_n, won, rows)
    p = min(1.0, 2 * min(ends))
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
