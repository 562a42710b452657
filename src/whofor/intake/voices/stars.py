"""Stars, marks and points on one scale, from 1 to 5."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from whofor.intake.normalise import is_missing, parse_number
from whofor.text import tidy

__all__ = ["StarScale", "read_stars", "star_scale"]

_OUT_OF = re.compile(
    r"(?:note|rating|rated|score)?\s*:?\s*(?P<given>\d+(?:[.,]\d+)?)\s*"
    r"(?:/|out of|sur|von|de|of|étoiles? sur|stars? out of|star rating out of)\s*(?P<most>\d+(?:[.,]0+)?)"
    r"(?:\s*(?:stars?|étoiles?|points?))?",
    re.IGNORECASE,
)
_FULL, _HALF, _OPEN = "★⭐🌟", "⯨½✬", "☆✩⚝"
_DRAWN = re.compile(rf"[{_FULL}{_HALF}{_OPEN}\s\ufe0f]+")
_NAMED = re.compile(r"(\d+(?:[.,]\d+)?)[\s-]*(?:stars?|étoiles?|sterne?|estrellas?|estrelas?|stelle|\*)", re.IGNORECASE)


class StarScale(Enum):
    """The scale of a column of numbers.

    Attributes:
        FIVE: 1 to 5, halves among them.
        TEN: 0 to 10.
        UNKNOWN: Neither.
    """

    FIVE = 5
    TEN = 10
    UNKNOWN = 0


@dataclass(frozen=True, slots=True)
class _Mark:
    given: float
    most: float | None


def star_scale(values: Mapping[str, int], *, is_ten: bool = False) -> StarScale:
    """Return the scale of a column, by its largest number; numbers that name their scale themselves do not count.

    Args:
        values: Distinct value -> number of cells with it.
        is_ten: Whether its header says that it goes from 0 to 10.

    Example:
        >>> star_scale({"4,5": 2, "1.0": 1}), star_scale({"9": 1, "3": 4}), star_scale({"87": 1}).name
        (<StarScale.FIVE: 5>, <StarScale.TEN: 10>, 'UNKNOWN')
    """
    marks = [mark for value in values if (mark := _mark(value)) is not None and mark.most is None]
    most = max((mark.given for mark in marks), default=0.0)
    least = min((mark.given for mark in marks), default=0.0)
    if most > 10 or least < 0:
        return StarScale.UNKNOWN
    return StarScale.TEN if most > 5 or is_ten else StarScale.FIVE


def read_stars(text: str, scale: StarScale = StarScale.FIVE) -> float | None:
    """Return the stars of a cell, 1 to 5; `None` for none, or where their scale is not known.

    Of other scales the best is 5 and the worst 1, and what lies between them is in proportion: 0 to 10 as
    1 + 4 · points / 10.

    Args:
        text: The cell: `4,5`, `4/5`, `★★★★☆`, `1.0`, `8 out of 10`.
        scale: The scale of numbers that do not name theirs.

    Example:
        >>> [read_stars(text) for text in ("4,5", "4/5", "★★★★", "★★★☆☆", "1.0", "5 stars", "n/a", "0")]
        [4.5, 4.0, 4.0, 3.0, 1.0, 5.0, None, None]
        >>> read_stars("10/10"), read_stars("0", StarScale.TEN), read_stars("5", StarScale.TEN)
        (5.0, 1.0, 3.0)
    """
    mark = _mark(text)
    if mark is None:
        return None
    most = mark.most if mark.most is not None else float(scale.value)
    if most == StarScale.FIVE.value:
        return mark.given if 1 <= mark.given <= most else None
    if most == 0 or not 0 <= mark.given <= most:
        return None
    return round(1 + 4 * mark.given / most, 4)


def _mark(text: str) -> _Mark | None:
    """Return the number of a cell, and the largest that its scale has where the cell says so."""
    text = tidy(text)
    if not text or len(text) > _LONGEST or is_missing(text):
        return None
    if _DRAWN.fullmatch(text):
        full = sum(text.count(sign) for sign in _FULL)
        half = sum(text.count(sign) for sign in _HALF)
        return _Mark(full + half / 2, 5.0) if full or half else None
    found = _OUT_OF.fullmatch(text)
    if found:
        return _Mark(float(found["given"].replace(",", ".")), float(found["most"].replace(",", ".")))
    named = _NAMED.fullmatch(text)
    if named:
        return _Mark(float(named[1].replace(",", ".")), 5.0)
    if text.endswith("%"):
        number = parse_number(text)
        return None if number is None else _Mark(number, 100.0)
    number = parse_number(text)
    return None if number is None else _Mark(number, None)


_LONGEST = 40
