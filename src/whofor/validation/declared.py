"""Declared claims: tested as they stand, without the price of the search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from whofor.arrays import BoolArray
from whofor.cube import RowScore, conditional_score
from whofor.figures.outcome import Outcome
from whofor.model.evidence import Estimate, Reason, SegmentFinding, Verdict
from whofor.model.segment import Segment
from whofor.stats.multiplicity import holm
from whofor.stats.strata import stratified_exact_p
from whofor.validation.confounders import Strata, adjust
from whofor.validation.verdict import Bench, median_days

__all__ = ["test_claims"]

_LEVEL = 0.05
_FEWEST = 5
_Z_ONE_SIDED = 1.645


def _p_value(inside: BoolArray, outcome: Outcome, strata: Strata) -> tuple[float, float]:
    """One-sided p-value of a claim within strata, and its standard score: exact (mid-p) for a rate."""
    if not outcome.measure.is_share:
        everyone = np.ones(len(inside), dtype=np.bool_)
        z = conditional_score(inside, everyone, RowScore(outcome.score, strata.codes))
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
    """Deals that a claim needs: to show twice the rate of the rest, or half a standard deviation."""
    base = rest.estimate or 0.0
    twice = min(0.95, 2 * base) if outcome.measure.is_share else base + outcome.sd / 2
    return outcome.needed(twice, base, _Z_ONE_SIDED) or _FEWEST


def test_claims(claims: Sequence[tuple[Segment, BoolArray]], bench: Bench, strata: Strata) -> list[SegmentFinding]:
    """Test claims that were stated before looking, on all analysed deals.

    Nothing was searched, so no rows need to be held back and only the claims correct each other (Holm). The test is
    one-sided (a claim says whom to go after), within strata.

    Args:
        claims: Each claim's segment and the analysed deals that meet it.
        bench: What segments are judged against.
        strata: Strata of all analysed deals.

    Returns:
        One finding a claim, in their order. `search` and `confirm` both hold the figure over all deals.
    """
    outcome = bench.outcome
    results = [_p_value(inside, outcome, strata) for _, inside in claims]
    adjusted = holm([p for p, _ in results])
    findings: list[SegmentFinding] = []
    for i, ((segment, inside), (_, z), p) in enumerate(zip(claims, results, adjusted, strict=True), start=1):
        here, rest = outcome.estimate(inside), outcome.estimate(~inside)
        lift, lift_low, lift_high = outcome.lift(inside, ~inside)
        adjustments = tuple(adjust(c, inside, outcome, 1) for c in bench.confounders) if here.n else ()
        riding = [a for a in adjustments if not a.survives]
        enough = _enough(outcome, rest)
        needed: int | None = None
        if p < _LEVEL and here.n >= _FEWEST:
            verdict = Verdict.REVIEW if riding else Verdict.PASS
            reasons = [Reason("claim_supported", {"p": p})]
            reasons += [
                Reason("rides_on_confounder", {"confounder": a.confounder, "label": a.label, "carrier": a.carrier})
                for a in riding
            ]
            step = Reason("compare_within", {"label": riding[0].label}) if riding else Reason("pursue")
        elif here.n < enough:
            verdict, needed = Verdict.REVIEW, max(1, enough - here.n)
            reasons = [Reason("claim_too_few", {"n": here.n, "p": p})]
            step = Reason("wait_for_deals", {"n": needed})
        else:
            verdict, reasons, step = Verdict.FAIL, [Reason("claim_not_supported", {"p": p})], Reason("drop_claim")
        findings.append(
            SegmentFinding(
                id=f"C{i}",
                segment=segment,
                direction=1,
                verdict=verdict,
                reasons=tuple(reasons),
                next_step=step,
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
                n_needed=needed,
                median_days_to_win=median_days(bench.rows, inside),
                rest_median_days_to_win=median_days(bench.rows, ~inside),
            )
        )
    return findings
