"""Score a list of any size into a Parquet file: chance and tier of every row, reasons of the best ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from whofor.app.arguments import Arguments, StrPath
from whofor.app.card_of_workspace import card_of_workspace
from whofor.app.known_customers import KnownCustomers
from whofor.app.list_facts import values_of
from whofor.app.list_places import ListPlaces, list_places
from whofor.app.listed_rows import ListedRow
from whofor.app.met_types import MetTypes, defined_types
from whofor.app.output_file import replaced
from whofor.app.prospects import Prospects
from whofor.app.score import AskedScores, Scoring
from whofor.app.score_card import ProvedCard
from whofor.app.session import InSession, Session
from whofor.app.settled_card import card_names
from whofor.app.streamed_list import StreamedList, open_streamed
from whofor.days import days_of, iso_day
from whofor.engines.open import SCORERS, open_scorer
from whofor.errors import Problem, Sentence, UsageError
from whofor.intake.sources.source_file import Form
from whofor.model.progress import Progress, silent
from whofor.model.score_answer import ScoreAnswer, ScoredRow, ScoredTier, ScoreNote
from whofor.model.score_expression import NumberColumn, TextColumn
from whofor.model.scorecard import CardTiers
from whofor.schema.current import CurrentRows, unknown_fact
from whofor.schema.rows import Attribute
from whofor.schema.scorer import BestRow, Room, Scorer, ScoringJob, TierTotal
from whofor.scoring.explaining import LEAST_SHOWN
from whofor.scoring.expression import BoundTexts, score_expression
from whofor.scoring.tiers import usual_tiers
from whofor.stats.threads import one_blas_thread
from whofor.workspace import TemporaryFolder

__all__ = ["ENGINES", "FileOptions", "FileWork", "score_file"]

ENGINES = tuple(SCORERS)
"""Engines that carry a card out; the first is always there."""
MOST_TOLD = 10_000
"""Best rows that are told with their reasons: more than a team calls in a year. A convention."""
_SHOWN = 10
_STEPS = 5
_INSIDE, _OUTSIDE = "A", "B"
_ROUNDING = 1e-6
"""Log odds by which an engine and this program may differ: digits of the machine, and no more."""

Reasons = Callable[[ScoredRow], str]
"""Function that says why a row has its score, in at most 255 characters."""


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What a user settles of scores in a file.

    Attributes:
        as_of: Only what was known before this day counts; today if absent.
        most: How many of the best rows are told with reasons in words.
        capacity: How many rows tier A holds; `None` for tiers by chance.
        engine: Which engine carries the card out: `duckdb`, `polars` or `spark`.
        codes: Whether all other rows have their reasons, too, as names of facts.
        whole: Whether all columns of the list are written.
        part: The part of the deals whose latest run is meant; `None` where the deals were not parted.
    """

    as_of: date | str | None = None
    most: int | None = None
    capacity: int | None = None
    engine: str = ENGINES[0]
    codes: bool = False
    whole: bool = False
    part: str | None = None


