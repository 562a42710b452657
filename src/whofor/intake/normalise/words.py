"""Words for a missing value."""

from __future__ import annotations

from functools import cache

from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold

__all__ = ["is_missing", "lone_boolean_words"]

_LONGEST_WORD = 40
_BRACKETS = {"(": ")", "[": "]", "<": ">", "{": "}", '"': '"', "'": "'", "«": "»", "“": "”", "_": "_"}
_DIGITS = frozenset("0123456789")
_MARKS = frozenset("-./\\?*_~=…·•|,;:' ")


@cache
def _missing_words() -> frozenset[str]:
    return frozenset(fold(word) for word in rules("words")["missing"])


@cache
def lone_boolean_words() -> frozenset[str]:
    """Return the single letters that mean yes even where no other word is in the column."""
    return frozenset(rules("words")["lone_boolean"])


def is_missing(text: str) -> bool:
    """Return whether a cell says that nothing is known: empty, a dash, "n/a", "(blank)", "non renseigné" ...

    "NA" counts as missing although it is Namibia's code; "NC" and "ND" do not, they are states of the US.

    >>> is_missing(" N/A "), is_missing("(not set)"), is_missing("0"), is_missing("no")
    (True, True, False, False)
    """
    if text[-1:] in _DIGITS:  # no such word ends in one, but most of the texts of a long column do
        return False
    if len(text) > _LONGEST_WORD and text.strip():
        return False
    word = fold(text)
    if not word or _MARKS.issuperset(word) or word in _missing_words():
        return True
    if len(word) > 1 and _BRACKETS.get(word[0]) == word[-1]:
        inner = word[1:-1].strip()
        return not inner or _MARKS.issuperset(inner) or inner in _missing_words()
    return False
