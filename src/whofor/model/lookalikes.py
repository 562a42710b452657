"""Companies that are like the customers: by how much commoner such companies are among them than in the market."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.card_proof import CardGrade, ProofFigure
from whofor.model.scorecard import Scorecard, ScoreReason

__all__ = ["Lookalike", "LookalikeAnswer", "NearCustomer", "SpyCheck"]


@dataclass(frozen=True, slots=True)
class NearCustomer:
    """A customer that a company is near to.

    Attributes:
        name: Its name.
        nearness: How near, 0 to 1: 1 where all facts that count are equal.
    """

    name: str
    nearness: float


@dataclass(frozen=True, slots=True)
class Lookalike:
    """One company of the market, with its likeness to the customers. It is no chance to sign.

    Attributes:
        rank: Its place, from 1.
        id: What the list tells it apart by; empty where it has none.
        name: What people call it.
        times_as_common: How many times as common companies like it are among the customers as in the market.
        typical_share: Share of the customers that are no more typical of them than it, 0 to 1.
        tier: Name of its tier.
        up: What makes it like the customers, the most first.
        down: What makes it unlike them, the most first.
        blank: Facts that are not known of it, the one that may change most first.
        nearest: The customers that it is nearest to.
    """

    rank: int
    id: str
    name: str
    times_as_common: float
    typical_share: float
    tier: str
    up: tuple[ScoreReason, ...] = ()
    down: tuple[ScoreReason, ...] = ()
    blank: tuple[ScoreReason, ...] = ()
    nearest: tuple[NearCustomer, ...] = ()


@dataclass(frozen=True, slots=True)
class SpyCheck:
    """Customers that were hidden among the market, and how well they were found there.

    Attributes:
        n: Customers that were hidden, each once.
        n_market: Companies of the market that they were hidden among.
        auc: How often a hidden customer was ranked above a company of the market, with its interval.
        in_best_tenth: Share of the hidden customers that came among the best tenth of the market.
        in_best_fifth: The same of the best fifth.
    """

    n: int
    n_market: int
    auc: ProofFigure
    in_best_tenth: ProofFigure
    in_best_fifth: ProofFigure


@dataclass(frozen=True, slots=True)
class LookalikeAnswer:
    """Companies of a market in the order of their likeness to the customers.

    Attributes:
        card: What makes customers: the weight of a bin says how much commoner it is among them than in the market.
        check: How well hidden customers were found.
        grade: How far the order may be relied on.
        customers: Name of the list of customers; empty for those of the workspace.
        market: Name of the list of the market.
        day: ISO date as of which companies are told.
        n_customers: Customers learnt from.
        n_market: Companies of the list.
        n_known: Those that are customers already; they are left out.
        rows: The most alike, the best first.
        tiers: Number of companies by name of the tier, the best first.
        lacking: Facts of the customers that the market lacks.
        barred: Facts that were kept out, as they only say who is a customer.
        unshared: Facts of which both lists share no value.
        personal: Facts that were kept out, as they are about persons.
        too_good: The fact that tells most, where customers are so unlike the market that the lists are likelier to be
            kept differently; else empty.
        n_repeated: Companies with the id of one before; they are kept.
        reading: Sentences on how the lists were read.
    """

    card: Scorecard
    check: SpyCheck
    grade: CardGrade
    customers: str
    market: str
    day: str
    n_customers: int
    n_market: int
    n_known: int
    rows: tuple[Lookalike, ...]
    tiers: tuple[tuple[str, int], ...]
    lacking: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    unshared: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    too_good: str = ""
    n_repeated: int = 0
    reading: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return how many companies there are, in which tiers, and how far their order may be relied on."""
        tiers = ", ".join(f"{name} {n:,}" for name, n in self.tiers)
        n = self.n_market - self.n_known
        return f"{n:,} companies by their likeness to {self.n_customers:,} customers ({tiers}); {self.grade.value}"

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the rows, each as a dictionary with the columns of the file."""
        return [
            {
                "id": row.id,
                "name": row.name,
                "times_as_common": row.times_as_common,
                "typical_share": row.typical_share,
                "tier": row.tier,
                "nearest": [one.name for one in row.nearest],
            }
            for row in self.rows
        ]
