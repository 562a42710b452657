"""Win rate and expected revenue by level of price, and whether price changes the odds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.evidence import Estimate
from whofor.model.reasons import PriceReason

__all__ = ["Alike", "NeighbourGap", "Price", "PriceBand", "PriceOdds", "PriceScale"]


class PriceScale(StrEnum):
    """What the levels are levels of: the price itself, or the discount on the list price."""

    AMOUNT = "amount"
    DISCOUNT = "discount"


class Alike(StrEnum):
    """What clients have in common within which levels are compared: their size, the type found that they are of."""

    SIZE = "size"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class PriceBand:
    """Deals of one level of price.

    Attributes:
        low: Lower end of the level: a price, or a discount (a share of the list price).
        high: Upper end; `None` for the last.
        rate: Win rate.
        revenue: Expected revenue of one offer, chance times price: amounts of the deals won over all deals; for levels
            of discount as a share of the list price.
    """

    low: float
    high: float | None
    rate: Estimate
    revenue: Estimate


@dataclass(frozen=True, slots=True)
class PriceOdds:
    """Whether the win rate differs between levels, compared among clients alike.

    Attributes:
        changes: Whether it differs by more than chance.
        direction: +1 where higher levels are won more often, -1 where less often, 0 where neither is beyond chance.
        p: p-value of two tests together, of a trend and of any difference, doubled.
        n: Deals compared.
        n_won: Won deals among them.
        gap: Win rate of the highest level minus that of the lowest.
        within: What the clients compared have in common; empty where nothing is known of them.
    """

    changes: bool
    direction: int
    p: float
    n: int
    n_won: int
    gap: Estimate
    within: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class NeighbourGap:
    """Expected revenue of the level that brings most beside that of a neighbouring level.

    Attributes:
        band: Position of the neighbour.
        gap: How much more an offer brings, among clients alike.
    """

    band: int
    gap: Estimate


@dataclass(frozen=True, slots=True)
class Price:
    """Win rate and expected revenue by level of price.

    Attributes:
        bands: From the lowest level to the highest; empty where they cannot be compared.
        best: Position of the level with the best expected revenue, where price changes the odds and every neighbour
            surely brings less; else `None`.
        why: Why they cannot be compared; `None` where they can.
        agreed: Median agreed price of the deals won; a figure of n = 0 where none is known.
        discount: Median discount against the list price; a figure of n = 0 where no list price is recorded.
        currency: ISO 4217, empty where not known.
        scale: What the levels are levels of.
        odds: Whether price changes the odds; `None` where levels cannot be compared, and in older runs.
        neighbours: The level that brings most beside its neighbours; empty where price does not change the odds.
    """

    bands: tuple[PriceBand, ...]
    best: int | None
    why: PriceReason | None
    agreed: Estimate
    discount: Estimate
    currency: str = ""
    scale: PriceScale = PriceScale.AMOUNT
    odds: PriceOdds | None = None
    neighbours: tuple[NeighbourGap, ...] = ()

    @property
    def most(self) -> int:
        """Position of the level with the highest expected revenue; there must be levels."""
        return max(range(len(self.bands)), key=lambda i: self.bands[i].revenue.estimate or 0.0)
