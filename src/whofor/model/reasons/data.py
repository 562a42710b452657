"""Reasons why deals are set aside, and why columns are barred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from whofor.model.reasons.base import Reason

__all__ = [
    "BeforeRecording",
    "ByName",
    "ByRole",
    "ClientTooNew",
    "ClosedBeforeOpened",
    "FillDiffers",
    "FillFollowsOutcome",
    "FilledForOneOutcome",
    "FollowsTheCalendar",
    "FollowsTheOrder",
    "LeakReason",
    "LittleKnown",
    "NegativeAmount",
    "NoAmount",
    "NoClosingDate",
    "NoOpeningDate",
    "NoOutcome",
    "NoValue",
    "NotWon",
    "Open",
    "Repeated",
    "SameClient",
    "SeenInOnePart",
    "SeenInOneQuarter",
    "SeparatesTooWell",
    "SetAsideReason",
    "TellsOutcome",
    "Unripe",
]


@dataclass(frozen=True)
class SetAsideReason(Reason):
    """Reason why deals are not judged."""

    family: ClassVar[str] = "aside"


@dataclass(frozen=True)
class NoOutcome(SetAsideReason):
    """It is not recorded how they ended."""


@dataclass(frozen=True)
class Open(SetAsideReason):
    """They are still open."""


@dataclass(frozen=True)
class Repeated(SetAsideReason):
    """They repeat another deal in everything recorded; that one counts."""


@dataclass(frozen=True)
class NoOpeningDate(SetAsideReason):
    """Their opening day is unknown."""


@dataclass(frozen=True)
class ClosedBeforeOpened(SetAsideReason):
    """They were closed before they were opened."""


@dataclass(frozen=True)
class BeforeRecording(SetAsideReason):
    """They were opened before outcomes were recorded."""

    date: str


@dataclass(frozen=True)
class Unripe(SetAsideReason):
    """They are too young to have ended."""

    date: str
    horizon_days: int


@dataclass(frozen=True)
class NotWon(SetAsideReason):
    """They were not won, and the outcome is one of clients."""


@dataclass(frozen=True)
class NoAmount(SetAsideReason):
    """Their amount is unknown."""


@dataclass(frozen=True)
class NegativeAmount(SetAsideReason):
    """Their amount is below 0."""


@dataclass(frozen=True)
class NoClosingDate(SetAsideReason):
    """Their day of signature is unknown."""


@dataclass(frozen=True)
class NoValue(SetAsideReason):
    """Their value of the outcome is unknown."""

    label: str


@dataclass(frozen=True)
class ClientTooNew(SetAsideReason):
    """The client signed too recently to be followed."""


@dataclass(frozen=True)
class SameClient(SetAsideReason):
    """An earlier deal of the same client counts."""


@dataclass(frozen=True)
class LittleKnown(SetAsideReason):
    """Too little is known of the client."""


@dataclass(frozen=True)
class LeakReason(Reason):
    """Reason why a column is barred."""

    family: ClassVar[str] = "leak"


@dataclass(frozen=True)
class ByRole(LeakReason):
    """The mapping gives it the role of a leak."""


@dataclass(frozen=True)
class ByName(LeakReason):
    """Its name refers to something known only afterwards."""

    pattern: str


@dataclass(frozen=True)
class FilledForOneOutcome(LeakReason):
    """It is filled in for one outcome only."""

    fill_won: float
    fill_lost: float


@dataclass(frozen=True)
class FillDiffers(LeakReason):
    """It is filled in much more often for one outcome."""

    fill_won: float
    fill_lost: float


@dataclass(frozen=True)
class SeparatesTooWell(LeakReason):
    """It separates won from lost too well."""

    auc: float


@dataclass(frozen=True)
class FillFollowsOutcome(LeakReason):
    """How often it is filled in depends on the outcome."""

    fill_high: float
    fill_low: float


@dataclass(frozen=True)
class TellsOutcome(LeakReason):
    """It separates high from low outcomes too well."""

    auc: float


@dataclass(frozen=True)
class FollowsTheCalendar(LeakReason):
    """Its values rise or fall with the day of opening, so that it says when a deal was opened, not with whom."""

    correlation: float


@dataclass(frozen=True)
class SeenInOneQuarter(LeakReason):
    """Most of its values occur in one quarter only, so that it says when a deal was opened, not with whom."""

    share: float


@dataclass(frozen=True)
class FollowsTheOrder(FollowsTheCalendar):
    """Its values rise or fall with the order of the file, which serves as time."""


@dataclass(frozen=True)
class SeenInOnePart(SeenInOneQuarter):
    """Most of its values occur in one part of the file only, whose order serves as time."""
