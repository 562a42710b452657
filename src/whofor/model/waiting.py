"""Time until some more deals have come, at the pace of the last year."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WaitingTime"]

_YEAR = 365
"""Days of the year whose pace counts."""
_FEWEST_DAYS = 30
"""An export that covers less than a month shows no pace: a convention."""
_PATIENCE = 12.0
"""Months beyond which nobody is advised to wait: a business changes in less. A convention."""


@dataclass(frozen=True, slots=True)
class WaitingTime:
    """Time until some more deals of a kind have an outcome.

    Attributes:
        n_more: Deals that are missing.
        n_seen: Deals of that kind whose outcome came within the last days that the export covers.
        days: How many days these are: 365, or all that a younger export covers; 0 where the export has no days.
        per_year: Deals of that kind a year, at that pace; `None` where no pace is known.
        months: Months until all have come; `None` where no pace is known, or where none came.
    """

    n_more: int
    n_seen: int
    days: int
    per_year: float | None = None
    months: float | None = None

    @classmethod
    def at_pace(cls, n_more: int, n_seen: int, days: int) -> WaitingTime:
        """Return the time until some more deals have come, at the pace at which others came.

        Args:
            n_more: Deals that are missing.
            n_seen: Deals that came.
            days: Days within which they did; 0 where that is not known.

        Example:
            >>> WaitingTime.at_pace(18, n_seen=12, days=365).months
            18.0
            >>> WaitingTime.at_pace(18, n_seen=12, days=73).per_year
            60.0
        """
        if days < _FEWEST_DAYS:
            return cls(n_more, n_seen, days)
        per_year = n_seen * _YEAR / days
        return cls(n_more, n_seen, days, per_year, n_more / per_year * 12 if n_seen else None)

    @property
    def is_known(self) -> bool:
        """Whether the export shows a pace."""
        return self.per_year is not None

    @property
    def too_long(self) -> bool:
        """Whether it is known to take more than a year, or for ever."""
        return self.is_known and (self.months is None or self.months > _PATIENCE)

    @property
    def of_whole_year(self) -> bool:
        """Whether the pace is that of a whole year."""
        return self.days >= _YEAR
