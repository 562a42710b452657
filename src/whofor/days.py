"""Days since 1970-01-01, the form in which all dates pass between packages; months and quarters of such days."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from whofor.arrays import FloatArray, IntArray

__all__ = [
    "DAYS_A_MONTH",
    "DAYS_A_QUARTER",
    "DAYS_A_YEAR",
    "date_of",
    "days_of",
    "days_of_moment",
    "iso_day",
    "iso_days",
    "moment_of",
    "month_numbers",
    "quarter_name",
]

DAYS_A_YEAR = 365.25
"""Mean length of a year in the Julian calendar."""
DAYS_A_MONTH = DAYS_A_YEAR / 12
DAYS_A_QUARTER = DAYS_A_YEAR / 4
_EPOCH = date(1970, 1, 1)


def days_of(day: date) -> float:
    """Return a date as days since 1970-01-01.

    Example:
        >>> days_of(date(1970, 1, 31))
        30.0
    """
    return float((day - _EPOCH).days)


def date_of(day: float) -> date:
    """Return the date on which a moment, in days since 1970-01-01, lies.

    Example:
        >>> date_of(30.9)
        datetime.date(1970, 1, 31)
    """
    return _EPOCH + timedelta(days=math.floor(day))


def days_of_moment(moment: datetime) -> float:
    """Return a moment as days since 1970-01-01 UTC, the fraction being the time of day; without a zone it is in UTC.

    Example:
        >>> days_of_moment(datetime(1970, 1, 2, 12))
        1.5
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    seconds = 3600 * moment.hour + 60 * moment.minute + moment.second + moment.microsecond / 1e6
    return days_of(moment.date()) + seconds / 86_400


def moment_of(day: float) -> datetime:
    """Return the moment, in UTC and without a zone, that lies so many days after the beginning of 1970.

    Example:
        >>> moment_of(1.5)
        datetime.datetime(1970, 1, 2, 12, 0)
    """
    whole = math.floor(day)
    return datetime.combine(date_of(whole), time()) + timedelta(microseconds=round((day - whole) * 86_400e6))


def iso_day(day: float) -> str:
    """Return the date on which a moment lies, as YYYY-MM-DD; empty where it is not finite.

    Example:
        >>> iso_day(17532.9)
        '2018-01-01'
    """
    # NumPy's dates reach beyond the year 9999, where Python's end.
    return str(np.datetime64(math.floor(day), "D")) if math.isfinite(day) else ""


def iso_days(days: FloatArray) -> list[str]:
    """Return the dates on which moments lie, as YYYY-MM-DD; empty where one is not known.

    Example:
        >>> iso_days(np.array([17532.9, np.nan]))
        ['2018-01-01', '']
    """
    known = np.isfinite(days)
    texts = np.floor(np.where(known, days, 0.0)).astype("datetime64[D]").astype(str)
    return np.where(known, texts, "").tolist()


def month_numbers(days: FloatArray) -> IntArray:
    """Return the month of each day as months since January 1970; -1 where the day is not known.

    Example:
        >>> month_numbers(np.array([0.0, 31.0, np.nan])).tolist()
        [0, 1, -1]
    """
    known = np.isfinite(days)
    months = np.floor(np.where(known, days, 0.0)).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.where(known, months, -1)


def quarter_name(quarter: int) -> str:
    """Return the name of a quarter, counted from the first of 1970 as 0.

    Example:
        >>> quarter_name(223)
        '2025-Q4'
    """
    return f"{1970 + quarter // 4}-Q{quarter % 4 + 1}"
