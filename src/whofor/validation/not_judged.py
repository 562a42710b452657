"""Deals that cannot be judged, each with the reason why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whofor.arrays import BoolArray
from whofor.model.data_findings import SetAside
from whofor.model.reasons import SetAsideReason

__all__ = ["NotJudged", "counted", "not_judged"]


@dataclass(frozen=True, eq=False, slots=True)
class NotJudged:
    """Deals that are not judged for one reason.

    Attributes:
        why: The reason.
        which: The deals, shape (all deals,).
    """

    why: SetAsideReason
    which: BoolArray


def not_judged(why: SetAsideReason, which: BoolArray) -> tuple[NotJudged, ...]:
    """Return the deals that are not judged for a reason; an empty tuple where there are none."""
    return (NotJudged(why, which),) if which.any() else ()


def counted(parts: Iterable[NotJudged]) -> tuple[SetAside, ...]:
    """Return how many deals are not judged, by reason."""
    return tuple(SetAside(part.why, int(part.which.sum())) for part in parts)
