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
from whofor.model import Answer, IcpResult, Operator, Parameter, Verdict
from whofor.model.options import FindOptions
from whofor.schema.rows import DealRows
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
        (lambda r: r.take(r.outcome == "won"), "every deal is won"),
        (lambda r: r.take(r.outcome == "lost"), "no deal is won"),
        (lambda r: replace(r, opened=r.opened * 0 + 19_800), "same opening date"),
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
    rows = make(2000, 12, banks_of_51_to_200)
    undated = replace(rows, opened=rows.opened * np.nan, closed=rows.closed * np.nan)
    result = run(undated)
    assert result.run.split == "random"
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
