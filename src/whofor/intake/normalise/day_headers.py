"""Headers by which bare numbers are days: serial numbers of a spreadsheet, seconds since 1970."""

from __future__ import annotations

from whofor.intake.normalise.rule_tables import rules
from whofor.text import name_words

__all__ = ["names_a_day"]


def names_a_day(header: str) -> bool:
    """Return whether a header says that its column holds days.

    >>> names_a_day("Close Date"), names_a_day("Abschlussdatum"), names_a_day("Data de criação")
    (True, True, True)
    >>> names_a_day("Days to close"), names_a_day("Data volume"), names_a_day("Update count")
    (False, False, False)
    """
    table, words = rules("day_headers"), name_words(header)
    if not words or not set(words).isdisjoint(table["never"]):
        return False
    text = f" {' '.join(words)} "
    if not set(words).isdisjoint(table["words"]) or any(f" {phrase} " in text for phrase in table["phrases"]):
        return True
    return any(word.endswith(tuple(table["endings"])) for word in words)
