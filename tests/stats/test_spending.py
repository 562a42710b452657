from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import multivariate_normal, norm

from whofor.stats.spending import level_of_look, levels_of_looks, pocock_spent


def z(levels: list[float]) -> list[float]:
    return [round(-float(ndtri(level / 2)), 3) for level in levels]


def crossings(information: list[float], scores: list[float], n: int, sides: int) -> np.ndarray:
    """Share of simulated walks that cross each bound first."""
    rng = np.random.default_rng(7)
    steps = np.sqrt(np.diff([0.0, *information]))
    walk = np.cumsum(rng.standard_normal((n, len(steps))) * steps, axis=1) / np.sqrt(information)
    beyond = (np.abs(walk) if sides == 2 else walk) >= scores
    first = np.where(beyond.any(axis=1), beyond.argmax(axis=1), len(scores))
    return np.bincount(first, minlength=len(scores) + 1)[:-1] / n


def test_published_bounds_of_five_equal_looks():
    # Pocock-type spending, two-sided 5 %: e.g. Jennison & Turnbull (2000), and the R package ldbounds.
    t = [0.2, 0.4, 0.6, 0.8, 1.0]
    assert z(levels_of_looks(t, pocock_spent(t).tolist())) == [2.438, 2.427, 2.410, 2.397, 2.386]


def test_the_second_of_two_looks_against_the_bivariate_normal():
    first, information = 0.02, [1.0, 2.7]
    level = level_of_look([1.0], [first], 2.7, 0.03)
    r = np.sqrt(information[0] / information[1])
    a, b = -ndtri(first / 2), -ndtri(level / 2)
    law = multivariate_normal([0, 0], [[1, r], [r, 1]])
    inside = law.cdf([a, b], lower_limit=[-a, -b])
    assert 1 - inside == pytest.approx(0.05, abs=1e-5)


@pytest.mark.parametrize("sides", [1, 2])
def test_unequal_looks_spend_what_they_should(sides: int):
    information = [3.0, 4.0, 9.0, 9.4, 20.0]
    spent = [0.01, 0.02, 0.03, 0.04, 0.05]
    levels = levels_of_looks(information, spent, sides=1 if sides == 1 else 2)
    scores = [-float(ndtri(level / sides)) for level in levels]
    assert crossings(information, scores, 400_000, sides) == pytest.approx(np.full(5, 0.01), abs=0.0008)


def test_very_close_looks_are_integrated_exactly():
    # The second look has 0.2 % more information: nearly the same score again.
    first = 0.025
    level = level_of_look([1.0], [first], 1.002, 0.005)
    r, a, b = np.sqrt(1 / 1.002), -ndtri(first / 2), -ndtri(level / 2)
    grid = np.linspace(-a, a, 200_001)
    sd = np.sqrt(1 - r * r)
    stays = norm.pdf(grid) * (norm.cdf((b - r * grid) / sd) - norm.cdf((-b - r * grid) / sd))
    assert np.trapezoid(stays, grid) == pytest.approx(1 - 0.03, abs=1e-4)


def test_one_look_spends_all_as_a_plain_test():
    assert level_of_look([], [], 5.0, 0.05) == 0.05


def test_a_look_without_new_information_spends_nothing_and_leaves_it_to_the_next():
    levels = levels_of_looks([1.0, 1.0, 2.0], [0.01, 0.03, 0.05])
    assert levels[1] == 0.0
    assert levels[2] == pytest.approx(level_of_look([1.0], [0.01], 2.0, 0.04))


def test_looks_beyond_the_plan_spend_nothing():
    t = [0.5, 1.0, 1.5]
    levels = levels_of_looks(t, pocock_spent(t).tolist())
    assert levels[0] > 0
    assert levels[1] > 0
    assert levels[2] == 0.0


def test_spending_starts_at_nothing_and_ends_at_alpha():
    assert pocock_spent([-1.0, 0.0, 1.0, 2.0], 0.04).tolist() == [0.0, 0.0, pytest.approx(0.04), pytest.approx(0.04)]
    assert np.diff(pocock_spent(np.linspace(0, 1, 50))).min() > 0


@pytest.mark.parametrize(
    ("former", "levels", "now", "spend"),
    [([1.0], [], 2.0, 0.01), ([2.0], [0.01], 1.0, 0.01), ([0.0], [0.01], 1.0, 0.01), ([1.0], [1.5], 2.0, 0.01)],
)
def test_looks_that_cannot_be(former: list[float], levels: list[float], now: float, spend: float):
    with pytest.raises(ValueError, match=r"level|information"):
        level_of_look(former, levels, now, spend)


def test_an_error_must_be_a_share():
    with pytest.raises(ValueError, match="between 0 and 1"):
        pocock_spent(0.5, 1.0)
