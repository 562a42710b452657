"""Reference rates between currencies, as the European Central Bank published them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from currency_converter import CurrencyConverter

__all__ = ["ExchangeRate", "exchange_rate", "last_day_of_rates"]


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """The rate of one currency in another.

    Attributes:
        rate: Units of the other currency.
        day: Day of the rate; of days without rates (weekends, days to come) the last one before.
    """

    rate: float
    day: date


@cache
def _table() -> tuple[CurrencyConverter, dict[str, tuple[date, date]]]:
    """Return the rates, and the first and last day of each currency."""
    from currency_converter import CurrencyConverter

    table = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")
    return table, {code: (bounds[0], bounds[1]) for code, bounds in (table.bounds or {}).items()}


def last_day_of_rates() -> date:
    """Return the last day for which the rates that came with the package are known."""
    _, known = _table()
    return known["EUR"][1]


@cache
def exchange_rate(source: str, target: str, day: date) -> ExchangeRate | None:
    """Return the rate of one currency in another; None where no rate was published.

    A day after the last known one takes that; a day before the first (1999, or when the currency was first quoted)
    or after the end of a currency has none.

    Args:
        source: ISO 4217 code.
        target: ISO 4217 code.
        day: Day of the rate.

    Source:
        Euro foreign exchange reference rates of the European Central Bank, in the package `currencyconverter`.

    >>> exchange_rate("EUR", "USD", date(2020, 1, 2))
    ExchangeRate(rate=1.1193, day=datetime.date(2020, 1, 2))
    >>> exchange_rate("USD", "EUR", date(1998, 1, 2)), exchange_rate("XAU", "EUR", date(2020, 1, 2))
    (None, None)
    """
    table, known = _table()
    if source not in known or target not in known:
        return None
    used = min(day, last_day_of_rates())
    # Published on working days only.
    used -= timedelta(days=max(0, used.weekday() - 4))
    first, last = max(known[source][0], known[target][0]), min(known[source][1], known[target][1])
    if not first <= used <= last:
        return None
    return ExchangeRate(float(table.convert(1.0, source, target, date=used)), used)
