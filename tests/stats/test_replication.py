"""The chance that the strongest look shows again, held against draws of the two groups that it supposes."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.stats.replication import Held, Wider, chance_to_show_again, odds_of_real_effect

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


@pytest.mark.parametrize("score", [2.8, 3.6])
def test_what_wider_looks_show_elsewhere_counts_in_both_directions(score: float) -> None:
    alone = chance_to_show_again(score, MAXIMA)
    against, for_it = (chance_to_show_again(score, MAXIMA, wider=[Wider(2.0, Held(z, 1 / 3))]) for z in (-1.0, 2.0))
    assert 0.5 < against < alone < for_it < 1
    both = chance_to_show_again(score, MAXIMA, wider=[Wider(2.0, Held(z, 1 / 3)) for z in (-1.0, 2.0)])
    assert against < both < for_it
    # A wider look that the search shows no effect of, or without rows of its own, says nothing.
    for silent in (Wider(-1.0, Held(2.0, 1 / 3)), Wider(2.0, Held())):
        assert chance_to_show_again(score, MAXIMA, wider=[silent]) == pytest.approx(alone)


@pytest.mark.parametrize("share", [0.0, 1 / 3])
def test_chances_hold_where_effects_are_drawn_as_supposed(share: float) -> None:
    """Half of all searches have an effect, half normal; where it or none is the strongest look, what is said holds."""
    rng = np.random.default_rng(7)
    n, looks = 30_000, 200
    maxima = np.abs(rng.normal(size=(2000, 2 * looks))).max(axis=1)
    real = rng.random(n) < 0.5
    effect = np.where(real, np.abs(rng.normal(0, 2, n)), 0.0)
    noise = np.array([rng.normal(size=2 * looks).max() for _ in range(n)])
    own = effect + rng.normal(size=n)
    is_it = real & (own > noise)
    score, true = np.where(is_it, own, noise), np.where(is_it, effect, 0.0)
    later = rng.normal(np.sqrt(share) * true)
    again = rng.normal(np.sqrt(1 + share) * true) > 0
    shown = (score < np.quantile(maxima, 0.95)) & (is_it | ~real)
    pairs = zip(score[shown].tolist(), later[shown].tolist(), strict=True)
    said = np.array([chance_to_show_again(s, maxima, Held(z, share)) for s, z in pairs])
    for low, high in ((0.5, 0.55), (0.55, 0.65), (0.65, 0.8), (0.8, 1.0)):
        some = (said >= low) & (said < high)
        if some.sum() >= 100:
            assert abs(said[some].mean() - again[shown][some].mean()) < 0.04, (low, some.sum())
    assert abs(said.mean() - again[shown].mean()) < 0.02
