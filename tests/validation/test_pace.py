"""Time to wait, by hand: whole years, young exports, exports without days, kinds of which none came."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from made_rows import START, attribute, make_rows
from whofor.analysis.find import DataFacts, find_profile
from whofor.model import Answer, WaitingTime
from whofor.model.options import FindOptions
from whofor.model.reasons.answers import TooFewOutcomes
from whofor.model.reasons.steps import (
    CollectOutcomes,
    DeclareClaims,
    DoNotWait,
    HypothesisTest,
    Pursue,
    ResearchMode,
    WaitForDeals,
)
from whofor.reports.words import words_of
from whofor.schema.rows import DealRows
from whofor.validation.pace import Pace, pace_of, step_in_time
from whofor.validation.ripeness import judge_ripeness

TODAY = START + 2000


def dealt(closed: list[float], outcome: list[str] | None = None, cycle: float = 10.0) -> DealRows:
    """Deals that closed on these days, each opened some days before."""
    days = np.array(closed, dtype=float)
    return DealRows(
        opened=days - cycle,
        closed=days,
        outcome=np.array(outcome or ["won", "lost"] * (len(closed) // 2), dtype=object),
        amount=np.full(len(closed), np.nan),
        attributes=(attribute("sector", np.array(["bank", "shop"] * (len(closed) // 2), dtype=object)),),
        confounders=(),
    )


def pace(rows: DealRows, as_of: float | None = None) -> Pace:
    return pace_of(rows, judge_ripeness(rows, TODAY, as_of))


def test_only_deals_of_the_last_year_of_the_export_count() -> None:
    # 20 deals two years ago; in the last 365 days one a fortnight from the last day back: 26, the 27th is too old.
    end = START + 1000
    rows = dealt([START + i for i in range(20)] + [end - 14 * i for i in range(27)] + [end - 366.0])
    got = pace(rows, as_of=end)
    assert (int(got.came.sum()), got.days) == (27, 365)
    assert got.waiting(54) == WaitingTime(54, 27, 365, 27.0, 24.0)


def test_a_kind_waits_at_its_own_pace_and_a_kind_of_which_none_came_for_ever() -> None:
    end = START + 1000
    # One a week, of which every other is a bank: 27 of the 53 of a year.
    rows = dealt([end - 7 * i for i in range(60)])
    got = pace(rows, as_of=end)
    bank = rows.attributes[0].values == "bank"
    assert got.waiting(10, bank).months == pytest.approx(10 / 27 * 12)
    none = got.waiting(10, np.zeros(60, dtype=bool))
    assert (none.per_year, none.months, none.too_long) == (0.0, None, True)


def test_a_young_export_is_scaled_to_a_year_and_says_so() -> None:
    # The first opening is day 0, the last closing day 145: 146 days are two fifths of a year.
    rows = dealt([START + 10 + i * 135 / 39 for i in range(40)])
    got = pace(rows, as_of=START + 145)
    assert got.days == 146
    assert got.waiting(50).per_year == pytest.approx(100)
    assert not got.waiting(50).of_whole_year
    assert got.waiting(50).months == pytest.approx(6)


def test_an_export_of_less_than_a_month_shows_no_pace() -> None:
    got = pace(dealt([START + 10 + i / 4 for i in range(40)])).waiting(50)
    assert (got.days, got.per_year, got.months, got.too_long) == (20, None, None, False)


def test_without_days_there_is_no_time() -> None:
    rows = dealt([START] * 40)
    rows = replace(rows, opened=np.full(40, np.nan), closed=np.full(40, np.nan))
    assert pace(rows).waiting(50) == WaitingTime(50, 0, 0)
    # Days of closing alone do.
    closed = replace(rows, closed=START + np.arange(40) * 10.0)
    assert pace(closed).days == 365
    assert pace(closed).waiting(50).n_seen == 37


def test_open_deals_count_where_they_count_as_not_won() -> None:
    # Only signatures are recorded: one won and one open a week for two years, won after ten days.
    days = [START + 7.0 * i for i in range(104)]
    rows = dealt([d for d in days for _ in (0, 1)], ["won", "open"] * 104)
    rows = replace(rows, closed=np.where(rows.won, rows.closed, np.nan), tells_losses=False)
    got = pace(rows, as_of=START + 7.0 * 103)
    assert 102 <= int(got.came.sum()) <= 106
    told = replace(rows, tells_losses=True)
    assert int(pace(told, as_of=START + 7.0 * 103).came.sum()) <= 53


def test_another_outcome_ends_its_year_with_the_last_deal_of_which_it_is_known() -> None:
    # Followed for a year: the newest deals have no value yet.
    end = START + 1500
    rows = dealt([end - 5.0 * i for i in range(200)])
    judged = rows.closed < end - 365
    got = pace_of(rows, judge_ripeness(rows, TODAY, end), "retention", judged)
    assert int(got.came.sum()) == 73


def test_nobody_is_told_to_wait_for_more_than_a_year() -> None:
    every = np.ones(48, dtype=bool)
    at = Pace(every, 365).waiting
    assert step_in_time(WaitForDeals(48), at) == WaitForDeals(48, WaitingTime(48, 48, 365, 48.0, 12.0))
    assert step_in_time(WaitForDeals(49), at) == DoNotWait(49, at(49))
    assert step_in_time(HypothesisTest(49), at) == DoNotWait(49, at(49))
    assert step_in_time(Pursue(), at) == Pursue()
    undated = Pace(every, 0).waiting
    assert step_in_time(WaitForDeals(9_000), undated) == WaitForDeals(9_000, WaitingTime(9_000, 48, 0))


@pytest.mark.parametrize(
    ("time", "english", "french"),
    [
        (WaitingTime.at_pace(20, 48, 365), "about 5 months at last year’s pace (48 a year)", "environ 5 mois"),
        (WaitingTime.at_pace(18, 12, 365), "about 18 months at last year’s pace (12 a year)", "environ 18 mois"),
        (WaitingTime.at_pace(219, 12, 365), "about 18 years at last year’s pace (12 a year)", "environ 18 ans"),
        (WaitingTime.at_pace(2000, 12, 365), "more than 20 years at last year’s pace", "plus de 20 ans"),
        (WaitingTime.at_pace(3, 480, 365), "less than a month at last year’s pace", "moins d’un mois"),
        (
            WaitingTime.at_pace(50, 40, 146),
            "about 6 months at the pace of the last 5 months (100 a year)",
            "sur 5 mois",
        ),
        (WaitingTime.at_pace(219, 0, 365), "at last year’s pace that never happens", "jamais"),
        (WaitingTime.at_pace(219, 0, 200), "as none came within the 7 months of the export", "les 7 mois de l’export"),
        (WaitingTime.at_pace(9, 4, 0), "cannot be told, as the export has no dates", "ne contient pas de dates"),
        (WaitingTime.at_pace(9, 4, 20), "as the export covers only 20 days", "ne couvre que 20 jours"),
    ],
)
def test_times_in_words(time: WaitingTime, english: str, french: str) -> None:
    step = WaitForDeals(time.n_more, time)
    assert english in words_of("en").sentence(step)
    assert french in words_of("fr").sentence(step)


def test_a_founder_with_few_deals_is_not_sent_to_wait_for_years() -> None:
    """45 deals in 17 months: hundreds more would take ten years and more."""
    rows = make_rows(n=45, rate=0.3)
    rows = replace(rows, opened=START + np.arange(45) * 510 / 45, closed=START + 8 + np.arange(45) * 510 / 45)
    rows = replace(rows, outcome=np.where(rows.outcome == "open", "lost", rows.outcome))
    got = find_profile(rows, (), FindOptions(permutations=200), DataFacts("h"), today=TODAY)
    assert got.answer is Answer.NOT_ENOUGH_DATA
    (why,) = got.why
    assert isinstance(why, TooFewOutcomes)
    assert why.waiting is not None
    # One deal every 34 thirds of a day.
    assert why.waiting.n_seen in (32, 33)
    assert why.waiting.months == pytest.approx(why.n_needed / why.waiting.n_seen * 12)
    assert why.waiting.too_long
    assert got.next_steps == (DeclareClaims(), ResearchMode())
    assert not any(
        isinstance(f.next_step, WaitForDeals | HypothesisTest | CollectOutcomes) for f in got.search.findings
    )
