"""Draws the market: accounts, and the deals opened with them, before any outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whofor.example.draws import Draws, Floats, Ints
from whofor.example.truth import Group, PlantedTruth
from whofor.example.world import (
    AS_OF,
    ASIA,
    COUNTRIES,
    FIRST_DAY,
    LATIN_AMERICA,
    LEAD_SOURCES,
    SALESPEOPLE,
    SECTORS,
    SIZE_BANDS,
)

__all__ = ["RECENT_DAYS", "Accounts", "DealsDrawn", "draw_accounts", "draw_deals"]

Booleans = NDArray[np.bool_]

RECENT_DAYS = 183
"""Number of days before the opening up to which a round counts as recent."""

NO_ROUND = -1
_LABELS = [sector.label for sector in SECTORS]
_CODES = [country.code for country in COUNTRIES]
_DEALS_PER_ACCOUNT = (72, 18, 6, 3, 1)
_PERCENT_GROWING = ((0.0, 20.0), (0.5, 38.0), (0.9, 80.0), (1.0, 140.0))
_PERCENT_NOT_GROWING = ((0.0, -18.0), (0.3, 0.0), (0.8, 12.0), (1.0, 19.9))


@dataclass(frozen=True, slots=True)
class Accounts:
    """Companies as they really are, one position each. Days are proleptic Gregorian ordinals.

    Attributes:
        sector: Position in `SECTORS`.
        country: Position in `COUNTRIES`.
        band: Position in `SIZE_BANDS`.
        employees: Number of people.
        growth: Growth of the number of people in twelve months, in whole percent.
        owner: Position in `SALESPEOPLE`.
        funding_day: Day of the last round, `-1` where there was none.
    """

    sector: Ints
    country: Ints
    band: Ints
    employees: Ints
    growth: Ints
    owner: Ints
    funding_day: Ints


@dataclass(frozen=True, slots=True)
class DealsDrawn:
    """Deals on the day they were opened, in the order of opening.

    Attributes:
        account: Position of the account.
        opened: Day of opening.
        source: Position in `LEAD_SOURCES`, or their number where the lead was referred.
        group: Value of `Group`.
    """

    account: Ints
    opened: Ints
    source: Ints
    group: Ints

    @property
    def referred(self) -> Booleans:
        """Return whether each lead was referred."""
        return self.source == len(LEAD_SOURCES)


def draw_accounts(
    seed: int, truth: PlantedTruth, n_deals: int, last: int = AS_OF.toordinal()
) -> tuple[Accounts, Ints, Ints]:
    """Draw as many accounts as `n_deals` deals need, opened up to the day `last`.

    Returns:
        The accounts, and for each deal its account and its day of opening (not yet in order).
    """
    draws = Draws(seed, 1)
    counts = 1 + draws.pick(n_deals, _DEALS_PER_ACCOUNT)
    n = int(np.searchsorted(np.cumsum(counts), n_deals)) + 1
    account = np.repeat(np.arange(n), counts[:n])[:n_deals]
    sector = draws.pick(n, [s.weight for s in SECTORS])
    country = _countries(draws, sector)
    band = _by_sector(sector, [draws.pick(n, s.sizes) for s in SECTORS])
    growing = draws.uniform(n) < np.array([s.growing for s in SECTORS])[sector]
    growth = np.where(growing, draws.quantile(n, _PERCENT_GROWING), draws.quantile(n, _PERCENT_NOT_GROWING))
    funding_day, opened = _rounds_and_openings(draws, sector, account, last)
    accounts = Accounts(
        sector=sector,
        country=country,
        band=band,
        employees=_employees(draws, band),
        growth=np.floor(growth).astype(np.int64),
        owner=_owners(draws, sector, country, truth),
        funding_day=funding_day,
    )
    return accounts, account, opened


def draw_deals(seed: int, truth: PlantedTruth, accounts: Accounts, account: Ints, opened: Ints) -> DealsDrawn:
    """Draw each deal's lead source and group, and return the deals in the order of their opening."""
    draws = Draws(seed, 2)
    order = np.argsort(opened, kind="stable")
    account, opened = account[order], opened[order]
    n = len(account)
    legal = accounts.sector[account] == _LABELS.index("Legal services")
    share = np.where(legal, truth.referral_share, truth.referral_share_elsewhere)
    referred = draws.uniform(n) < share
    other = draws.pick(n, [weight for _, weight in LEAD_SOURCES])
    return DealsDrawn(
        account=account,
        opened=opened,
        source=np.where(referred, len(LEAD_SOURCES), other),
        group=_groups(accounts, account, opened),
    )


def _by_sector(sector: Ints, drawn: list[Ints]) -> Ints:
    return np.stack(drawn)[sector, np.arange(len(sector))]


