"""Several draws of the deals that are held back at random, so that no single draw decides the answer.

Which quarter is held back decides which types of client are found and which are confirmed, above all among a few
hundred deals. So the whole search is done for several draws, and a type passes only where most of them find and confirm
it: of draws that each hold an error rate, the median holds it too, up to a factor of two at the worst (Meinshausen,
Meier & Bühlmann 2009, JASA 104:1671).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from whofor.analysis.prepare import Prepared, draw_again
from whofor.arrays import BoolArray
from whofor.model.evidence import SegmentFinding, Verdict
from whofor.model.options import FindOptions
from whofor.model.progress import Progress
from whofor.model.reasons.steps import HypothesisTest
from whofor.model.reasons.verdicts import Confirmed, CorrectedSignificant, InFewDraws, InMostDraws
from whofor.model.run import SplitKind
from whofor.segments.search import Found, search_study
from whofor.validation.judging import judge_found

__all__ = ["Holding", "Searched", "choose_draw", "search_prepared", "support_of"]

_DRAWS, _DRAWS_OF_MANY = 5, 3
"""Draws, and draws of so many deals that a random quarter is like any other: odd, so that there is a majority."""
_MANY = 20_000
"""Deals from which fewer draws do: a rate of 10 % in a tenth of the held-back ones is then known to 1.3 points."""
_SAME = 0.8
"""Share of common deals among those of two segments from which they are one type: cuts of numbers differ a little from
draw to draw. A convention."""
_NEXT_DEALS = 20
"""Deals to test a type on that few draws confirm: as in `validation.verdict`."""


@dataclass(frozen=True, eq=False, slots=True)
class Searched:
    """A search of prepared deals, with its judged findings.

    Attributes:
        prepared: The deals, as they were split.
        found: Result of the search.
        positive: Types of client that do better.
        negative: Types of client that do worse.
        draws: Number of draws that the answer comes from; 1 where nothing was drawn.
    """

    prepared: Prepared
    found: Found
    positive: tuple[SegmentFinding, ...]
    negative: tuple[SegmentFinding, ...]
    draws: int = 1


@dataclass(frozen=True, eq=False, slots=True)
class Holding:
    """A type of client that a draw finds and confirms.

    Attributes:
        inside: Which deals it holds, of all that may be judged.
        direction: +1 for a better outcome than the rest, -1 for a worse one.
    """

    inside: BoolArray
    direction: int


def search_prepared(prepared: Prepared, options: FindOptions, progress: Progress) -> Searched:
    """Return the result of a search; of several where the held-back deals are drawn at random.

    Of several it is the one that shows most of the types that most draws confirm, with a reason added to each type that
    it confirms; one that few draws confirm is for review at best.
    """
    if prepared.bench.split.kind is not SplitKind.RANDOM:
        return _once(prepared, options, progress)
    n = _DRAWS if len(prepared.study.rows) < _MANY else _DRAWS_OF_MANY

    def share(draw: int) -> Progress:
        return lambda stage, done, total: progress(stage, draw * total + done, n * total)

    runs = [
        _once(prepared if draw == 0 else draw_again(prepared, options, draw), options, share(draw)) for draw in range(n)
    ]
    holding = [_holding(run) for run in runs]
    return _with_draws(runs[choose_draw(holding)], holding)


def _once(prepared: Prepared, options: FindOptions, progress: Progress) -> Searched:
    study, bench = prepared.study, prepared.bench
    found = search_study(study, options.most_segments, progress)
    positive = judge_found(1, found, study, bench)
    negative = judge_found(-1, found, study, bench)
    return Searched(prepared, found, tuple(positive), tuple(negative))


def _is_confirmed(finding: SegmentFinding) -> bool:
    """Return whether a type passes the correction and the held-back deals show it."""
    codes = [type(reason) for reason in finding.reasons]
    return CorrectedSignificant in codes and Confirmed in codes


def _holding(run: Searched) -> list[Holding]:
    """Return the types that a draw finds and confirms."""
    study = run.prepared.study
    pairs = [*zip(run.positive, run.found.positive, strict=True), *zip(run.negative, run.found.negative, strict=True)]
    return [Holding(study.inside(c), f.direction) for f, c in pairs if _is_confirmed(f)]


def _is_same(one: Holding, other: Holding) -> bool:
    """Return whether two types hold nearly the same deals and go the same way."""
    common, either = int((one.inside & other.inside).sum()), int((one.inside | other.inside).sum())
    return one.direction == other.direction and common >= _SAME * either


def support_of(one: Holding, draws: Sequence[Sequence[Holding]]) -> int:
    """Return how many draws confirm a type."""
    return sum(any(_is_same(one, other) for other in draw) for draw in draws)


def choose_draw(draws: Sequence[Sequence[Holding]]) -> int:
    """Return the draw to show: that with most types that most draws confirm, then with the most confirmed types.

    Args:
        draws: The types that each draw finds and confirms.
    """

    def rank(draw: int) -> tuple[int, int, int]:
        counts = [support_of(one, draws) for one in draws[draw]]
        return sum(2 * k > len(draws) for k in counts), sum(counts), -draw

    return max(range(len(draws)), key=rank)


def _with_draws(run: Searched, draws: Sequence[Sequence[Holding]]) -> Searched:
    """Return a run with a reason added to each type that it confirms: how many draws do."""
    study, n = run.prepared.study, len(draws)

    def judged(finding: SegmentFinding, inside: BoolArray) -> SegmentFinding:
        if not _is_confirmed(finding):
            return finding
        k = support_of(Holding(inside, finding.direction), draws)
        if 2 * k > n:
            return replace(finding, reasons=(*finding.reasons, InMostDraws(k, n)))
        few = replace(finding, reasons=(*finding.reasons, InFewDraws(k, n)))
        if finding.verdict is Verdict.PASS:
            return replace(few, verdict=Verdict.REVIEW, next_step=HypothesisTest(_NEXT_DEALS))
        return few

    def all_of(findings: Sequence[SegmentFinding], insides: Sequence[BoolArray]) -> tuple[SegmentFinding, ...]:
        return tuple(judged(f, inside) for f, inside in zip(findings, insides, strict=True))

    positive = all_of(run.positive, [study.inside(c) for c in run.found.positive])
    negative = all_of(run.negative, [study.inside(c) for c in run.found.negative])
    return replace(run, positive=positive, negative=negative, draws=n)
