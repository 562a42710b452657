"""Facts tied to the calendar, planted; and facts that only look like it."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.validation.calendar_ties import calendar_tie
from whofor.validation.timeline import Timeline

N = 400
DAYS = 19_723.0 + np.arange(float(N)) * 1.8
"""Two years from January 2024 on: eight quarters of some 50 deals."""
QUARTER = np.minimum((np.arange(N) * 8) // N, 7)
RNG = np.random.default_rng(3)


@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_that_rise_or_fall_with_the_day(sign: int) -> None:
    tie = calendar_tie(sign * (DAYS + RNG.normal(0, 60, N)), Timeline.of_days(DAYS))
    assert tie.why is not None
    assert tie.why.code == "follows_the_calendar"
    assert float(tie.why.params["correlation"]) * sign > 0.9


def test_a_correlation_needs_deals() -> None:
    """A rank correlation of .9 over 12 deals may well be one of .7."""
    few = np.linspace(0, N - 1, 12).astype(int)
    noisy = DAYS + np.random.default_rng(1).normal(0, 110, N)
    assert calendar_tie(noisy, Timeline.of_days(DAYS)).why is not None
    assert calendar_tie(noisy[few], Timeline.of_days(DAYS[few])).why is None


def test_ordered_codes_are_ordered_by_their_numbers() -> None:
    """Two codes a quarter, so that none alone is of one quarter, in an order that no alphabet has."""
    batch = (np.arange(N) // 20 + RNG.integers(-3, 4, N)).clip(0)
    codes = np.array([f"Batch {b}" for b in batch], dtype=object)
    tie = calendar_tie(codes, Timeline.of_days(DAYS))
    assert tie.why is not None
    assert tie.why.code == "follows_the_calendar"


def test_levels_that_each_belong_to_a_quarter() -> None:
    names = np.array(["pear", "fig", "plum", "lime", "date", "kiwi", "nut", "rye"], dtype=object)
    tie = calendar_tie(names[QUARTER], Timeline.of_days(DAYS))
    assert tie.why is not None
    assert tie.why.code == "seen_in_one_quarter"
    index = np.array([1.4, 4.8, 1.3, 4.9, 0.7, 4.1, 1.2, 0.9])
    tie = calendar_tie(index[QUARTER], Timeline.of_days(DAYS))
    assert tie.why is not None
    assert tie.why.code == "seen_in_one_quarter"


def test_one_level_of_one_quarter_does_not_bar_the_others() -> None:
    values = np.where((QUARTER == 2) & (np.arange(N) % 2 == 0), "fair", RNG.choice(["a", "b"], N)).astype(object)
    tie = calendar_tie(values, Timeline.of_days(DAYS))
    assert tie.why is None
    assert tie.levels == {"fair"}


@pytest.mark.parametrize(
    "values",
    [
        RNG.choice(np.array(["a", "b", "c"], dtype=object), N),
        RNG.normal(0, 1, N),
        np.array([f"city {i // 3}x" for i in range(N)], dtype=object)[RNG.permutation(N)],
        np.array(["51-200", "11-50", "201-500", None], dtype=object)[RNG.integers(0, 4, N)],
        np.array([("spring", "summer", "autumn", "winter")[q % 4] for q in QUARTER], dtype=object),
    ],
)
def test_honest_facts_are_not_of_the_calendar(values: np.ndarray) -> None:
    tie = calendar_tie(values, Timeline.of_days(DAYS))
    assert (tie.why, tie.levels) == (None, frozenset())


def test_nothing_is_compared_with_days_that_are_not_there() -> None:
    unknown = np.full(N, np.nan)
    assert calendar_tie(DAYS, Timeline.of_days(unknown)).why is None
    one_quarter = 19_723.0 + np.arange(float(N)) % 80
    assert calendar_tie(one_quarter, Timeline.of_days(one_quarter)).why is None
