"""Declared claims: tested as they stand, without the price of the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from scipy.special import ndtr

from whofor.arrays import BoolArray
from whofor.days import days_of
from whofor.figures.outcome import Outcome
from whofor.model.evidence import Adjustment, Estimate, OwnEffort, SegmentFinding, Verdict
from whofor.model.reasons import NextStep, VerdictReason
from whofor.model.reasons.steps import (
    CompareWithin,
    DropClaim,
    ExportOpeningDay,
    NameRole,
    Pursue,
    RecordField,
    WaitForAccounts,
    WaitForDeals,
)
from whofor.model.reasons.verdicts import (
    ClaimedThoughBarred,
    ClaimNotSupported,
    ClaimSupported,
    ClaimTooFew,
    FilledMostlyForOneOutcome,
    NotConfirmedInTime,
    RestsOnFewAccounts,
    RidesOnConfounder,
)
from whofor.model.run import SplitReason
from whofor.model.segment import Segment
from whofor.stats.multiplicity import holm
from whofor.stats.strata import stratified_exact_p
from whofor.validation.bench import LEVEL, Bench
from whofor.validation.confounders import Strata, adjust
from whofor.validation.few_accounts import FEWEST_ACCOUNTS, shows_without_strongest
from whofor.validation.own_effort import among_own_effort, own_effort_result
from whofor.validation.verdict import median_days

__all__ = ["DeclaredClaim", "judge_claims"]

_FEWEST = 5
"""Fewer deals do not settle a hypothesis however clear they are: as few as `validation.checks` asks for at least."""
_Z_ONE_SIDED = 1.645
"""One-sided 95 %: the hypothesis states the direction."""


@dataclass(frozen=True, eq=False, slots=True)
class DeclaredClaim:
    """A claim with the deals that it is judged on.

    Attributes:
        segment: Whom it names.
        inside: Which of all analysed deals meet it.
        among: Which of them it is judged on: of a column whose gaps depend on the outcome, those where it is filled in.
        barred: Label of a column that is barred by its behaviour; empty where none is.
        selected: Label of a column that is filled in mostly for one outcome; empty where none is.
        on: Day on which it was first declared; `None` where it is not known.
    """

    segment: Segment
    inside: BoolArray
    among: BoolArray
    barred: str = ""
    selected: str = ""
    on: date | None = None


def _p_value(inside: BoolArray, outcome: Outcome, strata: Strata) -> tuple[float, float]:
    """Return the one-sided p-value of a claim within strata, exact (mid-p) for a rate, and its standard score."""
    if not outcome.measure.is_share or outcome.accounts is not None:
        z = outcome.z_score(inside, np.ones(len(inside), dtype=np.bool_), strata.codes)
        return float(ndtr(-z)), z
    codes, size = strata.codes, int(strata.codes.max()) + 1
    n_in = np.bincount(codes[inside], minlength=size)
    yes = outcome.score > 0 if outcome.measure.better > 0 else outcome.values == 0
    n, k = np.bincount(codes, minlength=size), np.bincount(codes[yes], minlength=size)
    got = int((inside & yes).sum())
    more, _ = stratified_exact_p(got, n_in, k, n)
    p = k / np.maximum(n, 1)
    variance = float((n_in * (1 - n_in / np.maximum(n, 1)) * p * (1 - p) * n / np.maximum(n - 1, 1)).sum())
    z = (got - float(n_in @ p)) / variance**0.5 if variance > 0 else 0.0
    return more, z


def _enough(outcome: Outcome, rest: Estimate) -> int:
    """Return the deals that a claim needs: to show twice the rate of the rest, or half a standard deviation."""
    base = rest.estimate or 0.0
    twice = min(0.95, 2 * base) if outcome.measure.is_share else base + outcome.sd / 2
    return outcome.needed(twice, base, _Z_ONE_SIDED) or _FEWEST


def _few_accounts(inside: BoolArray, outcome: Outcome) -> RestsOnFewAccounts | None:
    """Return the reason why a claim rests on few accounts; `None` where it does not, or accounts have one deal each."""
    n = outcome.n_accounts(inside)
    everyone = np.ones(len(inside), dtype=np.bool_)
    if n is None or (n >= FEWEST_ACCOUNTS and shows_without_strongest(outcome, inside, everyone, 1)):
        return None
    return RestsOnFewAccounts(n, int(inside.sum()))


def _judged(p: float, n: int, enough: int, riding: Sequence[Adjustment], few: RestsOnFewAccounts | None) -> _Judged:
    """Return verdict, reasons and next step of a claim.

    Args:
        p: Its p-value, corrected over all claims.
        n: Deals that meet it.
        enough: Deals that it needs.
        riding: The confounders within which its effect vanishes.
        few: That it rests on few accounts.
    """
    if p < LEVEL and n >= _FEWEST and few is not None:
        return _Judged(Verdict.REVIEW, (ClaimSupported(p), few), WaitForAccounts())
    if p < LEVEL and n >= _FEWEST:
        carried = (RidesOnConfounder(a.confounder, a.label, a.carrier) for a in riding)
        step = CompareWithin(riding[0].label) if riding else Pursue()
        return _Judged(Verdict.REVIEW if riding else Verdict.PASS, (ClaimSupported(p), *carried), step)
    if n < enough:
        return _Judged(Verdict.REVIEW, (ClaimTooFew(n, p),), WaitForDeals(max(1, enough - n)))
    return _Judged(Verdict.FAIL, (ClaimNotSupported(p),), DropClaim())


@dataclass(frozen=True, slots=True)
class _Judged:
    """Verdict on a claim, with its reasons and its next step."""

    verdict: Verdict
    reasons: tuple[VerdictReason, ...]
    step: NextStep

    def with_doubt(self, reason: VerdictReason, step: NextStep) -> _Judged:
        """Return the verdict with a further reason, for which nothing passes."""
        if self.verdict is not Verdict.PASS:
            return _Judged(self.verdict, (*self.reasons, reason), self.step)
        return _Judged(Verdict.REVIEW, (*self.reasons, reason), step)


def _with_doubts(judged: _Judged, claim: DeclaredClaim, bench: Bench, own: OwnEffort | None) -> _Judged:
    """Return the verdict on a claim with what word of mouth, its columns and the missing time leave in doubt."""
    if own is not None and judged.verdict is Verdict.PASS:
        inside, outcome = claim.inside & claim.among, bench.outcome
        difference = outcome.mean_of(inside) - outcome.mean_of(~claim.inside & claim.among)
        said = own_effort_result(own, difference, outcome.measure.better, outcome)
        if said.next_step is not None:
            judged = judged.with_doubt(said.reason, said.next_step)
        else:
            judged = replace(judged, reasons=(*judged.reasons, said.reason))
    if claim.barred:
        judged = judged.with_doubt(ClaimedThoughBarred(claim.barred), NameRole(claim.barred))
    if claim.selected:
        judged = judged.with_doubt(FilledMostlyForOneOutcome(claim.selected), RecordField(claim.selected))
    # No stratum holds time apart there, so what passes for the claim may be the months in which its deals came.
    if bench.split.why is SplitReason.NO_ORDER and judged.verdict is Verdict.PASS:
        judged = judged.with_doubt(NotConfirmedInTime(), ExportOpeningDay())
    return judged


def _since(claim: DeclaredClaim, bench: Bench) -> Estimate | None:
    """Return the figure of the deals of a claim that were opened after it was declared; `None` for none."""
    if claim.on is None:
        return None
    with np.errstate(invalid="ignore"):
        later = claim.inside & claim.among & (np.floor(bench.rows.opened) > days_of(claim.on))
    return bench.outcome.estimate(later) if later.any() else None


def judge_claims(
    claims: Sequence[DeclaredClaim], bench: Bench, strata: Strata, *, parts: int = 1
) -> list[SegmentFinding]:
    """Judge claims that were stated before looking, on all analysed deals.

    Nothing was searched, so no rows need to be held back and only the claims correct each other (Holm). The test is
    one-sided (a claim states whom to go after), within strata.

    Args:
        claims: The claims.
        bench: What segments are judged against.
        strata: Strata of all analysed deals.
        parts: Parts of the deals in each of which the claims are judged; they share the error rate.

    Returns:
        One finding a claim, in their order. `search` and `confirm` both hold the figure over all deals.
    """
    results = [
        _p_value(c.inside[c.among], bench.outcome.take(c.among), Strata(strata.codes[c.among], strata.labels))
        for c in claims
    ]
    adjusted = [min(1.0, p * parts) for p in holm([p for p, _ in results])]
    findings: list[SegmentFinding] = []
    for i, (claim, (_, z), p) in enumerate(zip(claims, results, adjusted, strict=True), start=1):
        outcome, inside = bench.outcome.take(claim.among), claim.inside[claim.among]
        days = bench.days_to_win[claim.among]
        here, rest = outcome.estimate(inside), outcome.estimate(~inside)
        lift, lift_low, lift_high = outcome.lift(inside, ~inside)
        adjustments = (
            tuple(adjust(c.take(claim.among), inside, outcome, 1) for c in bench.confounders) if here.n else ()
        )
        riding = [a for a in adjustments if not a.survives]
        judged = _judged(p, here.n, _enough(outcome, rest), riding, _few_accounts(inside, outcome))
        own = among_own_effort(claim.inside, claim.among, bench.outcome, bench.effort)
        judged = _with_doubts(judged, claim, bench, own)
        findings.append(
            SegmentFinding(
                id=f"C{i}",
                segment=claim.segment,
                direction=1,
                verdict=judged.verdict,
                reasons=judged.reasons,
                next_step=judged.step,
                z=z,
                p_adjusted=p,
                search=here,
                confirm=here,
                rest_search=rest,
                rest_confirm=rest,
                lift=lift,
                lift_low=lift_low,
                lift_high=lift_high,
                adjustments=adjustments,
                n_needed=judged.step.n if isinstance(judged.step, WaitForDeals) else None,
                median_days_to_win=median_days(days, inside, outcome.accounts),
                rest_median_days_to_win=median_days(days, ~inside, outcome.accounts),
                own_effort=own,
                declared="" if claim.on is None else claim.on.isoformat(),
                since_declared=_since(claim, bench),
            )
        )
    return findings
