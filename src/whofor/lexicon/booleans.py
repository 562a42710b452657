"""Words for yes and no."""

from __future__ import annotations

from functools import cache

from whofor.lexicon.words import read_words
from whofor.text import fold

__all__ = ["parse_boolean", "yes_words"]

_LONGEST_WORD = 40


@cache
def yes_words() -> tuple[str, ...]:
    """Return the folded words that mean yes."""
    return tuple(dict.fromkeys(map(fold, read_words("booleans", "true"))))


@cache
def _booleans() -> dict[str, bool]:
    return dict.fromkeys(yes_words(), True) | dict.fromkeys(map(fold, read_words("booleans", "false")), False)


def parse_boolean(text: str) -> bool | None:
    """Read yes or no in the languages of the lexicon, `1`/`0`, or a tick; `None` for any other text.

    Example:
        >>> parse_boolean("Oui"), parse_boolean("FALSE"), parse_boolean("x"), parse_boolean("perhaps")
        (True, False, True, None)
    """
    if len(text) > _LONGEST_WORD:
        return None
    # A tick may carry an invisible mark that asks for its coloured picture.
    return _booleans().get(fold(text).rstrip("\ufe0f\ufe0e"))
