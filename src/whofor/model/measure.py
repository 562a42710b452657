"""What an outcome is and how its figures are told."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Measure"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One outcome as people speak of it.

    Attributes:
        name: `won`, `value`, `cycle`, `retention`, or the name of a validation column.
        label: The column's own name where it is one; empty for the four others.
        unit: Unit of its figures: an ISO 4217 code, `days`, `months`, any other word, or none.
        is_share: Whether it is yes or no for each deal, so that its figures are shares.
        better: +1 where more is better, -1 where less is.
        better_assumed: Whether that is merely taken so, as nothing tells which way is good.
        detail: Of mutual value, `us` or `client` where that half alone is measured; of the cycle, the days up to which
            it is counted; else empty.
    """

    name: str = "won"
    label: str = ""
    unit: str = ""
    is_share: bool = True
    better: int = 1
    better_assumed: bool = False
    detail: str = ""
