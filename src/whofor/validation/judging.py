"""Judged findings from the results of a search, and hypotheses where nothing passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from whofor.arrays import BoolArray
from whofor.cube import Tier, conditional_score
from whofor.model.evidence import Estimate, SegmentFinding, Verdict
from whofor.model.reasons.steps import HypothesisTest, ResearchMode
from whofor.model.reasons.verdicts import Hypothesis, HypothesisUnclear
from whofor.segments.candidates import Candidate
from whofor.segments.search import Found
from whofor.segments.select import possible_members
from whofor.segments.study import Study
from whofor.stats.shrinkage import shrink
from whofor.validation.bench import LEVEL, Bench, Evidence
from whofor.validation.chances import chance_again
from whofor.validation.recording import recorded
from whofor.validation.verdict import judge, median_days

__all__ = ["hypotheses_of", "judge_found"]

_NOTED_OVERLAP = 0.05
"""Share of a segment's deals in another one from which the page names it."""
_LEAST_VARIANCE = 0.02
"""Least variance of the scores beyond chance: where they vary less than chance, shrinkage stays finite."""
_USUAL_STRENGTH = 20.0
"""Deals that a parent counts for where there are no looks to compute it from: a convention."""
_Z_ONE_SIDED = 1.645
"""A hypothesis declared before the next look needs no price for the search: one-sided 95 %."""


def judge_found(direction: int, found: Found, study: Study, bench: Bench) -> list[SegmentFinding]:
    """Judge segments in the order in which they were picked, each on the rows that those before do not explain.

    Args:
        direction: Which segments: +1 for those that do better, -1 for those that do worse.
        found: Result of the search.
        study: What was searched.
        bench: What they are judged against.
    """
    findings: list[SegmentFinding] = []
    among = np.ones(len(study.rows), dtype=np.bool_)
    chosen, others = (found.positive, found.negative) if direction > 0 else (found.negative, found.positive)
    untouched = among
    for c in others if direction != found.first else ():
        if c.p_adjusted < LEVEL:
            untouched = untouched & ~possible_members(study.encoded, c.items)
    ids = study.ids(len(found.positive), len(found.negative))[0 if direction > 0 else 1]
    for id_, c in zip(ids, chosen, strict=True):
        segment = study.segment(c)
        known = recorded(segment, study.rows)[0][study.search]
        evidence = Evidence(
            id=id_,
            segment=segment,
            inside=study.inside(c),
            direction=c.direction,
            score=c.score,
            p_adjusted=c.p_adjusted,
            shrunken=_shrunken(c, study, found),
            among=among,
            untouched=untouched,
            p_recorded=_p_among(c, known, study, found),
        )
        findings.append(judge(evidence, bench))
        among = among & ~possible_members(study.encoded, c.items)
    return _with_overlaps(findings, [study.family.mask(c.items) for c in chosen])


def _with_overlaps(findings: Sequence[SegmentFinding], masks: Sequence[BoolArray]) -> list[SegmentFinding]:
    out: list[SegmentFinding] = []
    for f, mine in zip(findings, masks, strict=True):
        pairs = zip(findings, masks, strict=True)
        shares = {o.id: float((mine & m).sum() / max(1, mine.sum())) for o, m in pairs if o.id != f.id}
        out.append(replace(f, overlaps={k: round(s, 3) for k, s in shares.items() if s >= _NOTED_OVERLAP}))
    return out


def _prior_strength(tier: Tier) -> float:
    """Return how many rows the parent's figure is worth, from how little the looks of a depth vary."""
    variance = max(tier.sum_squares / max(1, tier.family) - 1.0, _LEAST_VARIANCE)
    return float(np.median(tier.sample[:, 0])) / variance if len(tier.sample) else _USUAL_STRENGTH


def _shrunken(candidate: Candidate, study: Study, found: Found) -> Estimate:
    """Return the search figure shrunk towards the widest parent segment (all rows for a single condition)."""
    outcome, items = study.outcome.take(study.search), candidate.items
    inside = study.family.mask(items)
    parents = [study.family.mask(items[:i] + items[i + 1 :]) for i in range(len(items))]
    parent = max(parents, key=lambda m: int(m.sum()))
    own, measure = outcome.values[inside], outcome.measure
    strength = _prior_strength(found.tier_of(candidate))
    i = shrink(own, outcome.mean_of(parent), strength, is_share=measure.is_share)
    if measure.is_share:
        return Estimate(len(own), int(own.sum()), i.estimate, i.low, i.high)
    return Estimate.within(len(own), i.estimate, i.low, i.high, measure.unit)


def _p_among(candidate: Candidate, known: BoolArray, study: Study, found: Found) -> float:
    """Return the corrected p-value among some search rows; nearly its own where others lack facts by chance."""
    if known.all():
        return candidate.p_adjusted
    family = study.family
    score = conditional_score(family.mask(candidate.items) & known, known, family.score)
    return study.corrected_p(score, len(candidate.items), found.tiers) if score * candidate.direction > 0 else 1.0


def hypotheses_of(found: Found, study: Study, bench: Bench) -> tuple[SegmentFinding, ...]:
    """Return the leading candidates as hypotheses, each with the chance that new rows show it and the rows it needs."""
    return tuple(_hypothesis(i, c, found, study, bench) for i, c in enumerate(found.leading, start=1))


def _hypothesis(i: int, c: Candidate, found: Found, study: Study, bench: Bench) -> SegmentFinding:
    outcome, search, inside = study.outcome, study.search, study.inside(c)
    shrunken = _shrunken(c, study, found)
    rest = outcome.estimate(~inside & search)
    expected, usual = shrunken.estimate or 0.0, rest.estimate or 0.0
    critical = found.tier_of(c).critical(study.alpha[min(len(c.items), len(found.tiers)) - 1])
    needed = outcome.needed(expected, usual, critical)
    declared = outcome.needed(expected, usual, _Z_ONE_SIDED)
    more = None if needed is None else max(1, min(needed, declared or needed))
    posterior = chance_again(c, found, study)
    return SegmentFinding(
        id=f"H{i}",
        segment=study.segment(c),
        direction=c.direction,
        verdict=Verdict.REVIEW,
        reasons=(HypothesisUnclear() if posterior is None else Hypothesis(round(posterior, 4)),),
        next_step=ResearchMode() if more is None else HypothesisTest(more),
        z=c.score,
        p_adjusted=c.p_adjusted,
        search=outcome.estimate(inside & search),
        confirm=outcome.estimate(inside & ~search),
        rest_search=rest,
        rest_confirm=outcome.estimate(~inside & ~search),
        shrunken=shrunken,
        posterior_right_sign=posterior,
        n_needed=more,
        median_days_to_win=median_days(bench.days_to_win, inside, outcome.accounts),
        rest_median_days_to_win=median_days(bench.days_to_win, ~inside, outcome.accounts),
    )
