"""The search itself, and the few segments worth a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.analysis.prepare import Prepared
from whofor.arrays import BoolArray
from whofor.cube import Axis, Tier, conditional_score, deepen, search
from whofor.figures.outcome import Outcome
from whofor.model import Estimate, Look, Measure, Operator, Segment, SegmentFinding
from whofor.model.progress import Progress, silent
from whofor.segments.select import (
    Candidate,
    Family,
    candidates_of,
    possible_members,
    select_segments,
)
from whofor.stats.shrinkage import effect_variance, posterior_right_sign, shrink
from whofor.validation.bench import Evidence
from whofor.validation.checks import recorded
from whofor.validation.verdict import judge

__all__ = ["Discovery", "discover"]

_LEVEL = 0.05
_MOST_LOOKS = 1500


@dataclass(frozen=True, eq=False, slots=True)
class Discovery:
    """What the search gave.

    Attributes:
        tiers: All conjunctions per depth, within strata.
        positive: Judged segments that win more.
        negative: Judged segments that win less.
        leading: The strongest candidates of all, corrected or not, that are productive and not redundant.
        looks: A sample of all looks.
    """

    tiers: tuple[Tier, ...]
    positive: tuple[SegmentFinding, ...]
    negative: tuple[SegmentFinding, ...]
    leading: tuple[Candidate, ...]
    looks: tuple[Look, ...]


def segment_of(candidate: Candidate, prepared: Prepared) -> Segment:
    """The segment that a candidate stands for."""
    return Segment(tuple(prepared.encoded[a].conditions[t] for a, t in candidate.items))


def inside_of(candidate: Candidate, prepared: Prepared) -> BoolArray:
    """Which of all analysed deals are in a candidate."""
    inside = np.ones(len(prepared.bench.rows), dtype=np.bool_)
    for attribute, term in candidate.items:
        inside &= prepared.encoded[attribute].mask(term)
    return inside


def prior_strength(tier: Tier) -> float:
    """How many pseudo-deals the parent's rate is worth, from how little the looks of a depth vary."""
    variance = max(tier.sum_squares / max(1, tier.family) - 1.0, 0.02)
    return float(np.median(tier.sample[:, 0])) / variance if len(tier.sample) else 20.0


def critical_scores(tiers: Sequence[Tier], prepared: Prepared) -> list[float]:
    """Corrected threshold of |score| per depth."""
    return [t.critical(a) for t, a in zip(tiers, prepared.alpha, strict=True)]


def shrunken_figure(candidate: Candidate, family: Family, tiers: Sequence[Tier], outcome: Outcome) -> Estimate:
    """Rate or mean of the search rows shrunk towards the widest parent segment (all deals for a single condition)."""
    inside = family.mask(candidate.items)
    parents = [family.mask(candidate.items[:i] + candidate.items[i + 1 :]) for i in range(len(candidate.items))]
    parent = max(parents, key=lambda m: int(m.sum()))
    strength = prior_strength(tiers[min(len(candidate.items), len(tiers)) - 1])
    own, measure = outcome.values[inside], outcome.measure
    i = shrink(own, outcome.mean_of(parent), strength, is_share=measure.is_share)
    if measure.is_share:
        return Estimate(len(own), int(own.sum()), i.estimate, i.low, i.high)
    return Estimate.within(len(own), i.estimate, i.low, i.high, measure.unit)


def chance_right_sign(candidate: Candidate, tiers: Sequence[Tier]) -> float:
    """Chance that a candidate's effect is real and in its direction, given all looks of its depth."""
    tier = tiers[min(len(candidate.items), len(tiers)) - 1]
    mean_square = tier.sum_squares / max(1, tier.family)
    return posterior_right_sign(candidate.score, effect_variance(np.array([mean_square**0.5])))


