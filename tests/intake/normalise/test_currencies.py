"""Currencies in cells, in five languages, and in the headers of amounts."""

import pytest

from whofor.intake.normalise.currencies import currency_code, header_currency, header_scale


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US Dollar", "USD"),
        ("Euro", "EUR"),
        ("Pound Sterling", "GBP"),
        ("Dollar américain", "USD"),
        ("Schweizer Franken", "CHF"),
        ("Real", "BRL"),
        ("Libra esterlina", "GBP"),
        ("Couronne suédoise", "SEK"),
        ("Yen", "JPY"),
        ("gbp", "GBP"),
        ("€", "EUR"),
        ("US$", "USD"),
        ("USD - US Dollar", "USD"),
        ("Euro (EUR)", "EUR"),
        ("Dollar des États-Unis", "USD"),
        ("Dólar estadounidense", "USD"),
        ("peso", ""),
        ("none of these", ""),
    ],
)
def test_cells(text: str, code: str) -> None:
    assert currency_code(text) == code


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("amount_usd", "USD"),
        ("Montant (€)", "EUR"),
        ("Value in GBP", "GBP"),
        ("Umsatz EUR", "EUR"),
        ("Valor (R$)", "BRL"),
        ("AMOUNT USD", "USD"),
        ("Amount", ""),
        ("Amount won", ""),
        ("Currency", ""),
        ("Amount EUR/USD", ""),
        ("ALL AMOUNTS", ""),
        ("CAD $", "CAD"),
    ],
)
def test_headers(header: str, code: str) -> None:
    assert header_currency(header) == code


@pytest.mark.parametrize(
    ("header", "power"),
    [
        ("CA (M€)", 6),
        ("Umsatz in Mio. €", 6),
        ("Montant (k€)", 3),
        ("Revenue ($M)", 6),
        ("Revenue in thousands", 3),
        ("Amount", 0),
        ("MRR", 0),
        ("Revenue (EUR)", 0),
    ],
)
def test_units(header: str, power: int) -> None:
    assert header_scale(header) == power
