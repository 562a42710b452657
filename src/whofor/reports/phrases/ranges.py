"""Bounds of numbers in words: more than 200, between, at most; rounded where they are sums of money."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from whofor.model import Condition
from whofor.reports.wording.figures import PERCENT_UNITS
from whofor.reports.words import Words
from whofor.segments.conditions import counts_people

__all__ = ["Bounds", "amount", "amount_of", "bounds_of", "end_text", "is_money", "short_range"]

_CURRENCY = re.compile(r"[A-Z]{3}")
_DIGITS = 3
"""Most significant digits of a sum of money: a reader remembers no more."""
_SUMS = frozenset({"annual_revenue", "money_raised"})
_COUNTED = {"days": "days", "months": "months", "years": "years", "people": "people"}
_LONGEST_UNIT = 12


@dataclass(frozen=True, slots=True)
class Bounds:
    """The ends of an interval as people say them.

    Attributes:
        key: How they are said: `between`, `at_least`, `more_than`, `at_most`, `less_than`, `exactly`, `any`.
        low: Lower end, where there is one.
        high: Upper end, where there is one.
    """

    key: str
    low: float | None = None
    high: float | None = None


def is_money(condition: Condition) -> bool:
    """Return whether a number is a sum of money."""
    return condition.parameter in _SUMS or _CURRENCY.fullmatch(condition.unit) is not None


def _is_year(condition: Condition) -> bool:
    return condition.unit == "year" or condition.parameter.endswith("_year")


def _significant(value: float) -> int:
    """Return the number of digits of a number that are not noughts at its end."""
    return len(f"{abs(value):.6f}".replace(".", "").strip("0"))


def _rounded(value: float) -> float:
    return value if value == 0 else round(value, _DIGITS - 1 - math.floor(math.log10(abs(value))))


def bounds_of(condition: Condition) -> Bounds:
    """Return the ends of an interval in the rounder one of two ways: more than 200 instead of at least 201.

    Example:
        >>> from whofor.model import Operator
        >>> bounds_of(Condition("employees", "Employees", Operator.BETWEEN, low=201, unit="people"))
        Bounds(key='more_than', low=200, high=None)
    """
    low, high, included = condition.low, condition.high, condition.high_included
    money, counts = is_money(condition), condition.unit in _COUNTED or condition.parameter == "employees"
    whole = all(end is None or float(end).is_integer() for end in (low, high))
    people = counts_people(condition.parameter, condition.unit)
    if high is not None and not included and whole and (people or _is_year(condition)):
        high, included = high - 1, True
    if low is not None and high is not None:
        if low == high:
            return Bounds("exactly", low, high)
        if money and whole and included and _significant(high + 1) < _significant(high):
            high += 1
        return Bounds("between", _rounded(low) if money else low, _rounded(high) if money else high)
    if low is not None:
        if (money or counts) and whole and _significant(low - 1) < _significant(low):
            return Bounds("more_than", _rounded(low - 1) if money else low - 1)
        return Bounds("at_least", _rounded(low) if money else low)
    if high is None:
        return Bounds("any")
    if included and (money or counts) and whole and _significant(high + 1) < _significant(high):
        high, included = high + 1, False
    return Bounds("at_most" if included else "less_than", None, _rounded(high) if money else high)


def end_text(value: float, condition: Condition, words: Words) -> str:
    """Return one end of an interval, in its currency, as a year or in percent where it is one."""
    if _CURRENCY.fullmatch(condition.unit):
        return words.money(value, condition.unit)
    if is_money(condition):
        return words.long_number(value)
    if _is_year(condition):
        return f"{value:.0f}"
    if condition.unit.casefold() in PERCENT_UNITS:
        return words.percent(value / 100, 0 if float(value).is_integer() else 1)
    text = words.compact(abs(value), 1_000_000)
    return f"−{text}" if value < 0 else text


def _said(family: str, condition: Condition, words: Words) -> str:
    bounds = bounds_of(condition)
    low, high = ("" if end is None else end_text(end, condition, words) for end in (bounds.low, bounds.high))
    unit = "staff" if condition.parameter == "employees" else _COUNTED.get(condition.unit, "")
    key = "fewer_than" if unit and bounds.key == "less_than" else bounds.key
    if key == "between" and family == "amount" and is_money(condition):
        key = "between_sums"
    text = words.text(f"phrase.{family}.{key}", low=low, high=high)
    last = bounds.high if bounds.high is not None else bounds.low
    return _with_unit(text, unit, last, condition, words)


def _with_unit(text: str, unit: str, last: float | None, condition: Condition, words: Words) -> str:
    """Return a range with its unit where it is one that people use."""
    if unit and last is not None:
        return words.plural(f"count.{unit}", 2 if abs(last) >= 2 else 1, n=text)
    own = condition.unit
    is_told = is_money(condition) or _is_year(condition) or own.casefold() in PERCENT_UNITS
    return text if is_told or not own or len(own) > _LONGEST_UNIT else f"{text} {own}"


def amount(condition: Condition, words: Words) -> str:
    """Return an interval as it stands alone: `more than 200 people`, `entre 5 et 10`."""
    return _said("amount", condition, words)


def amount_of(condition: Condition, words: Words) -> str:
    """Return an interval as it follows a noun, with the French preposition: `more than 5`, `de plus de 5`."""
    return _said("amount_of", condition, words)


def short_range(condition: Condition, words: Words) -> str:
    """Return an interval in signs, for labels of charts: `≥ 5`, `51–200 people`."""
    bounds = bounds_of(condition)
    if bounds.key == "more_than" and condition.parameter == "employees":
        bounds = Bounds("or_more", (bounds.low or 0) + 1)
    elif bounds.key == "at_least" and condition.parameter == "employees":
        bounds = Bounds("or_more", bounds.low)
    low, high = ("" if end is None else end_text(end, condition, words) for end in (bounds.low, bounds.high))
    text = words.text(f"short.{bounds.key}", low=low, high=high)
    unit = "staff" if condition.parameter == "employees" else _COUNTED.get(condition.unit, "")
    last = bounds.high if bounds.high is not None else bounds.low
    return _with_unit(text, unit, last, condition, words)
