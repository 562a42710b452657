"""The checks that every segment goes through. Each returns a reason, the best verdict it allows, and the next step.

To add a check, write a function that takes a `Case`, here or in a module of its kind, and add it to `CHECKS`; its
place there is the place of its reason on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whofor.arrays import BoolArray
from whofor.figures.outcome import Outcome
from whofor.model.evidence import Adjustment, Estimate, Verdict
from whofor.model.reasons import NextStep, VerdictReason
from whofor.model.reasons.steps import (
    CheckOpeningDays,
    CompareWithin,
    ExportOpeningDay,
    NameRole,
    RecordField,
    TryOwnEffort,
    WaitForAccounts,
    WaitForDeals,
)
from whofor.model.reasons.verdicts import (
    Confirmed,
    ConfirmTooFew,
    CorrectedSignificant,
    NoHoldout,
    NotConfirmed,
    NotConfirmedBeyondOthers,
    NotConfirmedInTime,
    NotConfirmedOnNewest,
    NotSignificant,
    OppositeBeyondOthers,
    OppositeHeldBack,
    PartlyConfounded,
    RestsOnFewAccounts,
    RidesOnConfounder,
    SurvivesStrata,
    TooFewBeyondOthers,
)
from whofor.model.run import SplitKind, SplitReason
from whofor.stats.intervals import Interval
from whofor.validation.case import Case, Check, CheckResult, kept_share, shows_later
from whofor.validation.confounders import KEPT_WITHOUT_PROOF
from whofor.validation.few_accounts import FEWEST_ACCOUNTS, shows_without_strongest
from whofor.validation.own_effort import holds_by_own_effort
from whofor.validation.recording import asked_during_sale, fair_sample, gaps, unknown_values

__all__ = ["CHECKS", "next_step_of"]

_Z_CONFIRM = 1.96
"""Two-sided 95 %, as for every interval shown."""
_TAKEN_AWAY = 0.2
"""A confounder is named for an effect that is not significant within strata where it takes at least a fifth of it."""
_FEWEST_CONFIRM = 5
"""Accounts that a segment needs among those held back."""
_FALLBACK_NEEDED, _FEWEST_NEEDED, _MOST_NEEDED = 30, 5, 400
"""Further deals asked for: where no figure allows a forecast, at least, and where the forecast has no end."""


def _few_accounts(case: Case) -> Iterator[CheckResult]:
    """Check that the effect does not come from a few accounts, where accounts have several deals each."""
    e, outcome, search = case.evidence, case.bench.outcome, case.bench.split.search
    searched, held = outcome.n_accounts(e.inside & search), outcome.n_accounts(e.inside & ~search)
    if searched is None or held is None:
        return
    enough = searched >= FEWEST_ACCOUNTS and (held >= _FEWEST_CONFIRM or case.bench.split.kind is SplitKind.NONE)
    if enough and shows_without_strongest(outcome, e.inside, e.among & search, e.direction):
        return
    yield CheckResult(RestsOnFewAccounts(searched + held, int(e.inside.sum())), Verdict.REVIEW, WaitForAccounts())


def _confounders(case: Case) -> Iterator[CheckResult]:
    """Check that neither the effect nor a good part of it comes from who sold, through which source, or when."""
    riding = [a for a in case.adjustments if not a.survives] or _took_most(case)
    for a in riding:
        reason = RidesOnConfounder(a.confounder, a.label, a.carrier)
        yield CheckResult(reason, Verdict.REVIEW, CompareWithin(a.label))
    if riding:
        return
    # The search picked the segment for its whole effect, so what is left within strata flatters; later deals do not.
    for confounder, a in zip(case.bench.confounders, case.adjustments, strict=True):
        if kept_share(a) < KEPT_WITHOUT_PROOF and not shows_later(case, confounder):
            reason = PartlyConfounded(a.confounder, a.label, a.carrier, taken=1 - kept_share(a))
            yield CheckResult(reason, Verdict.REVIEW, CompareWithin(a.label))


def _took_most(case: Case) -> list[Adjustment]:
    """Return the stratum that takes most of an effect away that is not significant within the strata."""
    if case.significant:
        return []
    strata = case.bench.strata.labels
    took = {
        a.confounder: 1 - a.adjusted_difference / a.difference
        for a in case.adjustments
        if a.difference and (a.label in strata or a.confounder in strata)
    }
    most = max((_TAKEN_AWAY, *took.values()))
    return [a for a in case.adjustments if took.get(a.confounder, 0.0) >= most]


def _corrected(case: Case) -> Iterator[CheckResult]:
    """Check that the effect passes the threshold corrected over the whole search."""
    p = case.evidence.p_adjusted
    yield CheckResult(CorrectedSignificant(p)) if case.significant else CheckResult(NotSignificant(p), Verdict.REVIEW)


def _confirmed(case: Case) -> Iterator[CheckResult]:
    """Check that held-back deals show the effect: among those that no segment picked before explains, and among all.

    A segment of the direction picked second must show it without the deals of the other direction's segments too: what
    is left when those who do best are taken away does worse than all, and is no type of client.
    """
    e, held = case.evidence, ~case.bench.split.search
    n = int((e.inside & held).sum())
    result = _confirmation(case, e.inside & held & e.among, ~e.inside & held & e.among)
    # The figures shown beside are those of all deals held back.
    result = replace(result, reason=_beyond_others(result.reason, n))
    for among in (held, held & e.untouched):
        if result.at_best is Verdict.PASS and not (among == held & e.among).all():
            other = _confirmation(case, e.inside & among, ~e.inside & among)
            if other.at_best is not Verdict.PASS:
                result = replace(other, reason=_beyond_others(other.reason, n))
    yield result


def _beyond_others(reason: VerdictReason, n_all: int) -> VerdictReason:
    """Return a reason that says so where it counts only some of the segment's held-back deals."""
    match reason:
        case ConfirmTooFew(n, n_needed) if n < n_all:
            return TooFewBeyondOthers(n, n_needed, n_all)
        case NotConfirmed(n) if n < n_all:
            return NotConfirmedBeyondOthers(n, n_all)
        case OppositeHeldBack(n) if n < n_all:
            return OppositeBeyondOthers(n, n_all)
        case _:
            return reason


