"""Head-counts: exact, rounded, bands, open ends."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from whofor.intake.normalise.digits import read_digits
from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold

__all__ = ["Headcount", "any_of", "parse_headcount"]

LARGEST = 10_000_000
_LONGEST = 80
_NUMBER = r"([0-9](?:[0-9 .,']*[0-9])?)(?: ?(k|m|tsd\.?|mio\.?))?(?![a-z0-9])"
_POWERS = {"k": 3, "tsd": 3, "tsd.": 3, "m": 6, "mio": 6, "mio.": 6}
_BRACKETS = re.compile(r"[^()\[\]0-9]*[(\[]([^()\[\]]+)[)\]][^()\[\]0-9]*")


@dataclass(frozen=True, slots=True)
class Headcount:
    """A number of people, or the band it is in.

    Attributes:
        low: Smallest number it may be.
        high: Largest number it may be; None for an open end (`1 001+`).
        value: The number where it is exact; the geometric middle of a band; `low` for an open end.
    """

    low: int
    high: int | None
    value: float


def any_of(name: str) -> str:
    """Return the words of a list of `rules/headcounts.toml`, as a regular expression for folded text."""
    words = sorted((fold(word) for word in rules("headcounts")[name]), key=len, reverse=True)
    # A word needs a border, a sign does not.
    return "(?:" + "|".join(re.escape(word) + (r"(?![a-z])" if word[-1].isalpha() else "") for word in words) + ")"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    about, number = f"(?:{any_of('about')} ?)?", _NUMBER
    forms = {
        "range": f"(?:{any_of('from')} )?{about}{number} ?{any_of('to')} ?{number}",
        "above": f"{any_of('above')} ?{number}",
        "at_least": f"{any_of('at_least')} ?{number}",
        "at_least_after": f"{number} ?{any_of('at_least_after')}",
        "below": f"{any_of('below')} ?{number}",
        "at_most": f"{any_of('at_most')} ?{number}",
        "exact": f"{about}{number}(?: ?{any_of('about')})?",
    }
    return {name: re.compile(form) for name, form in forms.items()}


@cache
def _people() -> re.Pattern[str]:
    return re.compile(rf"[ :,-]*\b{any_of('people')}[ :]*")


@cache
def _whole_cells() -> dict[str, tuple[int, int]]:
    return {fold(word): (band[0], band[1]) for word, band in rules("headcounts")["whole"].items()}


def parse_headcount(text: str) -> Headcount | None:
    """Read a head-count: `300`, `~300`, `51-200`, `1 001+`, `10k-50k`, `201 to 500`, `moins de 10 salariés`.

    Bands that a spreadsheet took for a date (`10-Feb` for 2-10, `Nov-50` for 11-50) are read as bands. Dots and
    commas before three digits group thousands. None for anything else, and above ten million.

    >>> parse_headcount("51-200 employees")
    Headcount(low=51, high=200, value=100.99504938362078)
    >>> parse_headcount("1 001+")
    Headcount(low=1001, high=None, value=1001.0)
    """
    if len(text) > _LONGEST:
        return None
    cell = fold(text)
    found = _read(cell)
    if found is None:
        inner = _BRACKETS.fullmatch(cell)
        found = _read(inner[1].strip()) if inner else None
    return found


def _read(cell: str) -> Headcount | None:
    whole = _whole_cells().get(cell)
    if whole:
        return _band(*whole)
    bare = _people().sub(" ", cell).strip()
    for name, pattern in _patterns().items():
        match = pattern.fullmatch(bare)
        if match:
            return _of_match(name, match)
    return None


def _of_match(name: str, match: re.Match[str]) -> Headcount | None:
    if name == "range":
        return _range(match)
    number = _number(match[1], match[2])
    if number is None:
        return None
    low, high = math.floor(number), math.ceil(number)
    if name == "exact":
        return Headcount(low, high, number)
    if name in {"above", "at_least", "at_least_after"}:
        bound = low + 1 if name == "above" else high
        return Headcount(bound, None, float(bound))
    return _band(min(1, high), high - 1 if name == "below" else low)


def _range(match: re.Match[str]) -> Headcount | None:
    low, high = _number(match[1], match[2]), _number(match[3], match[4])
    bare_high = _number(match[3], None)
    if match[4] and not match[2] and low is not None and bare_high is not None and low < bare_high:
        # "1-5k" means 1k-5k, "500-1k" does not.
        low = _number(match[1], match[4])
    if low is None or high is None:
        return None
    return _band(math.floor(low), math.ceil(high))


def _band(low: int, high: int) -> Headcount | None:
    if low > high or high < 0:
        return None
    return Headcount(low, high, float(low) if low == high else math.sqrt(max(low, 1) * high))


def _number(body: str, magnitude: str | None) -> float | None:
    digits = read_digits(body)
    if digits is None:
        return None
    number = float(f"{digits}e{_POWERS[magnitude] if magnitude else 0}")
    return number if number <= LARGEST else None
