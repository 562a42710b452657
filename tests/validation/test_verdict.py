"""The verdict on a segment, each check on hand-made masks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from made_rows import attribute
from whofor.figures.outcome import Outcome
from whofor.model import Condition, Estimate, Measure, Operator, Segment, SegmentFinding, Verdict
from whofor.model.run import SplitKind
from whofor.schema.rows import Limits, Rows
from whofor.validation.bench import Bench, Evidence
from whofor.validation.case import CheckResult
from whofor.validation.checks import CHECKS, next_step_of
from whofor.validation.confounders import Confounder, Strata
from whofor.validation.split import Split
from whofor.validation.verdict import judge, median_days

N = 400
INSIDE = np.arange(N) % 2 == 0
SEARCH = np.arange(N) < 300
BANKS = Condition("sector", "Sector", Operator.IS, ("bank",))


def rates(inside_search: float, rest_search: float, inside_later: float, rest_later: float) -> np.ndarray:
    """Wins of each quarter of the deals at exactly these rates, spread evenly."""
    won = np.zeros(N)
    for group, rate in (
        (INSIDE & SEARCH, inside_search),
        (~INSIDE & SEARCH, rest_search),
        (INSIDE & ~SEARCH, inside_later),
        (~INSIDE & ~SEARCH, rest_later),
    ):
        places = np.flatnonzero(group)
        won[places[np.floor(np.arange(len(places)) * rate) != np.floor((np.arange(len(places)) + 1) * rate)]] = 1.0
    return won


def bench(
    won: np.ndarray,
    confounders: Sequence[Confounder] = (),
    *,
    kind: SplitKind = SplitKind.NEWEST,
    accounts: np.ndarray | None = None,
    sector: np.ndarray | None = None,
) -> Bench:
    sectors = np.where(INSIDE, "bank", "shop").astype(object) if sector is None else sector
    rows = Rows(
        opened=np.arange(float(N)), attributes=(attribute("sector", sectors),), confounders=(), accounts=accounts
    )
    search = SEARCH if kind is not SplitKind.NONE else np.ones(N, dtype=bool)
    strata = Strata(np.zeros(int(search.sum()), dtype=np.int64), ())
    split = Split(search, kind, "")
    return Bench(rows, Outcome.of(Measure(), won, accounts), split, confounders, strata, np.full(N, np.nan))


def judged(
    made: Bench,
    *,
    p: float = 0.001,
    condition: Condition = BANKS,
    shrunken: float = 0.5,
    untouched: np.ndarray | None = None,
) -> SegmentFinding:
    evidence = Evidence(
        id="S1",
        segment=Segment((condition,)),
        inside=INSIDE,
        direction=1,
        score=5.0,
        p_adjusted=p,
        shrunken=Estimate(150, 75, shrunken, 0.4, 0.6),
        among=np.ones(N, dtype=bool),
        untouched=np.ones(N, dtype=bool) if untouched is None else untouched,
        p_recorded=p,
    )
    return judge(evidence, made)


def codes(finding: SegmentFinding) -> list[str]:
    return [reason.code for reason in finding.reasons]


def test_significant_and_confirmed_passes() -> None:
    finding = judged(bench(rates(0.6, 0.2, 0.6, 0.2)))
    assert finding.verdict is Verdict.PASS
    assert codes(finding) == ["corrected_significant", "confirmed"]
    assert finding.next_step.code == "pursue"
    assert (finding.confirm.n, finding.confirm.n_won, finding.rest_confirm.n_won) == (50, 30, 10)
    assert finding.n_needed is None


def test_what_is_left_beside_a_segment_of_the_other_direction_must_show_too() -> None:
    """The others win less by the few alone that a segment to avoid explains: what is left beside them is no type."""
    later_rest = np.flatnonzero(~INSIDE & ~SEARCH)
    won = rates(0.6, 0.2, 0.6, 0.6)
    won[later_rest[:25]] = 0.0
    explained = np.zeros(N, dtype=bool)
    explained[later_rest[:25]] = True
    assert judged(bench(won)).verdict is Verdict.PASS
    finding = judged(bench(won), untouched=~explained)
    assert finding.verdict is not Verdict.PASS
    assert "confirmed" not in codes(finding)


def test_not_significant_is_reviewed() -> None:
    finding = judged(bench(rates(0.6, 0.2, 0.6, 0.2)), p=0.2)
    assert finding.verdict is Verdict.REVIEW
    assert codes(finding) == ["not_significant", "confirmed"]
    assert finding.next_step.code == "test_hypothesis"


def test_the_opposite_later_fails() -> None:
    finding = judged(bench(rates(0.6, 0.2, 0.2, 0.6)))
    assert finding.verdict is Verdict.FAIL
    assert "opposite_held_back" in codes(finding)
    assert finding.next_step.code == "drop_segment"


def test_an_effect_that_has_gone_fails() -> None:
    finding = judged(bench(rates(0.9, 0.1, 0.52, 0.5)))
    assert finding.verdict is Verdict.FAIL
    assert "not_confirmed" in codes(finding)


def test_too_few_later_deals_say_how_many_more() -> None:
    finding = judged(bench(rates(0.6, 0.2, 0.36, 0.24)), shrunken=0.4)
    assert finding.verdict is Verdict.REVIEW
    assert codes(finding)[-1] == "confirm_too_few"
    assert finding.next_step.code == "wait_for_deals"
    assert finding.n_needed == finding.next_step.params["n"]
    assert finding.n_needed is not None
    assert finding.n_needed >= 5


def test_without_held_back_deals_nothing_is_confirmed() -> None:
    finding = judged(bench(rates(0.6, 0.2, 0.6, 0.2), kind=SplitKind.NONE))
    assert finding.verdict is Verdict.REVIEW
    assert codes(finding)[-1] == "no_holdout"


def test_an_effect_within_one_salesperson_is_named() -> None:
    """Ann sells to nine banks in ten and wins; nobody else does."""
    owner = np.where(INSIDE, np.where(np.arange(N) % 20 < 18, 0, 1), np.where(np.arange(N) % 20 > 17, 0, 1))
    won = (owner == 0).astype(float)
    finding = judged(bench(won, [Confounder("owner", "Owner", owner.astype(np.int64), ("Ann", "Bob"))]))
    assert finding.verdict is Verdict.REVIEW
    assert codes(finding)[0] == "rides_on_confounder"
    assert finding.reasons[0].params == {"confounder": "owner", "label": "Owner", "carrier": "Ann"}
    assert finding.next_step.code == "compare_within"


def test_a_condition_on_an_unknown_value_never_passes() -> None:
    unknown = Condition("sector", "Sector", Operator.UNKNOWN)
    finding = judged(bench(rates(0.6, 0.2, 0.6, 0.2)), condition=unknown)
    assert finding.verdict is Verdict.REVIEW
    assert codes(finding)[0] == "rests_on_unknown"
    assert finding.next_step.code == "record_field"


def test_a_rest_that_loses_only_where_nothing_is_recorded_is_no_proof() -> None:
    """Shops win as often as banks; deals without a sector never win."""
    sector = np.where(INSIDE, "bank", np.where(np.arange(N) % 4 == 1, None, "shop")).astype(object)
    won = np.where(sector == np.array(None), 0.0, (np.arange(N) // 4 % 2).astype(float))
    finding = judged(bench(won, sector=sector))
    assert finding.verdict is not Verdict.PASS
    assert codes(finding)[0] == "rests_on_gaps"


def test_wins_of_two_accounts_are_no_proof() -> None:
    accounts = np.where(INSIDE, np.arange(N) % 4 // 2, np.arange(N) + 10)
    finding = judged(bench(rates(0.6, 0.2, 0.6, 0.2), accounts=accounts))
    assert finding.verdict is Verdict.REVIEW
    assert "rests_on_few_accounts" in codes(finding)
    assert finding.next_step.code == "wait_for_accounts"


def test_the_most_urgent_step_comes_first() -> None:
    from whofor.model.reasons.steps import CompareWithin, RecordField, WaitForDeals
    from whofor.model.reasons.verdicts import Confirmed

    steps = (WaitForDeals(3), None, RecordField("Sector"), CompareWithin("Owner"))
    results = [CheckResult(Confirmed(1), next_step=step) for step in steps]
    assert next_step_of(results) == CompareWithin("Owner")
    assert next_step_of(results[:2]) == WaitForDeals(3)
    assert next_step_of([]) is None
    assert len(CHECKS) == len(set(CHECKS))


@pytest.mark.parametrize(("dated", "told"), [(4, None), (5, 3.0)])
def test_a_median_needs_five_dated_wins(dated: int, told: float | None) -> None:
    days = np.full(20, np.nan)
    days[:dated] = np.arange(1.0, dated + 1)
    found = median_days(days, np.ones(20, dtype=bool), None)
    assert (found.estimate if found else None) == told


@pytest.mark.parametrize(
    ("inside", "rest", "table", "declared", "asked"),
    [
        (0.60, 0.01, "deals", False, True),
        (0.01, 0.60, "deals", False, True),
        (0.91, 0.43, "deals", False, False),
        (0.55, 0.22, "deals", False, False),
        (0.60, 0.01, "deals", True, False),
        (0.60, 0.01, "accounts", False, False),
    ],
)
def test_what_may_be_asked_during_the_sale_is_not_sure(
    inside: float, rest: float, table: str, declared: bool, asked: bool
) -> None:
    made = bench(rates(inside, rest, inside, rest))
    (sector,) = made.rows.attributes
    p = replace(sector.parameter, table=table, declared=declared)
    made = replace(made, rows=replace(made.rows, attributes=(replace(sector, parameter=p),)))
    finding = judged(made)
    reasons = [r for r in finding.reasons if r.code == "asked_during_sale"]
    assert bool(reasons) is asked
    if asked:
        assert finding.verdict is not Verdict.PASS
        assert dict(reasons[0].params) == {"label": "Sector", "n": 200}


def test_few_deals_do_not_show_that_a_column_was_asked_during_the_sale() -> None:
    """Ten of ten against two of six: an odds ratio whose interval holds nearly everything."""
    sector = np.full(N, None, dtype=object)
    sector[:16] = ["bank", "shop"] * 5 + ["shop"] * 1 + ["bank"] * 5
    won = np.where(sector == "bank", 1.0, 0.0)
    won[1:5:2] = 1.0
    assert "asked_during_sale" not in codes(judged(bench(won, sector=sector)))


@pytest.mark.parametrize(("declared", "asked"), [(False, True), (True, False)])
def test_a_column_nobody_named_whose_gaps_follow_the_outcome_is_not_sure(declared: bool, asked: bool) -> None:
    made = bench(rates(0.5, 0.2, 0.5, 0.2))
    (sector,) = made.rows.attributes
    p = replace(sector.parameter, declared=declared)
    known = replace(sector, parameter=p, limits=Limits(known_only=True))
    finding = judged(replace(made, rows=replace(made.rows, attributes=(known,))))
    assert ("filled_during_sale" in codes(finding)) is asked
    assert (finding.verdict is Verdict.PASS) is not asked


def test_a_column_filled_in_mostly_for_one_outcome_is_not_sure_even_where_a_mapping_names_it() -> None:
    made = bench(rates(0.5, 0.2, 0.5, 0.2))
    (sector,) = made.rows.attributes
    p = replace(sector.parameter, declared=True)
    selected = replace(sector, parameter=p, limits=Limits(known_only=True, is_selected=True))
    finding = judged(replace(made, rows=replace(made.rows, attributes=(selected,))))
    assert "filled_mostly_for_one_outcome" in codes(finding)
    assert finding.verdict is Verdict.REVIEW
