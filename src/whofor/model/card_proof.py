"""How good the chances of a scorecard were on deals that it had not seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.scorecard import RecentBase

__all__ = [
    "CalibrationBin",
    "CardGrade",
    "CardLack",
    "CardProof",
    "GainPoint",
    "LackKind",
    "ModelFigures",
    "NewestQuarter",
    "ProofFigure",
    "TierFigures",
]


class CardGrade(StrEnum):
    """How far a card may be relied on: for chances (`READY`), better than none (`USABLE`), or not (`NOT_READY`)."""

    READY = "ready"
    USABLE = "usable"
    NOT_READY = "not_ready"


class LackKind(StrEnum):
    """What is missing for the next grade."""

    TOO_FEW_OUTCOMES = "too_few_outcomes"
    RANKS_NO_BETTER_THAN_CHANCE = "ranks_no_better_than_chance"
    NO_BETTER_THAN_BASE_RATE = "no_better_than_base_rate"
    NOT_CALIBRATED = "not_calibrated"
    RATE_MOVED = "rate_moved"


@dataclass(frozen=True, slots=True)
class CardLack:
    """One thing that is missing for the next grade.

    Attributes:
        what: What.
        found: The figure found.
        needed: The figure that would do.
    """

    what: LackKind
    found: float
    needed: float


@dataclass(frozen=True, slots=True)
class ProofFigure:
    """One figure with its 95 % interval.

    Attributes:
        estimate: The figure.
        low: Lower end.
        high: Upper end.
        n: Deals behind it.
    """

    estimate: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """How well the chances of one model fit the unseen deals.

    Attributes:
        name: Name of the model.
        auc: Area under the ROC curve; `None` where both outcomes did not occur.
        log_loss: Mean log loss, in nats a deal.
        brier: Mean squared error of the chances.
        ece: Mean distance of chance and rate over ten equal-count bins.
    """

    name: str
    auc: float | None
    log_loss: float
    brier: float
    ece: float


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """A tenth of the unseen deals, by chance.

    Attributes:
        chance: Their mean chance.
        rate: Share that was won, with its interval.
    """

    chance: float
    rate: ProofFigure


@dataclass(frozen=True, slots=True)
class GainPoint:
    """What working on the best of a list brings.

    Attributes:
        share: Share of the deals worked on, the best first.
        n: How many they are.
        n_won: Won deals among them.
        of_won: Share of all won deals that is among them: recall.
        precision: Share of them that was won.
    """

    share: float
    n: int
    n_won: int
    of_won: float
    precision: float


@dataclass(frozen=True, slots=True)
class TierFigures:
    """One tier on the unseen deals.

    Attributes:
        name: Its name.
        n: Deals in it.
        n_won: Won deals among them.
        precision: Share of its deals that was won, with its interval; `None` of an empty tier.
        recall: Share of all won deals that is in it or in a better one.
        f1: Harmonic mean of precision and recall of it and the better ones together; 0 where none is won.
    """

    name: str
    n: int
    n_won: int
    precision: ProofFigure | None
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class NewestQuarter:
    """How many of the newest deals whose end is known were won.

    Attributes:
        since: ISO date from which they were opened, 91 days before the newest of them.
        until: ISO date of the newest.
        rate: Share won, with its interval.
    """

    since: str
    until: str
    rate: ProofFigure


@dataclass(frozen=True, slots=True)
class CardProof:
    """The proof of a card on unseen deals.

    Attributes:
        n: Unseen deals.
        n_won: Won deals among them.
        auc: Area under the ROC curve, with its interval.
        card: The figures of the card.
        gain: By how much its log loss is below that of the base rate, a deal, with its interval.
        peers: The figures of the models that it is held against, the base rate first.
        absent: Models that could not be run, as their library is not installed.
        calibration: Chance and rate by tenths.
        gains: What working on the best brings.
        tiers: The tiers.
        grade: How far the card may be relied on.
        lacks: What is missing for the next grade.
        recent: The refit of the base that the chances rest on; `None` where there was none.
        newest: Rate of the newest quarter, of all judged deals; `None` where no deal is dated.
    """

    n: int
    n_won: int
    auc: ProofFigure
    card: ModelFigures
    gain: ProofFigure
    peers: tuple[ModelFigures, ...]
    absent: tuple[str, ...]
    calibration: tuple[CalibrationBin, ...]
    gains: tuple[GainPoint, ...]
    tiers: tuple[TierFigures, ...]
    grade: CardGrade
    lacks: tuple[CardLack, ...]
    recent: RecentBase | None = None
    newest: NewestQuarter | None = None
