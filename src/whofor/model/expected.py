"""What may be expected of clients from place, activity and size; nothing of it was observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whofor.model.committee import Spread
from whofor.model.evidence import Estimate

__all__ = ["Expectation", "ExpectationKind", "Expected", "ExpectedAmount"]


class ExpectationKind(StrEnum):
    """What is expected."""

    NORM = "norm"
    PROCESS = "process"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class ExpectedAmount:
    """Money that a row of the table expects per head, and what follows for some deals; nothing of it was observed.

    Attributes:
        per_head: Money per head.
        currency: Its currency, ISO 4217.
        heads: Column with the number of heads.
        spread: The money of these deals' clients; `None` where hardly any number of heads is known.
    """

    per_head: float
    currency: str
    heads: str
    spread: Spread | None


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
        label: What it is called, by language; empty where its name or the reports say it.
        amount: Money that is expected; `None` where the row says nothing of it.
    """

    kind: ExpectationKind
    name: str
    share: Estimate
    is_law: bool
    asks: Mapping[str, str]
    source: str
    label: Mapping[str, str] = field(default_factory=dict[str, str])
    amount: ExpectedAmount | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What may be expected of the clients of one type, most frequent first.

    Attributes:
        finding: Id of the type of client; empty for all deals.
        expected: The expectations that hold for some of its deals.
    """

    finding: str
    expected: tuple[Expected, ...]
