"""What was known on a day: nothing that happened since."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from made_rows import make_rows
from whofor.app.backtests import known_then
from whofor.schema.rows import DealRows

DAY = 100.0


def deals() -> DealRows:
    """Won before the day, won after it, lost on it, open, opened after it, ended nobody knows when."""
    rows = make_rows(6)
    return replace(
        rows,
        opened=np.array([10.0, 20, 30, 40, 101, 50]),
        closed=np.array([90.0, 120, 100, np.nan, 110, np.nan]),
        outcome=np.array(["won", "won", "lost", "open", "won", "lost"], dtype=object),
        left=np.array([95.0, 130, np.nan, np.nan, np.nan, np.nan]),
    )


def test_what_ended_later_was_open_and_what_came_later_was_not_there() -> None:
    then = known_then(deals(), DAY)
    assert then.opened.tolist() == [10, 20, 30, 40]
    assert then.outcome.tolist() == ["won", "open", "lost", "open"]
    assert np.isnan(then.closed).tolist() == [False, True, False, True]
    assert then.left is not None
    assert np.isnan(then.left).tolist() == [False, True, True, True]


def test_how_deals_end_after_the_day_changes_nothing_of_it() -> None:
    rows = deals()
    turned = replace(rows, outcome=np.array(["won", "lost", "lost", "open", "lost", "lost"], dtype=object))
    one, other = known_then(rows, DAY), known_then(turned, DAY)
    assert one.outcome.tolist() == other.outcome.tolist()
    assert np.array_equal(one.closed, other.closed, equal_nan=True)
    assert all(a.values.tolist() == b.values.tolist() for a, b in zip(one.attributes, other.attributes, strict=True))
