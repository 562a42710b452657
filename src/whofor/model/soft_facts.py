"""Soft facts, initial understanding among them: what tells each, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.evidence import Estimate

__all__ = ["SoftDoubt", "SoftFact", "SoftReading", "SoftSource"]


class SoftSource(StrEnum):
    """What tells a soft fact: a column, the texts by labelled examples or by the optional embedder, or nothing."""

    COLUMN = "column"
    EXAMPLES = "examples"
    EMBEDDER = "embedder"
    NOTHING = "nothing"


class SoftDoubt(StrEnum):
    """Why what was read is not used.

    Examples are told apart too badly, or those of a label are so alike that none can test the others, or too many texts
    are unlike any of them.
    """

    INACCURATE = "inaccurate"
    ALIKE = "alike"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class SoftReading:
    """How a soft fact was read.

    Attributes:
        source: What tells it.
        label: Name of the column, where it is one.
        texts: Texts that were looked at.
        told: Of them, those that tell it, as a clear need or a vague one; the others say nothing of it, or are too
            unlike the examples.
        far: Of them, those that are unlike every example, and were not read.
        accuracy: Share of the labelled examples that is read rightly when others are learnt from, each label counted
            alike; `None` for columns and the embedder.
        doubt: Why it is not used; `None` where it is.
    """

    source: SoftSource
    label: str = ""
    texts: int = 0
    told: int = 0
    far: int = 0
    accuracy: Estimate | None = None
    doubt: SoftDoubt | None = None


@dataclass(frozen=True, slots=True)
class SoftFact:
    """A soft fact for which the user gave labelled examples, or that a column records: cultural fit, urgency.

    Attributes:
        name: Its name, as the user writes it.
        counted: The label whose share is reported: the good one where its words tell which that is; empty for a
            column of figures.
        labels: All labels, as first written; empty for a column.
        reading: How it was read.
    """

    name: str
    counted: str
    labels: tuple[str, ...]
    reading: SoftReading