def _p_within(
    candidate: Candidate, known: BoolArray, family: Family, tiers: Sequence[Tier], alpha: Sequence[float]
) -> float:
    """Corrected p-value of a candidate among some search rows; nearly its own where others lack facts by chance."""
    if known.all():
        return candidate.p_adjusted
    depth = min(len(candidate.items), len(tiers)) - 1
    score = conditional_score(family.mask(candidate.items) & known, known, family.score)
    p = float(tiers[depth].p_value(np.array([score]))[0]) * sum(alpha) / alpha[depth]
    return min(1.0, p) if score * candidate.direction > 0 else 1.0


def _judge_all(
    chosen: Sequence[Candidate], prepared: Prepared, family: Family, tiers: Sequence[Tier], prefix: str
) -> list[SegmentFinding]:
    findings: list[SegmentFinding] = []
    among = np.ones(len(prepared.bench.rows), dtype=np.bool_)
    search = prepared.bench.split.search
    for i, c in enumerate(chosen, start=1):
        segment = segment_of(c, prepared)
        known = recorded(segment, prepared.bench.rows)[0][search]
        evidence = Evidence(
            id=f"{prefix}{i}",
            segment=segment,
            inside=inside_of(c, prepared),
            direction=c.direction,
            score=c.score,
            p_adjusted=c.p_adjusted,
            shrunken=shrunken_figure(c, family, tiers, prepared.bench.outcome.take(search)),
            among=among,
            p_recorded=_p_within(c, known, family, tiers, prepared.alpha),
        )
        findings.append(judge(evidence, prepared.bench))
        among = among & ~possible_members(prepared.encoded, c.items)
    masks = {f.id: family.mask(c.items) for f, c in zip(findings, chosen, strict=True)}
    out: list[SegmentFinding] = []
    for f in findings:
        mine = masks[f.id]
        shares = {k: float((mine & m).sum() / max(1, mine.sum())) for k, m in masks.items() if k != f.id}
        out.append(replace(f, overlaps={k: round(s, 3) for k, s in shares.items() if s >= 0.05}))
    return out


def _only_plain(
    prepared: Prepared, plain_tiers: Sequence[Tier], strict: dict[tuple[tuple[int, int], ...], Candidate]
) -> list[Candidate]:
    """Candidates that pass without strata, with the score and p-value they have within strata."""
    if prepared.plain is None:
        return []
    out: list[Candidate] = []
    for c in candidates_of(plain_tiers, prepared.plain.items, prepared.alpha):
        if c.p_adjusted < _LEVEL:
            within = strict.get(c.items)
            p = within.p_adjusted if within is not None and within.direction == c.direction else 1.0
            if p >= _LEVEL:
                out.append(replace(c, p_adjusted=p))
    return out


def _recorded_first(pool: Sequence[Candidate], prepared: Prepared) -> list[Candidate]:
    """Candidates on recorded facts before those on missing ones, which nobody can go after, in the same order."""

    def rests_on_unknown(c: Candidate) -> bool:
        return any(prepared.encoded[a].conditions[t].operator is Operator.UNKNOWN for a, t in c.items)

    return sorted(pool, key=rests_on_unknown)


