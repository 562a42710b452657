"""Reads the stages of the staged deals, and reports what came of the deals at each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from whofor.errors import MappingError
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.outputs import Lookup
from whofor.intake.importing.ports import Importer
from whofor.intake.importing.won_or_lost import StageReading, read_listed, read_stages
from whofor.intake.mapping.plan import PlannedColumn, PlannedOutcome, PlannedTable
from whofor.intake.mapping.stage_settings import StageMeans, unknown_stages
from whofor.intake.normalise.stage_meanings import (
    DealFacts,
    StageMeaning,
    days_of_stages,
    probabilities_of,
    reasons_of,
)
from whofor.lexicon.endings import Ending
from whofor.model import IssueCode, StageReadBy, StageSummary

__all__ = ["DealStages", "StageContext"]

_SAID = "said"
_OF_PIPELINE = "_stage_of_pipeline"
_SEPARATOR = "\x1f"
_UNREAD = StageMeaning(None, StageReadBy.UNREAD)


@dataclass(frozen=True, slots=True)
class StageContext:
    """What is known when stages are read.

    Attributes:
        means: What the user says of them.
        guessed: Whether the mapping was drafted and seen by nobody.
        hinted: Whether a hint knew some deal's outcome.
        closed: Text of a closing date -> day.
        opened: Text of an opening date -> day.
    """

    means: StageMeans = field(default_factory=StageMeans)
    guessed: bool = False
    hinted: bool = False
    closed: Mapping[str, str | float] = field(default_factory=dict[str, "str | float"])
    opened: Mapping[str, str | float] = field(default_factory=dict[str, "str | float"])


class DealStages:
    """Reader of the stages of the deals.

    Attributes:
        by: What decides the outcome, what the user says included.
    """

    def __init__(self, table: PlannedTable, by: PlannedOutcome, importer: Importer, context: StageContext) -> None:
        self.table = table
        self.by = by
        self.importer = importer
        self.context = context
        self.reading = StageReading({})

    def read(self, column: PlannedColumn) -> None:
        """Read the stages and store what they mean.

        Raises:
            MappingError: Stages alone decide and none is known as won or lost, or the user names one that is not there.
        """
        name, by, means = self.table.name, self.by, self.context.means
        counts = self.importer.distinct(name, column.name)
        problems = unknown_stages(means, self._pipelines(counts)) if means.entries else []
        if problems:
            raise MappingError(problems)
        said: dict[str, Ending] = {text: ending for text in counts if (ending := means.outcome_of(text)) is not None}
        hints = [hint for hint in by.hints if self._is_same(hint.column, column)]
        named: dict[str, Ending] = {}
        for hint in reversed(hints):
            found, caught = read_listed(counts, hint)
            named |= {text: ending for text, ending in found.items() if text not in caught}
        at_word = by.sees_all and not self.context.guessed
        named.update(said)
        self.reading = read_stages(
            counts,
            by,
            column.source,
            hinted=self.context.hinted or bool(means.entries),
            facts=DealFacts() if at_word else self._facts(),
            named=named,
            drafted=self.context.guessed,
        )
        outputs: dict[str, Mapping[str, str | float]] = {"": self.reading.outcomes}
        if said:
            outputs[_SAID] = dict(said)
            self.by = replace(by, overruled_by=((column.name, _SAID),))
        self.importer.store_lookup(name, Lookup(column.name, outputs))
        if means.name_pipelines and by.pipeline:
            self._of_pipelines(column)

    def _of_pipelines(self, column: PlannedColumn) -> None:
        """Store what the user says of stages of one pipeline."""
        name, means = self.table.name, self.context.means
        self.importer.join_texts(name, _OF_PIPELINE, [self.by.pipeline, column.name], _SEPARATOR)
        said: dict[str, str | float] = {}
        for text in self.importer.distinct(name, _OF_PIPELINE):
            pipeline, _, stage = text.partition(_SEPARATOR)
            ending = means.outcome_of(stage, pipeline)
            if ending is not None:
                said[text] = ending
        self.importer.store_lookup(name, Lookup(_OF_PIPELINE, {"": said}))
        self.by = replace(self.by, overruled_by=((_OF_PIPELINE, ""), *self.by.overruled_by))

    def _is_same(self, hint: str, column: PlannedColumn) -> bool:
        """Return whether a hint reads the stage itself."""
        return any(other.name == hint and other.expression == column.expression for other in self.table.columns)

    def _pipelines(self, counts: Iterable[str]) -> list[tuple[str, str]]:
        if not self.by.pipeline:
            return [("", stage) for stage in counts]
        pairs = self.importer.pairs(self.table.name, self.by.stage, self.by.pipeline)
        return [(pipeline or "", stage) for stage, pipeline, _ in pairs]

    def _facts(self) -> DealFacts:
        by, name = self.by, self.table.name
        there = {column.name for column in self.table.columns}
        latest = max((day for day in self.context.opened.values() if isinstance(day, float)), default=None)
        return DealFacts(
            probabilities_of(self.importer.pairs(name, by.stage, by.probability)) if by.probability else {},
            reasons_of(self.importer.pairs(name, by.stage, by.loss_reason)) if by.loss_reason else {},
            days_of_stages(self._days(), latest) if "closed" in there and self.context.closed else {},
        )

    def _days(self) -> Iterator[tuple[str, float | None, int]]:
        for stage, text, count in self.importer.pairs(self.table.name, self.by.stage, "closed"):
            day = self.context.closed.get(text) if text else None
            yield stage, day if isinstance(day, float) else None, count

    def summaries(self, counted: IssueCounter) -> tuple[StageSummary, ...]:
        """Return what came of the deals at each stage of each pipeline, and count what was guessed or is unknown.

        Call it when the table is finished.
        """
        stage = next(column for column in self.table.columns if column.name == self.by.stage)
        hints = tuple(hint for hint in self.by.hints if not self._is_same(hint.column, stage))
        others = replace(self.by, hints=hints, overruled_by=(), otherwise="")
        cells: dict[tuple[str, str], Counter[str]] = {}
        for pipeline, text, outcome, decided, count in self.importer.stage_outcomes(self.table.name, others):
            cell = cells.setdefault((pipeline, text), Counter())
            cell[outcome or "unknown"] += count
            cell["decided"] += count if decided else 0
        found = [self._summary(pipeline, text, cell) for (pipeline, text), cell in cells.items()]
        found.sort(key=lambda one: (one.pipeline, -one.n, one.stage))
        _count(found, counted, f"{self.table.name}.outcome")
        return tuple(found)

    def _summary(self, pipeline: str, text: str, cell: Counter[str]) -> StageSummary:
        meaning = self.reading.meanings.get(text, _UNREAD)
        n = sum(cell[name] for name in ("won", "lost", "open", "unknown"))
        read_by, guessed = meaning.read_by, meaning.guessed
        if self.context.means.outcome_of(text, pipeline) is not None:
            read_by, guessed = StageReadBy.USER, False
        elif 2 * cell["decided"] > n:
            read_by, guessed = StageReadBy.COLUMN, False
        return StageSummary(text, pipeline, cell["won"], cell["lost"], cell["open"], cell["unknown"], read_by, guessed)


def _count(found: Iterable[StageSummary], counted: IssueCounter, place: str) -> None:
    """Count the deals at stages whose reading should be confirmed, and those whose end nobody says."""
    guessed: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for one in found:
        unknown[one.stage] += one.unknown
        for ending in ("won", "lost", "open") if one.guessed else ():
            guessed[f"{one.stage} → {ending}"] += getattr(one, ending)
    for code, counts in ((IssueCode.STAGE_GUESSED, guessed), (IssueCode.UNMAPPED_OUTCOME, unknown)):
        shown = [text for text, count in counts.most_common() if count]
        counted.add(code, sum(counts.values()), shown, place)
