"""The verdict on one segment: corrected, confirmed later, and not riding on a confounder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.model.evidence import Adjustment, Estimate, Reason, SegmentFinding, Verdict
from whofor.model.segment import Operator, Segment
from whofor.schema.rows import BoolArray, DealRows
from whofor.stats.intervals import newcombe_interval
from whofor.stats.power import n_for_difference
from whofor.stats.strata import clustered_z
from whofor.validation.confounders import KEPT_WITHOUT_PROOF, Confounder, Strata, adjust, rate
from whofor.validation.split import Split

__all__ = ["Bench", "Evidence", "judge", "median_days"]

_LEVEL = 0.05
_Z_CONFIRM = 1.96
_TAKEN_AWAY = 0.2
_ONE_DEAL_EACH = 0.9
_Z_CLUSTERED = 1.96
_FEWEST_ACCOUNTS = 5


@dataclass(frozen=True, eq=False, slots=True)
class Bench:
    """What every segment of a run is judged against.

    Attributes:
        rows: All analysed deals.
        won: Which were won.
        split: Search and held-back rows.
        confounders: All confounders of these deals.
        strata: Strata of the search rows.
    """

    rows: DealRows
    won: BoolArray
    split: Split
    confounders: Sequence[Confounder]
    strata: Strata


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """What the search says of a segment.

    Attributes:
        id: Identifier within the run.
        segment: Its conditions.
        inside: Which of all analysed deals meet it.
        direction: +1 or -1.
        score: Normal score within strata on the search rows.
        p_adjusted: p-value corrected over the whole search.
        shrunken: Search rate shrunk towards the parent segment.
        among: Deals on which it must stand: those that no segment picked before explains.
    """

    id: str
    segment: Segment
    inside: BoolArray
    direction: int
    score: float
    p_adjusted: float
    shrunken: float
    among: BoolArray


def median_days(rows: DealRows, inside: BoolArray) -> float | None:
    """Median days from opening to signature; `None` where fewer than five wins are dated."""
    days = (rows.closed - rows.opened)[inside & rows.won]
    days = days[np.isfinite(days) & (days >= 0)]
    return float(np.median(days)) if len(days) >= 5 else None


def _needed(e: Evidence, rest: Estimate, have: int) -> int:
    """Further held-back deals after which the shrunken effect would show."""
    if rest.estimate is None:
        return 30
    n = n_for_difference(e.shrunken, rest.estimate, _Z_CONFIRM)
    return max(5, (n if n is not None else 400) - have)


def _excludes_rest(e: Evidence, confirm: Estimate, rest: Estimate) -> bool:
    """Whether the interval of the held-back difference excludes zero in the segment's direction."""
    d = newcombe_interval(confirm.n_won or 0, confirm.n, rest.n_won or 0, rest.n)
    return d.low > 0 if e.direction > 0 else d.high < 0


def _confirmation(e: Evidence, bench: Bench, confirm: Estimate, rest: Estimate) -> tuple[Reason, Verdict]:
    """Whether the held-back deals say the same."""
    if bench.split.kind == "none":
        return Reason("no_holdout"), Verdict.REVIEW
    if confirm.n == 0 or rest.n == 0 or confirm.estimate is None or rest.estimate is None:
        return Reason("confirm_too_few", {"n": confirm.n, "n_needed": _needed(e, rest, 0)}), Verdict.REVIEW
    d = newcombe_interval(confirm.n_won or 0, confirm.n, rest.n_won or 0, rest.n)
    if _excludes_rest(e, confirm, rest):
        return Reason("confirmed", {"n": confirm.n}), Verdict.PASS
    held = ~bench.split.search
    searched = float(bench.won[e.inside & ~held].mean() - bench.won[~e.inside & ~held].mean())
    if d.estimate * e.direction < 0:
        return Reason("opposite_later", {"n": confirm.n}), Verdict.FAIL
    far_end = d.high if e.direction > 0 else d.low
    if far_end * e.direction < searched * e.direction / 2:
        return Reason("not_confirmed", {"n": confirm.n}), Verdict.FAIL
    needed = _needed(e, rest, confirm.n)
    return Reason("confirm_too_few", {"n": confirm.n, "n_needed": needed}), Verdict.REVIEW


def _riding(adjustments: Sequence[Adjustment], strata: Sequence[str], significant: bool) -> list[Reason]:
    """The confounders that the effect rides on.

    Where the corrected effect does not stand within the strata, the one that takes most of it away is named,
    though a little may be left.
    """
    riding = [a for a in adjustments if not a.survives]
    if not riding and not significant:
        took = {
            a.confounder: 1 - a.adjusted_difference / a.difference
            for a in adjustments
            if a.difference and (a.label in strata or a.confounder in strata)
        }
        riding = [a for a in adjustments if took.get(a.confounder, 0.0) >= max(_TAKEN_AWAY, *took.values())]
    return [
        Reason("rides_on_confounder", {"confounder": a.confounder, "label": a.label, "carrier": a.carrier})
        for a in riding
    ]


