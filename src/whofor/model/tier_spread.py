"""How the tiers of a list spread over countries and sizes: whom a scorecard puts first, and whom it puts last."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.card_proof import ProofFigure
from whofor.model.segment import Condition

__all__ = ["SpreadGroup", "TierSpread", "TierSpreads"]


@dataclass(frozen=True, slots=True)
class SpreadGroup:
    """Prospects of one country, or of one size.

    Attributes:
        conditions: What they share; none for all others.
        n: How many they are.
        n_top: How many of them are in the first tiers.
        share: Share of them in the first tiers, with its 95 % interval; `None` where they are too few to tell.
    """

    conditions: tuple[Condition, ...]
    n: int
    n_top: int
    share: ProofFigure | None


@dataclass(frozen=True, slots=True)
class TierSpread:
    """How the first tiers spread over the values of one fact.

    Attributes:
        parameter: Name of the fact.
        label: Its name for people.
        groups: Its values: of a number from the smallest up, else the most frequent first.
    """

    parameter: str
    label: str
    groups: tuple[SpreadGroup, ...]


@dataclass(frozen=True, slots=True)
class TierSpreads:
    """How the first tiers spread over countries and sizes.

    Attributes:
        tiers: Names of the first tiers.
        n: Prospects of the whole list.
        n_top: How many of them are in the first tiers.
        least: Prospects from which the share of a group is told.
        spreads: The facts.
    """

    tiers: tuple[str, ...]
    n: int
    n_top: int
    least: int
    spreads: tuple[TierSpread, ...]
