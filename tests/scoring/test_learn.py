"""Learning of a card: planted truths are found, nothing is made of nothing, and awkward deals are survived."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from made_cards import planted, planted_sums
from made_rows import attribute
from whofor.documents.scorecard_document import scorecard_text
from whofor.errors import DataError
from whofor.model import Kind
from whofor.model.scorecard import BlockKind, CardOutcome
from whofor.model.segment import Condition, Operator, Segment
from whofor.schema.rows import Attribute, Limits
from whofor.scoring import learn
from whofor.scoring.bins import segment_block
from whofor.scoring.finishing import isotonic
from whofor.scoring.learn import CardOptions, LearntCard, learn_card
from whofor.scoring.pairs import coarse, excess, pair_block
from whofor.scoring.placing import Placing
from whofor.scoring.score import expected_values, score_rows
from whofor.stats.ranks import auc


def card_of(facts: list[Attribute], won: np.ndarray, options: CardOptions | None = None) -> LearntCard:
    return learn_card(facts, np.zeros(len(won)), won, options)


def sums_of(found: LearntCard, facts: list[Attribute]) -> np.ndarray:
    return score_rows(found.card, facts, np.zeros(len(facts[0].values))).sums


def exclusive(n: int, seed: int = 1) -> tuple[list[Attribute], np.ndarray]:
    """Won where one of two facts holds and the other does not: their sum tells nothing."""
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 2, n), rng.integers(0, 2, n)
    won = (rng.random(n) < np.where(a != b, 0.6, 0.2)).astype(float)
    names = np.array(["no", "yes"], dtype=object)
    third = rng.choice(names, n)
    return [attribute("first", names[a]), attribute("second", names[b]), attribute("third", third)], won


def test_a_planted_order_is_found_on_other_deals() -> None:
    facts, won = planted(6000)
    others, other_won = planted(6000, 2)
    found = card_of(facts, won)
    assert auc(sums_of(found, others), other_won == 1) > auc(planted_sums(others), other_won == 1) - 0.01
    assert sum(b.freedom for b in found.card.blocks if b.id == "noise") < 3
    assert [b.label for b in found.card.blocks if b.kind is BlockKind.PAIR] == []


def test_figures_of_bins_are_counts_of_deals() -> None:
    facts, won = planted(900)
    sector = card_of(facts, won).card.blocks[0]
    for one in sector.bins[:4]:
        here = facts[0].values == one.conditions[0].values[0]
        assert (one.n, one.n_won) == (here.sum(), won[here].sum())


def test_no_deal_is_said_so() -> None:
    facts, won = planted(50)
    with pytest.raises(DataError, match="no deal to learn a scorecard from"):
        card_of([a.take(np.zeros(50, dtype=bool)) for a in facts], won[:0])


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_one_outcome_only_is_said_so(outcome: float) -> None:
    facts, _ = planted(50)
    with pytest.raises(DataError, match="All 50 deals to learn a scorecard from ended alike"):
        card_of(facts, np.full(50, outcome))


def test_an_outcome_that_is_not_known_is_refused() -> None:
    facts, won = planted(50)
    with pytest.raises(ValueError, match="not known"):
        card_of(facts, np.where(np.arange(50) == 3, np.nan, won))


def test_no_fact_leaves_the_base_rate() -> None:
    won = (np.arange(100) < 30).astype(float)
    found = learn_card([], np.zeros(100), won)
    assert found.card.blocks == ()
    assert expit(found.card.base) == pytest.approx(0.3, abs=1e-5)


def test_three_hundred_columns_of_junk_cost_little() -> None:
    facts, won = planted(3000)
    others, other_won = planted(6000, 2)
    rng = np.random.default_rng(9)

    def junk(n: int) -> list[Attribute]:
        levels = np.array(list("abcdefgh"), dtype=object)
        numbers = [attribute(f"x_n{i}", rng.normal(size=n), Kind.NUMBER) for i in range(150)]
        return numbers + [attribute(f"x_c{i}", rng.choice(levels, n)) for i in range(150)]

    alone = auc(sums_of(card_of(facts, won), others), other_won == 1)
    wide = card_of([*facts, *junk(3000)], won)
    among = auc(sums_of(wide, [*others, *junk(6000)]), other_won == 1)
    assert among > alone - 0.01
    assert len(wide.card.left_out) > 290
    assert not {"sector", "employees", "tools=a"} & set(wide.card.left_out)


def test_equal_deals_give_equal_bytes() -> None:
    facts, won = exclusive(1500)
    assert scorecard_text(card_of(facts, won).card) == scorecard_text(card_of(facts, won).card)


def test_what_only_a_pair_tells_is_found() -> None:
    facts, won = exclusive(3000)
    others, other_won = exclusive(3000, 2)
    alone = card_of(facts, won, CardOptions(most_pairs=0))
    found = card_of(facts, won)
    pairs = [b for b in found.card.blocks if b.kind is BlockKind.PAIR]
    assert [b.attributes for b in pairs] == [("first", "second")]
    assert auc(sums_of(alone, others), other_won == 1) < 0.55
    assert auc(sums_of(found, others), other_won == 1) > 0.68
    cell = {tuple(c.values[0] for c in b.conditions): b.in_force for b in pairs[0].bins if len(b.conditions) == 2}
    assert cell["yes", "no"] > 0.5 > -0.5 > cell["yes", "yes"]


def test_without_planted_pairs_none_is_kept() -> None:
    kept = 0
    for seed in range(12):
        facts, won = planted(1500, seed)
        kept += sum(b.kind is BlockKind.PAIR for b in card_of(facts, won).card.blocks)
    assert kept <= 1


def test_the_excess_of_residuals_by_hand() -> None:
    codes = np.repeat([0, 1, 2], [10, 10, 4])
    residual = np.concatenate([np.full(10, 0.2), np.full(10, -0.1), np.full(4, 9.0)])
    # 10 deals each: (2² + 1²) / (10 · 0.25) = 2; two cells, the third is too small.
    assert excess(codes, 3, residual, np.full(24, 0.25)) == pytest.approx((2 - 2) / 2)


def test_cells_of_few_rows_fall_to_the_rest_of_a_value() -> None:
    a = np.array(["a"] * 40 + ["b"] * 40 + ["z"] * 5, dtype=object)
    b = np.array((["u"] * 18 + ["v"] * 18 + ["w"] * 4) * 2 + ["u"] * 5, dtype=object)
    facts = [attribute("one", a), attribute("two", b)]
    placing, blocks = Placing(facts, np.zeros(85)), []
    blocks = learn.blocks_of(facts, np.zeros(85), np.ones(85, dtype=bool))
    first, second = (coarse(x, x.id, placing.codes(x)) for x in blocks)
    pair = pair_block(first, second)
    told = [tuple(c.values[0] for c in one.conditions) for one in pair.bins]
    assert told == [("a", "u"), ("a", "v"), ("b", "u"), ("b", "v"), ("u",), ()]
    codes = placing.codes(pair)
    assert codes[:18].tolist() == [0] * 18
    assert set(codes[36:40].tolist()) == {5}  # a and w: four rows
    assert codes[80:].tolist() == [4] * 5


def test_neighbouring_bands_are_merged_for_pairs() -> None:
    values = np.random.default_rng(1).normal(size=2000)
    facts = [attribute("x", values, Kind.NUMBER)]
    (block,) = learn.blocks_of(facts, np.zeros(2000), np.ones(2000, dtype=bool))
    merged = coarse(block, "x", Placing(facts, np.zeros(2000)).codes(block))
    tests = [t for t in merged.tests if t is not None and t.operator is Operator.BETWEEN]
    assert len(tests) <= 12
    assert all(a.high == b.low for a, b in itertools.pairwise(tests))
    assert np.bincount(merged.codes).min() > 50


def test_a_type_of_client_is_a_block_of_its_own() -> None:
    facts, won = exclusive(3000)
    tests = (Condition("first", "First", Operator.IS, ("yes",)), Condition("second", "Second", Operator.IS, ("no",)))
    options = CardOptions(segments=[segment_block("S1", "yes and no", Segment(tests))], most_pairs=0)
    block = card_of(facts, won, options).card.blocks[-1]
    assert (block.kind, block.id, len(block.bins)) == (BlockKind.SEGMENT, "S1", 2)
    assert block.bins[0].weight > 0.3 > 0 > block.bins[1].weight
    assert block.bins[0].n + block.bins[1].n == 3000


def test_deals_of_few_accounts_are_worth_less() -> None:
    rng = np.random.default_rng(1)
    account = np.repeat(np.arange(150), 10)
    won = (rng.random(1500) < expit(rng.normal(-1, 2, 150))[account]).astype(float)
    sector = rng.choice(np.array(["a", "b", "c", "d", "e"], dtype=object), 150)[account]
    facts = [attribute("sector", sector)]
    plain = learn_card(facts, np.zeros(1500), won)
    found = learn_card(facts, np.zeros(1500), won, accounts=account)
    assert 200 < found.card.deals_worth < 700
    assert found.card.base_error > 1.4 * plain.card.base_error
    assert found.card.blocks[0].freedom < plain.card.blocks[0].freedom
    alone = learn_card(facts, np.zeros(1500), won, accounts=np.arange(1500))
    assert alone.card == plain.card


def test_weights_rise_where_a_person_says_so() -> None:
    rng = np.random.default_rng(2)
    x = rng.uniform(0, 100, 3000)
    won = (rng.random(3000) < expit(np.sin(x / 15) - 1)).astype(float)
    facts = [attribute("x", x, Kind.NUMBER)]
    free = card_of(facts, won).card.blocks[0]
    found = card_of(facts, won, CardOptions(monotone={"x": "up"}))
    block = found.card.blocks[0]
    weights = [b.weight for b in block.bins[: block.n_ordered]]
    assert np.ptp(np.sign(np.diff([b.weight for b in free.bins[:20]]))) == 2
    assert weights == sorted(weights)
    assert block.monotone == "up"
    assert expit(sums_of(found, facts)).mean() == pytest.approx(won.mean(), abs=1e-4)
    falling = card_of(facts, won, CardOptions(monotone={"x": "down"})).card.blocks[0]
    down = [b.weight for b in falling.bins[: falling.n_ordered]]
    assert down == sorted(down, reverse=True)


def test_pooling_weighs_by_curvature() -> None:
    assert isotonic(np.array([3.0, 0.0]), np.array([1.0, 2.0]), rising=True).tolist() == [1.0, 1.0]
    assert isotonic(np.array([0.0, 3.0]), np.array([1.0, 2.0]), rising=True).tolist() == [0.0, 3.0]


def test_a_blank_that_depends_on_the_outcome_tells_nothing() -> None:
    """Half of the lost deals have no sector: that says when it is asked for, not who buys."""
    rng = np.random.default_rng(3)
    facts, won = planted(4000)
    gone = (won == 0) & (rng.random(4000) < 0.5)
    values = np.where(gone, None, facts[0].values)
    told = card_of([replace(facts[0], values=values)], won)
    silent = card_of([replace(facts[0], values=values, limits=Limits(known_only=True))], won)
    first, second = told.card.blocks[0], silent.card.blocks[0]
    assert first.bins[first.unknown or 0].weight < -1
    assert second.bins[second.unknown or 0].weight == 0
    spread = [b.weight - first.bins[0].weight for b in first.bins[:4]]
    assert [b.weight - second.bins[0].weight for b in second.bins[:4]] == pytest.approx(spread, abs=1e-5)
    assert silent.covariance[1 + (second.unknown or 0), 1 + (second.unknown or 0)] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("n", [2, 3, 7, 25, 60])
def test_few_deals_give_a_finite_card(n: int) -> None:
    for seed in range(8):
        facts, won = planted(n, seed, blank=0.3)
        won[:2] = [0.0, 1.0]
        odd = attribute("x_odd", np.where(np.arange(n) % 3 == 0, 1e300, np.nan), Kind.NUMBER)
        found = card_of([*facts, odd], won)
        assert np.isfinite(found.covariance).all()
        assert np.isfinite(sums_of(found, [*facts, odd])).all()


def test_amounts_are_told_by_the_same_card() -> None:
    rng = np.random.default_rng(4)
    facts, _ = planted(3000)
    worth = np.array([{"bank": 900.0, "shop": 100.0}.get(s, 400.0) for s in facts[0].values])
    amount = worth + rng.normal(0, 200, 3000)
    found = card_of(facts, amount, CardOptions(CardOutcome.AMOUNT))
    told = score_rows(found.card, facts, np.zeros(3000)).chances
    assert np.abs(np.array([told[worth == w].mean() - w for w in (900, 100, 400)])).max() < 15
    assert found.card.base == pytest.approx(amount.mean(), abs=1e-3)
    assert found.scale == pytest.approx(200**2, rel=0.1)
    assert found.card.n_won is None


def test_what_a_prospect_is_worth_is_its_chance_times_its_amount() -> None:
    facts, won = planted(2000)
    amount = np.where(won == 1, 1000.0 + np.arange(2000.0) % 7, np.nan)
    chance = score_rows(card_of(facts, won).card, facts, np.zeros(2000))
    of_won = [a.take(won == 1) for a in facts]
    worth = card_of(of_won, amount[won == 1], CardOptions(CardOutcome.AMOUNT))
    value = expected_values(chance, score_rows(worth.card, facts, np.zeros(2000)))
    assert value.tolist() == pytest.approx((chance.chances * 1003).tolist(), rel=0.01)