def score_file(
    prospects: StrPath,
    target: StrPath,
    *,
    workspace: StrPath | Session | InSession,
    reasons: Reasons,
    options: FileOptions | None = None,
    today: date | None = None,
    progress: Progress = silent,
) -> ScoreAnswer:
    """Score a list of any size into a Parquet file, and keep the card in the workspace.

    The list is never held in memory: its columns are read by their different texts, the card is carried out by an
    engine, and only the best rows are looked at one by one. Chances are those of `score`.

    Args:
        prospects: The list, one file.
        target: The file to write; a file there is replaced when all is done.
        workspace: Folder of the workspace; or a session, or a result of one.
        reasons: Says why a row has its score.
        options: What to write, and how.
        today: Today's date, by default that of the clock.
        progress: Called with the work done.

    Returns:
        The answer, with the ten best rows.

    Raises:
        WorkspaceError: There is no run, the card or the profile cannot be read, or the file cannot be written.
        DataError: The deals cannot carry a card.
        SourceError: The list cannot be read, has no rows, no column names its companies, or it does not fit.
        UsageError: An argument is of the wrong type, or the engine is not installed or cannot read the list.
    """
    chosen = options if options is not None else FileOptions()
    with Arguments() as read:
        day, about = read.today(today), None if chosen.part is None else read.text("--part", chosen.part)
        source, place = read.path("PROSPECTS", prospects), read.path("--parquet", target)
        called, asked = read.progress(progress), _checked(read, chosen, day)
        session = Session.of(workspace)
    called("score", 0, _STEPS)
    card = card_of_workspace(session, about, day)
    result, facts = card.result, card.deals.rows.attributes
    defined = defined_types(session.workspace, result, card.deals)
    needed = {name for block in card.proved.card.blocks for name in block.needed}
    needed |= frozenset() if defined is None else defined.parameters
    as_of, folder = float(days_of(asked.day)), TemporaryFolder()
    try:
        with (
            open_streamed(source, folder.path, card.deals, needed, day=as_of, progress=called) as listed,
            one_blas_thread(),
        ):
            called("score", 1, _STEPS)
            places = list_places(listed, card.proved.card, defined, as_of)

            def types_of(rows: CurrentRows) -> MetTypes:
                return MetTypes.of(session.workspace, result, rows, card.deals).counted(places.met)

            work = FileWork(card.proved, facts, card.known, listed, places, asked, chosen, called)
            answer = work.written(place, folder.path, reasons, types_of)
    finally:
        folder.remove()
    card.keep()
    return replace(
        answer,
        path=str(card.saved.file),
        notes=(*card.notes(), *answer.notes),
        deals_called=result.data.deals_called,
        names=card_names(result, card.proved.card),
    )


def _checked(read: Arguments, given: FileOptions, today: date) -> AskedScores:
    most = MOST_TOLD if given.most is None else read.whole("--top", given.most)
    capacity = None if given.capacity is None else read.whole("--capacity", given.capacity)
    if given.engine not in ENGINES:
        todo = Sentence("Choose one of {names}.", names=", ".join(ENGINES))
        read.wrong("this engine is not there", "--engine", given.engine, todo)
    return AskedScores(read.known_before(given.as_of, today), most, capacity, "")


