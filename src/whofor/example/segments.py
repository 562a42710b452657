"""The planted segments, as a search would name them, with their true win rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from whofor.example.market import odds_of_date
from whofor.example.truth import Group, PlantedTruth, with_odds
from whofor.example.world import AS_OF, ASIA, FIRST_DAY, LATIN_AMERICA
from whofor.model import MONTHS_BEFORE, Condition, Operator, Segment

__all__ = ["PlantedSegment", "planted_segments"]


@dataclass(frozen=True, slots=True)
class PlantedSegment:
    """A segment whose win rate is known because it was planted.

    Attributes:
        name: `icp_a`, `icp_b`, `asia` or `public`.
        segment: Its conditions, on canonical parameters.
        win_rate: True win rate, averaged over salespeople, lead sources and dates as they occur in it.
        rest_win_rate: True win rate of neutral deals of an average type of client, averaged alike.
    """

    name: str
    segment: Segment
    win_rate: float
    rest_win_rate: float

    @property
    def direction(self) -> int:
        """Return `+1` where it wins more often than neutral deals, `-1` where less often, `0` for no effect."""
        return (self.win_rate > self.rest_win_rate) - (self.win_rate < self.rest_win_rate)


def planted_segments(truth: PlantedTruth) -> tuple[PlantedSegment, ...]:
    """Return the planted segments with their true win rates, the two ICPs first.

    Example:
        >>> from whofor.example import PlantedTruth, planted_segments
        >>> [planted.name for planted in planted_segments(PlantedTruth())]
        ['icp_a', 'icp_b', 'asia', 'public']
    """
    manufacturing = _is("industry", "Industry", "Manufacturing")
    large = _at_least("employees", "Number of Employees", 250, "people")
    after_round = Condition(
        "x_last_funding_date", "Last Funding Date", Operator.BETWEEN, low=0, high=6, unit=MONTHS_BEFORE
    )
    of_51_to_200 = Condition(
        "employees", "Number of Employees", Operator.BETWEEN, low=51, high=200, high_included=True, unit="people"
    )
    segments = {
        Group.ICP_A: (
            _is("industry", "Industry", "Fintech"),
            of_51_to_200,
            _at_least("x_employee_growth_12_months", "Employee Growth (12 months)", 20, ""),
            after_round,
        ),
        Group.ICP_B: (manufacturing, large, _among(LATIN_AMERICA, "Latin America")),
        Group.ASIA: (manufacturing, large, _among(ASIA, "Asia")),
        Group.PUBLIC: (
            _is("industry", "Industry", "Public sector"),
            _at_least("employees", "Number of Employees", 1000, "people"),
        ),
    }
    rest = _average_rate(truth, Group.NEUTRAL)
    return tuple(
        PlantedSegment(group.name.lower(), Segment(conditions), _average_rate(truth, group), rest)
        for group, conditions in segments.items()
    )


def _is(parameter: str, label: str, value: str) -> Condition:
    return Condition(parameter, label, Operator.IS, values=(value,))


def _among(codes: tuple[str, ...], name: str) -> Condition:
    return Condition("country", "Country/Region", Operator.IN, values=tuple(sorted(codes)), name=name)


def _at_least(parameter: str, label: str, low: float, unit: str) -> Condition:
    return Condition(parameter, label, Operator.BETWEEN, low=low, unit=unit)


def _average_rate(truth: PlantedTruth, group: Group) -> float:
    """Return a group's win rate, averaged over salespeople, lead sources and dates of an average type of client."""
    days = np.arange(FIRST_DAY.toordinal(), AS_OF.toordinal() + 1)
    rate = truth.win_rate(group)
    total = 0.0
    for share, odds_ratio in _mixture(truth):
        for odds_of_day in odds_of_date(days, truth).tolist():
            total += share * with_odds(rate, odds_ratio * odds_of_day)
    return total / len(days)


def _mixture(truth: PlantedTruth) -> Iterator[tuple[float, float]]:
    """Yield share and odds of each combination of salesperson and lead source, outside their own clients."""
    for hers, person_odds in ((truth.salesperson_share_elsewhere, truth.salesperson_odds), (None, 1.0)):
        for referred, referral_odds in ((truth.referral_share_elsewhere, truth.referral_odds), (None, 1.0)):
            person_share = 1.0 - truth.salesperson_share_elsewhere if hers is None else hers
            referral_share = 1.0 - truth.referral_share_elsewhere if referred is None else referred
            yield person_share * referral_share, person_odds * referral_odds