def _partly(e: Evidence, bench: Bench, adjustments: Sequence[Adjustment]) -> list[Reason]:
    """Confounders that take a good part of the effect away while what is left cannot be seen later by itself.

    The search picked the segment for its whole effect, so that what is left there flatters; the held-back deals do not.
    """
    later = e.among & ~bench.split.search
    reasons: list[Reason] = []
    for confounder, a in zip(bench.confounders, adjustments, strict=True):
        kept = a.adjusted_difference / a.difference if a.difference else 0.0
        if not a.survives or kept >= KEPT_WITHOUT_PROOF:
            continue
        left = adjust(confounder.take(later), e.inside[later], bench.won[later], e.direction)
        if not (left.ci_low > 0 if e.direction > 0 else left.ci_high < 0):
            params = {"confounder": a.confounder, "label": a.label, "carrier": a.carrier, "taken": 1 - kept}
            reasons.append(Reason("partly_confounded", params))
    return reasons


def _few_accounts(e: Evidence, bench: Bench) -> Reason | None:
    """Where accounts have several deals each: whether the effect rests on a few of them."""
    accounts = bench.rows.accounts
    if accounts is None or len(np.unique(accounts)) > _ONE_DEAL_EACH * len(accounts):
        return None
    strata = np.zeros(len(bench.won), dtype=np.int64)
    z, n_accounts = clustered_z(e.inside[e.among], bench.won[e.among], strata[e.among], accounts[e.among])
    if z * e.direction >= _Z_CLUSTERED and n_accounts >= _FEWEST_ACCOUNTS:
        return None
    return Reason("rests_on_few_accounts", {"n_accounts": n_accounts, "n": int(e.inside.sum())})


def _next_step(e: Evidence, verdict: Verdict, reasons: Sequence[Reason]) -> Reason:
    by_code = {r.code: r for r in reversed(reasons)}
    if verdict is Verdict.PASS:
        return Reason("pursue" if e.direction > 0 else "pursue_less")
    if verdict is Verdict.FAIL:
        return Reason("drop_segment")
    for code in ("rides_on_confounder", "partly_confounded"):
        if code in by_code:
            return Reason("compare_within", {"label": by_code[code].params["label"]})
    if "rests_on_unknown" in by_code:
        return Reason("record_field", {"label": by_code["rests_on_unknown"].params["label"]})
    if "rests_on_few_accounts" in by_code:
        return Reason("wait_for_accounts")
    if "confirm_too_few" in by_code:
        return Reason("wait_for_deals", {"n": by_code["confirm_too_few"].params["n_needed"]})
    return Reason("test_hypothesis", {"n": 20})


def judge(e: Evidence, bench: Bench) -> SegmentFinding:
    """Judge a segment. Confirmation and confounders are judged on the deals that no segment picked before explains.

    PASS needs all of: corrected p below 5 % within strata; the held-back difference's interval excludes zero in
    the same direction; the effect survives within every confounder (on the held-back deals too where one takes more
    than a third of it away) and does not rest on a few accounts; no condition on an unknown value.
    """
    search, held = bench.split.search, ~bench.split.search
    won = bench.won
    confirm, rest_confirm = rate(won[e.inside & held]), rate(won[~e.inside & held])
    own_inside, own_won = e.inside[e.among], won[e.among]
    adjustments = tuple(adjust(c.take(e.among), own_inside, own_won, e.direction) for c in bench.confounders)
    significant = e.p_adjusted < _LEVEL
    reasons = [Reason("corrected_significant" if significant else "not_significant", {"p": e.p_adjusted})]
    own, own_rest = rate(won[e.inside & held & e.among]), rate(won[~e.inside & held & e.among])
    later, verdict = _confirmation(e, bench, own, own_rest)
    if verdict is Verdict.PASS and not _excludes_rest(e, confirm, rest_confirm):
        later, verdict = _confirmation(e, bench, confirm, rest_confirm)
    riding = _riding(adjustments, bench.strata.labels, significant) or _partly(e, bench, adjustments)
    unknown = [c for c in e.segment.conditions if c.operator is Operator.UNKNOWN]
    few = _few_accounts(e, bench)
    reasons.append(later)
    if riding:
        reasons = [*riding, *reasons]
    elif bench.strata.labels:
        reasons.append(Reason("survives_strata", {"strata": ", ".join(bench.strata.labels)}))
    if few is not None:
        reasons.insert(0, few)
    if unknown:
        reasons.insert(0, Reason("rests_on_unknown", {"label": unknown[0].label}))
    if verdict is Verdict.PASS and (riding or unknown or few is not None or not significant):
        verdict = Verdict.REVIEW
    lift = None
    if confirm.estimate is not None and rest_confirm.estimate:
        lift = confirm.estimate / rest_confirm.estimate
    settled = verdict is Verdict.PASS or later.code != "confirm_too_few"
    return SegmentFinding(
        id=e.id,
        segment=e.segment,
        direction=e.direction,
        verdict=verdict,
        reasons=tuple(reasons),
        next_step=_next_step(e, verdict, reasons),
        z=e.score,
        p_adjusted=e.p_adjusted,
        search=rate(won[e.inside & search]),
        confirm=confirm,
        rest_search=rate(won[~e.inside & search]),
        rest_confirm=rest_confirm,
        shrunken=e.shrunken,
        lift=lift if lift is None or math.isfinite(lift) else None,
        adjustments=adjustments,
        n_needed=None if settled else int(later.params["n_needed"] or 0),
        median_days_to_win=median_days(bench.rows, e.inside),
        rest_median_days_to_win=median_days(bench.rows, ~e.inside),
    )
