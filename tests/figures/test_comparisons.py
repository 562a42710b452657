"""Two groups of deals on one outcome."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from whofor.figures.comparisons import KnownOutcome, compare, with_holm
from whofor.figures.outcome import Outcome
from whofor.model import Measure


def known(values: np.ndarray, keep: np.ndarray) -> KnownOutcome:
    return KnownOutcome(keep, Outcome.of(Measure(), values[keep]))


def test_two_groups_stand_side_by_side_where_ten_of_each_are_known() -> None:
    values = (np.arange(600) % 3 == 0).astype(float)
    keep = np.arange(600) % 2 == 0
    won = known(values, keep)
    places = np.flatnonzero(keep)
    own, few = np.zeros((2, 600), dtype=bool)
    own[places[:40]] = True
    few[places[40:49]] = True
    assert compare(won, own, few) is None
    found = compare(won, own, ~own)
    assert found is not None
    assert (found.own.n, found.other.n) == (40, len(places) - 40)
    assert found.own.n_won == int(values[places[:40]].sum())


def test_p_values_are_corrected_over_all_comparisons() -> None:
    """Holm by hand: the smaller times two, then no less than that for the larger."""
    won = known((np.arange(200) % 2).astype(float), np.ones(200, dtype=bool))
    one = compare(won, np.arange(200) < 100, np.arange(200) >= 100)
    assert one is not None
    corrected = with_holm([replace(one, p=0.03), replace(one, p=0.02)])
    assert [c.p for c in corrected] == [0.04, 0.04]
