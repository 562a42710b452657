"""Meanings of the words of lists of signals. The words are data: `rules/words.toml`."""

from __future__ import annotations

from functools import cache

from whofor.intake.signal_lists.periods import without_period
from whofor.lexicon.words import WordList, read_table, words_in
from whofor.text import name_words, words_of

__all__ = ["SERIES", "holds", "kind_of_text", "kinds_in", "longest", "qualifiers"]

SERIES = ("headcount", "revenue")
"""Kinds that are a value per day."""


def _table(group: str) -> dict[str, dict[str, list[str]]]:
    return read_table("whofor.intake.signal_lists", "rules/words.toml")[group]


@cache
def _list(group: str, name: str) -> WordList:
    return WordList(words_in(_table(group)[name]))


@cache
def longest(header: str, column: str) -> int:
    """Return how many letters of a header say that it is some column of signals; 0 where nothing does.

    >>> longest("Announced on", "known_on") > 0, longest("Amount", "known_on")
    (True, 0)
    """
    return _list("column", column).longest(header)


def holds(header: str, column: str) -> bool:
    """Return whether a header may name some column of signals."""
    return longest(header, column) > 0


@cache
def kinds_in(name: str) -> tuple[str, ...]:
    """Return the kinds of signals that a header or the name of a file speaks of, the likeliest first.

    >>> kinds_in("Last Funding Date"), kinds_in("Headcount 2026-01"), kinds_in("crunchbase-rounds")
    (('funding',), ('headcount',), ('funding',))
    """
    found = {
        kind: length
        for group in ("series", "kind")
        for kind in _table(group)
        if (length := _list(group, kind).longest(without_period(name)))
    }
    return tuple(sorted(found, key=lambda kind: (-found[kind], kind)))


@cache
def kind_of_text(text: str) -> str:
    """Return the shipped kind that a text of a column of kinds means; the text itself where it means none.

    >>> kind_of_text("Funding round"), kind_of_text("technology_added"), kind_of_text("Trade fair")
    ('funding', 'technology_added', 'Trade fair')
    """
    words = words_of(text)
    named = {words_of(kind): kind for group in ("series", "kind") for kind in _table(group)}
    if words in named:
        return named[words]
    found = kinds_in(text)
    return found[0] if found else text


@cache
def qualifiers(header: str) -> frozenset[str]:
    """Return the words of a header beside those that say what it is: `last`, `recent`, `ceo`.

    >>> [sorted(qualifiers(header)) for header in ("Last Funding Date", "funding_round_type", "CEO since")]
    [['last'], [], ['ceo', 'since']]
    """
    kinds = [kind for kind in kinds_in(header) if kind != "leadership"]
    lists = [_list("column", name) for name in ("at", "coarse", "known_on", "value", "detail", "small")]
    lists += [_list("kind", kind) for kind in kinds if kind in _table("kind")]
    return frozenset(word for word in name_words(header) if not any(one.holds(word) for one in lists))
