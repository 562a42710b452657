"""Names of columns that are seen only when people come: landing page, form, referrer, device."""

from __future__ import annotations

from whofor.lexicon.words import word_list

__all__ = ["channel_by_name"]


def channel_by_name(label: str) -> str:
    """Return the part of a column's name that says how people came, not who they are; empty where there is none.

    Example:
        >>> channel_by_name("First Page Seen"), channel_by_name("Mots-clés"), channel_by_name("Legal form")
        ('first page', 'mots clés', '')
    """
    return word_list("channel_names", "channel").first(label)
