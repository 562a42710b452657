"""Months, quarters and years that headers and cells name: a value of one is that of its last day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from whofor.days import date_of, days_of
from whofor.intake.normalise import DateRule, parse_date
from whofor.text import fold, tidy

__all__ = ["NamedPeriod", "last_day", "named_period", "period_end", "without_period"]

_YEAR = re.compile(r"(?:fy ?)?((?:19|20)\d{2})")
_QUARTER = re.compile(r"(?:.*[^a-z])?[qt][1-4](?:[^0-9].*)?|(?:19|20)\d{2}[ -]?[qt][1-4]|[qt][1-4][ /-]?(?:19|20)\d{2}")
_HAS_YEAR = re.compile(r"(?:19|20)\d{2}")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)_(?=\d|[qQtT][1-4])")
_WHOLE_DAY = re.compile(r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}.*")
_NAMED_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th|er|\.)? ?[a-z]{3,}.*|[a-z]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,? .*")
_MOST_WORDS, _MONTHS_A_QUARTER, _DIGITS_OF_A_MONTH = 3, 3, 6


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period that a header names.

    Attributes:
        written: How it is written.
        last: Its last day, as days since 1970-01-01.
    """

    written: str
    last: float


def last_day(text: str) -> float | None:
    """Return the last day of the month, quarter or year that a text is; a day itself; None for anything else.

    >>> [date_of(last_day(text)).isoformat() for text in ("2026-02", "Q4 2025", "Feb 2026", "2025", "2026-02-03")]
    ['2026-02-28', '2025-12-31', '2026-02-28', '2025-12-31', '2026-02-03']
    >>> last_day("12") is None, last_day("Paris") is None
    (True, True)
    """
    end = period_end(text)
    if end is not None:
        return end
    first = parse_date(text, DateRule()) if _HAS_YEAR.search(text) else None
    return None if first is None else float(int(first))


def period_end(text: str) -> float | None:
    """Return the last day of the month, quarter or year that a text is; None for a day and for anything else.

    >>> period_end("2026-02-03") is None, period_end("3 Feb 2026") is None, period_end("Feb 2026") is None
    (True, True, False)
    """
    folded = fold(tidy(text))
    if year := _YEAR.fullmatch(folded):
        return days_of(date(int(year[1]), 12, 31))
    if not _HAS_YEAR.search(folded) or _WHOLE_DAY.fullmatch(folded) or _NAMED_DAY.fullmatch(folded):
        return None
    first = parse_date(folded, DateRule())
    if first is None or sum(map(str.isdigit, folded)) > _DIGITS_OF_A_MONTH:
        return None
    begun = date_of(first)
    after = begun.month - 1 + (_MONTHS_A_QUARTER if _QUARTER.fullmatch(folded) else 1)
    return days_of(date(begun.year + after // 12, after % 12 + 1, 1)) - 1


@cache
def named_period(header: str) -> NamedPeriod | None:
    """Return the period that a header names beside other words; None where it names none.

    >>> headers = "Headcount 2026-01", "Employees (Jan 2026)", "revenue_2025_Q4"
    >>> [date_of(named_period(header).last).isoformat() for header in headers]
    ['2026-01-31', '2026-01-31', '2025-12-31']
    >>> named_period("Last Funding Date") is None
    True
    """
    if not _HAS_YEAR.search(header):
        return None
    for written in _parts(header):
        if (last := last_day(written)) is not None:
            return NamedPeriod(written, last)
    return None


@cache
def without_period(header: str) -> str:
    """Return a header without the period that it names.

    >>> without_period("Employees (Jan 2026)").strip()
    'Employees'
    """
    found = named_period(header)
    rest = header if found is None else _spaced(header).replace(found.written, " ")
    return rest.replace("()", " ").replace("( )", " ")


def _spaced(header: str) -> str:
    return _BETWEEN_DIGITS.sub("-", tidy(header)).replace("_", " ")


def _parts(header: str) -> Iterator[str]:
    """Yield the parts of a header that may be a period, the longest first."""
    text = _spaced(header)
    yield from (found.strip() for found in re.findall(r"\(([^()]*)\)", text))
    words = text.replace("(", " ").replace(")", " ").replace(":", " ").split()
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])
