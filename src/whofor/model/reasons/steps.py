"""Next steps: what to do now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from whofor.model.reasons.base import Reason
from whofor.model.waiting import WaitingTime

__all__ = [
    "CheckOpeningDays",
    "CollectOutcomes",
    "CompareChannelWithin",
    "CompareWithin",
    "DeclareClaims",
    "DoNotWait",
    "DropClaim",
    "DropSegment",
    "ExportFacts",
    "ExportLost",
    "ExportOlder",
    "ExportOpeningDay",
    "ExportOutcome",
    "ExportWorth",
    "FindLookalikes",
    "HypothesisTest",
    "MendMapping",
    "NameColumns",
    "NameRole",
    "NameStages",
    "NextStep",
    "Pursue",
    "PursueLess",
    "PushChannel",
    "PushChannelLess",
    "RankByRetention",
    "RankByValue",
    "RecordField",
    "ResearchMode",
    "TryOwnEffort",
    "WaitForAccounts",
    "WaitForDeals",
]


@dataclass(frozen=True)
class NextStep(Reason):
    """A next step: what to do now."""

    family: ClassVar[str] = "step"


@dataclass(frozen=True)
class Pursue(NextStep):
    """Go after this type of client."""


@dataclass(frozen=True)
class PursueLess(NextStep):
    """Stop going after it."""


@dataclass(frozen=True)
class PushChannel(NextStep):
    """Bring more people by this channel."""


@dataclass(frozen=True)
class PushChannelLess(NextStep):
    """Spend less on this channel, or mend it."""


@dataclass(frozen=True)
class TryOwnEffort(NextStep):
    """Address so many clients of this kind yourself, to see whether they sign without word of mouth."""

    n: int


@dataclass(frozen=True)
class DropSegment(NextStep):
    """Do not use this segment."""


@dataclass(frozen=True)
class CompareWithin(NextStep):
    """Compare within the levels of a confounder."""

    label: str


@dataclass(frozen=True)
class CompareChannelWithin(NextStep):
    """Compare a channel with others within the levels of a confounder."""

    label: str


@dataclass(frozen=True)
class RecordField(NextStep):
    """Record a field more often."""

    label: str


@dataclass(frozen=True)
class NameRole(NextStep):
    """Say in a mapping whether a column is known before the sale."""

    label: str


@dataclass(frozen=True)
class ExportOpeningDay(NextStep):
    """Export the day on which each deal was opened."""


@dataclass(frozen=True)
class ExportLost(NextStep):
    """Export the lost deals too."""


@dataclass(frozen=True)
class ExportOutcome(NextStep):
    """Export the column that says how each deal ended."""


@dataclass(frozen=True)
class ExportOlder(NextStep):
    """Export older deals that have ended, or say up to which day outcomes are known."""


@dataclass(frozen=True)
class ExportFacts(NextStep):
    """Export what is known of the companies before a deal: sector, size, country."""


@dataclass(frozen=True)
class NameColumns(NextStep):
    """Put the names of the columns into the first line of the file."""


@dataclass(frozen=True)
class NameStages(NextStep):
    """Say in one line of mapping which stages mean won and which lost."""


@dataclass(frozen=True)
class MendMapping(NextStep):
    """Have the mapping written down, mend its doubtful lines and import with it."""


@dataclass(frozen=True)
class RankByValue(NextStep):
    """Ask which customers are worth most."""


@dataclass(frozen=True)
class RankByRetention(NextStep):
    """Ask which customers stay longest."""


@dataclass(frozen=True)
class FindLookalikes(NextStep):
    """Find the companies of a market that are like the customers."""


@dataclass(frozen=True)
class ExportWorth(NextStep):
    """Export what customers pay, or when they left, and ask which are worth most."""


@dataclass(frozen=True)
class CheckOpeningDays(NextStep):
    """Check the days of opening, and run again once newer deals have ended."""


@dataclass(frozen=True)
class WaitForAccounts(NextStep):
    """Wait for deals with other accounts."""


@dataclass(frozen=True)
class WaitForDeals(NextStep):
    """Wait for more deals of this kind; `finding` is the id of the kind where it is not that of the finding itself."""

    n: int
    waiting: WaitingTime | None = None
    finding: str = ""


@dataclass(frozen=True)
class DoNotWait(NextStep):
    """Do not wait for more deals of this kind, as that takes more than a year: ask the market."""

    n: int
    waiting: WaitingTime | None = None


@dataclass(frozen=True)
class HypothesisTest(NextStep, code="test_hypothesis"):
    """Test it on the next deals, declared as a claim."""

    n: int
    waiting: WaitingTime | None = None


@dataclass(frozen=True)
class DropClaim(NextStep):
    """Give up the claim."""


@dataclass(frozen=True)
class DeclareClaims(NextStep):
    """Declare what you believe before the next look."""


@dataclass(frozen=True)
class CollectOutcomes(NextStep):
    """Collect more deals with an outcome."""

    n: int
    waiting: WaitingTime | None = None


@dataclass(frozen=True)
class ResearchMode(NextStep):
    """Talk to the market."""
