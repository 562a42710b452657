"""Reasons why there is no answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from whofor.model.reasons.base import Reason
from whofor.model.waiting import WaitingTime

__all__ = [
    "AccountUnsure",
    "AllRestOnGaps",
    "AllRideOnConfounders",
    "CustomersOnly",
    "NearlyBeyondChance",
    "NoAnswerReason",
    "NoClientFacts",
    "NoHeaderLine",
    "NoLostDeal",
    "NoOutcomeColumn",
    "NoWonDeal",
    "NothingBeyondChance",
    "NothingConfirmed",
    "NothingConfirmedInTime",
    "NothingPassed",
    "OnlyChannelFacts",
    "OnlyChannelStandsOut",
    "OutcomeUnsure",
    "SameForAll",
    "TooFew",
    "TooFewLeft",
    "TooFewNotWon",
    "TooFewOutcomes",
    "TooFewToConfirm",
    "TooFewValues",
    "UnusableClientFacts",
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
    waiting: WaitingTime | None = None


@dataclass(frozen=True)
class TooFewNotWon(NoAnswerReason):
    """Too few deals, of which nothing says that they were lost: those that are old and still open count as not won."""

    n_won: int
    n_not_won: int
    n_needed: int
    waiting: WaitingTime | None = None


@dataclass(frozen=True)
class TooFew(NoAnswerReason):
    """Fewer deals that ended than any analysis can use."""

    n_won: int
    n_lost: int
    n_open: int
    n_needed: int


@dataclass(frozen=True)
class TooFewLeft(NoAnswerReason):
    """Too few deals are left to judge, as the others are set aside."""

    n: int
    n_read: int


@dataclass(frozen=True)
class NoLostDeal(NoAnswerReason):
    """The export holds no lost deal, though it could."""

    n_won: int
    n_open: int


@dataclass(frozen=True)
class NoWonDeal(NoAnswerReason):
    """No deal is won."""

    n_lost: int
    n_open: int


@dataclass(frozen=True)
class CustomersOnly(NoAnswerReason):
    """The export lists customers, without deals that were lost."""

    n: int


@dataclass(frozen=True)
class NoOutcomeColumn(NoAnswerReason):
    """Nothing in the export tells won from lost."""

    n: int


@dataclass(frozen=True)
class OutcomeUnsure(NoAnswerReason):
    """How deals ended was read with too much doubt."""

    guess: str


@dataclass(frozen=True)
class AccountUnsure(NoAnswerReason):
    """Which company a deal belongs to was read with too much doubt."""

    guess: str


@dataclass(frozen=True)
class NoHeaderLine(NoAnswerReason):
    """The file of the deals names none of its columns."""

    guess: str


@dataclass(frozen=True)
class NoClientFacts(NoAnswerReason):
    """No fact known before a deal tells clients apart."""

    n: int


@dataclass(frozen=True)
class OnlyChannelFacts(NoAnswerReason):
    """The export knows nothing of the clients themselves, only how they came."""


@dataclass(frozen=True)
class UnusableClientFacts(NoAnswerReason):
    """What the export knows of the clients themselves cannot be used, so that only how they came is left."""

    columns: str


@dataclass(frozen=True)
class OnlyChannelStandsOut(NoAnswerReason):
    """No type of client stands out, but a channel does."""

    finding: str


@dataclass(frozen=True)
class SameForAll(NoAnswerReason):
    """The outcome is the same for all deals of which it is known."""

    n: int


@dataclass(frozen=True)
class TooFewValues(NoAnswerReason):
    """Too few deals whose outcome is known."""

    n: int
    n_needed: int
    waiting: WaitingTime | None = None


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
