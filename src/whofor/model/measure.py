"""An outcome: its name, unit, direction and how to format it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Measure", "OutcomeName"]


class OutcomeName(StrEnum):
    """Outcomes that need no column of their own; any validation column may be named instead."""

    WON = "won"
    VALUE = "value"
    CYCLE = "cycle"
    RETENTION = "retention"
    MUTUAL_VALUE = "mutual_value"


@dataclass(frozen=True, slots=True)
class Measure:
    """Description of one outcome.

    Attributes:
        name: `won`, `value`, `cycle`, `retention`, or the name of a validation column.
        label: The column's own name where it is one; empty for the four others.
        unit: Unit of its figures: an ISO 4217 code, `days`, `months`, any other word, or none.
        is_share: Whether it is yes or no for each deal, so that its figures are shares.
        better: +1 where more is better, -1 where less is.
        better_assumed: Whether `better` is an assumption, as the name does not show which way is good.
        detail: Of mutual value, `us` or `client` where that half alone is measured; of the cycle, the days up to which
            it is counted; else empty.
    """

    name: str = OutcomeName.WON
    label: str = ""
    unit: str = ""
    is_share: bool = True
    better: int = 1
    better_assumed: bool = False
    detail: str = ""
