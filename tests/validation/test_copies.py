"""Deals that repeat others are found, and honest deals that look alike are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from made_copies import coarse_rows, noise_rows, with_copies
from made_rows import attribute
from whofor.model import Kind
from whofor.schema.rows import DealRows
from whofor.validation.copies import find_copies


def records(rows: DealRows) -> list[tuple[object, ...]]:
    """Everything recorded of each deal, unknown values as None."""
    columns = [rows.opened, rows.closed, rows.outcome, *(a.values for a in (*rows.attributes, *rows.confounders))]
    return [tuple(None if v != v else v for v in row) for row in zip(*(c.tolist() for c in columns), strict=True)]


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize(("keys", "fresh"), [(True, True), (True, False), (False, False)])
def test_a_file_three_times_counts_once(dated: bool, keys: bool, fresh: bool) -> None:
    rows = noise_rows(300, seed=1, dated=dated, keys=keys)
    thrice = with_copies(rows, np.tile(np.arange(300), 2), fresh=fresh)
    found = find_copies(thrice)
    assert found.sure.sum() == 600
    assert not found.likely.any()
    left = thrice.take(~found.sure)
    assert sorted(map(str, records(left))) == sorted(map(str, records(rows)))
    every = records(thrice)
    # Of each record the first row is the one that is kept.
    assert [i for i in range(900) if not found.sure[i]] == sorted(every.index(r) for r in set(every))


def test_a_coarse_file_three_times_counts_once() -> None:
    rows = coarse_rows(4000, (3, 4, 5))
    found = find_copies(with_copies(rows, np.tile(np.arange(4000), 2)))
    assert found.sure.sum() == 8000


def test_each_account_of_a_repeated_file_keeps_its_own_deals() -> None:
    rows = coarse_rows(4000, (3, 4, 5))
    rows = replace(rows, accounts=np.arange(4000) // 4)
    twice = rows.take(np.repeat(np.arange(4000), 2))
    found = find_copies(twice)
    assert twice.accounts is not None
    assert np.bincount(twice.accounts[~found.sure]).tolist() == [4] * 1000


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("keys", [True, False])
def test_a_tenth_of_the_deals_twice(dated: bool, keys: bool) -> None:
    rows = noise_rows(1500, seed=2, dated=dated, keys=keys)
    places = np.random.default_rng(0).permutation(1500)[:150]
    found = find_copies(with_copies(rows, places))
    assert found.sure.sum() == 150
    assert not found.likely.any()


def test_copies_of_rare_records_are_dropped_where_common_ones_agree_by_chance() -> None:
    rows = coarse_rows(5000, (4,) * 12, 0.3)
    assert not find_copies(rows).sure.any()
    copied = with_copies(rows, np.arange(500))
    found = find_copies(copied)
    # Of the common records nobody can say which are copies; of the rare ones hardly any agree by chance.
    assert 200 < found.sure.sum() < 500


def test_a_few_copies_are_kept_together_with_their_like() -> None:
    rows = noise_rows(200, seed=3)
    copied = with_copies(rows, np.array([5, 80, 143]))
    found = find_copies(copied)
    assert not found.sure.any()
    assert found.likely.sum() == 3
    every = records(copied)
    assert found.accounts is not None
    units: dict[tuple[object, ...], set[int]] = {}
    for record, account in zip(every, found.accounts.tolist(), strict=True):
        units.setdefault(record, set()).add(account)
    assert [len(numbers) for numbers in units.values()] == [1] * 200
    assert len(np.unique(found.accounts)) == 200


def test_deals_of_accounts_that_share_a_copy_are_one_unit() -> None:
    rows = noise_rows(100, 3, seed=4)
    copied = with_copies(rows, np.array([0, 30, 90]))
    found = find_copies(copied)
    assert found.likely.sum() == 3
    assert found.accounts is not None
    assert np.unique(found.accounts, return_counts=True)[1].tolist().count(4) == 3


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("levels", [(3, 4, 5, 4, 3, 4), (3,) * 12, (2, 3), (9,) * 8])
def test_coarse_deals_that_agree_by_chance_are_left(levels: tuple[int, ...], correlation: float) -> None:
    rows = coarse_rows(6000, levels, correlation)
    found = find_copies(rows)
    assert not found.sure.any()
    assert not found.likely.any()
    assert found.accounts is None


def test_many_coarse_deals_are_left() -> None:
    found = find_copies(coarse_rows(45_000, (3, 4, 5, 4, 3, 5)))
    assert not (found.sure | found.likely).any()


@pytest.mark.parametrize("keys", [True, False])
@pytest.mark.parametrize("dated", [True, False])
def test_many_deals_of_an_account_are_left(dated: bool, keys: bool) -> None:
    rows = noise_rows(100, 20, seed=5, dated=dated, keys=keys)
    found = find_copies(rows)
    assert not (found.sure | found.likely).any()
    assert found.accounts is rows.accounts


@pytest.mark.parametrize("keys", [True, False])
def test_a_client_that_orders_the_same_every_month_is_left(keys: bool) -> None:
    rows = noise_rows(300, seed=6)
    monthly = rows.take(np.concatenate([np.arange(300), np.zeros(60, dtype=np.int64)]))
    opened = monthly.opened.copy()
    opened[300:] = opened[0] + 30.0 * np.arange(1, 61)
    accounts = monthly.accounts if keys else None
    found = find_copies(replace(monthly, opened=opened, closed=opened + 20, accounts=accounts))
    assert not (found.sure | found.likely).any()


def test_a_client_that_buys_the_same_twice_in_a_day_is_counted_and_kept() -> None:
    rows = noise_rows(300, seed=7)
    twice = with_copies(rows, np.arange(40), fresh=False)
    found = find_copies(twice)
    assert not found.sure.any()
    assert found.likely.sum() == 40
    assert found.accounts is twice.accounts


def test_leads_of_one_campaign_and_day_are_left() -> None:
    rng = np.random.default_rng(8)
    rows = coarse_rows(3000, (3, 2))
    campaign = rng.integers(0, 40, 3000)
    opened = 19_700.0 + 18 * campaign + np.floor(rng.exponential(2.0, 3000))
    pages = attribute("page", np.array([f"page {i}" for i in range(40)], dtype=object)[campaign])
    found = find_copies(replace(rows, opened=opened, attributes=(*rows.attributes, pages)))
    assert not (found.sure | found.likely).any()


def test_rows_with_next_to_nothing_recorded_are_left() -> None:
    rows = noise_rows(2000, seed=9)
    empty = np.random.default_rng(0).random(2000) < 0.6
    facts = []
    for a in rows.attributes:
        values = a.values.copy()
        values[empty] = np.nan if a.parameter.kind is Kind.NUMBER else None
        facts.append(replace(a, values=values))
    nothing = np.full(2000, np.nan)
    found = find_copies(replace(rows, opened=nothing, closed=nothing, attributes=tuple(facts)))
    assert not (found.sure | found.likely).any()


def test_deals_that_are_all_the_same_or_none_are_left() -> None:
    rows = coarse_rows(50, (2,))
    same = rows.take(np.zeros(50, dtype=np.int64))
    assert not find_copies(same.take(np.arange(1))).sure.any()
    assert not find_copies(rows.take(np.arange(0))).sure.any()
    assert find_copies(same).accounts is None
