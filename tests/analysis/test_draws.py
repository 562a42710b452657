"""Several draws of the held-back deals: which of them is shown, and what decides a type that only some confirm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from made_noise import clustered_deals
from whofor.analysis.draws import Holding, choose_draw, search_once, support_of, with_draws, with_support
from whofor.analysis.find import DataFacts, find_profile
from whofor.analysis.prepare import draw_again, prepare
from whofor.model import AlsoPassedKind, IcpResult, Verdict
from whofor.model.options import FindOptions
from whofor.model.reasons.verdicts import Confirmed, InFewDraws, InMostDraws
from whofor.model.run import SplitKind
from whofor.schema.rows import DealRows

OPTIONS = FindOptions(permutations=200)
TODAY = 19_800.0


def holding(*deals: int, direction: int = 1) -> Holding:
    inside = np.zeros(40, dtype=np.bool_)
    inside[list(deals)] = True
    return Holding(inside, direction)


TEN, NEARLY_TEN, OTHERS = holding(*range(10)), holding(*range(1, 11)), holding(*range(20, 30))


def test_a_type_is_the_same_where_it_holds_nearly_the_same_deals():
    draws = [[TEN], [NEARLY_TEN], [OTHERS], [holding(*range(10), direction=-1)], []]
    assert support_of(TEN, draws) == 2
    assert support_of(OTHERS, draws) == 1


def test_the_draw_is_shown_that_shows_what_most_draws_confirm():
    third = holding(*range(30, 36))
    assert choose_draw([[OTHERS, third], [TEN], [NEARLY_TEN], [TEN], []]) == 1
    assert choose_draw([[TEN], [TEN, OTHERS], [TEN, OTHERS], [OTHERS], []]) == 1


def test_a_type_that_few_draws_confirm_is_shown_rather_than_nothing():
    assert choose_draw([[], [], [TEN], [], []]) == 2
    assert choose_draw([[], [], []]) == 0


def undated(seed: int, n: int, effect: float) -> DealRows:
    """Return deals in no order, of which nothing says when they were opened."""
    rows = clustered_deals(seed, np.ones(n, dtype=np.int64), sigma=0.0, effect=effect)
    nothing = np.full(n, np.nan)
    return replace(rows, opened=nothing, closed=nothing, accounts=None)


def found(rows: DealRows, options: FindOptions = OPTIONS) -> IcpResult:
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    return find_profile(rows, parameters, options, DataFacts("made up"), today=TODAY)


def test_a_clear_type_is_confirmed_in_every_draw():
    result = found(undated(1, 900, 2.0))
    assert result.run.split is SplitKind.RANDOM
    assert result.run.draws == 5
    (first, *_) = result.search.segments
    assert [r for r in first.reasons if isinstance(r, InMostDraws)] == [InMostDraws(5, 5)]


@pytest.mark.parametrize("seed", range(4))
def test_the_seed_of_a_run_changes_no_type(seed: int):
    rows = undated(2, 400, 1.5)
    usual, other = found(rows), found(rows, replace(OPTIONS, seed=seed + 1))
    assert [f.segment for f in other.search.segments] == [f.segment for f in usual.search.segments]
    assert [f.verdict for f in other.search.segments] == [f.verdict for f in usual.search.segments]


def test_what_few_draws_confirm_does_not_pass():
    """Weak effects among few deals: some are confirmed by some draws only."""
    few = 0
    for seed in range(12):
        for f in found(undated(seed, 300, 1.1)).search.findings:
            confirmed = any(isinstance(r, Confirmed) for r in f.reasons)
            in_few = [r for r in f.reasons if isinstance(r, InFewDraws)]
            few += len(in_few)
            if in_few:
                assert confirmed
                assert 2 * in_few[0].draws < in_few[0].of
                assert f.verdict is Verdict.REVIEW
    assert few


def test_what_most_draws_confirm_does_not_fail_by_one_and_what_few_do_does_not_pass():
    (first, *_) = found(undated(1, 900, 2.0)).search.segments
    passed, failed = (replace(first, verdict=verdict, reasons=()) for verdict in (Verdict.PASS, Verdict.FAIL))
    assert with_support(passed, 0, 5) == passed
    assert with_support(passed, 3, 5) == replace(passed, reasons=(InMostDraws(3, 5),))
    assert with_support(failed, 2, 5) == replace(failed, reasons=(InFewDraws(2, 5),))
    assert with_support(passed, 2, 5).verdict is Verdict.REVIEW
    assert with_support(failed, 4, 5).verdict is Verdict.REVIEW


def test_what_most_draws_confirm_and_the_shown_one_does_not_find_is_listed():
    rows = undated(1, 900, 2.0)
    prepared = prepare(rows, [a.parameter for a in (*rows.attributes, *rows.confounders)], OPTIONS, TODAY)
    runs = [search_once(prepared if k == 0 else draw_again(prepared, OPTIONS, k), OPTIONS) for k in range(3)]
    without = replace(runs[0], positive=(), found=replace(runs[0].found, positive=()))
    runs[0] = without
    holding = [[Holding(inside, f.direction) for f, inside in run.with_masks()] for run in runs]
    (listed,) = [a for a in with_draws(without, runs, holding).other_draws if a.direction > 0]
    assert listed.kind is AlsoPassedKind.OTHER_DRAW
    assert listed.segment == runs[1].positive[0].segment
    assert 0 < listed.n < runs[1].positive[0].search.n + runs[1].positive[0].confirm.n
