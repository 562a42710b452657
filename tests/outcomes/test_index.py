"""Mutual value: by hand, and what no weighting may change."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from whofor.lexicon.outcome_kinds import Side
from whofor.outcomes.index import Component, mutual_value, percentiles, stability

NAN = np.nan


def part(
    values: list[float] | np.ndarray, side: Side = Side.US, better: int = 1, weight: float = 1.0, name: str = "c"
) -> Component:
    return Component(name, name, side, better, weight, np.array(values, dtype=float))


def test_percentiles_are_ranks_among_the_known() -> None:
    assert percentiles(np.array([3.0, NAN, 1.0, 2.0])).tolist()[0] == pytest.approx(5 / 6)
    assert np.isnan(percentiles(np.array([3.0, NAN]))[1])
    assert percentiles(np.array([1.0, 2.0, 3.0]), -1).tolist() == pytest.approx([5 / 6, 1 / 2, 1 / 6])
    assert percentiles(np.array([7.0, 7.0])).tolist() == [0.5, 0.5]


def test_sides_are_weighted_means_and_the_whole_is_geometric() -> None:
    """Two clients: percentiles are 1/4 and 3/4. For us 2 x price, 1 x support (less is better)."""
    price, support = part([10, 20], weight=2.0), part([5, 9], better=-1)
    saved = part([100, 50], Side.CLIENT)
    got = mutual_value([price, support, saved])
    us = [(2 * 0.25 + 0.75) / 3, (2 * 0.75 + 0.25) / 3]
    assert got.us.tolist() == pytest.approx(us)
    assert got.client.tolist() == [0.75, 0.25]
    assert got.values.tolist() == pytest.approx([(us[0] * 0.75) ** 0.5, (us[1] * 0.25) ** 0.5])
    assert got.values[0] > got.values[1], "the client who pays less is worth more"


def test_one_side_cannot_buy_the_other_off() -> None:
    """The best payer gains least: the even ones come first."""
    got = mutual_value([part([1, 2, 3, 4, 5]), part([5, 4, 3, 2, 1], Side.CLIENT)])
    assert got.values.argmax() == 2
    assert got.values[0] == pytest.approx(got.values[4])


def test_where_one_half_is_measured_the_other_is_not_made_up() -> None:
    got = mutual_value([part([1, 2, 3]), part([NAN, NAN, NAN], Side.CLIENT)])
    assert got.sides == (Side.US,)
    assert np.array_equal(got.values, got.us)
    assert np.isnan(got.client).all()


def test_a_client_of_whom_too_little_is_known_gets_no_value() -> None:
    """Of four equal components one is a quarter of the weight, two are a half."""
    columns = [[1, 1, 1], [2, NAN, 2], [3, NAN, NAN], [4, NAN, NAN]]
    got = mutual_value([part(c) for c in columns])
    assert np.isfinite(got.values).tolist() == [True, False, True]


def test_units_and_scales_do_not_count() -> None:
    rng = np.random.default_rng(1)
    price, saved = rng.lognormal(8, 1, 60), rng.normal(size=60)
    plain = mutual_value([part(price), part(saved, Side.CLIENT)])
    other = mutual_value([part(np.log(price) * 3 - 7), part(saved * 1000, Side.CLIENT)])
    np.testing.assert_allclose(plain.values, other.values)


def test_what_agrees_is_stable_and_what_contradicts_is_not() -> None:
    rng = np.random.default_rng(2)
    worth = rng.normal(size=200)
    agree = [part(worth + rng.normal(0, 0.05, 200)) for _ in range(4)]
    against = [part(worth), part(-worth), part(rng.normal(size=200))]
    assert stability(agree, 1).low > 0.98
    assert stability(against, 1).low < 0.5
    assert stability(agree, 1) == stability(agree, 1)


def test_stability_is_spearmans_correlation() -> None:
    """One weighting, drawn as the function draws it."""
    rng = np.random.default_rng(3)
    parts = [part(rng.normal(size=40)) for _ in range(3)]
    weights = np.random.default_rng(7).exponential(size=(1, 3))[0]
    again = mutual_value([part(p.values, weight=w) for p, w in zip(parts, weights, strict=True)])
    wanted = spearmanr(mutual_value(parts).values, again.values).statistic
    assert stability(parts, 7, weightings=1).median == pytest.approx(wanted)


def test_what_cannot_be_formed_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one component"):
        mutual_value([])
    with pytest.raises(ValueError, match="above 0"):
        mutual_value([part([1, 2], weight=0.0)])
    with pytest.raises(ValueError, match="same clients"):
        mutual_value([part([1, 2]), part([1])])
    with pytest.raises(ValueError, match="three clients"):
        stability([part([1, 2])], 0)


def test_figures_that_differ_by_how_they_were_reckoned_are_equal() -> None:
    noisy = np.array([0.1 + 0.2, 0.3, 0.3 + 1e-16, 5e-324 * 0 + 1.0, 1e12])
    assert percentiles(noisy).tolist() == [0.3, 0.3, 0.3, 0.7, 0.9]
    assert percentiles(np.array([100.0, 101.0, 1e12])).tolist() == pytest.approx([1 / 6, 0.5, 5 / 6])
