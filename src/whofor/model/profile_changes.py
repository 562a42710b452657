"""What became of a profile since it was made: each ICP at a look, the mix, the recording, and the cause of a change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.evidence import Estimate

__all__ = [
    "CauseKind",
    "ChangeCause",
    "IcpLook",
    "IcpSpent",
    "LookSpent",
    "MixLook",
    "RecordingChange",
    "Standing",
    "VersionComparison",
]


class Standing(StrEnum):
    """What a look says of something that is watched."""

    HOLDS = "holds"
    DOWN = "moved_down"
    UP = "moved_up"
    TOO_FEW = "too_few"
    NOTHING_NEW = "nothing_new"
    PLAN_OVER = "plan_over"

    @property
    def moved(self) -> bool:
        """Whether it changed beyond the noise."""
        return self in (Standing.DOWN, Standing.UP)


@dataclass(frozen=True, slots=True)
class LookSpent:
    """What has to be remembered of a look, so that the next ones can be told what is left to spend.

    Attributes:
        information: Information that it had, in any unit that does not change from look to look.
        level: p-value that had to be reached; 0 where nothing was tested.
        spent: Alpha spent up to this look, it included.
    """

    information: float
    level: float
    spent: float


@dataclass(frozen=True, slots=True)
class IcpSpent:
    """What has to be remembered of a look at an ICP; falls and rises are tested apart, in one direction each."""

    down: LookSpent
    up: LookSpent


@dataclass(frozen=True, slots=True)
class IcpLook:
    """One look at one ICP: the deals opened since the version was made, against what the version promised.

    Attributes:
        id: Id of the ICP; empty for all deals outside.
        standing: What the look says.
        promised: Share won within the horizon, of the deals that made the version.
        now: The same of deals opened since; those not yet as old as the horizon count as far as they were followed.
        p: Two-sided mid-p of the difference; 1 where there is no deal.
        horizon_days: Days within which a deal has to be won to count.
        e_value: Evidence that may be read at any time, of deals as old as the horizon.
        proved: Whether that alone would be enough, however often one had looked.
        spent: What to remember of this look.
    """

    id: str
    standing: Standing
    promised: Estimate
    now: Estimate
    p: float
    horizon_days: int
    e_value: float
    proved: bool
    spent: IcpSpent


@dataclass(frozen=True, slots=True)
class MixLook:
    """One look at who is met: the values of an attribute, then and since.

    Attributes:
        attribute: Name of the attribute.
        moved: Whether the mix changed beyond the noise.
        psi: Population stability index of accounts whose value is known; a size, not a test.
        p: How often accounts shuffled between then and since differ as much.
        n_then: Deals then with a known value.
        n_now: Deals since with a known value.
        spent: What to remember of this look.
    """

    attribute: str
    moved: bool
    psi: float
    p: float
    n_then: int
    n_now: int
    spent: LookSpent


@dataclass(frozen=True, slots=True)
class RecordingChange:
    """A column that is no longer recorded as it was, which looks like another mix and another outcome.

    Attributes:
        column: Name of the column.
        fill_then: Share of accounts of which it was recorded.
        fill_now: The same of accounts met since.
        lost: Values that were usual and do not occur any more.
        n_then: Accounts then.
        n_now: Accounts since.
        filled: Whether the fill changed; else values were lost only.
    """

    column: str
    fill_then: float
    fill_now: float
    lost: tuple[str, ...]
    n_then: int
    n_now: int
    filled: bool


class CauseKind(StrEnum):
    """Why the overall rate changed."""

    MIX = "mix"
    MIX_OF_REST = "mix_of_rest"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class ChangeCause:
    """A part of the change of the overall rate.

    Attributes:
        kind: Whether others were met (of the types of client; among all others), or the same were won more or less
            often.
        group: Id of the group whose outcome it is; empty for the mix and for deals in no group.
        points: Its part of the change.
        low: Lower end of its interval, which holds for all parts together.
        high: Upper end.
        named: Whether it may be called a cause: its interval leaves out 0, and no recording is in doubt.
    """

    kind: CauseKind
    group: str
    points: float
    low: float
    high: float
    named: bool


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions of a profile, or a version and the deals since.

    Attributes:
        recording: Columns that are recorded otherwise: first, since they look like both other causes.
        causes: Parts of the change; they add up to it. The mix first.
        then: Overall rate then.
        now: Overall rate since.
        together: Overall rate of both.
        same_but_narrower: Whether nothing changed and the interval with the new deals lies inside the old one.
    """

    recording: tuple[RecordingChange, ...]
    causes: tuple[ChangeCause, ...]
    then: Estimate
    now: Estimate
    together: Estimate
    same_but_narrower: bool

    @property
    def named(self) -> tuple[ChangeCause, ...]:
        """The parts that may be called a cause."""
        return tuple(cause for cause in self.causes if cause.named)
