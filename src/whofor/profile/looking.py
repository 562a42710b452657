"""One planned look at ICPs: whether deals opened since the version was made are won as often as it promised."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from whofor.model.profile_changes import IcpLook, LookSpent, Standing
from whofor.profile.following import Followed
from whofor.stats.sequential import two_rates_e_value
from whofor.stats.spending import least_rates_p, level_of_look, pocock_spent, stratified_rates_p

__all__ = ["Plan", "WatchedIcp", "look_at", "look_at_icps", "next_spending"]


@dataclass(frozen=True, slots=True)
class Plan:
    """When one meant to look.

    Attributes:
        fraction: Part of the planned time that is over at this look; above 1 the plan is over.
        alpha: Error allowed over all looks and all that is watched, two-sided.
    """

    fraction: float
    alpha: float = 0.05

    def shared(self, among: int) -> Plan:
        """Return the plan of each of several things that share the error."""
        return Plan(self.fraction, self.alpha / max(1, among))


@dataclass(frozen=True, eq=False, slots=True)
class WatchedIcp:
    """An ICP at a look.

    Attributes:
        id: Its id; empty for all deals outside.
        promised: The deals that made the version, as known then: where they were searched, only those held back, as the
            figure of deals that were searched is too good and what follows falls behind it.
        since: Deals opened after it was made, cut at the same ages.
        former: Former looks at it, in their order.
    """

    id: str
    promised: Followed
    since: Followed
    former: tuple[LookSpent, ...] = ()


def next_spending(former: Sequence[LookSpent], information: float, plan: Plan) -> LookSpent:
    """Return what a look may spend: the level that its p-value has to reach, 0 where there is nothing to test.

    Args:
        former: Former looks.
        information: Information at this look.
        plan: Time that is over, and the error allowed.
    """
    gone = former[-1].spent if former else 0.0
    most = max((look.information for look in former), default=0.0)
    if information <= most:
        return LookSpent(most, 0.0, gone)
    upto = max(gone, float(pocock_spent(plan.fraction, plan.alpha)))
    tested = [look for look in former if look.level > 0]
    level = level_of_look([f.information for f in tested], [f.level for f in tested], information, upto - gone)
    return LookSpent(information, level, upto if level > 0 else gone)


def look_at(icp: WatchedIcp, plan: Plan) -> IcpLook:
    """Return what a look says of one ICP.

    Deals are compared age by age with those that made the version (a stratified Fisher mid-p, whose strata are the
    ages); where accounts have several deals, its normal score is divided by the root of the design effect.

    Args:
        icp: The ICP.
        plan: The plan, with its own share of the error.

    Source:
        Mantel (1966), Cancer Chemotherapy Reports 50:163: a table for each interval of age; lost deals stay, as in
        Gray (1988), Annals of Statistics 16:1141.
    """
    then, since = icp.promised, icp.since
    rows, won = then.at_risk + since.at_risk, then.won + since.won
    use = since.at_risk > 0
    effect = _joint_effect(then, since)
    spent = next_spending(icp.former, _information(then, since) / effect, plan)
    signed, least = 1.0, 1.0
    if use.any():
        signed = _deflated(stratified_rates_p(since.won[use], since.at_risk[use], won[use], rows[use]), effect)
        least = _deflated(least_rates_p(since.at_risk[use], won[use], rows[use]), effect)
    standing = _standing(signed, least, spent, icp, plan)
    if standing is Standing.TOO_FEW:
        # Nothing could have been seen: what it would have spent is left to the next look.
        spent = LookSpent(spent.information, 0.0, icp.former[-1].spent if icp.former else 0.0)
    e_value = _e_value(then, since)
    return IcpLook(
        id=icp.id,
        standing=standing,
        promised=then.estimate(),
        now=since.estimate(),
        p=abs(signed),
        horizon_days=int(then.ages[-1]) if len(then.ages) else 0,
        e_value=e_value,
        proved=e_value >= 1 / plan.alpha,
        spent=spent,
    )


def look_at_icps(icps: Sequence[WatchedIcp], plan: Plan) -> tuple[IcpLook, ...]:
    """Return what a look says of several ICPs, the error of the plan shared among them."""
    return tuple(look_at(icp, plan.shared(len(icps))) for icp in icps)


def _standing(signed: float, least: float, spent: LookSpent, icp: WatchedIcp, plan: Plan) -> Standing:
    if spent.level <= 0:
        if plan.fraction > 1 and icp.former:
            return Standing.PLAN_OVER
        return Standing.NOTHING_NEW if any(f.level > 0 for f in icp.former) else Standing.TOO_FEW
    if least > spent.level:
        return Standing.TOO_FEW
    if abs(signed) > spent.level:
        return Standing.HOLDS
    return Standing.DOWN if signed < 0 else Standing.UP


def _information(then: Followed, since: Followed) -> float:
    """Return the variance of the deals won since, given all that were won; larger the more deals there are.

    The chances are those of the deals that made the version, so that it can only grow from look to look.
    """
    chance = (then.won + 0.5) / (then.at_risk + 1)
    both = np.maximum(then.at_risk + since.at_risk, 1)
    return float((chance * (1 - chance) * then.at_risk * since.at_risk / both).sum())


def _joint_effect(then: Followed, since: Followed) -> float:
    """Return the design effect of the difference of two groups."""
    if not then.n or not since.n:
        return 1.0
    return (then.effect / then.n + since.effect / since.n) / (1 / then.n + 1 / since.n)


def _deflated(signed: float, effect: float) -> float:
    """Return a two-sided p-value, with its sign, whose normal score is divided by the root of the design effect."""
    if effect <= 1:
        return signed
    score = float(ndtri(abs(signed) / 2)) / math.sqrt(effect)
    return math.copysign(float(2 * ndtr(score)), signed)


def _e_value(then: Followed, since: Followed) -> float:
    counts = (
        *(since.ripe_won / since.effect, since.ripe / since.effect),
        *(then.ripe_won / then.effect, then.ripe / then.effect),
    )
    return float(two_rates_e_value(*counts))
