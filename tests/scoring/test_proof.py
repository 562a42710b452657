"""The proof: measures by hand and by brute force, grades with what is missing, and the peers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from made_cards import planted
from whofor.errors import DataError
from whofor.model.card_proof import CardGrade, CardProof, LackKind
from whofor.model.scorecard import CardTiers, RateMoved, RecentBase
from whofor.scoring import peers
from whofor.scoring.bins import blocks_of
from whofor.scoring.design import TermCodes
from whofor.scoring.measures import (
    auc_figure,
    calibration,
    expected_calibration_error,
    figures_of,
    gain_curve,
    loss_gain,
)
from whofor.scoring.peers import PEERS, PeerData, peer_chances
from whofor.scoring.proof import grade_of, prove, tier_figures
from whofor.scoring.terms import terms_of
from whofor.stats.ranks import auc, auc_difference, clustered_auc

TIERS = CardTiers(("A", "B", "C", "D"), (0.6, 0.3, 0.15))


def chances(n: int = 2000, seed: int = 1, sharp: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Chances, and outcomes that keep to them."""
    rng = np.random.default_rng(seed)
    p = expit(rng.normal(-1, sharp, n))
    return p, rng.random(n) < p


def test_figures_by_hand() -> None:
    p, won = np.array([0.8, 0.4, 0.2]), np.array([True, False, False])
    found = figures_of("card", p, won)
    assert found.auc == 1
    assert found.log_loss == pytest.approx(-(math.log(0.8) + math.log(0.6) + math.log(0.8)) / 3)
    assert found.brier == pytest.approx((0.04 + 0.16 + 0.04) / 3)
    assert found.ece == pytest.approx((0.2 + 0.4 + 0.2) / 3)
    assert figures_of("card", p, np.array([True] * 3)).auc is None


def test_the_calibration_error_by_hand() -> None:
    p = np.repeat([0.1, 0.5], 50) + np.linspace(0, 1e-9, 100)
    won = np.zeros(100, dtype=bool)
    won[:10], won[50:70] = True, True  # .2 and .4; the wins lie in the first tenths of each half
    tenths = [1.0, 0, 0, 0, 0, 1, 1, 0, 0, 0]
    by_hand = np.mean([abs(rate - p) for rate, p in zip(tenths, [0.1] * 5 + [0.5] * 5, strict=True)])
    assert expected_calibration_error(p, won) == pytest.approx(by_hand, abs=1e-8)


def test_rows_of_one_chance_have_one_rate_whatever_their_order() -> None:
    won = np.arange(1000) < 300
    assert expected_calibration_error(np.full(1000, 0.3), won) == pytest.approx(0, abs=1e-12)
    bins = calibration(np.full(1000, 0.3), won)
    assert [b.rate.estimate for b in bins] == pytest.approx([0.3] * 10)


def test_calibrated_chances_lie_within_wilsons_intervals() -> None:
    inside = [b.rate.low <= b.chance <= b.rate.high for seed in range(20) for b in calibration(*chances(2000, seed))]
    assert np.mean(inside) > 0.9


def test_the_area_of_clusters_of_one_is_delongs() -> None:
    p, won = chances(400)
    found = clustered_auc(p, won, np.arange(400))
    error = auc_difference(p, p, won).first_error
    width = (math.log(found.high / (1 - found.high)) - math.log(found.low / (1 - found.low))) / (2 * 1.96)
    assert found.estimate == pytest.approx(auc(p, won))
    assert width * found.estimate * (1 - found.estimate) == pytest.approx(error, rel=0.01)


def test_copies_of_rows_as_one_account_prove_no_more() -> None:
    p, won = chances(300)
    once = auc_figure(p, won)
    four = auc_figure(np.repeat(p, 4), np.repeat(won, 4), np.repeat(np.arange(300), 4))
    alone = auc_figure(np.repeat(p, 4), np.repeat(won, 4))
    assert (four.low, four.high) == pytest.approx((once.low, once.high), abs=1e-9)
    assert alone.high - alone.low < 0.6 * (once.high - once.low)
    base = np.full(300, 0.3)
    gain = loss_gain(p, base, won)
    clustered = loss_gain(np.repeat(p, 4), np.repeat(base, 4), np.repeat(won, 4), np.repeat(np.arange(300), 4))
    assert (clustered.low, clustered.high) == pytest.approx((gain.low, gain.high), abs=1e-9)


