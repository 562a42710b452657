"""Score prospects: how likely each is to sign, and why, by a card that is learnt from the deals of a workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from whofor.app.account_lists import AnyList
from whofor.app.arguments import Arguments, StrPath
from whofor.app.backtests import backtests
from whofor.app.deals import KeptDeals
from whofor.app.known_customers import KnownCustomers
from whofor.app.market import list_of
from whofor.app.met_types import MetTypes
from whofor.app.personal_facts import allowed_personal, keep_allowed
from whofor.app.profile import part_of
from whofor.app.prospect_values import OF_CLIENTS, WorthCards
from whofor.app.prospects import Prospects, listed_prospects, own_prospects
from whofor.app.saved_runs import options_of
from whofor.app.score_card import ProvedCard, learnt_card
from whofor.app.session import InSession, Session
from whofor.app.settled_card import card_names, card_notes, latest_result, settled_card
from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.days import days_of
from whofor.documents.scorecard_document import read_scorecard, scorecard_text
from whofor.errors import Problem, UsageError
from whofor.model.measure import OutcomeName
from whofor.model.progress import Progress, silent
from whofor.model.score_answer import LackingFacts, ScoreAnswer, ScoredRow, ScoredTier, ScoreNote
from whofor.model.scorecard import CardTiers, ScoreConfidence
from whofor.scoring.explaining import contributions_of, reasons_of, worth_finding
from whofor.scoring.score import Scores, score_rows, weight_variance
from whofor.scoring.spread import tier_spreads
from whofor.scoring.tiers import confidences, tiers_by_capacity, tiers_by_chance, usual_tiers
from whofor.scoring.unknowns import BlankShares
from whofor.stats.threads import one_blas_thread
from whofor.text import did_you_mean

if TYPE_CHECKING:
    from whofor.intake.sources.frames import AnyFrame

__all__ = ["AskedScores", "ScoreOptions", "Scoring", "score"]

_LEAST_WORTH = 0.01
"""Chance that finding a fact out must be able to change: less shows in no percentage. A convention."""
_BY_CAPACITY = ("A", "B")
"""Those that there is room for, and all others."""


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """What a user settles of a scoring.

    Attributes:
        as_of: Only what was known before this day counts, of a list; today if absent.
        most: At most so many prospects in the rows, the best ones; all where `None`.
        capacity: How many prospects tier A holds; `None` for tiers by chance.
        explain: Id, or name, of one prospect of which every contribution is told; empty for none.
        backtest: Whether to tell how the card does on lists whose worth is known, and what it would have said ninety
            days ago; with a `market` it is told.
        market: A list of companies of the market, for the back-test: a file or a frame.
        allow_personal: Names of columns about persons that the card may count.
        because: Why it may; needed where any is allowed, and kept with the card and the run.
    """

    as_of: date | str | None = None
    most: int | None = None
    capacity: int | None = None
    explain: str = ""
    backtest: bool = False
    market: StrPath | AnyFrame | None = None
    allow_personal: Sequence[str] = ()
    because: str = ""


def score(
    prospects: StrPath | AnyFrame | None = None,
    *,
    workspace: StrPath | Session | InSession,
    options: ScoreOptions | None = None,
    part: str | None = None,
    today: date | None = None,
    progress: Progress = silent,
) -> ScoreAnswer:
    """Score prospects by a card learnt from the judged deals of a workspace, and keep the card there.

    The card learns from the deals that the latest run searched, and is proved on those that it held back. Weights that
    people edited in `scorecard.toml` stay in force.

    Args:
        prospects: A list with one row for each prospect, a file or a frame; without one the open deals of the workspace
            and its accounts without a deal.
        workspace: Folder of the workspace; or a session, which keeps what it reads, or a result of one.
        options: What to score, and how; see `ScoreOptions`.
        part: The part of the deals, as one product, whose latest run is meant; needed where each part was searched.
        today: Today's date, by default that of the clock.
        progress: Called with the work done.

    Raises:
        WorkspaceError: There is no run, or the card or the profile of the workspace cannot be read; nothing is changed.
        DataError: The deals cannot carry a card.
        SourceError: The list cannot be read, has no rows, or no column names its companies.
        UsageError: An argument is of the wrong type, or no prospect has the id that is to be explained.
    """
    chosen = options if options is not None else ScoreOptions()
    with Arguments() as read:
        day, about = read.today(today), None if part is None else read.text("--part", part)
        called, asked = read.progress(progress), _checked(read, chosen, day)
        listed = None if prospects is None else list_of(read, "PROSPECTS", prospects)
        session = Session.of(workspace)
    place = session.workspace
    result = latest_result(place, about)
    saved = place.scorecard(part_of(result))
    before = saved.text()
    kept = None if before is None else read_scorecard(before, str(saved.file))
    with one_blas_thread(), session.reading() as (whole, scan):
        deals = whole.of_part(result.run.part)
        called("score", 0, 1)
        own = replace(options_of(result.run), outcome=OutcomeName.WON, better="", as_of=result.run.as_of or None)
        prepared = deals.prepared(own, day)
        settled = settled_card(place, result, deals, prepared, allowed=asked.allowed, kept=kept)
        proved = learnt_card(prepared, settled)
        book = deals.book(scan, prepared.all_judged)
        known = KnownCustomers.of(whole.rows, scan)
        of = _Lists(deals, known, float(days_of(asked.day)), called)
        rows = own_prospects(book, known) if listed is None else of.read(listed)
        types = MetTypes.of(place, result, rows.rows, deals)
        worth = WorthCards.of(deals, own, day, settled.allowed)
        answer = Scoring(proved, rows, types, asked, worth).answer()
        if asked.backtest:
            market = None if asked.market is None else of.read(asked.market)
            answer = replace(answer, backtests=backtests(prepared, proved, settled, own, market))
    called("score", 1, 1)
    saved.keep(scorecard_text(proved.card), before)
    keep_allowed(place, result.run.id, settled.allowed, day)
    return replace(
        answer,
        path=str(saved.file),
        notes=(*card_notes(result, kept, proved), *answer.notes),
        deals_called=result.data.deals_called,
        names=card_names(result, proved.card),
        company=result.company,
        synthetic=result.data.synthetic,
        crm=whole.dataset.preset,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Lists:
    """Reads lists of companies as of a day, with the facts that the deals have."""

    deals: KeptDeals
    known: KnownCustomers
    day: float
    progress: Progress

    def read(self, listed: AnyList) -> Prospects:
        """Return the rows of a list."""
        return listed_prospects(listed, self.deals, self.known, self.day, progress=self.progress)


@dataclass(frozen=True, slots=True)
class AskedScores:
    """What is asked for, checked: the fields of `ScoreOptions`."""

    day: date
    most: int | None
    capacity: int | None
    explain: str
    backtest: bool = False
    market: AnyList | None = None
    allowed: Mapping[str, str] = field(default_factory=dict[str, str])


def _checked(read: Arguments, given: object, today: date) -> AskedScores:
    if not isinstance(given, ScoreOptions):
        read.wrong("these are no options", "options", given, "Give whofor.ScoreOptions(most=10).")
        return AskedScores(today, None, None, "")
    most = None if given.most is None else read.whole("--top", given.most)
    capacity = None if given.capacity is None else read.whole("--capacity", given.capacity)
    market = None if given.market is None else list_of(read, "--market", given.market)
    return AskedScores(
        read.known_before(given.as_of, today),
        most,
        capacity,
        read.text("--explain", given.explain),
        given.backtest or market is not None,
        market,
        allowed_personal(read, given.allow_personal, given.because),
    )


@dataclass(frozen=True, eq=False, slots=True)
class Scoring:
    """Scores prospects by a card.

    Attributes:
        proved: The card.
        prospects: The prospects.
        types: Types of client that they meet.
        asked: What is asked for.
        worth: What clients bring, as far as it is known; `None` where it is not told.
        blanks: How often facts are not recorded in the list that the prospects come from; `None` where they are all.
    """

    proved: ProvedCard
    prospects: Prospects
    types: MetTypes
    asked: AskedScores
    worth: WorthCards | None = None
    blanks: BlankShares | None = None

    def answer(self) -> ScoreAnswer:
        """Return the answer, without what is said of the workspace."""
        card, rows = self.proved.card, self.prospects
        told, tiers = self.told()
        scores, codes = told.scores, told.codes
        keys = rows.order_keys
        order = np.lexsort((keys.astype(str), -scores.sums)) if len(rows) else np.zeros(0, dtype=np.int64)
        some = order if self.asked.most is None else order[: self.asked.most]
        explained = self._explained(order)
        lacking = frozenset(scores.lacking) if len(rows) else frozenset[str]()
        return ScoreAnswer(
            card=card,
            path="",
            proof=self.proved.proof,
            learnt_auc=self.proved.learnt_auc,
            source=rows.source,
            day=rows.day,
            n=len(rows),
            rows=tuple(told.row(place, rank) for rank, place in enumerate(some.tolist(), 1)),
            explained=None if explained is None else told.row(*explained),
            contributions=() if explained is None else contributions_of(card, scores, explained[0]),
            tiers=tuple(self._counted(scores.chances, codes, tiers)),
            lacking=self.lacking(lacking),
            unnamed=dict(scores.unnamed),
            n_repeated=rows.n_repeated,
            icps=self.types.met,
            profile_version=self.types.version,
            notes=(
                *((ScoreNote.OTHER_KIND, label) for label in rows.other_kind),
                *((ScoreNote.TYPE_NOT_READ, name) for name in self.types.not_read),
            ),
            reading=rows.notes,
            spread=tier_spreads(rows.facts, rows.rows.opened, codes, tiers.names) if len(rows) else None,
            id_header=rows.id_header,
            worth=() if self.worth is None else self.worth.told,
        )

    def _tiers(self, scores: Scores) -> tuple[CardTiers, IntArray]:
        """Return the tiers, and the place of each row's one."""
        card, size = self.proved.card, self.asked.capacity
        if size is None:
            tiers = card.tiers or usual_tiers(card.base_rate or 0.0)
            return tiers, tiers_by_chance(scores.chances, tiers)
        codes = tiers_by_capacity(scores.sums, self.prospects.order_keys, [size])
        # The chance at which the room ends, by which it is told how sure a place is.
        inside = scores.chances[codes == 0]
        return CardTiers(_BY_CAPACITY, (float(inside.min()) if len(inside) else 1.0,)), codes

    def _counted(self, chances: FloatArray, codes: IntArray, tiers: CardTiers) -> Iterator[ScoredTier]:
        for place, name in enumerate(tiers.names):
            here = chances[codes == place]
            is_limit = self.asked.capacity is None and place < len(tiers.least)
            expected = float(here.mean()) if len(here) else None
            yield ScoredTier(name, len(here), expected, tiers.least[place] if is_limit else None)

    def told(self) -> tuple[ToldRows, CardTiers]:
        """Return what makes the rows that go out, and the tiers."""
        card, rows = self.proved.card, self.prospects
        scores = score_rows(card, rows.facts, rows.rows.opened, self.proved.companions, blanks=self.blanks)
        tiers, codes = self._tiers(scores)
        unsure = scores.unsure + weight_variance(card, scores.codes, self.proved.learnt.covariance)
        sure = confidences(scores.sums, unsure, tiers)
        worth: dict[str, FloatArray] = {}
        if self.worth is not None:
            worth = {str(name): self.worth.expected(name, scores.chances, rows) for name in OF_CLIENTS}
        return ToldRows(self, scores, tiers.names, codes, sure, rows.situations, worth), tiers

    def lacking(self, blocks: frozenset[str]) -> LackingFacts:
        """Return what some blocks carry of the card, of whose facts the list has no column."""
        if not blocks:
            return LackingFacts()
        left = self.proved.without(blocks)
        labels = {b.id: b.label for b in self.proved.card.blocks if b.id in blocks}
        return LackingFacts(labels, left.share, left.auc)

    def _explained(self, order: IntArray) -> tuple[int, int] | None:
        """Return place and rank of the prospect that is to be explained: the best of those with the id, or the name."""
        wanted = self.asked.explain.strip()
        if not wanted:
            return None
        for texts in (self.prospects.ids, self.prospects.names):
            for rank, place in enumerate(order.tolist(), 1):
                if texts[place].casefold() == wanted.casefold():
                    return place, rank
        near: Sequence[str] = [*dict.fromkeys((*self.prospects.ids, *self.prospects.names))]
        raise UsageError(Problem("No prospect has this id", "--explain", wanted, did_you_mean(wanted, near)))


