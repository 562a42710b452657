"""What won deals bring: learnt within what was seen, and how much better than the mean by hand."""

from __future__ import annotations

import numpy as np
import pytest

from made_cards import planted
from made_rows import attribute
from whofor.model import Kind
from whofor.schema.rows import Attribute
from whofor.scoring.amounts import learn_amounts, share_explained

OF_SECTOR = {"bank": 900.0, "shop": 100.0}


def amounts(n: int, seed: int) -> tuple[list[Attribute], np.ndarray, np.ndarray]:
    facts, _ = planted(n, seed)
    mean = np.array([OF_SECTOR.get(s, 400.0) for s in facts[0].values])
    return facts, mean, mean + np.random.default_rng(seed).normal(0, 150, n)


def test_what_such_clients_bring_is_learnt_and_proved_on_others() -> None:
    facts, _, found = amounts(1500, 1)
    others, mean, real = amounts(1500, 2)
    card = learn_amounts(facts, np.zeros(1500), found, None)
    told = card.expected(others, np.zeros(1500))
    assert np.abs(told - mean).mean() < 15
    proof = share_explained(told, float(found.mean()), real)
    assert proof is not None
    best = 1 - 150**2 / real.var()
    assert proof.estimate == pytest.approx(best, abs=0.05)
    assert proof.low < best < proof.high


def test_no_prospect_brings_less_or_more_than_any_client_did() -> None:
    facts, _, found = amounts(400, 1)
    card = learn_amounts(facts, np.zeros(400), found, None)
    odd = [attribute("employees", np.array([1e12]), Kind.NUMBER)]
    assert card.low <= card.expected(odd, np.zeros(1))[0] <= card.high


def test_how_much_better_than_the_mean_by_hand() -> None:
    real = np.array([0.0, 2.0, 4.0])
    half = share_explained(np.array([1.0, 2.0, 3.0]), 2.0, real)
    assert half is not None
    # Squares about the mean 4, 0, 4; with what was told 1, 0, 1.
    assert half.estimate == pytest.approx((3 + 0 + 3) / (4 + 0 + 4))
    worse = share_explained(np.array([4.0, 2.0, 0.0]), 2.0, real)
    assert worse is not None
    assert worse.estimate < 0
    assert share_explained(np.array([1.0]), 1.0, np.array([2.0])) is None
    assert share_explained(np.array([1.0, 2.0]), 3.0, np.array([3.0, 3.0])) is None
