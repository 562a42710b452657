"""Draws the outcome of each deal: won or lost, when, and at what price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whofor.example.draws import Draws, Floats, Ints
from whofor.example.market import Accounts, DealsDrawn, odds_of_date
from whofor.example.moves import UNMOVED, Moves
from whofor.example.truth import Group, PlantedTruth

__all__ = ["LONGEST_CYCLE_DAYS", "Outcomes", "draw_outcomes"]

LONGEST_CYCLE_DAYS = 210
"""Longest time from opening to closing, so that all older deals have an outcome."""

_CYCLE = ((0.0, 0.15), (0.05, 0.42), (0.25, 0.70), (0.5, 1.0), (0.75, 1.42), (0.95, 2.3), (1.0, 3.2))
_LIST_PRICE = (3_000, 6_000, 14_000, 24_000, 38_000, 70_000, 120_000)
_PRICE_SPREAD = ((0.0, 0.55), (0.1, 0.72), (0.5, 1.0), (0.9, 1.4), (1.0, 1.9))


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outcomes of the deals, in their order.

    Attributes:
        chance: True chance of being won.
        will_win: Whether the deal is won in the end, also where the export came too early to know.
        closed: Whether it was closed by the day of the export.
        closed_day: Day of closing, also where it is after the export.
        amount: Amount in whole euros: the price agreed, or asked where the deal is not won.
        list_price: What the offer costs without discount, in whole euros.
        ceo: Whether the client's CEO appears after the opening.
    """

    chance: Floats
    will_win: NDArray[np.bool_]
    closed: NDArray[np.bool_]
    closed_day: Ints
    amount: Ints
    list_price: Ints
    ceo: NDArray[np.bool_]

    @property
    def won(self) -> NDArray[np.bool_]:
        """Return whether the export shows each deal as won."""
        return self.will_win & self.closed

    @property
    def lost(self) -> NDArray[np.bool_]:
        """Return whether the export shows each deal as lost."""
        return ~self.will_win & self.closed


def draw_outcomes(
    seed: int, truth: PlantedTruth, accounts: Accounts, deals: DealsDrawn, moves: Moves = UNMOVED
) -> Outcomes:
    """Draw the outcome of every deal from the planted truth, and from what it becomes."""
    draws = Draws(seed, 3)
    n = len(deals.account)
    chance = win_chances(truth, accounts, deals)
    if moves.truth_after is not None:
        after = win_chances(moves.truth_after, accounts, deals)
        chance = np.where(deals.opened > moves.since.toordinal(), after, chance)
    will_win = draws.uniform(n) < chance
    ratio = np.array([truth.cycle_ratio(group) for group in Group])[deals.group]
    median = np.where(will_win, truth.days_to_win, truth.days_to_loss) * ratio
    days = np.clip(np.floor(median * draws.quantile(n, _CYCLE)), 2, LONGEST_CYCLE_DAYS).astype(np.int64)
    closed_day = deals.opened + days
    list_price, amount = _prices(draws, truth, accounts, deals)
    return Outcomes(
        chance=chance,
        will_win=will_win,
        closed=closed_day <= moves.until.toordinal(),
        closed_day=closed_day,
        amount=amount,
        list_price=list_price,
        ceo=(deals.group == Group.ASIA) & (draws.uniform(n) < truth.asia_ceo_share),
    )


def win_chances(truth: PlantedTruth, accounts: Accounts, deals: DealsDrawn) -> Floats:
    """Return each deal's true chance: its group's rate, adjusted for salesperson, lead source and date."""
    rate = np.array([truth.win_rate(group) for group in Group])[deals.group]
    odds = odds_of_date(deals.opened, truth)
    odds = odds * np.where(accounts.owner[deals.account] == 0, truth.salesperson_odds, 1.0)
    odds = odds * np.where(deals.referred, truth.referral_odds, 1.0)
    return odds * rate / (1.0 - rate + odds * rate)


def _prices(draws: Draws, truth: PlantedTruth, accounts: Accounts, deals: DealsDrawn) -> tuple[Ints, Ints]:
    """Draw list price and amount of every deal, in steps of 50 euros."""
    n = len(deals.account)
    list_price = np.array(_LIST_PRICE)[accounts.band[deals.account]] * draws.quantile(n, _PRICE_SPREAD)
    discount = 0.85 + 0.15 * draws.uniform(n)
    is_icp = (deals.group == Group.ICP_A) | (deals.group == Group.ICP_B)
    discount = np.where(is_icp, truth.icp_price_ratio, discount)
    discount = np.where(deals.group == Group.ASIA, discount * truth.asia_price_ratio, discount)
    full, agreed = ((np.floor(price / 50.0) * 50).astype(np.int64) for price in (list_price, list_price * discount))
    return full, agreed
