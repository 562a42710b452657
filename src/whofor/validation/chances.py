"""Chance that a hypothesis shows again in new deals."""

from __future__ import annotations

import numpy as np

from whofor.cube import Whole
from whofor.segments.candidates import Candidate
from whofor.segments.search import Found
from whofor.segments.study import Study
from whofor.stats.replication import Held, chance_to_show_again, spread_of_effects

__all__ = ["chance_again"]

_MOST_ROWS = 5000
"""Rows by which the likeness of conditions is estimated: a correlation is then known to 0.015."""


def chance_again(candidate: Candidate, found: Found, study: Study) -> float:
    """Return the chance that as many new deals show the direction of a hypothesis.

    Args:
        candidate: The hypothesis.
        found: Result of the search.
        study: What was searched.
    """
    inside, search = study.inside(candidate), study.search
    searched, held = int((inside & search).sum()), int((inside & ~search).sum())
    later = study.outcome.z_score(inside & ~search, ~search) * candidate.direction if held else 0.0
    mean_square, freedom, usual = _other_conditions(candidate, study)
    # Effects of single conditions add up; those of few rows have smaller scores.
    size = len(candidate.items) * searched / usual
    spread = [(variance * size, p) for variance, p in spread_of_effects(mean_square, freedom)]
    maxima = found.tier_of(candidate).maxima
    return chance_to_show_again(abs(candidate.score), maxima, spread, Held(later, held / searched))


def _other_conditions(candidate: Candidate, study: Study) -> tuple[float, float, float]:
    """Return how the single conditions on other parameters score, which the hypothesis was not picked by.

    Returns:
        Mean of their squared scores; how many independent ones they are worth; rows of the usual one.
    """
    family, least = study.family, study.settings.min_support
    used = {study.encoded[a].axis.group for a, _ in candidate.items}
    masks = {i: family.mask([i]) for i in family.items if study.encoded[i[0]].axis.group not in used}
    sizes = {i: int(mask.sum()) for i, mask in masks.items()}
    items = [i for i, n in sizes.items() if least <= n <= len(family.score.values) - least]
    if not items:
        return 1.0, 1.0, float(family.mask(candidate.items).sum())
    whole = Whole.of(family.groups, family.groups.everyone)
    scores = np.array([whole.score_of(family.bits([i])) for i in items])
    step = -(-len(family.score.values) // _MOST_ROWS)
    rows = np.array([masks[i][::step] for i in items], dtype=np.float64)
    rows = rows[rows.std(axis=1) > 0]
    likeness = float((np.corrcoef(rows) ** 2).sum()) if len(rows) > 1 else 1.0
    return float((scores**2).mean()), max(1.0, len(rows) ** 2 / likeness), float(np.mean([sizes[i] for i in items]))
