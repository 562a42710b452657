"""The whole simulation behind one export, with the truth that the export does not show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from whofor.example.draws import Draws, Ints
from whofor.example.market import Accounts, DealsDrawn, draw_accounts, draw_deals
from whofor.example.moves import UNMOVED, Moves, with_fewer
from whofor.example.names import company_names
from whofor.example.outcomes import Outcomes, draw_outcomes
from whofor.example.truth import PlantedTruth
from whofor.example.world import LEAD_SOURCES, REFERRALS

__all__ = ["Simulation", "day_text", "simulate", "time_text"]


@dataclass(frozen=True, slots=True)
class Simulation:
    """Accounts, deals and outcomes as they truly are, before anyone typed them into a CRM.

    Attributes:
        seed: Seed of all draws.
        truth: The planted truth.
        accounts: The companies.
        deals: The deals on their day of opening.
        outcomes: Their outcomes.
        names: Company names.
        created: Day on which each company entered the CRM.
        moves: What changes in the market, and up to which day outcomes are known.
    """

    seed: int
    truth: PlantedTruth
    accounts: Accounts
    deals: DealsDrawn
    outcomes: Outcomes
    names: tuple[str, ...]
    created: Ints
    moves: Moves = UNMOVED

    @property
    def as_of(self) -> int:
        """Return the day of the export."""
        return self.moves.until.toordinal()

    def company_id(self, account: int) -> str:
        """Return the Record ID of a company."""
        return str(19_000_000_001 + 7 * account)

    def deal_id(self, deal: int) -> str:
        """Return the Record ID of a deal."""
        return str(23_000_000_001 + 3 * deal)

    def source(self, deal: int) -> str:
        """Return the lead source of a deal."""
        position = int(self.deals.source[deal])
        return REFERRALS if position == len(LEAD_SOURCES) else LEAD_SOURCES[position][0]


def simulate(seed: int, truth: PlantedTruth, n_deals: int, moves: Moves = UNMOVED) -> Simulation:
    """Draw accounts, deals and outcomes."""
    accounts, account, opened = draw_accounts(seed, truth, n_deals, moves.until.toordinal())
    accounts, deals = with_fewer(seed, accounts, draw_deals(seed, truth, accounts, account, opened), moves)
    draws = Draws(seed, 5)
    n = len(accounts.sector)
    first_opened = np.full(n, np.iinfo(np.int64).max)
    np.minimum.at(first_opened, deals.account, deals.opened)
    return Simulation(
        seed=seed,
        truth=truth,
        accounts=accounts,
        deals=deals,
        outcomes=draw_outcomes(seed, truth, accounts, deals, moves),
        names=tuple(company_names(draws, accounts.sector.tolist())),
        created=first_opened - draws.whole(n, 0, 90),
        moves=moves,
    )


@cache
def day_text(day: int) -> str:
    """Return a day as exports write it, `2024-03-05`."""
    return date.fromordinal(day).isoformat()


def time_text(day: int, minute: int) -> str:
    """Return a day and a minute of the working day, `2024-03-05 14:22`."""
    return f"{day_text(day)} {minute // 60:02d}:{minute % 60:02d}"


@cache
def month_end(day: int) -> int:
    """Return the last day of a day's month."""
    later = date.fromordinal(day).replace(day=28) + timedelta(days=4)
    return (later - timedelta(days=later.day)).toordinal()
