"""Words for the tone of what is written about a company."""

from __future__ import annotations

from functools import cache

from whofor.lexicon.words import read_words
from whofor.text import fold

__all__ = ["tone_of_word"]

_TONES = {"positive": 1.0, "negative": -1.0, "neutral": 0.0}


@cache
def _words() -> dict[str, float]:
    return {fold(word): tone for name, tone in _TONES.items() for word in read_words("tones", name)}


def tone_of_word(text: str) -> float | None:
    """Return 1 for a word that means positive, -1 for negative, 0 for neutral; `None` for any other text.

    Example:
        >>> tone_of_word("Négatif"), tone_of_word("favourable"), tone_of_word("mixed"), tone_of_word("They sued")
        (-1.0, 1.0, 0.0, None)
    """
    return _words().get(fold(text))
