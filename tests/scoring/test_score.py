"""Scores: exact sums, values never seen, unknown facts told apart, and edits that count to the digit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from made_cards import knocked_out, planted
from made_rows import attribute
from whofor.errors import UsageError
from whofor.model.scorecard import (
    BlockKind,
    CardBlock,
    CardOutcome,
    RateMoved,
    RecentBase,
    ScoreBin,
    Scorecard,
)
from whofor.model.segment import Condition, Operator
from whofor.scoring.explaining import reasons_of, share_of_card, with_edit, without_blocks, worth_finding
from whofor.scoring.learn import LearntCard, learn_card
from whofor.scoring.score import chance_of, score_rows, weight_variance
from whofor.scoring.unknowns import BlankShares, Companions, blank_shares, blank_tables, blend, guesses


def level(name: str, value: str, weight: float, n: int) -> ScoreBin:
    return ScoreBin((Condition(name, name.title(), Operator.IS, (value,)),), weight, 0.1, n)


def small_card(recent: RecentBase | None = None) -> Scorecard:
    """Two categories; of the sector a tenth was unknown."""
    blank = ScoreBin((Condition("sector", "Sector", Operator.UNKNOWN),), -0.4, 0.2, 10)
    sector = (level("sector", "bank", 1.0, 30), level("sector", "shop", -0.5, 60), blank, ScoreBin((), 0.1, 0.5, 0))
    nowhere = ScoreBin((Condition("country", "Country", Operator.UNKNOWN),), 0.2, 0.3, 0)
    country = (level("country", "FR", 0.3, 50), level("country", "DE", -0.3, 50), nowhere, ScoreBin((), 0.0, 0.4, 0))
    blocks = (
        CardBlock("sector", "Sector", BlockKind.LEVELS, ("sector",), sector, 0.1),
        CardBlock("country", "Country", BlockKind.LEVELS, ("country",), country, 0.0),
    )
    return Scorecard(CardOutcome.CHANCE, -1.0, blocks, 100, 30, recent=recent)


def objects(*values: str | None) -> np.ndarray:
    return np.array(values, dtype=object)


@pytest.fixture(scope="module")
def learnt() -> LearntCard:
    facts, won = planted(5000)
    return learn_card(facts, np.zeros(5000), won)


def test_a_score_is_the_sum_of_its_weights() -> None:
    facts = [attribute("sector", objects("bank", "shop")), attribute("country", objects("DE", "FR"))]
    found = score_rows(small_card(), facts, np.zeros(2))
    assert found.sums.tolist() == [-1.0 + 1.0 + -0.3, -1.0 + -0.5 + 0.3]
    assert found.chances.tolist() == pytest.approx(expit(found.sums).tolist())
    assert found.unsure.tolist() == [0, 0]


def test_the_base_of_the_newest_deals_counts() -> None:
    recent = RecentBase(0.25, "2026-01-01", 300, 60, RateMoved.REFITTED)
    facts = [attribute("sector", objects("bank")), attribute("country", objects("DE"))]
    assert score_rows(small_card(recent), facts, np.zeros(1)).sums[0] == pytest.approx(-0.3 + 0.25)


def test_a_value_never_seen_is_among_all_others_and_counted() -> None:
    facts = [attribute("sector", objects("mine", "bank", "farm")), attribute("country", objects("FR", "FR", "FR"))]
    found = score_rows(small_card(), facts, np.zeros(3))
    assert found.unnamed == {"sector": 2}
    assert found.sums[0] == pytest.approx(-1.0 + 0.1 + 0.3)


def test_no_row_has_no_score() -> None:
    facts = [attribute("sector", objects()), attribute("country", objects())]
    found = score_rows(small_card(), facts, np.zeros(0))
    assert len(found) == 0
    assert found.codes.shape == (0, 2)


def test_usual_and_new_blanks_are_blended_by_hand() -> None:
    """A fifth of the list is blank, a tenth of the deals were: half of its blanks are new."""
    facts = [
        attribute("sector", objects(None, None, "bank", "bank", "bank", "shop", "shop", "shop", "shop", "shop")),
        attribute("country", objects(*["FR"] * 10)),
    ]
    found = score_rows(small_card(), facts, np.zeros(10))
    assert (found.blanks.shares, found.blanks.usual) == ((0.2, 0.0), (0.5, 1.0))
    # Of the 90 deals whose sector was known 30 were banks.
    expected = (30 * 1.0 + 60 * -0.5) / 90
    spread = (30 * 1.0 + 60 * 0.25) / 90 - expected**2
    mean = 0.5 * -0.4 + 0.5 * expected
    variance = 0.5 * spread + 0.25 * (-0.4 - expected) ** 2
    assert found.contributions[0, 0] == pytest.approx(mean)
    assert found.variances[0, 0] == pytest.approx(variance)
    z = -1.0 + mean + 0.3
    assert found.chances[0] == pytest.approx(expit(z / np.sqrt(1 + np.pi * variance / 8)))


def test_a_known_fact_tells_of_an_unknown_one_by_hand() -> None:
    """40 of the 45 French deals of a known sector are shops; so a French row most likely is one."""
    together = np.zeros((8, 8))
    together[:2, 4:6] = [[5, 25], [40, 20]]
    together += together.T
    codes = np.array([[2, 0], [2, 2]])
    blocks = small_card().blocks
    guessed = guesses(blocks, Companions(together, 100))
    assert [one.by for one in guessed] == [1, 0]
    found = blend(blocks, codes, blank_tables(blocks, BlankShares((1.0, 0.0), (0.0, 1.0)), guessed))
    odds = np.array([30, 60]) * (np.array([5, 40]) + 0.5) / (np.array([30, 60]) + 1)
    chance = odds / odds.sum()
    mean = chance @ [1.0, -0.5]
    assert found.mean[0, 0] == pytest.approx(mean, abs=1e-6)
    assert found.variance[0, 0] == pytest.approx(chance @ [1.0, 0.25] - mean**2, abs=1e-6)
    # Where the country is not known either, the sector is expected to be as among all deals.
    assert found.mean[1, 0] == pytest.approx(0.0, abs=1e-12)


def test_blanks_that_are_more_by_chance_alone_are_usual() -> None:
    """A tenth of 100 deals has no sector: up to 16 % of a list are as usual, with 17 % a part is new."""
    blocks = small_card().blocks
    assert BlankShares.of(blocks, (0.16, 0.0)).usual == (1.0, 1.0)
    assert BlankShares.of(blocks, (0.17, 0.01)).usual == (pytest.approx(0.1 / 0.17), 0.0)


def test_a_fact_without_a_companion_is_expected_as_among_all_deals() -> None:
    """Sector and country are independent here; what they share by chance is no reason to guess."""
    together = np.zeros((8, 8))
    together[:2, 4:6] = [[16, 14], [29, 31]]
    together += together.T
    assert [one.by for one in guesses(small_card().blocks, Companions(together, 100))] == [None, None]


def test_a_list_that_knows_nothing_is_near_the_average_deal(learnt: LearntCard) -> None:
    found = score_rows(learnt.card, [], np.zeros(4), Companions(learnt.together, learnt.card.n))
    assert set(found.lacking) == {b.id for b in learnt.card.blocks}
    assert found.sums.tolist() == pytest.approx([learnt.card.base] * 4, abs=0.02)
    assert (found.unsure > 0.5).all()
    rate = learnt.card.base_rate
    assert found.chances[0] == pytest.approx(rate, abs=0.03)


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_values_knocked_out_move_the_mean_chance_little(learnt: LearntCard, share: float) -> None:
    """No deal learnt from had a blank; the mean chance stays, and the order loses less than by bins alone."""
    facts, won = planted(4000, 2)
    gone, _ = planted(4000, 2)
    rng = np.random.default_rng(7)
    gone = [replace(a, values=knocked_out(a.values, share, rng)) for a in gone]
    companions = Companions(learnt.together, learnt.card.n)
    whole = score_rows(learnt.card, facts, np.zeros(4000), companions).chances
    found = score_rows(learnt.card, gone, np.zeros(4000), companions).chances
    assert abs(found.mean() - whole.mean()) <= 0.03
    assert abs(found.mean() - won.mean()) <= 0.04


def test_blanks_as_usual_count_as_they_did() -> None:
    facts, won = planted(4000, blank=0.2)
    learnt = learn_card(facts, np.zeros(4000), won)
    codes = score_rows(learnt.card, facts, np.zeros(4000)).codes
    assert set(blank_shares(learnt.card.blocks, codes).usual) == {1.0}
    sums = score_rows(learnt.card, facts, np.zeros(4000), Companions(learnt.together, 4000)).sums
    assert np.allclose(sums, learnt.expected)


def test_chances_are_means_over_what_is_not_known() -> None:
    """The approximation is within .005 of the integral over a normal law."""
    draws = np.random.default_rng(1).normal(size=400_000)
    for z, v in ((0.5, 1.0), (-2.0, 2.0), (3.0, 0.5)):
        assert chance_of(np.array([z]), v)[0] == pytest.approx(expit(z + np.sqrt(v) * draws).mean(), abs=0.008)


def test_the_variance_of_a_sum_is_that_of_the_dense_product(learnt: LearntCard) -> None:
    facts, _ = planted(50, 3)
    codes = score_rows(learnt.card, facts, np.zeros(50)).codes
    x = np.column_stack([np.ones(50), *(np.eye(len(b.bins))[codes[:, i]] for i, b in enumerate(learnt.card.blocks))])
    by_hand = np.einsum("ij,jk,ik->i", x, learnt.covariance, x)
    assert np.allclose(weight_variance(learnt.card, codes, learnt.covariance), by_hand)
    assert np.corrcoef(np.sqrt(by_hand), np.sqrt(weight_variance(learnt.card, codes)))[0, 1] > 0.9


def test_an_edited_weight_moves_scores_by_exactly_the_edit(learnt: LearntCard) -> None:
    facts, _ = planted(400, 3)
    before = score_rows(learnt.card, facts, np.zeros(400))
    one = learnt.card.blocks[0].bins[1]
    edited = with_edit(learnt.card, "sector", 1, one.weight + 0.25, by="Ann", why="we hired a banker")
    after = score_rows(edited, facts, np.zeros(400))
    inside = before.codes[:, 0] == 1
    assert np.allclose((after.sums - before.sums)[inside], 0.25, rtol=0, atol=1e-12)
    assert (after.sums == before.sums)[~inside].all()
    assert (edited.blocks[0].bins[1].weight, edited.blocks[0].bins[1].by) == (one.weight, "Ann")
    assert with_edit(edited, "sector", 1, None) == learnt.card


def test_edits_of_what_is_not_there_are_refused(learnt: LearntCard) -> None:
    with pytest.raises(UsageError, match=r"no such block.*Did you mean 'sector'"):
        with_edit(learnt.card, "secto", 0, 1.0)
    with pytest.raises(UsageError, match="bins from 0 to 5"):
        with_edit(learnt.card, "sector", 6, 1.0)
    with pytest.raises(UsageError, match="finite number"):
        with_edit(learnt.card, "sector", 0, float("nan"))


def test_reasons_are_the_largest_contributions() -> None:
    facts = [attribute("sector", objects("bank", None)), attribute("country", objects("DE", "DE"))]
    card = small_card()
    scores = score_rows(card, facts, np.zeros(2), blanks=BlankShares((0.2, 0.0), (0.5, 1.0)))
    first = reasons_of(card, scores, 0)
    assert [(r.block, round(r.factor, 3), r.n) for r in first.up] == [("sector", 2.718, 30)]
    assert [(r.block, round(r.factor, 3)) for r in first.down] == [("country", 0.741)]
    assert (first.up[0].low, first.up[0].high) == pytest.approx((np.exp(1 - 0.196), np.exp(1 + 0.196)), rel=1e-3)
    second = reasons_of(card, scores, 1)
    assert [r.block for r in second.blank] == ["sector"]
    assert second.up == ()


def test_an_unknown_fact_is_shown_with_both_ends() -> None:
    facts = [attribute("sector", objects(None)), attribute("country", objects("DE"))]
    card = small_card()
    scores = score_rows(card, facts, np.zeros(1))
    (found,) = worth_finding(card, scores, 0)
    assert (found.block, found.best[0].values, found.worst[0].values) == ("sector", ("bank",), ("shop",))
    assert found.best_chance == pytest.approx(expit(-1.0 + 1.0 - 0.3))
    assert found.worst_chance == pytest.approx(expit(-1.0 - 0.5 - 0.3))
    assert found.spread == pytest.approx(np.sqrt(0.5))


def test_a_card_without_a_fact_and_how_much_it_carries(learnt: LearntCard) -> None:
    less = without_blocks(learnt.card, frozenset({"sector"}))
    assert [b.id for b in less.blocks] == [b.id for b in learnt.card.blocks if b.id != "sector"]
    assert 0.4 < share_of_card(learnt.card, frozenset({"sector"})) < 0.9
    assert share_of_card(learnt.card, frozenset(b.id for b in learnt.card.blocks)) == pytest.approx(1)
