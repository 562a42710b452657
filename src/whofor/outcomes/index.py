"""Mutual value of clients: percentiles of each fact, each side averaged, then the geometric mean of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import FloatArray
from whofor.lexicon.outcome_kinds import Side
from whofor.model import ValueComponent, ValueSummary
from whofor.stats.ranks import average_ranks

__all__ = ["Component", "MutualValue", "Stability", "mutual_value", "percentiles", "stability", "value_summary"]

_LEAST_WEIGHT = 1 / 3
"""A side of mutual value is known where a third of the weight of its facts is: a convention."""
_DIGITS, _NOTHING = 9, 1e-15
"""Significant digits that are compared, so that sums in another order give the same ranks; and what counts as 0."""
_BLOCK = 4_000_000
"""Numbers held at once, 32 MB."""


@dataclass(frozen=True, eq=False, slots=True)
class Component:
    """One fact known of clients.

    Attributes:
        name: Its name (`price_realised`, `support_load`).
        label: The user's own name for it.
        side: Who gains by it.
        better: +1 where more is better, -1 where less is.
        weight: Its weight within its side, above 0.
        values: Its value for each client, NaN where it is not known, shape (clients,).
    """

    name: str
    label: str
    side: Side
    better: int
    weight: float
    values: FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class MutualValue:
    """The index of each client.

    Attributes:
        values: 0 to 1, NaN where too little is known, shape (clients,). Half of it where one side alone is measured.
        us: Value for us, 0 to 1.
        client: Value for the client, 0 to 1.
        sides: The sides that are measured at all.
    """

    values: FloatArray
    us: FloatArray
    client: FloatArray
    sides: tuple[Side, ...]


def percentiles(values: FloatArray, better: int = 1) -> FloatArray:
    """Return the rank of each value among those known, between 0 and 1 and never either; equal values share one.

    Args:
        values: Values, NaN where unknown.
        better: -1 where a small value is a good one.

    Source:
        Hazen's plotting position, (rank - 1/2) / n: Hazen (1914), Transactions ASCE 77:1539.

    Example:
        >>> percentiles(np.array([10.0, 30.0, np.nan, 20.0, 20.0])).tolist()
        [0.125, 0.875, nan, 0.5, 0.5]
    """
    out = np.full(len(values), np.nan)
    known = np.isfinite(values)
    if known.any():
        out[known] = (average_ranks(_rounded(values[known]) * better) - 0.5) / int(known.sum())
    return out


def _rounded(values: FloatArray) -> FloatArray:
    """Values to nine significant digits: those that differ only by rounding errors are equal."""
    size = np.abs(values)
    small = size <= size.max() * _NOTHING
    power = 10.0 ** (_DIGITS - 1 - np.floor(np.log10(np.where(small, 1.0, size))))
    return np.where(small, 0.0, np.round(values * power) / power)


def _weighted(ranks: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted mean of what is known of each client, NaN below a third of the weight.

    Args:
        ranks: Percentiles, NaN where unknown, shape (components, clients).
        weights: Shape (weightings, components).

    Returns:
        Shape (weightings, clients).
    """
    known = np.isfinite(ranks)
    present = weights @ known
    total = weights @ np.where(known, ranks, 0.0)
    enough = present >= _LEAST_WEIGHT * weights.sum(axis=1, keepdims=True) - 1e-12
    return np.where(enough, total / np.maximum(present, 1e-12), np.nan)


def _of_side(components: Sequence[Component], side: Side) -> tuple[FloatArray, FloatArray]:
    """Percentiles and weights of the components of a side that are known of anybody."""
    own = [c for c in components if c.side is side and np.isfinite(c.values).any()]
    n = len(components[0].values) if components else 0
    ranks = np.array([percentiles(c.values, c.better) for c in own]).reshape(len(own), n)
    return ranks, np.array([c.weight for c in own])


