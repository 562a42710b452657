"""The decision process as the pipeline records it: how long won deals stay in each stage."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.committee import Spread

__all__ = ["DecisionProcess", "StageTime"]


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long won deals stayed in one stage before they left it.

    Attributes:
        stage: Its name in the CRM.
        is_approval: Whether its name says that somebody must agree: legal, procurement, security, a budget.
        days: Days in it, of the won deals that were in it and left it; all its stays of a deal together.
    """

    stage: str
    is_approval: bool
    days: Spread


@dataclass(frozen=True, slots=True)
class DecisionProcess:
    """The stages of the won deals of a type of client, in their order.

    Attributes:
        finding: Id of the type of client; empty for all deals.
        n_won: Won deals with a stage on record.
        stages: The stages that some of them left.
        approval: Days in all approval stages together, of the deals that were in one; `None` where too few were.
    """

    finding: str
    n_won: int
    stages: tuple[StageTime, ...]
    approval: Spread | None = None
