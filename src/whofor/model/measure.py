"""An outcome: its name, unit, direction and how to format it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.lexicon.outcome_kinds import Side

__all__ = ["SHARE_UNIT", "Measure", "OutcomeName"]

SHARE_UNIT = "share"
"""Unit of a figure that is a share for each deal, such as a discount; its mean is written in per cent."""


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
        horizon_days: Of the cycle, the days up to which it is counted; `None` where no cycle is cut, and of others.
        side: Of mutual value, whose half it is where one alone is measured; else `None`.
    """

    name: str = OutcomeName.WON
    label: str = ""
    unit: str = ""
    is_share: bool = True
    better: int = 1
    better_assumed: bool = False
    horizon_days: int | None = None
    side: Side | None = None
