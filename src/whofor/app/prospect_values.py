"""What prospects are worth on average: their chance times what such a client brings, in money and in mutual value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from whofor.app.deals import KeptDeals
from whofor.app.personal_facts import without_personal
from whofor.app.prospects import Prospects
from whofor.arrays import FloatArray
from whofor.errors import DataError, UsageError
from whofor.model.measure import OutcomeName
from whofor.model.options import FindOptions
from whofor.model.score_answer import ExpectedWorth
from whofor.scoring.amounts import AmountCard, learn_amounts, share_explained

__all__ = ["OF_CLIENTS", "WorthCards"]

OF_CLIENTS = (OutcomeName.VALUE, OutcomeName.MUTUAL_VALUE)
"""Outcomes of which it is told what a prospect is worth on average."""
_FEWEST = 30
"""Won deals to learn from below which nothing is expected of a prospect: a convention, as for a proof."""


@dataclass(frozen=True, eq=False, slots=True)
class WorthCards:
    """Cards of what won deals bring, of each kind of worth that is known of enough of them.

    Attributes:
        cards: Card by name of the outcome.
        told: What is known of each kind of worth.
    """

    cards: Mapping[str, AmountCard] = field(default_factory=dict[str, AmountCard])
    told: tuple[ExpectedWorth, ...] = ()

    @classmethod
    def of(cls, deals: KeptDeals, options: FindOptions, day: date, allowed: Collection[str] = ()) -> WorthCards:
        """Return the cards that the deals can carry.

        Each learns from the won deals that a search for that outcome would see, and is proved on those that it would
        hold back. Columns that know the outcome are barred first, as in a search.

        Args:
            deals: The deals.
            options: How deals are prepared.
            day: Today.
            allowed: Labels of attributes of persons that a person allowed.
        """
        cards: dict[str, AmountCard] = {}
        told: list[ExpectedWorth] = []
        for name in OF_CLIENTS:
            card, known = _card(deals, replace(options, outcome=name, better=""), day, allowed)
            told.append(known)
            if card is not None:
                cards[str(name)] = card
        return cls(cards, tuple(told))

    def expected(self, name: str, chances: FloatArray, prospects: Prospects) -> FloatArray:
        """Return what each prospect is worth on average, shape (rows,); NaN where it is not known."""
        card = self.cards.get(name)
        if card is None:
            return np.full(len(prospects), np.nan)
        return chances * card.expected(prospects.facts, prospects.rows.opened)


def _card(
    deals: KeptDeals, options: FindOptions, day: date, allowed: Collection[str]
) -> tuple[AmountCard | None, ExpectedWorth]:
    """Return the card of one kind of worth, and what is known of it; no card where too few won deals tell it."""
    name = str(options.outcome)
    try:
        prepared = deals.prepared(options, day)
    except (DataError, UsageError):  # nothing records it, or of too few: it is not known
        return None, ExpectedWorth(name)
    rows, search, measure = prepared.bench.rows, prepared.bench.split.search, prepared.bench.outcome.measure
    values = prepared.bench.outcome.values.astype(np.float64)
    n = int(search.sum())
    if n < _FEWEST or np.ptp(values[search]) == 0:
        return None, ExpectedWorth(name, measure.unit, n)
    facts, _ = without_personal([a for a in rows.attributes if a.parameter.is_searched], allowed)
    accounts = rows.repeated_accounts
    own = None if accounts is None else np.unique(accounts[search], return_inverse=True)[1]
    card = learn_amounts([a.take(search) for a in facts], rows.opened[search], values[search], own)
    mean = float(values[search].mean())
    told = card.expected([a.take(~search) for a in facts], rows.opened[~search])
    proof = share_explained(told, mean, values[~search])
    return card, ExpectedWorth(name, measure.unit, n, mean, proof, measure.side)
