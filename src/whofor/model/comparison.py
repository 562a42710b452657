"""One outcome of a type of client beside that of others."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.committee import RoleContrast
from whofor.model.evidence import Estimate
from whofor.model.measure import Measure
from whofor.model.segment import Condition

__all__ = ["Comparison", "Contrast", "SituationEffect"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One outcome of a segment beside that of others.

    Attributes:
        measure: The outcome.
        own: Figure of the segment.
        other: Figure of its neighbour, or of all other deals.
        p: p-value of the difference, corrected over all comparisons shown together.
        difference: Own figure less the other.
        low: Lower end of its 95 % interval; `None` where there is none.
        high: Upper end.
        held_back: Whether only deals were counted that the search did not see.
        topic: Row of the comparison table: `price`, `cycle`, `engagement` ...; empty outside it.
    """

    measure: Measure
    own: Estimate
    other: Estimate
    p: float
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    held_back: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A segment and a neighbour that differs from it in one condition.

    Attributes:
        finding: Id of the segment.
        condition: The segment's condition.
        other: The neighbour's condition in its place.
        comparisons: Every outcome that is known of both.
        roles: Roles that take part in a usual share of the deals of either; empty without contacts.
    """

    finding: str
    condition: Condition
    other: Condition
    comparisons: tuple[Comparison, ...]
    roles: tuple[RoleContrast, ...] = ()


@dataclass(frozen=True, slots=True)
class SituationEffect:
    """Effect of the client's situation within one type of client.

    Attributes:
        finding: Id of the type.
        situation: Its conditions on the situation.
        others: Its other conditions, which both sides meet.
        comparison: Win rate with the situation beside that without it.
    """

    finding: str
    situation: tuple[Condition, ...]
    others: tuple[Condition, ...]
    comparison: Comparison
