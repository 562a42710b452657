"""What may be expected of clients from place, activity and size; nothing of it was observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from whofor.model.evidence import Estimate

__all__ = ["Expectation", "ExpectationKind", "Expected"]


class ExpectationKind(StrEnum):
    """What is expected."""

    NORM = "norm"
    PROCESS = "process"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation, and of how many deals' clients it holds.

    Attributes:
        kind: A norm, the way of purchasing, or the level of budgets.
        name: Its name.
        share: Share of the deals for which it is expected, of those whose place, activity and size tell.
        is_law: Whether a law asks for it; else it is a custom of the trade.
        asks: What it asks for, by language.
        source: Where it stands.
    """

    kind: ExpectationKind
    name: str
    share: Estimate
    is_law: bool
    asks: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What may be expected of the clients of one type, most frequent first.

    Attributes:
        finding: Id of the type of client; empty for all deals.
        expected: The expectations that hold for some of its deals.
    """

    finding: str
    expected: tuple[Expected, ...]
