"""Win rate and expected revenue by level of price."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.evidence import Estimate
from whofor.model.reasons import PriceReason

__all__ = ["Price", "PriceBand"]


@dataclass(frozen=True, slots=True)
class PriceBand:
    """Deals of one level of price.

    Attributes:
        low: Lower end of the band.
        high: Upper end; `None` for the last.
        rate: Win rate.
        revenue: Expected revenue of one opportunity: amounts of the deals won over all deals.
        chance_best: Chance that this band has the highest expected revenue of an opportunity.
    """

    low: float
    high: float | None
    rate: Estimate
    revenue: Estimate
    chance_best: float


@dataclass(frozen=True, slots=True)
class Price:
    """Win rate by level of price.

    Attributes:
        bands: From the lowest price to the highest; empty where they cannot be compared.
        best: Position of the band with the best expected revenue, `None` where none is surely the best.
        why: Why they cannot be compared; `None` where they can.
        agreed: Median agreed price of the deals won; a figure of n = 0 where none is known.
        discount: Median discount against the list price; a figure of n = 0 where no list price is recorded.
        currency: ISO 4217, empty where not known.
    """

    bands: tuple[PriceBand, ...]
    best: int | None
    why: PriceReason | None
    agreed: Estimate
    discount: Estimate
    currency: str = ""
