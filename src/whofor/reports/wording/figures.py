"""Estimates in words: shares in percent, means in their unit, each with its interval and its n."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from whofor.model import Estimate
from whofor.model.measure import SHARE_UNIT
from whofor.reports.formats import digits_for
from whofor.reports.words import Words

__all__ = [
    "PERCENT_UNITS",
    "amount",
    "are_equal",
    "days_range",
    "days_text",
    "deals_text",
    "estimate_range",
    "estimate_value",
    "figure_text",
    "holds_apart",
    "rate_text",
]

PERCENT_UNITS = frozenset({"percent", "%", "pct", "pourcent", "prozent"})
"""Units of outcomes that are recorded in percent, 0 to 100."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_SIGNIFICANT = 3
_SHORT_FROM = 1e6
_A_YEAR = "/year"


def amount(value: float, unit: str, words: Words) -> str:
    """Return a mean in its unit, with three significant digits; shortened only from a million on, to compare by eye.

    Example:
        >>> from whofor.reports.words import words_of
        >>> words = words_of("en")
        >>> amount(12345.6, "EUR", words), amount(21.37, "days", words), amount(0.5, "", words)
        ('€12,300', '21.4 days', '0.5')
    """
    if unit == SHARE_UNIT:
        return words.percent(value)
    if unit in PERCENT_UNITS:
        return words.percent(value / 100, 1)
    if unit.endswith(_A_YEAR):
        return words.text("unit.a_year", value=amount(value, unit.removesuffix(_A_YEAR), words))
    rounded = float(f"{value:.{_SIGNIFICANT}g}")
    if _CURRENCY.fullmatch(unit):
        return words.money(rounded, unit, short_from=_SHORT_FROM)
    return _with_unit(words.compact(rounded, short_from=_SHORT_FROM), rounded, unit, words)


def _with_unit(text: str, value: float, unit: str, words: Words) -> str:
    if words.has(f"count.{unit}"):
        return words.plural(f"count.{unit}", round(value) if value > 1 else 1, n=text)
    return f"{text} {unit}" if unit else text


def _amounts(low: float, high: float, unit: str, words: Words) -> str:
    """Return both ends of an interval, the unit once where it follows the number."""
    if unit.endswith(_A_YEAR):
        return words.text("unit.a_year", value=_amounts(low, high, unit.removesuffix(_A_YEAR), words))
    if _CURRENCY.fullmatch(unit):
        return f"{amount(low, unit, words)}–{amount(high, unit, words)}"
    between = "–" if low >= 0 else " … "
    if unit in PERCENT_UNITS:
        return f"{words.number(low, 1)}{between}{words.percent(high / 100, 1)}"
    largest = max(abs(low), abs(high))
    if largest >= _SHORT_FROM:
        return f"{amount(low, '', words)}{between}{amount(high, unit, words)}"
    # As many decimals as three significant digits of the larger end allow, and as both ends need.
    most = _SIGNIFICANT - 1 - math.floor(math.log10(largest)) if largest else 0
    low, high = round(low, most), round(high, most)
    digits = next((d for d in range(max(0, most)) if round(low, d) == low and round(high, d) == high), max(0, most))
    return f"{words.number(low, digits)}{between}{_with_unit(words.number(high, digits), high, unit, words)}"


def estimate_value(estimate: Estimate, words: Words, digits: int | None = None) -> str:
    """Return the figure alone, never to be shown without its n beside it."""
    if estimate.estimate is None:
        return "–"
    if not estimate.is_share:
        return amount(estimate.estimate, estimate.unit, words)
    return words.percent(estimate.estimate, digits_for(estimate) if digits is None else digits)


def estimate_range(estimate: Estimate, words: Words, digits: int | None = None) -> str:
    """Return the interval alone, empty where there is none."""
    if estimate.ci_low is None or estimate.ci_high is None:
        return ""
    if not estimate.is_share:
        return _amounts(estimate.ci_low, estimate.ci_high, estimate.unit, words)
    return words.interval(estimate.ci_low, estimate.ci_high, digits_for(estimate) if digits is None else digits)


def are_equal(mean: Estimate) -> bool:
    """Return whether all values of a mean are equal, so that its interval has no width; not for medians."""
    return mean.n_won is None and mean.ci_low is not None and mean.ci_low == mean.ci_high


def deals_text(estimate: Estimate, words: Words) -> str:
    """Return how many deals, and of how many accounts where some have several: `88 deals of 40 accounts`."""
    if estimate.n_accounts is None or estimate.n_accounts == estimate.n:
        return words.count("deals", estimate.n)
    return words.text("figure.of_accounts", deals=estimate.n, accounts=estimate.n_accounts)


def rate_text(estimate: Estimate, words: Words, digits: int | None = None) -> str:
    """Return a rate or mean with interval and n: `41% (31–52%, 88 deals)`."""
    if not estimate.n or estimate.estimate is None:
        return words.text("figure.none")
    value, deals = estimate_value(estimate, words, digits), deals_text(estimate, words)
    ends = words.text("figure.equal") if are_equal(estimate) else estimate_range(estimate, words, digits)
    if not ends:
        return words.text("figure.rate_plain", rate=value, deals=deals)
    return words.text("figure.rate", rate=value, interval=ends, deals=deals)


def figure_text(estimate: Estimate, words: Words, *, cell: bool = False, is_median: bool = False) -> str:
    """Return a figure with interval and n: `41% (31–52%, n = 88)`; in a cell on two lines.

    A mean of equal values has no interval that one may believe: the text states instead that they are equal.
    """
    if estimate.estimate is None or not estimate.n:
        return words.text("figure.none")
    equal = words.text("figure.equal") if not is_median and are_equal(estimate) else ""
    ends, value = equal or estimate_range(estimate, words), estimate_value(estimate, words)
    if cell:
        count = words.text("worth.n", n=estimate.n)
        bare = equal or estimate_range(replace(estimate, unit=SHARE_UNIT if estimate.unit == SHARE_UNIT else ""), words)
        return f"{value}\n{bare} · {count}" if bare else f"{value}\n{count}"
    if ends:
        return words.text("worth.figure", value=value, interval=ends, n=estimate.n)
    return words.text("worth.figure_plain", value=value, n=estimate.n)


def days_range(days: Estimate, words: Words) -> str:
    """Return interval and n of a median of days: `18–22, 85 won`."""
    won = words.count("won", days.n)
    if days.ci_low is None or days.ci_high is None:
        return won
    return f"{words.number(round(days.ci_low))}–{words.number(round(days.ci_high))}, {won}"


def days_text(days: Estimate, words: Words) -> str:
    """Return a median of days: `20 days (18–22, 85 won)`."""
    return f"{words.count('days', round(days.estimate or 0.0))} ({days_range(days, words)})"


def holds_apart(own: Estimate | None, other: Estimate | None) -> bool:
    """Return whether the intervals of two figures have nothing in common, so that a headline may name both."""
    if own is None or own.ci_low is None or own.ci_high is None:
        return False
    if other is None or other.ci_low is None or other.ci_high is None:
        return False
    return own.ci_high < other.ci_low or other.ci_high < own.ci_low
