"""Names of columns whose values are persons of one's own company."""

from __future__ import annotations

from whofor.lexicon.words import word_list

__all__ = ["names_persons"]


def names_persons(label: str) -> bool:
    """Return whether a column holds persons of one's own company, by its name.

    Example:
        >>> names_persons("Deal owner"), names_persons("Commercial"), names_persons("Lead source")
        (True, True, False)
    """
    return word_list("persons", "persons").holds(label)
