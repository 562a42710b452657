"""Words for "nothing is known" and for yes and no."""

from __future__ import annotations

from functools import cache

from whofor.intake.normalise.texts import fold, rules

__all__ = ["is_missing", "lone_boolean_words", "parse_boolean"]

_LONGEST_WORD = 40
_BRACKETS = {"(": ")", "[": "]", "<": ">", "{": "}", '"': '"', "'": "'", "«": "»", "“": "”", "_": "_"}
_DIGITS = frozenset("0123456789")
_MARKS = frozenset("-./\\?*_~=…·•|,;:' ")


@cache
def _missing_words() -> frozenset[str]:
    return frozenset(fold(word) for word in rules("words")["missing"])


@cache
def _booleans() -> dict[str, bool]:
    table = rules("words")["boolean"]
    words = {fold(word): True for word in table["true"]}
    return words | {fold(word): False for word in table["false"]}


@cache
def lone_boolean_words() -> frozenset[str]:
    """Return the single letters that mean yes even where no other word stands in the column."""
    return frozenset(rules("words")["boolean"]["lone"])


def is_missing(text: str) -> bool:
    """Tell whether a cell says that nothing is known: empty, a dash, "n/a", "(blank)", "non renseigné" ...

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


def parse_boolean(text: str) -> bool | None:
    """Read yes or no in English, French, German, Spanish, Portuguese, `1`/`0`, or a tick.

    >>> parse_boolean("Oui"), parse_boolean("FALSE"), parse_boolean("x"), parse_boolean("perhaps")
    (True, False, True, None)
    """
    if len(text) > _LONGEST_WORD:
        return None
    word = fold(text)
    # A tick may carry an invisible mark that asks for its coloured picture.
    return _booleans().get(word.rstrip("\ufe0f\ufe0e"))
