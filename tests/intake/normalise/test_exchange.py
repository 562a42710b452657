"""Rates as the European Central Bank published them."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.intake.normalise import exchange
from whofor.intake.normalise.exchange import exchange_rate, last_day_of_rates


@pytest.mark.parametrize(
    ("source", "target", "day", "rate", "used"),
    [
        # ECB, euro foreign exchange reference rates of these days.
        ("EUR", "USD", date(2020, 1, 2), 1.1193, date(2020, 1, 2)),
        ("USD", "EUR", date(2020, 1, 2), 1 / 1.1193, date(2020, 1, 2)),
        # The highest there was.
        ("EUR", "USD", date(2008, 7, 15), 1.5990, date(2008, 7, 15)),
        ("EUR", "USD", date(1999, 1, 4), 1.1789, date(1999, 1, 4)),
        # Saturday and Sunday: Friday's.
        ("EUR", "USD", date(2020, 1, 5), 1.1147, date(2020, 1, 3)),
        # 1 January: the rate of 31 December.
        ("EUR", "USD", date(2020, 1, 1), 1.1234, date(2020, 1, 1)),
        ("EUR", "EUR", date(2020, 1, 2), 1.0, date(2020, 1, 2)),
    ],
)
def test_published_rates(source: str, target: str, day: date, rate: float, used: date) -> None:
    found = exchange_rate(source, target, day)
    assert found.rate == pytest.approx(rate)
    assert found.day == used


def test_days_without_rates() -> None:
    assert exchange_rate("USD", "EUR", date(1998, 12, 31)) is None
    # Croatia took the euro, the rouble is no longer quoted.
    assert exchange_rate("HRK", "EUR", date(2022, 12, 1)) is not None
    assert exchange_rate("HRK", "EUR", date(2023, 6, 1)) is None
    assert exchange_rate("RUB", "EUR", date(2023, 6, 1)) is None
    assert exchange_rate("ZZZ", "EUR", date(2020, 1, 2)) is None
    later = exchange_rate("USD", "EUR", last_day_of_rates() + timedelta(days=400))
    assert later.day <= last_day_of_rates() < later.day + timedelta(days=4)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(["USD", "GBP", "JPY", "HRK", "QQQ", "EUR"]))
def test_there_and_back(day: date, code: str) -> None:
    there, back = exchange_rate(code, "EUR", day), exchange_rate("EUR", code, day)
    assert (there is None) == (back is None)
    if there and back:
        assert there.rate * back.rate == pytest.approx(1.0)
        assert there.day <= day


def test_docstrings() -> None:
    assert doctest.testmod(exchange).failed == 0
