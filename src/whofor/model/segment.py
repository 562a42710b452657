"""Conditions and segments: who a company might go after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MONTHS_BEFORE", "Condition", "Operator", "Segment"]

MONTHS_BEFORE = "months_before"
"""Unit of a dated fact: mean months from the fact to the day as of which it is asked."""


class Operator(StrEnum):
    """Comparison of a parameter with the values of a condition."""

    IS = "is"
    IN = "in"
    BETWEEN = "between"
    INCLUDES = "includes"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """One readable test on one definition parameter.

    Attributes:
        parameter: Name of the parameter (`employees`).
        label: The parameter's name for people (`Number of Employees`).
        operator: How values are compared.
        values: For `IS` and `INCLUDES` the one value; for `IN` several; for `UNKNOWN` none.
        low: Lower end of `BETWEEN`, included; `None` where open.
        high: Upper end of `BETWEEN`, excluded unless `high_included`; `None` where open.
        high_included: Whether `high` itself belongs to the interval; of people, the whole of it: 51 to 200 people
            holds an estimate of 200.4.
        unit: Unit of `low` and `high`.
        name: A name for the set where one exists (`Latin America` for a union of countries).

    Example:
        >>> Condition("employees", "Employees", Operator.BETWEEN, low=51, high=200, high_included=True).low
        51
    """

    parameter: str
    label: str
    operator: Operator
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    high_included: bool = False
    unit: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A type of client: a conjunction of conditions on different parameters.

    Attributes:
        conditions: The conditions, in the order in which people read them.
    """

    conditions: tuple[Condition, ...]

    @property
    def depth(self) -> int:
        """Number of conditions."""
        return len(self.conditions)
