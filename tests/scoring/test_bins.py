"""Bins: made without the outcome, from the rows learnt from alone, each row in exactly one of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from made_cards import planted
from made_rows import attribute
from whofor.arrays import Column
from whofor.model import Kind
from whofor.model.scorecard import BlockKind, CardBlock
from whofor.model.segment import Condition, Operator, Segment
from whofor.schema.rows import Attribute, Limits
from whofor.scoring.bins import blocks_of, segment_block
from whofor.scoring.placing import Placing


def block_of(values: Column, kind: Kind, name: str = "x_fact", limits: Limits | None = None) -> CardBlock:
    a = attribute(name, values, kind)
    a = a if limits is None else replace(a, limits=limits)
    (block,) = blocks_of([a], np.zeros(len(values)), np.ones(len(values), dtype=bool))
    return block


def bounds(block: CardBlock) -> list[tuple[float | None, float | None]]:
    return [(b.conditions[0].low, b.conditions[0].high) for b in block.bins[: block.n_ordered]]


def by_hand(block: CardBlock, attributes: list[Attribute], day: np.ndarray) -> np.ndarray:
    """The first bin whose conditions are met, one condition after the other."""
    from whofor.segments.conditions import mask

    codes = np.full(len(day), -1)
    values = {a.parameter.name: a for a in attributes}
    for place, one in enumerate(block.bins):
        inside = np.ones(len(day), dtype=bool)
        for c in one.conditions:
            a = values[c.parameter]
            inside &= mask(c, a.values, a.parameter.kind, day)
        codes[(codes < 0) & inside] = place
    return codes


def test_people_have_the_bands_that_people_use() -> None:
    employees = np.array([5.0, 20.0, 100.0, 300.0, 700.0, 2000.0, np.nan])
    block = block_of(employees, Kind.NUMBER, "employees")
    assert bounds(block) == [(None, 10), (11, 50), (51, 200), (201, 500), (501, 1000), (1001, 5000), (5001, None)]
    assert block.unknown == 7
    assert block.unknown_share == pytest.approx(1 / 7)


def test_of_few_numbers_each_is_a_bin_and_none_falls_between() -> None:
    values = np.array([1.0, 2.0, 4.0] * 5)
    block = block_of(values, Kind.NUMBER)
    assert bounds(block) == [(None, 2.0), (2.0, 4.0), (4.0, None)]
    seen = attribute("x_fact", np.array([-7.0, 1.0, 3.0, 4.0, 99.0, np.nan]), Kind.NUMBER)
    assert Placing([seen], np.zeros(6)).codes(block).tolist() == [0, 0, 1, 2, 2, 3]


def test_other_numbers_have_twenty_bins_of_as_many_rows() -> None:
    values = np.random.default_rng(1).normal(1000, 300, 4000)
    block = block_of(values, Kind.NUMBER)
    counts = np.bincount(Placing([attribute("x_fact", values, Kind.NUMBER)], np.zeros(4000)).codes(block))
    assert block.n_ordered == 20
    assert 150 < counts.min() <= counts.max() < 250


def test_a_number_that_is_mostly_nought_still_parts_the_others() -> None:
    rng = np.random.default_rng(1)
    values = np.where(rng.random(5000) < 0.9, 0.0, rng.normal(10_000, 2_000, 5000))
    block = block_of(values, Kind.NUMBER)
    counts = np.bincount(Placing([attribute("x_fact", values, Kind.NUMBER)], np.zeros(5000)).codes(block))
    assert block.n_ordered >= 15
    assert counts[: block.n_ordered].max() == (values == 0).sum() + (values < 0).sum()


def test_frequent_values_have_a_bin_and_others_one_together() -> None:
    values = np.array(["a"] * 10 + ["b"] * 12 + ["c"] * 9 + [None] * 3, dtype=object)
    block = block_of(values, Kind.CATEGORY)
    assert [b.conditions[0].values for b in block.bins[:2]] == [("b",), ("a",)]
    assert block.bins[2].is_unknown
    assert block.bins[3].conditions == ()
    seen = attribute("x_fact", np.array(["a", "c", "never seen", None], dtype=object))
    assert Placing([seen], np.zeros(4)).codes(block).tolist() == [1, 3, 3, 2]


def test_values_that_a_check_took_out_are_among_the_others() -> None:
    values = np.array(["a"] * 20 + ["b"] * 20, dtype=object)
    block = block_of(values, Kind.CATEGORY, limits=Limits(levels=frozenset({"b"})))
    assert [b.conditions[0].values for b in block.bins if b.conditions and not b.is_unknown] == [("a",)]


def test_a_number_that_was_typed_in_later_keeps_to_its_bands() -> None:
    values = np.random.default_rng(1).uniform(100, 9_000, 500)
    block = block_of(values, Kind.NUMBER, limits=Limits(cuts=(1000.0, 2000.0, 5000.0)))
    assert bounds(block) == [(None, 1000), (1000, 2000), (2000, 5000), (5000, None)]


def test_each_frequent_entry_of_a_list_is_a_fact() -> None:
    values = np.array(["a;b", "a", None, "c"] * 10, dtype=object)
    a = attribute("tools", values, Kind.MULTI)
    blocks = blocks_of([a], np.zeros(40), np.ones(40, dtype=bool))
    assert [b.id for b in blocks] == ["tools=a", "tools=b", "tools=c"]
    assert {b.kind for b in blocks} == {BlockKind.ENTRY}
    placing = Placing([attribute("tools", np.array(["b; a", "c", None], dtype=object), Kind.MULTI)], np.zeros(3))
    assert [placing.codes(b).tolist() for b in blocks] == [[0, 2, 1], [0, 2, 1], [2, 0, 1]]


def test_dates_are_months_before_the_day_and_later_ones_are_not_known() -> None:
    days = np.array([1000.0, 900.0, 600.0, 1100.0, np.nan] * 4)
    a = attribute("x_fact", days, Kind.DATE)
    (dated,) = blocks_of([a], np.full(20, 1000.0), np.ones(20, dtype=bool))
    assert bounds(dated) == [(None, 3), (3, 6), (6, 12), (12, 24), (24, None)]
    assert Placing([a], np.full(20, 1000.0)).codes(dated)[:5].tolist() == [0, 1, 3, 5, 5]
    assert dated.kind is BlockKind.ORDERED


def test_rows_that_are_not_learnt_from_decide_nothing() -> None:
    facts, _ = planted(600)
    learn = np.arange(600) < 400
    other = [replace(a, values=np.where(learn, a.values, a.values[::-1])) for a in facts]
    assert blocks_of(facts, np.zeros(600), learn) == blocks_of(other, np.zeros(600), learn)


@pytest.mark.parametrize("kind", [Kind.CATEGORY, Kind.BOOLEAN, Kind.NUMBER])
def test_what_is_the_same_for_all_is_no_block(kind: Kind) -> None:
    same = np.full(30, 5.0) if kind is Kind.NUMBER else np.array(["true"] * 30, dtype=object)
    assert blocks_of([attribute("x", same, kind)], np.zeros(30), np.ones(30, dtype=bool)) == []
    blank = np.full(30, np.nan) if kind is Kind.NUMBER else np.full(30, None, dtype=object)
    assert blocks_of([attribute("x", blank, kind)], np.zeros(30), np.ones(30, dtype=bool)) == []


def test_texts_are_no_facts() -> None:
    texts = attribute("x", np.array(["a", "b"] * 15, dtype=object), Kind.TEXT)
    assert blocks_of([texts], np.zeros(30), np.ones(30, dtype=bool)) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_quick_way_is_the_first_bin_whose_conditions_are_met(seed: int) -> None:
    facts, _ = planted(500, seed, blank=0.2)
    day = np.zeros(500)
    placing = Placing(facts, day)
    blocks = blocks_of(facts, day, np.ones(500, dtype=bool))
    segment = Segment((Condition("sector", "Sector", Operator.IS, ("bank",)), blocks[1].bins[2].conditions[0]))
    for block in (*blocks, segment_block("S1", "Banks", segment)):
        assert placing.codes(block).tolist() == by_hand(block, facts, day).tolist(), block.id


def test_a_list_without_the_column_knows_nothing_of_it() -> None:
    facts, _ = planted(300)
    blocks = blocks_of(facts, np.zeros(300), np.ones(300, dtype=bool))
    placing = Placing(facts[:1], np.zeros(300))
    assert [placing.lacks(b) for b in blocks] == [False, *[True] * (len(blocks) - 1)]
    assert all((placing.codes(b) == b.unknown).all() for b in blocks[1:])
