"""How tiers spread over countries and sizes: counted by hand, and silent about groups that are too small."""

from __future__ import annotations

import numpy as np
import pytest

from made_rows import attribute
from whofor.model import Kind, Operator
from whofor.scoring.spread import tier_spreads
from whofor.stats.intervals import wilson_interval

TIERS = ("A", "B", "C", "D")


def test_shares_are_those_counted_by_hand() -> None:
    place = np.array(["MX"] * 40 + ["FR"] * 60 + ["IS"] * 5 + [None] * 35, dtype=object)
    codes = np.array([0] * 10 + [1] * 10 + [2] * 20 + [1] * 6 + [3] * 54 + [0] * 5 + [3] * 35)
    found = tier_spreads([attribute("country", place)], np.zeros(len(place)), codes, TIERS)
    assert (found.tiers, found.n, found.n_top, found.least) == (("A", "B"), 140, 31, 30)
    (spread,) = found.spreads
    by = {g.conditions[0].values or g.conditions[0].operator: g for g in spread.groups}
    assert [g.n for g in spread.groups] == [60, 40, 5, 35]
    mexico, iceland, unknown = by["MX",], by["IS",], by[Operator.UNKNOWN]
    assert mexico.share is not None
    assert (mexico.n_top, mexico.share.estimate, mexico.share.n) == (20, 0.5, 40)
    whole = wilson_interval(20, 40)
    assert (mexico.share.low, mexico.share.high) == (whole.low, whole.high)
    assert (iceland.n, iceland.n_top, iceland.share) == (5, 5, None), "too few to tell"
    assert unknown.share is not None
    assert unknown.share.estimate == 0.0


def test_sizes_are_told_in_the_bands_that_people_use_from_the_smallest_up() -> None:
    size = np.array([5.0] * 40 + [30.0] * 40 + [3000.0] * 40)
    codes = np.array([3] * 40 + [0] * 10 + [3] * 30 + [1] * 40)
    (spread,) = tier_spreads([attribute("employees", size, Kind.NUMBER)], np.zeros(120), codes, TIERS).spreads
    assert [(g.n, g.n_top) for g in spread.groups] == [(40, 0), (40, 10), (40, 40)]
    lows = [g.conditions[0].low for g in spread.groups]
    assert lows[0] is None
    assert lows[1:] == sorted(low for low in lows[1:] if low is not None)


@pytest.mark.parametrize(("names", "first"), [(("A", "B"), ("A",)), (("A",), ("A",)), (TIERS, ("A", "B"))])
def test_with_two_tiers_the_first_alone_is_on_top(names: tuple[str, ...], first: tuple[str, ...]) -> None:
    place = np.array(["MX"] * 50, dtype=object)
    codes = np.arange(50) % len(names)
    found = tier_spreads([attribute("country", place)], np.zeros(50), codes, names)
    assert found.tiers == first
    assert found.n_top == int((codes < len(first)).sum())


def test_many_values_are_told_together_and_nothing_is_said_of_what_is_not_there() -> None:
    place = np.array([f"c{i % 50:02}" for i in range(500)], dtype=object)
    codes = np.zeros(500, dtype=np.int64)
    (spread,) = tier_spreads([attribute("country", place)], np.zeros(500), codes, TIERS).spreads
    assert len(spread.groups) == 21
    assert spread.groups[-1].conditions == ()
    assert sum(g.n for g in spread.groups) == 500
    nothing = attribute("country", np.full(500, None, dtype=object))
    assert tier_spreads([nothing, attribute("industry", place)], np.zeros(500), codes, TIERS).spreads == ()
