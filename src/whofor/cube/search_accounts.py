"""The search where rows are deals and accounts have several: the account is the unit of evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from whofor.arrays import FloatArray, IntArray
from whofor.cube.axes import Axis, RowScore, check_rows, items_of
from whofor.cube.clusters import ClusteredScore
from whofor.cube.search import Tier, search
from whofor.cube.work import SearchSettings, check_settings
from whofor.model.progress import Progress, silent

__all__ = ["search_accounts"]

_FEWEST_ACCOUNTS = 8
"""Accounts inside a conjunction, and outside it, at least: fewer say nothing of a type of client."""
_SAMPLED = 2_000
"""Conjunctions of a depth of which deals are counted for the picture of all looks."""
_BYTES_AT_ONCE = 1 << 22


def search_accounts(
    axes: Sequence[Axis], score: RowScore, settings: SearchSettings, progress: Progress = silent
) -> tuple[Tier, ...]:
    """Test every conjunction as `search` does, with outcomes exchanged between accounts and within them.

    Conjunctions of axes that are constant within every account are searched on a table of accounts, all others on the
    rows. The two have shuffles of their own, so a shuffle's maximum over both is no smaller than under joint shuffles.

    Args:
        axes: Coded attributes of the same n rows.
        score: Row score, strata and accounts; without accounts this is `search`.
        settings: How to search; the support counts rows, and the same share of the accounts.
        progress: Called with the number of combinations done.

    Returns:
        One tier per depth. `n` and `total` of conjunctions that are constant within accounts count accounts and add up
        their weighted sums; `sample` counts rows and adds up their own scores.

    Raises:
        ValueError: As of `search`.

    Source:
        Royen (2014), Far East Journal of Theoretical Statistics 48:139 (the Gaussian correlation inequality).
    """
    if score.accounts is None:
        return search(axes, score, settings, progress)
    check_rows(axes, score)
    check_settings(settings)
    if not axes or not len(score.values):
        return search(axes, replace(score, accounts=None), settings, progress)
    clustered = ClusteredScore.of(score.values, score.strata, score.accounts)
    varying = [a for a, axis in enumerate(axes) if not clustered.is_constant(axis.codes)]
    of_accounts = _among_accounts(axes, clustered, settings, frozenset(varying), progress)
    if not varying:
        return tuple(_in_rows(tier, axes, score) for tier in of_accounts)
    rows = RowScore(clustered.row_values, clustered.row_classes, blocks=clustered.blocks)
    of_rows = search(axes, rows, settings, progress, needed=frozenset(varying))
    pairs = zip(of_accounts, of_rows, strict=True)
    return tuple(_in_rows(_joined(a, b), axes, score) for a, b in pairs)


def _among_accounts(
    axes: Sequence[Axis],
    clustered: ClusteredScore,
    settings: SearchSettings,
    varying: frozenset[int],
    progress: Progress,
) -> tuple[Tier, ...]:
    """Search the conjunctions that are constant within accounts, on one row for each account."""
    share = len(clustered.sizes) / len(clustered.account)
    support = max(_FEWEST_ACCOUNTS, math.ceil(settings.min_support * share))
    kept = [a for a in range(len(axes)) if a not in varying]
    table = [replace(axes[a], codes=axes[a].codes[clustered.first_rows]) for a in kept]
    score = RowScore(clustered.totals, clustered.classes)
    tiers = search(table, score, replace(settings, min_support=support), progress)
    number = {item: i for i, item in enumerate(items_of(axes))}
    of_all = np.array([number[kept[a], t] for a, t in items_of(table)] or [0], dtype=np.int64)
    return tuple(replace(t, items=of_all[t.items], sample_items=of_all[t.sample_items]) for t in tiers)


def _joined(a: Tier, b: Tier) -> Tier:
    """Return the conjunctions of two searches of one depth as one family."""
    return Tier(
        depth=a.depth,
        family=a.family + b.family,
        items=np.concatenate([a.items, b.items]),
        n=np.concatenate([a.n, b.n]),
        total=np.concatenate([a.total, b.total]),
        score=np.concatenate([a.score, b.score]),
        sample=np.concatenate([a.sample, b.sample]),
        sample_items=np.concatenate([a.sample_items, b.sample_items]),
        sum_squares=a.sum_squares + b.sum_squares,
        maxima=np.maximum(a.maxima, b.maxima),
    )


def _in_rows(tier: Tier, axes: Sequence[Axis], score: RowScore) -> Tier:
    """Return a tier whose sample counts rows, thinned out further where it is large."""
    strongest = np.argsort(-np.abs(tier.sample[:, 2]), kind="stable")
    spread = np.linspace(0, max(0, len(strongest) - 1), min(len(strongest), _SAMPLED)).astype(np.int64)
    kept = np.sort(strongest[np.union1d(spread, np.arange(min(len(strongest), _SAMPLED // 3)))])
    sample, items = tier.sample[kept].copy(), tier.sample_items[kept]
    if len(kept):
        sample[:, 0], sample[:, 1] = _rows_and_sums(axes, score, items)
    return replace(tier, sample=sample, sample_items=items)


def _rows_and_sums(axes: Sequence[Axis], score: RowScore, items: IntArray) -> tuple[IntArray, FloatArray]:
    """Return the rows of conjunctions and the sums of their scores.

    Args:
        axes: Coded attributes.
        score: Row score.
        items: Item numbers of the conjunctions, shape (conjunctions, depth).
    """
    names, values = items_of(axes), score.values
    used, place = np.unique(items, return_inverse=True)
    terms = [(axes[a], t) for a, t in (names[item] for item in used.tolist())]
    bits = np.stack([np.packbits(axis.membership[t][axis.codes]) for axis, t in terms])
    ones = np.packbits(values == 1) if score.is_binary else None
    n, total = np.empty(len(items), dtype=np.int64), np.empty(len(items))
    step = max(1, _BYTES_AT_ONCE // (items.shape[1] * bits.shape[1]))
    for low in range(0, len(items), step):
        part = slice(low, low + step)
        inside = np.bitwise_and.reduce(bits[place.reshape(items.shape)[part]], axis=1)
        n[part] = np.bitwise_count(inside).sum(axis=1, dtype=np.int64)
        if ones is not None:
            total[part] = np.bitwise_count(inside & ones).sum(axis=1, dtype=np.int64)
        else:
            rows = np.unpackbits(inside, axis=1, count=len(values)).view(np.bool_)
            total[part] = [values[row].sum() for row in rows]
    return n, total
