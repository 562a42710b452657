"""Outcomes other than won: planted ones are found, what only looks like them is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from whofor.analysis.find import DataFacts, find_profile
from whofor.errors import DataError, UsageError
from whofor.model import Answer, IcpResult, Kind, Parameter, Role, SegmentFinding, Verdict
from whofor.model.options import FindOptions
from whofor.outcomes.kinds import MeasureInput
from whofor.outcomes.retention import measure_retention
from whofor.schema.rows import Attribute, DealRows
from whofor.validation.ripeness import judge_ripeness

Make = Callable[..., DealRows]
TODAY = 20_500.0


def run(rows: DealRows, outcome: str, **options: Any) -> IcpResult:
    settings = FindOptions(permutations=300, outcome=outcome, **options)
    parameters: list[Parameter] = [a.parameter for a in (*rows.attributes, *rows.confounders, *rows.measures)]
    return find_profile(rows, parameters, settings, DataFacts("hash"), today=TODAY)


def passed(result: IcpResult) -> list[SegmentFinding]:
    return [f for f in (*result.search.segments, *result.search.negative_segments) if f.verdict is Verdict.PASS]


def values_of(finding: SegmentFinding) -> set[str]:
    return {v for c in finding.segment.conditions for v in c.values}


def sector(rows: DealRows, name: str) -> np.ndarray:
    return rows.attributes[0].values == name


def with_amounts(rows: DealRows, factor: np.ndarray, seed: int = 9) -> DealRows:
    amount = np.random.default_rng(seed).lognormal(8, 0.8, len(rows)) * factor
    return replace(rows, amount=amount, currency="EUR")


def test_clients_who_are_worth_more_are_found(make: Make) -> None:
    rows = make(3000, 21, 0.5)
    result = run(with_amounts(rows, np.where(sector(rows, "clinic"), 2.0, 1.0)), "value")
    (best,) = passed(result)[:1]
    assert result.answer is Answer.FOUND
    assert values_of(best) == {"clinic"}
    assert best.direction == 1
    assert best.confirm.unit == "EUR"
    assert best.confirm.n_won is None
    assert best.lift is not None
    assert 1.4 < best.lift < 2.4
    assert result.run.measure.name == "value"
    assert result.run.rows < int(rows.won.sum()), "only ripe deals that were won"
    assert {s.why.code for s in result.data.set_aside} >= {"not_won", "unripe"}


@pytest.mark.parametrize("seed", range(4))
def test_amounts_of_chance_give_no_pattern(make: Make, seed: int) -> None:
    rows = make(2000, 200 + seed, 0.5)
    assert not passed(run(with_amounts(rows, np.ones(2000), seed), "value", seed=seed))


def test_one_huge_deal_makes_no_segment(make: Make) -> None:
    rows = make(1500, 22, 0.5)
    rows = with_amounts(rows, np.ones(1500))
    rows.amount[np.flatnonzero(rows.won & sector(rows, "bank"))[:2]] = 1e9
    assert not passed(run(rows, "value"))


def test_values_far_out_are_counted_and_a_rare_dear_group_keeps_its_mean(make: Make) -> None:
    rows = make(n=1500)
    amounts = with_amounts(rows, np.ones(len(rows))).amount.copy()
    dear = np.arange(len(rows)) % 30 == 0
    amounts[dear] = 400_000.0
    slip = np.flatnonzero(rows.won & ~dear)[0]
    amounts[slip] = 400_000.0
    without = run(replace(rows, amount=amounts.copy()), "value")
    amounts[slip] = 3e9
    result = run(replace(rows, amount=amounts), "value")
    (issue,) = [issue for issue in result.data.issues if issue.code == "far_out"]
    assert (issue.count, issue.examples, issue.place) == (1, ("3e+09",), "deals.amount")
    assert result.run.baseline == without.run.baseline > 15_000
    assert not [issue for issue in without.data.issues if issue.code == "far_out"]


def faster(rows: DealRows, name: str) -> DealRows:
    """Deals of a sector end in half the time."""
    days = rows.closed - rows.opened
    return replace(rows, closed=rows.opened + np.where(sector(rows, name), 0.5, 1.0) * days)


def test_clients_who_sign_faster_are_found(make: Make) -> None:
    result = run(faster(make(3000, 23, 0.5), "shop"), "cycle")
    best = passed(result)[0]
    assert values_of(best) == {"shop"}
    assert best.direction == 1, "shorter is better"
    assert (best.confirm.estimate or 0) < 0.7 * (best.rest_confirm.estimate or 0)
    assert best.confirm.unit == "days"


def test_clients_who_sign_more_often_are_not_called_faster(make: Make) -> None:
    rows = make(3000, 24, lambda c: np.where(c["sector"] == "bank", 0.7, 0.25))
    assert not passed(run(rows, "cycle"))
    assert values_of(passed(run(rows, "won"))[0]) == {"bank"}


def test_deals_that_had_no_time_to_sign_are_not_counted_as_fast(make: Make) -> None:
    """A sector that came up lately has only fast signatures yet: the slow ones are still open."""
    rows = make(3000, 25, 0.5)
    late = rows.opened > np.quantile(rows.opened, 0.85)
    rows.attributes[0].values[:] = np.where(late, "clinic", "bank")
    assert not passed(run(rows, "cycle"))


def left(rows: DealRows, mean_days: np.ndarray, seed: int = 5) -> DealRows:
    """Clients leave at random, as far as the data reaches."""
    stay = np.random.default_rng(seed).exponential(mean_days)
    day = rows.closed + stay
    end = np.nanmax(rows.closed)
    return replace(rows, left=np.where(rows.won & (day <= end), day, np.nan))


def test_clients_who_stay_are_found(make: Make) -> None:
    rows = make(4000, 26, 0.5)
    result = run(left(rows, np.where(sector(rows, "school"), 2000.0, 250.0)), "retention")
    best = passed(result)[0]
    assert values_of(best) == {"school"}
    assert best.confirm.unit == "months"
    assert (best.confirm.estimate or 0) > (best.rest_confirm.estimate or 0)


def test_retention_counts_a_client_once_and_those_who_are_still_clients(make: Make) -> None:
    rows = left(make(2000, 27, 0.5), np.full(2000, 400.0))
    rows = replace(rows, accounts=np.arange(2000) // 2)
    measured = measure_retention(MeasureInput(rows, judge_ripeness(rows, TODAY)))
    assert measured.keep.sum() == len(np.unique(rows.accounts[measured.keep]))  # type: ignore[index]
    still = measured.keep & np.isnan(rows.left)  # type: ignore[arg-type]
    assert still.sum() > 100
    assert np.isfinite(measured.values[measured.keep]).all()
    stayed, gone = measured.values[still].mean(), measured.values[measured.keep & ~still].mean()
    assert stayed > gone


def test_without_a_day_of_leaving_retention_says_what_to_import(make: Make) -> None:
    with pytest.raises(UsageError) as told:
        run(make(400, 28, 0.5), "retention")
    assert "left" in str(told.value)
    assert "churn" in str(told.value)


def with_column(rows: DealRows, values: np.ndarray, kind: Kind = Kind.NUMBER, label: str = "Support hours") -> DealRows:
    p = Parameter("x_support_hours", label, Role.VALIDATION, kind, "deals")
    return replace(rows, measures=(Attribute(p, values, p.name),))


def test_a_column_of_which_less_is_better(make: Make) -> None:
    rows = make(2000, 29, 0.5)
    hours = np.random.default_rng(1).gamma(2, np.where(sector(rows, "bank"), 2.0, 5.0))
    rows = with_column(rows, np.where(rows.won, hours, np.nan))
    for name in ("support hours", "x_support_hours", "support_hours"):
        best = passed(run(rows, name, better="less"))[0]
        assert (values_of(best), best.direction) == ({"bank"}, 1)
    assert passed(run(rows, "support hours"))[0].direction == 1, "its name says that less is better"
    worst = passed(run(rows, "support hours", better="more"))[0]
    assert (values_of(worst), worst.direction) == ({"bank"}, -1)


def test_a_yes_or_no_column_is_told_in_shares(make: Make) -> None:
    rows = make(2000, 30, 0.5)
    yes = np.random.default_rng(2).random(2000) < np.where(sector(rows, "shop"), 0.6, 0.2)
    rows = with_column(rows, np.where(yes, "true", "false").astype(object), Kind.BOOLEAN, "Recommended us")
    best = passed(run(rows, "recommended us"))[0]
    assert values_of(best) == {"shop"}
    assert best.confirm.n_won is not None
    assert 0.45 < (best.confirm.estimate or 0) < 0.75


def test_a_misspelt_outcome_gets_near_names(make: Make) -> None:
    rows = with_column(make(400, 31, 0.5), np.ones(400))
    with pytest.raises(UsageError, match="Support hours"):
        run(rows, "suport hour")


def test_an_outcome_that_never_differs_is_refused(make: Make) -> None:
    with pytest.raises(DataError, match="the same for all 400 deals"):
        run(with_column(make(400, 31, 0.5), np.ones(400)), "support hours")


def test_too_few_values_are_refused_with_their_number(make: Make) -> None:
    values = np.full(400, np.nan)
    values[:12] = np.arange(12)
    with pytest.raises(DataError, match="only 12 deals"):
        run(with_column(make(400, 32, 0.5), values), "support hours")


def test_the_outcome_in_disguise_is_barred(make: Make) -> None:
    rows = with_amounts(make(2000, 33, 0.5), np.ones(2000))
    yearly = Parameter("x_arr", "ARR", Role.DEFINITION, Kind.NUMBER, "deals")
    rows = replace(rows, attributes=(*rows.attributes, Attribute(yearly, rows.amount * 12, "x_arr")))
    result = run(rows, "value")
    assert [(leak.column, leak.why.code) for leak in result.data.leaks] == [("ARR", "tells_outcome")]
    assert not passed(result)


def test_a_fact_known_of_clients_only_may_tell_their_worth_where_a_mapping_names_it(make: Make) -> None:
    rows = make(2400, 34, 0.5)
    kind = np.random.default_rng(3).choice(np.array(["a", "b", "c"], dtype=object), 2400)
    for declared in (True, False):
        p = Parameter("x_plan", "Plan", Role.DEFINITION, Kind.CATEGORY, "deals", declared=declared)
        own = replace(rows, attributes=(*rows.attributes, Attribute(p, np.where(rows.won, kind, None), "x_plan")))
        own = with_amounts(own, np.where(kind == "a", 2.0, 1.0))
        result = run(own, "value")
        assert [values_of(f) for f in passed(result)][:1] == ([{"a"}] if declared else [])
        assert ("Plan" in {leak.column for leak in result.data.leaks}) is not declared
        assert "Plan" in {leak.column for leak in run(own, "won").data.leaks}


def test_a_gap_in_the_records_is_no_type_of_client(make: Make) -> None:
    """Legal form is recorded for one half, which signs more often; of those that have it, all are alike."""
    rows = make(3000, 35, 0.2)
    rng = np.random.default_rng(4)
    recorded = rng.random(3000) < 0.5
    legal = rows.attributes[4]
    legal.values[:] = np.where(recorded, rng.choice(np.array(["x", "y"], dtype=object), 3000), None)
    won = rng.random(3000) < np.where(recorded, 0.27, 0.16)
    rows.outcome[:] = np.where(rows.outcome == "open", "open", np.where(won, "won", "lost"))
    result = run(rows, "won")
    assert not passed(result)
    told = {r.code for f in (*result.search.segments, *result.search.negative_segments) for r in f.reasons}
    assert told & {"rests_on_gaps", "rests_on_unknown"}
    assert [r.code for r in result.why] == ["all_rest_on_gaps"]


def test_claims_are_tested_on_the_outcome(make: Make) -> None:
    rows = make(700, 36, 0.5)
    rows = with_amounts(rows, np.where(sector(rows, "clinic"), 2.2, 1.0))
    result = run(rows, "value", claims=("sector = clinic", "sector = shop"))
    assert [c.verdict is Verdict.PASS for c in result.search.claims] == [True, False]
    assert result.search.claims[0].confirm.unit == "EUR"


def test_a_good_salesperson_is_no_valuable_client(make: Make) -> None:
    rows = make(3000, 37, 0.5)
    rng = np.random.default_rng(6)
    ann = np.where(sector(rows, "clinic"), rng.random(3000) < 0.85, rng.random(3000) < 0.05)
    owner = next(c for c in rows.confounders if c.parameter.name == "owner")
    owner.values[:] = np.where(ann, "ann", "bob")
    result = run(with_amounts(rows, np.where(ann, 2.5, 1.0)), "value")
    clinics = [f for f in result.search.segments if "clinic" in values_of(f)]
    assert clinics
    assert all(f.verdict is not Verdict.PASS for f in clinics)
    assert any(r.params.get("carrier") == "ann" for f in clinics for r in f.reasons)
    assert ("owner", "ann") in {(e.confounder, e.level) for e in result.data.confounders}


def with_measures(rows: DealRows, **columns: np.ndarray) -> DealRows:
    measures = [
        Attribute(Parameter(f"x_{k}", k.replace("_", " "), Role.VALIDATION, Kind.NUMBER, "deals"), v, f"x_{k}")
        for k, v in columns.items()
    ]
    return replace(rows, measures=tuple(measures))


def test_the_client_who_pays_most_is_not_the_most_valuable(make: Make) -> None:
    """Banks pay twice as much, ask for four times the support and save no time; schools are the other way round."""
    rows = make(3000, 38, 0.5)
    rng = np.random.default_rng(7)
    bank, school = sector(rows, "bank"), sector(rows, "school")
    rows = with_amounts(rows, np.where(bank, 2.0, np.where(school, 0.9, 1.0)))
    rows = with_measures(
        rows,
        support_hours=rng.gamma(2, np.where(bank, 8.0, np.where(school, 1.0, 3.0))),
        hours_saved=rng.normal(np.where(bank, 0.0, np.where(school, 12.0, 5.0)), 4.0),
    )
    assert values_of(passed(run(rows, "value"))[0]) == {"bank"}
    result = run(rows, "mutual_value")
    best = next(f for f in passed(result) if f.direction > 0)
    assert values_of(best) == {"school"}
    worst = next(f for f in passed(result) if f.direction < 0)
    assert values_of(worst) == {"bank"}
    assert result.clients.value is not None
    assert result.clients.value.sides == ("us", "client")
    assert {c.name: (c.side, c.better) for c in result.clients.value.components} == {
        "price": ("us", 1),
        "cycle": ("us", -1),
        "support_load": ("us", -1),
        "time_saved": ("client", 1),
    }
    assert all(c.n > 500 for c in result.clients.value.components)
    assert result.clients.value.agreement_low <= result.clients.value.agreement <= 1


def test_half_a_mutual_value_says_so(make: Make) -> None:
    rows = with_measures(make(1500, 39, 0.5), support_tickets=np.random.default_rng(1).poisson(4, 1500).astype(float))
    result = run(rows, "mutual_value")
    assert result.clients.value is not None
    assert result.clients.value.sides == ("us",)
    assert not passed(result)


def test_price_and_cycle_alone_are_no_mutual_value(make: Make) -> None:
    with pytest.raises(UsageError, match="more than price, cycle"):
        run(with_amounts(make(600, 40, 0.5), np.ones(600)), "mutual_value")


def test_columns_filled_in_for_clients_only_are_outcomes_though_barred(make: Make) -> None:
    """Taken along as possible definitions; barred by their fill, and compared all the same."""
    rows = with_amounts(make(2400, 41, 0.5), np.ones(2400))
    rng = np.random.default_rng(3)
    happy = rng.random(2400) < np.where(sector(rows, "clinic"), 0.9, 0.3)
    levels = np.where(rows.won, np.where(happy, "Satisfied", "Not satisfied"), None)
    hours = np.where(rows.won, rng.normal(np.where(sector(rows, "clinic"), 12.0, 4.0), 2.0), np.nan)
    lived = (
        Attribute(Parameter("x_mood", "Satisfaction", Role.DEFINITION, Kind.CATEGORY, "deals"), levels, "x_mood"),
        Attribute(Parameter("x_hours", "Hours saved", Role.DEFINITION, Kind.NUMBER, "deals"), hours, "x_hours"),
    )
    result = run(replace(rows, attributes=(*rows.attributes, *lived)), "mutual_value")
    assert {leak.column for leak in result.data.leaks} >= {"Satisfaction", "Hours saved"}
    assert result.clients.value is not None
    assert {(c.label, c.side, c.better) for c in result.clients.value.components if c.label} == {
        ("Satisfaction: Satisfied", "client", 1),
        ("Hours saved", "client", 1),
    }
    assert values_of(next(f for f in passed(result) if f.direction > 0)) == {"clinic"}
    found = run(replace(rows, attributes=(*rows.attributes, *lived)), "Satisfaction")
    assert found.run.measure.is_share


def test_what_says_the_same_shares_its_weight(make: Make) -> None:
    rows = with_amounts(make(1500, 42, 0.5), np.ones(1500))
    rng = np.random.default_rng(5)
    rows = with_measures(rows, arr=rows.amount * 12, hours_saved=rng.normal(5, 2, 1500), nps=rng.normal(5, 2, 1500))
    result = run(rows, "mutual_value")
    assert result.clients.value is not None
    weights = {c.name: c.weight for c in result.clients.value.components}
    assert weights == {"price": 0.5, "revenue": 0.5, "cycle": 1.0, "time_saved": 1.0, "recommendation": 1.0}


def test_a_name_that_does_not_tell_which_way_is_good_is_told_so(make: Make) -> None:
    rows = with_measures(make(1500, 43, 0.5), widgets=np.random.default_rng(1).normal(5, 2, 1500))
    assert [i.place for i in run(rows, "widgets").data.issues if i.code == "direction_taken"] == ["widgets"]
    assert not [i for i in run(rows, "widgets", better="less").data.issues if i.code == "direction_taken"]


def test_retention_holds_back_any_clients_and_not_the_newest(make: Make) -> None:
    rows = make(2000, 44, 0.5)
    left = rows.closed + np.random.default_rng(2).exponential(400, 2000)
    result = run(replace(rows, left=np.where(left < rows.opened.max(), left, np.nan)), "retention")
    assert result.run.split != "newest"
    assert run(rows, "won").run.split == "newest"


def test_weights_of_nothing_say_what_to_mend(make: Make) -> None:
    rows = with_measures(make(900, 45, 0.5), hours_saved=np.random.default_rng(1).normal(5, 2, 900))
    nothing = tuple((name, 0.0) for name in ("cycle", "price", "time_saved"))
    with pytest.raises(UsageError, match=r"whofor\.toml"):
        run(rows, "mutual_value", weights=nothing)
