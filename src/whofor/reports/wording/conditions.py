"""Conditions and segments in plain words."""

from __future__ import annotations

import re

from whofor.intake.normalise import industry_name
from whofor.model import MONTHS_BEFORE, Condition, Operator, Segment
from whofor.reports.catalogue import catalogue, clean
from whofor.reports.formats import compact, locale_of, money, number

__all__ = ["capital", "condition_text", "exact_condition_text", "join_words", "name_text", "segment_text", "value_text"]

_MOST_VALUES = 4
_CURRENCY = re.compile(r"[A-Z]{3}")
_PLACES = frozenset({"country", "region", "continent"})


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.strip().lower()).strip("_")


def name_text(label: str, language: str, parameter: str = "") -> str:
    """Name of a parameter: translated where it is one of the known ones, else as the user wrote it.

    Args:
        label: Its name for people, or a known parameter's name.
        language: Language of the report.
        parameter: Its canonical name, where there is one.
    """
    words = catalogue(language)
    for slug in (parameter, _slug(label)):
        if slug and words.has(f"name.{slug}"):
            return words.text(f"name.{slug}")
    return clean(label or parameter)


def value_text(value: str, language: str, parameter: str = "") -> str:
    """One value: countries by their name in the language, regions translated, true and false as yes and no."""
    words = catalogue(language)
    if parameter == "country" and len(value) == 2 and value.isupper():
        return locale_of(language).territories.get(value, value)
    if parameter in _PLACES and words.has(f"place.{_slug(value)}"):
        return words.text(f"place.{_slug(value)}")
    if value in ("true", "false"):
        return words.text(f"condition.{value}")
    return clean(value)


def join_words(parts: list[str], language: str) -> str:
    """A list in words: `A, B or C`."""
    from babel.lists import format_list

    return format_list(parts, style="or", locale=locale_of(language)) if parts else ""


def _values_text(condition: Condition, language: str, most: int | None) -> str:
    values = [value_text(v, language, condition.parameter) for v in condition.values]
    if most is not None and len(values) > most:
        left = len(values) - most + 1
        values = [*values[: most - 1], catalogue(language).plural("count.others", left, n=number(left, language))]
    return join_words(values, language)


def _bound(value: float, condition: Condition, language: str) -> str:
    if _CURRENCY.fullmatch(condition.unit):
        return money(value, condition.unit, language)
    if condition.unit == "year" or condition.parameter.endswith("_year"):
        return f"{value:.0f}"
    if condition.unit == "people":
        return number(value, language)
    return compact(value, language)


def _range_text(condition: Condition, language: str) -> str:
    """Bounds in words, with their unit where it is one that people say."""
    words = catalogue(language)
    low, high = condition.low, condition.high
    included = condition.high_included
    if condition.unit == "people" and high is not None and not included and float(high).is_integer():
        high, included = high - 1, True
    low_text = "" if low is None else _bound(low, condition, language)
    high_text = "" if high is None else _bound(high, condition, language)
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
    return _with_unit(words.text(f"range.{key}", low=low_text, high=high_text), condition, language)


def _with_unit(text: str, condition: Condition, language: str) -> str:
    words, unit = catalogue(language), condition.unit
    last = condition.high if condition.high is not None else condition.low
    counted = {"people", "days", "months", "years"}
    if unit in counted and last is not None:
        size = 2 if abs(last) > 1 else 1
        return words.plural(f"count.{unit}", size, n=text)
    if not unit or _CURRENCY.fullmatch(unit) or unit == "year" or len(unit) > 12:
        return text
    return words.text("range.with_unit", range=text, unit=unit)


def _recency_text(condition: Condition, name: str, language: str) -> str:
    """A dated fact, set against the opening of the deal."""
    words = catalogue(language)
    # "Last Funding Date within 6 months" says the word twice.
    name = re.sub(r"\s+date$", "", name, flags=re.IGNORECASE)
    low, high = condition.low or 0.0, condition.high
    if high is None:
        months = words.plural("count.months", round(low), n=compact(low, language))
        return words.text("condition.months_ago", name=name, months=months)
    months = words.plural("count.months", round(high), n=compact(high, language))
    if low <= 0:
        return words.text("condition.within_months", name=name, months=months)
    return words.text("condition.months_between", name=name, low=compact(low, language), months=months)


def condition_text(condition: Condition, language: str) -> str:
    """One condition in plain words.

    Example:
        >>> condition_text(Condition("industry", "Industry", Operator.IS, ("Fintech",)), "en")
        'industry is Fintech'
    """
    return _condition_text(condition, language, _MOST_VALUES)


def exact_condition_text(condition: Condition, language: str) -> str:
    """The same with every value of a set spelt out, for the folded figures."""
    return _condition_text(condition, language, None)


def _condition_text(condition: Condition, language: str, most: int | None) -> str:
    words = catalogue(language)
    name = name_text(condition.label, language, condition.parameter)
    known = words.has(f"name.{condition.parameter}")
    if condition.operator is Operator.UNKNOWN:
        key = "no_date" if condition.unit == MONTHS_BEFORE else "unknown"
        return words.text(f"condition.{key}", name=name)
    if condition.operator is Operator.BETWEEN:
        if condition.unit == MONTHS_BEFORE:
            return _recency_text(condition, name, language)
        key = "people" if condition.parameter == "employees" and condition.unit == "people" else "number"
        return words.text(f"condition.{key}", name=name, range=_range_text(condition, language))
    if condition.operator is Operator.IN and condition.name:
        wider = industry_name(condition.name, language) if condition.parameter == "industry" else condition.name
        place = value_text(wider, language, condition.parameter)
        key = "in_zone" if condition.parameter == "country" else "in_named"
        text = words.text(f"condition.{key}", name=name, value=place)
        return text if most is not None else f"{text} ({_values_text(condition, language, None)})"
    values = _values_text(condition, language, most)
    if condition.operator is Operator.INCLUDES:
        key = "uses" if condition.parameter == "technologies" else "includes"
        return words.text(f"condition.{key}", name=name, value=values)
    if condition.operator is Operator.IS:
        return words.text("condition.is_known" if known else "condition.is", name=name, value=values)
    return words.text("condition.in_known" if known else "condition.in", name=name, values=values)


def segment_text(segment: Segment, language: str) -> str:
    """A type of client in plain words: its conditions, one after the other.

    Example:
        >>> fintech = Condition("industry", "Industry", Operator.IS, ("Fintech",))
        >>> size = Condition("employees", "Employees", Operator.BETWEEN, low=51, high=201, unit="people")
        >>> segment_text(Segment((fintech, size)), "en")
        'industry is Fintech, 51–200 people'
    """
    words = catalogue(language)
    parts = [condition_text(c, language) for c in segment.conditions]
    if not parts:
        return words.text("condition.everyone")
    text = parts[0]
    for part in parts[1:]:
        text = words.text("condition.join", first=text, second=part)
    return text


def capital(text: str) -> str:
    """The text with a capital at its start, for titles; only letters that have one change."""
    return text[:1].upper() + text[1:]
