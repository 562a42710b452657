"""Clusters of rows against the definitions."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.stats.clusters import design_effect, intraclass_correlation, size_classes


def test_the_correlation_is_that_of_the_variance_between_clusters():
    """Cluster effects of variance 1, rows of variance 3: a quarter."""
    rng = np.random.default_rng(1)
    clusters = np.repeat(np.arange(4_000), rng.integers(1, 9, 4_000))
    values = rng.normal(size=4_000)[clusters] + rng.normal(0, 3**0.5, len(clusters))
    assert intraclass_correlation(values, clusters) == pytest.approx(0.25, abs=0.02)


def test_the_correlation_by_hand():
    """Means 2 and 6 of two and three rows: MSB 19.2, MSW 4/3, m0 2.4."""
    values, clusters = np.array([1.0, 3, 5, 6, 7]), np.array([0, 0, 1, 1, 1])
    assert intraclass_correlation(values, clusters) == pytest.approx((19.2 - 4 / 3) / (19.2 + 1.4 * 4 / 3))


def test_rows_that_avoid_each_other_or_stand_alone_have_none():
    assert intraclass_correlation(np.array([0.0, 1, 0, 1]), np.array([0, 0, 1, 1])) == 0
    assert intraclass_correlation(np.array([0.0, 1, 0, 1]), np.arange(4)) == 0
    assert intraclass_correlation(np.array([0.0, 1]), np.zeros(2, dtype=np.int64)) == 0


def test_classes_are_merged_from_the_largest_down():
    sizes = np.array([1] * 50 + [2] * 20 + [3] * 5 + [4] * 5 + [7] * 5 + [16] * 3 + [17] * 2 + [900])
    classes = size_classes(sizes)
    assert np.bincount(classes).tolist() == [50, 20, 21]
    assert (np.diff(classes[np.argsort(sizes)]) >= 0).all()


@pytest.mark.parametrize("count", [1, 5, 19])
def test_few_clusters_are_one_class(count: int):
    assert size_classes(np.arange(1, count + 1)).tolist() == [0] * count


def test_the_design_effect_of_unequal_clusters():
    assert design_effect(np.array([10, 2, 0]), 0.5) == pytest.approx(1 + (104 / 12 - 1) / 2)
    assert design_effect(np.array([0, 0]), 0.5) == 1
