"""Outcomes that can be compared at all, and two groups on one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from whofor.outcomes.known import compare, known_measures
from whofor.schema.rows import DealRows
from whofor.validation.ripeness import judge_ripeness

Make = Callable[..., DealRows]
TODAY = 20_500.0


@pytest.mark.parametrize(("others", "told"), [(9, False), (10, True)])
def test_a_figure_that_nearly_all_share_is_no_outcome(make: Make, others: int, told: bool) -> None:
    """Ten signed deals of another price are the fewest in which two groups could differ."""
    rows = make(600, 3, 0.5)
    amount = np.full(600, 900.0)
    ripeness = judge_ripeness(rows, TODAY)
    signed = np.flatnonzero(rows.won & ripeness.keep)
    amount[signed[:others]] = 500.0
    names = [k.outcome.measure.name for k in known_measures(replace(rows, amount=amount, currency="EUR"), ripeness)]
    assert "won" in names
    assert ("value" in names) is told


def test_two_groups_stand_side_by_side_where_ten_of_each_are_known(make: Make) -> None:
    rows = make(600, 4, 0.5)
    won = next(k for k in known_measures(rows, judge_ripeness(rows, TODAY)) if k.outcome.measure.name == "won")
    places = np.flatnonzero(won.keep)
    own, few = np.zeros((2, 600), dtype=bool)
    own[places[:40]] = True
    few[places[40:49]] = True
    assert compare(won, own, few) is None
    found = compare(won, own, ~own)
    assert found is not None
    assert found.own.n == 40
    assert found.other.n == len(places) - 40
    assert found.own.n_won == int(rows.won[places[:40]].sum())
