"""What changed from an earlier run to a later one of the same outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from whofor.analysis.alike import inside_of, is_one_type
from whofor.analysis.prepare import Prepared
from whofor.arrays import BoolArray
from whofor.days import days_of
from whofor.figures.comparisons import FEWEST
from whofor.figures.estimates import nothing, rate_estimate
from whofor.model import Estimate, IcpResult, Segment, SegmentFinding, Verdict
from whofor.model.changes import Changes, DataThen, FigureChange, Movement, TypeChange, TypeMove
from whofor.model.measure import Measure
from whofor.model.run import TimeKind
from whofor.stats.intervals import Interval, difference_of_intervals

__all__ = ["changes_between"]

_LEVEL = 0.99
"""Of all figures of a comparison together (Bonferroni). A type of client was confirmed because it stood out, so that
its figure then is a little too good, and deals since then fall behind it though nothing moved: at 95 % up to 8 % of
pairs of runs showed a change that was not there, at 99 % fewer than the 5 % promised (`benchmarks/changes.py`)."""


@dataclass(frozen=True, eq=False, slots=True)
class _Deals:
    """Deals analysed in the later run, by whether the earlier one analysed them, too."""

    prepared: Prepared
    since: BoolArray

    @classmethod
    def of(cls, prepared: Prepared | None, then: IcpResult, now: IcpResult) -> _Deals | None:
        """Return the deals; `None` where nothing is known of them, or days do not tell old from new."""
        if prepared is None or then.run.data_hash == now.run.data_hash:
            return None
        if not then.run.last_opened or TimeKind.DAYS not in (then.run.time, now.run.time):
            return None
        last = days_of(date.fromisoformat(then.run.last_opened))
        opened = np.floor(prepared.study.rows.opened)
        return cls(prepared, opened > last) if np.isfinite(opened).all() else None

    def figure(self, segment: Segment, *, since: bool) -> Estimate:
        """Return the figure of a type of client, of the deals that are new or of those that are not."""
        study = self.prepared.study
        inside, outcome = inside_of(segment, study.rows), study.outcome
        if inside is None:
            return nothing(outcome.measure.unit)
        return outcome.estimate(inside & (self.since if since else ~self.since))


def changes_between(
    then: IcpResult, now: IcpResult, prepared: Prepared | None, days: tuple[str, str] = ("", "")
) -> Changes:
    """Compare two runs: data, answer, and each figure with an interval of its difference.

    What the earlier run showed of a type of client is set against the deals that it did not analyse, which are evidence
    of their own; where there are none, as in an export of another time, against the figure of the later run.

    Args:
        then: The earlier run.
        now: The later run, of the same outcome.
        prepared: The deals of the later run; `None` where they cannot carry an analysis.
        days: ISO dates on which they ran; empty where not known.
    """
    deals = _Deals.of(prepared, then, now)
    pairs = _paired(_shown(then), _shown(now), prepared)
    figures: list[FigureChange] = []
    if then.run.data_hash != now.run.data_hash and then.run.outcome == now.run.outcome:
        figures = [_all_deals(then, now, deals), *(f for pair in pairs if (f := _figure(*pair, deals)) is not None)]
    return Changes(
        then=_data(then, days[0]),
        now=_data(now, days[1]),
        measure=now.run.measure,
        options=_options(then, now),
        n_since=None if deals is None else int(deals.since.sum()),
        types=tuple(_type_change(*pair) for pair in pairs),
        figures=tuple(_judged(figures, now.run.measure)),
        deals_called=now.data.deals_called,
    )


def _data(result: IcpResult, day: str) -> DataThen:
    run = result.run
    return DataThen(run.id, day, run.as_of, run.data_hash, run.version, run.rows, run.n_won, result.answer)


def _options(then: IcpResult, now: IcpResult) -> tuple[tuple[str, str, str], ...]:
    """Return the options in which the runs differ; what follows from the number of deals is none."""
    of_size = {"depth", "min_support"} if then.run.data_hash != now.run.data_hash else set[str]()
    both: list[dict[str, str]] = [
        {**r.run.options, "outcome": r.run.outcome, "seed": str(r.run.seed), "permutations": str(r.run.permutations)}
        for r in (then, now)
    ]
    names = sorted({*both[0], *both[1]} - of_size)
    return tuple((n, both[0].get(n, ""), both[1].get(n, "")) for n in names if both[0].get(n) != both[1].get(n))


def _shown(result: IcpResult) -> list[SegmentFinding]:
    """Return the findings that were confirmed or might be: hypotheses come and go with every deal."""
    search = result.search
    found = (*search.segments, *search.negative_segments, *search.channel_findings, *search.claims)
    return [f for f in found if f.verdict is not Verdict.FAIL]


def _paired(
    then: Sequence[SegmentFinding], now: Sequence[SegmentFinding], prepared: Prepared | None
) -> list[tuple[SegmentFinding | None, SegmentFinding | None]]:
    """Return the findings of both runs, those of one type of client together, in the order of the later run."""
    left, rows = list(then), None if prepared is None else prepared.study.rows
    pairs: list[tuple[SegmentFinding | None, SegmentFinding | None]] = []
    for finding in now:
        alike = (f for f in left if f.kind is finding.kind)
        same = next((f for f in alike if is_one_type(f.segment, finding.segment, rows)), None)
        if same is not None:
            left.remove(same)
        pairs.append((same, finding))
    return [*pairs, *((f, None) for f in left)]


def _type_change(then: SegmentFinding | None, now: SegmentFinding | None) -> TypeChange:
    if then is None or now is None:
        shown = then or now
        assert shown is not None
        move = TypeMove.GAINED if then is None else TypeMove.LOST
    else:
        shown = now
        move = TypeMove.KEPT if then.verdict is now.verdict else TypeMove.OTHER_VERDICT
    return TypeChange(
        move,
        shown.segment,
        "" if then is None else then.id,
        "" if now is None else now.id,
        None if then is None else then.verdict,
        None if now is None else now.verdict,
    )


def _all_deals(then: IcpResult, now: IcpResult, deals: _Deals | None) -> FigureChange:
    everyone = Segment(())
    if deals is not None:
        figures = deals.figure(everyone, since=False), deals.figure(everyone, since=True)
    else:
        figures = _whole(then), _whole(now)
    return _unjudged("", everyone, *figures)


def _whole(result: IcpResult) -> Estimate:
    """Return the figure of all deals of a run, as far as its result tells: of means it does not."""
    run = result.run
    if not run.measure.is_share or not run.rows:
        return nothing(run.measure.unit)
    accounts = (run.accounts_search or 0) + (run.accounts_confirm or 0)
    # Deals of one account may be no more evidence than one.
    return rate_estimate(round(run.baseline * run.rows), run.rows, max(1.0, run.rows / accounts) if accounts else 1.0)


def _figure(then: SegmentFinding | None, now: SegmentFinding | None, deals: _Deals | None) -> FigureChange | None:
    """Return the figure of a type of client that was confirmed in either run, without a judgement yet."""
    shown = now or then
    passed = any(f is not None and f.verdict is Verdict.PASS for f in (then, now))
    if shown is None or not passed:
        return None
    if deals is None:
        return None if then is None or now is None else _unjudged(now.id, shown.segment, then.confirm, now.confirm)
    before = then.confirm if then is not None else deals.figure(shown.segment, since=False)
    return _unjudged(shown.id, shown.segment, before, deals.figure(shown.segment, since=True))


def _unjudged(id_: str, segment: Segment, then: Estimate, since: Estimate) -> FigureChange:
    return FigureChange(id_, segment, then, since, None, None, None, Movement.TOO_FEW)


def _judged(figures: Iterable[FigureChange], measure: Measure) -> list[FigureChange]:
    """Return the figures with intervals that hold for all of them together, and what these say."""
    found = list(figures)
    tested = [_interval(f.then) is not None and _interval(f.since) is not None and f.since.n >= FEWEST for f in found]
    level = 1 - (1 - _LEVEL) / max(1, sum(tested))
    return [_judge(f, measure, level) if ok else f for f, ok in zip(found, tested, strict=True)]


def _judge(figure: FigureChange, measure: Measure, level: float) -> FigureChange:
    since, then = _interval(figure.since), _interval(figure.then)
    assert since is not None
    assert then is not None
    gap = difference_of_intervals(since, then, level)
    low, high = (max(-1.0, gap.low), min(1.0, gap.high)) if measure.is_share else (gap.low, gap.high)
    movement = Movement.NOISE
    if low > 0 or high < 0:
        movement = Movement.BETTER if (low > 0) == (measure.better >= 0) else Movement.WORSE
    return replace(figure, difference=gap.estimate, low=low, high=high, movement=movement)


def _interval(figure: Estimate) -> Interval | None:
    if figure.estimate is None or figure.ci_low is None or figure.ci_high is None:
        return None
    return Interval(figure.estimate, figure.ci_low, figure.ci_high)
