"""Two runs of one market: what moved is named, what did not is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from made_rows import START, make_rows
from whofor.analysis.changes import changes_between
from whofor.analysis.find import DataFacts, find_in_prepared
from whofor.analysis.prepare import Prepared, prepare
from whofor.model import IcpResult, Verdict
from whofor.model.changes import Changes, Movement, TypeMove
from whofor.model.options import FindOptions
from whofor.schema.rows import DealRows
from whofor.stats.intervals import newcombe_interval

SPLIT = START + 400


class Run(NamedTuple):
    result: IcpResult
    prepared: Prepared


def found(rows: DealRows, name: str) -> Run:
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    prepared = prepare(rows, parameters, FindOptions(permutations=200), START + 2000.0)
    return Run(find_in_prepared(prepared, FindOptions(permutations=200), DataFacts(name)), prepared)


def banks(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.where(columns["sector"] == "bank", 0.6, 0.15)


def market(*, moves: bool) -> DealRows:
    rows = make_rows(4000, seed=5, rate=banks)
    if not moves:
        return rows
    sector = next(a for a in rows.attributes if a.parameter.name == "sector").values
    lucky = (sector == "bank") & (rows.opened > SPLIT) & (rows.outcome == "won")
    lucky &= np.random.default_rng(1).random(len(lucky)) < 0.75
    return replace(rows, outcome=np.where(lucky, "lost", rows.outcome).astype(object))


def compared(rows: DealRows) -> tuple[Changes, Run, Run]:
    then, now = found(rows.take(rows.opened <= SPLIT), "then"), found(rows, "now")
    return changes_between(then.result, now.result, now.prepared, ("2024-03-12", "")), then, now


def test_what_did_not_move_is_within_the_noise() -> None:
    changes, then, now = compared(market(moves=False))
    assert changes.moved == ()
    assert {f.movement for f in changes.figures} == {Movement.NOISE}
    assert (changes.then.day, changes.now.day, changes.then.rows) == ("2024-03-12", "", then.result.run.rows)
    bank = next(f for f in changes.figures if f.id == "S1")
    inside = next(a for a in now.prepared.study.rows.attributes if a.parameter.name == "sector").values == "bank"
    late = np.floor(now.prepared.study.rows.opened) > np.floor(then.prepared.study.rows.opened.max())
    assert bank.since.n == int((inside & late).sum())
    assert bank.then == then.result.search.segments[0].confirm
    assert changes.n_since == int(late.sum())


def test_a_type_that_wins_no_more_is_named_with_its_interval() -> None:
    changes, then, _ = compared(market(moves=True))
    (moved,) = [f for f in changes.moved if f.segment.conditions]
    assert moved.segment == then.result.search.segments[0].segment
    assert moved.movement is Movement.WORSE
    assert moved.high is not None
    assert moved.high < 0
    figures = sum(f.movement is not Movement.TOO_FEW for f in changes.figures)
    a, b = moved.since, moved.then
    assert a.n_won is not None
    assert b.n_won is not None
    interval = newcombe_interval(a.n_won, a.n, b.n_won, b.n)
    assert moved.difference == pytest.approx(interval.estimate)
    # Wider than 95 %, as it holds for all figures together.
    assert figures > 1
    assert moved.low is not None
    assert moved.low < interval.low


def test_the_same_data_have_no_figures_to_compare() -> None:
    rows = market(moves=False)
    run = found(rows, "same")
    other = replace(run.result, run=replace(run.result.run, id="other", seed=3))
    changes = changes_between(run.result, other, run.prepared)
    assert changes.same_data
    assert changes.figures == ()
    assert changes.n_since is None
    assert changes.options == (("seed", "0", "3"),)
    assert {t.move for t in changes.types} == {TypeMove.KEPT}


def test_types_that_come_and_go_are_told_though_no_figure_moved() -> None:
    run = found(market(moves=False), "now")
    nothing = replace(run.result, search=replace(run.result.search, segments=(), negative_segments=(), claims=()))
    gained = changes_between(nothing, run.result, run.prepared)
    assert TypeMove.GAINED in {t.move for t in gained.types}
    lost = changes_between(run.result, nothing, run.prepared)
    assert TypeMove.LOST in {t.move for t in lost.types}
    weaker = replace(
        run.result,
        search=replace(run.result.search, segments=(replace(run.result.search.segments[0], verdict=Verdict.REVIEW),)),
    )
    (first, *_) = changes_between(run.result, weaker, run.prepared).types
    assert (first.move, first.verdict_then, first.verdict_now) == (
        TypeMove.OTHER_VERDICT,
        Verdict.PASS,
        Verdict.REVIEW,
    )


def test_a_type_whose_fact_is_gone_has_too_few_deals_to_tell() -> None:
    rows = market(moves=False)
    then = found(rows.take(rows.opened <= SPLIT), "then")
    without = replace(rows, attributes=tuple(a for a in rows.attributes if a.parameter.name != "sector"))
    now = found(without, "now")
    changes = changes_between(then.result, now.result, now.prepared)
    gone = next(f for f in changes.figures if f.segment == then.result.search.segments[0].segment)
    assert (gone.movement, gone.since.n, gone.difference) == (Movement.TOO_FEW, 0, None)


def test_without_deals_that_are_newer_the_runs_stand_beside_each_other() -> None:
    one, other = found(make_rows(4000, seed=5, rate=banks), "one"), found(make_rows(4000, seed=6, rate=banks), "other")
    changes = changes_between(one.result, other.result, None)
    assert changes.n_since is None
    assert changes.moved == ()
    assert {f.id for f in changes.figures} >= {"", "S1"}
