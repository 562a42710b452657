"""The verdict on one segment: corrected, confirmed later, and not riding on a confounder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, is_known
from whofor.figures.outcome import Outcome
from whofor.model.evidence import Adjustment, Estimate, Reason, SegmentFinding, Verdict
from whofor.model.segment import Operator, Segment
from whofor.schema.rows import DealRows
from whofor.stats.intervals import Interval, median_interval
from whofor.stats.strata import clustered_z
from whofor.validation.confounders import KEPT_WITHOUT_PROOF, Confounder, Strata, adjust
from whofor.validation.split import Split

__all__ = ["Bench", "Evidence", "judge", "median_days", "recorded"]

_LEVEL = 0.05
_Z_CONFIRM = 1.96
_TAKEN_AWAY = 0.2
_ONE_DEAL_EACH = 0.9
_Z_CLUSTERED = 1.96
_FEWEST_ACCOUNTS = 5
_FEWEST_DAYS = 5


@dataclass(frozen=True, eq=False, slots=True)
class Bench:
    """What every segment of a run is judged against.

    Attributes:
        rows: All analysed deals.
        outcome: Their outcome.
        split: Search and held-back rows.
        confounders: All confounders of these deals.
        strata: Strata of the search rows.
    """

    rows: DealRows
    outcome: Outcome
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
        direction: +1 for a better outcome than the rest, -1 for a worse one.
        score: Normal score within strata on the search rows.
        p_adjusted: p-value corrected over the whole search.
        shrunken: Search rate or mean shrunk towards the parent segment.
        among: Deals on which it must stand: those that no segment picked before explains.
        p_recorded: Corrected p-value against those deals only whose facts are recorded as the segment's are.
    """

    id: str
    segment: Segment
    inside: BoolArray
    direction: int
    score: float
    p_adjusted: float
    shrunken: Estimate
    among: BoolArray
    p_recorded: float


def median_days(rows: DealRows, inside: BoolArray) -> Estimate | None:
    """Median days from opening to signature; `None` where fewer than five wins are dated."""
    days = rows.days_to_close[inside & rows.won]
    days = days[np.isfinite(days)]
    if len(days) < _FEWEST_DAYS:
        return None
    i = median_interval(days)
    return Estimate.within(len(days), i.estimate, i.low, i.high, "days")


def _needed(e: Evidence, outcome: Outcome, rest: Estimate, have: int) -> int:
    """Further held-back deals after which the shrunken effect would show."""
    if rest.estimate is None or e.shrunken.estimate is None:
        return 30
    n = outcome.needed(e.shrunken.estimate, rest.estimate, _Z_CONFIRM)
    return max(5, (n if n is not None else 400) - have)


def _excludes_rest(gap: Interval, sign: int) -> bool:
    """Whether the interval of a difference excludes zero in the segment's direction."""
    return gap.low > 0 if sign > 0 else gap.high < 0


def _confirmation(e: Evidence, bench: Bench, inside: BoolArray, rest: BoolArray) -> tuple[Reason, Verdict]:
    """Whether the held-back deals say the same.

    Args:
        e: What the search says.
        bench: What it is judged against.
        inside: Held-back deals of the segment.
        rest: The held-back deals that it is compared with.
    """
    outcome, n = bench.outcome, int(inside.sum())
    sign = e.direction * outcome.measure.better
    against = outcome.estimate(rest)
    if bench.split.kind == "none":
        return Reason("no_holdout"), Verdict.REVIEW
    if not n or not against.n:
        return Reason("confirm_too_few", {"n": n, "n_needed": _needed(e, outcome, against, 0)}), Verdict.REVIEW
    gap = outcome.gap(inside, rest)
    if _excludes_rest(gap, sign):
        return Reason("confirmed", {"n": n}), Verdict.PASS
    search = bench.split.search
    searched = outcome.mean_of(e.inside & search) - outcome.mean_of(~e.inside & search)
    if gap.estimate * sign < 0:
        return Reason("opposite_later", {"n": n}), Verdict.FAIL
    far_end = gap.high if sign > 0 else gap.low
    if far_end * sign < searched * sign / 2:
        return Reason("not_confirmed", {"n": n}), Verdict.FAIL
    needed = _needed(e, outcome, against, n)
    return Reason("confirm_too_few", {"n": n, "n_needed": needed}), Verdict.REVIEW


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


def _kept(a: Adjustment) -> float:
    """Share of its size that an effect keeps within strata."""
    return a.adjusted_difference / a.difference if a.difference else 0.0


def _shows_later(e: Evidence, bench: Bench, confounder: Confounder) -> bool:
    """Whether the effect within a confounder's strata can be seen on the held-back deals by themselves."""
    later = e.among & ~bench.split.search
    left = adjust(confounder.take(later), e.inside[later], bench.outcome.take(later), e.direction)
    return left.ci_low > 0 if e.direction * bench.outcome.measure.better > 0 else left.ci_high < 0


