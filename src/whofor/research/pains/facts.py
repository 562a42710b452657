"""Facts that a sentence tells by its words: what it costs, that somebody leaves, and numbers with their unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from whofor.model.pains import SentenceFact
from whofor.research.pains.folding import folded
from whofor.research.pains.rule_tables import rules

__all__ = ["facts_of"]


def facts_of(texts: Sequence[str]) -> list[tuple[SentenceFact, ...]]:
    """Return the facts that each sentence tells, in the order of `SentenceFact`.

    They are told by words, as they are facts: of strong adjectives nothing follows. A sentence that gains time names
    working time as one that loses it does; its kind says which.

    Example:
        >>> facts_of(["We lose two days a month on this.", "Je vais clôturer mon compte.", "It is awful!"])
        [(<SentenceFact.COST: 'cost'>, <SentenceFact.NUMBER: 'number'>), (<SentenceFact.CHURN: 'churn'>,), ()]
    """
    found: list[tuple[SentenceFact, ...]] = []
    for text in texts:
        line = folded(text)
        found.append(tuple(fact for fact, pattern in _patterns().items() if pattern.search(line)))
    return found


@cache
def _patterns() -> dict[SentenceFact, re.Pattern[str]]:
    return {fact: _pattern(fact) for fact in SentenceFact}


def _pattern(fact: SentenceFact) -> re.Pattern[str]:
    words = [one for of_language in rules("facts")[fact].values() for one in of_language]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})")
