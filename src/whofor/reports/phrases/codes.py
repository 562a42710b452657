"""Codes among the values of a condition that say nothing to a reader: keys, hashes, long numbers."""

from __future__ import annotations

import re

from whofor.model import Condition, Operator, Segment
from whofor.reports.catalogue import clean
from whofor.reports.words import Words

__all__ = ["has_opaque_value", "is_opaque", "naming_hint", "shortened"]

_HEXADECIMAL = re.compile(
    r"(?=.*\d)(?=.*[a-f])[0-9a-f]{12,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE
)
_DIGITS = re.compile(r"\d{9,}")
_MIXED = re.compile(r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+/_-]{14,}={0,2}")
"""Keys in base 64 or 62, as those of Salesforce: digits, small and capital letters in one long word."""
_SHOWN = 8
"""Characters shown of a code: as many as git shows of a hash, by which people find it in their export."""


def is_opaque(value: str) -> bool:
    """Return whether a value is a code that says nothing to a reader.

    Example:
        >>> is_opaque("22c29808c4f815213303f8933030604c"), is_opaque("Free trial page")
        (True, False)
    """
    return any(pattern.fullmatch(value) for pattern in (_HEXADECIMAL, _DIGITS, _MIXED))


def shortened(value: str) -> str:
    """Return a code cut to what is enough to find it; any other value as it is.

    Hashes differ in their first characters, numbered keys in their last.

    Example:
        >>> shortened("22c29808c4f815213303f8933030604c"), shortened("0015g00000Abc1dAAB")
        ('22c29808…', '…Abc1dAAB')
    """
    if not is_opaque(value):
        return value
    return f"{value[:_SHOWN]}…" if _HEXADECIMAL.fullmatch(value) else f"…{value[-_SHOWN:]}"


def _opaque(segment: Segment) -> tuple[Condition, str] | None:
    """Return the first code among the values that are spelt out, and its condition."""
    named = (c for c in segment.conditions if not (c.operator is Operator.IN and c.name))
    return next(((c, value) for c in named for value in c.values if is_opaque(value)), None)


def has_opaque_value(segment: Segment) -> bool:
    """Return whether one of its values is a code that says nothing to a reader, see `naming_hint`."""
    return _opaque(segment) is not None


def naming_hint(segment: Segment, words: Words) -> str:
    """Return how to give a code a name in the mapping; empty where no value is a code.

    Example:
        >>> from whofor.reports.words import words_of
        >>> page = Condition("x_page", "Landing page", Operator.IS, ("22c29808c4f8",))
        >>> naming_hint(Segment((page,)), words_of("en")).partition(", ")[2]
        'write in the mapping, at “Landing page”: values = { "22c29808c4f8" = "its name" }'
    """
    found = _opaque(segment)
    if found is None:
        return ""
    condition, value = found
    return words.text("phrase.name_code", short=shortened(value), label=clean(condition.label), value=clean(value))
