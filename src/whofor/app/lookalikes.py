"""Find the companies of a market that are like the customers: for those who have customers, and no lost deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from whofor.app.account_lists import AnyList
from whofor.app.arguments import Arguments, StrPath
from whofor.app.customer_list import Customers, listed_customers, own_customers
from whofor.app.listed_rows import ListedRow
from whofor.app.market import MarketList, list_of, market_list
from whofor.app.personal_facts import without_personal
from whofor.app.session import InSession, Session
from whofor.arrays import BoolArray, IntArray, is_known
from whofor.days import days_of, iso_day
from whofor.errors import DataError, Problem, Sentence, UsageError
from whofor.intake.drafting.columns import CONCEPTS
from whofor.intake.drafting.words import about
from whofor.model import Kind
from whofor.model.card_proof import CardGrade
from whofor.model.lookalikes import Lookalike, LookalikeAnswer, NearCustomer
from whofor.model.progress import Progress, silent
from whofor.model.score_answer import KnownAs
from whofor.schema.columns import TableName
from whofor.schema.rows import Attribute
from whofor.scoring.explaining import reasons_of, share_of_card
from whofor.scoring.likeness import LIKENESS_TIERS, LikenessCard, grade_of_likeness, learn_likeness
from whofor.scoring.nearest import nearest, weights_of_facts
from whofor.scoring.score import Scores
from whofor.scoring.tiers import tiers_by_chance
from whofor.stats.threads import one_blas_thread
from whofor.text import split_list
from whofor.validation.leaks import find_leaks

if TYPE_CHECKING:
    from whofor.intake.sources.frames import AnyFrame

__all__ = ["lookalikes"]

_FEWEST = 10
"""Customers, and companies of the market, below which nothing sets them apart: a convention, as for a level of a
category."""
_SURE = 0.7
"""How sure the words of a header are, as for the columns of a list."""
_TOO_GOOD = 0.95
"""Lower end of the area under the curve beyond which lists are likelier to be kept differently than customers to be so
unlike their market: the source's own best back-tests find 60 to 70 % of the best customers. A convention."""


def lookalikes(
    market: StrPath | AnyFrame,
    customers: StrPath | AnyFrame | None = None,
    *,
    workspace: StrPath | Session | InSession | None = None,
    as_of: date | str | None = None,
    most: int | None = None,
    today: date | None = None,
    progress: Progress = silent,
) -> LookalikeAnswer:
    """Return the companies of a market in the order of their likeness to the customers. It is no chance to sign.

    For those who have customers only: who does not buy is not known, so that nothing tells a chance. What is told is
    how many times as common companies like one are among the customers as in the market. Whether that finds anything
    is tested by customers that are hidden among the market.

    Args:
        market: A list with one row for each company of the market, a file or a frame.
        customers: A list with one row for each customer; without one the customers of the workspace.
        workspace: Folder of the workspace, or a session; needed without a list of customers.
        as_of: Only what was known before this day counts, of a list; today if absent.
        most: At most so many companies in the rows, the most alike ones; all where `None`.
        today: Today's date, by default that of the clock.
        progress: Called with the work done.

    Raises:
        UsageError: An argument is of the wrong type, or there is neither a list of customers nor a workspace.
        SourceError: A list cannot be read, has no rows, or no column names its companies.
        DataError: There are too few customers, or companies, or the lists have no fact in common.
        WorkspaceError: There is no workspace.
    """
    with Arguments() as read:
        day, called = read.today(today), read.progress(progress)
        asked = read.known_before(as_of, day)
        of_market = list_of(read, "--market", market)
        of_customers = None if customers is None else list_of(read, "CUSTOMERS", customers)
        n_rows = None if most is None else read.whole("--top", most)
        if customers is None and workspace is None:
            todo = "Give a list of customers, or the folder of a workspace that holds them."
            read.wrong("there are no customers to compare with", "CUSTOMERS", "", todo)
    at = float(days_of(asked))
    with one_blas_thread():
        called("score", 0, 1)
        found = _customers(of_customers, workspace, day, at, called)
        answer = _Comparison.of(found, of_market, at, called).answer(n_rows)
        called("score", 1, 1)
    return answer


