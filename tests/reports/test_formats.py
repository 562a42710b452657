"""Numbers, shares and dates as readers of each language write them."""

from __future__ import annotations

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from whofor.model import Estimate
from whofor.reports import formats

NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("function", "arguments", "english", "french"),
    [
        (formats.number, (184_220,), "184,220", f"184{NARROW}220"),
        (formats.number, (float("inf"), 1), "∞", "∞"),
        (formats.percent, (0.414,), "41%", f"41{NARROW}%"),
        (formats.percent, (0.1042,), "10%", f"10{NARROW}%"),
        (formats.interval, (0.31, 0.52), "31–52%", f"31–52{NARROW}%"),
        (formats.points, (-0.123,), "−12", "−12"),
        (formats.points, (0.221,), "+22", "+22"),
        (formats.points, (0.0004,), "0", "0"),
        (formats.ratio, (2.93,), "2.9", "2,9"),
        (formats.ratio, (0.334,), "0.33", "0,33"),
        (formats.ratio, (13.2,), "13", "13"),
        (formats.p_value, (0.00001,), f"p{NO_BREAK}<{NO_BREAK}0.001", f"p{NO_BREAK}<{NO_BREAK}0,001"),
        (formats.p_value, (0.0123,), f"p{NO_BREAK}={NO_BREAK}0.012", f"p{NO_BREAK}={NO_BREAK}0,012"),
        (formats.p_value, (0.214,), f"p{NO_BREAK}={NO_BREAK}0.21", f"p{NO_BREAK}={NO_BREAK}0,21"),
        (formats.day, ("2026-02-01",), "1 February 2026", "1er février 2026"),
        (formats.day, ("2026-02-21",), "21 February 2026", "21 février 2026"),
        (formats.month, ("2023-01-09",), "January 2023", "janvier 2023"),
        (formats.money, (5_000_000, "EUR"), "€5M", f"5{NO_BREAK}M{NO_BREAK}€"),
        (formats.money, (5_260_001, "EUR"), "€5,260,001", f"5{NARROW}260{NARROW}001{NO_BREAK}€"),
        (formats.money, (99.5, "EUR"), "€99.50", f"99,50{NO_BREAK}€"),
        (formats.compact, (12_345,), "12,345", f"12{NARROW}345"),
        (formats.compact, (0.25,), "0.25", "0,25"),
    ],
)
def test_each_language(function, arguments, english: str, french: str):
    assert function(*arguments, "en") == english
    assert function(*arguments, "fr") == french


def test_one_decimal_only_where_the_interval_is_narrow():
    wide = Estimate(88, 36, 0.41, 0.31, 0.52)
    narrow = Estimate(70_000, 7_000, 0.1, 0.098, 0.102)
    assert formats.digits_for(narrow) == 1
    assert formats.digits_for(wide) == 0
    assert formats.digits_for(narrow, wide) == 0, "figures that are compared have the digits of the poorer one"
    assert formats.digits_for(Estimate(0, None, None, None, None)) == 0


@given(st.floats(-1e12, 1e12) | st.integers(-(10**12), 10**12), st.integers(0, 4), st.sampled_from(["en", "fr"]))
def test_numbers_are_written_as_babel_writes_them(value: float, digits: int, language: str):
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    assert formats.number(value, language, digits) == format_decimal(value, pattern, locale=formats.locale_of(language))


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["EUR", "USD", "JPY"]))
def test_every_amount_can_be_written(value: float, currency: str) -> None:
    for language in ("en", "fr"):
        assert formats.money(value, currency, language)
        assert len(formats.money(value, currency, language)) < 40
