"""Combinations that passed the correction and are no finding of their own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.segment import Segment

__all__ = ["AlsoPassed", "AlsoPassedKind"]


class AlsoPassedKind(StrEnum):
    """Why a combination that passed the correction is no finding of its own."""

    VARIANT = "variant"
    """Most of its deals are in a finding, or most deals of a finding in it."""
    MIRROR = "mirror"
    """Without the deals of the findings of the other direction its difference is not beyond chance."""
    EXPLAINED = "explained"
    """Without the deals of the findings its difference, or what one of its conditions adds, is not beyond chance."""
    FURTHER = "further"
    """It would be a finding if more were shown."""
    OTHER_DRAW = "other_draw"
    """Most random draws of the held-back deals find and confirm it, the one that is shown does not find it."""


@dataclass(frozen=True, slots=True)
class AlsoPassed:
    """A combination that passed the correction and is no finding of its own.

    Attributes:
        segment: Its conditions.
        direction: `+1` for a better outcome than the rest, `-1` for a worse one.
        kind: Why it is no finding.
        z: Standardised statistic within strata on the search rows.
        p_adjusted: p-value corrected over the whole search.
        n: Its search deals.
        finding: Id of the finding of its direction (of the other one for a mirror) with which it shares most deals;
            empty where it shares none.
        n_shared: How many it shares with it.
        n_alike: Further combinations that passed and share most of their deals with it.
    """

    segment: Segment
    direction: int
    kind: AlsoPassedKind
    z: float
    p_adjusted: float
    n: int
    finding: str
    n_shared: int
    n_alike: int