def _customers(
    listed: AnyList | None, workspace: StrPath | Session | InSession | None, today: date, day: float, progress: Progress
) -> Customers:
    if listed is not None:
        return listed_customers(listed, day, progress)
    if workspace is None:
        raise UsageError(Problem("there are no customers to compare with", "CUSTOMERS"))
    with Session.of(workspace).reading() as (deals, scan):
        return own_customers(deals, scan, today, day)


@dataclass(frozen=True, eq=False, slots=True)
class _Comparison:
    """Customers and a market, with the facts by which both can be told apart."""

    customers: Customers
    market: MarketList
    source: str
    day: float
    facts: tuple[tuple[Attribute, Attribute], ...]
    is_customer: BoolArray
    lacking: tuple[str, ...]
    barred: tuple[str, ...]
    unshared: tuple[str, ...]
    personal: tuple[str, ...]

    @classmethod
    def of(cls, customers: Customers, listed: AnyList, day: float, progress: Progress) -> _Comparison:
        """Return the comparison of customers with a list of the market.

        Raises:
            SourceError: The list cannot be read.
            DataError: There are too few customers, or companies, or no fact that both have.
        """
        market = market_list(listed, customers.facts, customers.dataset, day, progress)
        known = np.array([customers.known.of_row(row) is KnownAs.CUSTOMER for row in market.named], dtype=np.bool_)
        source = listed.name if isinstance(listed, Path) else next(iter(listed), "")
        _refuse_few(customers, int((~known).sum()), source)
        searched = [a for a in customers.facts if a.parameter.is_searched and is_known(a.values).any()]
        own, personal = without_personal(searched)
        there = {a.parameter.name: a for a in market.rows.attributes if is_known(a.values).any()}
        both = [(a, there[a.parameter.name]) for a in own if a.parameter.name in there]
        is_first = np.arange(len(customers) + int((~known).sum())) < len(customers)
        leaks = find_leaks([_joined(a, b, ~known) for a, b in both], (), (), is_first)
        out = {name: leak.column for name, leak in leaks.barred.items()}
        out |= {a.parameter.name: a.parameter.label for a, _ in both if _is_record_keeping(a)}
        both = [(a, b) for a, b in both if a.parameter.name not in out]
        unshared = [a.parameter.label for a, b in both if not _share(a, b)]
        kept = tuple((a, b) for a, b in both if _share(a, b))
        lacking = tuple(a.parameter.label for a in own if a.parameter.name not in there)
        barred = tuple(out.values())
        if not kept:
            what = "The customers and the market have no fact in common by which they could be compared"
            todo = "Give a market with columns that the customers have: sector, employees, country."
            raise DataError(Problem(what, source, ", ".join([*lacking, *unshared, *barred])[:200], todo))
        return cls(customers, market, source, day, kept, known, lacking, barred, tuple(unshared), personal)

    def answer(self, most: int | None) -> LookalikeAnswer:
        """Return the companies that are no customers yet, the most alike first."""
        fresh = ~self.is_customer
        own = [a for a, _ in self.facts]
        companies = [b.take(fresh) for _, b in self.facts]
        day = self.market.rows.opened[fresh]
        card = learn_likeness(own, companies, self.customers.day, day)
        scores = card.scores(companies, day)
        log_times = card.log_times(scores)
        named = [row for row, is_new in zip(self.market.named, fresh.tolist(), strict=True) if is_new]
        keys = np.array([f"{row.id}\0{place:012}" for place, row in enumerate(named)], dtype=str)
        order = np.lexsort((keys, -log_times))
        codes = tiers_by_chance(np.exp(log_times), LIKENESS_TIERS)
        out = order if most is None else order[:most]
        too_good = _strongest(card) if card.check.auc.low > _TOO_GOOD else ""
        grade = grade_of_likeness(card.check)
        counts = np.bincount(codes, minlength=len(LIKENESS_TIERS.names)).tolist()
        ids = [row.id for row in self.market.named if row.id]
        return LookalikeAnswer(
            card=card.learnt.card,
            check=card.check,
            grade=CardGrade.USABLE if too_good and grade is CardGrade.READY else grade,
            customers=self.customers.source,
            market=self.source,
            day=iso_day(self.day),
            n_customers=len(self.customers),
            n_market=len(self.market.named),
            n_known=int(self.is_customer.sum()),
            rows=tuple(self._rows(card, scores, named, out, codes)),
            tiers=tuple(zip(LIKENESS_TIERS.names, counts, strict=True)),
            lacking=self.lacking,
            barred=self.barred,
            unshared=self.unshared,
            personal=self.personal,
            too_good=too_good,
            n_repeated=len(ids) - len(set(ids)),
            reading=(*self.customers.notes, *(str(note) for note in self.market.notes)),
        )

    def _rows(
        self, card: LikenessCard, scores: Scores, named: Sequence[ListedRow], out: IntArray, codes: IntArray
    ) -> Iterator[Lookalike]:
        log_times = card.log_times(scores)
        typical = card.typical_shares(log_times)
        companies = [b.take(~self.is_customer).take(out) for _, b in self.facts]
        days = np.full(len(out), self.day), self.customers.day
        weights = weights_of_facts(card.learnt.card)
        places, near = nearest(companies, [a for a, _ in self.facts], days, weights)
        for rank, place in enumerate(out.tolist(), 1):
            why = reasons_of(card.learnt.card, scores, place)
            pairs = zip(places[rank - 1].tolist(), near[rank - 1].tolist(), strict=True)
            yield Lookalike(
                rank=rank,
                id=named[place].id,
                name=named[place].name,
                times_as_common=float(np.exp(log_times[place])),
                typical_share=float(typical[place]),
                tier=LIKENESS_TIERS.names[int(codes[place])],
                up=why.up,
                down=why.down,
                blank=why.blank,
                nearest=tuple(NearCustomer(self.customers.names[i], nearness) for i, nearness in pairs if i >= 0),
            )


