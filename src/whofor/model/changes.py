"""What changed between two runs: in the data, in the answer, in the figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.evidence import Estimate, Verdict
from whofor.model.measure import Measure
from whofor.model.result import Answer
from whofor.model.segment import Segment

__all__ = ["Changes", "DataThen", "FigureChange", "Movement", "TypeChange", "TypeMove"]


class TypeMove(StrEnum):
    """What became of a type of client between two runs."""

    KEPT = "kept"
    GAINED = "gained"
    LOST = "lost"
    OTHER_VERDICT = "other_verdict"


class Movement(StrEnum):
    """What the deals since then say of a figure."""

    BETTER = "better"
    WORSE = "worse"
    NOISE = "noise"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class DataThen:
    """The data of one of the two runs.

    Attributes:
        run: Id of the run.
        day: ISO date on which it ran; empty where it was not recorded.
        as_of: ISO date of the last known outcome.
        data_hash: SHA-256 of the imported tables.
        version: Version of whofor.
        rows: Deals analysed.
        n_won: Won deals among them.
        answer: Its answer.
    """

    run: str
    day: str
    as_of: str
    data_hash: str
    version: str
    rows: int
    n_won: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class TypeChange:
    """A type of client in two runs.

    Attributes:
        move: What became of it.
        segment: The type, as the later run has it, else as the earlier one.
        then: Its id in the earlier run, empty where it was not there.
        now: Its id in the later run, empty where it is not there.
        verdict_then: Its verdict then.
        verdict_now: Its verdict now.
    """

    move: TypeMove
    segment: Segment
    then: str = ""
    now: str = ""
    verdict_then: Verdict | None = None
    verdict_now: Verdict | None = None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure then, and of the deals that came since.

    Attributes:
        id: Id of the type of client, in the later run where it is there, else in the earlier one; empty for all deals.
        segment: The type of client; without conditions for all deals.
        then: The figure as the earlier run showed it.
        since: The figure of the deals that the earlier run did not analyse; where there are none, that of the later
            run.
        difference: `since` minus `then`; `None` where either is not known.
        low: Lower end of its interval, for all figures of the comparison together.
        high: Upper end.
        movement: What that says. Only a difference whose interval leaves out 0 is a change.
    """

    id: str
    segment: Segment
    then: Estimate
    since: Estimate
    difference: float | None
    low: float | None
    high: float | None
    movement: Movement


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one run to a later one.

    Attributes:
        then: The earlier run.
        now: The later run.
        measure: The outcome of both.
        options: Options that differ: name, then, now.
        n_since: Deals analysed now that were opened after the last deal analysed then; `None` where days do not tell.
        types: The types of client of either run.
        figures: All deals first, then the types of client.
        deals_called: What the CRM calls a deal.
    """

    then: DataThen
    now: DataThen
    measure: Measure
    options: tuple[tuple[str, str, str], ...] = ()
    n_since: int | None = None
    types: tuple[TypeChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    deals_called: str = "deal"

    @property
    def same_data(self) -> bool:
        """Whether both runs are of the same data."""
        return self.then.data_hash == self.now.data_hash

    @property
    def moved(self) -> tuple[FigureChange, ...]:
        """The figures that changed beyond the noise."""
        return tuple(f for f in self.figures if f.movement in (Movement.BETTER, Movement.WORSE))