def _needed(case: Case, own: Estimate, rest: Estimate) -> int:
    """Return how many further held-back deals would show the shrunken effect.

    Where those that are there should have shown it already, the effect that they show is the forecast.

    Args:
        case: The segment.
        rest: Figure of the held-back deals that it is compared with.
        own: Figure of its own held-back deals.
    """
    shrunken, outcome = case.evidence.shrunken.estimate, case.bench.outcome
    if rest.estimate is None or shrunken is None:
        return _FALLBACK_NEEDED
    n = outcome.needed(shrunken, rest.estimate, _Z_CONFIRM)
    if n is not None and n < own.n + _FEWEST_NEEDED and own.estimate is not None:
        n = outcome.needed(own.estimate, rest.estimate, _Z_CONFIRM)
    return max(_FEWEST_NEEDED, n - own.n if n is not None else _MOST_NEEDED - own.n)


def _shows(outcome: Outcome, inside: BoolArray, rest: BoolArray, gap: Interval, sign: int) -> bool:
    """Return whether the interval of a difference excludes zero in the segment's direction, or accounts show it.

    Where accounts have several deals their outcomes are exchanged between accounts, which holds its level for few
    accounts of very different sizes; the interval, by the design effect, then only draws.
    """
    if outcome.accounts is not None:
        return outcome.z_score(inside, inside | rest) * sign * outcome.measure.better >= _Z_CONFIRM
    return gap.low > 0 if sign > 0 else gap.high < 0


def _confirmation(case: Case, inside: BoolArray, rest: BoolArray) -> CheckResult:
    """Compare held-back deals of the segment with others.

    Args:
        case: The segment.
        inside: Held-back deals of the segment.
        rest: The held-back deals that it is compared with.
    """
    e, outcome, n, sign = case.evidence, case.bench.outcome, int(inside.sum()), case.sign
    own, against = outcome.estimate(inside), outcome.estimate(rest)
    if case.bench.split.kind is SplitKind.NONE:
        return CheckResult(NoHoldout(), Verdict.REVIEW)
    if not n or not against.n:
        needed = _needed(case, own, against)
        return CheckResult(ConfirmTooFew(n, needed), Verdict.REVIEW, WaitForDeals(needed))
    gap = outcome.gap(inside, rest)
    if _shows(outcome, inside, rest, gap, sign):
        return CheckResult(Confirmed(n))
    search = case.bench.split.search
    searched = outcome.mean_of(e.inside & search) - outcome.mean_of(~e.inside & search)
    if gap.estimate * sign < 0:
        return CheckResult(OppositeHeldBack(n), Verdict.FAIL)
    far_end = gap.high if sign > 0 else gap.low
    if far_end * sign < searched * sign / 2:
        return CheckResult(NotConfirmed(n), Verdict.FAIL)
    needed = _needed(case, own, against)
    return CheckResult(ConfirmTooFew(n, needed), Verdict.REVIEW, WaitForDeals(needed))


def _in_time(case: Case) -> Iterator[CheckResult]:
    """Check that deals of another time were held back, as else time may pass for the type of client.

    Where the held-back deals speak against it there is nothing left to confirm.
    """
    split = case.bench.split
    if split.in_time or next(_confirmed(case)).at_best is Verdict.FAIL:
        return
    if split.why is SplitReason.NO_ORDER:
        yield CheckResult(NotConfirmedInTime(), Verdict.REVIEW, ExportOpeningDay())
    else:
        yield CheckResult(NotConfirmedOnNewest(), Verdict.REVIEW, CheckOpeningDays())


def _survives(case: Case) -> Iterator[CheckResult]:
    """Report within which strata the effect holds, where no confounder carries it."""
    labels = case.bench.strata.labels
    if labels and next(_confounders(case), None) is None:
        yield CheckResult(SurvivesStrata(", ".join(labels)))


CHECKS: tuple[Check, ...] = (
    unknown_values,
    gaps,
    fair_sample,
    _few_accounts,
    _confounders,
    asked_during_sale,
    _corrected,
    _confirmed,
    _in_time,
    holds_by_own_effort,
    _survives,
)
"""All checks, in the order in which their reasons are read."""

_URGENT: tuple[type[NextStep], ...] = (
    CompareWithin,
    NameRole,
    RecordField,
    ExportOpeningDay,
    CheckOpeningDays,
    TryOwnEffort,
    WaitForAccounts,
    WaitForDeals,
)
"""Next steps, the most urgent first, for where several checks ask for one."""


def next_step_of(results: list[CheckResult]) -> NextStep | None:
    """Return the most urgent of the steps that checks ask for; `None` where none asks for any."""
    steps = [r.next_step for r in results if r.next_step is not None]
    return next((step for kind in _URGENT for step in steps if isinstance(step, kind)), None)