def _countries(draws: Draws, sector: Ints) -> Ints:
    drawn: list[Ints] = []
    for s in SECTORS:
        own = dict(s.countries)
        weights = [own.get(c.code, 0.0) if own else c.weight for c in COUNTRIES]
        drawn.append(draws.pick(len(sector), weights))
    return _by_sector(sector, drawn)


def _employees(draws: Draws, band: Ints) -> Ints:
    """Draw the number of people within the band, smaller ones more often."""
    low = np.array([low for low, _ in SIZE_BANDS])[band]
    high = np.array([high for _, high in SIZE_BANDS])[band]
    # Few companies lie between 201 and 249, so that the usual bands separate 250+ nearly as well as the exact number.
    low = np.where((band == 3) & (draws.uniform(len(band)) < 0.95), 250, low)
    place = draws.uniform(len(band))
    return low + np.floor(place * place * (high - low + 1)).astype(np.int64)


def _owners(draws: Draws, sector: Ints, country: Ints, truth: PlantedTruth) -> Ints:
    n = len(sector)
    hers = (sector == _LABELS.index("Professional services")) & (country == _CODES.index("GB"))
    share = np.where(hers, truth.salesperson_share, truth.salesperson_share_elsewhere)
    return np.where(draws.uniform(n) < share, 0, draws.whole(n, 1, len(SALESPEOPLE) - 1))


def _rounds_and_openings(draws: Draws, sector: Ints, account: Ints, last: int) -> tuple[Ints, Ints]:
    """Draw last rounds and openings together, so that openings may follow a round.

    The first deal of an account is opened on any day; the round is then shortly before it, long before it,
    or after it. Further deals are opened shortly after the round, or on any day.
    """
    first = FIRST_DAY.toordinal()
    n, n_deals = len(sector), len(account)
    recent_share = np.array([s.recent for s in SECTORS])[sector]
    start = draws.whole(n, first, last)
    shortly, long = draws.whole(n, 5, 172), draws.whole(n, 200, 1100)
    after = start + draws.whole(n, 10, 400)
    use_after = (draws.uniform(n) < 0.4) & (after <= last)
    other_day = np.where(use_after, after, start - long)
    funding = np.where(draws.uniform(n) < recent_share, start - shortly, other_day)
    funded = draws.uniform(n) < np.array([s.funded for s in SECTORS])[sector]
    funding = np.where(funded, funding, NO_ROUND)

    any_day = draws.whole(n_deals, first, last)
    soon = funding[account] + draws.whole(n_deals, 5, 172)
    follows = (draws.uniform(n_deals) < recent_share[account]) & funded[account] & (soon >= first) & (soon <= last)
    is_first = np.concatenate(([True], account[1:] != account[:-1]))
    opened = np.where(is_first, start[account], np.where(follows, soon, any_day))
    return funding, _to_monday(opened, last)


def _to_monday(day: Ints, last: int) -> Ints:
    """Return the days, those on a weekend moved to the Monday after, never past `last`."""
    weekday = (day + 6) % 7
    return np.minimum(np.where(weekday >= 5, day + 7 - weekday, day), last)


def _groups(accounts: Accounts, account: Ints, opened: Ints) -> Ints:
    sector, country = accounts.sector[account], accounts.country[account]
    employees, growth = accounts.employees[account], accounts.growth[account]
    funding = accounts.funding_day[account]
    since = opened - funding
    after_round = (funding != NO_ROUND) & (since >= 0) & (since <= RECENT_DAYS)
    a = (sector == _LABELS.index("Fintech")) & (employees >= 51) & (employees <= 200)
    a &= (growth >= 20) & after_round
    maker = (sector == _LABELS.index("Manufacturing")) & (employees >= 250)
    in_latin_america = np.isin(country, [_CODES.index(code) for code in LATIN_AMERICA])
    in_asia = np.isin(country, [_CODES.index(code) for code in ASIA])
    public = (sector == _LABELS.index("Public sector")) & (employees >= 1000)
    cases = [a, maker & in_latin_america, maker & in_asia, public]
    return np.select(cases, [Group.ICP_A, Group.ICP_B, Group.ASIA, Group.PUBLIC], Group.NEUTRAL).astype(np.int64)


def odds_of_date(opened: Ints, truth: PlantedTruth) -> Floats:
    """Return the factor of the date of opening on the odds of winning; 1 in the middle of the years.

    After the day of the export the slow rise goes on.
    """
    first, last = FIRST_DAY.toordinal(), AS_OF.toordinal()
    middle = 2.0 / (1.0 + truth.drift_odds)
    drift = middle * (1.0 + (truth.drift_odds - 1.0) * (opened - first) / (last - first))
    month = (np.datetime64("0000-12-31") + opened).astype("datetime64[M]").astype(np.int64) % 12 + 1
    return drift * np.where((month == 7) | (month == 8), truth.summer_odds, 1.0)
