"""Searches of parts of the deals, such as one for each product: which parts there are, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.evidence import Estimate
from whofor.model.segment import Segment

__all__ = ["PartCount", "PartFigure", "PartList", "PartRun", "PartedAnswer", "RunPart", "SharedType", "Sharing"]


@dataclass(frozen=True, slots=True)
class RunPart:
    """The part of the deals that a run is about.

    Attributes:
        parameter: Canonical name of the fact whose value the deals share, as `product`.
        label: What the export calls it.
        value: The value.
        n_parts: Parts that were searched; they share one error rate.
    """

    parameter: str
    label: str
    value: str
    n_parts: int


@dataclass(frozen=True, slots=True)
class PartCount:
    """One value of the fact that parts the deals.

    Attributes:
        value: The value.
        n: Closed deals that may be judged.
    """

    value: str
    n: int


@dataclass(frozen=True, slots=True)
class PartList:
    """The parts of the deals by a fact.

    Attributes:
        parameter: Canonical name of the fact.
        label: What the export calls it.
        searched: Values with enough closed deals for a search of their own, those with most deals first.
        too_few: The others.
        n_unknown: Closed deals of which the fact is not recorded.
        least: Closed deals from which a part is searched.
    """

    parameter: str
    label: str
    searched: tuple[PartCount, ...]
    too_few: tuple[PartCount, ...]
    n_unknown: int
    least: int

    def named(self, value: str) -> RunPart:
        """Return the part of a value that is searched.

        Raises:
            KeyError: No part that is searched has this value.
        """
        for part in self.searched:
            if part.value == value:
                return RunPart(self.parameter, self.label, value, len(self.searched))
        raise KeyError(value)


class Sharing(StrEnum):
    """How a part has a type of client: its own search found it, or it holds there as a claim, tested as it is."""

    FOUND = "found"
    TESTED = "tested"


@dataclass(frozen=True, slots=True)
class PartFigure:
    """A type of client within one part.

    Attributes:
        value: The part.
        id: Id of the finding in the run of that part; empty where it was not found there but tested.
        sharing: How the part has it.
        segment: Its conditions there: where both parts found it, their limits may differ a little.
        own: Its figure in that part, of held-back deals where it was found, of all where it was tested.
        rest: The figure of the other deals of the part.
    """

    value: str
    id: str
    sharing: Sharing
    segment: Segment
    own: Estimate
    rest: Estimate


@dataclass(frozen=True, slots=True)
class SharedType:
    """A type of client that two parts or more have.

    Attributes:
        direction: +1 for one to go after, -1 for one to avoid.
        figures: What it is in each of these parts, those whose own search found it first.
    """

    direction: int
    figures: tuple[PartFigure, ...]


@dataclass(frozen=True, slots=True)
class PartRun:
    """The run of one part.

    Attributes:
        value: The part.
        n: Its closed deals that may be judged.
        run_id: Id of the run that searched it.
    """

    value: str
    n: int
    run_id: str


@dataclass(frozen=True, slots=True)
class PartedAnswer:
    """What searches of the parts of the deals say together.

    Attributes:
        parts: The parts.
        runs: The run of each part that was searched, those with most deals first.
        shared: Types of client that several parts have.
    """

    parts: PartList
    runs: tuple[PartRun, ...]
    shared: tuple[SharedType, ...]
