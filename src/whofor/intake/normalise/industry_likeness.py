"""Industries by the meaning of a label: the nearest known labels, by an embedder that works offline.

The embedder is optional (`pip install whofor[text]`); without it no label is classified by its meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from whofor.intake.normalise.embedder import can_embed, vectors_of
from whofor.intake.normalise.industries import Industry, coded_industry, industry_labels
from whofor.text import tidy

if TYPE_CHECKING:
    from whofor.intake.normalise.embedder import Vectors

__all__ = ["SURE_ENOUGH", "likely_industries"]

SURE_ENOUGH = 0.66
"""Least confidence, 0 to 1, of an answer; `benchmarks/industry_meanings.py` measures what it costs."""

_NEIGHBOURS = 10
_WIDTH = 0.1
"""Distance, in cosine, over which the weight of a neighbour falls by a factor of e."""
_LONGEST = 120
_MOST_LABELS = 5_000


@cache
def _known() -> tuple[tuple[str, ...], Vectors]:
    """Return the codes and vectors of all known labels."""
    pairs = industry_labels()
    return tuple(code for code, _ in pairs), vectors_of([label for _, label in pairs])


def likely_industries(labels: Sequence[str], sure_enough: float = SURE_ENOUGH) -> dict[str, Industry]:
    """Return the industries of labels by the known labels nearest in meaning; what is not sure enough is left out.

    The ten nearest known labels vote, each with the weight exp(cosine / 0.1). The confidence is the share of the votes
    for the best industry times the cosine of the nearest label; `likeness` is that confidence in per cent.

    Args:
        labels: Labels that the table does not know; above 5,000 none is classified, as they are no picklist.
        sure_enough: Least confidence.

    >>> found = likely_industries(["Life insurer", "Warm lead"])
    >>> {label: one.division for label, one in found.items()} if can_embed() else {"Life insurer": "65"}
    {'Life insurer': '65'}
    """
    asked = [label for label in dict.fromkeys(labels) if label.strip() and len(label) <= _LONGEST]
    if not asked or len(asked) > _MOST_LABELS or not can_embed():
        return {}
    import numpy as np

    codes, vectors = _known()
    cosines = vectors_of([tidy(label) for label in asked]) @ vectors.T
    found: dict[str, Industry] = {}
    for label, row in zip(asked, cosines.round(6), strict=True):
        nearest: list[int] = np.argsort(-row, kind="stable")[:_NEIGHBOURS].tolist()
        code, confidence = _vote([(codes[place], float(row[place])) for place in nearest])
        if confidence >= sure_enough:
            found[label] = coded_industry(code, round(100 * confidence, 1))
    return found


def _vote(neighbours: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """Return the code with most votes and its confidence; of equals the first in alphabetical order."""
    from math import exp

    votes: dict[str, float] = {}
    for code, cosine in neighbours:
        votes[code] = votes.get(code, 0.0) + exp((cosine - 1) / _WIDTH)
    best = min(votes, key=lambda code: (-votes[code], code))
    return best, neighbours[0][1] * votes[best] / sum(votes.values())
