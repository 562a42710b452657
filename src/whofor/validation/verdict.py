"""The verdict on one segment: all checks in turn, the worst of what they allow."""

from __future__ import annotations

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.figures.clustering import Clustering
from whofor.figures.estimates import median_estimate
from whofor.model.evidence import Estimate, SegmentFinding, Verdict
from whofor.model.reasons import NextStep
from whofor.model.reasons.steps import DropSegment, HypothesisTest, Pursue, PursueLess
from whofor.model.reasons.verdicts import ConfirmTooFew
from whofor.validation.bench import Bench, Evidence
from whofor.validation.case import Case, CheckResult
from whofor.validation.checks import CHECKS, next_step_of
from whofor.validation.own_effort import among_own_effort

__all__ = ["NEXT_DEALS", "judge", "median_days"]

_FEWEST_DAYS = 5
"""Fewer values have no 95 % interval of a median (Conover 1999, Practical Nonparametric Statistics, 3.2)."""
NEXT_DEALS = 20
"""Deals to test a hypothesis on where no check asks for more: a month or two of a small company, a convention."""
_SEVERITY = (Verdict.PASS, Verdict.REVIEW, Verdict.FAIL)


def median_days(days_to_win: FloatArray, inside: BoolArray, accounts: IntArray | None) -> Estimate | None:
    """Return the median days from opening to signature; `None` where fewer than five wins are dated.

    Args:
        days_to_win: Days of each row; NaN where it was not won or is not dated.
        inside: Which rows count.
        accounts: Account of each row; `None` where no account has several.
    """
    days = days_to_win[inside]
    known = days[np.isfinite(days)]
    if len(known) < _FEWEST_DAYS:
        return None
    return median_estimate(known, "days", Clustering.of_median(days_to_win, accounts).effect(inside))


def _next_step(verdict: Verdict, direction: int, results: list[CheckResult]) -> NextStep:
    if verdict is Verdict.PASS:
        return Pursue() if direction > 0 else PursueLess()
    if verdict is Verdict.FAIL:
        return DropSegment()
    return next_step_of(results) or HypothesisTest(NEXT_DEALS)


def judge(e: Evidence, bench: Bench) -> SegmentFinding:
    """Judge a segment: the verdict is the worst of the best verdicts that the checks allow.

    Confirmation and confounders are judged on the deals that no segment picked before explains. PASS needs all of:
    corrected p below 5 % within strata; the held-back difference's interval excludes zero in the same direction; the
    effect survives within every confounder (on the held-back deals too where one takes more than a third of it away)
    and among the deals whose facts are recorded, does not come from a few accounts, and shows among the leads that
    came by own effort, where sources tell these from word of mouth; no condition on an unknown value.
    """
    search, held, outcome = bench.split.search, ~bench.split.search, bench.outcome
    case = Case.of(e, bench)
    results = [result for check in CHECKS for result in check(case)]
    verdict = max((r.at_best for r in results), key=_SEVERITY.index)
    lift, lift_low, lift_high = outcome.lift(e.inside & ~search, ~e.inside & ~search)
    return SegmentFinding(
        id=e.id,
        segment=e.segment,
        direction=e.direction,
        verdict=verdict,
        reasons=tuple(r.reason for r in results),
        next_step=_next_step(verdict, e.direction, results),
        z=e.score,
        p_adjusted=e.p_adjusted,
        search=outcome.estimate(e.inside & search),
        confirm=outcome.estimate(e.inside & held),
        rest_search=outcome.estimate(~e.inside & search),
        rest_confirm=outcome.estimate(~e.inside & held),
        shrunken=e.shrunken,
        lift=lift,
        lift_low=lift_low,
        lift_high=lift_high,
        adjustments=case.adjustments,
        n_needed=next((r.reason.n_needed for r in results if isinstance(r.reason, ConfirmTooFew)), None),
        median_days_to_win=median_days(bench.days_to_win, e.inside, outcome.accounts),
        rest_median_days_to_win=median_days(bench.days_to_win, ~e.inside, outcome.accounts),
        own_effort=among_own_effort(e.inside, e.among, outcome, bench.effort),
    )
