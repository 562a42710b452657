"""Deals that a type of client is set against: everyone else, and those that lack one of its conditions."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.evidence import Estimate
from whofor.model.segment import Condition

__all__ = ["EveryoneElse", "WithoutCondition"]


@dataclass(frozen=True, slots=True)
class EveryoneElse:
    """Deals of none of the types of client that passed: the one figure that all of these are compared with.

    Attributes:
        figure: Their rate or mean on the deals that the findings were confirmed on.
        median_days_to_win: Median days from opening to signature, searched deals included; `None` where fewer than
            five wins are dated.
    """

    figure: Estimate
    median_days_to_win: Estimate | None


@dataclass(frozen=True, slots=True)
class WithoutCondition:
    """Deals that meet all conditions of a type of client but one, which they are known not to meet.

    Attributes:
        finding: Id of the type.
        condition: The condition that they do not meet.
        figure: Their rate or mean on the deals that the type was confirmed on; `n` may be 0.
    """

    finding: str
    condition: Condition
    figure: Estimate
