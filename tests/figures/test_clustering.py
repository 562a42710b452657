"""What it costs that the values of one account are alike."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.arrays import FloatArray, IntArray
from whofor.figures.clustering import Clustering
from whofor.figures.estimates import mean_estimate, median_estimate, rate_estimate


def of_accounts(rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
    """Return values of 60 accounts with 10 rows each, half of whose variance is between accounts; median 0."""
    accounts = np.repeat(np.arange(60), 10)
    return rng.normal(size=60)[accounts] + rng.normal(size=600), accounts


def test_intervals_cover_where_the_values_of_an_account_are_alike() -> None:
    """200 sets; taken apart, the interval of the median covers in some two thirds of them, that of the mean too."""
    covered = np.zeros(6)
    for seed in range(200):
        values, accounts = of_accounts(np.random.default_rng(seed))
        inside = accounts < 30
        effect = Clustering.of(values, accounts).effect(inside)
        of_median = Clustering.of_median(values, accounts).effect(inside)
        assert 1.0 < of_median < effect < 10.0
        yes = (values > 0).astype(float)
        of_rate = Clustering.of(yes, accounts).effect(inside)
        made = [
            *(mean_estimate(values[inside], effect=e) for e in (1.0, effect)),
            *(median_estimate(values[inside], effect=e) for e in (1.0, of_median)),
            *(rate_estimate(int(yes[inside].sum()), 300, e) for e in (1.0, of_rate)),
        ]
        covered += [e.ci_low <= truth <= e.ci_high for e, truth in zip(made, (0, 0, 0, 0, 0.5, 0.5), strict=True)]  # type: ignore[operator]
    apart, together = covered[::2] / 200, covered[1::2] / 200
    assert (apart < 0.8).all()
    assert (together > 0.9).all()


def test_each_row_counts_where_no_account_has_several() -> None:
    values, inside = np.arange(20.0), np.ones(20, dtype=bool)
    assert Clustering.of(values, None).effect(inside) == Clustering.of_median(values, None).effect(inside) == 1.0
    assert Clustering.of(np.full(20, np.nan), np.zeros(20, dtype=np.int64)).effect(inside) == 1.0
    assert median_estimate(values) == median_estimate(values, effect=1.0)


def test_rows_without_a_value_are_no_rows_of_an_account() -> None:
    accounts = np.repeat(np.arange(10), 4)
    values = np.repeat(np.arange(10.0), 4)
    known = np.arange(40) % 4 < 2
    alike = Clustering.of(np.where(known, values, np.nan), accounts)
    # Two rows of each account have a value, and both are equal: the correlation is cut to 0.99.
    assert alike.effect(np.ones(40, dtype=bool)) == pytest.approx(1.99)
    assert alike.effect(~known) == 1.0
