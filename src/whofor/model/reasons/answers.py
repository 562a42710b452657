"""Reasons why there is no answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from whofor.model.reasons.base import Reason

__all__ = [
    "AllRestOnGaps",
    "AllRideOnConfounders",
    "NearlyBeyondChance",
    "NoAnswerReason",
    "NothingBeyondChance",
    "NothingConfirmed",
    "NothingConfirmedInTime",
    "NothingPassed",
    "TooFewOutcomes",
    "TooFewToConfirm",
    "TooFewValues",
]


@dataclass(frozen=True)
class NoAnswerReason(Reason):
    """Reason why there is no answer."""

    family: ClassVar[str] = "why"


@dataclass(frozen=True)
class TooFewOutcomes(NoAnswerReason):
    """Too few deals that ended."""

    n_won: int
    n_lost: int
    n_needed: int


@dataclass(frozen=True)
class TooFewValues(NoAnswerReason):
    """Too few deals whose outcome is known."""

    n: int
    n_needed: int


@dataclass(frozen=True)
class AllRideOnConfounders(NoAnswerReason):
    """What was found rides on confounders."""


@dataclass(frozen=True)
class AllRestOnGaps(NoAnswerReason):
    """What was found rests on unrecorded facts."""


@dataclass(frozen=True)
class NothingConfirmed(NoAnswerReason):
    """What was found did not hold on the deals held back."""


@dataclass(frozen=True)
class NothingConfirmedInTime(NoAnswerReason):
    """What was found could not be confirmed in time, as nothing serves as time."""


@dataclass(frozen=True)
class TooFewToConfirm(NoAnswerReason):
    """Too few deals of what was found were held back to confirm it."""


@dataclass(frozen=True)
class NothingPassed(NoAnswerReason):
    """What was found failed one check or another."""


@dataclass(frozen=True)
class NothingBeyondChance(NoAnswerReason):
    """Nothing exceeds what chance alone produces among so many looks."""

    looks: int
    best_z: float
    critical: float


@dataclass(frozen=True)
class NearlyBeyondChance(NothingBeyondChance):
    """The strongest look comes within a tenth of what chance alone produces among so many."""
