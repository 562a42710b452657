"""Reads one date from one text, by the rule of its column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold, tidy

__all__ = ["DateRule", "parse_date"]

Order = Literal["dmy", "mdy", "ymd"]
Numbers = Literal["", "excel", "epoch_s", "epoch_ms", "epoch_us"]

FIRST_YEAR = 1800
LAST_YEAR = 2199
LONGEST_DATE = 80
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
# Day 25569 of a spreadsheet that counts from 30 December 1899 is 1 January 1970.
_EXCEL_EPOCH = 25569
_UNITS_PER_DAY = {"epoch_s": 86_400.0, "epoch_ms": 86_400e3, "epoch_us": 86_400e6}

_TIME = (
    r"(?:(?:T|[ ,]+|,? (?:at|um|a|à|las|a las|às|as|kl\.?) )"
    r"(?P<hour>[0-9]{1,2})(?:[:h.](?P<minute>[0-9]{2}))?(?:[:.](?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r" ?(?P<half>[ap]\.? ?m\.?)?(?: ?(?:uhr|h|hrs))?"
    r"(?: ?(?P<zone>z|(?:utc|gmt)? ?[+-][0-9]{1,2}(?::?[0-9]{2})?|[a-z]{3,4}))?(?: ?[\[(][a-z0-9 /_+:-]*[\])])?)?"
)
NUMERIC = re.compile(
    r"(?P<a>[0-9]{1,4}) ?(?P<sep>[-./ ]) ?(?P<b>[0-9]{1,2}) ?(?P=sep) ?(?P<c>[0-9]{4}|[0-9]{1,2})\.?" + _TIME,
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<a>[0-9]{4})(?P<b>[0-9]{2})(?P<c>[0-9]{2})"
    r"(?:T?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?(?:\.(?P<fraction>[0-9]{1,9}))?"
    r"(?P<zone>z|[+-][0-9]{2}:?[0-9]{2})?|\.0+)?(?P<half>(?!))?",
    re.IGNORECASE,
)
_YEAR_MONTH = re.compile(r"(?:(?P<y>[0-9]{4})[-/](?P<m>[0-9]{2})|(?P<m2>[0-9]{2})/(?P<y2>[0-9]{4}))")
_QUARTER = re.compile(r"(?:(?P<y>[0-9]{4})[ -]?[qt](?P<q>[1-4])|[qt](?P<q2>[1-4])[ /-]?(?P<y2>[0-9]{4}))")
_NUMBER = re.compile(r"-?[0-9]{1,17}(?:\.[0-9]+)?")
_DAY_NAMED = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|eme|º|o)?[ .,/-]*(?:de |of )?(?P<month>[a-z]{3,10})[ .,/-]*(?:de |del )?"
    r"(?P<year>[0-9]{4}|'?[0-9]{2})" + _TIME
)
_NAMED_DAY = re.compile(
    r"(?P<month>[a-z]{3,10})[ ./-]*(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[ ,./-]+(?P<year>[0-9]{4}|'?[0-9]{2}(?![0-9:]))"
    + _TIME
)
_YEAR_NAMED = re.compile(r"(?P<year>[0-9]{4})[ ./-]*(?P<month>[a-z]{3,10})[ ./-]*(?P<day>[0-9]{1,2})" + _TIME)
_NAMED_MONTH = re.compile(r"(?P<month>[a-z]{3,10})[ .,/-]*(?:de |del )?(?P<year>[0-9]{4})")
_WEEKDAY = re.compile(r"(?P<word>[a-z]+(?:-feira)?)[., ]+(?=.*[0-9])")
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-])([0-9]{1,2}):?([0-9]{2})?")


@dataclass(frozen=True, slots=True)
class DateRule:
    """The rule by which the dates of one column are read.

    Attributes:
        order: Order of day, month and year in dates written as three numbers. With `ymd`, a date whose year
            comes last is read only where a part above 12 settles it.
        proof: The value of the column that decides; empty where none does.
        ambiguous: Whether no value decides and the order is a default.
        numbers: What bare numbers are: `excel` (days since 1899-12-30), `epoch_s`, `epoch_ms`, `epoch_us`;
            empty where they are no dates.
        pivot: Two-digit years below it are 20xx, the others 19xx.
    """

    order: Order = "dmy"
    proof: str = ""
    ambiguous: bool = False
    numbers: Numbers = ""
    pivot: int = 69


def parse_date(text: str, rule: DateRule) -> float | None:
    """Read a date as days since 1970-01-01 UTC; the fraction is the time of day.

    A time without zone is taken as UTC, one with zone is converted. A month or quarter alone is its first day.
    Years outside 1800-2199, as in the placeholder 9999-12-31, count as unreadable.

    Args:
        text: The cell.
        rule: The rule of its column, from `infer_date_rule`.

    >>> parse_date("1970-01-02", DateRule()), parse_date("02/01/1970 12:00", DateRule("mdy"))
    (1.0, 31.5)
    >>> parse_date("15 Apr, 2021 00:02:00", DateRule()) == 18732 + 120 / 86400
    True
    """
    if len(text) > LONGEST_DATE:
        text = text.strip()
        if len(text) > LONGEST_DATE:
            return None
    text = tidy(text)
    if not text or not any("0" <= letter <= "9" for letter in text):
        return None
    match = NUMERIC.fullmatch(text)
    if match:
        return _with_time(_day_of_parts(match["a"], match["b"], match["c"], rule), match)
    if _NUMBER.fullmatch(text):
        return _of_number(text, rule)
    match = _COMPACT.fullmatch(text)
    if match:
        return _with_time(_day(int(match["a"]), int(match["b"]), int(match["c"])), match)
    return _of_words(fold(text), rule)


def order_of(a: str, b: str, c: str, order: Order) -> tuple[int, int, int] | None:
    """Return year, month, day of three written numbers (years as written), or None where lengths do not fit."""
    if len(a) == 4:
        return (int(a), int(b), int(c)) if len(c) <= 2 else None
    if len(a) == 3:
        return None
    if order == "ymd" and len(c) <= 2:
        return int(a), int(b), int(c)
    first, second = int(a), int(b)
    if order == "ymd":
        if first <= 12 and second <= 12 and first != second:
            return None
        order = "dmy" if first > 12 else "mdy"
    return (int(c), second, first) if order == "dmy" else (int(c), first, second)


def _day_of_parts(a: str, b: str, c: str, rule: DateRule) -> int | None:
    parts = order_of(a, b, c, rule.order)
    if parts is None:
        return None
    year = a if len(a) == 4 or (rule.order == "ymd" and len(c) <= 2) else c
    if len(year) == 1:
        return None
    return _day(_full_year(year, rule), parts[1], parts[2])


def _full_year(year: str, rule: DateRule) -> int:
    year = year.lstrip("'")
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < rule.pivot else 1900)


def _day(year: int, month: int, day: int) -> int | None:
    """Return days since 1970-01-01, or None where there is no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).toordinal() - _EPOCH_ORDINAL
    except ValueError:
        return None


