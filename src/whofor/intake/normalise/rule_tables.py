"""Tables of `rules/`: the words and figures by which cells are read, as data."""

from __future__ import annotations

from typing import Any

from whofor.lexicon.words import read_table

__all__ = ["rules"]


def rules(name: str) -> dict[str, Any]:
    """Return the packaged table `rules/<name>.toml`.

    >>> rules("words")["lone_boolean"]
    ['x', 'y']
    """
    return read_table("whofor.intake.normalise", f"rules/{name}.toml")
