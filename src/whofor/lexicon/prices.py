"""Names of columns that hold prices before any discount."""

from __future__ import annotations

from whofor.lexicon.words import word_list

__all__ = ["is_list_price"]


def is_list_price(label: str) -> bool:
    """Return whether a column's name shows that it holds list prices, from which discounts are computed."""
    return word_list("prices", "list_price").holds(label)