def mutual_value(components: Sequence[Component]) -> MutualValue:
    """Value for us and value for the client, each a weighted mean of percentiles; together their geometric mean.

    In the geometric mean neither side makes up for the other: who pays well and gains nothing is worth little. Where
    nothing is known of one side the other counts alone. A client of whom less than a third of a side's weight is
    known gets no value.

    Args:
        components: Facts known of the same clients.

    Raises:
        ValueError: No component, a weight that is not above 0, or components of different clients.

    Example:
        >>> fee = Component("price", "Price", Side.US, 1, 1.0, np.array([1.0, 2.0, 3.0]))
        >>> hours = Component("time_saved", "Hours saved", Side.CLIENT, 1, 1.0, np.array([9.0, 5.0, 1.0]))
        >>> mutual_value([fee, hours]).values.round(3).tolist()
        [0.373, 0.5, 0.373]
    """
    if not components:
        raise ValueError("mutual value needs at least one component")
    if len({len(c.values) for c in components}) > 1:
        raise ValueError("all components must be of the same clients")
    if not all(c.weight > 0 for c in components):
        raise ValueError("weights must be above 0: leave a component out instead")
    ours, theirs = (_of_side(components, side) for side in (Side.US, Side.CLIENT))
    us, client = (_weighted(ranks, weights[None, :])[0] if len(weights) else None for ranks, weights in (ours, theirs))
    nothing = np.full(len(components[0].values), np.nan)
    if us is not None and client is not None:
        return MutualValue(np.sqrt(us * client), us, client, (Side.US, Side.CLIENT))
    if us is not None:
        return MutualValue(us, us, nothing, (Side.US,))
    if client is not None:
        return MutualValue(client, nothing, client, (Side.CLIENT,))
    return MutualValue(nothing, nothing, nothing, ())


@dataclass(frozen=True, slots=True)
class Stability:
    """Dependence of the ranking of clients on the weights.

    Attributes:
        weightings: Random weightings tried.
        median: Median rank correlation (Spearman) with the ranking by the weights in force, -1 to 1.
        low: Its 5th percentile.
    """

    weightings: int
    median: float
    low: float


def stability(components: Sequence[Component], seed: int, weightings: int = 1000) -> Stability:
    """Rank the clients anew under random weights and compare.

    Weights are drawn evenly over all that are possible within each side (a flat Dirichlet). Components that point the
    same way give the same ranking whatever their weights; where they contradict each other the weights decide, and the
    correlation shows how far.

    Args:
        components: Facts known of the clients.
        seed: Seed of the weights.
        weightings: How many to try.

    Raises:
        ValueError: Fewer than three clients have a value.
    """
    base = mutual_value(components)
    known = np.isfinite(base.values)
    if known.sum() < 3:
        raise ValueError(f"a ranking needs three clients or more, got {int(known.sum())}")
    rng = np.random.default_rng(seed)
    wanted = _centred(average_ranks(base.values[known]))
    sides = [_of_side(components, side) for side in base.sides]
    drawn = [rng.exponential(size=(weightings, len(weights))) for _, weights in sides]
    step = max(1, _BLOCK // int(known.sum()))
    correlations: list[FloatArray] = []
    for start in range(0, weightings, step):
        product = np.ones(())
        for (ranks, _), weights in zip(sides, drawn, strict=True):
            product = product * _weighted(ranks[:, known], weights[start : start + step])
        # A client that some weighting knows too little of takes the middle: it neither agrees nor contradicts.
        filled = np.where(np.isfinite(product), product, np.nanmedian(product, axis=1, keepdims=True))
        ranked = _centred(average_ranks(filled))
        correlations.append(ranked @ wanted)
    all_of_them = np.concatenate(correlations)
    return Stability(weightings, float(np.median(all_of_them)), float(np.quantile(all_of_them, 0.05)))


def _centred(ranks: FloatArray) -> FloatArray:
    """Ranks with mean 0 and length 1, so that a product is a correlation; noughts where all are equal."""
    centred = ranks - ranks.mean(axis=-1, keepdims=True)
    length = np.sqrt((centred * centred).sum(axis=-1, keepdims=True))
    return np.divide(centred, length, out=np.zeros_like(centred), where=length > 0)


def value_summary(components: Sequence[Component], seed: int) -> ValueSummary | None:
    """Return the composition of mutual value, and how far it depends on the weights; `None` without components.

    Args:
        components: Its parts.
        seed: Seed of the random weights.
    """
    if not components:
        return None
    whole, steady = mutual_value(components), stability(components, seed)
    return ValueSummary(
        components=tuple(
            ValueComponent(c.name, c.label, c.side, c.better, c.weight, int(np.isfinite(c.values).sum()))
            for c in components
        ),
        clients=int(np.isfinite(whole.values).sum()),
        sides=whole.sides,
        weightings=steady.weightings,
        agreement=steady.median,
        agreement_low=steady.low,
    )
