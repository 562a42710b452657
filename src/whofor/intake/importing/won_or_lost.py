"""Reads the stages of deals as won, lost or open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whofor.errors import MappingError, Problem
from whofor.intake.mapping.plan import PlannedHint, PlannedOutcome
from whofor.intake.mapping.stage_settings import names_stage
from whofor.intake.normalise.stage_meanings import DealFacts, StageMeaning, listed, meanings_of
from whofor.lexicon.endings import Ending
from whofor.model import StageReadBy
from whofor.text import words_of

__all__ = ["StageReading", "read_hint", "read_listed", "read_stages"]

_PATTERN = re.compile(r"\[[^\]]*\]|[*?\s]")


@dataclass(frozen=True, slots=True)
class StageReading:
    """Meanings of the stages.

    Attributes:
        meanings: Stage -> what it means and how it was read.
    """

    meanings: dict[str, StageMeaning]

    @property
    def outcomes(self) -> dict[str, str | float]:
        """Return stage -> `won`, `lost` or `open`; stages of unknown outcome are missing."""
        return {text: meaning.outcome for text, meaning in self.meanings.items() if meaning.outcome is not None}


def read_listed(counts: Mapping[str, int], by: PlannedOutcome | PlannedHint) -> tuple[dict[str, Ending], list[str]]:
    """Return the outcomes of the stages that a list names, and the stages that only a pattern for all texts catches.

    Case, spaces and punctuation do not matter (`Closed Won`, `closedwon`); `*` stands for any text, and is tried last.
    """
    lists: tuple[tuple[Ending, tuple[str, ...]], ...] = (("won", by.won), ("lost", by.lost), ("open", by.open))
    exact: dict[str, Ending] = {_bare(value): name for name, values in lists for value in values if "*" not in value}
    patterns: list[tuple[str, Ending]] = [(value, name) for name, values in lists for value in values if "*" in value]
    found: dict[str, Ending] = {}
    caught: list[str] = []
    for text in counts:
        meaning, pattern = exact.get(_bare(text)), ""
        if meaning is None:
            pattern, meaning = next((one for one in patterns if names_stage(one[0], text)), ("", None))
        if meaning is not None:
            found[text] = meaning
            if meaning == "open" and pattern and not _PATTERN.sub("", pattern):
                caught.append(text)
    return found, caught


def read_stages(
    counts: Mapping[str, int],
    outcome: PlannedOutcome,
    source: str,
    *,
    hinted: bool = False,
    facts: DealFacts | None = None,
    named: Mapping[str, Ending] | None = None,
    drafted: bool = False,
) -> StageReading:
    """Return the meaning of each distinct stage.

    Lists decide. In a mapping that the user wrote, a list of all texts (`*`) is one; in a preset and in a draft it is
    not, as neither knows the stages of this export: these are read by their words and by their deals.

    Args:
        counts: Stage -> number of cells with it.
        outcome: What the stages mean.
        source: Where they are, for messages.
        hinted: Whether a hint knew some deal's outcome.
        facts: What the deals at each stage have in common.
        named: Stages that further lists name: those of hints on the same column, and the user's own.
        drafted: Whether nobody has seen the lists.

    Raises:
        MappingError: Where in a mapping of the user stages alone decide and none is known as won or lost.
    """
    facts = facts or DealFacts()
    found, caught = read_listed(counts, outcome)
    if outcome.sees_all and not drafted:
        meanings = {text: StageMeaning(ending, StageReadBy.LIST, guessed=False) for text, ending in found.items()}
        meanings |= {text: StageMeaning(None, StageReadBy.UNREAD) for text in counts if text not in found}
    else:
        known = _without(caught, found)
        known.update(named or {})
        meanings = {
            text: listed(text, ending, known, facts) if drafted else StageMeaning(ending, StageReadBy.LIST, False)
            for text, ending in known.items()
            if text in counts
        }
        meanings |= meanings_of([text for text in counts if text not in known], known, facts, assume=caught)
    reading = StageReading({text: meanings[text] for text in counts})
    # Who wrote a mapping can mend it; of a preset or a draft the stages are shown, each as unknown.
    alone = not (outcome.won_flag or outcome.lost_flag or outcome.won_if_in or outcome.lost_if_in)
    alone = alone and outcome.sees_all and not drafted
    told = {*reading.outcomes.values(), *(named or {}).values()}
    if alone and not hinted and not {"won", "lost"}.intersection(map(str, told)):
        raise MappingError(_none_known(counts, source))
    return reading


def _without(caught: Sequence[str], found: Mapping[str, Ending]) -> dict[str, Ending]:
    return {text: ending for text, ending in found.items() if text not in caught}


def _none_known(counts: Mapping[str, int], source: str) -> Problem:
    shown = sorted(counts, key=lambda text: -counts[text])[:12]
    todo = (
        "Name the stages in [deals.outcome] of a mapping, won = […], lost = […], open = […], or in a file of one line, "
        "stage_means = { won = […], lost = […] }."
    )
    return Problem("No stage is known as won or lost", source, ", ".join(shown), todo)


def read_hint(counts: Mapping[str, int], hint: PlannedHint) -> dict[str, str | float]:
    """Return text of a hint's column -> `won`, `lost` or `open`; texts without a meaning are missing."""
    return dict(read_listed(counts, hint)[0])


def _bare(text: str) -> str:
    return "".join(words_of(text))