def _looks(
    tiers: Sequence[Tier], named: Sequence[tuple[str, Candidate]], family: Family, measure: Measure
) -> list[Look]:
    looks: list[Look] = []
    base = float(family.score.values.mean())
    for tier in tiers:
        rows = tier.sample
        keep = max(1, _MOST_LOOKS // len(tiers))
        if len(rows) > keep:
            order = np.argsort(-np.abs(rows[:, 2]), kind="stable")
            spread = np.linspace(keep // 3, len(rows) - 1, keep - keep // 3).astype(int)
            rows = rows[order[np.unique(np.concatenate([np.arange(keep // 3), spread]))]]
        looks += [Look(int(n), (s / n - base) * measure.better, z, tier.depth) for n, s, z in rows.tolist()]
    for name, c in named:
        inside = family.mask(c.items)
        n = int(inside.sum())
        effect = (float(family.score.values[inside].mean()) - base) * measure.better
        looks.append(Look(n, effect, c.score, len(c.items), name))
    return looks


def _deepened(candidate: Candidate, axes: Sequence[Axis], prepared: Prepared, picks: int) -> Candidate:
    """A picked segment with the further condition that improves on it, corrected over all picks; else as it is."""
    family = prepared.family
    for further in deepen(axes, family.score, prepared.settings, candidate.items):
        p = min(1.0, further.p_value * picks)
        if p >= _LEVEL:
            break
        if further.score * candidate.direction > 0:
            items = tuple(sorted((*candidate.items, (further.axis, further.term))))
            everyone = np.ones(len(family.score.values), dtype=np.bool_)
            score = conditional_score(family.mask(items), everyone, family.score)
            return Candidate(items, score, max(p, candidate.p_adjusted))
    return candidate


def _renamed(progress: Progress) -> Progress:
    def told(_: str, done: int, total: int) -> None:
        progress("search_plain", done, total)

    return told


def _both_directions(
    pool: Sequence[Candidate], family: Family, most: int, critical: Sequence[float]
) -> tuple[list[Candidate], list[Candidate]]:
    """Segments that do better and segments that do worse.

    The direction of the strongest candidate goes first: where a few clients do far worse, all slices of the others look
    better than the rest, and the other way round.
    """
    strongest = max(pool, key=lambda c: abs(c.score), default=None)
    first = -1 if strongest is not None and strongest.direction < 0 else 1
    ahead = select_segments(pool, family, direction=first, most=most, critical=critical)
    behind = select_segments(pool, family, direction=-first, most=most, critical=critical, taken=ahead)
    return (ahead, behind) if first > 0 else (behind, ahead)


def discover(prepared: Prepared, most: int, progress: Progress = silent) -> Discovery:
    """Search, correct, prune, judge.

    Two searches run over the same family: one within strata, whose corrected p-values count; and a plain one,
    which shows what looks strong only because it rides on a confounder.

    Args:
        prepared: Everything the search needs.
        most: At most this many segments in each direction.
        progress: Told about combinations done.
    """
    axes: list[Axis] = []
    search_rows = prepared.bench.split.search
    for e in prepared.encoded:
        axes.append(replace(e.axis, codes=e.axis.codes[search_rows]))
    family = prepared.family
    tiers = search(axes, family.score, prepared.settings, progress)
    everything = candidates_of(tiers, family.items, prepared.alpha)
    significant = _recorded_first([c for c in everything if c.p_adjusted < _LEVEL], prepared)
    critical = critical_scores(tiers, prepared)
    positive, negative = _both_directions(significant, family, most, critical)
    if prepared.plain is not None:
        settings = replace(prepared.settings, permutations=max(200, prepared.settings.permutations // 4))
        plain_tiers = search(axes, prepared.plain.score, settings, _renamed(progress))
        pool = _recorded_first(_only_plain(prepared, plain_tiers, {c.items: c for c in everything}), prepared)
        bar = critical_scores(plain_tiers, prepared)
        positive += select_segments(pool, prepared.plain, direction=1, most=3, critical=bar, taken=positive)
        already = [*positive, *negative]
        negative += select_segments(pool, prepared.plain, direction=-1, most=3, critical=bar, taken=already)
    if prepared.deeper:
        picks = [c for c in [*positive, *negative] if len(c.items) == len(tiers)]
        deeper = {c.items: _deepened(c, axes, prepared, len(picks)) for c in picks}
        positive = [deeper.get(c.items, c) for c in positive]
        negative = [deeper.get(c.items, c) for c in negative]
    ups = _judge_all(positive, prepared, family, tiers, "S")
    downs = _judge_all(negative, prepared, family, tiers, "N")
    low = [0.0] * len(tiers)
    leading = () if ups else tuple(select_segments(everything, family, direction=1, most=3, critical=low))
    named = [(f.id, c) for f, c in zip([*ups, *downs], [*positive, *negative], strict=True)]
    looks = _looks(tiers, named, family, prepared.bench.outcome.measure)
    return Discovery(tiers, tuple(ups), tuple(downs), leading, tuple(looks))
