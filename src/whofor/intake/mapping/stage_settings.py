"""Settings of the user for what stages mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import combinations

from whofor.errors import Problem, Sentence
from whofor.intake.mapping.headers import fold_header
from whofor.lexicon.endings import Ending
from whofor.text import did_you_mean, words_of

__all__ = ["NOTHING_SAID", "StageMeans", "check_stage_means", "names_stage", "unknown_stages"]

_PART = ": "


@dataclass(frozen=True, slots=True)
class StageMeans:
    """What the user says that stages mean. It decides before anything else.

    Attributes:
        won: Stages that mean won, any case, `*` for any text; `Pipeline: Stage` names that of one pipeline.
        lost: Stages that mean lost.
        open: Stages that mean open.
        place: Place in the mapping file, for messages.
    """

    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    place: str = ""

    @property
    def entries(self) -> list[tuple[str, Ending]]:
        """Return all entries, each with its outcome."""
        lists: tuple[tuple[Ending, tuple[str, ...]], ...] = (
            ("won", self.won),
            ("lost", self.lost),
            ("open", self.open),
        )
        return [(entry, ending) for ending, entries in lists for entry in entries]

    @property
    def name_pipelines(self) -> bool:
        """Return whether an entry may name a pipeline."""
        return any(_PART in entry for entry, _ in self.entries)

    def outcome_of(self, stage: str, pipeline: str = "") -> Ending | None:
        """Return what the user says of a stage; `None` where nothing. A stage of one pipeline beats one of all.

        >>> means = StageMeans(won=("Renewals: Done", "live*"), open=("Done",))
        >>> means.outcome_of("done", "Renewals"), means.outcome_of("Done", "Sales"), means.outcome_of("Live (EU)")
        ('won', 'open', 'won')
        """
        fits: list[tuple[int, Ending]] = [
            (rank, ending) for entry, ending in self.entries if (rank := _rank(entry, stage, pipeline))
        ]
        return max(fits, key=lambda one: one[0])[1] if fits else None


NOTHING_SAID = StageMeans()
"""The user says nothing."""


def _rank(entry: str, stage: str, pipeline: str) -> int:
    """Return how closely an entry names a stage, 0 where it does not: by pipeline and name, by name, by pattern."""
    if names_stage(entry, stage):
        return 1 if "*" in entry else 3
    head, part, tail = entry.partition(_PART)
    if part and names_stage(head, pipeline) and names_stage(tail, stage):
        return 2 if "*" in entry else 4
    return 0


def names_stage(entry: str, text: str) -> bool:
    """Return whether an entry of a mapping names a text: case, spaces and punctuation do not matter.

    >>> names_stage("Closed Won", "closedwon"), names_stage("won*", "Won (EU)"), names_stage("Won", "Not won")
    (True, True, False)
    """
    if "*" in entry:
        return fnmatchcase(fold_header(text), fold_header(entry))
    return "".join(words_of(entry)) == "".join(words_of(text)) != ""


def check_stage_means(means: StageMeans) -> list[Problem]:
    """Return the contradictions: stages that are said to mean two things."""
    pairs = combinations(means.entries, 2)
    return [
        Problem(
            "This stage is said to mean two things",
            means.place,
            one,
            Sentence("Take it out of {first} or of {second}.", first=first, second=second),
        )
        for (one, first), (other, second) in pairs
        if first != second and fold_header(one) == fold_header(other)
    ]


def unknown_stages(means: StageMeans, stages: Iterable[tuple[str, str]]) -> list[Problem]:
    """Return the entries that name no stage, each with its near names.

    Args:
        means: What the user says.
        stages: Pipelines and stages of the deals.
    """
    held: Sequence[tuple[str, str]] = list(stages)
    names = list(dict.fromkeys(stage for _, stage in held))
    return [
        Problem("No deal is at this stage", means.place, entry, did_you_mean(entry, names, what="stages"))
        for entry, _ in means.entries
        if not any(_rank(entry, stage, pipeline) for pipeline, stage in held)
    ]
