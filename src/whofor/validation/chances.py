"""Chance that a hypothesis shows again in new deals."""

from __future__ import annotations

from dataclasses import replace

from whofor.arrays import BoolArray
from whofor.cube import Whole
from whofor.segments.candidates import Candidate
from whofor.segments.search import Found
from whofor.segments.study import Study
from whofor.stats.replication import Held, Wider, chance_to_show_again

__all__ = ["chance_again"]

_LEAST_STATED = 0.65
"""Least chance that is stated, a convention: below it the figure is mostly the chance before looking, which nobody
knows. `benchmarks/hypotheses.py` measures how many hypotheses of pure noise reach it."""


def chance_again(candidate: Candidate, found: Found, study: Study) -> float | None:
    """Return the chance that as many new deals show the direction of a hypothesis; `None` where it may be a toss-up.

    Without held-back deals of its own there is only what it was picked by, which cannot tell.

    Args:
        candidate: The hypothesis.
        found: Result of the search.
        study: What was searched.
    """
    inside = study.inside(candidate)
    held = _held(inside, inside, ~study.search, candidate, study)
    if not held.share:
        return None
    wider = _wider(candidate, inside, study)
    chance = chance_to_show_again(abs(candidate.score), found.tier_of(candidate).maxima, held, wider)
    return chance if chance >= _LEAST_STATED else None


def _wider(candidate: Candidate, inside: BoolArray, study: Study) -> list[Wider]:
    """Return what each wider segment, which lacks one of the conditions, shows in the search and outside later."""
    family, items = study.family, candidate.items
    whole = Whole.of(family.groups, family.groups.everyone)
    out: list[Wider] = []
    for i in range(len(items) if len(items) > 1 else 0):
        rest = items[:i] + items[i + 1 :]
        mask = study.inside(replace(candidate, items=rest))
        score = whole.score_of(family.bits(rest)) * candidate.direction
        out.append(Wider(score, _held(mask & ~inside, mask, ~study.search & ~inside, candidate, study)))
    return out


def _held(later: BoolArray, searched: BoolArray, among: BoolArray, candidate: Candidate, study: Study) -> Held:
    """Return what some rows show among held-back ones, in the direction of a candidate.

    Args:
        later: The rows, of which those among the held-back ones count.
        searched: The rows whose part in the search they are a share of.
        among: Held-back rows that they are compared with.
        candidate: The candidate.
        study: What was searched.
    """
    rows = later & among
    n = int(rows.sum())
    score = study.outcome.z_score(rows, among) * candidate.direction if n else 0.0
    return Held(score, n / int((searched & study.search).sum()))
