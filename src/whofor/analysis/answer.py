"""The answer of a run: found, or why not, and the next steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whofor.analysis.prepare import Prepared
from whofor.arrays import is_known
from whofor.model import Answer, Role, SegmentFinding, Verdict, WaitingTime
from whofor.model.measure import OutcomeName
from whofor.model.reasons import NextStep, NoAnswerReason, VerdictReason
from whofor.model.reasons.answers import (
    AllRestOnGaps,
    AllRideOnConfounders,
    NearlyBeyondChance,
    NothingBeyondChance,
    NothingConfirmed,
    NothingConfirmedInTime,
    NothingPassed,
    OnlyChannelFacts,
    OnlyChannelStandsOut,
    TooFewNotWon,
    TooFewOutcomes,
    TooFewToConfirm,
    TooFewValues,
    UnusableClientFacts,
)
from whofor.model.reasons.data import ByName
from whofor.model.reasons.steps import (
    CollectOutcomes,
    DeclareClaims,
    DoNotWait,
    ExportFacts,
    ExportOpeningDay,
    PushChannel,
    RecordField,
    ResearchMode,
    WaitForDeals,
)
from whofor.model.reasons.verdicts import (
    NotConfirmed,
    NotConfirmedInTime,
    OppositeHeldBack,
    RestsOnGaps,
    RestsOnUnknown,
    RidesOnConfounder,
)
from whofor.schema.rows import Attribute
from whofor.segments.search import Found
from whofor.stats.power import power_of_difference, power_of_mean_difference
from whofor.validation.pace import Pace

__all__ = ["answer_of"]

_SHARE, _ODDS, _DEVIATIONS = 0.2, 2.5, 0.5
"""The type of client that a search should have seen: a fifth of all deals with 2.5 times the odds; of means half a
standard deviation, which is as much (Chinn 2000, Statistics in Medicine 19:3127)."""
_WANTED_POWER, _LIKELY = 0.5, 0.8
"""Data is enough where such a type would be seen in one search of two; the advice asks for four of five."""
_USUAL_CRITICAL = 3.9
"""Threshold of |score| where nothing was searched; the example's at one condition."""
_NEARLY = 0.1
"""Strengths that are nearer to each other may look the same, as they are shown with one decimal."""
_MOST_NAMED = 5
"""Columns that are named: what a sentence holds."""
_OFTEN_EMPTY = 0.3
"""A usual fact that is missing this often is named as what to fill in: a convention."""

Explained = tuple[Answer, tuple[NoAnswerReason, ...], tuple[NextStep, ...]]


def answer_of(
    prepared: Prepared,
    found: Found,
    segments: Sequence[SegmentFinding],
    claims: Sequence[SegmentFinding],
    channels: Sequence[SegmentFinding],
    *,
    pace: Pace,
) -> Explained:
    """Return the answer, the reasons where there is none, and the next steps.

    Args:
        prepared: What was decided before the search.
        found: Result of the search.
        segments: Its segments, judged.
        claims: Declared claims, judged.
        channels: Channels, judged; none of them is a type of client.
        pace: Pace at which deals get an outcome.
    """
    passed = [f for f in (*segments, *claims) if f.verdict is Verdict.PASS and not f.of_channel]
    if passed:
        return Answer.FOUND, (), tuple(dict.fromkeys(f.next_step for f in passed))
    answer, why, steps = _without_type(prepared, found, segments, claims, pace)
    ways = (f for f in (*channels, *claims) if f.verdict is Verdict.PASS and f.of_channel and f.direction > 0)
    best = next(ways, None)
    if best is None:
        return answer, why, steps
    return answer, (*why, OnlyChannelStandsOut(best.id)), (*steps[:1], PushChannel(), *steps[1:])


def _without_type(
    prepared: Prepared, found: Found, segments: Sequence[SegmentFinding], claims: Sequence[SegmentFinding], pace: Pace
) -> Explained:
    """Return why no type of client is named, and what to do."""
    if not prepared.study.encoded:
        by_name = {n for n, leak in prepared.leaks.barred.items() if isinstance(leak.why, ByName)}
        known = (a for a in (*prepared.barred, *prepared.study.rows.attributes) if _of_client(a))
        labels = [a.parameter.label for a in known if a.parameter.name not in by_name]
        nothing = UnusableClientFacts(", ".join(labels[:_MOST_NAMED])) if labels else OnlyChannelFacts()
        return Answer.NO_PATTERN, (nothing,), (ExportFacts(), ResearchMode())
    steps: list[NextStep] = [] if claims else [DeclareClaims()]
    more = _missing(prepared, found)
    if more:
        waiting = pace.waiting(more)
        ask = _without_answer(waiting, steps, of=len(prepared.study.outcome.values))
        return Answer.NOT_ENOUGH_DATA, (_too_few(prepared, waiting),), ask
    steps[:0] = _soonest(segments)
    if not prepared.time.known:
        steps.insert(0, ExportOpeningDay())
    thin = _thinnest(prepared)
    if thin:
        steps.append(RecordField(thin))
    return Answer.NO_PATTERN, (_why_no_pattern(prepared, found, segments),), (*steps, ResearchMode())