def _with_time(day: int | None, match: re.Match[str]) -> float | None:
    if day is None:
        return None
    if match["hour"] is None:
        return float(day)
    seconds = _seconds(match)
    return None if seconds is None else day + seconds / 86_400


def _seconds(match: re.Match[str]) -> float | None:
    """Return seconds since midnight UTC; negative or beyond a day where the zone moves the date."""
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    half = match["half"]
    if match["minute"] is None and not half:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None if hour > 23 or hour == 0 else _clock(hour, minute, second, match)
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return _clock(hour, minute, second, match)


def _clock(hour: int, minute: int, second: int, match: re.Match[str]) -> float | None:
    midnight = hour == 24 and minute == second == 0
    if (hour > 23 and not midnight) or minute > 59 or second > 60:
        return None
    east = _minutes_east(match["zone"])
    if east is None:
        return None
    fraction = float(f"0.{match['fraction'] or 0}")
    return hour * 3600 + (minute - east) * 60 + second + fraction


def _minutes_east(zone: str | None) -> int | None:
    """Return minutes east of UTC, 0 without zone, None for a zone that is not known."""
    if not zone:
        return 0
    zone = zone.lower()
    match = _OFFSET.fullmatch(zone)
    if match is None:
        return rules("months")["zones"].get(zone)
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > 15 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if match[1] == "-" else 1)


def _of_number(text: str, rule: DateRule) -> float | None:
    """Read a bare number: YYYYMMDD by itself, a serial or an epoch where the column is one."""
    if not rule.numbers:
        match = _COMPACT.fullmatch(text)
        return _with_time(_day(int(match["a"]), int(match["b"]), int(match["c"])), match) if match else None
    number = float(text)
    days = number - _EXCEL_EPOCH if rule.numbers == "excel" else number / _UNITS_PER_DAY[rule.numbers]
    return (
        days
        if date(FIRST_YEAR, 1, 1).toordinal() <= days + _EPOCH_ORDINAL < date(LAST_YEAR + 1, 1, 1).toordinal()
        else None
    )


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(rules("months")["months"], start=1) for name in names}


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(rules("months")["weekdays"])


def _of_words(text: str, rule: DateRule) -> float | None:
    """Read a folded text with a month's name, a quarter, or a month without its day."""
    found = _of_named(text, rule)
    if found is None:
        weekday = _WEEKDAY.match(text)
        if weekday and weekday["word"] in _weekdays():
            rest = text[weekday.end() :]
            numeric = NUMERIC.fullmatch(rest)
            if numeric:
                return _with_time(_day_of_parts(numeric["a"], numeric["b"], numeric["c"], rule), numeric)
            return _of_named(rest, rule)
    return found


def _of_named(text: str, rule: DateRule) -> float | None:
    months = _months()
    for pattern in (_DAY_NAMED, _NAMED_DAY, _YEAR_NAMED):
        match = pattern.fullmatch(text)
        if match and match["month"] in months:
            day = _day(_full_year(match["year"], rule), months[match["month"]], int(match["day"]))
            return _with_time(day, match)
    match = _NAMED_MONTH.fullmatch(text)
    if match and match["month"] in months:
        return _as_float(_day(int(match["year"]), months[match["month"]], 1))
    match = _YEAR_MONTH.fullmatch(text)
    if match:
        return _as_float(_day(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), 1))
    match = _QUARTER.fullmatch(text)
    if match:
        return _as_float(_day(int(match["y"] or match["y2"]), 3 * int(match["q"] or match["q2"]) - 2, 1))
    return None


def _as_float(day: int | None) -> float | None:
    return None if day is None else float(day)