@dataclass(frozen=True, eq=False, slots=True)
class FileWork:
    """One list that is scored.

    Attributes:
        proved: The card.
        attributes: Facts of the deals.
        known: What is a customer already.
        listed: The list.
        places: Where its rows are in the blocks of the card.
        asked: What is asked for.
        options: How it is written.
        progress: Called with the work done.
    """

    proved: ProvedCard
    attributes: Sequence[Attribute]
    known: KnownCustomers
    listed: StreamedList
    places: ListPlaces
    asked: AskedScores
    options: FileOptions
    progress: Progress

    def written(
        self, target: Path, folder: Path, reasons: Reasons, types_of: Callable[[CurrentRows], MetTypes]
    ) -> ScoreAnswer:
        """Write the file, and return what is told of it."""
        card, listed = self.proved.card, self.listed
        expression = score_expression(card, self.places.places, self.places.blanks, self.proved.companions)
        tiers = card.tiers or usual_tiers(card.base_rate or 0.0)
        with self._scorer(folder) as scorer:
            scorer.score(ScoringJob(expression, listed.id, tiers, codes=self.options.codes, least=LEAST_SHOWN))
            self.progress("score", 3, _STEPS)
            most = min(listed.rows, max(self.asked.most or 0, self.asked.capacity or 0, _SHOWN))
            best = scorer.best(most, self._columns())
            scoring = self._scoring(best, types_of)
            told, _ = scoring.told()
            _check_sums(best, told.scores.sums.tolist())
            rows = [told.row(at, at + 1) for at in range(min(len(best), max(self.asked.most or 0, _SHOWN)))]
            why = {best[at].row: reasons(row) for at, row in enumerate(rows[: self.asked.most])}
            self.progress("score", 4, _STEPS)
            room = None
            if self.asked.capacity is not None:
                room = Room(frozenset(one.row for one in best[: self.asked.capacity]), _INSIDE, _OUTSIDE)
            with replaced(target) as draft:
                scorer.write(draft, why, room, whole=self.options.whole)
                totals = scorer.totals(draft)
        self.progress("score", _STEPS, _STEPS)
        answer = scoring.answer()
        return replace(
            answer,
            n=listed.rows,
            rows=tuple(rows[:_SHOWN]),
            tiers=_tiers(totals, tiers if room is None else CardTiers((_INSIDE, _OUTSIDE), ()), by_chance=room is None),
            lacking=scoring.lacking(self.places.lacking),
            unnamed=self.places.unnamed,
            n_repeated=listed.importer.repeated(listed.id),
            notes=(
                *((ScoreNote.OTHER_KIND, label) for label in listed.facts.other_kind),
                *(one for one in answer.notes if one[0] is not ScoreNote.OTHER_KIND),
            ),
        )

    def _scorer(self, folder: Path) -> AbstractContextManager[Scorer]:
        """Return the scorer; that of the list itself stays open with it.

        Raises:
            UsageError: The engine is not installed, or reads no such file.
        """
        if self.options.engine == ENGINES[0]:
            return nullcontext(self.listed.importer.scorer())
        if self.listed.form is not Form.PARQUET:
            what = "This engine reads Parquet only"
            raise UsageError(Problem(what, "--engine", self.options.engine, "Give a Parquet file, or use duckdb."))
        return open_scorer(self.options.engine, self.listed.path.absolute(), folder)

    def _columns(self) -> list[TextColumn | NumberColumn]:
        """Return what is read of the best rows: their facts, their id, and what names them."""
        facts = [
            one.column if isinstance(one, BoundTexts) else replace(one.column, before=None)
            for one in self.listed.facts.bound.values()
        ]
        return [*facts, *(TextColumn((h,)) for h in self._naming())]

    def _naming(self) -> list[str]:
        return [self.listed.id, self.listed.naming.name, self.listed.id, *self.listed.naming.others]

    def _scoring(self, best: Sequence[BestRow], types_of: Callable[[CurrentRows], MetTypes]) -> Scoring:
        """Return the scoring of the best rows, blanks told by the whole list."""
        bound, n, day = self.listed.facts.bound, len(best), float(days_of(self.asked.day))
        cells = list(zip(*(one.cells for one in best), strict=True)) or [()] * (len(bound) + len(self._naming()))
        at = {name: place for place, name in enumerate(bound)}
        attributes = tuple(
            values_of(bound[name], a, cells[at[name]]) if (name := a.parameter.name) in bound else unknown_fact(a, n)
            for a in self.attributes
        )
        rows = CurrentRows(
            opened=np.full(n, day),
            attributes=attributes,
            confounders=(),
            deal=np.full(n, -1),
            account=np.arange(n),
        )
        named = tuple(_named(row) for row in zip(*cells[len(bound) :], strict=True))
        prospects = Prospects(
            rows,
            tuple(one.id for one in named),
            tuple(one.name for one in named),
            self.known,
            self.listed.path.name,
            iso_day(day),
            named=named,
        )
        asked = replace(self.asked, most=0)
        return Scoring(self.proved, prospects, types_of(rows), asked, blanks=self.places.blanks)


def _named(cells: Sequence[str | float | None]) -> ListedRow:
    """Return what names a row, as `listed_rows.numbered` has it."""
    own, called, *others = ("" if cell is None else str(cell).strip() for cell in cells)
    return ListedRow(own, called or own, tuple(dict.fromkeys(text for text in others if text)))


def _tiers(totals: Sequence[TierTotal], tiers: CardTiers, *, by_chance: bool) -> tuple[ScoredTier, ...]:
    there = {one.name: one for one in totals}
    found: list[ScoredTier] = []
    for place, name in enumerate(tiers.names):
        own = there.get(name, TierTotal(name, 0, None))
        least = tiers.least[place] if by_chance and place < len(tiers.least) else None
        found.append(ScoredTier(name, own.n, own.mean, least))
    return tuple(found)


def _check_sums(best: Sequence[BestRow], sums: Sequence[float]) -> None:
    """Raise an error where an engine gives other sums than this program: rather none than a wrong one.

    Raises:
        RuntimeError: It does.
    """
    for one, own in zip(best, sums, strict=True):
        if not abs(one.total - own) <= _ROUNDING:
            raise RuntimeError(f"an engine and this program differ: {one.total!r} and {own!r}")
