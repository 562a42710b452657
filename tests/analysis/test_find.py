"""The whole analysis on planted deals: what is there is found, what is not there is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from whofor.analysis.find import DataFacts, find_profile
from whofor.errors import DataError, UsageError
from whofor.model import Answer, IcpResult, Kind, Operator, Parameter, Role, Verdict
from whofor.model.options import FindOptions
from whofor.schema.rows import Attribute, DealRows
from whofor.stats import logistic

Make = Callable[..., DealRows]
Columns = Mapping[str, np.ndarray]
TODAY = 20_500.0


def run(rows: DealRows, **options: object) -> IcpResult:
    settings = FindOptions(permutations=300, **options)  # type: ignore[arg-type]
    parameters: list[Parameter] = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    return find_profile(rows, parameters, settings, DataFacts("hash"), today=TODAY)


def banks_of_51_to_200(c: Columns) -> np.ndarray:
    return np.where((c["sector"] == "bank") & (c["employees"] >= 51) & (c["employees"] <= 200), 0.65, 0.15)


def test_a_planted_client_passes(make: Make) -> None:
    result = run(make(2000, 1, banks_of_51_to_200))
    assert result.answer is Answer.FOUND
    best = result.search.segments[0]
    assert best.verdict is Verdict.PASS
    by_name = {c.parameter: c for c in best.segment.conditions}
    assert set(by_name) == {"sector", "employees"}
    assert by_name["sector"].values == ("bank",)
    assert (by_name["employees"].low, by_name["employees"].high) == (51, 200)
    assert best.confirm.ci_low is not None
    assert best.confirm.ci_low < 0.65 < (best.confirm.ci_high or 0)
    assert [f for f in result.search.segments if f.verdict is Verdict.PASS] == [best]


def test_a_planted_loser_is_named(make: Make) -> None:
    result = run(make(2000, 2, lambda c: np.where((c["sector"] == "shop") & (c["country"] == "DE"), 0.03, 0.4)))
    (worst, *_) = result.search.negative_segments
    assert worst.verdict is Verdict.PASS
    assert {v for c in worst.segment.conditions for v in c.values} == {"shop", "DE"}


def test_a_union_of_countries_is_found(make: Make) -> None:
    result = run(make(2000, 3, lambda c: np.where(np.isin(c["country"], ["BR", "MX"]), 0.45, 0.15)))
    (condition,) = result.search.segments[0].segment.conditions
    assert condition.operator is Operator.IN
    assert condition.name == "Latin America"


@pytest.mark.parametrize("seed", range(6))
def test_noise_gives_no_pattern(make: Make, seed: int) -> None:
    result = run(make(1200, 100 + seed, 0.25), seed=seed)
    assert result.answer is Answer.NO_PATTERN
    assert result.why
    assert result.next_steps
    assert not [f for f in (*result.search.segments, *result.search.negative_segments) if f.verdict is Verdict.PASS]


def test_a_good_salesperson_is_no_type_of_client(make: Make) -> None:
    """Ann wins half of her deals and has nearly all clinics; clinics of others are like everybody else."""

    def owners(c: Columns, rng: np.random.Generator) -> np.ndarray:
        others = rng.choice(np.array(["bob", "cid", "dee"], dtype=object), len(c["sector"]))
        anns = np.where(c["sector"] == "clinic", rng.random(len(others)) < 0.85, rng.random(len(others)) < 0.05)
        return np.where(anns, "ann", others).astype(object)

    result = run(make(2400, 4, lambda c: np.where(c["owner"] == "ann", 0.5, 0.18), owners))
    clinics = [f for f in result.search.segments if any("clinic" in c.values for c in f.segment.conditions)]
    assert clinics
    assert all(f.verdict is not Verdict.PASS for f in clinics)
    riding = [r for f in clinics for r in f.reasons if r.code == "rides_on_confounder"]
    assert {(r.params["confounder"], r.params["carrier"]) for r in riding} == {("owner", "ann")}
    assert ("owner", "ann") in {(e.confounder, e.level) for e in result.data.confounders}


def test_what_a_salesperson_leaves_must_show_later(make: Make) -> None:
    """Half of what clinics win more is Ann's doing; what is left fades in the newest deals."""

    def owners(c: Columns, rng: np.random.Generator) -> np.ndarray:
        others = rng.choice(np.array(["bob", "cid", "dee"], dtype=object), len(c["sector"]))
        anns = np.where(c["sector"] == "clinic", rng.random(len(others)) < 0.75, rng.random(len(others)) < 0.05)
        return np.where(anns, "ann", others).astype(object)

    rows = make(2400, 4, 0.2, owners)
    clinic = rows.attributes[0].values == "clinic"
    ann = next(c for c in rows.confounders if c.parameter.name == "owner").values == "ann"
    newest = rows.opened >= np.quantile(rows.opened, 0.7)
    rate = 0.18 + 0.22 * ann + np.where(newest, 0.0, 0.18) * clinic
    won = np.random.default_rng(11).random(2400) < rate
    rows.outcome[:] = np.where(rows.outcome == "open", "open", np.where(won, "won", "lost"))
    result = run(rows)
    clinics = [f for f in result.search.segments if any("clinic" in c.values for c in f.segment.conditions)]
    assert clinics
    assert all(f.verdict is not Verdict.PASS for f in clinics)
    (reason,) = [r for f in clinics for r in f.reasons if r.code == "partly_confounded"]
    assert (reason.params["confounder"], reason.params["carrier"]) == ("owner", "ann")
    assert 1 / 3 < float(reason.params["taken"] or 0) < 0.6
    assert clinics[0].next_step.code == "compare_within"


