"""Texts of data compared with those of rules: case, accents and punctuation do not matter, `*` stands for any text."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache

from whofor.text import fold, words_of

__all__ = ["plain", "says_one_of"]


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Return the words of a text in small letters, parted by one space; the folded text where it has none.

    Example:
        >>> plain("Série-A"), plain("technology_added"), plain("C++")
        ('serie a', 'technology added', 'c')
    """
    return " ".join(words_of(text)) or fold(text)


def says_one_of(text: str, wanted: Iterable[str]) -> bool:
    """Return whether a text is, or fits, one of some texts.

    Example:
        >>> says_one_of("VP, Marketing & PR", ["cmo", "*marketing*"]), says_one_of("CMO ", ["cmo"])
        (True, True)
    """
    found = plain(text)
    return any(_fits(found, one) for one in wanted)


def _fits(found: str, wanted: str) -> bool:
    if "*" not in wanted:
        return found == plain(wanted)
    return fnmatchcase(
        found, "*".join(plain(part).replace("[", "[[]").replace("?", "[?]") for part in wanted.split("*"))
    )
