"""Names of columns that are written during or after the sale, and so know the outcome."""

from __future__ import annotations

from whofor.lexicon.words import word_list

__all__ = ["leak_by_name"]


def leak_by_name(label: str) -> str:
    """Return the part of a column's name that refers to something known only afterwards; empty where there is none.

    Example:
        >>> leak_by_name("Closed Lost Reason"), leak_by_name("Motif de clôture"), leak_by_name("Sector")
        ('closed lost reason', 'motif de clôture', '')
    """
    return word_list("leak_names", "leak").first(label)
