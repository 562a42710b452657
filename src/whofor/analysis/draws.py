"""Several draws of the deals that are held back at random, so that no single draw decides the answer.

Which quarter is held back decides which types of client are found and which are confirmed, above all among a few
hundred deals. So the whole search is done for several draws, and a type passes only where most of them find and confirm
it: of draws that each hold an error rate, the median holds it too, up to a factor of two at the worst (Meinshausen,
Meier & Bühlmann 2009, JASA 104:1671).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whofor.analysis.prepare import Prepared, draw_again
from whofor.arrays import BoolArray
from whofor.model.also_passed import AlsoPassed, AlsoPassedKind
from whofor.model.evidence import SegmentFinding, Verdict
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent
from whofor.model.reasons.steps import HypothesisTest
from whofor.model.reasons.verdicts import Confirmed, CorrectedSignificant, InFewDraws, InMostDraws
from whofor.model.run import SplitKind
from whofor.segments.search import Found, search_study
from whofor.validation.judging import judge_found
from whofor.validation.verdict import NEXT_DEALS

__all__ = [
    "Holding",
    "Searched",
    "choose_draw",
    "search_once",
    "search_prepared",
    "support_of",
    "with_draws",
    "with_support",
]

_DRAWS, _DRAWS_OF_MANY = 5, 3
"""Draws, and draws of so many deals that a random quarter is like any other: odd, so that there is a majority."""
_MANY = 20_000
"""Deals from which fewer draws do: a rate of 10 % in a tenth of the held-back ones is then known to 1.3 points."""
_SAME = 0.8
"""Share of common deals among those of two segments from which they are one type: cuts of numbers differ a little from
draw to draw. A convention."""


@dataclass(frozen=True, eq=False, slots=True)
class Searched:
    """A search of prepared deals, with its judged findings.

    Attributes:
        prepared: The deals, as they were split.
        found: Result of the search.
        positive: Types of client that do better.
        negative: Types of client that do worse.
        other_draws: Types that most draws confirm and this one does not find.
        draws: Number of draws that the answer comes from; 1 where nothing was drawn.
        channels: The search of the same deals for channels; `None` where no fact says how people came.
    """

    prepared: Prepared
    found: Found
    positive: tuple[SegmentFinding, ...]
    negative: tuple[SegmentFinding, ...]
    other_draws: tuple[AlsoPassed, ...] = ()
    draws: int = 1
    channels: Searched | None = None

    def with_masks(self) -> list[tuple[SegmentFinding, BoolArray]]:
        """Return each finding with the deals that it holds, of all that may be judged."""
        findings, candidates = (*self.positive, *self.negative), (*self.found.positive, *self.found.negative)
        return [(f, self.prepared.study.inside(c)) for f, c in zip(findings, candidates, strict=True)]


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

    Of several it is the one that shows most of the types that most draws confirm. Each type says how many draws confirm
    it: one that few do is for review at best. One that most do and that is not found here is listed.
    """
    if prepared.bench.split.kind is not SplitKind.RANDOM:
        return search_once(prepared, options, progress)
    n = _DRAWS if len(prepared.study.rows) < _MANY else _DRAWS_OF_MANY

    def share(draw: int) -> Progress:
        return lambda stage, done, total: progress(stage, draw * total + done, n * total)

    runs = [
        search_once(prepared if draw == 0 else draw_again(prepared, options, draw), options, share(draw))
        for draw in range(n)
    ]
    clients = [_holding(run) for run in runs]
    ways = [[] if run.channels is None else _holding(run.channels) for run in runs]
    # Both are told of the same deals held back: the draw is that of the types of client where there are any.
    draw = choose_draw(clients if any(clients) or not any(ways) else ways)
    shown = with_draws(runs[draw], runs, clients)
    if shown.channels is None:
        return shown
    return replace(shown, channels=with_draws(shown.channels, [r.channels for r in runs if r.channels], ways))


def search_once(prepared: Prepared, options: FindOptions, progress: Progress = silent) -> Searched:
    """Return the result of a search with the deals held back that are."""
    study, bench = prepared.study, prepared.bench
    found = search_study(study, options.most_segments, progress)
    positive = judge_found(1, found, study, bench)
    negative = judge_found(-1, found, study, bench)
    channels = None
    if prepared.seen is not None:
        channels = search_once(replace(prepared, study=prepared.seen, seen=None), options, progress)
    return Searched(prepared, found, tuple(positive), tuple(negative), channels=channels)


def _is_confirmed(finding: SegmentFinding) -> bool:
    """Return whether a type passes the correction and the held-back deals show it."""
    codes = [type(reason) for reason in finding.reasons]
    return CorrectedSignificant in codes and Confirmed in codes


def _holding(run: Searched) -> list[Holding]:
    """Return the types that a draw finds and confirms."""
    return [Holding(inside, f.direction) for f, inside in run.with_masks() if _is_confirmed(f)]


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


def with_draws(run: Searched, runs: Sequence[Searched], draws: Sequence[Sequence[Holding]]) -> Searched:
    """Return a run that says of its types how many draws confirm each, and lists others that most draws do."""
    judged = [
        with_support(f, support_of(Holding(inside, f.direction), draws), len(draws)) for f, inside in run.with_masks()
    ]
    n = len(run.positive)
    return replace(
        run,
        positive=tuple(judged[:n]),
        negative=tuple(judged[n:]),
        other_draws=tuple(_not_shown(run, runs, draws)),
        draws=len(draws),
    )


def with_support(finding: SegmentFinding, k: int, n: int) -> SegmentFinding:
    """Return a finding with a reason that says how many draws confirm it, where any does.

    What most draws confirm does not fail by one of them; what few confirm does not pass by one.

    Args:
        finding: The finding in the draw that is shown.
        k: Draws that confirm it.
        n: All draws.
    """
    if not k:
        return finding
    in_most = 2 * k > n
    counted = replace(finding, reasons=(*finding.reasons, InMostDraws(k, n) if in_most else InFewDraws(k, n)))
    if finding.verdict is (Verdict.FAIL if in_most else Verdict.PASS):
        return replace(counted, verdict=Verdict.REVIEW, next_step=HypothesisTest(NEXT_DEALS))
    return counted


def _not_shown(run: Searched, runs: Sequence[Searched], draws: Sequence[Sequence[Holding]]) -> Iterator[AlsoPassed]:
    """Yield the types that most draws confirm and a run does not find."""
    shown = [Holding(inside, f.direction) for f, inside in run.with_masks()]
    search = run.prepared.study.search
    for found in runs:
        for finding, inside in found.with_masks():
            one = Holding(inside, finding.direction)
            known = any(_is_same(one, other) for other in shown)
            if known or finding.p_adjusted is None or 2 * support_of(one, draws) <= len(draws):
                continue
            shown.append(one)
            yield AlsoPassed(
                segment=finding.segment,
                direction=finding.direction,
                kind=AlsoPassedKind.OTHER_DRAW,
                z=finding.z,
                p_adjusted=finding.p_adjusted,
                n=int((inside & search).sum()),
                finding="",
                n_shared=0,
                n_alike=0,
            )
