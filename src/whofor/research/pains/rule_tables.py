"""Tables of `rules/`: labelled sentences and words by which what people say is told, as data."""

from __future__ import annotations

from typing import Any

from whofor.lexicon.words import read_table

__all__ = ["rules"]


def rules(name: str) -> dict[str, Any]:
    """Return the packaged table `rules/<name>.toml`.

    >>> sorted(rules("kinds"))
    ['neutral', 'pain', 'praise', 'wish']
    """
    return read_table("whofor.research.pains", f"rules/{name}.toml")
