"""One sentence that somebody says, with what is true of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["PlantedGrade", "PlantedKind", "Said", "joined"]


class PlantedKind(StrEnum):
    """Kind of a sentence. What says that there is nothing to say is `NEUTRAL`."""

    PAIN = "pain"
    PRAISE = "praise"
    WISH = "wish"
    NEUTRAL = "neutral"


class PlantedGrade(StrEnum):
    """How much an answer in an interview is worth.

    `FACT`: of the past, with a number, a date or an event. `OPINION`: what somebody thinks. `HYPOTHETICAL`: what they
    would do. `UNGRADED`: not of an interview.
    """

    FACT = "fact"
    OPINION = "opinion"
    HYPOTHETICAL = "hypothetical"
    UNGRADED = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence with its truth.

    Attributes:
        text: The sentence, as it stands in the files.
        kind: Its kind.
        topic: Key of the pain, praise or wish, as `approval_wait`; for a sentence of no such topic what it is, as
            `filler`, `title` or `context`.
        aspect: What it is about; empty where it is about none.
        contrary: Key of the pain of which it says the contrary; empty where of none.
        grade: What it is worth as an answer.
    """

    text: str
    kind: PlantedKind
    topic: str = ""
    aspect: str = ""
    contrary: str = ""
    grade: PlantedGrade = PlantedGrade.UNGRADED


def joined(sentences: Iterable[Said], between: str = " ") -> str:
    """Return sentences as one text.

    Example:
        >>> joined([Said("Good.", PlantedKind.PRAISE), Said("Too dear.", PlantedKind.PAIN)])
        'Good. Too dear.'
    """
    return between.join(sentence.text for sentence in sentences)