def test_a_segment_that_rides_on_a_source_is_review(make: Make) -> None:
    """Referrals sign often and come mostly from schools."""
    rows = make(2400, 5, lambda c: np.where((c["source"] == "referral") & (c["sector"] == "school"), 0.2, 0.2))
    rng = np.random.default_rng(5)
    school = rows.attributes[0].values == "school"
    source = np.where(np.where(school, rng.random(2400) < 0.8, rng.random(2400) < 0.08), "referral", "web").astype(
        object
    )
    rows.confounders[0].values[:] = source
    won = rng.random(2400) < np.where(source == "referral", 0.5, 0.15)
    rows.outcome[:] = np.where(rows.outcome == "open", "open", np.where(won, "won", "lost"))
    result = run(rows)
    schools = [f for f in result.search.segments if any("school" in c.values for c in f.segment.conditions)]
    assert schools
    assert all(f.verdict is not Verdict.PASS for f in schools)
    assert any(r.params.get("confounder") == "lead_source" for f in schools for r in f.reasons)


def test_a_segment_that_rides_on_a_quarter_is_review(make: Make) -> None:
    """In one half-year everybody signs more often, and most schools were met then."""
    rows = make(2400, 15, 0.2)
    rng = np.random.default_rng(8)
    span = np.quantile(rows.opened, [0.3, 0.55])
    boom = (rows.opened >= span[0]) & (rows.opened < span[1])
    school = np.where(boom, rng.random(2400) < 0.6, rng.random(2400) < 0.06)
    sector = rows.attributes[0].values
    sector[:] = np.where(school, "school", np.where(sector == "school", "shop", sector))
    won = rng.random(2400) < np.where(boom, 0.5, 0.15)
    rows.outcome[:] = np.where(rows.outcome == "open", "open", np.where(won, "won", "lost"))
    result = run(rows)
    schools = [f for f in result.search.segments if any("school" in c.values for c in f.segment.conditions)]
    assert schools
    assert all(f.verdict is not Verdict.PASS for f in schools)
    assert any(r.params.get("confounder") == "period" for f in schools for r in f.reasons)
    period = next(a for a in schools[0].adjustments if a.confounder == "period")
    assert period.difference > 0.15
    assert abs(period.adjusted_difference) < 0.07


def test_a_leak_is_barred(make: Make) -> None:
    rows = make(1200, 6, 0.25)
    reason = np.where(rows.outcome == "lost", "price", None).astype(object)
    leaky = rows.attributes[4]
    leaky.values[:] = reason
    result = run(rows)
    assert [leak.column for leak in result.data.leaks] == ["Legal"]
    assert result.data.leaks[0].why.code == "filled_for_one_outcome"
    assert "Legal" not in result.search.searched


def test_a_true_claim_passes_where_the_search_cannot(make: Make) -> None:
    rows = make(240, 7, banks_of_51_to_200)
    claims = ("sector = bank and employees 51..200", "sector = shop")
    result = run(rows, claims=claims)
    assert result.search.claims[0].verdict is Verdict.PASS
    assert result.search.claims[1].verdict is not Verdict.PASS
    assert not [f for f in result.search.segments if f.verdict is Verdict.PASS]
    assert result.answer is Answer.FOUND


def test_too_few_deals_say_how_many_more(make: Make) -> None:
    result = run(make(80, 8, 0.3))
    assert result.answer is Answer.NOT_ENOUGH_DATA
    assert result.why[0].code == "too_few_outcomes"
    assert int(result.why[0].params["n_needed"] or 0) > 50


