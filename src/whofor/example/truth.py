"""The planted truth of the example: what really decides whether a deal is won."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

from whofor.errors import Problem, Sentence, UsageError

__all__ = ["DEFAULT_TRUTH", "Group", "PlantedTruth", "with_odds"]


class Group(IntEnum):
    """The kinds of deals that the planted truth treats differently."""

    NEUTRAL = 0
    ICP_A = 1
    ICP_B = 2
    ASIA = 3
    PUBLIC = 4


def with_odds(rate: float, odds_ratio: float) -> float:
    """Return the win rate that `rate` becomes when its odds are multiplied.

    Example:
        >>> with_odds(0.5, 3.0)
        0.75
    """
    return odds_ratio * rate / (1.0 - rate + odds_ratio * rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedTruth:
    """All effects in the example. Rates are those of an average salesperson, a lead that was not referred,
    and the middle of the three years; ratios compare with neutral deals.

    What has an effect:

    - ICP A: `Industry` fintech, 51 to 200 people, `Employee Growth (12 months)` of 20 % or more, and a funding
      round within the six months (183 days) before the deal was opened. Only all four together have an effect.
    - ICP B: manufacturers of 250 people or more in Latin America; a marketing executive signs alone.
    - Asia: manufacturers of 250 people or more in Asia; fewer wins, long cycle, lower price, the CEO steps in at
      the third call.
    - Public: public sector of 1,000 people or more; hardly ever signs.
    - One salesperson who is simply good, and who works nearly all professional services of the United Kingdom.
    - Referrals, which are won more often, and which bring most legal services.
    - The date of opening, mildly: a slow rise over the years and a dip in summer.
    - Outcomes of clients after the sale: those of ICP A and B are quicker to set up, ask for less support, give
      more feedback, stay longer, and gain more themselves.

    What is null, that is without any effect on winning: `Year Founded`, `Web Technologies`, `Deal Type`,
    `Last Funding Round`, `Is Public`, and `Seniority`, `Job function` and `Buying Role` of the contacts are
    drawn independently of everything else. `City` has none beyond its country, `Annual Revenue` none beyond
    the number of employees, `Total Money Raised` none beyond having raised money at all. Professional and
    legal services, the United Kingdom, and every other industry and country have none of their own. Whether
    a cell is missing or dirty never depends on the outcome.

    Attributes:
        base_win_rate: Win rate of neutral deals.
        icp_a_win_rate: Win rate of ICP A.
        icp_b_win_rate: Win rate of ICP B.
        asia_win_rate: Win rate of large manufacturers in Asia.
        public_win_rate: Win rate of the large public sector.
        days_to_win: Median days from opening to signature of neutral deals.
        days_to_loss: Median days from opening to loss of neutral deals.
        icp_a_cycle_ratio: Cycle of ICP A, as a multiple of the neutral one.
        icp_b_cycle_ratio: Cycle of ICP B.
        asia_cycle_ratio: Cycle of large manufacturers in Asia.
        icp_price_ratio: Price paid by ICP A and B over the list price; neutral deals pay 0.85 to 1.
        asia_price_ratio: Price of large manufacturers in Asia, over what neutral deals pay.
        asia_ceo_share: Share of their deals in which the CEO appears after the opening.
        icp_b_alone_share: Share of the deals of ICP B that a marketing executive signs alone.
        icp_call_ratio: Length of calls with ICP A and B, as a multiple of the others.
        salesperson_odds: Factor on the odds of winning where the good salesperson owns the deal.
        salesperson_share: Share of the professional services of the United Kingdom that are theirs.
        salesperson_share_elsewhere: Share of all other deals that are theirs.
        referral_odds: Factor on the odds of winning where the lead was referred.
        referral_share: Share of legal services that were referred.
        referral_share_elsewhere: Share of all other deals that were referred.
        drift_odds: Odds of winning at the end of the three years over those at their start.
        summer_odds: Factor on the odds of winning for deals opened in July and August.
        icp_implementation_days: Mean days of implementation of clients of ICP A and B.
        implementation_days: The same of all other clients.
        icp_hours_saved: Mean hours that clients of ICP A and B save a week.
        hours_saved: The same of all others.
        icp_client_growth: Mean growth of the revenue of clients of ICP A and B in six months, in percent.
        client_growth: The same of all others.
        icp_satisfaction: Mean satisfaction of the teams of clients of ICP A and B, 0 to 10.
        satisfaction: The same of all others.
        icp_requests: Mean support requests a year of clients of ICP A and B.
        requests: The same of all others.
        icp_feedback: Mean feedback items a year of clients of ICP A and B.
        feedback: The same of all others.
        icp_churn_share: Share of clients of ICP A and B that leave within a year.
        churn_share: The same of all others.
    """

    base_win_rate: float = 0.095
    icp_a_win_rate: float = 0.48
    icp_b_win_rate: float = 0.50
    asia_win_rate: float = 0.05
    public_win_rate: float = 0.02
    days_to_win: float = 42.0
    days_to_loss: float = 56.0
    icp_a_cycle_ratio: float = 0.5
    icp_b_cycle_ratio: float = 0.5
    asia_cycle_ratio: float = 1.6
    icp_price_ratio: float = 1.0
    asia_price_ratio: float = 0.75
    asia_ceo_share: float = 0.7
    icp_b_alone_share: float = 0.9
    icp_call_ratio: float = 1.5
    salesperson_odds: float = 5.5
    salesperson_share: float = 0.92
    salesperson_share_elsewhere: float = 0.015
    referral_odds: float = 3.5
    referral_share: float = 0.75
    referral_share_elsewhere: float = 0.06
    drift_odds: float = 1.1
    summer_odds: float = 0.9
    icp_implementation_days: float = 14.0
    implementation_days: float = 45.0
    icp_hours_saved: float = 20.0
    hours_saved: float = 5.0
    icp_client_growth: float = 30.0
    client_growth: float = 15.0
    icp_satisfaction: float = 8.6
    satisfaction: float = 5.6
    icp_requests: float = 4.0
    requests: float = 12.0
    icp_feedback: float = 6.0
    feedback: float = 1.0
    icp_churn_share: float = 0.05
    churn_share: float = 0.35

    def __post_init__(self) -> None:
        problems: list[Problem] = []
        for field in fields(self):
            value = float(getattr(self, field.name))
            is_share = field.name.endswith("_rate") or "_share" in field.name
            if not (0.0 <= value <= 1.0 if is_share else value > 0.0):
                wanted = "a share from 0 to 1" if is_share else "a number above 0"
                problems.append(
                    Problem(
                        Sentence("{name} must be {wanted}", name=field.name, wanted=Sentence(wanted)), value=str(value)
                    )
                )
        if problems:
            raise UsageError(problems)

    @classmethod
    def none(cls, win_rate: float = 0.18) -> PlantedTruth:
        """Return a truth without any effect: every deal has the same chance, cycle and price."""
        return cls(
            base_win_rate=win_rate,
            icp_a_win_rate=win_rate,
            icp_b_win_rate=win_rate,
            asia_win_rate=win_rate,
            public_win_rate=win_rate,
            icp_a_cycle_ratio=1.0,
            icp_b_cycle_ratio=1.0,
            asia_cycle_ratio=1.0,
            icp_price_ratio=0.925,
            asia_price_ratio=1.0,
            asia_ceo_share=0.0,
            icp_b_alone_share=0.0,
            icp_call_ratio=1.0,
            salesperson_odds=1.0,
            referral_odds=1.0,
            drift_odds=1.0,
            summer_odds=1.0,
            icp_implementation_days=45.0,
            icp_hours_saved=5.0,
            icp_client_growth=15.0,
            icp_satisfaction=5.6,
            icp_requests=12.0,
            icp_feedback=1.0,
            icp_churn_share=0.35,
        )

    def win_rate(self, group: Group) -> float:
        """Return the win rate of a group before the effects of salesperson, lead source and date."""
        return {
            Group.NEUTRAL: self.base_win_rate,
            Group.ICP_A: self.icp_a_win_rate,
            Group.ICP_B: self.icp_b_win_rate,
            Group.ASIA: self.asia_win_rate,
            Group.PUBLIC: self.public_win_rate,
        }[group]

    def cycle_ratio(self, group: Group) -> float:
        """Return a group's cycle as a multiple of the neutral one."""
        ratios = {
            Group.ICP_A: self.icp_a_cycle_ratio,
            Group.ICP_B: self.icp_b_cycle_ratio,
            Group.ASIA: self.asia_cycle_ratio,
        }
        return ratios.get(group, 1.0)


DEFAULT_TRUTH = PlantedTruth()
