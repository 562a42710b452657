"""The search of a study: every conjunction, corrected, and the few that others do not explain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray
from whofor.cube import Axis, Tier, conditional_score, deepen, search_accounts
from whofor.model.also_passed import AlsoPassed
from whofor.model.measure import Measure
from whofor.model.progress import Progress, silent
from whofor.model.result import Look
from whofor.model.search_record import LEVEL
from whofor.model.segment import Operator
from whofor.segments.candidates import Candidate, Candidates, candidates_of
from whofor.segments.select import Family, Items, select_segments
from whofor.segments.study import Study
from whofor.segments.unreported import unreported

__all__ = ["Found", "search_study"]

_MOST_LOOKS = 1500
"""Points of the map of all looks: as many as a page of 2 MB draws."""
_FEWEST_SHUFFLES = 200
"""Fewest shuffles of the search without strata: 5 % of them, 10, still make a threshold."""
_MOST_CONFOUNDED, _MOST_LEADING = 3, 3
"""Segments for review that pass without strata only, and candidates shown as hypotheses: what a reader follows up."""


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """Result of a search, not yet judged.

    Attributes:
        tiers: All conjunctions per depth, within strata.
        positive: Segments that do better, in the order in which they were picked.
        negative: Segments that do worse.
        first: Direction that was picked first, that of the strongest conjunction.
        leading: Where nothing does better: the strongest candidates of all, corrected or not, that are productive and
            not redundant.
        looks: A sample of all looks, those of the segments by their ids.
        also_passed: The strongest of what passed and is no segment of its own.
        n_also_passed: How many conjunctions that is in all.
    """

    tiers: tuple[Tier, ...]
    positive: tuple[Candidate, ...]
    negative: tuple[Candidate, ...]
    first: int
    leading: tuple[Candidate, ...]
    looks: tuple[Look, ...]
    also_passed: tuple[AlsoPassed, ...]
    n_also_passed: int

    def tier_of(self, candidate: Candidate) -> Tier:
        """Return the tier whose looks a candidate is one of; that of the greatest depth for one that goes deeper."""
        return self.tiers[min(len(candidate.items), len(self.tiers)) - 1]


def search_study(study: Study, most: int, progress: Progress = silent) -> Found:
    """Return the segments that a study singles out.

    Two searches run over the same family: one within strata, whose corrected p-values count; and a plain one,
    which shows what looks strong only because it comes with a confounder.

    Args:
        study: What to search.
        most: At most this many segments in each direction.
        progress: Called with the combinations done.
    """
    if not study.encoded:
        return Found((), (), (), 1, (), (), (), 0)
    axes = [replace(e.axis, codes=e.axis.codes[study.search]) for e in study.encoded]
    family = study.family
    tiers = search_accounts(axes, family.score, study.settings, progress)
    everything = candidates_of(tiers, family.items, study.alpha)
    significant = _recorded_first(everything.take(everything.p_adjusted < LEVEL), study)
    positive, negative = _both_directions(significant, study, (axes, tiers), most)
    more = _confounded(axes, study, (everything, tiers), (positive, negative), progress)
    positive, negative = [*positive, *more[0]], [*negative, *more[1]]
    if study.deeper:
        picks = [c for c in [*positive, *negative] if len(c.items) == len(tiers)]
        deeper = {c.items: _deepened(c, axes, study, len(picks)) for c in picks}
        positive = [deeper.get(c.items, c) for c in positive]
        negative = [deeper.get(c.items, c) for c in negative]
    leading: list[Candidate] = []
    if not positive:
        pool = everything.by_threshold(study.critical(tiers)).strongest(1)
        # Without held-back deals no hypothesis states a chance, so that the best ones are named however weak they are.
        bar = -math.inf if study.search.all() else 0.0
        nothing, tests = [bar] * len(tiers), _TestsInSearch(study, axes, tiers, family)
        leading = select_segments(pool, family, direction=1, most=_MOST_LEADING, critical=nothing, tests=tests)
    ids = study.ids(len(positive), len(negative))
    named = [*zip(ids[0], positive, strict=True), *zip(ids[1], negative, strict=True)]
    looks = _looks(tiers, named, family, study.outcome.measure)
    critical, reported = study.critical(tiers), {c.items for _, c in named}
    passed = [significant.strongest(direction) for direction in (1, -1)]
    also = [one for pool in passed for one in unreported(pool, named, study, critical)]
    n_also = len(significant) - sum(c.items in reported for pool in passed for c in pool)
    return Found(
        tiers=tiers,
        positive=tuple(positive),
        negative=tuple(negative),
        first=significant.first_direction(),
        leading=tuple(leading),
        looks=tuple(looks),
        also_passed=tuple(also),
        n_also_passed=n_also,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _TestsInSearch:
    """Tests of segments that the search did not keep: scores in one family, p-values within strata.

    Attributes:
        study: What was searched.
        axes: Coded attributes of the search rows.
        tiers: All conjunctions per depth, within strata.
        scored: The family that the scores are of.
    """

    study: Study
    axes: Sequence[Axis]
    tiers: Sequence[Tier]
    scored: Family

    def candidate(self, items: Items) -> Candidate:
        """Return the terms of a segment as a candidate, with its corrected p-value."""
        study, family = self.study, self.study.family
        everyone: BoolArray = np.ones(len(family.score.values), dtype=np.bool_)
        within = conditional_score(family.mask(items), everyone, family.score)
        score = within
        if self.scored is not family:
            score = conditional_score(family.mask(items), everyone, self.scored.score)
        p = study.corrected_p(within, len(items), self.tiers)
        return Candidate(items, score, p if within * score > 0 else 1.0)

    def improves(self, item: tuple[int, int], wider: Items, direction: int) -> bool:
        """Return whether a term improves on a segment, corrected over all terms that might have been added to it."""
        further = deepen(self.axes, self.scored.score, self.study.settings, wider)
        found = next((d for d in further if (d.axis, d.term) == item and d.score * direction > 0), None)
        # The p-value is of both directions, which are alike; the direction is that of the segment.
        return found is not None and found.p_value / 2 < LEVEL


def _confounded(
    axes: Sequence[Axis],
    study: Study,
    strict: tuple[Candidates, tuple[Tier, ...]],
    taken: tuple[list[Candidate], list[Candidate]],
    progress: Progress,
) -> tuple[list[Candidate], list[Candidate]]:
    """Return candidates that pass without strata only, in both directions, with their p-values within strata."""
    plain = study.plain
    if plain is None:
        return [], []
    settings = replace(study.settings, permutations=max(_FEWEST_SHUFFLES, study.settings.permutations // 4))

    def report_as_plain(_: str, done: int, total: int) -> None:
        progress("search_plain", done, total)

    tiers = search_accounts(axes, plain.score, settings, report_as_plain)
    everything, within = strict
    pool = _recorded_first(_only_plain(candidates_of(tiers, plain.items, study.alpha), everything), study)
    bar, tests = study.critical(tiers), _TestsInSearch(study, axes, within, plain)

    def pick(direction: int, taken: Sequence[Candidate]) -> list[Candidate]:
        some, most = pool.strongest(direction), _MOST_CONFOUNDED
        return select_segments(some, plain, direction=direction, most=most, critical=bar, tests=tests, taken=taken)

    positive, negative = taken
    ups = pick(1, positive)
    return ups, pick(-1, [*positive, *ups, *negative])


def _only_plain(plain: Candidates, strict: Candidates) -> Candidates:
    """Return the candidates that pass without strata only, with the p-value they have within strata."""
    passed = plain.take(plain.p_adjusted < LEVEL)
    within = strict.p_of(passed)
    return replace(passed, p_adjusted=within).take(within >= LEVEL)


def _recorded_first(pool: Candidates, study: Study) -> Candidates:
    """Return candidates on recorded facts before those on missing ones, which nobody can go after."""
    unknown = [study.encoded[a].conditions[t].operator is Operator.UNKNOWN for a, t in pool.names]
    return pool.with_last(np.array(unknown, dtype=np.bool_))


def _both_directions(
    pool: Candidates, study: Study, searched: tuple[Sequence[Axis], Sequence[Tier]], most: int
) -> tuple[list[Candidate], list[Candidate]]:
    """Return segments that do better and segments that do worse.

    The direction of the strongest candidate goes first: where a few clients do far worse, all slices of the others look
    better than the rest, and the other way round.
    """
    (axes, tiers), family, first = searched, study.family, pool.first_direction()
    bar, tests = study.critical(tiers), _TestsInSearch(study, axes, tiers, family)

    def pick(direction: int, taken: Sequence[Candidate]) -> list[Candidate]:
        some = pool.strongest(direction)
        return select_segments(some, family, direction=direction, most=most, critical=bar, tests=tests, taken=taken)

    ahead = pick(first, ())
    behind = pick(-first, ahead)
    return (ahead, behind) if first > 0 else (behind, ahead)


def _deepened(candidate: Candidate, axes: Sequence[Axis], study: Study, picks: int) -> Candidate:
    """Return a segment with the further condition that improves on it, corrected over all picks; else as it is."""
    family = study.family
    for further in deepen(axes, family.score, study.settings, candidate.items):
        p = min(1.0, further.p_value * picks)
        if p >= LEVEL:
            break
        if further.score * candidate.direction > 0:
            items = tuple(sorted((*candidate.items, (further.axis, further.term))))
            everyone: BoolArray = np.ones(len(family.score.values), dtype=np.bool_)
            score = conditional_score(family.mask(items), everyone, family.score)
            return Candidate(items, score, max(p, candidate.p_adjusted))
    return candidate


def _looks(
    tiers: Sequence[Tier], named: Sequence[tuple[str, Candidate]], family: Family, measure: Measure
) -> list[Look]:
    """Return a sample of all looks, the strongest and some of the others, and those of the named segments."""
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
