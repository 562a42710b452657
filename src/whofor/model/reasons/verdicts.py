"""Reasons for the verdict on a segment or a claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from whofor.model.reasons.base import Reason
from whofor.model.waiting import WaitingTime

__all__ = [
    "AskedDuringSale",
    "ClaimNotSupported",
    "ClaimSupported",
    "ClaimTooFew",
    "ClaimedThoughBarred",
    "ConfirmTooFew",
    "Confirmed",
    "CorrectedSignificant",
    "FilledDuringSale",
    "FilledMostlyForOneOutcome",
    "HoldsByOwnEffort",
    "Hypothesis",
    "HypothesisUnclear",
    "InFewDraws",
    "InMostDraws",
    "NoHoldout",
    "NotConfirmed",
    "NotConfirmedBeyondOthers",
    "NotConfirmedInTime",
    "NotConfirmedOnNewest",
    "NotSignificant",
    "OppositeBeyondOthers",
    "OppositeHeldBack",
    "PartlyConfounded",
    "RestsOnFewAccounts",
    "RestsOnGaps",
    "RestsOnUnknown",
    "RidesOnConfounder",
    "RidesOnWordOfMouth",
    "SeenOnlyWhenTheyCome",
    "SurvivesStrata",
    "TooFewBeyondOthers",
    "TooFewByOwnEffort",
    "VerdictReason",
]


@dataclass(frozen=True)
class VerdictReason(Reason):
    """Reason for the verdict on a segment or a claim.

    Attributes:
        speaks_for: Whether it speaks for the segment; the others say what it lacks.
    """

    family: ClassVar[str] = "reason"
    speaks_for: ClassVar[bool] = False


@dataclass(frozen=True)
class CorrectedSignificant(VerdictReason):
    """The effect passes the threshold corrected over the whole search."""

    speaks_for: ClassVar[bool] = True
    p: float


@dataclass(frozen=True)
class NotSignificant(VerdictReason):
    """The effect does not pass the threshold corrected over the whole search."""

    p: float


@dataclass(frozen=True)
class NoHoldout(VerdictReason):
    """No deals were held back, so that nothing could be confirmed."""


@dataclass(frozen=True)
class Confirmed(VerdictReason):
    """The held-back deals show the same effect."""

    speaks_for: ClassVar[bool] = True
    n: int


@dataclass(frozen=True)
class InMostDraws(VerdictReason):
    """Most random draws of the held-back deals find and confirm it."""

    speaks_for: ClassVar[bool] = True
    draws: int
    of: int


@dataclass(frozen=True)
class InFewDraws(VerdictReason):
    """Few random draws of the held-back deals find and confirm it."""

    draws: int
    of: int


@dataclass(frozen=True)
class ConfirmTooFew(VerdictReason):
    """Too few held-back deals to confirm it; how many more would do."""

    n: int
    n_needed: int
    waiting: WaitingTime | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class NotConfirmed(VerdictReason):
    """The held-back deals exclude an effect of half the size."""

    n: int


@dataclass(frozen=True)
class OppositeHeldBack(VerdictReason):
    """The held-back deals show the opposite."""

    n: int


@dataclass(frozen=True)
class TooFewBeyondOthers(ConfirmTooFew):
    """Too few held-back deals that no stronger segment covers."""

    n_all: int


@dataclass(frozen=True)
class NotConfirmedBeyondOthers(NotConfirmed):
    """Those held-back deals that no stronger segment covers exclude an effect of half the size."""

    n_all: int


@dataclass(frozen=True)
class OppositeBeyondOthers(OppositeHeldBack):
    """Those held-back deals that no stronger segment covers show the opposite."""

    n_all: int


@dataclass(frozen=True)
class NotConfirmedInTime(VerdictReason):
    """Nothing serves as time, so that what time does cannot be distinguished from what the type of client does."""


@dataclass(frozen=True)
class NotConfirmedOnNewest(VerdictReason):
    """Days of opening are known, but the newest deals could not be held back."""


@dataclass(frozen=True)
class SurvivesStrata(VerdictReason):
    """The effect holds within the strata."""

    speaks_for: ClassVar[bool] = True
    strata: str


@dataclass(frozen=True)
class RidesOnConfounder(VerdictReason):
    """The effect vanishes within the levels of a confounder."""

    confounder: str
    label: str
    carrier: str


@dataclass(frozen=True)
class PartlyConfounded(VerdictReason):
    """A confounder takes a good part of the effect away."""

    confounder: str
    label: str
    carrier: str
    taken: float


@dataclass(frozen=True)
class HoldsByOwnEffort(VerdictReason):
    """The effect shows among the leads won by one's own effort too, without word of mouth."""

    speaks_for: ClassVar[bool] = True
    n: int


@dataclass(frozen=True)
class RidesOnWordOfMouth(VerdictReason):
    """Among the leads won by one's own effort the effect does not show, or turns round."""

    n: int


@dataclass(frozen=True)
class TooFewByOwnEffort(VerdictReason):
    """Among the leads won by one's own effort the effect is as large, but they are too few to show it."""

    n: int


@dataclass(frozen=True)
class SeenOnlyWhenTheyCome(VerdictReason):
    """A condition asks for a fact that is seen only when people come: it says how they came, not who they are."""

    label: str


@dataclass(frozen=True)
class RestsOnUnknown(VerdictReason):
    """A condition asks for an unrecorded value."""

    label: str


@dataclass(frozen=True)
class RestsOnGaps(VerdictReason):
    """The effect comes from deals whose facts nobody recorded."""

    label: str


@dataclass(frozen=True)
class RestsOnFewAccounts(VerdictReason):
    """The effect comes from a few accounts with several deals each."""

    n_accounts: int
    n: int


@dataclass(frozen=True)
class Hypothesis(VerdictReason):
    """It did not pass; the chance that as many new deals show the same direction."""

    posterior: float


@dataclass(frozen=True)
class HypothesisUnclear(VerdictReason):
    """It did not pass, and the deals cannot tell it from chance."""


@dataclass(frozen=True)
class ClaimSupported(VerdictReason):
    """The deals support a declared claim."""

    speaks_for: ClassVar[bool] = True
    p: float


@dataclass(frozen=True)
class ClaimTooFew(VerdictReason):
    """Too few deals to judge a declared claim."""

    n: int
    p: float


@dataclass(frozen=True)
class ClaimedThoughBarred(VerdictReason):
    """A claim names a column that behaves like one written after the outcome, or that follows the calendar."""

    label: str


@dataclass(frozen=True)
class AskedDuringSale(VerdictReason):
    """A column of deals that no mapping names separates so strongly that it may be filled in during the sale."""

    label: str
    n: int


@dataclass(frozen=True)
class FilledMostlyForOneOutcome(VerdictReason):
    """A column is filled in mostly for one outcome, so that the deals where it is are no fair sample."""

    label: str


@dataclass(frozen=True)
class FilledDuringSale(VerdictReason):
    """A column of deals that no mapping names is filled in more often for one outcome."""

    label: str


@dataclass(frozen=True)
class ClaimNotSupported(VerdictReason):
    """Enough deals, and they do not support it."""

    p: float
