"""How critical pains are, by facts: how many say them, what they cost, who leaves for them, who gives few stars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.model.pains import Criticality, PainParts
from whofor.model.voice import SourceKind

__all__ = ["DEFAULT_WEIGHTS", "SourceVoices", "criticalities"]

DEFAULT_WEIGHTS: Mapping[SourceKind, float] = {
    SourceKind.INTERVIEW: 1.0,
    SourceKind.PRIVATE: 0.5,
    SourceKind.PUBLIC: 0.2,
    SourceKind.VENDOR: 0.05,
}
"""Weight of a source by its kind: who was asked in person tells most, who sells least. A convention."""
_STRENGTH = 10.0
"""People that the mean of a source counts for: a convention. A share of three people is then mostly that mean."""
_IN_FORMULA = (1.0, 1.0, 2.0, 1.0)
"""Weights of the constant, cost, churn and low stars: who leaves tells twice. A convention; `top_share` tries more."""
_RESAMPLES = 400
_AT_ONCE = 50
_LOOKS = 1_000
_TOP = 5


@dataclass(frozen=True, eq=False, slots=True)
class SourceVoices:
    """Who says which pain in one source; shapes (people, pains).

    Attributes:
        kind: Kind of source.
        said: Who says it.
        cost: Who names money or time with it.
        churn: Who names leaving with it.
        low: Who gives few stars with it.
        starred: Who gives stars at all with it.
    """

    kind: SourceKind
    said: BoolArray
    cost: BoolArray
    churn: BoolArray
    low: BoolArray
    starred: BoolArray


def criticalities(
    sources: Sequence[SourceVoices], seed: int, weights: Mapping[SourceKind, float] = DEFAULT_WEIGHTS
) -> list[Criticality]:
    """Return how critical each pain is: 100 · reach · (1 + cost + 2 · churn + low) / 5.

    Each part is a share of people, shrunk to the mean over pains of its source, and averaged over sources by their
    weights; reach over all sources, the others over those that hold the pain. The interval is of people drawn again
    within their sources.

    Args:
        sources: The sources, with the same pains in the same order.
        seed: Seed of what is drawn.
        weights: Weight of a source by its kind, above 0 for one of them.

    Example:
        >>> said = np.array([[True, False]] * 30 + [[False, True]] * 10 + [[False, False]] * 60)
        >>> none = np.zeros_like(said)
        >>> source = SourceVoices(SourceKind.PUBLIC, said, said & [False, True], none, none, none)
        >>> [round(one.value, 1) for one in criticalities([source], seed=0)]
        [6.2, 3.5]
    """
    n_pains = sources[0].said.shape[1] if sources else 0
    if not n_pains:
        return []
    rng = np.random.default_rng(seed)
    used = np.array([weights.get(source.kind, 0.0) for source in sources], dtype=np.float64)
    counts = [_counts(source, np.ones((1, len(source.said)))) for source in sources]
    parts = _parts(counts, used)[0]
    drawn = _scores(_redrawn(sources, used, rng))
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    values, top = _scores(parts[None])[0], _top_shares(parts, rng)
    return [
        Criticality(
            round(float(values[p]), 4),
            round(min(float(low[p]), float(values[p])), 4),
            round(max(float(high[p]), float(values[p])), 4),
            PainParts(*parts[:, p].round(6).tolist()),
            round(float(top[p]), 3),
        )
        for p in range(n_pains)
    ]


def _counts(source: SourceVoices, weight: FloatArray) -> FloatArray:
    """Return people, then those who say each pain, with cost, churn, low and any stars; shape (draws, 6, pains)."""
    columns = (source.said, source.cost, source.churn, source.low, source.starred)
    found = np.empty((len(weight), 1 + len(columns), source.said.shape[1]))
    found[:, 0] = weight.sum(axis=1, keepdims=True)
    for place, column in enumerate(columns, 1):
        found[:, place] = weight @ column
    return found


def _parts(counts: Sequence[FloatArray], weights: FloatArray) -> FloatArray:
    """Return reach, cost, churn and low of each pain; shape (draws, 4, pains)."""
    total = np.zeros((len(counts[0]), 4, counts[0].shape[2]))
    over = np.zeros_like(total)
    for of_source, weight in zip(counts, weights.tolist(), strict=True):
        people, said, cost, churn, low, starred = (of_source[:, i] for i in range(6))
        for place, (k, n) in enumerate(((said, people), (cost, said), (churn, said), (low, starred))):
            mean = k.sum(axis=1, keepdims=True) / np.maximum(n.sum(axis=1, keepdims=True), 1)
            holds = n > 0
            total[:, place] += weight * holds * (k + _STRENGTH * mean) / (n + _STRENGTH)
            over[:, place] += weight * holds
    return np.divide(total, over, out=np.zeros_like(total), where=over > 0)


def _scores(parts: FloatArray) -> FloatArray:
    one, cost, churn, low = _IN_FORMULA
    inner = one + cost * parts[:, 1] + churn * parts[:, 2] + low * parts[:, 3]
    return 100 * parts[:, 0] * inner / sum(_IN_FORMULA)


def _redrawn(sources: Sequence[SourceVoices], weights: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the parts of samples of the people, each source's drawn with replacement."""
    found: list[FloatArray] = []
    for _ in range(_RESAMPLES // _AT_ONCE):
        counts: list[FloatArray] = []
        for source in sources:
            n = len(source.said)
            draws = rng.multinomial(n, np.full(n, 1 / n), size=_AT_ONCE).astype(np.float64)
            counts.append(_counts(source, draws))
        found.append(_parts(counts, weights))
    return np.concatenate(found)


def _top_shares(parts: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return how often each pain is among the first five, over random weights of what the formula weighs."""
    weights = rng.dirichlet(np.ones(4), size=_LOOKS)
    inner = weights[:, :1] + weights[:, 1:] @ parts[1:]
    scores = (parts[0] * inner).round(9)
    place = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray((place < _TOP).mean(axis=0), dtype=np.float64)
