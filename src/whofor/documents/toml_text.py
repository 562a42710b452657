"""Values as a TOML text, one fact a line: the standard library reads TOML only."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from typing import cast

from whofor.text import toml_string

__all__ = ["toml_text"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(values: Mapping[str, object], inline: Collection[str] = ()) -> str:
    """Return values as a TOML text; equal values have equal texts, in the order of their keys.

    Args:
        values: Texts, numbers, yes and no, days, lists, and tables of these; a value that is `None` is left out.
        inline: Keys of tables whose tables are written on one line each.

    Example:
        >>> print(toml_text({"made": date(2026, 11, 28), "icp": {"a": {"define": ["size 1..9"]}}}), end="")
        made = 2026-11-28
        <BLANKLINE>
        [icp.a]
        define = ["size 1..9"]
    """
    return "\n\n".join(_tables((), values, inline)) + "\n"


def _tables(path: tuple[str, ...], values: Mapping[str, object], inline: Collection[str]) -> list[str]:
    """Return a table and those below it, each as a block of lines."""
    of_tables = bool(path) and path[-1] in inline
    below = {k: v for k, v in values.items() if isinstance(v, Mapping) and not of_tables}
    lines = [f"{_key(k)} = {_value(v)}" for k, v in values.items() if k not in below and v is not None]
    blocks: list[str] = []
    if path and (lines or not below):
        lines.insert(0, f"[{'.'.join(map(_key, path))}]")
    if lines:
        blocks.append("\n".join(lines))
    for key, table in below.items():
        blocks += _tables((*path, key), cast("Mapping[str, object]", table), inline)
    return blocks


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, object]", value)
        return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in pairs.items() if v is not None) + "}"
    if isinstance(value, Sequence):
        items = [_value(item) for item in cast("Sequence[object]", value)]
        if not any(isinstance(item, Mapping) for item in cast("Sequence[object]", value)):
            return f"[{', '.join(items)}]"
        return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    return str(value)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return repr(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else toml_string(key)
