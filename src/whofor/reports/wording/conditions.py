"""Conditions and segments in plain words."""

from __future__ import annotations

import re

from whofor.intake.normalise import industry_name
from whofor.model import MONTHS_BEFORE, Condition, Operator, Segment
from whofor.reports.catalogue import clean
from whofor.reports.words import Words, slug

__all__ = [
    "capital",
    "condition_text",
    "exact_condition_text",
    "join_and",
    "join_words",
    "segment_label",
    "segment_text",
    "value_text",
]

_MOST_VALUES = 4
_CURRENCY = re.compile(r"[A-Z]{3}")
_PLACES = frozenset({"country", "region", "continent"})


def value_text(value: str, words: Words, parameter: str = "") -> str:
    """Return one value as text: countries and regions in the language, true and false as yes and no."""
    if parameter == "country" and len(value) == 2 and value.isupper():
        return words.locale.territories.get(value, value)
    if parameter in _PLACES and words.has(f"place.{slug(value)}"):
        return words.text(f"place.{slug(value)}")
    if value in ("true", "false"):
        return words.text(f"condition.{value}")
    return clean(value)


def join_words(parts: list[str], words: Words) -> str:
    """Return a list in words: `A, B or C`."""
    from babel.lists import format_list

    return format_list(parts, style="or", locale=words.locale) if parts else ""


def join_and(parts: list[str], words: Words) -> str:
    """Return a list in words: `A, B and C`."""
    from babel.lists import format_list

    return format_list(parts, locale=words.locale) if parts else ""


def segment_label(segment: Segment, words: Words) -> str:
    """Return a type of client in a few words, for a chart or a table."""
    return segment_text(segment, words)


def _values_text(condition: Condition, words: Words, most: int | None) -> str:
    values = [value_text(v, words, condition.parameter) for v in condition.values]
    if most is not None and len(values) > most:
        left = len(values) - most + 1
        values = [*values[: most - 1], words.count("others", left)]
    return join_words(values, words)


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


def condition_text(condition: Condition, words: Words) -> str:
    """Return one condition in plain words.

    Example:
        >>> from whofor.reports.words import words_of
        >>> condition_text(Condition("industry", "Industry", Operator.IS, ("Fintech",)), words_of("en"))
        'industry is Fintech'
    """
    return _condition_text(condition, words, _MOST_VALUES)


def exact_condition_text(condition: Condition, words: Words) -> str:
    """Return one condition with every value of a set spelt out, for the folded figures."""
    return _condition_text(condition, words, None)


def _condition_text(condition: Condition, words: Words, most: int | None) -> str:
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
        wider = industry_name(condition.name, words.language) if condition.parameter == "industry" else condition.name
        place = value_text(wider, words, condition.parameter)
        key = "in_zone" if condition.parameter == "country" else "in_named"
        text = words.text(f"condition.{key}", name=name, value=place)
        return text if most is not None else f"{text} ({_values_text(condition, words, None)})"
    values = _values_text(condition, words, most)
    if condition.operator is Operator.INCLUDES:
        key = "uses" if condition.parameter == "technologies" else "includes"
        return words.text(f"condition.{key}", name=name, value=values)
    if condition.operator is Operator.IS:
        return words.text("condition.is_known" if known else "condition.is", name=name, value=values)
    return words.text("condition.in_known" if known else "condition.in", name=name, values=values)


def segment_text(segment: Segment, words: Words) -> str:
    """Return a type of client in plain words: its conditions, one after the other.

    Example:
        >>> from whofor.reports.words import words_of
        >>> fintech = Condition("industry", "Industry", Operator.IS, ("Fintech",))
        >>> size = Condition("employees", "Employees", Operator.BETWEEN, low=51, high=201, unit="people")
        >>> segment_text(Segment((fintech, size)), words_of("en"))
        'industry is Fintech, 51–200 people'
    """
    parts = [condition_text(c, words) for c in segment.conditions]
    if not parts:
        return words.text("condition.everyone")
    text = parts[0]
    for part in parts[1:]:
        text = words.text("condition.join", first=text, second=part)
    return text


def capital(text: str) -> str:
    """Return the text with a capital at its start, for titles; only letters that have one change."""
    return text[:1].upper() + text[1:]
