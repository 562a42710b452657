"""Stages of the deals: how each was read, and what came of its deals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["StageReadBy", "StageSummary"]


class StageReadBy(StrEnum):
    """Ways in which a stage was read as won, lost or open. `stage_read.<way>` is the name of each."""

    USER = "user"
    """`stage_means` of the user's mapping."""
    LIST = "list"
    """A list of the mapping or preset that names it."""
    COLUMN = "column"
    """Another column of the export: a yes/no column, a forecast category."""
    WORDS = "words"
    PROBABILITY = "probability"
    LOSS_REASON = "loss_reason"
    CLOSING_DAYS = "closing_days"
    ASSUMED = "assumed"
    """Nothing says anything: taken as open."""
    UNREAD = "unread"
    """Nothing says anything, and the outcome is unknown."""


@dataclass(frozen=True, slots=True)
class StageSummary:
    """One stage of one pipeline.

    Attributes:
        stage: Its text in the export.
        pipeline: Its pipeline; empty where the export names none.
        won: Deals at this stage that were read as won.
        lost: Deals read as lost.
        open: Deals read as open.
        unknown: Deals of which nobody says how they ended.
        read_by: How the stage was read.
        guessed: Whether the user should confirm it.
    """

    stage: str
    pipeline: str
    won: int
    lost: int
    open: int
    unknown: int
    read_by: StageReadBy
    guessed: bool

    @property
    def n(self) -> int:
        """Return the number of its deals."""
        return self.won + self.lost + self.open + self.unknown
