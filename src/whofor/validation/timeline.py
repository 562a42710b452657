"""What serves as time: the days of opening, or the order of the file where these are not known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whofor.arrays import Column, FloatArray, IntArray
from whofor.days import DAYS_A_QUARTER, month_numbers, quarter_name
from whofor.model.run import TimeKind

__all__ = ["PARTS", "PERIODS", "Timeline"]

PARTS = 8
"""Parts of an order that stand for quarters: as many as two years of days have, a convention."""
PERIODS = ("period", "part_of_the_file")
"""Names of the confounders that stand for time: of days, and of an order."""


@dataclass(frozen=True, eq=False, slots=True)
class Timeline:
    """What serves as time, with the time of each deal.

    Attributes:
        kind: What serves as time.
        when: Day of opening of each deal (days since 1970-01-01, NaN where unknown), or its place in the order; all NaN
            where nothing serves as time.
        names: What the place of each deal is called: its key, or the number of its row; empty for days.
    """

    kind: TimeKind
    when: FloatArray
    names: tuple[str, ...] = ()

    @classmethod
    def of_days(cls, opened: FloatArray) -> Timeline:
        """Return the timeline of days of opening."""
        return cls(TimeKind.DAYS, opened)

    @classmethod
    def unknown(cls, n: int) -> Timeline:
        """Return the timeline of n deals of which nothing says when they came."""
        return cls(TimeKind.NONE, np.full(n, np.nan))

    @property
    def known(self) -> bool:
        """Whether anything serves as time."""
        return self.kind is not TimeKind.NONE

    @property
    def label(self) -> str:
        """Label of its periods as a confounder: the periods of days, or the parts of the file."""
        return self.name.replace("_", " ")

    @property
    def name(self) -> str:
        """Name of its periods as a confounder."""
        return PERIODS[self.kind is not TimeKind.DAYS]

    def take(self, rows: Column) -> Timeline:
        """Return the same timeline for some deals, by mask or by position."""
        names = np.array(self.names, dtype=object)[rows].tolist() if self.names else ()
        return Timeline(self.kind, self.when[rows], tuple(names))

    def periods(self, quarters: int) -> IntArray:
        """Return the period of each deal: so many quarters of a year, or parts of the file of as many deals each.

        Args:
            quarters: Quarters of a year that make a period; of an order, eighths of its deals.
        """
        if self.kind is TimeKind.DAYS:
            first = float(np.floor(self.when.min()))
            return np.floor((self.when - first) / (DAYS_A_QUARTER * quarters)).astype(np.int64)
        place = np.argsort(np.argsort(self.when, kind="stable"), kind="stable")
        return (place * (PARTS // quarters) // max(1, len(place))).astype(np.int64)

    def levels(self) -> tuple[IntArray, tuple[str, ...]]:
        """Return the calendar quarter of each deal, or its eighth of the file, with the names of these levels."""
        if self.kind is TimeKind.DAYS:
            quarters, codes = np.unique(month_numbers(self.when) // 3, return_inverse=True)
            return codes.astype(np.int64), tuple(quarter_name(q) for q in quarters.tolist())
        codes = self.periods(1)
        order = np.argsort(self.when, kind="stable")
        ordered = codes[order]
        bounds = [(order[np.flatnonzero(ordered == k)[0]], order[np.flatnonzero(ordered == k)[-1]]) for k in set(codes)]
        return codes, tuple(f"{self.names[first]} – {self.names[last]}" for first, last in bounds)
