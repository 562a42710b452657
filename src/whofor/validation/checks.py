"""The checks that every segment goes through. Each returns a reason, the best verdict it allows, and the next step.

To add a check, write a function that takes a `Case` and add it to `CHECKS`; its place there is the place of its reason
on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, is_known
from whofor.figures.outcome import Outcome
from whofor.model.evidence import Adjustment, Estimate, Verdict
from whofor.model.reasons import NextStep, VerdictReason
from whofor.model.reasons.steps import (
    CheckOpeningDays,
    CompareWithin,
    ExportOpeningDay,
    NameRole,
    RecordField,
    WaitForAccounts,
    WaitForDeals,
)
from whofor.model.reasons.verdicts import (
    AskedDuringSale,
    Confirmed,
    ConfirmTooFew,
    CorrectedSignificant,
    FilledDuringSale,
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
    RestsOnGaps,
    RestsOnUnknown,
    RidesOnConfounder,
    SurvivesStrata,
    TooFewBeyondOthers,
)
from whofor.model.run import SplitKind, SplitReason
from whofor.model.segment import Operator, Segment
from whofor.schema.columns import TableName
from whofor.schema.rows import Rows
from whofor.segments.conditions import mask
from whofor.stats.intervals import Interval
from whofor.stats.odds import mantel_haenszel_odds_ratio
from whofor.validation.bench import LEVEL, Bench, Evidence
from whofor.validation.confounders import KEPT_WITHOUT_PROOF, Confounder, adjust
from whofor.validation.few_accounts import FEWEST_ACCOUNTS, shows_without_strongest

__all__ = ["CHECKS", "Case", "Check", "CheckResult", "next_step_of", "recorded"]

_Z_CONFIRM = 1.96
"""Two-sided 95 %, as for every interval shown."""
_TAKEN_AWAY = 0.2
"""A confounder is named for an effect that is not significant within strata where it takes at least a fifth of it."""
_FEWEST_CONFIRM = 5
"""Accounts that a segment needs among those held back."""
_STRONGEST_ODDS = 20.0
"""Odds ratio beyond which a column of deals that no mapping names may well be filled in during the sale: a convention.
1 % against 60 % is 148. Of facts known before the sale the strongest seen held 55 % against 22 % (4), 91 % against 43 %
(13) and 83 % against 17 % (24, on few deals)."""
_FALLBACK_NEEDED, _FEWEST_NEEDED, _MOST_NEEDED = 30, 5, 400
"""Further deals asked for: where no figure allows a forecast, at least, and where the forecast has no end."""


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """A segment to be judged.

    Attributes:
        evidence: Evidence of the search.
        bench: What it is judged against.
        adjustments: Its effect within each confounder, among the deals that no segment picked before explains.
    """

    evidence: Evidence
    bench: Bench
    adjustments: tuple[Adjustment, ...]

    @classmethod
    def of(cls, evidence: Evidence, bench: Bench) -> Case:
        """Return the case of a segment, its effect adjusted for each confounder."""
        among, inside = evidence.among, evidence.inside
        own = bench.outcome.take(among)
        adjustments = (adjust(c.take(among), inside[among], own, evidence.direction) for c in bench.confounders)
        return cls(evidence, bench, tuple(adjustments))

    @property
    def significant(self) -> bool:
        """Whether the effect passes the threshold corrected over the whole search."""
        return self.evidence.p_adjusted < LEVEL

    @property
    def sign(self) -> int:
        """+1 where the segment's figure is above that of the rest, -1 where it is below."""
        return self.evidence.direction * self.bench.outcome.measure.better


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Result of one check.

    Attributes:
        reason: The reason to report.
        at_best: The best verdict that it allows.
        next_step: What to do about it; `None` where nothing.
    """

    reason: VerdictReason
    at_best: Verdict = Verdict.PASS
    next_step: NextStep | None = None


Check = Callable[[Case], Iterator[CheckResult]]


def _unknown_values(case: Case) -> Iterator[CheckResult]:
    """Check that no condition asks for an unrecorded value, which names nobody whom one could go after."""
    unknown = [c for c in case.evidence.segment.conditions if c.operator is Operator.UNKNOWN]
    if unknown:
        label = unknown[0].label
        yield CheckResult(RestsOnUnknown(label), Verdict.REVIEW, RecordField(label))


def recorded(segment: Segment, rows: Rows) -> tuple[BoolArray, str]:
    """Return which deals have all facts that a segment asks for, and the label of the least recorded fact.

    What happens to an account, or who is known there, is no gap where there is nothing.
    """
    by_name = {a.parameter.name: a for a in rows.attributes}
    known = np.ones(len(rows), dtype=np.bool_)
    least, label = 1.0, ""
    for condition in segment.conditions:
        attribute = by_name.get(condition.parameter)
        if attribute is None or attribute.parameter.table in ("signals", "contacts"):
            continue
        here = is_known(attribute.values)
        known &= here
        if here.mean() < least:
            least, label = float(here.mean()), condition.label
    return known, label


def _gaps(case: Case) -> Iterator[CheckResult]:
    """Check that the rest does not do worse only because of deals whose facts nobody recorded."""
    e, bench = case.evidence, case.bench
    known, label = recorded(e.segment, bench.rows)
    if known.all() or any(c.operator is Operator.UNKNOWN for c in e.segment.conditions):
        return
    confounder = Confounder("recorded", label, known.astype(np.int64), ("", ""))
    of_all = adjust(confounder.take(e.among), e.inside[e.among], bench.outcome.take(e.among), e.direction)
    shows = _kept(of_all) >= KEPT_WITHOUT_PROOF or _shows_later(case, confounder)
    if of_all.survives and shows and (e.p_recorded < LEVEL or not case.significant):
        return
    yield CheckResult(RestsOnGaps(label), Verdict.REVIEW, RecordField(label))


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


def _asked_during_sale(case: Case) -> Iterator[CheckResult]:
    """Check that no column of deals that nobody named behaves like one that is filled in during the sale.

    It separates as strongly as such columns do, or it is filled in more often where deals were won.
    """
    bench = case.bench
    if not bench.outcome.measure.is_share:
        return
    by_name = {a.parameter.name: a for a in bench.rows.attributes}
    for condition in case.evidence.segment.conditions:
        attribute = by_name.get(condition.parameter)
        if attribute is None or attribute.parameter.declared or attribute.parameter.table != TableName.DEALS:
            continue
        known = is_known(attribute.values)
        inside = mask(condition, attribute.values, attribute.parameter.kind, bench.rows.opened) & known
        yes, others = bench.outcome.values > 0, known & ~inside
        # Half a deal is added to each cell: an odds ratio of none against some has no interval otherwise.
        cells = (int((inside & yes).sum()), int(inside.sum()), int((others & yes).sum()), int(others.sum()))
        ratio = mantel_haenszel_odds_ratio(cells[0] + 0.5, cells[1] + 1, cells[2] + 0.5, cells[3] + 1)
        label = condition.label
        if ratio.low > _STRONGEST_ODDS or ratio.high < 1 / _STRONGEST_ODDS:
            yield CheckResult(AskedDuringSale(label, cells[1]), Verdict.REVIEW, NameRole(label))
        elif attribute.limits.known_only:
            yield CheckResult(FilledDuringSale(label), Verdict.REVIEW, NameRole(label))


def _kept(a: Adjustment) -> float:
    """Return the share of its size that an effect keeps within strata."""
    return a.adjusted_difference / a.difference if a.difference else 0.0


def _shows_later(case: Case, confounder: Confounder) -> bool:
    """Return whether the effect within a confounder's strata can be seen on the held-back deals by themselves."""
    e, bench = case.evidence, case.bench
    later = e.among & ~bench.split.search
    left = adjust(confounder.take(later), e.inside[later], bench.outcome.take(later), e.direction)
    return left.ci_low > 0 if case.sign > 0 else left.ci_high < 0


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
        if _kept(a) < KEPT_WITHOUT_PROOF and not _shows_later(case, confounder):
            reason = PartlyConfounded(a.confounder, a.label, a.carrier, taken=1 - _kept(a))
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
    _unknown_values,
    _gaps,
    _few_accounts,
    _confounders,
    _asked_during_sale,
    _corrected,
    _confirmed,
    _in_time,
    _survives,
)
"""All checks, in the order in which their reasons are read."""

_URGENT: tuple[type[NextStep], ...] = (
    CompareWithin,
    NameRole,
    RecordField,
    ExportOpeningDay,
    CheckOpeningDays,
    WaitForAccounts,
    WaitForDeals,
)
"""Next steps, the most urgent first, for where several checks ask for one."""


def next_step_of(results: list[CheckResult]) -> NextStep | None:
    """Return the most urgent of the steps that checks ask for; `None` where none asks for any."""
    steps = [r.next_step for r in results if r.next_step is not None]
    return next((step for kind in _URGENT for step in steps if isinstance(step, kind)), None)