def _of_client(attribute: Attribute) -> bool:
    return attribute.parameter.role is Role.DEFINITION


def _missing(prepared: Prepared, found: Found) -> int:
    """Return how many more deals would make it likely that a clearly better type is found; 0 where there are enough."""
    study = prepared.study
    n = len(study.family.score.values)
    base = study.outcome.take(study.search).mean
    critical = _USUAL_CRITICAL
    if found.tiers and found.tiers[0].family:
        critical = found.tiers[0].critical(study.alpha[0])

    def power(rows: int) -> float:
        if not study.outcome.measure.is_share:
            return power_of_mean_difference(rows, _SHARE, _DEVIATIONS, critical)
        return power_of_difference(rows, _SHARE, base, _ODDS, critical)

    if power(n) >= _WANTED_POWER:
        return 0
    wanted = n
    while power(wanted) < _LIKELY and wanted < 1_000_000:
        wanted = int(wanted * 1.1) + 1
    share_searched = n / max(1, len(study.rows))
    return max(1, round(wanted / share_searched) - len(study.outcome.values))


def _without_answer(waiting: WaitingTime, steps: Sequence[NextStep], of: int) -> tuple[NextStep, ...]:
    """Return what to do where deals are missing: to wait for them only if it takes no more than a year.

    Args:
        waiting: How long they take.
        steps: What else can be done now.
        of: Deals that are there; where no pace is known nobody waits until there are twice as many.
    """
    collect = CollectOutcomes(waiting.n_more, waiting)
    if waiting.too_long:
        return (*steps, ResearchMode())
    if waiting.is_known or waiting.n_more <= of:
        return (collect, *steps, ResearchMode())
    return (*steps, ResearchMode(), collect)


def _soonest(segments: Sequence[SegmentFinding]) -> list[NextStep]:
    """Return the step to wait for the better type of client that is settled soonest, by name; none where none is."""
    named = [
        replace(step, finding=f.id)
        for f in segments
        if f.direction > 0 and isinstance(step := f.next_step, WaitForDeals)
    ]
    months = {step: step.waiting.months if step.waiting else None for step in named}
    return [min(named, key=lambda step: (months[step] or 0.0, step.n))] if named else []


def _too_few(prepared: Prepared, waiting: WaitingTime) -> NoAnswerReason:
    outcome, more = prepared.study.outcome, waiting.n_more
    n = len(outcome.values)
    if outcome.measure.name != OutcomeName.WON:
        return TooFewValues(n, more, waiting)
    won = int(outcome.values.sum())
    if prepared.clients.ripeness.open_as_not_won:
        return TooFewNotWon(won, n - won, more, waiting)
    return TooFewOutcomes(won, n - won, more, waiting)


def _why_no_pattern(prepared: Prepared, found: Found, judged: Sequence[SegmentFinding]) -> NoAnswerReason:
    if judged:
        return _why_none_passed(judged)
    alpha = prepared.study.alpha
    # The look that came nearest to its threshold, whatever its depth.
    best, critical = max(
        (
            (float(abs(t.sample[:, 2]).max()), t.critical(a))
            for t, a in zip(found.tiers, alpha, strict=True)
            if len(t.sample)
        ),
        key=lambda pair: pair[0] / pair[1],
        default=(0.0, found.tiers[0].critical(alpha[0])),
    )
    if best >= critical:
        return NothingPassed()
    kind = NearlyBeyondChance if best > critical - _NEARLY else NothingBeyondChance
    return kind(sum(t.family for t in found.tiers), best, critical)


def _why_none_passed(judged: Sequence[SegmentFinding]) -> NoAnswerReason:
    """Return what keeps all findings from passing; where it is one thing for one and another for others, that."""

    def all_have(*kinds: type[VerdictReason]) -> bool:
        return all(any(isinstance(r, kinds) for r in f.reasons) for f in judged)

    if all_have(RidesOnConfounder):
        return AllRideOnConfounders()
    if all_have(RestsOnGaps, RestsOnUnknown):
        return AllRestOnGaps()
    if all_have(NotConfirmed, OppositeHeldBack):
        return NothingConfirmed()
    if all_have(NotConfirmed, OppositeHeldBack, NotConfirmedInTime):
        return NothingConfirmedInTime()
    waits = any(isinstance(f.next_step, WaitForDeals | DoNotWait) for f in judged)
    return TooFewToConfirm() if waits else NothingPassed()


def _thinnest(prepared: Prepared) -> str:
    """Return the definition parameter that is least filled in, where many deals lack it; else an empty text."""
    empty = [
        (float((~is_known(a.values)).mean()), a.parameter.label)
        for a in prepared.study.rows.attributes
        if a.values.dtype.kind == "O" and not a.parameter.is_extra and _of_client(a)
    ]
    worst = max(empty, default=(0.0, ""))
    return worst[1] if worst[0] > _OFTEN_EMPTY else ""
