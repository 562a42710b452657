"""Conditions with every value and bound, for those who check; `reports.phrases` has them as one says them."""

from __future__ import annotations

import re

from whofor.model import MONTHS_BEFORE, Condition, Operator
from whofor.reports.catalogue import clean
from whofor.reports.phrases.grammar import or_list
from whofor.reports.phrases.names import plain_value
from whofor.reports.phrases.sectors import SECTOR_PARAMETERS, sector_name
from whofor.reports.words import Words
from whofor.text import fold

__all__ = ["capital", "exact_condition_text"]

_CURRENCY = re.compile(r"[A-Z]{3}")


def _value_text(value: str, condition: Condition, words: Words) -> str:
    """Return one value; that of a sector in the language, with what the CRM has where that is something else."""
    if condition.parameter in SECTOR_PARAMETERS:
        name, written = sector_name(value, words.language), clean(value)
        return name if fold(name) == fold(written) else f"{name} ({written})"
    return plain_value(value, words, condition.parameter)


def _values_text(condition: Condition, words: Words) -> str:
    return or_list([_value_text(value, condition, words) for value in condition.values], words)


def _bound(value: float, condition: Condition, words: Words) -> str:
    if _CURRENCY.fullmatch(condition.unit):
        return words.money(value, condition.unit)
    if condition.unit == "year" or condition.parameter.endswith("_year"):
        return f"{value:.0f}"
    if condition.unit == "people":
        return words.number(value)
    return words.compact(value)


def _range_text(condition: Condition, words: Words) -> str:
    """Return bounds in words, with their unit where it is one that people use."""
    low, high = condition.low, condition.high
    included = condition.high_included
    if condition.unit == "people" and high is not None and not included and float(high).is_integer():
        high, included = high - 1, True
    low_text = "" if low is None else _bound(low, condition, words)
    high_text = "" if high is None else _bound(high, condition, words)
    if low is None and high is None:
        return words.text("range.any")
    if condition.unit == "people" and low is not None and high is not None and low != high:
        return words.text("range.people.between", low=low_text, high=high_text)
    if low is not None and low == high:
        key = "exactly"
    elif low is None:
        key = "at_most" if included else "less_than"
    elif high is None:
        key = "at_least"
    else:
        key = "between" if included else "under"
    return _with_unit(words.text(f"range.{key}", low=low_text, high=high_text), condition, words)


def _with_unit(text: str, condition: Condition, words: Words) -> str:
    unit = condition.unit
    last = condition.high if condition.high is not None else condition.low
    counted = {"people", "days", "months", "years"}
    if unit in counted and last is not None:
        size = 2 if abs(last) > 1 else 1
        return words.plural(f"count.{unit}", size, n=text)
    if not unit or _CURRENCY.fullmatch(unit) or unit == "year" or len(unit) > 12:
        return text
    return words.text("range.with_unit", range=text, unit=unit)


def _recency_text(condition: Condition, name: str, words: Words) -> str:
    """Return a dated fact in words, as months before the opening of the deal."""
    # "Last Funding Date within 6 months" would name the date twice.
    name = re.sub(r"\s+date$", "", name, flags=re.IGNORECASE)
    low, high = condition.low or 0.0, condition.high
    if high is None:
        months = words.plural("count.months", round(low), n=words.compact(low))
        return words.text("condition.months_ago", name=name, months=months)
    months = words.plural("count.months", round(high), n=words.compact(high))
    if low <= 0:
        return words.text("condition.within_months", name=name, months=months)
    return words.text("condition.months_between", name=name, low=words.compact(low), months=months)


def exact_condition_text(condition: Condition, words: Words) -> str:
    """Return one condition with every value of a set spelt out, for the folded figures.

    Example:
        >>> from whofor.reports.words import words_of
        >>> exact_condition_text(Condition("industry", "Industry", Operator.IS, ("Fintech",)), words_of("en"))
        'industry is Fintech'
    """
    name = words.parameter(condition.label, condition.parameter)
    known = words.has(f"name.{condition.parameter}")
    if condition.operator is Operator.UNKNOWN:
        key = "no_date" if condition.unit == MONTHS_BEFORE else "unknown"
        return words.text(f"condition.{key}", name=name)
    if condition.operator is Operator.BETWEEN:
        if condition.unit == MONTHS_BEFORE:
            return _recency_text(condition, name, words)
        key = "people" if condition.parameter == "employees" and condition.unit == "people" else "number"
        return words.text(f"condition.{key}", name=name, range=_range_text(condition, words))
    if condition.operator is Operator.IN and condition.name:
        is_sector = condition.parameter in SECTOR_PARAMETERS
        wide = sector_name(condition.name, words.language) if is_sector else condition.name
        place = plain_value(wide, words, condition.parameter)
        key = "in_zone" if condition.parameter == "country" else "in_named"
        text = words.text(f"condition.{key}", name=name, value=place)
        return f"{text} ({_values_text(condition, words)})"
    values = _values_text(condition, words)
    if condition.operator is Operator.INCLUDES:
        key = "uses" if condition.parameter == "technologies" else "includes"
        return words.text(f"condition.{key}", name=name, value=values)
    if condition.operator is Operator.IS:
        return words.text("condition.is_known" if known else "condition.is", name=name, value=values)
    return words.text("condition.in_known" if known else "condition.in", name=name, values=values)


def capital(text: str) -> str:
    """Return the text with a capital at its start, for titles; only letters that have one change."""
    return text[:1].upper() + text[1:]
