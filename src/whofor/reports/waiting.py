"""A time to wait in words: how long, and at which pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whofor.model import WaitingTime
    from whofor.reports.words import Words

__all__ = ["waiting_text"]

_MOST_MONTHS = 24
"""More are told as years."""
_MOST_YEARS = 20
"""More are told as more than these: no business looks so far."""
_DAYS_A_MONTH = 365 / 12


def waiting_text(words: Words, time: WaitingTime | None) -> str:
    """Return how long it takes until deals have come, with the pace that says so, or why nobody knows.

    Args:
        words: Language of the report.
        time: The time; `None` where an older run did not compute it.
    """
    if time is None:
        return words.text("waiting.unknown")
    if not time.days:
        return words.text("waiting.no_days")
    window = _window(words, time.days)
    if time.per_year is None:
        return words.text("waiting.too_young", window=window)
    whole = "" if time.of_whole_year else "_young"
    if time.months is None:
        return words.text(f"waiting.never{whole}", window=window)
    pace = words.count("a_year", max(1, round(time.per_year)))
    return words.text(f"waiting.takes{whole}", time=_length(words, time.months), pace=pace, window=window)


def _length(words: Words, months: float) -> str:
    """Return a number of months: of one digit or two, as years where there are many."""
    if months < 1:
        return words.text("waiting.within_a_month")
    if months <= _MOST_MONTHS:
        return words.text("waiting.about", length=words.count("months", round(months)))
    years = months / 12
    if years > _MOST_YEARS:
        return words.text("waiting.over", length=words.count("years", _MOST_YEARS))
    return words.text("waiting.about", length=words.count("years", round(years)))


def _window(words: Words, days: int) -> str:
    """Return the length of what an export covers: in days below two months."""
    months = round(days / _DAYS_A_MONTH)
    return words.count("months", months) if months > 1 else words.count("days", days)
