"""Reasons why something about the worth of clients cannot be computed, and advice on the budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from whofor.model.reasons.base import Reason

__all__ = [
    "AmountsOfLostMissing",
    "BudgetAdvice",
    "BudgetLean",
    "BudgetShifted",
    "BudgetTo",
    "BudgetUnclear",
    "FactsReason",
    "FewHeldBack",
    "FewPrices",
    "NoAmounts",
    "NoFacts",
    "OtherOutcome",
    "PriceReason",
]


@dataclass(frozen=True)
class PriceReason(Reason):
    """Reason why levels of price cannot be compared."""

    family: ClassVar[str] = "price"


@dataclass(frozen=True)
class NoAmounts(PriceReason):
    """Too few amounts of won deals."""

    n: int


@dataclass(frozen=True)
class AmountsOfLostMissing(PriceReason):
    """Too few amounts of lost deals."""

    n: int
    total: int


@dataclass(frozen=True)
class FewPrices(PriceReason):
    """Too few deals or too few different prices."""

    n: int
    won: int


@dataclass(frozen=True)
class FactsReason(Reason):
    """Reason why kinds of facts cannot be compared."""

    family: ClassVar[str] = "facts"


@dataclass(frozen=True)
class FewHeldBack(FactsReason):
    """Too few held-back deals."""

    n: int
    won: int


@dataclass(frozen=True)
class NoFacts(FactsReason):
    """No facts to compare."""


@dataclass(frozen=True)
class OtherOutcome(FactsReason):
    """They are compared only for the outcome won or lost."""


@dataclass(frozen=True)
class BudgetAdvice(Reason):
    """Advice on the budget."""

    family: ClassVar[str] = "channel"


@dataclass(frozen=True)
class BudgetTo(BudgetAdvice):
    """Shift it to a source that surely returns most."""

    source: str
    chance: float
    n: int
    share: float


@dataclass(frozen=True)
class BudgetLean(BudgetAdvice):
    """Lean towards the source that probably returns most."""

    source: str
    chance: float
    n: int
    share: float


@dataclass(frozen=True)
class BudgetShifted(BudgetAdvice):
    """The source led once, not on the newer leads."""

    source: str
    chance: float
    n: int
    share: float
    chance_newer: float


@dataclass(frozen=True)
class BudgetUnclear(BudgetAdvice):
    """No source is clearly best."""

    source: str
    chance: float
    n: int
