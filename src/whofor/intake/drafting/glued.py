"""Splits names that software writes without spaces, such as `createdtime`, into the words of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from whofor.lexicon.words import read_table
from whofor.text import fold, name_words

__all__ = ["parted_words"]

_SHORTEST_NAME = 6
"""Letters of a name from which it may be several words."""


@cache
def parted_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name; a word that no list holds is split, where it splits wholly into known ones.

    Example:
        >>> parted_words("createdtime"), parted_words("leadsource_id"), parted_words("Airline")
        (('created', 'time'), ('lead', 'source', 'id'), ('airline',))
    """
    return tuple(part for word in name_words(name) for part in _parts(word))


@cache
def _parts(word: str) -> tuple[str, ...]:
    if len(word) < _SHORTEST_NAME or not word.isalpha() or word in _vocabulary():
        return (word,)
    for end in _rules()["glued"]["ends"]:
        if word.endswith(end) and (parts := _parts_of(word.removesuffix(end))):
            return (*parts, end)
    return _parts_of(word) or (word,)


def _parts_of(word: str) -> tuple[str, ...]:
    """Return the fewest known words that a word is made of; nothing where it is not wholly made of them."""
    # best[end] is the best split of the letters before `end`.
    best: dict[int, tuple[str, ...]] = {0: ()}
    within = frozenset(_rules()["glued"]["within"])
    for end in range(2, len(word) + 1):
        for start in best.copy():
            part = word[start:end]
            known = part in _parts_known() or (part in within and start > 0 and end < len(word))
            if known and (end not in best or len(best[start]) + 1 < len(best[end])):
                best[end] = (*best[start], part)
    return best.get(len(word), ())


@cache
def _vocabulary() -> frozenset[str]:
    """Return all words of the lists, which are never split."""
    return frozenset(_words_in(_rules()))


@cache
def _parts_known() -> frozenset[str]:
    """Return the words that glued names are made of."""
    return frozenset(fold(word) for word in _rules()["glued"]["words"])


def _rules() -> Mapping[str, Any]:
    return read_table("whofor.intake.drafting", "rules/words.toml")


def _words_in(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [fold(word.strip("~*")) for word in value.split()]
    if isinstance(value, Mapping):
        return [word for item in value.values() for word in _words_in(item)]
    if isinstance(value, list):
        return [word for item in value for word in _words_in(item)]
    return []
