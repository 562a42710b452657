"""The sales cycle of a type of client: curves to signature, and stages at which deals are lost."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.evidence import Estimate

__all__ = ["CurvePoint", "Cycle", "DeathStage"]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Share of deals signed by a day.

    Attributes:
        day: Days since the opening.
        estimate: Share signed by then.
        low: Lower end of the pointwise 95 % interval.
        high: Upper end.
    """

    day: float
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DeathStage:
    """A stage at which deals are lost.

    Attributes:
        stage: Its name.
        own: Share of the segment's lost deals that ended there.
        other: The same of all others.
    """

    stage: str
    own: Estimate
    other: Estimate


@dataclass(frozen=True, slots=True)
class Cycle:
    """Time from first contact to signature, losses as another end, open deals counted as far as they went.

    Attributes:
        own: Share signed by each day in the segment.
        other: The same for all others.
        n_own: Deals of the segment behind the curve.
        n_other: All others.
        open_own: Of them, still open.
        open_other: The same for all others.
        median_own: Median days to signature of those that sign.
        median_other: The same for all others.
        horizon: Days within which a signature is looked for.
        gained: Days of being a client gained within the horizon by each deal, against the others: area between the
            curves.
        gained_low: Lower end of its 95 % interval.
        gained_high: Upper end.
        deaths: Stages at which deals are lost, by how many; empty where no stage history is recorded.
    """

    own: tuple[CurvePoint, ...]
    other: tuple[CurvePoint, ...]
    n_own: int
    n_other: int
    open_own: int
    open_other: int
    median_own: Estimate
    median_other: Estimate
    horizon: float
    gained: float
    gained_low: float
    gained_high: float
    deaths: tuple[DeathStage, ...] = ()
