"""A type of client quarter by quarter: its own deals only, counted by hand."""

from types import SimpleNamespace
from typing import cast

import numpy as np

from whofor.analysis.prepare import Prepared
from whofor.days import days_of, quarter_name
from whofor.figures.outcome import Outcome
from whofor.model.measure import Measure
from whofor.profile.quarters import quarter_rates


def test_each_quarter_has_the_deals_of_the_type_and_no_others() -> None:
    from datetime import date

    first, second = days_of(date(2026, 1, 15)), days_of(date(2026, 5, 2))
    opened = np.array([first] * 8 + [second] * 12 + [np.nan] * 3)
    inside = np.array([True] * 6 + [False] * 2 + [True] * 5 + [False] * 7 + [True] * 3)
    won = np.array([1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, *[1] * 7, 1, 1, 1], dtype=np.float64)
    search = np.array([True] * 8 + [False] * 12 + [True] * 3)
    bench = SimpleNamespace(outcome=Outcome.of(Measure(), won), split=SimpleNamespace(search=search))
    rows = SimpleNamespace(opened=opened)
    prepared = cast("Prepared", SimpleNamespace(bench=bench, study=SimpleNamespace(rows=rows)))
    found = [(q.quarter, q.figure.n, q.figure.n_won, q.unseen) for q in quarter_rates(inside, prepared)]
    assert found == [("2026-Q1", 6, 3, False), ("2026-Q2", 5, 1, True)]
    assert quarter_name(225) == "2026-Q2"
