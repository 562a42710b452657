from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import hypergeom

from whofor.profile.looking import LookPlan
from whofor.profile.mix import AttributeCodes, look_at_mix, psi


def test_psi_by_hand():
    then, now = np.array([60.0, 40.0]), np.array([30.0, 70.0])
    a, b = 60.5 / 101, 30.5 / 101
    by_hand = (b - a) * math.log(b / a) + (a - b) * math.log((1 - b) / (1 - a))
    assert float(psi(then, now)) == pytest.approx(by_hand)
    assert float(psi(then, then)) == 0.0


def test_two_values_of_single_deals_against_the_exact_law():
    codes = np.array([0] * 60 + [1] * 40 + [0] * 8 + [1] * 17)
    since = np.arange(125) >= 100
    (look,) = look_at_mix([AttributeCodes("size", codes)], since, np.arange(125), LookPlan(1.0, 0.05), seed=1)
    counts = np.arange(26)
    values = psi(np.stack([68 - counts, 57 - 25 + counts], -1), np.stack([counts, 25 - counts], -1))
    exact = hypergeom(125, 68, 25).pmf(counts)[values >= look.psi - 1e-12].sum()
    assert look.p == pytest.approx(exact, abs=4 * math.sqrt(exact / 9_999))
    assert look.moved == (look.p <= 0.05)
    assert (look.n_then, look.n_now) == (100, 25)


def test_a_new_client_with_many_deals_is_one_account():
    codes = np.array([0, 1] * 50 + [1] * 30)
    since = np.arange(130) >= 100
    account = np.concatenate([np.arange(100), np.full(30, 100)])
    (one,) = look_at_mix([AttributeCodes("size", codes)], since, account, LookPlan(1.0, 0.05), seed=1)
    (many,) = look_at_mix([AttributeCodes("size", codes)], since, np.arange(130), LookPlan(1.0, 0.05), seed=1)
    assert many.psi > 0.1  # the usual threshold would call it a change
    assert one.p > 0.3
    assert many.moved


def test_values_that_are_not_known_are_no_mix():
    codes = np.array([0, 1] * 50 + [0, 1] * 20)
    gone = codes.copy()
    gone[100::4] = -1
    gone[101::4] = -1
    since = np.arange(140) >= 100
    (look,) = look_at_mix([AttributeCodes("size", gone)], since, np.arange(140), LookPlan(1.0, 0.05), seed=1)
    assert (look.n_now, look.psi) == (20, 0.0)
    assert not look.moved


def test_a_large_change_of_many_deals_is_seen_below_the_usual_threshold():
    rng = np.random.default_rng(3)
    codes = np.concatenate([rng.random(8000) < 0.5, rng.random(2000) < 0.58]).astype(np.int64)
    since = np.arange(10_000) >= 8000
    (look,) = look_at_mix([AttributeCodes("size", codes)], since, np.arange(10_000), LookPlan(1.0, 0.05), seed=1)
    assert look.psi < 0.1
    assert look.moved


def test_nothing_since_is_no_look():
    looks = look_at_mix(
        [AttributeCodes("size", np.array([0, 1, 0]))],
        np.zeros(3, dtype=np.bool_),
        np.arange(3),
        LookPlan(0.5, 0.05),
        seed=1,
    )
    assert (looks[0].moved, looks[0].p, looks[0].spent.spent) == (False, 1.0, 0.0)


def test_the_error_is_shared_and_spent_once():
    codes = np.array([0, 1] * 70)
    since, account = np.arange(140) >= 100, np.arange(140)
    two = [AttributeCodes("size", codes), AttributeCodes("country", codes)]
    looks = look_at_mix(two, since, account, LookPlan(1.0, 0.05), seed=1)
    assert [look.spent.level for look in looks] == [pytest.approx(0.025)] * 2
    again = look_at_mix([AttributeCodes("size", codes, (looks[0].spent,))], since, account, LookPlan(1.0, 0.05), seed=1)
    assert again[0].spent.level == 0.0
    assert not again[0].moved


def test_same_seed_same_p():
    codes = np.array([0, 1, 2, 1] * 30)
    since, account = np.arange(120) >= 90, np.arange(120) // 2
    one, two = (
        look_at_mix([AttributeCodes("a", codes)], since, account, LookPlan(0.5, 0.05), seed=4) for _ in range(2)
    )
    assert one == two
