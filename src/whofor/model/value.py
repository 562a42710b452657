"""Mutual value: its components, how far it depends on their weights, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.lexicon.outcome_kinds import Side
from whofor.model.evidence import Estimate

__all__ = ["Payers", "ValueComponent", "ValueSummary"]


@dataclass(frozen=True, slots=True)
class ValueComponent:
    """One component of mutual value.

    Attributes:
        name: `price`, `cycle`, `support_load`, `time_saved` ...
        label: The user's own name for it; empty where it is computed from the deals.
        side: `us` or `client`: who gains by it.
        better: +1 where more is better, -1 where less is.
        weight: Its weight within its side.
        n: Clients of whom it is known.
    """

    name: str
    label: str
    side: Side
    better: int
    weight: float
    n: int


@dataclass(frozen=True, slots=True)
class ValueSummary:
    """Composition of mutual value, and how far it depends on the weights.

    Attributes:
        components: Its parts.
        clients: Clients that got a value.
        sides: The sides that are measured at all: `us`, `client`.
        weightings: Random weightings tried.
        agreement: Median rank correlation of the clients under random weights with that under those in force.
        agreement_low: Its 5th percentile.
    """

    components: tuple[ValueComponent, ...]
    clients: int
    sides: tuple[Side, ...]
    weightings: int
    agreement: float
    agreement_low: float


@dataclass(frozen=True, slots=True)
class Payers:
    """Share of a type of client among the clients who pay most.

    Attributes:
        own: Share of the type among the quarter of clients who pay most.
        among_all: Share of the type among all clients with an amount.
        value_top: Mutual value of those who pay most and are of no type that passed; empty where too little is known.
        value_own: Mutual value of the clients of this type.
    """

    own: Estimate
    among_all: Estimate
    value_top: Estimate
    value_own: Estimate
