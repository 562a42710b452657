"""Words by which texts and columns are read. They are data: `rules/words.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from whofor.lexicon.words import WordList, read_table, words_in
from whofor.text import fold

__all__ = [
    "any_pattern",
    "column_words",
    "is_one_of",
    "names_of",
    "page_patterns",
    "page_words",
    "table_of",
    "text_patterns",
]


def table_of(name: str) -> dict[str, Any]:
    """Return a table of `rules/words.toml`."""
    return read_table("whofor.intake.voices", "rules/words.toml")[name]


@cache
def names_of(*keys: str) -> tuple[str, ...]:
    """Return the folded words of a list, of all languages where it has several.

    Args:
        keys: Keys that lead to it.

    Example:
        >>> "anonyme" in names_of("nobody"), "interviewer" in names_of("interview", "asks")
        (True, True)
    """
    found: Any = table_of(keys[0])
    for key in keys[1:]:
        found = found[key]
    words: Sequence[str] = words_in(found) if isinstance(found, Mapping) else found
    return tuple(map(fold, words))


def is_one_of(text: str, *keys: str) -> bool:
    """Return whether a text is one of the words of a list, in which `*` stands for any letters.

    Example:
        >>> is_one_of("Verified User in Marketing", "nobody"), is_one_of("Anna", "nobody")
        (True, False)
    """
    plain, shaped = _exact(*keys)
    folded = fold(text)
    return folded in plain or any(fnmatchcase(folded, shape) for shape in shaped)


@cache
def _exact(*keys: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = names_of(*keys)
    return frozenset(words), tuple(word for word in words if "*" in word)


@cache
def column_words(name: str) -> WordList:
    """Return the words of headers of one field of a drafted table."""
    return WordList(words_in(table_of("columns")[name]))


@cache
def any_pattern(*keys: str) -> re.Pattern[str]:
    """Return the words of a list as one regular expression for folded text; `*` stands for up to sixty characters."""
    words = sorted(names_of(*keys), key=len, reverse=True)
    return re.compile("|".join(re.escape(word).replace(r"\*", ".{1,60}?") for word in words))


@cache
def text_patterns(*keys: str) -> tuple[re.Pattern[str], ...]:
    """Return the regular expressions of a list, for folded text."""
    found: Any = table_of(keys[0])
    for key in keys[1:]:
        found = found[key]
    return tuple(re.compile(str(pattern)) for pattern in found)


@cache
def page_words(*keys: str) -> frozenset[str]:
    """Return the folded words of a list of `rules/pages.toml`.

    Example:
        >>> "case-study" in page_words("address", "case_study")
        True
    """
    found = read_table("whofor.intake.voices", "rules/pages.toml")
    for key in keys:
        found = found[key]
    return frozenset(map(fold, found))


@cache
def page_patterns(*keys: str) -> tuple[re.Pattern[str], ...]:
    """Return the regular expressions of a list of `rules/pages.toml`, for folded text."""
    found = read_table("whofor.intake.voices", "rules/pages.toml")
    for key in keys:
        found = found[key]
    return tuple(re.compile(str(form)) for form in found)
