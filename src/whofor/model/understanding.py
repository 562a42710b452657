"""How it was read whether buyers were clear about their need at the first exchange."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.evidence import Estimate

__all__ = ["UnderstandingDoubt", "UnderstandingReading", "UnderstandingSource"]


class UnderstandingSource(StrEnum):
    """What tells it: a column, the texts by labelled examples, the texts by the optional embedder, or nothing."""

    COLUMN = "column"
    EXAMPLES = "examples"
    EMBEDDER = "embedder"
    NOTHING = "nothing"


class UnderstandingDoubt(StrEnum):
    """Why what was read is not used: examples are told apart too badly, or too many texts are unlike any of them."""

    INACCURATE = "inaccurate"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class UnderstandingReading:
    """How initial understanding was read.

    Attributes:
        source: What tells it.
        label: Name of the column, where it is one.
        texts: Texts that were looked at.
        told: Of them, those that show a clear need or a vague one; the others say nothing of it, or are too unlike the
            examples.
        far: Of them, those that are unlike every example, and were not read.
        accuracy: Share of the labelled examples that is read rightly when others are learnt from, each label counted
            alike; `None` for columns and the embedder.
        doubt: Why it is not used; `None` where it is.
    """

    source: UnderstandingSource
    label: str = ""
    texts: int = 0
    told: int = 0
    far: int = 0
    accuracy: Estimate | None = None
    doubt: UnderstandingDoubt | None = None
