"""Bands of yearly revenue in five languages, and what must never become a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.intake.normalise.revenues import parse_revenue_band

M = 1e6


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("$50M–$200M", 50 * M, 200 * M, "USD"),
        ("1–10 M€", M, 10 * M, "EUR"),
        ("10-50 millions d'euros", 10 * M, 50 * M, "EUR"),
        ("> $1B", 1e9, None, "USD"),
        ("Under $1M", 0, M, "USD"),
        ("1M to 5M", M, 5 * M, ""),
        ("moins de 2 M€", 0, 2 * M, "EUR"),
        ("unter 50 Mio. €", 0, 50 * M, "EUR"),
        ("1 bis 5 Mio. EUR", M, 5 * M, "EUR"),
        ("R$ 10 mi a 50 mi", 10 * M, 50 * M, "BRL"),
        ("até R$ 360 mil", 0, 360_000, "BRL"),
        ("500 mil a 1 millón", 500_000, M, ""),
        ("De 1 a 5 millones de euros", M, 5 * M, "EUR"),
        ("$1,000,000 - $4,999,999", M, 4_999_999, "USD"),
        ("$10M+", 10 * M, None, "USD"),
        ("0-1M", 0, M, ""),
        ("5-10 TEUR", 5_000, 10_000, "EUR"),
    ],
)
def test_bands(text: str, low: float, high: float | None, currency: str) -> None:
    band = parse_revenue_band(text)
    assert band is not None
    assert (band.low, band.high, band.currency) == (low, high, currency)
    assert band.low <= band.value <= (band.high or band.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Retail",
        "51-200",
        "1-10",
        "50-10 M€",
        "$1M-€5M",
        "$500-1M",
        "10M",
        "€ 2.900,00",
        "2-5 mil",
        "10 à 20 fois",
        "3 %",
    ],
)
def test_what_is_no_band_or_names_no_unit_stays_unread(text: str) -> None:
    assert parse_revenue_band(text) is None


def test_the_header_gives_the_unit() -> None:
    band = parse_revenue_band("1-10", scale=6)
    assert band is not None
    assert (band.low, band.high) == (M, 10 * M)


@given(
    st.integers(1, 400), st.integers(1, 400), st.sampled_from(["M", " Mio.", " million", "K", " Mrd."]),
    st.sampled_from(["€", "$", "", "£"]), st.sampled_from(["-", " to ", "–", " à ", " bis "]),
)  # fmt: skip
def test_a_band_lies_between_its_ends(one: int, other: int, size: str, sign: str, to: str) -> None:
    low, high = sorted((one, other))
    power = {"M": 6, " Mio.": 6, " million": 6, "K": 3, " Mrd.": 9}[size]
    for text in (f"{sign}{low}{size}{to}{sign}{high}{size}", f"{sign}{low}{to}{high}{size}"):
        band = parse_revenue_band(text)
        assert band is not None
        if low < high or text.count(size) == 2:
            assert (band.low, band.high) == (low * 10.0**power, high * 10.0**power)
        assert band.high is not None
        assert band.low <= band.value <= band.high


@given(st.text(max_size=90))
def test_no_text_raises(text: str) -> None:
    band = parse_revenue_band(text)
    assert band is None or 0 <= band.low <= band.value <= 1e13