def test_areas_at_the_ends_have_intervals() -> None:
    perfect = clustered_auc(np.arange(20.0), np.arange(20) > 9, np.arange(20))
    assert perfect.estimate == 1
    assert 0.7 < perfect.low < 1
    assert clustered_auc(np.arange(5.0), np.ones(5, dtype=bool), np.arange(5)).low == 0


def test_the_gain_in_log_loss_by_hand() -> None:
    p, base, won = np.array([0.9, 0.2]), np.array([0.5, 0.5]), np.array([True, False])
    one, two = math.log(0.9) - math.log(0.5), math.log(0.8) - math.log(0.5)
    found = loss_gain(p, base, won)
    assert found.estimate == pytest.approx((one + two) / 2)
    spread = np.std([one, two], ddof=1) / math.sqrt(2)
    assert found.high - found.estimate == pytest.approx(1.959964 * spread, rel=1e-5)


def test_gains_by_hand() -> None:
    won = np.array([True, False, True, False, False, False, False, False, False, True])
    points = {g.n: g for g in gain_curve(-np.arange(10.0), won, most=[3])}
    assert (points[3].n_won, points[3].of_won, points[3].precision) == (2, pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert points[10].of_won == 1
    tied = {g.n: g for g in gain_curve(np.zeros(10), won)}
    assert tied[5].precision == pytest.approx(0.3)
    assert gain_curve(np.zeros(0), np.zeros(0, dtype=bool)) == ()


def test_tiers_by_hand() -> None:
    p, won = np.array([0.9, 0.7, 0.4, 0.2, 0.1]), np.array([True, False, True, False, False])
    a, b, _, d = tier_figures(p, won, TIERS)
    assert (a.n, a.n_won, a.recall, a.f1) == (2, 1, 0.5, 0.5)
    assert (b.n, b.n_won, b.recall, b.f1) == (1, 1, 1.0, pytest.approx(0.8))
    assert a.precision is not None
    assert a.precision.estimate == 0.5
    assert d.recall == 1
    empty = tier_figures(p[:1], won[:1], TIERS)[1]
    assert (empty.n, empty.precision) == (0, None)


def proof_of(seed: int = 1, sharp: float = 1.0, bend: float = 1.0) -> CardProof:
    p, won = chances(2000, seed, sharp)
    return prove(p**bend, won, float(won.mean()), TIERS)


def test_a_card_that_keeps_its_word_is_ready() -> None:
    found = proof_of(sharp=1.5)
    assert (found.grade, found.lacks) == (CardGrade.READY, ())
    assert found.gain.low > 0
    assert [m.name for m in found.peers] == ["base_rate"]


def test_a_card_without_a_signal_is_not_ready_and_says_why() -> None:
    found = proof_of(sharp=0.01)
    assert found.grade is CardGrade.NOT_READY
    assert [lack.what for lack in found.lacks] == [LackKind.NO_BETTER_THAN_BASE_RATE]


def test_chances_that_are_too_low_are_usable_for_the_order() -> None:
    found = proof_of(sharp=1.5, bend=1.5)
    assert found.grade is CardGrade.USABLE
    assert [lack.what for lack in found.lacks] == [LackKind.NOT_CALIBRATED]
    assert found.lacks[0].found > found.lacks[0].needed == 0.05


def test_a_rate_that_moved_and_too_few_outcomes_are_said() -> None:
    moved = replace(proof_of(sharp=1.5), recent=RecentBase(1.2, "", 300, 90, RateMoved.ORDER_ONLY))
    assert [lack.what for lack in grade_of(moved)[1]] == [LackKind.RATE_MOVED]
    p, won = chances(60, sharp=3.0)
    few = prove(p, won, float(won.mean()), TIERS)
    assert few.grade is CardGrade.NOT_READY
    assert few.lacks[0].what is LackKind.TOO_FEW_OUTCOMES


def test_no_unseen_deal_is_said_so() -> None:
    with pytest.raises(DataError, match="no unseen deal"):
        prove(np.zeros(0), np.zeros(0, dtype=bool), 0.2, TIERS)


@pytest.fixture(scope="module")
def data() -> tuple[PeerData, np.ndarray]:
    facts, won = planted(3000)
    others, other_won = planted(3000, 2)
    day = np.zeros(3000)
    blocks = blocks_of(facts, day, np.ones(3000, dtype=bool))
    return PeerData(terms_of(blocks, facts, day), won, terms_of(blocks, others, day), 3000), other_won == 1


def test_peers_tell_what_was_planted(data: tuple[PeerData, np.ndarray]) -> None:
    rows, won = data
    found = {name: p for name in PEERS if (p := peer_chances(name, rows)) is not None}
    figures = {name: figures_of(name, p, won) for name, p in found.items()}
    assert figures["base_rate"].auc == 0.5
    assert all((f.auc or 0) > 0.65 for name, f in figures.items() if name != "base_rate")
    assert figures["logistic"].log_loss < figures["base_rate"].log_loss


@pytest.mark.parametrize(("name", "library"), [(n, lib) for n, (_, lib) in PEERS.items() if lib])
def test_boosted_trees_tell_what_was_planted(data: tuple[PeerData, np.ndarray], name: str, library: str) -> None:
    """They see categories as such, and the unknown of a number as missing: both carry the outcome here."""
    pytest.importorskip(library, reason=f"{library} is not installed: pip install 'whofor[compare]'")
    rows, won = data
    planted_told = peer_chances(name, rows)
    assert planted_told is not None
    figures = figures_of(name, planted_told, won)
    # As they come they learn 3,000 deals by heart in part: the card has .70 here.
    assert (figures.auc or 0) > 0.65
    assert figures.log_loss < figures_of("base", np.full(3000, won.mean()), won).log_loss
    # Levels one and three win, and the unknown of a number: no order of codes tells it.
    rng = np.random.default_rng(1)
    level, number = rng.integers(0, 4, 2000), rng.integers(0, 3, 2000)
    wins = ((level % 2 == 1) ^ (number == 2)).astype(float)
    terms = [TermCodes(level, 4), TermCodes(number, 3, n_ordered=2)]
    told = peer_chances(name, PeerData(terms, wins, terms, 2000))
    assert told is not None
    assert auc(told, wins == 1) > 0.99
    none = peer_chances(name, PeerData([], wins, [], 3))
    assert none is not None
    assert none.tolist() == pytest.approx([wins.mean()] * 3, abs=0.02)


def test_naive_bayes_by_hand() -> None:
    term = TermCodes(np.array([0, 0, 1, 1, 1]), 2)
    rows = PeerData([term], np.array([1.0, 0, 0, 0, 1]), [TermCodes(np.array([0, 1]), 2)], 2)
    # Prior 2 : 3; the first bin (1 + 1) / (2 + 2) of the won, (1 + 1) / (3 + 2) of the lost.
    odds = np.array([2 / 3 * (2 / 4) / (2 / 5), 2 / 3 * (2 / 4) / (3 / 5)])
    found = peer_chances("naive_bayes", rows)
    assert found is not None
    assert found.tolist() == pytest.approx((odds / (1 + odds)).tolist())


def test_a_peer_whose_library_is_not_there_is_named(
    data: tuple[PeerData, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda _: None)
    rows, won = data
    found = prove(np.full(3000, 0.3), won, 0.3, TIERS, peers=rows)
    assert found.absent == ("hist_boosting", "lightgbm_boosting")
    assert [m.name for m in found.peers] == ["base_rate", "naive_bayes", "logistic"]
