"""Finds headers as people mean them: exactly, else whatever the case, accents, hyphens, spaces and apostrophes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache

__all__ = ["HeaderIndex", "fold", "matches_any", "slug", "stem"]

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′＇", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
# A hyphen within a word; one between spaces parts an entity from its field (`Deal - ID`) and stays.
_WITHIN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])|_")
_MARKS = " :?!.¿¡*"


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Text without differences of case, accents, Unicode form, spacing, apostrophes, hyphens and underscores.

    Example:
        >>> fold("Nom de l’Entreprise"), fold("E-Mail"), fold("close_date"), fold("Deal – ID")
        ("nom de l'entreprise", 'e mail', 'close date', 'deal - id')
    """
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_DASHES)).casefold()
    # Accents have the classes from 200 on; below are marks that make another letter, as in Japanese and Hebrew.
    letters = "".join(letter for letter in plain if unicodedata.combining(letter) < 200)
    return " ".join(_WITHIN.sub(" ", unicodedata.normalize("NFC", letters)).split())


@lru_cache(maxsize=65_536)
def _tight(text: str) -> str:
    """The folded text without spaces and closing marks: `Is Deal Closed?` and `is_dealclosed` are one."""
    parts = [part.replace(" ", "").strip(_MARKS) for part in fold(text).split(" - ")]
    return " - ".join(parts)


def matches_any(header: str, patterns: Iterable[str]) -> bool:
    """Whether a header is one of some names or fits one of them; `*` stands for any text, `?` for any letter.

    Example:
        >>> matches_any('Date entered "Demo (Sales)"', ["date entered *"])
        True
        >>> matches_any("lifecyclestage", ["Lifecycle Stage"])
        True
    """
    folded, tight = fold(header), _tight(header)
    return any(
        _fits(folded, fold(pattern)) or ("*" not in pattern and _tight(pattern) == tight != "") for pattern in patterns
    )


def _fits(folded: str, pattern: str) -> bool:
    # Most are plain names, for which no expression need be compiled: a preset has more of them than `fnmatch` keeps.
    if "*" not in pattern and "?" not in pattern:
        return folded == pattern
    return fnmatchcase(folded, pattern.replace("[", "[[]"))


def slug(header: str) -> str:
    """A safe snake_case name.

    Example:
        >>> slug("Employee Growth (12 months)")
        'employee_growth_12_months'
    """
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:50].rstrip("_")


def stem(name: str) -> str:
    """A file's name without folders and endings."""
    return re.sub(r"(\.\w{1,8})+$", "", name.rpartition("/")[2])


class HeaderIndex:
    """The headers of one file or of several put one below the other."""

    def __init__(self, headers: Iterable[str]) -> None:
        self.headers = tuple(dict.fromkeys(headers))
        self._exact = set(self.headers)
        self._folded: dict[str, str] = {}
        self._tight: dict[str, str] = {}
        for header in self.headers:
            self._folded.setdefault(fold(header), header)
            self._tight.setdefault(_tight(header), header)

    def find(self, name: str) -> str | None:
        """The header as the file writes it, or `None`."""
        if name in self._exact:
            return name
        return self._folded.get(fold(name)) or self._tight.get(_tight(name) or name)

    def first(self, names: Iterable[str]) -> str | None:
        """The first of several names that is there."""
        return next((found for name in names if (found := self.find(name)) is not None), None)

    def any_like(self, names: Iterable[str]) -> str | None:
        """The first header that is one of the names or fits one of them; `*` stands for any text."""
        for name in names:
            if "*" not in name:
                found = self.find(name)
            else:
                found = next((header for header in self.headers if matches_any(header, [name])), None)
            if found is not None:
                return found
        return None