def _partly(e: Evidence, bench: Bench, adjustments: Sequence[Adjustment]) -> list[Reason]:
    """Confounders that take a good part of the effect away while what is left cannot be seen later by itself.

    The search picked the segment for its whole effect, so that what is left there flatters; the held-back deals do not.
    """
    reasons: list[Reason] = []
    for confounder, a in zip(bench.confounders, adjustments, strict=True):
        if not a.survives or _kept(a) >= KEPT_WITHOUT_PROOF:
            continue
        if not _shows_later(e, bench, confounder):
            params = {"confounder": a.confounder, "label": a.label, "carrier": a.carrier, "taken": 1 - _kept(a)}
            reasons.append(Reason("partly_confounded", params))
    return reasons


def recorded(segment: Segment, rows: DealRows) -> tuple[BoolArray, str]:
    """Which deals have all facts that a segment asks for, and the name of the least recorded one.

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


def _unrecorded(e: Evidence, bench: Bench) -> Reason | None:
    """Where the rest does worse only because of deals whose facts nobody wrote down."""
    known, label = recorded(e.segment, bench.rows)
    if known.all() or any(c.operator is Operator.UNKNOWN for c in e.segment.conditions):
        return None
    confounder = Confounder("recorded", label, known.astype(np.int64), ("", ""))
    of_all = adjust(confounder.take(e.among), e.inside[e.among], bench.outcome.take(e.among), e.direction)
    shows = _kept(of_all) >= KEPT_WITHOUT_PROOF or _shows_later(e, bench, confounder)
    if of_all.survives and shows and (e.p_recorded < _LEVEL or e.p_adjusted >= _LEVEL):
        return None
    return Reason("rests_on_gaps", {"label": label})


def _few_accounts(e: Evidence, bench: Bench) -> Reason | None:
    """Where accounts have several deals each: whether the effect rests on a few of them."""
    accounts = bench.rows.accounts
    if accounts is None or len(np.unique(accounts)) > _ONE_DEAL_EACH * len(accounts):
        return None
    score = bench.outcome.score[e.among]
    strata = np.zeros(len(score), dtype=np.int64)
    z, n_accounts = clustered_z(e.inside[e.among], score, strata, accounts[e.among])
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
    for code in ("rests_on_unknown", "rests_on_gaps"):
        if code in by_code:
            return Reason("record_field", {"label": by_code[code].params["label"]})
    if "rests_on_few_accounts" in by_code:
        return Reason("wait_for_accounts")
    if "confirm_too_few" in by_code:
        return Reason("wait_for_deals", {"n": by_code["confirm_too_few"].params["n_needed"]})
    return Reason("test_hypothesis", {"n": 20})


def judge(e: Evidence, bench: Bench) -> SegmentFinding:
    """Judge a segment. Confirmation and confounders are judged on the deals that no segment picked before explains.

    PASS needs all of: corrected p below 5 % within strata; the held-back difference's interval excludes zero in
    the same direction; the effect survives within every confounder (on the held-back deals too where one takes more
    than a third of it away) and among the deals whose facts are recorded, and does not rest on a few accounts; no
    condition on an unknown value.
    """
    search, held, outcome = bench.split.search, ~bench.split.search, bench.outcome
    confirm, rest_confirm = outcome.estimate(e.inside & held), outcome.estimate(~e.inside & held)
    own = outcome.take(e.among)
    adjustments = tuple(adjust(c.take(e.among), e.inside[e.among], own, e.direction) for c in bench.confounders)
    significant = e.p_adjusted < _LEVEL
    reasons = [Reason("corrected_significant" if significant else "not_significant", {"p": e.p_adjusted})]
    later, verdict = _confirmation(e, bench, e.inside & held & e.among, ~e.inside & held & e.among)
    if verdict is Verdict.PASS:
        of_all, among_all = _confirmation(e, bench, e.inside & held, ~e.inside & held)
        if among_all is not Verdict.PASS:
            later, verdict = of_all, among_all
    riding = _riding(adjustments, bench.strata.labels, significant) or _partly(e, bench, adjustments)
    unknown = [c for c in e.segment.conditions if c.operator is Operator.UNKNOWN]
    few, gaps = _few_accounts(e, bench), _unrecorded(e, bench)
    reasons.append(later)
    if riding:
        reasons = [*riding, *reasons]
    elif bench.strata.labels:
        reasons.append(Reason("survives_strata", {"strata": ", ".join(bench.strata.labels)}))
    reasons = [r for r in (gaps, few) if r is not None] + reasons
    if unknown:
        reasons.insert(0, Reason("rests_on_unknown", {"label": unknown[0].label}))
    if verdict is Verdict.PASS and (riding or unknown or few is not None or gaps is not None or not significant):
        verdict = Verdict.REVIEW
    lift, lift_low, lift_high = outcome.lift(e.inside & ~search, ~e.inside & ~search)
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
        search=outcome.estimate(e.inside & search),
        confirm=confirm,
        rest_search=outcome.estimate(~e.inside & search),
        rest_confirm=rest_confirm,
        shrunken=e.shrunken,
        lift=lift,
        lift_low=lift_low,
        lift_high=lift_high,
        adjustments=adjustments,
        n_needed=None if settled else int(later.params["n_needed"] or 0),
        median_days_to_win=median_days(bench.rows, e.inside),
        rest_median_days_to_win=median_days(bench.rows, ~e.inside),
    )
