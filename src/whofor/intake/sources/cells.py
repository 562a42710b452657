"""Typed values of a source as the texts that an export to CSV would hold."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast

import numpy as np

__all__ = ["cell_text"]

_MISSING = frozenset({"NAType", "NaTType"})
"""Types of pandas' marks of a missing value; pandas itself need not be there."""
_LARGEST_WHOLE = 1e15
"""Whole floats below it are written as integers; beyond, their last digits are not those of the value."""


def cell_text(value: object) -> str:
    """Return a value as text: numbers without `.0`, dates in ISO form, lists parted by `;`, what is missing as nothing.

    A time that has no zone and is midnight stands for its day. What has fields becomes its JSON.

    Example:
        >>> [cell_text(v) for v in (123.0, 0.5, True, None, float("nan"), [1.0, "b"], date(2026, 3, 1))]
        ['123', '0.5', 'true', '', '', '1;b', '2026-03-01']
    """
    if isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    if value is None or type(value).__name__ in _MISSING:
        return ""
    match value:
        case bool():
            return str(value).lower()
        case float():
            return _float_text(value)
        case Decimal():
            return f"{value:f}" if value.is_finite() else ""
        case datetime():
            # A moment in a zone is no day: in another zone it may lie on the day before.
            if value.tzinfo is None and value.time() == time():
                return value.date().isoformat()
            return value.isoformat(sep=" ", timespec="microseconds" if value.microsecond else "seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(round(value.total_seconds()))
        case np.generic() | np.ndarray():
            return _numpy_text(cast("np.generic", value))
        case bytes():
            return value.decode("utf-8", errors="replace")
        case list() | tuple() | set() | frozenset():
            return _list_text(cast("Collection[object]", value))
        case Mapping():
            return _json(cast("object", value))
        case _:
            return str(value)


def _float_text(value: float) -> str:
    if value != value:  # noqa: PLR0124 - the one value that differs from itself is that of a missing number
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < _LARGEST_WHOLE else repr(float(value))


def _numpy_text(value: np.generic) -> str:
    # Nanoseconds, which Python's own dates have not, would become a number.
    if isinstance(value, np.datetime64):
        return cell_text(value.astype("datetime64[us]").item())
    if isinstance(value, np.timedelta64):
        return cell_text(value.astype("timedelta64[us]").item())
    if isinstance(value, np.floating):
        # With the digits of its own precision: 0.1 of 32 bits is 0.1, not 0.10000000149.
        return cell_text(float(str(value)))
    return cell_text(value.tolist())


def _list_text(items: Collection[object]) -> str:
    if any(isinstance(item, dict | list) for item in items):
        return _json(items)
    return ";".join(map(cell_text, items))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=cell_text)