@dataclass(frozen=True, eq=False, slots=True)
class ToldRows:
    """Makes the rows that go out: reasons cost more than scores."""

    scoring: Scoring
    scores: Scores
    tiers: tuple[str, ...]
    codes: IntArray
    sure: Sequence[ScoreConfidence]
    situations: Mapping[str, BoolArray]
    worth: Mapping[str, FloatArray]

    def row(self, place: int, rank: int) -> ScoredRow:
        """Return one prospect with its reasons."""
        card, rows = self.scoring.proved.card, self.scoring.prospects
        why = reasons_of(card, self.scores, place)
        worth = worth_finding(card, self.scores, place)
        value, mutual = (self._worth(name, place) for name in OF_CLIENTS)
        return ScoredRow(
            rank=rank,
            id=rows.ids[place],
            name=rows.names[place],
            chance=float(self.scores.chances[place]),
            odds=float(self.scores.sums[place]),
            tier=self.tiers[int(self.codes[place])],
            confidence=self.sure[place],
            up=why.up,
            down=why.down,
            blank=why.blank,
            worth=tuple(one for one in worth if one.best_chance - one.worst_chance >= _LEAST_WORTH),
            icps=self.scoring.types.of_row(place),
            known_as=rows.known_as(place),
            situations=tuple(name for name, holds in self.situations.items() if holds[place]),
            is_deal=rows.is_deal(place),
            value=value,
            mutual_value=mutual,
        )

    def _worth(self, name: str, place: int) -> float | None:
        """Return what one prospect is worth on average."""
        found = self.worth.get(name)
        return None if found is None or np.isnan(found[place]) else float(found[place])