def test_deals_of_few_accounts_are_no_proof(make: Make) -> None:
    """All wins of the banks come from two accounts that buy again and again."""
    rows = make(1500, 9, 0.15)
    accounts = np.arange(1500)
    banks = np.flatnonzero((rows.attributes[0].values == "bank") & (rows.outcome != "open"))
    chosen = banks[: len(banks) // 3]
    accounts[chosen] = np.where(np.arange(len(chosen)) % 2 == 0, 1, 2)
    rows.outcome[chosen] = "won"
    late = banks[-(len(banks) // 4) :]
    accounts[late] = 1
    rows.outcome[late] = "won"
    clustered = replace(rows, accounts=accounts)
    found = [f for f in run(clustered).search.segments if any("bank" in c.values for c in f.segment.conditions)]
    assert all(f.verdict is not Verdict.PASS for f in found)
    alone = [f for f in run(rows).search.segments if any("bank" in c.values for c in f.segment.conditions)]
    assert any(f.verdict is Verdict.PASS for f in alone), "as deals of accounts of their own they would be proof"


def test_the_same_seed_gives_the_same_result(make: Make) -> None:
    rows = make(1000, 10, banks_of_51_to_200)
    first = run(rows, seed=3, threads=1)
    assert repr(asdict(first)) == repr(asdict(run(rows, seed=3, threads=2)))
    assert repr(asdict(first)) != repr(asdict(run(rows, seed=4, threads=2)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda r: r.take(np.arange(12)), "too few deals"),
        (lambda r: r.take(r.outcome == "won"), "no deal is lost"),
        (lambda r: r.take(r.outcome == "lost"), "no deal is won"),
    ],
)
def test_what_cannot_carry_an_analysis_is_refused(
    make: Make, change: Callable[[DealRows], DealRows], words: str
) -> None:
    with pytest.raises(DataError, match=words):
        run(change(make(400, 11, 0.3)))


def test_all_wrong_options_are_told_together() -> None:
    with pytest.raises(UsageError) as told:
        FindOptions(better="louder", depth=7, permutations=3, seed=-1, alpha_by_depth=(1, 0, 1))
    assert len(told.value.problems) == 5


def test_a_random_hold_out_without_dates(make: Make) -> None:
    """In an order that says nothing: what is found is true, but nothing shows that it is not a matter of time."""
    rows = make(2000, 12, banks_of_51_to_200)
    undated = replace(rows, opened=rows.opened * np.nan, closed=rows.closed * np.nan)
    result = run(undated.take(np.random.default_rng(0).permutation(2000)))
    assert result.run.split == "random"
    assert result.search.segments[0].verdict is Verdict.REVIEW
    reasons = {reason.code for reason in result.search.segments[0].reasons}
    assert reasons >= {"corrected_significant", "confirmed", "not_confirmed_in_time"}


def test_the_last_are_held_back_where_the_file_shows_its_order(make: Make) -> None:
    """The deals that are still open stand at its end."""
    rows = make(2000, 12, banks_of_51_to_200)
    result = run(replace(rows, opened=rows.opened * np.nan, closed=rows.closed * np.nan))
    assert (result.run.time, result.run.split) == ("rows", "last")
    assert result.search.segments[0].verdict is Verdict.PASS


def test_linear_algebra_runs_on_one_thread(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen from within the regressions on blocks of facts, whose threads cost most where cores are shared."""
    seen: list[int] = []
    real = logistic.logistic_coefficients

    def watched(*args: Any) -> np.ndarray:
        seen.extend(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")
        return real(*args)

    monkeypatch.setattr(logistic, "logistic_coefficients", watched)
    with threadpool_limits(2, user_api="blas"):
        result = run(make(2000, 1, banks_of_51_to_200))
        outside = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
    assert result.clients.facts
    assert seen
    assert set(seen) == {1}
    assert outside == {2}


def filled_for(rows: DealRows, values: np.ndarray, share_won: float, share_lost: float, **more: object) -> Attribute:
    """A column of accounts, filled in for shares of the won and of the other deals."""
    known = np.random.default_rng(5).random(len(rows)) < np.where(rows.won, share_won, share_lost)
    p = Parameter("industry", "Industry", Role.DEFINITION, Kind.CATEGORY, "accounts", **more)  # type: ignore[arg-type]
    return Attribute(p, np.where(known, values, None).astype(object), "industry")


def test_a_fact_filled_in_more_often_for_the_won_is_compared_where_it_is_filled_in(make: Make) -> None:
    """An occupation, filled in for 88 % against 55 %: among those filled 60 % against 25 % win."""
    n = 2000
    kind = np.random.default_rng(6).choice(np.array(["employed", "student", "retired"], dtype=object), n)
    rows = make(n, 51, lambda _: np.where(kind == "employed", 0.60, 0.25))
    told = filled_for(rows, kind, 0.88, 0.55)
    result = run(replace(rows, attributes=(told, *rows.attributes[1:])))
    assert not result.data.leaks
    assert [i.code for i in result.data.issues if i.place == "Industry"] == ["unknown_not_used"]
    best = result.search.segments[0]
    assert best.verdict is Verdict.PASS
    assert [c.values for c in best.segment.conditions] == [("employed",)]
    found = (*result.search.segments, *result.search.negative_segments)
    assert not any(c.operator is Operator.UNKNOWN for f in found for c in f.segment.conditions if c.label == "Industry")


def test_a_fact_whose_gaps_follow_the_outcome_alone_passes_nothing(make: Make) -> None:
    """All kinds win alike; it is only filled in more often where deals were won."""
    n = 2000
    kind = np.random.default_rng(6).choice(np.array(["employed", "student", "retired"], dtype=object), n)
    rows = make(n, 52, 0.3)
    told = filled_for(rows, kind, 0.95, 0.5)
    claim = "industry = student"
    result = run(replace(rows, attributes=(told, *rows.attributes[1:])), claims=(claim,))
    found = (*result.search.segments, *result.search.negative_segments, *result.search.claims)
    assert not [f for f in found if f.verdict is Verdict.PASS]
    assert result.search.claims[0].search.n + result.search.claims[0].rest_search.n < n, "judged where it is filled in"


def test_a_claim_on_a_sector_is_never_refused(make: Make) -> None:
    """Filled in for clients only, so that nothing can be compared; separating perfectly; following the calendar."""
    n = 1200
    rows = make(n, 53, 0.3)
    sector = np.random.default_rng(6).choice(np.array(["bank", "shop"], dtype=object), n)
    for values in (
        filled_for(rows, sector, 1.0, 0.0).values,
        np.where(rows.won, "bank", "shop").astype(object),
        np.array([f"Batch {i // 40}" for i in range(n)], dtype=object),
    ):
        known = filled_for(rows, values, 1.0, 1.0)
        claim = f"industry = {next(v for v in values.tolist() if v is not None)}"
        result = run(replace(rows, attributes=(known, *rows.attributes[1:])), claims=(claim,))
        assert len(result.search.claims) == 1


def test_a_claim_on_what_behaves_like_a_leak_is_tested_with_a_doubt(make: Make) -> None:
    rows = make(1200, 54, 0.3)
    p = Parameter("x_note", "Note", Role.DEFINITION, Kind.CATEGORY, "deals")
    note = Attribute(p, np.where(rows.won, "yes", "no").astype(object), "x_note")
    rows = replace(rows, attributes=(*rows.attributes, note))
    result = run(rows, claims=("note = yes",))
    assert [leak.column for leak in result.data.leaks] == ["Note"]
    (claim,) = result.search.claims
    assert claim.verdict is Verdict.REVIEW
    assert [r.code for r in claim.reasons][:2] == ["claim_supported", "claimed_though_barred"]
    assert claim.next_step.code == "name_role"


def test_a_claim_on_a_sector_recorded_mostly_of_clients_is_not_sure(make: Make) -> None:
    """95 % of the won and 15 % of the lost; among those recorded banks sign more often."""
    rows = make(2400, 57, 0.3)
    sector = np.where(np.random.default_rng(8).random(len(rows)) < np.where(rows.won, 0.7, 0.3), "bank", "shop")
    known = filled_for(rows, sector.astype(object), 0.95, 0.15)
    result = run(replace(rows, attributes=(known, *rows.attributes[1:])), claims=("industry = bank",))
    (claim,) = result.search.claims
    assert claim.verdict is Verdict.REVIEW
    assert [r.code for r in claim.reasons] == ["claim_supported", "filled_mostly_for_one_outcome"]
    assert claim.next_step.code == "record_field"


def test_a_claim_on_what_its_name_gives_away_is_refused(make: Make) -> None:
    rows = make(1200, 55, 0.3)
    p = Parameter("x_lost", "Lost reason", Role.DEFINITION, Kind.CATEGORY, "deals")
    reason = Attribute(p, rows.attributes[0].values, "x_lost")
    with pytest.raises(UsageError, match="known only once the outcome is"):
        run(replace(rows, attributes=(*rows.attributes, reason)), claims=("lost reason = bank",))


def test_what_follows_the_calendar_defines_nobody(make: Make) -> None:
    """A base rate that climbs, and so does the share of wins."""
    rows = make(2400, 56, 0.3)
    late = np.argsort(np.argsort(rows.opened)) / len(rows)
    won = np.random.default_rng(9).random(len(rows)) < 0.1 + 0.5 * late
    rows.outcome[:] = np.where(rows.outcome == "open", "open", np.where(won, "won", "lost"))
    p = Parameter("x_rate", "Base rate", Role.DEFINITION, Kind.NUMBER, "deals", declared=True)
    rate = Attribute(p, late + np.random.default_rng(3).normal(0, 0.05, len(rows)), "x_rate")
    result = run(replace(rows, attributes=(*rows.attributes, rate)))
    assert [(leak.column, leak.why.code) for leak in result.data.leaks] == [("Base rate", "follows_the_calendar")]
    assert "Base rate" not in result.search.searched
