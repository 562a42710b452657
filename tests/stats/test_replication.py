"""The chance that the strongest look shows again, held against draws of the two groups that it supposes."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.stats.replication import Held, chance_to_show_again, odds_of_real_effect, spread_of_effects

MAXIMA = np.abs(np.random.default_rng(1).normal(size=(2000, 400))).max(axis=1)


def test_odds_grow_with_the_score_and_fall_with_what_chance_brings() -> None:
    odds = [odds_of_real_effect(score, MAXIMA) for score in (2.5, 3.0, 3.5, 4.0)]
    assert odds == sorted(odds)
    assert odds_of_real_effect(3.5, MAXIMA) > odds_of_real_effect(3.5, MAXIMA + 0.5)
    assert odds_of_real_effect(-1.0, MAXIMA) == 0.0
    assert odds_of_real_effect(3.0, np.full(50, 2.0)) == 0.0  # shuffles that do not differ say nothing


def test_held_back_data_count_in_both_directions() -> None:
    alone = chance_to_show_again(3.6, MAXIMA)
    against, none, for_it = (chance_to_show_again(3.6, MAXIMA, held=Held(later, 1 / 3)) for later in (-2.0, 0.7, 2.0))
    assert 0.5 <= against < none < for_it < 1
    assert against < alone < for_it


@pytest.mark.parametrize("share", [0.0, 1 / 3])
def test_chances_hold_where_effects_are_drawn_as_supposed(share: float) -> None:
    """Fifteen in a hundred searches have an effect of any size; of those not significant, what is said holds."""
    rng = np.random.default_rng(7)
    n, looks = 30_000, 200
    maxima = np.abs(rng.normal(size=(2000, 2 * looks))).max(axis=1)
    real = rng.random(n) < 0.15
    effect = np.where(real, rng.uniform(0, 2 * maxima.mean(), n), 0.0)
    noise = np.array([rng.normal(size=2 * looks).max() for _ in range(n)])
    own = effect + rng.normal(size=n)
    is_it = real & (own > noise)
    score, true = np.where(is_it, own, noise), np.where(is_it, effect, 0.0)
    later = rng.normal(np.sqrt(share) * true)
    again = rng.normal(np.sqrt(1 + share) * true) > 0
    shown = score < np.quantile(maxima, 0.95)
    pairs = zip(score[shown].tolist(), later[shown].tolist(), strict=True)
    said = np.array([chance_to_show_again(s, maxima, held=Held(z, share)) for s, z in pairs])
    for low, high in ((0.5, 0.55), (0.55, 0.65), (0.65, 0.8), (0.8, 1.0)):
        some = (said >= low) & (said < high)
        if some.sum() >= 100:
            assert abs(said[some].mean() - again[shown][some].mean()) < 0.04, (low, some.sum())
    assert abs(said.mean() - again[shown].mean()) < 0.02


def test_effects_everywhere_are_seen_and_shrunk_towards_none() -> None:
    rng = np.random.default_rng(3)

    def guessed(variance: float) -> float:
        squares = [float(np.mean(rng.normal(0, np.sqrt(1 + variance), 60) ** 2)) for _ in range(300)]
        return float(np.mean([sum(v * p for v, p in spread_of_effects(square, 60.0)) for square in squares]))

    assert guessed(0.0) < 0.03
    assert 0.15 < guessed(0.4) < 0.4
    assert 0.5 < guessed(0.8) < 0.8
    assert sum(p for _, p in spread_of_effects(1.3, 60.0)) == pytest.approx(1.0)


def test_chances_hold_where_there_are_many_small_effects() -> None:
    """One in five data sets has effects everywhere: the strongest of 40 looks."""
    rng = np.random.default_rng(11)
    maxima = np.abs(rng.normal(size=(2000, 40))).max(axis=1)
    said: list[float] = []
    again: list[bool] = []
    for i in range(4000):
        effects = rng.normal(0, np.sqrt(0.4 * (i % 5 == 0)), 40)
        scores = effects + rng.normal(size=40)
        best = int(scores.argmax())
        others = np.delete(scores, best)
        said.append(chance_to_show_again(scores[best], maxima, spread_of_effects(np.mean(others**2), 39.0)))
        again.append(effects[best] + rng.normal() > 0)
    assert abs(np.mean(said) - np.mean(again)) < 0.03
