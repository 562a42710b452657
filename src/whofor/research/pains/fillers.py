"""Sentences that say that there is nothing to say, and those too short to mean anything."""

from __future__ import annotations

import re
from functools import cache

from whofor.research.pains.cues import has_cue
from whofor.research.pains.folding import folded_words
from whofor.research.pains.rule_tables import rules

__all__ = ["is_filler", "says_too_little"]

_LONGEST = 24
"""Words: who says nothing says it in fewer."""
_FEWEST = 3


def is_filler(text: str, *, in_cons: bool = False) -> bool:
    """Return whether a sentence says that there is nothing to say.

    Args:
        text: The sentence.
        in_cons: Whether shortcomings were asked for: "no issues" is praise elsewhere, and no answer there.

    Example:
        >>> is_filler("Nothing to complain about."), is_filler("Rien à signaler"), is_filler("Nothing works.")
        (True, True, False)
        >>> is_filler("No problems so far!"), is_filler("No problems so far!", in_cons=True)
        (False, True)
    """
    words = folded_words(text)
    if len(words) > _LONGEST or _hints().isdisjoint(words):
        return False
    line = " ".join(words)
    anywhere, only_cons = _patterns()
    return anywhere.fullmatch(line) is not None or (in_cons and only_cons.fullmatch(line) is not None)


def says_too_little(text: str) -> bool:
    """Return whether a sentence is of fewer than three words, none of which says good, bad or more.

    Example:
        >>> says_too_little("The price"), says_too_little("Trop cher")
        (True, False)
    """
    return len(folded_words(text)) < _FEWEST and not has_cue(text)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = rules("fillers")
    anywhere, only_cons = ("|".join(f"(?:{one})" for one in table[name]) for name in ("anywhere", "in_cons"))
    return re.compile(anywhere), re.compile(only_cons)


@cache
def _hints() -> frozenset[str]:
    return frozenset(rules("fillers")["hints"])
