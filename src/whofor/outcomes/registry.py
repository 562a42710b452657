"""All outcomes that need no column of their own, in the order of the reports."""

from __future__ import annotations

from whofor.outcomes.cycle import CYCLE
from whofor.outcomes.kinds import OutcomeKind
from whofor.outcomes.mutual_value import MUTUAL_VALUE
from whofor.outcomes.retention import RETENTION
from whofor.outcomes.value import VALUE
from whofor.outcomes.won import WON

__all__ = ["OUTCOMES", "outcome_kind"]

OUTCOMES: tuple[OutcomeKind, ...] = (WON, VALUE, CYCLE, RETENTION, MUTUAL_VALUE)
"""All such outcomes; any validation column may be named instead of one."""


def outcome_kind(name: str) -> OutcomeKind | None:
    """Return the outcome of a name; `None` where it is a column's.

    Example:
        >>> outcome_kind("cycle").topic, outcome_kind("x_nps")
        ('cycle', None)
    """
    return next((kind for kind in OUTCOMES if kind.name == name), None)
