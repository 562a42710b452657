"""A type of client quarter by quarter: its own deals only, counted by hand."""

from datetime import date

import numpy as np

from whofor.days import days_of, quarter_name
from whofor.figures.outcome import Outcome
from whofor.model.measure import Measure
from whofor.profile.quarters import quarter_rates


def test_each_quarter_has_the_deals_of_the_type_and_no_others() -> None:
    first, second = days_of(date(2026, 1, 15)), days_of(date(2026, 5, 2))
    opened = np.array([first] * 8 + [second] * 12 + [np.nan] * 3)
    inside = np.array([True] * 6 + [False] * 2 + [True] * 5 + [False] * 7 + [True] * 3)
    won = np.array([1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, *[1] * 7, 1, 1, 1], dtype=np.float64)
    search = np.array([True] * 5 + [False] * 15 + [True] * 3)
    rates = quarter_rates(inside, opened, search, Outcome.of(Measure(), won))
    found = [(q.quarter, q.figure.n, q.figure.n_won, q.n_searched) for q in rates]
    assert found == [("2026-Q1", 6, 3, 5), ("2026-Q2", 5, 1, 0)]
    assert quarter_name(225) == "2026-Q2"
