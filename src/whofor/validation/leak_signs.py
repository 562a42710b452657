"""Behaviour that gives a leak away: how often a column is filled in, and how well its values separate, by outcome.

Nothing is a leak by its estimate alone: the whole interval must lie beyond the limit, so that few deals bar nothing.

Two things are kept apart. A column that is filled in *nearly only* for one outcome was written because of it: at least
three quarters of what is written there would be missing, had these deals ended otherwise. It is a leak.
A column that is filled in *more often* for one outcome (88 % against 61 %) was mostly asked of everybody, and more
persistently of those who were serious. Its values may be as honest as any; what is not honest is its gap. So its values
are compared among the deals where it is filled in, and "unknown" is neither a condition nor evidence.
"""

from __future__ import annotations

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, IntArray, distinct_codes, is_known
from whofor.model.reasons.data import FillDiffers, FilledForOneOutcome, SeparatesTooWell
from whofor.schema.columns import MOST_FILL_RATIO
from whofor.stats.intervals import newcombe_interval, rate_ratio_interval
from whofor.stats.ranks import auc, auc_interval

__all__ = ["fill_differs", "filled_for_one", "independent_rows", "separates_too_well"]

_ONE_ONLY = 1 / 20
"""Ratio below which a column is filled in for one outcome only, so that its values cannot be compared at all."""
_MOST_FILL_GAP = 0.25
"""Difference of the shares filled beyond which how often a column is filled in is no evidence: a convention."""
_MOST_AUC = 0.85
"""Area under the curve beyond which one column alone separates won from lost too well to have been known before: a
convention."""
_NEARLY_ALL = 0.95
"""Share of accounts with one value each from which a column is a fact of accounts: exports hold slips."""


def independent_rows(values: Column, accounts: IntArray | None, won: BoolArray) -> IntArray:
    """Return the rows that are evidence of their own: of a fact of accounts one for each account and outcome."""
    everything = np.arange(len(won), dtype=np.int64)
    if accounts is None:
        return everything
    _, account = np.unique(accounts, return_inverse=True)
    n_accounts = int(account.max()) + 1 if len(account) else 0
    if n_accounts == len(won):
        return everything
    names, code = distinct_codes(values)
    pairs = np.unique(account.astype(np.int64) * len(names) + code) // len(names)
    if (np.bincount(pairs) == 1).mean() < _NEARLY_ALL:
        return everything
    return np.unique(account * 2 + won, return_index=True)[1].astype(np.int64)


def _fills(values: Column, won: BoolArray) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return filled rows and all rows, of the won and of the others."""
    known = is_known(values)
    return (int(known[won].sum()), int(won.sum())), (int(known[~won].sum()), int((~won).sum()))


def filled_for_one(values: Column, won: BoolArray) -> FilledForOneOutcome | FillDiffers | None:
    """Return the reason where a column is filled in for one outcome only, or nearly so; `None` where it is not."""
    (k1, n1), (k0, n0) = _fills(values, won)
    if not (n1 and n0) or not (k1 or k0):
        return None
    fill_won, fill_lost = k1 / n1, k0 / n0
    fewer, more = ((k1, n1), (k0, n0)) if fill_won < fill_lost else ((k0, n0), (k1, n1))
    ratio = rate_ratio_interval(*fewer, *more)
    if ratio.high >= MOST_FILL_RATIO:
        return None
    fills = round(fill_won, 4), round(fill_lost, 4)
    return FilledForOneOutcome(*fills) if ratio.estimate < _ONE_ONLY else FillDiffers(*fills)


def fill_differs(values: Column, won: BoolArray) -> FillDiffers | None:
    """Return the shares filled where they differ too much for "unknown" to be evidence; `None` where they do not."""
    (k1, n1), (k0, n0) = _fills(values, won)
    if not (n1 and n0):
        return None
    gap = newcombe_interval(k1, n1, k0, n0)
    beyond = gap.low > _MOST_FILL_GAP or gap.high < -_MOST_FILL_GAP
    return FillDiffers(round(k1 / n1, 4), round(k0 / n0, 4)) if beyond else None


def _rate_by_value(values: Column, won: BoolArray) -> FloatArray:
    """Return the win rate of each row's value, computed on the rows of the other half."""
    if values.dtype.kind == "f":
        cuts = np.quantile(values, np.arange(1, 20) / 20)
        codes = np.searchsorted(cuts, values)
    else:
        _, codes = distinct_codes(values)
    half = np.arange(len(values)) % 2
    base = float(won.mean())
    out = np.empty(len(values))
    size = int(codes.max()) + 1
    for fold in (0, 1):
        fit, use = half != fold, half == fold
        n = np.bincount(codes[fit], minlength=size)
        k = np.bincount(codes[fit], won[fit], minlength=size)
        out[use] = ((k + 2 * base) / (n + 2))[codes[use]]
    return out


def separates_too_well(values: Column, won: BoolArray) -> SeparatesTooWell | None:
    """Return the reason where a column's values separate won from lost better than an honest fact does.

    They are compared among the rows where it is filled in: how often it is was judged before.
    """
    known = is_known(values)
    yes = won[known]
    n1 = int(yes.sum())
    n0 = len(yes) - n1
    if not (n1 and n0):
        return None
    area = auc(_rate_by_value(values[known], yes), yes)
    beyond = auc_interval(area, n1, n0).low > _MOST_AUC
    return SeparatesTooWell(auc=round(area, 3)) if beyond else None
