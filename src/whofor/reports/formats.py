"""Numbers, shares and dates as readers of a language write them, never with more digits than the data carries."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

    from whofor.model import Estimate

__all__ = [
    "compact",
    "day",
    "digits_for",
    "digits_of",
    "interval",
    "locale_of",
    "long_number",
    "money",
    "month",
    "number",
    "p_value",
    "percent",
    "points",
    "ratio",
]

_TAGS = {"en": ("en", "GB"), "fr": ("fr", "FR")}
_NARROW = "\u202f"
_NARROW_INTERVAL = 0.04


@lru_cache(maxsize=8)
def locale_of(language: str) -> Locale:
    """Return Babel's locale of a report language; in English with the day of a date first, which none can misread."""
    from babel import Locale

    name, territory = _TAGS[language]
    return Locale(name, territory)


def number(value: float, language: str, digits: int = 0) -> str:
    """Return a plain number with grouped thousands.

    Example:
        >>> number(184220, "en")
        '184,220'
    """
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    # Decimal rounds the digits that one reads, half to even; Babel does the same at five times the cost.
    return f"{Decimal(str(value)):,.{digits}f}".translate(_separators(language))


@lru_cache(maxsize=8)
def _separators(language: str) -> dict[int, str]:
    symbols = locale_of(language).number_symbols["latn"]
    return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})


def percent(share: float, language: str, digits: int = 0) -> str:
    """Return a share between 0 and 1 in percent. French sets a narrow no-break space before the sign.

    Example:
        >>> percent(0.414, "en"), percent(0.414, "fr").replace("\\u202f", "~")
        ('41%', '41~%')
    """
    return number(share * 100, language, digits) + _percent_sign(language)


def _percent_sign(language: str) -> str:
    return f"{_NARROW}%" if language == "fr" else "%"


def digits_for(*estimates: Estimate) -> int:
    """Return the decimals of a percentage that the widest interval allows: one where it spans under four points."""
    widths = [e.ci_high - e.ci_low for e in estimates if e.n and e.ci_low is not None and e.ci_high is not None]
    return digits_of(max(widths)) if widths else 0


def digits_of(width: float) -> int:
    """Return the decimals of percentages whose interval has a width: one where it spans under four points."""
    return 1 if width < _NARROW_INTERVAL else 0


def interval(low: float, high: float, language: str, digits: int = 0) -> str:
    """Return both ends of an interval of shares.

    Example:
        >>> interval(0.31, 0.52, "en")
        '31–52%'
    """
    between = "–" if low >= 0 else " … "
    return f"{number(low * 100, language, digits)}{between}{percent(high, language, digits)}"


def points(difference: float, language: str, digits: int = 0) -> str:
    """Return a difference of shares in percentage points, always signed, the unit left to the sentence.

    Example:
        >>> points(-0.123, "en")
        '−12'
    """
    size = number(abs(difference) * 100, language, digits)
    if not any(c in "123456789" for c in size):
        return size
    return ("+" if difference > 0 else "−") + size


def ratio(value: float, language: str) -> str:
    """Return a ratio with two significant digits at most.

    Example:
        >>> ratio(2.93, "en"), ratio(13.2, "en")
        ('2.9', '13')
    """
    return number(value, language, 0 if value >= 10 else 1 if value >= 0.95 else 2)


def p_value(p: float, language: str) -> str:
    """Return a p-value as `p = 0.012` or `p < 0.001`, with no-break spaces.

    Example:
        >>> p_value(0.0004, "en").replace("\u00a0", " ")
        'p < 0.001'
    """
    if p < 0.001:
        return f"p\u00a0<\u00a0{number(0.001, language, 3)}"
    return f"p\u00a0=\u00a0{number(p, language, 3 if p < 0.1 else 2)}"


def day(iso: str, language: str, *, short: bool = False) -> str:
    """Return a date in full, or with a short month; the first of a month is `1er` in French.

    Example:
        >>> day("2026-02-01", "fr", short=True)
        '1er févr. 2026'
        >>> day("2026-02-01", "en"), day("2026-02-01", "fr")
        ('1 February 2026', '1er février 2026')
    """
    from babel.dates import format_date

    value = date.fromisoformat(iso[:10])
    text = format_date(value, "d MMM y" if short else "d MMMM y", locale=locale_of(language))
    return text.replace("1 ", "1er ", 1) if language == "fr" and value.day == 1 else text


def month(iso: str, language: str) -> str:
    """Return month and year of a date.

    Example:
        >>> month("2026-02-01", "fr")
        'février 2026'
    """
    from babel.dates import format_date

    return format_date(date.fromisoformat(iso[:10]), "MMMM y", locale=locale_of(language))


def compact(value: float, language: str, short_from: float = 10_000) -> str:
    """Return a number in its shortest form that loses nothing: `5M` for five million, but `5,260,001` in full."""
    from babel.numbers import format_compact_decimal

    if abs(value) >= short_from and _short(value):
        return format_compact_decimal(value, fraction_digits=2, locale=locale_of(language))
    whole = float(value).is_integer()
    return number(value, language) if whole else number(value, language, _decimals(value))


def long_number(value: float, language: str, short_from: float = 10_000) -> str:
    """Return a number as one says it: `100 million`; one that three digits of thousands do not hold in full.

    Example:
        >>> long_number(1e8, "en"), long_number(1e8, "fr").replace("\u00a0", " "), long_number(201, "en")
        ('100 million', '100 millions', '201')
    """
    from babel.numbers import format_compact_decimal

    if abs(value) < short_from or not _short(value):
        return compact(value, language, short_from)
    text = format_compact_decimal(value, format_type="long", fraction_digits=2, locale=locale_of(language))
    # Babel 2.17 takes the plural of the whole number, not of the one that is left: 1 millions.
    return text.removesuffix("s") if abs(value) in (1e6, 1e9) else text


_NO_AMOUNT = 1e15
"""Above it, whole cents are no longer told apart in floating point."""


def money(value: float, currency: str, language: str, short_from: float = 10_000) -> str:
    """Return an amount in a currency, shortened only where nothing is lost.

    Example:
        >>> money(5_000_000, "EUR", "en")
        '€5M'
    """
    from babel.numbers import format_compact_currency, format_currency

    if abs(value) >= _NO_AMOUNT:
        # No sum of money: a telephone number in the column, or a damaged cell. Babel would refuse its many digits.
        return f"{value:.1e} {currency}"
    if abs(value) >= short_from and _short(value):
        return format_compact_currency(value, currency, fraction_digits=2, locale=locale_of(language))
    cents = "" if float(value).is_integer() else ".00"
    pattern = locale_of(language).currency_formats["standard"].pattern.replace(".00", cents)
    return format_currency(value, currency, pattern, locale=locale_of(language), currency_digits=False)


def _short(value: float) -> bool:
    """Return whether two decimals of the thousands, millions or billions hold the whole value."""
    power = 3 * int(math.log10(abs(value)) // 3)
    return math.isclose(round(value / 10**power, 2) * 10**power, value, rel_tol=1e-12)


def _decimals(value: float) -> int:
    """Return the number of decimals of the shortest text of a number, six at most."""
    text = f"{value:.6f}".rstrip("0")
    return len(text.partition(".")[2])
