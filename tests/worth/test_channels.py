"""Lead sources with their money, by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from whofor.model import Channel
from whofor.schema.history import Costs, History
from whofor.schema.rows import DealRows
from whofor.worth.channels import channels_of

Make = Callable[..., DealRows]
JANUARY, FEBRUARY = 19_730.0, 19_760.0
"""2024-01-08 and 2024-02-07."""


def text(*values: str | None) -> np.ndarray:
    return np.array(values, dtype=object)


def costs(*rows: tuple[float, str | None, float]) -> Costs:
    at, source, amount = zip(*rows, strict=True)
    return Costs(np.array(at, dtype=float), text(*source), np.array(amount, dtype=float), "EUR")


def deals_of(made: Make, spend: Costs | None, *leads: tuple[str | None, float, str, float]) -> DealRows:
    """Leads as source, day of opening, outcome, amount."""
    source, opened, outcome, amount = zip(*leads, strict=True)
    classes = text(*("word_of_mouth" if s == "Friends" else "advertising" if s else None for s in source))
    history = History(costs=spend, source=text(*source), source_class=classes)
    closed = [day + 10 for day in opened]
    return made(outcome, opened, closed, amount, history)


def told(rows: DealRows, inside: np.ndarray | None = None, **options: Any) -> Any:
    everything = np.ones(len(rows), dtype=bool)
    got = channels_of(everything if inside is None else inside, rows, everything, seed=0, **options)
    assert got is not None
    return got


def channel(got: Any, name: str) -> Channel:
    return next(c for c in got.channels if c.source == name)


def test_money_meets_the_leads_of_its_source_and_month(made: Make) -> None:
    spend = costs((JANUARY, "ads ", 300.0), (JANUARY + 3, "Ads", 100.0), (FEBRUARY, "Ads", 50.0))
    leads = [("Ads", JANUARY, "won", 1000.0), ("Ads", JANUARY, "lost", 900.0), ("Ads", FEBRUARY, "lost", 800.0)]
    got = told(deals_of(made, spend, *leads, ("Friends", JANUARY, "won", 500.0)))
    ads = channel(got, "Ads")
    assert (ads.rate.n, ads.rate.n_won, ads.spend) == (3, 1, 450.0)
    assert (ads.value.n, ads.value.estimate, ads.cycle.estimate) == (1, 1000.0, 10.0)
    assert (ads.cost_per_client.n, ads.cost_per_client.estimate) == (3, 450.0)
    assert ads.cost_per_client.ci_low is not None
    assert ads.cost_per_client.ci_low < 450.0
    friends = channel(got, "Friends")
    assert friends.spend is None
    assert friends.cost_per_client.estimate is None
    assert (got.spend, got.matched, got.months, got.leads_without_spend) == (450.0, 450.0, 2, 1)
    assert dict(got.classes)["word_of_mouth"].n == 1
    assert got.suggestion is None


def test_a_type_of_client_bears_the_cost_of_its_own_leads(made: Make) -> None:
    spend = costs((JANUARY, "Ads", 400.0))
    rows = deals_of(made, spend, *[("Ads", JANUARY, "won" if i < 2 else "lost", 100.0) for i in range(4)])
    got = told(rows, np.array([True, False, True, False]), finding="S1")
    assert channel(got, "Ads").spend == 200.0
    assert (got.finding, got.matched) == ("S1", 400.0)


def test_money_that_met_nobody_is_counted_by_reason(made: Make) -> None:
    spend = costs(
        (JANUARY, "Ads", 100.0),
        (FEBRUARY, "Ads", 70.0),
        (JANUARY, "Fair", 30.0),
        (JANUARY, None, 20.0),
        (np.nan, "Ads", 10.0),
        (JANUARY, "Ads", -5.0),
        (JANUARY, "Ads", 0.0),
        (JANUARY, "Ads", np.nan),
    )
    got = told(deals_of(made, spend, ("Ads", JANUARY, "won", 1.0), (None, JANUARY, "lost", 1.0)))
    assert got.unmatched == (
        ("negative", 1, -5.0),
        ("no_date", 1, 10.0),
        ("no_leads", 1, 70.0),
        ("no_source", 1, 20.0),
        ("unknown_source", 1, 30.0),
    )
    assert (got.spend, got.matched) == (230.0, 100.0)
    assert channel(got, "").rate.n == 1, "leads without a source are shown as such"
    assert got.leads_without_spend == 0, "a lead without a source is no lead of a source without spending"


def test_nobody_signed_is_no_cost_of_a_client(made: Make) -> None:
    got = told(deals_of(made, costs((JANUARY, "Ads", 100.0)), *[("Ads", JANUARY, "lost", 1.0)] * 30))
    cost = channel(got, "Ads").cost_per_client
    assert (cost.n, cost.estimate, cost.ci_low) == (30, None, None)


def two_sources(made: Make, n: int, amounts: bool = True) -> DealRows:
    spend = costs((JANUARY, "Cheap", 10.0 * n), (JANUARY, "Dear", 100.0 * n))
    leads = [
        (source, JANUARY, "won" if i % 5 == 0 else "lost", 1000.0 + i if amounts else np.nan)
        for source in ("Cheap", "Dear")
        for i in range(n)
    ]
    return deals_of(made, spend, *leads)


def test_the_budget_goes_where_money_brings_most(made: Make) -> None:
    got = told(two_sources(made, 200))
    assert got.suggestion.code == "budget_to"
    assert got.suggestion.params["source"] == "Cheap"
    cheap, dear = channel(got, "Cheap"), channel(got, "Dear")
    assert cheap.chance_best == 1.0
    assert dear.chance_best == 0.0
    back = cheap.return_per_unit
    assert back.estimate == pytest.approx(0.2 * 1097.5 / 10, rel=0.02)
    assert (back.ci_low or 9e9) < (back.estimate or 0) < (back.ci_high or 0)


def test_without_amounts_clients_are_counted(made: Make) -> None:
    got = told(two_sources(made, 200, amounts=False))
    assert got.suggestion.params["source"] == "Cheap"
    assert channel(got, "Cheap").return_per_unit.n == 0


def test_equal_sources_leave_the_budget_spread(made: Make) -> None:
    spend = costs((JANUARY, "A", 1000.0), (JANUARY, "B", 1000.0))
    leads = [(s, JANUARY, "won" if i % 5 == 0 else "lost", 100.0) for s in "AB" for i in range(100)]
    got = told(deals_of(made, spend, *leads))
    assert got.suggestion.code == "budget_unclear"


def test_without_sources_there_is_nothing_to_tell(made: Make) -> None:
    rows = made(["won", "lost"], history=History(source=text(None, None)))
    everything = np.ones(2, dtype=bool)
    assert channels_of(everything, rows, everything, seed=0) is None
    assert channels_of(everything, made(["won", "lost"]), everything, seed=0) is None


def test_nought_that_is_recorded_is_no_gap(made: Make) -> None:
    spend = costs((JANUARY, "Organic", 0.0), (JANUARY, "Ads", 60.0))
    leads = [("Organic", JANUARY, "won", 10.0), ("Organic", JANUARY, "lost", 1.0), ("Ads", JANUARY, "won", 10.0)]
    got = told(deals_of(made, spend, *leads))
    organic = channel(got, "Organic")
    assert (organic.spend, organic.cost_per_client.estimate, got.leads_without_spend) == (0.0, 0.0, 0)
    assert organic.return_per_unit.n == 0
    assert got.unmatched == ()


def test_open_leads_count_as_not_signed_and_are_told(made: Make) -> None:
    got = told(deals_of(made, None, ("Ads", JANUARY, "won", 1.0), ("Ads", JANUARY, "open", 1.0)))
    assert (channel(got, "Ads").rate.n, channel(got, "Ads").rate.n_won, got.still_open) == (2, 1, 1)


def test_a_file_that_holds_everything_twice_counts_once(made: Make) -> None:
    rows = [(JANUARY + day, "Ads", 10.0 + day) for day in range(5)]
    twice = told(deals_of(made, costs(*rows, *rows), ("Ads", JANUARY, "won", 1.0)))
    assert (twice.spend, twice.unmatched) == (60.0, (("repeated", 5, 60.0),))
    # Two advertisements of one day may cost the same.
    alike = told(deals_of(made, costs(*rows, rows[0]), ("Ads", JANUARY, "won", 1.0)))
    assert (alike.spend, alike.unmatched) == (70.0, ())


def test_what_no_longer_holds_on_the_newer_leads_is_no_advice(made: Make) -> None:
    spend = costs(
        *((month, source, 1000.0) for month in (JANUARY, FEBRUARY) for source in ("Once", "Now")),
    )
    leads = [
        (source, month, "won" if i < wins else "lost", 1000.0 + i)
        for source, month, wins in (
            ("Once", JANUARY, 150),
            ("Once", FEBRUARY, 10),
            ("Now", JANUARY, 20),
            ("Now", FEBRUARY, 40),
        )
        for i in range(200)
    ]
    suggestion = told(deals_of(made, spend, *leads)).suggestion
    assert (suggestion.code, suggestion.params["source"]) == ("budget_shifted", "Once")
    assert suggestion.params["chance_newer"] < 0.05
    assert suggestion.params["share"] == 0.5
