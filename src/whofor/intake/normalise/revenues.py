"""Bands of yearly revenue: `$50M–$200M`, `1–10 M€`, `moins de 2 M€`, `> $1B`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from whofor.intake.normalise.digits import read_digits
from whofor.intake.normalise.headcounts import any_of
from whofor.intake.normalise.money import iso_codes
from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold

__all__ = ["RevenueBand", "parse_revenue_band"]

_LONGEST = 80
_MARKS = re.compile(r"r\$|€|[a-z]+")
_LEAST = 1_000.0
_LARGEST = 1e13
_WIDEST = 1_000.0
"""Greatest ratio of the ends of a band whose lower end has no magnitude: `500 - 1M` may mean either."""
_BELOW = 10.0
"""Bands of revenue grow about tenfold, so an open lower end is taken for a tenth of the upper one. A convention, on
which only the middle depends, not the band that it is in."""


@dataclass(frozen=True, slots=True)
class RevenueBand:
    """A band of yearly revenue.

    Attributes:
        low: Its lower end.
        high: Its upper end; `None` for an open end.
        value: The geometric middle; `low` for an open end.
        currency: ISO 4217 code; empty where none is written.
    """

    low: float
    high: float | None
    value: float
    currency: str = ""


@cache
def _magnitudes() -> dict[str, int]:
    return {
        fold(word): power
        for word, power in (*rules("money")["magnitude"].items(), *rules("revenues")["magnitude"].items())
    }


@cache
def _currencies() -> dict[str, str]:
    table = rules("money")
    signs = {fold(sign): code for sign, code in table["symbol"].items() if code}
    return signs | {code.lower(): code for code in iso_codes()}


@cache
def _scaled() -> dict[str, tuple[int, str]]:
    return {fold(word): (power, code) for word, (power, code) in rules("money")["scaled_currency"].items()}


def _either(words: frozenset[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) + ("(?![a-z])" if word[-1].isalpha() else "") for word in ordered) + ")"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    signs, sizes = _either(frozenset(_currencies())), _either(frozenset(_magnitudes()) | {"mil"})
    scaled = _either(frozenset(_scaled()))
    of = "(?:" + "|".join(map(re.escape, rules("revenues")["of"])) + ")?"

    def amount(end: str) -> str:
        return (
            rf"(?P<sign{end}>{signs})? ?(?P<body{end}>[0-9](?:[0-9 .,']*[0-9])?)"
            rf"(?: ?(?P<scaled{end}>{scaled})| ?(?P<size{end}>{sizes})?(?: ?{of}(?P<after{end}>{signs}))?)"
        )

    low, high = amount("1"), amount("2")
    about = f"(?:{any_of('about')} ?)?"
    forms = {
        "range": f"(?:{any_of('from')} ?)?{about}{low} ?{any_of('to')} ?(?:{any_of('below')} ?)?{high}",
        "above": f"{any_of('above')} ?{low}",
        "at_least": f"{any_of('at_least')} ?{low}",
        "at_least_after": f"{low} ?{any_of('at_least_after')}",
        "below": f"{any_of('below')} ?{low}",
        "at_most": f"{any_of('at_most')} ?{low}",
    }
    return {name: re.compile(form) for name, form in forms.items()}


@dataclass(frozen=True, slots=True)
class _End:
    number: float
    power: int | None
    currency: str


def parse_revenue_band(text: str, scale: int = 0) -> RevenueBand | None:
    """Read a band of yearly revenue; `None` for anything else, exact amounts included.

    Ends without a magnitude take that of the other end (`1–10 M€`), else the scale of the header. A band below a
    thousand of which nothing names a unit stays unread: nobody knows whether its numbers are millions.

    Args:
        text: The cell.
        scale: Power of ten in which the header gives the amounts, as `header_scale` finds it.

    >>> band = parse_revenue_band("$50M–$200M")
    >>> band.low, band.high, band.value, band.currency
    (50000000.0, 200000000.0, 100000000.0, 'USD')
    >>> parse_revenue_band("moins de 2 M€").high, parse_revenue_band("> $1B").low, parse_revenue_band("1 - 10")
    (2000000.0, 1000000000.0, None)
    """
    if len(text) > _LONGEST:
        return None
    cell = fold(text)
    for name, pattern in _patterns().items():
        match = pattern.fullmatch(cell)
        if match:
            ends = [_end(match, end, cell) for end in ("1", "2") if f"body{end}" in pattern.groupindex]
            known = [end for end in ends if end is not None]
            return _band(name, known, scale) if len(known) == len(ends) else None
    return None


def _end(match: re.Match[str], end: str, cell: str) -> _End | None:
    digits = read_digits(match[f"body{end}"])
    if digits is None:
        return None
    scaled, size = match[f"scaled{end}"], match[f"size{end}"]
    signs = {_currencies()[sign] for sign in (match[f"sign{end}"], match[f"after{end}"]) if sign}
    if scaled:
        power, code = _scaled()[scaled]
        return _End(float(digits), power, code) if signs <= {code} else None
    if len(signs) > 1:
        return None
    power = None if size is None else _magnitudes().get(size)
    if size == "mil":
        if set(_MARKS.findall(cell)).isdisjoint(rules("revenues")["thousand_mil"]):
            return None
        power = 3
    return _End(float(digits), power, signs.pop() if signs else "")


def _band(form: str, ends: list[_End], scale: int) -> RevenueBand | None:
    codes = {end.currency for end in ends if end.currency}
    if len(codes) > 1:
        return None
    last = ends[-1]
    powers = [end.power for end in ends]
    if len(ends) == 2 and powers[0] is None and last.power is not None:
        # "1-10 M" means 1M-10M; "500-1M" does not, and "0-1M" needs no magnitude.
        if ends[0].number <= last.number:
            powers[0] = last.power
        elif last.number * 10.0**last.power > _WIDEST * ends[0].number:
            return None
    elif all(power is None for power in powers):
        powers = [scale] * len(ends)
    amounts = [end.number * 10.0 ** (power or 0) for end, power in zip(ends, powers, strict=True)]
    named = bool(codes or scale) or any(end.power is not None for end in ends)
    if max(amounts) > _LARGEST or (max(amounts) < _LEAST and not named):
        return None
    currency = codes.pop() if codes else ""
    if form == "range":
        low, high = amounts
        if low > high:
            return None
        middle = low if low == high else math.sqrt((low or high / _BELOW) * high)
        return RevenueBand(low, high, middle, currency)
    if form in ("below", "at_most"):
        return RevenueBand(0.0, amounts[0], amounts[0] / math.sqrt(_BELOW), currency)
    return RevenueBand(amounts[0], None, amounts[0], currency)
