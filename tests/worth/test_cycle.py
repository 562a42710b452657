"""Sales cycles: curves, medians, the area between them, and the stages at which deals are lost."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from whofor.schema.history import History, StageStays
from whofor.schema.rows import DealRows
from whofor.worth.cycle import cycle_of, death_stages

Make = Callable[..., DealRows]


def two_groups(made: Make, n: int = 300) -> tuple[DealRows, np.ndarray]:
    """Half sign: one group after 20 days, the other after 60; the rest is lost after 50."""
    inside = np.arange(2 * n) < n
    won = np.arange(2 * n) % 2 == 0
    days = np.where(won, np.where(inside, 20.0, 60.0), 50.0)
    return made(np.where(won, "won", "lost").tolist(), np.zeros(2 * n), days), inside


def test_two_speeds_by_hand(made: Make) -> None:
    rows, inside = two_groups(made)
    got = cycle_of(inside, ~inside, rows, 400.0, seed=0)
    assert got is not None
    assert (got.median_own.estimate, got.median_other.estimate) == (20.0, 60.0)
    assert (got.median_own.n, got.n_own, got.open_own) == (150, 300, 0)
    assert got.horizon == 60.0


def test_no_longer_than_either_group_could_be_followed(made: Make) -> None:
    rows, inside = two_groups(made)
    rows.outcome[0], rows.closed[0], rows.opened[0] = "open", np.nan, 345.0
    rows.outcome[2], rows.closed[2] = "open", np.nan
    got = cycle_of(inside, ~inside, rows, 55.0 + 345.0, seed=0)
    assert got is not None
    assert got.horizon == 60.0
    rows.opened[2] = 345.0
    got = cycle_of(inside, ~inside, rows, 400.0, seed=0)
    assert got is not None
    assert got.horizon == 55.0


def test_the_area_is_days_gained(made: Make) -> None:
    rows, inside = two_groups(made)
    rows.closed[::2] = np.where(inside[::2], 20.0, 40.0)
    got = cycle_of(inside, ~inside, rows, 400.0, seed=0)
    assert got is not None
    # Half of the deals sign 20 days sooner, looked at to the day of the last signature.
    assert got.gained == pytest.approx(0.5 * 20, abs=0.6)
    assert got.gained_low < got.gained < got.gained_high
    assert got.own[-1].estimate == pytest.approx(0.5)
    assert got.own[0].estimate == 0


def test_open_deals_are_censored_and_losses_are_not(made: Make) -> None:
    """A lost deal can no longer sign; were it censored, the curve would reach 100 %."""
    n = 100
    outcome = (["won"] * 30 + ["lost"] * 60 + ["open"] * 10) * 2
    closed = ([10.0] * 30 + [5.0] * 60 + [np.nan] * 10) * 2
    rows = made(outcome, np.zeros(2 * n), closed)
    inside = np.arange(2 * n) < n
    got = cycle_of(inside, ~inside, rows, 30.0, seed=0)
    assert got is not None
    assert got.own[-1].estimate == pytest.approx(0.3)
    assert (got.open_own, got.open_other) == (10, 10)
    assert got.gained == pytest.approx(0)
    assert got.gained_low <= 0 <= got.gained_high


def test_closed_before_opened_and_undated_deals_are_left_out(made: Make) -> None:
    rows, inside = two_groups(made)
    rows.closed[0] = -5.0
    rows.opened[1] = np.nan
    got = cycle_of(inside, ~inside, rows, 400.0, seed=0)
    assert got is not None
    assert got.n_own == 298


def test_too_few_or_undated_is_not_told(made: Make) -> None:
    rows, inside = two_groups(made, 8)
    assert cycle_of(inside, ~inside, rows, 400.0, seed=0) is None
    rows, inside = two_groups(made)
    assert cycle_of(inside, ~inside, rows, float("nan"), seed=0) is None


def test_deals_die_in_the_stage_before_the_end(made: Make) -> None:
    """Ten deals inside are lost in Demo, ten outside in Offer; Closed lost is an end by itself, Demo is not."""
    n = 20
    deal, stage, at = [], [], []
    for i in range(2 * n):
        names = ["New", "Demo", "Closed lost"] if i < n else ["New", "Demo", "Offer", "Closed lost"]
        deal += [i] * len(names)
        stage += names
        at += list(range(len(names)))
    stages = StageStays(np.array(deal), np.array(stage, dtype=object), np.array(at, dtype=float))
    rows = made(["lost"] * 2 * n, history=History(stages=stages))
    inside = np.arange(2 * n) < n
    got = {d.stage: (d.own.n_won, d.own.n, d.other.n_won) for d in death_stages(inside, ~inside, rows)}
    assert got == {"Demo": (20, 20, 0), "Offer": (0, 20, 20)}


def test_no_stage_history_is_no_table(made: Make) -> None:
    rows, inside = two_groups(made)
    assert death_stages(inside, ~inside, rows) == ()
