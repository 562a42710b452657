"""Data against which segments are judged, and the evidence of the search for one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whofor.arrays import BoolArray, FloatArray
from whofor.figures.outcome import Outcome
from whofor.model.evidence import Estimate
from whofor.model.search_record import LEVEL
from whofor.model.segment import Segment
from whofor.schema.lead_sources import Effort
from whofor.schema.rows import Rows
from whofor.validation.confounders import Confounder, Strata
from whofor.validation.split import Split

__all__ = ["LEVEL", "Bench", "Evidence"]


@dataclass(frozen=True, eq=False, slots=True)
class Bench:
    """Data against which every segment of a run is judged.

    Attributes:
        rows: All rows that may be judged.
        outcome: Their outcome.
        split: Search and held-back rows.
        confounders: All confounders of these rows.
        strata: Strata of the search rows.
        days_to_win: Days from the opening of each row to its signature; NaN where there is none.
        effort: By whose effort each row came; `None` where no source is recorded.
    """

    rows: Rows
    outcome: Outcome
    split: Split
    confounders: Sequence[Confounder]
    strata: Strata
    days_to_win: FloatArray
    effort: Effort | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """Evidence of the search for one segment.

    Attributes:
        id: Identifier within the run.
        segment: Its conditions.
        inside: Which of all judged rows meet it.
        direction: +1 for a better outcome than the rest, -1 for a worse one.
        score: Normal score within strata on the search rows.
        p_adjusted: p-value corrected over the whole search.
        shrunken: Search rate or mean shrunk towards the parent segment.
        among: Rows on which it is judged: those that no segment picked before explains.
        untouched: Rows that no segment of the other direction explains, where that direction was picked first.
        p_recorded: Corrected p-value against those rows only whose facts are recorded as the segment's are.
    """

    id: str
    segment: Segment
    inside: BoolArray
    direction: int
    score: float
    p_adjusted: float
    shrunken: Estimate
    among: BoolArray
    untouched: BoolArray
    p_recorded: float
