"""A further condition added to a conjunction that was found: depth four, without a search of all quadruples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.cube.axes import Axis, RowScore, check_rows, items_of
from whofor.cube.search_accounts import search_accounts
from whofor.cube.work import SearchSettings

__all__ = ["Deeper", "deepen"]


@dataclass(frozen=True, slots=True)
class Deeper:
    """A term that was added to a conjunction.

    Attributes:
        axis: Its axis.
        term: Its number on the axis.
        n: Rows that meet all.
        score: Normal score of these rows against the others of the conjunction, within strata.
        p_value: Corrected over all terms that might have been added to this conjunction.
    """

    axis: int
    term: int
    n: int
    score: float
    p_value: float


def deepen(
    axes: Sequence[Axis], score: RowScore, settings: SearchSettings, terms: Sequence[tuple[int, int]]
) -> list[Deeper]:
    """Test every term of the other axes among the rows of a conjunction, strongest first.

    The outcomes are shuffled among the rows of the conjunction only. That leaves its own sum as it is, so that the
    test is valid although the conjunction was picked by that sum. Over several conjunctions the p-values are to be
    multiplied by their number.

    Args:
        axes: Coded attributes.
        score: Row score and strata.
        settings: Support, shuffles and seed; the depth does not count.
        terms: The conjunction, as (axis, term) pairs.

    Raises:
        ValueError: As of `search`.
    """
    check_rows(axes, score)
    inside = np.logical_and.reduce([axes[a].membership[t][axes[a].codes] for a, t in terms])
    used = {axes[a].group for a, _ in terms}
    others = [a for a, axis in enumerate(axes) if axis.group not in used]
    if not others or int(inside.sum()) < 2 * settings.min_support:
        return []
    part = [replace(axes[a], codes=axes[a].codes[inside]) for a in others]
    within = score.take(inside)
    (tier,) = search_accounts(part, within, replace(settings, depth=1, keep_score=0.0))
    items = items_of(part)
    found = [
        Deeper(others[items[item][0]], items[item][1], int(n), float(z), float(p))
        for (item,), n, z, p in zip(tier.items.tolist(), tier.n, tier.score, tier.p_value(tier.score), strict=True)
    ]
    return sorted(found, key=lambda d: (-abs(d.score), d.axis, d.term))
