"""Readers of dates, amounts, numbers, yes and no: the meaning of one column's texts, inferred from all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from whofor.days import date_of
from whofor.intake.importing.reading import Reading, ReadText
from whofor.intake.normalise import (
    infer_date_rule,
    infer_decimal_mark,
    parse_boolean,
    parse_date,
    parse_headcount,
    parse_money,
    parse_number,
    parse_percent,
)
from whofor.intake.normalise.currencies import currency_code
from whofor.intake.normalise.revenues import parse_revenue_band
from whofor.model import IssueCode
from whofor.schema.columns import DateOrder

__all__ = ["booleans", "currencies", "dates", "headcounts", "money", "numbers", "years"]

_LARGEST_USUAL = 1e11
"""The median of a column of revenues or prices is below a hundred billion in any currency. A convention."""


def dates(meanings: Mapping[str, int], reading: Reading, order: DateOrder = "") -> ReadText:
    """Return a reader of dates as days since 1970-01-01, in the order that is given or that the column proves."""
    rule = infer_date_rule(meanings)
    if order:
        rule = replace(rule, order=order, ambiguous=False)
    if rule.ambiguous:
        first, other = replace(rule, order="dmy"), replace(rule, order="mdy")
        differing = (text for text in meanings if parse_date(text, first) != parse_date(text, other))
        reading.ambiguous = next(differing, next(iter(meanings), ""))
    return lambda text: parse_date(text, rule)


def numbers(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of numbers; amounts and percentages too."""
    del reading
    decimal = infer_decimal_mark(meanings)

    def read(text: str) -> float | None:
        number = parse_number(text, decimal)
        if number is not None:
            return number
        money = parse_money(text, decimal)
        return money.amount if money is not None else parse_percent(text, decimal)

    return read


def money(meanings: Mapping[str, int], reading: Reading, *, bands: bool = False, scale: int = 0) -> ReadText:
    """Return a reader of amounts; the output `currency` holds their currency.

    Args:
        meanings: Texts with their counts.
        reading: Where currencies are noted.
        bands: Whether bands are read too, each as its middle.
        scale: Power of ten in which the header gives amounts that name no magnitude themselves.
    """
    decimal = infer_decimal_mark(meanings)
    found = {text: parse_money(text, decimal) for text in meanings}
    scale = scale if _are_scaled([one.amount for one in found.values() if one and not one.power], scale) else 0

    def read(text: str) -> float | None:
        money = found[text]
        band = parse_revenue_band(text, scale) if money is None and bands else None
        currency = money.currency if money else band.currency if band else ""
        if currency:
            reading.outputs.setdefault("currency", {})[text] = currency
            reading.currencies[currency] = reading.currencies.get(currency, 0) + meanings[text]
        if money is None:
            return band.value if band else None
        if not scale or money.power:
            return money.amount
        amount = money.amount * 10.0**scale
        reading.note(IssueCode.SCALE_OF_HEADER, text, meanings[text], f"{amount:,.0f}")
        return amount

    return read


def _are_scaled(amounts: Sequence[float], scale: int) -> bool:
    """Return whether amounts may be in thousands or millions: whole ones under such a header would be beyond reason."""
    return bool(scale and amounts) and median(map(abs, amounts)) * 10.0**scale < _LARGEST_USUAL


def headcounts(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of head-counts; a band is read as its middle."""
    del meanings, reading

    def read(text: str) -> float | None:
        found = parse_headcount(text)
        return found.value if found else None

    return read


def years(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of years; of dates too."""
    del reading
    rule = infer_date_rule(meanings)

    def read(text: str) -> float | None:
        number = parse_number(text)
        if number is not None and number.is_integer() and 1000 <= number <= 2200:
            return number
        day = parse_date(text, rule)
        return None if day is None else _year_of(day)

    return read


def _year_of(day: float) -> float:
    return float(date_of(day).year)


def booleans(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of yes and no, as `true` or `false`."""
    del meanings, reading

    def read(text: str) -> str | None:
        truth = parse_boolean(text)
        return None if truth is None else str(truth).lower()

    return read


def currencies(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of ISO 4217 codes, from codes, signs and names."""

    def read(text: str) -> str | None:
        code = currency_code(text)
        if code:
            reading.currencies[code] = reading.currencies.get(code, 0) + meanings[text]
        return code or None

    return read
