"""Readers of dates, amounts, numbers, yes and no: the meaning of one column's texts, inferred from all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
from whofor.schema.columns import DateOrder

__all__ = ["booleans", "currencies", "dates", "headcounts", "money", "numbers", "years"]


def dates(meanings: Mapping[str, int], reading: Reading, order: DateOrder = "") -> ReadText:
    """Return a reader of dates as days since 1970-01-01, in the order that is given or that the column proves."""
    rule = infer_date_rule(meanings)
    if order:
        rule = replace(rule, order=order, ambiguous=False)
    if rule.ambiguous:
        reading.ambiguous = next(iter(meanings), "")
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


def money(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of amounts; the output `currency` holds their currency."""
    decimal = infer_decimal_mark(meanings)

    def read(text: str) -> float | None:
        money = parse_money(text, decimal)
        if money is None:
            return None
        if money.currency:
            reading.outputs.setdefault("currency", {})[text] = money.currency
            reading.currencies[money.currency] = reading.currencies.get(money.currency, 0) + meanings[text]
        return money.amount

    return read


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
    """Return a reader of ISO 4217 codes."""

    def read(text: str) -> str | None:
        code = text.strip().upper()
        if not (len(code) == 3 and code.isascii() and code.isalpha()):
            money = parse_money(f"1 {text}")
            code = money.currency if money else ""
        if code:
            reading.currencies[code] = reading.currencies.get(code, 0) + meanings[text]
        return code or None

    return read
