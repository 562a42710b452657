from __future__ import annotations

import numpy as np
import pytest

from whofor.example.draws import Draws


def test_first_values_are_those_of_the_seed():
    # PCG64 seeded by SeedSequence([1, 0]); a change of stream would change every example ever shown.
    assert Draws(1, 0).uniform(3).tolist() == [0.5118216247002567, 0.9504636963259353, 0.14415961271963373]


def test_purposes_and_seeds_have_streams_of_their_own():
    firsts = {float(Draws(seed, purpose).uniform(1)[0]) for seed in range(5) for purpose in range(5)}
    assert len(firsts) == 25


def test_whole_numbers_reach_both_ends_and_no_further():
    drawn = Draws(1, 0).whole(2000, 3, 6)
    assert set(drawn.tolist()) == {3, 4, 5, 6}


def test_pick_follows_the_weights():
    counts = np.bincount(Draws(2, 0).pick(10_000, (1, 0, 3)), minlength=3)
    assert counts[1] == 0
    assert counts[2] == pytest.approx(7500, abs=4 * np.sqrt(10_000 * 0.75 * 0.25))


def test_quantiles_are_those_of_the_table():
    drawn = Draws(3, 0).quantile(20_000, ((0.0, 1.0), (0.5, 3.0), (1.0, 10.0)))
    assert drawn.min() >= 1.0
    assert drawn.max() <= 10.0
    assert float(np.median(drawn)) == pytest.approx(3.0, abs=0.1)


def test_order_is_a_permutation():
    assert sorted(Draws(4, 0).order(50).tolist()) == list(range(50))
