"""The best conjunctions by any measure of size and gain, from whofor's search, none left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import job
import numpy as np
from numpy.typing import NDArray

from whofor.arrays import FloatArray
from whofor.cube import Axis, RowScore, SearchSettings, Tier, items_of, search
from whofor.stats.skew import normal_score

_CLEAR = 5.0
"""Score that the best conjunctions of large data exceed; where too few do, all are looked at."""


def plain_axes(codes: NDArray[np.uint8]) -> list[Axis]:
    """Attributes whose terms are their codes."""
    return [Axis(row, np.eye(int(row.max()) + 1, dtype=bool), f"a{a}") for a, row in enumerate(codes)]


def one_stratum(score: FloatArray) -> RowScore:
    """A row score without strata."""
    return RowScore(score, np.zeros(len(score), dtype=np.int64))


def least_score(measure: str, least: float, score: RowScore, min_support: int) -> float:
    """The lowest |normal score| that a conjunction whose measure is at least `least` can have.

    For a given number of rows n the measure, the standardised sum and the normal score rise with each other, so that
    each n has its own bound; the lowest over all n holds for all.

    Args:
        measure: See `job.quality`.
        least: Measure to be reached, above 0.
        score: Row score in one stratum.
        min_support: Fewest rows inside a conjunction, and outside it.
    """
    moments, rows = score.moments(), len(score.values)
    n = np.arange(min_support, rows - min_support + 1, dtype=float)
    share = n / rows
    spread = n * (1 - share)
    deviation = np.sqrt(spread * moments.variance[0])
    skewness = spread * (1 - 2 * share) * moments.third[0] / deviation**3
    z = least / job.size_weight(measure, n, score.values) / deviation
    return max(0.0, float(normal_score(z, skewness).min()) - 1e-9)


def top_terms(
    axes: Sequence[Axis], score: RowScore, settings: SearchSettings, measure: str, top: int
) -> tuple[list[job.Conjunction], tuple[Tier, ...]]:
    """The `top` best conjunctions, and all that the search gave.

    The strongest of the depths before the last tell what must at least be reached (as many are known to reach it), and
    so which terms the full search must return.

    Args:
        axes: Attributes whose terms are their codes.
        score: Row score in one stratum.
        settings: How to search; what to keep is set here.
        measure: See `job.quality`.
        top: How many.
    """
    keep = 0.0
    for least in (_CLEAR, 0.0) if settings.depth > 1 else ():
        shallow = dataclasses.replace(settings, depth=settings.depth - 1, permutations=0, keep_score=least)
        tiers = search(axes, score, shallow)
        qualities = np.sort(np.concatenate([job.quality(measure, t.n, t.total, score.values) for t in tiers]))
        if len(qualities) >= top and qualities[-top] > 0:
            keep = least_score(measure, float(qualities[-top]), score, settings.min_support)
            break
    tiers = search(axes, score, dataclasses.replace(settings, keep_most=10**9, keep_score=keep))
    return _best(axes, score, tiers, measure, top), tiers


def _best(
    axes: Sequence[Axis], score: RowScore, tiers: Sequence[Tier], measure: str, top: int
) -> list[job.Conjunction]:
    items = items_of(axes)
    ranked: list[tuple[float, job.Conjunction]] = []
    for tier in tiers:
        qualities = job.quality(measure, tier.n, tier.total, score.values)
        for i in np.argsort(-qualities, kind="stable")[:top]:
            ranked.append((-float(qualities[i]), tuple(items[item] for item in tier.items[i])))
    return [conjunction for _, conjunction in sorted(ranked)[:top]]
