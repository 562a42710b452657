"""Own effort decides: whether a segment shows among the leads that nobody else sent.

Word of mouth signs more often, whoever the client is, and cannot be turned up. A segment that does better among
referrals only is no reason to go after more of its kind.

Judged on all deals by own effort, searched and held back. Of planted types of client that are as good by own effort as
by word of mouth, and of which 70 deals came by own effort, 100 % stay where the held-back ones alone would keep 81 %;
of 28 deals, 74 % against 42 %. Of those that referrals alone carry 0 to 9 % stay, against 3 to 5 %
(`benchmarks/own_effort.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from whofor.arrays import BoolArray
from whofor.figures.outcome import Outcome
from whofor.model.evidence import OwnEffort, Verdict
from whofor.model.reasons.steps import TryOwnEffort
from whofor.model.reasons.verdicts import HoldsByOwnEffort, RidesOnWordOfMouth, TooFewByOwnEffort
from whofor.schema.lead_sources import Effort
from whofor.validation.case import Case, CheckResult
from whofor.validation.confounders import KEPT_WITHOUT_PROOF

__all__ = ["among_own_effort", "holds_by_own_effort", "own_effort_result", "parted"]

_LEAST_TOLD = 0.5
"""Share of the leads whose source tells by whose effort they came, from which the two are parted: a convention; of
fewer, nobody knows what the others are."""
_FEWEST_BY_OTHERS = 5
"""Leads by word of mouth that can carry an effect, as few as a check asks for at least."""
_FEWEST_ASKED, _MOST_ASKED = 20, 400
"""Clients to address oneself, at least and at most: a month or two of a small company, and as many as a wait asks for.
Conventions."""
_Z_SHOWN = 1.96
"""Two-sided 95 %, as for every interval shown."""


def parted(effort: Effort) -> bool:
    """Return whether sources are known well enough to part own effort from word of mouth."""
    told = effort.own | effort.others
    return len(told) > 0 and float(told.mean()) >= _LEAST_TOLD


def among_own_effort(inside: BoolArray, among: BoolArray, outcome: Outcome, effort: Effort | None) -> OwnEffort | None:
    """Return a segment's effect among leads by own effort; `None` where these cannot be told from word of mouth.

    Args:
        inside: Deals of the segment.
        among: Deals among which it is compared.
        outcome: Outcome of each deal.
        effort: By whose effort each came; `None` where it is not known.
    """
    if effort is None or not parted(effort) or int((effort.others & among).sum()) < _FEWEST_BY_OTHERS:
        return None
    own, rest = inside & among & effort.own, ~inside & among & effort.own
    gap = outcome.gap(own, rest) if own.any() and rest.any() else None
    return OwnEffort(
        inside=outcome.estimate(own),
        rest=outcome.estimate(rest),
        difference=None if gap is None else gap.estimate,
        ci_low=None if gap is None else gap.low,
        ci_high=None if gap is None else gap.high,
        n_word_of_mouth=int((inside & among & effort.others).sum()),
    )


def own_effort_result(found: OwnEffort, difference: float, sign: int, outcome: Outcome) -> CheckResult:
    """Return what own effort says of a segment.

    Args:
        found: Its effect among leads by own effort.
        difference: Its effect among all leads.
        sign: +1 where the segment's figure is above that of the rest, -1 where it is below.
        outcome: The outcome.
    """
    n, low, high = found.inside.n, found.ci_low, found.ci_high
    if low is not None and high is not None and (low > 0 if sign > 0 else high < 0):
        return CheckResult(HoldsByOwnEffort(n))
    usual = found.rest.estimate or 0.0
    needed = outcome.needed(usual + difference, usual, _Z_SHOWN) or _MOST_ASKED
    step = TryOwnEffort(max(_FEWEST_ASKED, min(_MOST_ASKED, needed - n)))
    kept = difference if found.difference is None else found.difference
    as_large = kept * sign >= KEPT_WITHOUT_PROOF * difference * sign > 0
    return CheckResult((TooFewByOwnEffort if as_large else RidesOnWordOfMouth)(n), Verdict.REVIEW, step)


def holds_by_own_effort(case: Case) -> Iterator[CheckResult]:
    """Check that the effect does not come from leads that others sent."""
    e, bench, outcome = case.evidence, case.bench, case.bench.outcome
    found = among_own_effort(e.inside, e.among, outcome, bench.effort)
    if found is None:
        return
    difference = outcome.mean_of(e.inside & e.among) - outcome.mean_of(~e.inside & e.among)
    result = own_effort_result(found, difference, case.sign, outcome)
    if result.at_best is not Verdict.PASS or case.significant:
        yield result