def _refuse_few(customers: Customers, n_market: int, source: str) -> None:
    """Raise an error where there are too few customers, or companies that are none.

    Raises:
        DataError: There are.
    """
    if len(customers) < _FEWEST:
        what = Sentence("There are {n} customers: too few to tell what sets them apart", n=len(customers))
        todo = Sentence("At least {n} are needed; a hundred tell a good deal.", n=_FEWEST)
        raise DataError(Problem(what, customers.source, str(len(customers)), todo))
    if n_market < _FEWEST:
        what = Sentence("The market has {n} companies that are no customers: too few to compare with", n=n_market)
        todo = "Give a list of some hundred companies, drawn at random from those that you could sell to."
        raise DataError(Problem(what, source, str(n_market), todo))


def _strongest(card: LikenessCard) -> str:
    """Return the label of the fact that tells most."""
    blocks = card.learnt.card.blocks
    shares = [share_of_card(card.learnt.card, frozenset((b.id,))) for b in blocks]
    return blocks[int(np.argmax(shares))].label if blocks else ""


def _is_record_keeping(a: Attribute) -> bool:
    """Return whether a fact is the day on which a record was made: it says how a list was kept, not who buys."""
    return a.parameter.kind is Kind.DATE and about(a.parameter.label, CONCEPTS[TableName.ACCOUNTS]["created"]) >= _SURE


def _joined(a: Attribute, b: Attribute, fresh: BoolArray) -> Attribute:
    """Return a fact of the customers, then of the companies that are none."""
    return replace(a, values=np.concatenate([a.values, b.values[fresh]]))


def _share(a: Attribute, b: Attribute) -> bool:
    """Return whether both lists have a value of a category in common; numbers and dates can always be compared."""
    if a.parameter.kind in (Kind.NUMBER, Kind.DATE):
        return True
    return bool(_values(a) & _values(b))


def _values(a: Attribute) -> set[str]:
    cells = set(a.values.tolist()) - {None}
    return {entry for cell in cells for entry in split_list(cell)} if a.parameter.kind is Kind.MULTI else cells
