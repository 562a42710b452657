"""Back-tests of a card: accounts placed by cards that did not learn from them, and lists by the tiers they fall in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.model.backtests import BacktestList, ListFigures
from whofor.model.card_proof import ProofFigure
from whofor.model.scorecard import Scorecard
from whofor.scoring.card_deals import CardDeals
from whofor.scoring.earning import folds_of
from whofor.scoring.learn import CardOptions, learn_card
from whofor.scoring.tiers import tiers_by_chance, usual_tiers
from whofor.scoring.unknowns import Companions
from whofor.stats.intervals import wilson_interval

__all__ = ["best_third", "cross_fitted_tiers", "first_of_each", "list_figures"]

_N_TOP = 2
"""The two best tiers, as A and B: what the source asks for."""


def cross_fitted_tiers(deals: CardDeals, options: CardOptions, finish: Callable[[Scorecard], Scorecard]) -> IntArray:
    """Return the place of each deal's tier by a card that learnt from no deal of its account; -1 where none could.

    Args:
        deals: All deals.
        options: How cards are learnt.
        finish: Makes of a card that was learnt the one that counts: with edited weights, tiers and the newest base.

    Source:
        Stone (1974), JRSS B 36:111 (cross-validation).
    """
    codes = np.full(len(deals), -1, dtype=np.int64)
    for fold in folds_of(deals.won.astype(np.float64), deals.accounts):
        rest = deals.take(~fold)
        found = learn_card(rest.facts, rest.opened, rest.won.astype(np.float64), options, accounts=rest.accounts)
        card = finish(found.card)
        chances = deals.take(fold).scores(card, Companions(found.together, found.card.n)).chances
        codes[fold] = tiers_by_chance(chances, card.tiers or usual_tiers(card.base_rate or 0.0))
    return codes


def first_of_each(accounts: IntArray | None, opened: FloatArray, among: BoolArray) -> IntArray:
    """Return the places of the first deal of each account among some; of equal or unknown days the first in order.

    Args:
        accounts: Account of each deal; `None` where all differ.
        opened: Day of opening of each; NaN where not known.
        among: The deals to choose from.
    """
    places = np.flatnonzero(among)
    if accounts is None:
        return places
    order = places[np.lexsort((places, opened[places]))]
    _, first = np.unique(accounts[order], return_index=True)
    return np.sort(order[first])


def best_third(worth: FloatArray) -> BoolArray | None:
    """Return which customers are the third that is worth most; `None` where that cannot be told.

    Equal ones stand together, so that it may be less than a third; where most are worth the same there is none.

    Args:
        worth: Worth of each customer; NaN where not known.

    Example:
        >>> best_third(np.array([1.0, 5.0, 3.0, np.nan])).tolist()
        [False, True, False, False]
    """
    known = np.isfinite(worth)
    if not known.any():
        return None
    ordered = np.sort(worth[known])[::-1]
    least = ordered[max(0, -(-len(ordered) // 3) - 1)]
    best = known & (worth >= least)
    if best.sum() > len(ordered) / 2:
        best = known & (worth > least)
    return best if best.any() else None


def list_figures(name: BacktestList, codes: IntArray, tiers: tuple[str, ...]) -> ListFigures:
    """Return how many of a list are in each tier, and the share in the two best ones.

    Args:
        name: The list.
        codes: Place of the tier of each; -1 for those that no card could place, which are left out.
        tiers: Names of the tiers, the best first.

    Example:
        >>> found = list_figures(BacktestList.LOST, np.array([0, 1, 1, 3]), ("A", "B", "C", "D"))
        >>> found.tiers, found.top.estimate
        ((('A', 1), ('B', 2), ('C', 0), ('D', 1)), 0.75)
    """
    held = codes[codes >= 0]
    counts = np.bincount(held, minlength=len(tiers))
    top = None
    if len(held):
        i = wilson_interval(int(counts[:_N_TOP].sum()), len(held))
        top = ProofFigure(i.estimate, i.low, i.high, len(held))
    return ListFigures(name, len(held), tuple(zip(tiers, counts.tolist(), strict=True)), top)
