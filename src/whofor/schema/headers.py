"""Finds headers as people mean them: exactly, else whatever the case, spaces and Unicode form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase

__all__ = ["HeaderIndex", "fold", "matches_any", "slug"]


def fold(text: str) -> str:
    """Text without differences of case, Unicode form and spacing."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def matches_any(header: str, patterns: Iterable[str]) -> bool:
    """Whether a header fits one of the patterns; `*` stands for any text, case does not matter.

    Example:
        >>> matches_any('Date entered "Demo (Sales)"', ["date entered *"])
        True
    """
    folded = fold(header)
    return any(fnmatchcase(folded, fold(pattern).replace("[", "[[]")) for pattern in patterns)


def slug(header: str) -> str:
    """A safe snake_case name.

    Example:
        >>> slug("Employee Growth (12 months)")
        'employee_growth_12_months'
    """
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:50].rstrip("_")


class HeaderIndex:
    """The headers of one file or of several put one below the other."""

    def __init__(self, headers: Iterable[str]) -> None:
        self.headers = tuple(dict.fromkeys(headers))
        self._exact = set(self.headers)
        self._folded: dict[str, str] = {}
        for header in self.headers:
            self._folded.setdefault(fold(header), header)

    def find(self, name: str) -> str | None:
        """The header as the file writes it, or `None`."""
        if name in self._exact:
            return name
        return self._folded.get(fold(name))

    def first(self, names: Iterable[str]) -> str | None:
        """The first of several names that is there."""
        return next((found for name in names if (found := self.find(name)) is not None), None)
