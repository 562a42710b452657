"""Reads the stages of deals as won, lost or open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from whofor.errors import MappingError, Problem
from whofor.intake.mapping.headers import fold_header
from whofor.intake.mapping.plan import PlannedHint, PlannedOutcome
from whofor.text import words_of

__all__ = ["StageReading", "read_hint", "read_stages"]


@dataclass(frozen=True, slots=True)
class StageReading:
    """Meanings of the stages.

    Attributes:
        outcomes: Stage -> `won`, `lost` or `open`.
        unmapped: Stages that no list names, with their counts; empty where something else decides for them.
    """

    outcomes: dict[str, str | float]
    unmapped: dict[str, int]


def read_stages(
    counts: Mapping[str, int], outcome: PlannedOutcome, source: str, *, hinted: bool = False
) -> StageReading:
    """Return the outcome of each distinct stage.

    Case, spaces and punctuation do not matter (`Closed Won`, `closedwon`); `*` stands for any text, and is
    tried last.

    Args:
        counts: Stage -> number of cells with it.
        outcome: What the stages mean.
        source: Where they are, for messages.
        hinted: Whether a hint knew some deal's outcome.

    Raises:
        MappingError: Where stages alone decide and none of them is known as won or lost.
    """
    found = _meanings(counts, outcome)
    unmapped = {text: count for text, count in counts.items() if text not in found}
    alone = not (outcome.won_flag or outcome.lost_flag or outcome.won_if_in or outcome.lost_if_in)
    if alone and not hinted and not {"won", "lost"}.intersection(map(str, found.values())):
        shown = sorted(unmapped, key=lambda text: -unmapped[text])[:12]
        raise MappingError(
            Problem(
                "No stage is known as won or lost",
                source,
                ", ".join(shown),
                "Name the stages in [deals.outcome]: won = […], lost = […], open = […].",
            )
        )
    decided = bool(outcome.otherwise) or not alone
    return StageReading(found, {} if decided else unmapped)


def read_hint(counts: Mapping[str, int], hint: PlannedHint) -> dict[str, str | float]:
    """Return text of a hint's column -> `won`, `lost` or `open`; texts without a meaning are missing."""
    return _meanings(counts, hint)


def _meanings(counts: Mapping[str, int], by: PlannedOutcome | PlannedHint) -> dict[str, str | float]:
    lists = (("won", by.won), ("lost", by.lost), ("open", by.open))
    exact = {_bare(value): name for name, values in lists for value in values if "*" not in value}
    patterns = [(fold_header(value), name) for name, values in lists for value in values if "*" in value]
    found: dict[str, str | float] = {}
    for text in counts:
        meaning = exact.get(_bare(text)) or next(
            (name for pattern, name in patterns if fnmatchcase(fold_header(text), pattern)), None
        )
        if meaning is not None:
            found[text] = meaning
    return found


def _bare(text: str) -> str:
    return "".join(words_of(text))
