"""Back-tests of the scorecard of a workspace: the three lists, and what it would have said ninety days ago."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from whofor.analysis.prepare import Prepared, prepare
from whofor.app.personal_facts import without_personal
from whofor.app.prospects import Prospects
from whofor.app.score_card import ProvedCard, Settled, learnt_card
from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.days import iso_day
from whofor.errors import DataError, UsageError
from whofor.model.backtests import BacktestList, Backtests, ListBacktest, NotTested, PastBacktest
from whofor.model.card_proof import ModelFigures
from whofor.model.measure import OutcomeName
from whofor.model.options import FindOptions
from whofor.model.score_answer import KnownAs
from whofor.model.scorecard import Scorecard
from whofor.schema.rows import DealRows
from whofor.scoring.backtests import best_third, cross_fitted_tiers, first_of_each, list_figures
from whofor.scoring.bins import blocks_of
from whofor.scoring.card_deals import CardDeals
from whofor.scoring.carrying import carried_over, monotone_of
from whofor.scoring.learn import CardOptions
from whofor.scoring.measures import auc_figure, figures_of
from whofor.scoring.peers import PEERS, PeerData, peer_chances
from whofor.scoring.proof import FEWEST_OUTCOMES, tier_figures
from whofor.scoring.score import score_rows
from whofor.scoring.terms import terms_of
from whofor.scoring.tiers import tiers_by_chance, usual_tiers

__all__ = ["backtests"]

_WANTED = 0.6
"""Share of the best customers that is to be in the two best tiers: the lower end of the 60 to 70 % that the source asks
for."""
_DAYS = 90
"""How long ago the card of the back-test in time was learnt: what the source asks for."""
_BEST_BY = (OutcomeName.MUTUAL_VALUE, OutcomeName.VALUE, OutcomeName.RETENTION)
"""By what customers are the best, the first that is known of enough of them: what a customer is worth to both sides
comes first, as it is what an ideal customer is."""


def backtests(
    prepared: Prepared, proved: ProvedCard, settled: Settled, options: FindOptions, market: Prospects | None
) -> Backtests:
    """Return both back-tests.

    Args:
        prepared: The deals, prepared for a search for who is won.
        proved: The card in force.
        settled: What people settled of it.
        options: How the deals are prepared.
        market: A list of companies of the market; `None` where none is given.
    """
    lists = _Lists(prepared, proved.card, settled).told(proved, market)
    return Backtests(lists, _past(prepared, settled, options), *_peers(prepared, proved, settled))


@dataclass(frozen=True, eq=False, slots=True)
class _Lists:
    """Places accounts by cards that did not learn from them."""

    prepared: Prepared
    card: Scorecard
    settled: Settled

    def told(self, proved: ProvedCard, market: Prospects | None) -> ListBacktest:
        """Return how the lists are placed: those held back, where there are enough of them, else all."""
        rows, split = self.prepared.bench.rows, self.prepared.bench.split
        found: ListBacktest | None = None
        if proved.unseen_tiers is not None:
            codes = np.full(len(rows), -1, dtype=np.int64)
            codes[~split.search] = proved.unseen_tiers
            found = self._placed(codes, ~split.search, is_unseen=True)
        if found is None or found.missing is not None:
            every = np.ones(len(rows), dtype=np.bool_)
            found = self._placed(self._codes(), every, is_unseen=False)
        if market is None:
            return found
        of_market = list_figures(BacktestList.MARKET, self._market(proved, market), self._tiers)
        return replace(found, lists=(*found.lists, of_market))

    @property
    def _tiers(self) -> tuple[str, ...]:
        return (self.card.tiers or usual_tiers(self.card.base_rate or 0.0)).names

    @property
    def _won(self) -> BoolArray:
        return np.asarray(self.prepared.bench.outcome.values == 1, dtype=np.bool_)

    def _placed(self, codes: IntArray, among: BoolArray, *, is_unseen: bool) -> ListBacktest:
        """Return how customers and lost accounts are placed.

        Args:
            codes: Place of the tier of each judged deal.
            among: The deals that count.
            is_unseen: Whether these are the deals held back.
        """
        rows, won, tiers = self.prepared.bench.rows, self._won, self._tiers
        accounts = rows.repeated_accounts
        signed = won if accounts is None else np.isin(accounts, accounts[won])
        customers, lost = (first_of_each(accounts, rows.opened, which & among) for which in (signed, ~signed))
        name, best = self._best(customers)
        lists = [list_figures(BacktestList.LOST, codes[lost], tiers)]
        if best is None:
            lists.insert(0, list_figures(BacktestList.OTHER, codes[customers], tiers))
        else:
            lists.insert(0, list_figures(BacktestList.OTHER, codes[customers[~best]], tiers))
            lists.insert(0, list_figures(BacktestList.BEST, codes[customers[best]], tiers))
        few = best is None or int(best.sum()) < FEWEST_OUTCOMES
        missing = NotTested.TOO_FEW_BEST if few else None
        return ListBacktest(str(name), tuple(lists), _WANTED, is_unseen, missing)

    def _codes(self) -> IntArray:
        """Return the tier of each judged deal by a card that learnt from other accounts.

        Types of client are left out: they were found on these deals.
        """
        rows, kept = self.prepared.bench.rows, self.settled.kept
        facts, _ = without_personal([a for a in rows.attributes if a.parameter.is_searched], self.settled.allowed)

        def finish(learnt: Scorecard) -> Scorecard:
            own = replace(learnt, tiers=usual_tiers(learnt.base_rate or 0.0))
            return replace(carried_over(own, kept)[0], recent=self.card.recent)

        deals = CardDeals(facts, rows.opened, self._won, rows.repeated_accounts)
        return cross_fitted_tiers(deals, CardOptions(monotone=monotone_of(kept)), finish)

    def _best(self, customers: IntArray) -> tuple[OutcomeName, BoolArray | None]:
        """Return what makes customers the best, and which of them are."""
        accounts = self.prepared.bench.rows.repeated_accounts
        for name, worth in self._worths(accounts):
            own = worth[customers] if accounts is None else worth[accounts[customers]]
            best = best_third(own)
            if best is not None and int(np.isfinite(own).sum()) >= len(own) / 2:
                return name, best
        return OutcomeName.WON, None

    def _worths(self, accounts: IntArray | None) -> Iterator[tuple[OutcomeName, FloatArray]]:
        """Yield each kind of worth that is known of customers, one value a deal, or an account."""
        measures, judged = self.prepared.clients.outcomes, self.prepared.judged
        for name in _BEST_BY:
            try:
                measured = measures.measure(name)
            except (DataError, UsageError):  # nothing records it: the next one may be known
                continue
            known = (measured.keep & np.isfinite(measured.values))[judged] & self._won
            values = np.where(known, measured.values[judged] * measured.measure.better, 0.0)
            if accounts is None:
                yield name, np.where(known, values, np.nan)
                continue
            size = int(accounts.max()) + 1
            total, n = np.bincount(accounts, values, size), np.bincount(accounts, known, size)
            # What an account paid adds up; how long it stays, and what it is worth, are told once for each.
            with np.errstate(invalid="ignore", divide="ignore"):
                yield name, np.where(n > 0, total if name is OutcomeName.VALUE else total / n, np.nan)

    def _market(self, proved: ProvedCard, market: Prospects) -> IntArray:
        """Return the tier of each company of a list that is no customer and has no open deal."""
        card = self.card
        chances = score_rows(card, market.facts, market.rows.opened, proved.companions).chances
        fresh = np.array([market.known_as(row) is KnownAs.NEITHER for row in range(len(market))], dtype=np.bool_)
        return tiers_by_chance(chances[fresh], card.tiers or usual_tiers(card.base_rate or 0.0))


def _peers(
    prepared: Prepared, proved: ProvedCard, settled: Settled
) -> tuple[tuple[ModelFigures, ...], tuple[str, ...]]:
    """Return the figures of the card and of other methods on the deals held back, and the methods that are not there.

    All methods see the same facts in the same bins: those of the card, and those that it left out.
    """
    if proved.proof is None or proved.unseen is None:
        return (), ()
    rows, search = prepared.bench.rows, prepared.bench.split.search
    facts, _ = without_personal([a for a in rows.attributes if a.parameter.is_searched], settled.allowed)
    own = [a.take(search) for a in facts]
    blocks = blocks_of(own, rows.opened[search], np.ones(int(search.sum()), dtype=np.bool_))
    won = np.asarray(prepared.bench.outcome.values == 1, dtype=np.bool_)
    data = PeerData(
        terms_of(blocks, own, rows.opened[search]),
        won[search].astype(np.float64),
        terms_of(blocks, [a.take(~search) for a in facts], rows.opened[~search]),
        int((~search).sum()),
    )
    told = {name: peer_chances(name, data) for name in PEERS}
    figures = [figures_of(name, chances, won[~search]) for name, chances in told.items() if chances is not None]
    return (proved.proof.card, *figures), tuple(name for name, chances in told.items() if chances is None)


def _past(prepared: Prepared, settled: Settled, options: FindOptions) -> PastBacktest:
    """Return what a card of ninety days before the last known outcome would have said."""
    until, rows = prepared.all_judged.until, prepared.every_deal
    if not math.isfinite(until):
        return PastBacktest(_DAYS, missing=NotTested.NO_DAYS)
    day = math.floor(until) - _DAYS
    told = PastBacktest(_DAYS, iso_day(day), iso_day(until))
    there = _there(rows, day)
    then = known_then(rows, day)
    asked = replace(options, as_of=None)
    try:
        before = prepare(then, prepared.parameters, asked, float(day))
        proved = learnt_card(before, Settled(allowed=settled.allowed))
    except DataError:
        return replace(told, missing=NotTested.TOO_FEW_THEN)
    with np.errstate(invalid="ignore"):
        was_open = there & ~_judged_then(before, there) & ~(rows.closed <= day)
        came = (rows.opened > day) & (rows.opened <= until)
    decided = rows.won | (rows.outcome == "lost")
    # Where no loss is written down, only the deals that are old enough to be judged tell who did not sign.
    known = prepared.judged | decided if np.any(rows.outcome == "lost") else prepared.judged
    ended = (was_open | came) & known
    won = prepared.clients.rows.won[ended]
    told = replace(
        told,
        n_learnt=proved.card.n,
        n_open=int(was_open.sum()),
        n_came=int(came.sum()),
        n_ended=len(won),
        n_won=int(won.sum()),
    )
    if min(int(won.sum()), int((~won).sum())) < FEWEST_OUTCOMES:
        return replace(told, missing=NotTested.TOO_FEW_SINCE)
    kept = rows.take(ended).without(before.leaks.barred).limited(before.leaks.limits)
    chances = score_rows(proved.card, kept.attributes, kept.opened, proved.companions).chances
    tiers = proved.card.tiers or usual_tiers(proved.card.base_rate or 0.0)
    return replace(told, auc=auc_figure(chances, won, kept.accounts), tiers=tier_figures(chances, won, tiers))


def _there(rows: DealRows, day: float) -> BoolArray:
    """Return which deals had been opened by a day, and of which it is known whether they had ended by then."""
    with np.errstate(invalid="ignore"):
        return (rows.opened <= day) & (np.isfinite(rows.closed) | rows.still_open)


def _judged_then(before: Prepared, there: BoolArray) -> BoolArray:
    """Return which deals were judged on the day: where no loss is written down, open ones that had become too old, too.

    Nobody would have scored these any more, and the card of that day learnt from them.
    """
    out = np.zeros(len(there), dtype=np.bool_)
    out[there] = before.all_judged.keep
    return out


def known_then(rows: DealRows, day: float) -> DealRows:
    """Return the deals as they were known on a day: those opened by then, what ended later still open.

    Deals that ended nobody knows when are left out: whether they had is not known.

    Args:
        rows: All deals.
        day: The day, days since 1970-01-01.
    """
    then = rows.take(_there(rows, day))
    with np.errstate(invalid="ignore"):
        later = then.closed > day
    left = None if then.left is None else np.where(then.left > day, np.nan, then.left)
    outcome = then.outcome.copy()
    outcome[later] = "open"
    return replace(then, outcome=outcome, closed=np.where(later, np.nan, then.closed), left=left)
