"""Sentences folded once: their words are looked at in many ways."""

from __future__ import annotations

from functools import lru_cache

from whofor.text import fold, words_of

__all__ = ["folded", "folded_words"]

_REMEMBERED = 1 << 15
"""Sentences that are remembered: more than are looked at between the first and the last look at one."""

folded = lru_cache(maxsize=_REMEMBERED)(fold)
"""Return the text without differences of case and accents; see `whofor.text.fold`."""

folded_words = lru_cache(maxsize=_REMEMBERED)(words_of)
"""Return the folded words of a text; see `whofor.text.words_of`."""
