"""One planned look at ICPs: whether deals opened since the version was made are won as often as it promised."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from whofor.arrays import FloatArray, IntArray
from whofor.model.profile_changes import IcpLook, IcpSpent, LookSpent, Standing
from whofor.profile.following import Followed
from whofor.stats.sequential import two_rates_e_value
from whofor.stats.spending import Sides, level_of_look, pocock_spent
from whofor.stats.strata import stratified_exact_p

__all__ = ["ALPHA", "LookPlan", "WatchedIcp", "look_at", "look_at_icps", "next_spending"]


ALPHA = 0.04
"""Error of a plan. At 0.05, 25 of 400 years in which nothing moved had an alarm; the promise is 5 in 100
(`benchmarks/watching.py`)."""
_UPWARDS = 0.2
"""Part of alpha for an ICP that is won more often than promised. A fall asks for action, a rise can wait: with half for
each, an ICP that is won half as often was seen in 69 of 100 years, with a fifth in 76 (200 years, at 5 %)."""


@dataclass(frozen=True, slots=True)
class LookPlan:
    """When one meant to look.

    Attributes:
        fraction: Part of the planned time that is over at this look: 1 at the last one, above 1 the plan is over.
        alpha: Error allowed over all looks and all that is watched, in both directions together.
    """

    fraction: float
    alpha: float = ALPHA

    def shared(self, among: int) -> LookPlan:
        """Return the plan of each of several things that share the error."""
        return LookPlan(self.fraction, self.alpha / max(1, among))


@dataclass(frozen=True, eq=False, slots=True)
class WatchedIcp:
    """An ICP at a look.

    Attributes:
        id: Its id; empty for all deals outside.
        promised: The deals that made the version, as known then: where they were searched, only those held back, as the
            figure of deals that were searched is too good and what follows falls behind it.
        since: Deals opened after it was made, cut at the same ages.
        expected: Deals that were expected to be opened by the end of the plan, as many as before in that time; 0 where
            not known. Error is then spent with the deals that come, not with the months.
        former: Former looks at it, in their order.
    """

    id: str
    promised: Followed
    since: Followed
    expected: float = 0.0
    former: tuple[IcpSpent, ...] = ()


def next_spending(
    former: Sequence[LookSpent], information: float, fraction: float, alpha: float, sides: Sides = 2
) -> LookSpent:
    """Return what a look may spend: the level that its p-value has to reach, 0 where there is nothing to test.

    Args:
        former: Former looks.
        information: Information at this look.
        fraction: Part of the plan that is over, in time or information.
        alpha: Error allowed for all looks.
        sides: 1 for p-values of one direction, 2 for those of both.
    """
    gone = former[-1].spent if former else 0.0
    most = max((look.information for look in former), default=0.0)
    if information <= most:
        return LookSpent(most, 0.0, gone)
    upto = max(gone, float(pocock_spent(fraction, alpha)))
    tested = [f for f in former if f.level > 0]
    level = level_of_look(
        [f.information for f in tested], [f.level for f in tested], information, upto - gone, sides=sides
    )
    return LookSpent(information, level, upto if level > 0 else gone)


def look_at(icp: WatchedIcp, plan: LookPlan) -> IcpLook:
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
    effect = _joint_effect(then, since)
    information = _information(then, since.at_risk) / effect
    fraction = _fraction(icp, plan, information * effect)
    fewer, more, least = _p_values(then, since, effect)
    down = next_spending([f.down for f in icp.former], information, fraction, plan.alpha * (1 - _UPWARDS), 1)
    up = next_spending([f.up for f in icp.former], information, fraction, plan.alpha * _UPWARDS, 1)
    standing = _standing((fewer, more), (down, up), least, icp, plan)
    # Where nothing could have been seen, what would have been spent is left to the next look.
    spent = IcpSpent(
        *(
            LookSpent(s.information, 0.0, former[-1].spent if former else 0.0) if p > s.level else s
            for s, p, former in zip(
                (down, up), least, ([f.down for f in icp.former], [f.up for f in icp.former]), strict=True
            )
        )
    )
    e_value = _e_value(then, since)
    return IcpLook(
        id=icp.id,
        standing=standing,
        promised=then.estimate(),
        now=since.estimate(),
        p=min(1.0, 2 * min(fewer, more)),
        horizon_days=int(then.ages[-1]) if len(then.ages) else 0,
        e_value=e_value,
        proved=e_value >= 1 / plan.alpha,
        spent=spent,
    )


def look_at_icps(icps: Sequence[WatchedIcp], plan: LookPlan) -> tuple[IcpLook, ...]:
    """Return what a look says of several ICPs, the error of the plan shared among them."""
    return tuple(look_at(icp, plan.shared(len(icps))) for icp in icps)


def _p_values(then: Followed, since: Followed, effect: float) -> tuple[float, float, tuple[float, float]]:
    """Return the mid-p of as few wins and of as many, and the least that either could be with so many deals.

    Source:
        Tarone (1990), Biometrics 46:515, for what could be.
    """
    use = since.at_risk > 0
    if not use.any():
        return 1.0, 1.0, (1.0, 1.0)
    inside, rows = since.at_risk[use], (then.at_risk + since.at_risk)[use]
    won = (then.won + since.won)[use]
    none, all_ = np.maximum(0, inside - (rows - won)), np.minimum(inside, won)
    more, fewer = stratified_exact_p(int(since.won[use].sum()), inside, won, rows)
    least_down = stratified_exact_p(int(none.sum()), inside, won, rows)[1]
    least_up = stratified_exact_p(int(all_.sum()), inside, won, rows)[0]
    return (
        _deflated(fewer, effect),
        _deflated(more, effect),
        (_deflated(least_down, effect), _deflated(least_up, effect)),
    )


def _standing(
    p: tuple[float, float],
    spent: tuple[LookSpent, LookSpent],
    least: tuple[float, float],
    icp: WatchedIcp,
    plan: LookPlan,
) -> Standing:
    down, up = spent
    if down.level <= 0 and up.level <= 0:
        if plan.fraction > 1:
            return Standing.PLAN_OVER
        return Standing.NOTHING_NEW if any(f.down.level > 0 for f in icp.former) else Standing.TOO_FEW
    if p[0] <= down.level:
        return Standing.DOWN
    if p[1] <= up.level:
        return Standing.UP
    return Standing.TOO_FEW if least[0] > down.level else Standing.HOLDS


def _fraction(icp: WatchedIcp, plan: LookPlan, information: float) -> float:
    """Return the part of the plan that is over: of the information expected by its end, all of it at the end.

    Where more deals come than were expected, half of the time that is left stays unspent: every planned look can see.
    """
    then = icp.promised
    if plan.fraction >= 1 or icp.expected <= 0 or not then.n:
        return plan.fraction
    at_the_end = _information(then, (then.at_risk * (icp.expected / then.n)).astype(np.float64))
    if at_the_end <= 0:
        return plan.fraction
    return min(information / at_the_end, (1.0 + plan.fraction) / 2)


def _information(then: Followed, at_risk: FloatArray | IntArray) -> float:
    """Return the variance of the deals won since, given all that were won; larger the more deals there are.

    The chances are those of the deals that made the version, so that it can only grow from look to look.
    """
    chance = (then.won + 0.5) / (then.at_risk + 1)
    both = np.maximum(then.at_risk + at_risk, 1)
    return float((chance * (1 - chance) * then.at_risk * at_risk / both).sum())


def _joint_effect(then: Followed, since: Followed) -> float:
    """Return the design effect of the difference of two groups."""
    if not then.n or not since.n:
        return 1.0
    return (then.effect / then.n + since.effect / since.n) / (1 / then.n + 1 / since.n)


def _deflated(p: float, effect: float) -> float:
    """Return a p-value of one direction, its normal score divided by the root of the design effect."""
    return p if effect <= 1 else float(ndtr(float(ndtri(p)) / math.sqrt(effect)))


def _e_value(then: Followed, since: Followed) -> float:
    counts = (
        *(since.ripe_won / since.effect, since.ripe / since.effect),
        *(then.ripe_won / then.effect, then.ripe / then.effect),
    )
    return float(two_rates_e_value(*counts))
